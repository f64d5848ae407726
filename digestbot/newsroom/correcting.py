"""Digests of the last days and the store as it is now → posted messages edited in place, once a change. Posts none.

What was posted first is kept beside what it reads now, so that a change that is taken back is taken back there too.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from digestbot.digest.corrections import Correction, Present, correct
from digestbot.errors import DeliveryError
from digestbot.newsroom.marking import Marking
from digestbot.newsroom.room import Room
from digestbot.newsroom.sending import FOLDER, Sending
from digestbot.render import jsonform, slack
from digestbot.render.marks import told_in
from digestbot.types import Delivery, Digest, Item, Label
from digestbot.workspace import workspace_of

log = logging.getLogger(__name__)

POSTED = "posted"  # key in a corrected digest's JSON form: that form as it went out
LOOKED_BACK = timedelta(days=7)  # how long a posted digest is corrected: the weekly is the last to be read
TRIES = 3  # of one change at Slack, a round apart; then the message stays as it is until the service starts again


@dataclass(frozen=True, slots=True)
class Wrong:
    """A posted digest that no longer holds, and how it should read.

    ``posted`` is its JSON form as it went out; ``revision`` counts its edits, this one too.
    """

    delivery: Delivery
    correction: Correction
    posted: dict[str, Any]
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
        """Edit what was posted of articles retitled, called not relevant by an admin, or removed since, and of stories
        split or merged.

        Returns how many digests were. Raises StoreError.
        """
        since = self._room.clock() - LOOKED_BACK
        judges = await self._room.write(self._room.store.labels.dismissers, since)
        known = {one: await self._marking.is_admin(one) for one in judges}
        if None in known.values():  # Slack cannot be asked: what it said before must not be taken back
            log.info("correction.waits reason=%s", "it is not known who is an admin")
            return 0
        admins = frozenset(one for one, admin in known.items() if admin)
        done = 0
        for wrong in await self._room.write(self._look, since, admins):
            done += await self._amend(wrong)
        return done

    def _look(self, since: datetime, admins: frozenset[str]) -> list[Wrong]:
        """In the database thread: the digests that no longer hold."""
        outbox = self._room.store.outbox
        found = []
        for delivery in outbox.sent_since(since):
            kept: Any = outbox.digest(delivery.digest_id)
            try:
                posted = kept.get(POSTED, kept)
                shown, first = jsonform.from_json(kept), jsonform.from_json(posted)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                log.info("correction.unreadable digest=%s reason=%s", delivery.digest_id, error)
                continue
            correction = correct(first, self._present(first, admins))
            # Compared as it is kept: what only differs before it is tidied would be corrected for ever.
            if jsonform.as_json(correction.digest) != jsonform.as_json(shown):
                revision = int(kept.get("revision", 0)) + 1
                found.append(Wrong(delivery, correction, posted, revision, str(kept.get("chart_file", ""))))
        return found

    def _present(self, digest: Digest, admins: frozenset[str]) -> Present:
        """In the database thread: what has become of a digest's stories."""
        store = self._room.store
        items = {item.id: item for item in store.items.many(story.item_id for story in digest.stories)}
        there = workspace_of(digest.channel)
        withdrawn = frozenset(
            item_id for item_id in items if admins and self._withdrawn(store.labels.of(item_id, there), admins)
        )
        return Present(items, withdrawn, self._parted(digest, items), self._follows(digest, items))

    @staticmethod
    def _withdrawn(said: Sequence[Label], admins: frozenset[str]) -> bool:
        """Whether an admin has called it not relevant, and that stands: nobody has called it relevant since."""
        corrections = [one for one in said if one.verdict != "useful"]
        away = [one.verdict == "not-relevant" or (one.verdict == "topics" and not one.topics) for one in corrections]
        return away[-1:] == [True] and any(one.verdict == "not-relevant" and one.user in admins for one in corrections)

    def _parted(self, digest: Digest, items: Mapping[int, Item]) -> dict[int, frozenset[str]]:
        """Story in the digest → the addresses of its other versions that tell another story now."""
        shown = {story.id: items[story.item_id].story_id for story in digest.stories if story.item_id in items}
        parted: dict[int, set[str]] = {}
        stayed: dict[int, set[str]] = {}
        for one in self._room.store.outbox.held(digest.id):
            if one.entry in shown:
                where = stayed if one.story_id == shown[one.entry] else parted
                where.setdefault(one.entry, set()).add(one.url)
        return {entry: frozenset(urls - stayed.get(entry, set())) for entry, urls in parted.items()}

    def _follows(self, digest: Digest, items: Mapping[int, Item]) -> dict[int, str]:
        """Story in the digest → the link to an earlier digest of the channel that told it; a round-up retells."""
        if digest.kind != "daily":
            return {}
        stories = {item.story_id for item in items.values()}
        told = self._room.store.outbox.told(digest.channel, stories, before=digest.id)
        return {
            story.id: told[home].permalink or ""
            for story in digest.stories
            if story.item_id in items and (home := items[story.item_id].story_id) in told
        }

    async def _amend(self, wrong: Wrong) -> bool:
        room, digest = self._room, wrong.correction.digest
        key = (digest.id, wrong.correction.changes)
        if self._tried[key] >= TRIES:
            return False
        self._tried[key] += 1
        posted = wrong.delivery.messages
        messages = slack.messages(
            digest,
            revision=wrong.revision,
            chart_file=wrong.chart_file,
            in_full=told_in(posted[0]) if posted else None,
        )
        async with self._marking.turn:
            if room.config.secrets.connects and wrong.delivery.ts is not None:
                try:
                    await self._marking.edit(wrong.delivery, messages)
                except DeliveryError as error:
                    log.warning("correction.failed digest=%s reason=%s", digest.id, error)
                    return False
            more = {"revision": wrong.revision, "chart_file": wrong.chart_file, POSTED: wrong.posted}
            kept = jsonform.as_json(digest) | more
            await room.write(room.store.outbox.rewrite, digest.id, kept, messages)
        await self._sending.write(digest, room.state_folder / FOLDER)
        log.info("digest.corrected id=%s changes=%s", digest.id, "; ".join(wrong.correction.changes) or "as posted")
        return True
