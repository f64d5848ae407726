"""New articles of one source → their places among the stories, stored in the order in which they came.

Most articles are like nothing stored: they are known by one look-up for all of them, and written together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digestbot.grouping import place, terms_to_count
from digestbot.reading import Read
from digestbot.sources.identity import EntryKeys
from digestbot.store import Arrival, Store
from digestbot.types import Candidate, Feed, Fingerprint, Placement, Rarity, Source

_UNCOUNTED = Rarity(0, {})


@dataclass(frozen=True, slots=True)
class Filed:
    """What one source brought into the store."""

    new: tuple[int, ...] = ()
    relevant: int = 0
    duplicates: int = 0
    stories: frozenset[int] = frozenset()


class Shelving:
    """Stores the new articles of one source, all as of ``now``, within a transaction of the caller's."""

    def __init__(self, store: Store, source: Source, feed: Feed, now: datetime) -> None:
        self._store = store
        self._source = source if source.title or not feed.title else replace(source, title=feed.title)
        self._now = now
        self._repeated: dict[int, bool] = {}  # by identity of the fingerprint
        self._kept_back: list[tuple[EntryKeys, Arrival]] = []
        self._new: list[int] = []
        self._stories: set[int] = set()
        self._relevant = self._duplicates = 0

    def look_ahead(self, coming: Sequence[Fingerprint]) -> None:
        """Find out which of the fingerprints to come may be copies at all. Say so before the first is added."""
        self._repeated = {
            id(one): repeated for one, repeated in zip(coming, self._store.index.repeated(coming), strict=True)
        }

    def add(self, key: EntryKeys, read: Read, news_at: datetime | None) -> None:
        """Place an article; it is stored at the latest by the next ``write``."""
        print_ = read.fingerprint
        repeated = self._repeated[id(print_)]
        if repeated:
            self.write()  # what it repeats may be kept back
        placement = self._place(print_, copies=repeated)
        new = Arrival(read.article, read.judgement, read.reading, print_, placement, self._source, news_at)
        self._relevant += read.judgement.relevant
        if _joins_nothing(placement):
            self._kept_back.append((key, new))
            if print_.terms:
                self.write()  # the next one may be found by these terms
        else:
            self.write()
            self._join(key, new)

    def _place(self, print_: Fingerprint, *, copies: bool) -> Placement:
        candidates: list[Candidate] = []
        if copies or print_.posted:
            candidates = self._store.index.candidates(print_, self._now, copies=copies)
        wanted = terms_to_count(print_, candidates)
        rarity = self._store.index.rarity(wanted) if wanted else _UNCOUNTED
        return place(print_, candidates, rarity, self._now)

    def write(self) -> None:
        """Store what was kept back."""
        if not self._kept_back:
            return
        kept, self._kept_back = self._kept_back, []
        ids = self._store.items.add_alone([new for _, new in kept], self._now)
        entries = [(key, item_id) for (key, _), (item_id, _) in zip(kept, ids, strict=True)]
        self._store.entries.add_all(self._source.id, entries, self._now)
        self._new += [item_id for item_id, _ in ids]
        self._stories.update(story_id for _, story_id in ids)

    def _join(self, key: EntryKeys, new: Arrival) -> None:
        """Store an article that belongs to a stored story, and what its coming changes for others."""
        store, now, placement = self._store, self._now, new.placement
        item_id = store.items.add(
            article=new.article,
            judgement=new.judgement,
            reading=new.reading,
            fingerprint=new.fingerprint,
            placement=placement,
            source=new.source,
            news_at=new.news_at,
            now=now,
        )
        store.entries.add(new.source.id, key, item_id=item_id, now=now)
        placed = store.items.placement(item_id)
        assert placed is not None, "it was stored a line above"
        assert placed.story_id is not None, "a stored item has a story"
        for moved, story in placement.move:
            store.stories.move(moved, placed.story_id if story is None else story, now)
        self._new.append(item_id)
        self._duplicates += placed.duplicate_of is not None
        self._stories.add(placed.story_id)

    def filed(self) -> Filed:
        """What was stored so far."""
        return Filed(tuple(self._new), self._relevant, self._duplicates, frozenset(self._stories))


def _joins_nothing(placement: Placement) -> bool:
    """Whether an article starts a story of its own and changes none."""
    return (
        placement.story_id is None
        and placement.duplicate_of is None
        and not (placement.merge or placement.move or placement.split or placement.copies)
    )
