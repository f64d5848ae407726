"""What people say of told stories → the posted messages that told them, edited in place. Every edit of a posted message
goes through here, so that a correction keeps the marks and a mark keeps the correction. The files of a digest have no
marks: they are what was told, and may leave the house.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from digestbot.deliver.calls import CallError, RefusedError
from digestbot.errors import DeliveryError, DigestbotError
from digestbot.newsroom.room import Room
from digestbot.newsroom.sending import Sending
from digestbot.render.marks import Mark, mark, marked
from digestbot.slack.permissions import Admins
from digestbot.types import Delivery, Label, Message
from digestbot.workspace import Workspace, local, workspace_of

log = logging.getLogger(__name__)

NOTE = "marks.{}"  # note in the store: which marks a posted digest shows, and how often it was edited
DUE = "marks due "  # notes in the store, one a message that could not be edited: since when, tries, when again
BACK_OFF = timedelta(minutes=1)  # before the second try; doubles with each
DOUBLINGS, BACK_OFF_MOST = 9, timedelta(hours=6)
GIVE_UP = timedelta(days=7)  # after which nobody looks at the message any more
# Slack's word that there is nothing to edit, or never will be again.
GONE = frozenset("message_not_found cant_update_message edit_window_closed channel_not_found is_archived".split())
MESSAGES = 20  # latest messages that told an article; older ones are out of sight, and Slack takes 50 edits a minute


class Marking:
    """The marks of one newsroom. Who edits a posted message holds ``turn``: the second reads what the first left."""

    def __init__(self, room: Room, sending: Sending) -> None:
        self.turn = asyncio.Lock()
        self._room = room
        self._sending = sending
        self._admins: dict[Workspace, Admins] = {}

    async def show(self, item_id: int) -> None:
        """Bring every message that told the article up to date. Raises nothing of ours: what was said is kept, and
        shown later where Slack refuses now.
        """
        room = self._room
        if not room.config.secrets.connects:
            return
        for digest_id in await room.write(room.store.outbox.digests_with, item_id, MESSAGES):
            await self._bring_up_to_date(digest_id)

    async def show_due(self) -> int:
        """Try again what could not be shown, where it is time; returns how many messages were tried."""
        room, now = self._room, self._room.clock()
        kept: Any = await room.write(room.store.notes.under, DUE)
        due = [digest_id for digest_id, one in kept.items() if datetime.fromisoformat(one["again"]) <= now]
        for digest_id in due:
            await self._bring_up_to_date(digest_id)
        return len(due)

    async def _bring_up_to_date(self, digest_id: str) -> None:
        room = self._room
        async with self.turn:
            delivery = await room.write(room.store.outbox.get, digest_id)
            if delivery is not None and delivery.state in ("pending", "sending"):  # read before its last part is there
                await room.write(self._put_off, digest_id, None)
                return
            try:
                if delivery is not None and delivery.state == "sent" and delivery.ts is not None:
                    await self.edit(delivery, delivery.messages, anew=False)
            except DigestbotError as error:
                log.warning("mark.failed digest=%s reason=%s", digest_id, error)
                await room.write(self._put_off, digest_id, error.__cause__)
            else:
                await room.write(room.store.notes.remove, DUE + digest_id)

    def _put_off(self, digest_id: str, cause: BaseException | None) -> None:
        """In the database thread: when to try again; never where the message is gone or was refused for a week."""
        notes, now = self._room.store.notes, self._room.clock()
        kept: Any = notes.get(DUE + digest_id, {"since": now.isoformat(), "tries": 0})
        gone = isinstance(cause, RefusedError) and cause.code in GONE
        if gone or now - datetime.fromisoformat(kept["since"]) > GIVE_UP:
            notes.remove(DUE + digest_id)
            return
        again = now + min(BACK_OFF * 2 ** min(kept["tries"], DOUBLINGS), BACK_OFF_MOST)
        notes.put(DUE + digest_id, {**kept, "tries": kept["tries"] + 1, "again": again.isoformat()})

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

    async def is_admin(self, address: str) -> bool | None:
        """Whether a person is an admin of the bot in their workspace; None while Slack cannot be asked."""
        there = workspace_of(address)
        if there not in self._admins:
            room = self._room
            self._admins[there] = Admins(lambda: room.config.settings.slack.admins, room.workspaces, there)
        return await self._admins[there].known(local(address))


def _noted(marks: Mapping[int, Mark]) -> dict[str, list[Any]]:
    return {str(item): [one.line, one.struck] for item, one in marks.items()}
