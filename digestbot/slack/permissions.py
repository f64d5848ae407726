"""Who may give orders in a workspace: its own admins and owners, whoever installed the app there, and at home those
whom the settings name.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from digestbot.deliver import Workspaces
from digestbot.deliver.calls import CallError, RefusedError, answer
from digestbot.workspace import HOME, Workspace

NOBODY = frozenset({"user_not_found", "user_not_visible"})
REMEMBER = 300.0  # seconds: somebody made an admin need not wait longer, and users.info is not asked at every click


class Admins:
    """Remembers answers of ``users.info`` for five minutes. ``named`` gives the ids in the settings; people go by
    Slack's ids of them in this workspace.
    """

    def __init__(
        self, named: Callable[[], tuple[str, ...]], workspaces: Workspaces, workspace: Workspace = HOME
    ) -> None:
        self._named = named
        self._workspaces = workspaces
        self._workspace = workspace
        self._known: dict[str, tuple[bool, str, float]] = {}

    async def are(self, user: str) -> bool:
        """Whether the user may give orders. When Slack cannot be asked, what it said last holds."""
        return bool(await self.known(user))

    async def known(self, user: str) -> bool | None:
        """As ``are``; None when that cannot be said, because Slack cannot be asked and never was."""
        return user in await self.named() or (await self._ask(user))[0]

    async def named(self) -> tuple[str, ...]:
        """The admins that are known without asking Slack: in the settings, or by having installed the app."""
        installer = await self._workspaces.installer(self._workspace)
        given = self._named() if self._workspace == HOME else ()
        return (*given, installer) if installer else given

    async def name(self, user: str) -> str:
        """What a person is called, for lists that people read; the id when Slack cannot be asked."""
        return (await self._ask(user))[1]

    async def _ask(self, user: str) -> tuple[bool | None, str]:
        """Whether a user is an admin of the workspace, and the name."""
        before = self._known.get(user)
        if before is not None and time.monotonic() < before[2]:
            return before[:2]
        try:
            if not await self._workspaces.installed(self._workspace):
                return False, user
            async with self._workspaces.client(self._workspace) as client:
                found = (await answer(client.users_info(user=user)))["user"]
        except CallError as error:
            nobody = isinstance(error, RefusedError) and error.code in NOBODY
            return before[:2] if before is not None else (False if nobody else None, user)
        # In a channel shared with another organisation people of that one are seen, too: its admins are not ours.
        stranger = found.get("is_stranger") or found.get("is_restricted")
        admin = not stranger and any(found.get(key) for key in ("is_admin", "is_owner", "is_primary_owner"))
        profile = found.get("profile") or {}
        name = profile.get("display_name") or found.get("real_name") or found.get("name") or user
        self._known[user] = (admin, str(name), time.monotonic() + REMEMBER)
        return admin, str(name)
