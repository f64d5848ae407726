"""The editor's hand: the day's draft → the editor channel at its time, changed there, and gone out at its hour whether
or not anybody acted. What was decided is kept in the store, so that a restart forgets nothing.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from digestbot.deliver.calls import CallError
from digestbot.digest.hand import Hand, apply, up
from digestbot.digest.window import next_due, slot
from digestbot.errors import DeliveryError, DigestbotError
from digestbot.newsroom.editor import Editor
from digestbot.newsroom.room import Room
from digestbot.newsroom.sending import Sending
from digestbot.render import drafts, jsonform
from digestbot.render.actions import DraftVerb
from digestbot.types import Channel, Delivery, Digest, Message
from digestbot.workspace import workspace_of

log = logging.getLogger(__name__)

Change = DraftVerb | Literal["note"]


class Drafting:
    """The drafts of one newsroom; at most one a channel and day."""

    def __init__(self, room: Room, editor: Editor, sending: Sending) -> None:
        self._room = room
        self._editor = editor
        self._sending = sending
        self._turn = asyncio.Lock()  # two presses change one draft after the other

    async def draft_due(self) -> int:
        """Show every draft whose time has come in its editor channel; returns how many. Raises StoreError."""
        room = self._room
        if not room.config.secrets.connects:
            return 0  # nobody could change it
        made = 0
        for channel in await self._sending.channels():
            made += await room.write(self._put, channel, room.clock())
        if made:
            await self._sending.send()
        return made

    def _put(self, channel: Channel, now: datetime) -> bool:
        """In the database thread: the channel's draft into the outbox, once it is due."""
        store = self._room.store
        if channel.editor_channel is None or channel.draft_at is None or not channel.days:
            return False
        today = now.astimezone(ZoneInfo(channel.timezone)).date()
        opens = slot(replace(channel, at=channel.draft_at), today)
        due = next_due(channel, self._editor.last(channel, "daily", now), now)
        if due != slot(channel, today) or not opens <= now < due:
            return False
        window = self._editor.window(channel, now)
        digest = self._editor.daily(channel, window, now)
        if store.outbox.get(_draft_id(digest.id)) is not None:
            return False
        delivery = Delivery(
            digest_id=_draft_id(digest.id),
            channel=channel.editor_channel,
            kind="alert",
            state="pending",
            window_start=window.start,
            window_end=now,
            messages=(drafts.draft(digest, (), channel.at),),
        )
        store.outbox.prepare(delivery, digest=jsonform.as_json(digest), now=now)
        store.notes.put(_key(channel.channel), {"digest": digest.id, "revision": 0, **asdict(Hand())})
        return True

    def applied(self, digest: Digest) -> Digest:
        """In the database thread: a digest that is to go out, under the editor's hand where there was one."""
        kept = self._kept(digest.channel, digest.id)
        return digest if kept is None else apply(digest, kept[0])

    async def change(self, digest_id: str, place: str, what: Change, *, story: int = 0, note: str = "") -> None:
        """Drop a story, put it back, move it up, or set the note; the draft then shows it.

        ``place`` is the address, by id, of the channel in which somebody acts: only the draft's own counts. Raises
        DigestbotError when the draft is closed or unknown.
        """
        async with self._turn:
            channel, delivery, digest = await self._open(digest_id, place)
            kept = await self._room.write(self._kept, channel.channel, digest_id)
            assert kept is not None, "an open draft has what was decided"
            hand, revision = kept
            match what:
                case "up":
                    hand = up(digest, hand, story)
                case "drop":
                    hand = replace(hand, dropped=(*hand.dropped, story))
                case "keep":
                    hand = replace(hand, dropped=tuple(one for one in hand.dropped if one != story))
                case "note":
                    hand = replace(hand, note=note.strip())
            revision += 1
            value = {"digest": digest_id, "revision": revision, **asdict(hand)}
            await self._room.write(self._room.store.notes.put, _key(channel.channel), value)
            dropped = [one for one in digest.stories if one.id in hand.dropped]
            await self._show(delivery, drafts.draft(apply(digest, hand), dropped, channel.at, revision=revision))
            log.info("draft.changed digest=%s what=%s story=%d", digest_id, what, story)

    async def channel_of(self, digest_id: str, place: str) -> Channel:
        """The channel whose open draft this is. Raises DigestbotError as ``change`` does."""
        channel, _, _ = await self._open(digest_id, place)
        return channel

    async def note_of(self, digest_id: str) -> str:
        """The note as it stands, to fill in the form."""
        found = await self._room.write(self._found, digest_id)
        kept = await self._room.write(self._kept, found[0].channel, digest_id) if found else None
        return kept[0].note if kept else ""

    async def close(self, digest_id: str, told: str) -> None:
        """The digest has gone out: its draft, if there is one, says so and can be changed no more."""
        found = await self._room.write(self._found, digest_id)
        kept = await self._room.write(self._kept, found[0].channel, digest_id) if found else None
        if found is None or kept is None:
            return
        channel, delivery, digest = found
        await self._room.write(self._room.store.notes.remove, _key(channel.channel))
        try:
            await self._show(delivery, drafts.closed(digest, told, revision=kept[1] + 1))
        except DigestbotError as error:  # the digest is out; a draft that still looks open refuses what is pressed
            log.warning("draft.not_closed digest=%s reason=%s", digest_id, error)

    async def _open(self, digest_id: str, place: str) -> tuple[Channel, Delivery, Digest]:
        found = await self._room.write(self._found, digest_id)
        if found is None or workspace_of(found[1].channel).address(found[1].channel_id or "") != place:
            raise DigestbotError("There is no such draft here.")
        gone = await self._room.write(self._room.store.outbox.get, digest_id) is not None
        if gone or await self._room.write(self._kept, found[0].channel, digest_id) is None:
            raise DigestbotError("This draft is closed: its digest has gone out.")
        return found

    def _found(self, digest_id: str) -> tuple[Channel, Delivery, Digest] | None:
        outbox = self._room.store.outbox
        delivery = outbox.get(_draft_id(digest_id))
        kept: Any = outbox.digest(_draft_id(digest_id))
        if delivery is None or kept is None:
            return None
        digest = jsonform.from_json(kept)
        channel = self._room.config.channel(digest.channel)
        return None if channel is None else (channel, delivery, digest)

    def _kept(self, channel: str, digest_id: str) -> tuple[Hand, int] | None:
        """What was decided on this digest, and how often; None when no draft of it is open."""
        kept = self._room.store.notes.get(_key(channel))
        if not isinstance(kept, dict) or kept.get("digest") != digest_id:
            return None
        return Hand(tuple(kept["dropped"]), tuple(kept["order"]), str(kept["note"])), int(kept["revision"])

    async def _show(self, delivery: Delivery, message: Message) -> None:
        try:
            async with self._sending.deliverer(workspace_of(delivery.channel)) as deliverer:
                await deliverer.amend(delivery, (message,))
        except (CallError, DeliveryError) as error:
            raise DigestbotError(f"Noted, but the draft could not be shown anew: {error}") from error


def _draft_id(digest_id: str) -> str:
    return f"{digest_id}-draft"


def _key(channel: str) -> str:
    return f"draft {channel}"
