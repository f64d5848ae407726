"""Who may give orders: the admins that the settings name, and the workspace's own admins and owners."""

from __future__ import annotations

import time

from slack_sdk.web.async_client import AsyncWebClient

from digestbot.deliver.calls import CallError, answer
from digestbot.slack.desk import Desk

REMEMBER = 300.0  # seconds: somebody made an admin need not wait longer, and users.info is not asked at every click


class Admins:
    """Remembers answers of ``users.info`` for five minutes."""

    def __init__(self, desk: Desk, client: AsyncWebClient) -> None:
        self._desk = desk
        self._client = client
        self._known: dict[str, tuple[bool, float]] = {}

    async def are(self, user: str) -> bool:
        """Whether the user may give orders. When Slack cannot be asked, only the settings count."""
        if user in self._desk.admins():
            return True
        known, until = self._known.get(user, (False, 0.0))
        if time.monotonic() < until:
            return known
        try:
            found = (await answer(self._client.users_info(user=user)))["user"]
        except CallError:
            return False
        known = any(found.get(key) for key in ("is_admin", "is_owner", "is_primary_owner"))
        self._known[user] = (known, time.monotonic() + REMEMBER)
        return known
