"""What people say of told stories → the posted messages that told them, edited in place. Every edit of a posted message
goes through here, so that a correction keeps the marks and a mark keeps the correction.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from digestbot.deliver.calls import CallError
from digestbot.errors import DeliveryError, DigestbotError
from digestbot.newsroom.room import Room
from digestbot.newsroom.sending import Sending
from digestbot.render.marks import Mark, mark, marked
from digestbot.slack.permissions import Admins
from digestbot.types import Delivery, Label, Message
from digestbot.workspace import Workspace, local, workspace_of

log = logging.getLogger(__name__)

NOTE = "marks.{}"  # note in the store: which marks a posted digest shows, and how often it was edited
MESSAGES = 20  # latest messages that told an article; older ones are out of sight, and Slack takes 50 edits a minute


class Marking:
    """The marks of one newsroom. Who edits a posted message holds ``turn``: the second reads what the first left."""

    def __init__(self, room: Room, sending: Sending) -> None:
        self.turn = asyncio.Lock()
        self._room = room
        self._sending = sending
        self._admins: dict[Workspace, Admins] = {}

    async def show(self, item_id: int) -> None:
        """Bring every message that told the article up to date. Raises nothing of ours: what was said is kept."""
        room = self._room
        if not room.config.secrets.connects:
            return
        for digest_id in await room.write(room.store.outbox.digests_with, item_id, MESSAGES):
            async with self.turn:
                delivery = await room.write(room.store.outbox.get, digest_id)
                try:
                    if delivery is not None and delivery.state == "sent" and delivery.ts is not None:
                        await self.edit(delivery, delivery.messages, anew=False)
                except DigestbotError as error:
                    log.warning("mark.failed digest=%s reason=%s", digest_id, error)

    async def edit(self, delivery: Delivery, messages: Sequence[Message], *, anew: bool = True) -> None:
        """Edit one posted digest to ``messages`` with the marks of its stories; ``anew`` False: if those have changed.

        The caller holds ``turn``. Raises DeliveryError.
        """
        room, name = self._room, NOTE.format(delivery.digest_id)
        there = workspace_of(delivery.channel)
        said = await room.write(self._said, delivery.digest_id, there)
        found = {item: mark(labels, await self._admins_of(labels), room.config.topics) for item, labels in said}
        marks = {item: one for item, one in found.items() if one is not None}
        before: Any = await room.write(room.store.notes.get, name, {"edits": 0, "marks": {}})
        if not anew and before["marks"] == _noted(marks):
            return
        edits = before["edits"] + 1
        try:
            async with self._sending.deliverer(there) as deliverer:
                await deliverer.amend(delivery, marked(messages, marks, edits))
        except CallError as error:
            raise DeliveryError(delivery.channel, str(error)) from error
        await room.write(room.store.notes.put, name, {"edits": edits, "marks": _noted(marks)})
        log.info("mark.done digest=%s edits=%d marks=%d", delivery.digest_id, edits, len(marks))

    def _said(self, digest_id: str, workspace: Workspace) -> list[tuple[int, list[Label]]]:
        """In the database thread: each article of a digest with what people of its workspace said of it."""
        store = self._room.store
        return [(item, store.labels.of(item, workspace)) for _, item in store.outbox.stories(digest_id)]

    async def _admins_of(self, labels: Sequence[Label]) -> set[str]:
        """Of those whose correction stands, who is an admin."""
        latest = [label.user for label in labels if label.verdict != "useful"][-1:]
        return {user for user in latest if await self.is_admin(user)}

    async def is_admin(self, address: str) -> bool:
        """Whether a person is an admin of the bot in their workspace."""
        there = workspace_of(address)
        if there not in self._admins:
            room = self._room
            self._admins[there] = Admins(lambda: room.config.settings.slack.admins, room.workspaces, there)
        return await self._admins[there].are(local(address))


def _noted(marks: Mapping[int, Mark]) -> dict[str, list[Any]]:
    return {str(item): [one.line, one.struck] for item, one in marks.items()}
