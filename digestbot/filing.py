"""One source's entries ↔ the store: which were seen before, and each entry as read → placed among the stories and kept.

Runs in the database thread. A source's entries and its state are stored in one transaction: a process that is killed
leaves it either as it was or done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digestbot.errors import StoreError
from digestbot.grouping import is_material_change
from digestbot.reading import Parsed, Read, Unreadable
from digestbot.shelving import Filed, Sheet, Shelving
from digestbot.sources import newsworthy, sightings
from digestbot.sources.identity import EntryKeys, grown_from
from digestbot.store import Store
from digestbot.types import EntryRecord, Feed, Sighting, Source, SourceState
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
class Taken:
    """One entry that is to be kept, as it was read, and when it became news."""

    sighting: Sighting
    result: Read | Unreadable
    news_at: datetime | None


@dataclass(frozen=True, slots=True)
class Keep:
    """What one source brought: to be stored together with its state ``after`` it (None: the state stays).

    ``waiting``: some entries wait for pages that could not be had. What another process has stored since ``sighted``
    is left as it is.
    """

    source: Source
    feed: Feed
    sighted: Sighted
    taken: tuple[Taken, ...]
    after: SourceState | None
    now: datetime
    waiting: bool = False


class Filing:
    """The store as a round needs it; every method is one visit of the database thread."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def sight(
        self, source: Source, state: SourceState, parsed: Parsed, now: datetime, new_source_days: int | timedelta
    ) -> Sighted:
        """Every entry of a document, known again or new. Changes nothing."""
        feed, keys = parsed.feed, parsed.keys
        known = self._store.entries.known(source.id, keys)
        first_poll = state.changed_at is None
        entries = tuple(sightings(feed.entries, known, now, keys))
        grown = grown_from(entries)
        news = tuple(
            None
            if one.kind == "seen" or (place >= grown and (one.entry.published or one.entry.updated) is None)
            else newsworthy(one.entry, state, now, new_source_days, first_poll)
            for place, one in enumerate(entries)
        )
        since = self._store.notes.get(_waiting(source))
        waiting_since = datetime.fromisoformat(since) if isinstance(since, str) else None
        return Sighted(entries, news, tuple(known), keys, waiting_since, first_poll)

    def text_of(self, sighting: Sighting, known: Sequence[EntryRecord]) -> str:
        """The text that is stored of an entry; empty when none is."""
        item_id = _item_of(sighting, known)
        item = self._store.items.get(item_id) if item_id is not None else None
        return item.text if item is not None else ""

    def keep_all(self, many: Sequence[Keep]) -> list[Filed | Exception]:
        """Place and store what each source brought, then its state: all of them in one transaction, which costs little
        more than one of them does.

        A fault over one source is its answer and costs no other source anything. Raises StoreError.
        """
        try:
            with self._store.transaction():
                return [sheet.filed() for sheet in self._keep(many)]
        except StoreError:
            raise
        except Exception as fault:  # noqa: BLE001  # the round logs it; nothing is stored, so each gets another chance alone
            if len(many) == 1:
                return [fault]
        return [answer for one in many for answer in self.keep_all([one])]

    def _keep(self, many: Sequence[Keep]) -> list[Sheet]:
        # News is dated by the moment it is stored: a digest composed while its pages were fetched has not seen it,
        # so that it must fall into the next window.
        stored = self._clock()
        read = [taken.result for one in many for taken in one.taken if isinstance(taken.result, Read)]
        shelving = Shelving(self._store, [one.fingerprint for one in read], stored)
        sheets = []
        met: set[str] = set()
        for one in many:
            if one.source.id in met:
                shelving.write()  # what is known of a source is asked again below
            met.add(one.source.id)
            sheets.append(self._file(one, shelving, stored))
        shelving.write()
        self._store.sources.put_many([one.after for one in many if one.after is not None])
        return sheets

    def _file(self, one: Keep, shelving: Shelving, stored: datetime) -> Sheet:
        """Each entry that one source brought; new articles of it may still be kept back by ``shelving``."""
        source, sighted, now = one.source, one.sighted, one.now
        sheet = Sheet.of(source, one.feed)
        theirs = self._stored_meanwhile(one)
        keys = {id(entry.entry): key for entry, key in zip(sighted.entries, sighted.keys, strict=True)}
        for taken in one.taken:
            sighting, result, key = taken.sighting, taken.result, keys[id(taken.sighting.entry)]
            if id(sighting.entry) in theirs:
                continue
            if isinstance(result, Unreadable):
                shelving.write()
                self._set_aside(source, sighting, key, result, now)
            elif sighting.kind == "changed" and sighting.record_id is not None:
                shelving.write()
                self._update(sighting.record_id, _item_of(sighting, sighted.known), key, result, stored)
            else:
                shelving.add(sheet, key, result, taken.news_at and stored)
        seen = [entry.record_id for entry in sighted.entries if entry.kind == "seen" and entry.record_id is not None]
        if seen:
            self._store.entries.touch(seen, now)
        if one.waiting and sighted.waiting_since is None:
            self._store.notes.put(_waiting(source), now.isoformat())
        elif not one.waiting and sighted.waiting_since is not None:
            self._store.notes.remove(_waiting(source))
        return sheet

    def _stored_meanwhile(self, one: Keep) -> set[int]:
        """The entries (by identity) that were new when sighted and that another process has stored since.

        Pages take minutes to fetch, and nothing keeps a `digestbot poll` by hand from running beside the service.
        """
        sighted = one.sighted
        new = [key for entry, key in zip(sighted.entries, sighted.keys, strict=True) if entry.kind == "new"]
        known = self._store.entries.known(one.source.id, new) if new else []
        if {record.id for record in known} <= {record.id for record in sighted.known}:
            return set()
        known = self._store.entries.known(one.source.id, sighted.keys)
        again = sightings(one.feed.entries, known, one.now, sighted.keys)
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
