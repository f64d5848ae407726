"""One source's entries ↔ the store: which were seen before, and each entry as read → placed among the stories and kept.

Runs in the database thread. One source is one transaction: a process that is killed leaves it either as it was or done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digestbot.grouping import is_material_change, place, terms_to_count
from digestbot.reading import Read, Unreadable
from digestbot.sources import entry_keys, newsworthy, sightings
from digestbot.sources.identity import EntryKeys
from digestbot.store import Store
from digestbot.types import EntryRecord, Feed, Placement, Sighting, Source, SourceState
from digestbot.urls import redact

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sighted:
    """The entries of one feed against what is known. ``news_at`` says, for each that is not ``seen``, when it is news.

    ``waiting_since``: since when entries of this source have waited for pages that cannot be had just now.
    """

    entries: tuple[Sighting, ...]
    news_at: tuple[datetime | None, ...]
    known: tuple[EntryRecord, ...]
    keys: tuple[EntryKeys, ...]  # of ``entries``, in their order: costly, so made once
    waiting_since: datetime | None = None
    first: bool = False  # the source was never read before


@dataclass(frozen=True, slots=True)
class Filed:
    """What one source brought into the store."""

    new: tuple[int, ...] = ()
    relevant: int = 0
    duplicates: int = 0
    stories: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Taken:
    """One entry that is to be kept, as it was read, and when it became news."""

    sighting: Sighting
    result: Read | Unreadable
    news_at: datetime | None


class Filing:
    """The store as a round needs it; every method is one visit of the database thread."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def sight(
        self, source: Source, state: SourceState, feed: Feed, now: datetime, new_source_days: int | timedelta
    ) -> Sighted:
        """Every entry of ``feed``, known again or new. Changes nothing."""
        keys = tuple(entry_keys(entry) for entry in feed.entries)
        known = self._store.entries.known(source.id, keys)
        first_poll = state.changed_at is None
        entries = tuple(sightings(feed.entries, known, now, keys))
        news = tuple(
            None if one.kind == "seen" else newsworthy(one.entry, state, now, new_source_days, first_poll)
            for one in entries
        )
        since = self._store.notes.get(_waiting(source))
        waiting_since = datetime.fromisoformat(since) if isinstance(since, str) else None
        return Sighted(entries, news, tuple(known), keys, waiting_since, first_poll)

    def text_of(self, sighting: Sighting, known: Sequence[EntryRecord]) -> str:
        """The text that is stored of an entry; empty when none is."""
        item_id = _item_of(sighting, known)
        item = self._store.items.get(item_id) if item_id is not None else None
        return item.text if item is not None else ""

    def keep(
        self,
        source: Source,
        feed: Feed,
        sighted: Sighted,
        taken: Sequence[Taken],
        after: SourceState,
        now: datetime,
        *,
        waiting: bool,
    ) -> Filed:
        """In one transaction: place and store each entry, then the source's state ``after`` it.

        ``waiting``: some entries wait for pages that could not be had. What another process has stored since
        ``sighted`` is left as it is.
        """
        new: list[int] = []
        stories: set[int] = set()
        relevant = duplicates = 0
        titled = source if source.title or not feed.title else replace(source, title=feed.title)
        with self._store.transaction():
            # News is dated by the moment it is stored: a digest composed while its pages were fetched has not seen it,
            # so that it must fall into the next window.
            stored = self._clock()
            theirs = self._stored_meanwhile(source, feed, sighted, now)
            keys = {id(one.entry): key for one, key in zip(sighted.entries, sighted.keys, strict=True)}
            for one in taken:
                sighting, result = one.sighting, one.result
                key = keys[id(sighting.entry)]
                if id(sighting.entry) in theirs:
                    continue
                if isinstance(result, Unreadable):
                    self._set_aside(source, sighting, key, result, now)
                elif sighting.kind == "changed" and sighting.record_id is not None:
                    self._update(sighting.record_id, _item_of(sighting, sighted.known), key, result, stored)
                else:
                    item_id, placement, story = self._add(titled, key, result, one.news_at and stored, stored)
                    new.append(item_id)
                    relevant += result.judgement.relevant
                    duplicates += placement.duplicate_of is not None
                    stories.add(story)
            seen = [one.record_id for one in sighted.entries if one.kind == "seen" and one.record_id is not None]
            self._store.entries.touch(seen, now)
            if waiting and sighted.waiting_since is None:
                self._store.notes.put(_waiting(source), now.isoformat())
            elif not waiting and sighted.waiting_since is not None:
                self._store.notes.remove(_waiting(source))
            self._store.sources.put(after)
        return Filed(tuple(new), relevant, duplicates, frozenset(stories))

    def _stored_meanwhile(self, source: Source, feed: Feed, sighted: Sighted, now: datetime) -> set[int]:
        """The entries (by identity) that were new when sighted and that another process has stored since.

        Pages take minutes to fetch, and nothing keeps a `digestbot poll` by hand from running beside the service.
        """
        known = self._store.entries.known(source.id, sighted.keys)
        if {record.id for record in known} <= {record.id for record in sighted.known}:
            return set()
        again = sightings(feed.entries, known, now, sighted.keys)
        both = zip(sighted.entries, again, strict=True)
        return {id(before.entry) for before, after in both if before.kind == "new" and after.kind != "new"}

    def _set_aside(self, source: Source, sighting: Sighting, key: EntryKeys, result: Unreadable, now: datetime) -> None:
        """Remember an entry that gave no text, so that it is not tried at every poll."""
        shown = redact(sighting.entry.url)
        log.info("entry.set_aside source=%s url=%s reason=%s", source.id, shown, result.reason)
        if sighting.record_id is None:
            self._store.entries.add(source.id, key, item_id=None, now=now)
        else:
            self._store.entries.change(sighting.record_id, key, now)

    def _add(
        self, source: Source, key: EntryKeys, read: Read, news_at: datetime | None, now: datetime
    ) -> tuple[int, Placement, int]:
        candidates = self._store.index.candidates(read.fingerprint, now)
        rarity = self._store.index.rarity(terms_to_count(read.fingerprint, candidates))
        placement = place(read.fingerprint, candidates, rarity, now)
        item_id = self._store.items.add(
            article=read.article,
            judgement=read.judgement,
            reading=read.reading,
            fingerprint=read.fingerprint,
            placement=placement,
            source=source,
            news_at=news_at,
            now=now,
        )
        self._store.entries.add(source.id, key, item_id=item_id, now=now)
        placed = self._store.items.placement(item_id)
        assert placed is not None, "it was stored a line above"
        assert placed.story_id is not None, "a stored item has a story"
        for moved, story in placement.move:
            self._store.stories.move(moved, placed.story_id if story is None else story, now)
        return item_id, placed, placed.story_id

    def _update(self, record: int, item_id: int | None, key: EntryKeys, read: Read, now: datetime) -> None:
        """An edited article updates its item; it is news again only if it changed materially."""
        self._store.entries.change(record, key, now)
        old = self._store.items.get(item_id) if item_id is not None else None
        if old is None:  # set aside when it was first seen, or retired since: the words are old news either way
            return
        # Without the old words (past their time, or a headline alone) nobody can say what is new in these.
        material = bool(old.text) and is_material_change(old.title, old.text, read.article.title, read.article.text)
        self._store.items.update(
            old.id,
            article=read.article,
            judgement=read.judgement,
            reading=read.reading,
            fingerprint=read.fingerprint,
            news_at=now if material else None,
            now=now,
        )


def _item_of(sighting: Sighting, known: Sequence[EntryRecord]) -> int | None:
    return next((record.item_id for record in known if record.id == sighting.record_id), None)


def _waiting(source: Source) -> str:
    """Name of the note that says since when entries of a source have waited."""
    return f"waiting {source.id}"
