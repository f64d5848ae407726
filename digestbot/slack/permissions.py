"""Who may give orders: the admins that the settings name, and the workspace's own admins and owners."""

from __future__ import annotations

import time
from collections.abc import Callable

from slack_sdk.web.async_client import AsyncWebClient

from digestbot.deliver.calls import CallError, answer

REMEMBER = 300.0  # seconds: somebody made an admin need not wait longer, and users.info is not asked at every click


class Admins:
    """Remembers answers of ``users.info`` for five minutes. ``named`` gives the ids in the settings."""

    def __init__(self, named: Callable[[], tuple[str, ...]], client: AsyncWebClient) -> None:
        self._named = named
        self._client = client
        self._known: dict[str, tuple[bool, str, float]] = {}

    async def are(self, user: str) -> bool:
        """Whether the user may give orders. When Slack cannot be asked, only the settings count."""
        return user in self._named() or (await self._ask(user))[0]

    async def name(self, user: str) -> str:
        """What a person is called, for lists that people read; the id when Slack cannot be asked."""
        return (await self._ask(user))[1]

    async def _ask(self, user: str) -> tuple[bool, str]:
        """Whether a user is an admin of the workspace, and the name."""
        admin, name, until = self._known.get(user, (False, user, 0.0))
        if time.monotonic() < until:
            return admin, name
        try:
            found = (await answer(self._client.users_info(user=user)))["user"]
        except CallError:
            return False, user
        admin = any(found.get(key) for key in ("is_admin", "is_owner", "is_primary_owner"))
        profile = found.get("profile") or {}
        name = profile.get("display_name") or found.get("real_name") or found.get("name") or user
        self._known[user] = (admin, str(name), time.monotonic() + REMEMBER)
        return admin, str(name)
