"""Digests of the last days and the store as it is now → posted messages edited in place, once a change. Posts none."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from digestbot.digest.corrections import Correction, correct
from digestbot.errors import DeliveryError
from digestbot.newsroom.marking import Marking
from digestbot.newsroom.room import Room
from digestbot.newsroom.sending import FOLDER, Sending
from digestbot.render import jsonform, slack
from digestbot.types import Delivery, Digest

log = logging.getLogger(__name__)

LOOKED_BACK = timedelta(days=7)  # how long a posted digest is corrected: the weekly is the last to be read
TRIES = 3  # of one change at Slack, a round apart; then the message stays as it is until the service starts again


@dataclass(frozen=True, slots=True)
class Wrong:
    """A posted digest that no longer holds, and how it should read; ``revision`` counts its edits, this one too."""

    delivery: Delivery
    correction: Correction
    revision: int
    chart_file: str


class Correcting:
    """The corrections of one newsroom."""

    def __init__(self, room: Room, sending: Sending, marking: Marking) -> None:
        self._room = room
        self._sending = sending
        self._marking = marking
        self._tried: Counter[tuple[str, tuple[str, ...]]] = Counter()

    async def correct_posted(self) -> int:
        """Edit what was posted of articles retitled, called not relevant by an admin, removed or merged since.

        Returns how many digests were. Raises StoreError.
        """
        done = 0
        for wrong in await self._room.write(self._look):
            done += await self._amend(wrong)
        return done

    def _look(self) -> list[Wrong]:
        """In the database thread: the digests that no longer hold."""
        outbox = self._room.store.outbox
        found = []
        for delivery in outbox.sent_since(self._room.clock() - LOOKED_BACK):
            kept: Any = outbox.digest(delivery.digest_id)
            try:
                digest = jsonform.from_json(kept)
            except (KeyError, TypeError, ValueError) as error:
                log.info("correction.unreadable digest=%s reason=%s", delivery.digest_id, error)
                continue
            correction = self._correction(digest)
            # Compared as it is kept: what only differs before it is tidied would be corrected for ever.
            if correction is not None and jsonform.as_json(correction.digest) != jsonform.as_json(digest):
                revision = int(kept.get("revision", 0)) + 1
                found.append(Wrong(delivery, correction, revision, str(kept.get("chart_file", ""))))
        return found

    def _correction(self, digest: Digest) -> Correction | None:
        store = self._room.store
        items = {item.id: item for item in store.items.many(story.item_id for story in digest.stories)}
        admins = self._room.config.settings.slack.admins
        withdrawn = {
            item.id
            for item in items.values()
            if not item.relevant
            and any(one.verdict == "not-relevant" and one.user in admins for one in store.labels.of(item.id))
        }
        become = {story.id: store.stories.current(story.id) for story in digest.stories}
        merged = {old: new for old, new in become.items() if new is not None and new != old}
        return correct(digest, items, withdrawn=withdrawn, merged=merged)

    async def _amend(self, wrong: Wrong) -> bool:
        room, digest = self._room, wrong.correction.digest
        key = (digest.id, wrong.correction.changes)
        if self._tried[key] >= TRIES:
            return False
        self._tried[key] += 1
        messages = slack.messages(digest, room.config.topics, revision=wrong.revision, chart_file=wrong.chart_file)
        async with self._marking.turn:
            if room.config.secrets.bot_token is not None and wrong.delivery.ts is not None:
                try:
                    await self._marking.edit(wrong.delivery, messages)
                except DeliveryError as error:
                    log.warning("correction.failed digest=%s reason=%s", digest.id, error)
                    return False
            kept = jsonform.as_json(digest) | {"revision": wrong.revision, "chart_file": wrong.chart_file}
            await room.write(room.store.outbox.rewrite, digest.id, kept, messages)
        await self._sending.write(digest, room.state_folder / FOLDER)
        log.info("digest.corrected id=%s changes=%s", digest.id, "; ".join(wrong.correction.changes))
        return True
