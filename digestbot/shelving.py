"""New articles → their places among the stories, stored in the order in which they came.

Most articles are like nothing stored: they are known by one look-up for all of them, and written together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from digestbot.grouping import place, terms_to_count
from digestbot.reading import Read
from digestbot.sources.identity import EntryKeys
from digestbot.store import Arrival, Found, Store
from digestbot.types import Feed, Fingerprint, Placement, Rarity, Source

_UNCOUNTED = Rarity(0, {})
_NOTHING = Found()


@dataclass(frozen=True, slots=True)
class Filed:
    """What one source brought into the store."""

    new: tuple[int, ...] = ()
    relevant: int = 0
    duplicates: int = 0
    stories: frozenset[int] = frozenset()


@dataclass(slots=True)
class Sheet:
    """What one source brings, counted while it is stored."""

    source: Source
    new: list[int] = field(default_factory=list)
    relevant: int = 0
    duplicates: int = 0
    stories: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, source: Source, feed: Feed) -> Sheet:
        """An empty sheet; a source without a title has its feed's."""
        return cls(source if source.title or not feed.title else replace(source, title=feed.title))

    def filed(self) -> Filed:
        return Filed(tuple(self.new), self.relevant, self.duplicates, frozenset(self.stories))


class Shelving:
    """Stores new articles, all as of ``now``, within a transaction of the caller's.

    ``coming``: the fingerprints of all that will be added. Articles may be kept back until the next ``write``; the last
    word is the caller's, and nobody else may add any before.
    """

    def __init__(self, store: Store, coming: Iterable[Fingerprint], now: datetime) -> None:
        self._store = store
        self._now = now
        prints = list(coming)
        self._shared = {id(one): shared for one, shared in zip(prints, store.index.shared(prints), strict=True)}
        self._kept_back: list[tuple[Sheet, EntryKeys, Arrival]] = []
        self._first = (0, 0)  # ids of the first that is kept back, and of its story
        self._known_by: set[object] = set()  # what those kept back share with others

    def add(self, sheet: Sheet, key: EntryKeys, read: Read, news_at: datetime | None) -> None:
        """Place an article; it is stored at the latest by the next ``write``."""
        print_ = read.fingerprint
        shared = self._shared[id(print_)]
        if not self._known_by.isdisjoint(chain(*shared)):
            self.write()  # what it repeats may be kept back
        may_be_found = any(shared) or print_.posted
        found = self._store.index.find(print_, self._now, shared=shared) if may_be_found else _NOTHING
        placement = self._place(print_, found)
        new = Arrival(read.article, read.judgement, read.reading, print_, placement, sheet.source, news_at)
        sheet.relevant += read.judgement.relevant
        if _joins_nothing(placement):
            self._keep_back(sheet, key, new, found)
        else:
            self.write()
            self._join(sheet, key, new)

    def _place(self, print_: Fingerprint, found: Found) -> Placement:
        if self._kept_back and any(item_id >= self._first[0] for item_id in found.items):
            self.write()
        candidates = self._store.index.load(found)
        wanted = terms_to_count(print_, candidates)
        rarity = self._store.index.rarity(wanted) if wanted else _UNCOUNTED
        return place(print_, candidates, rarity, self._now)

    def _keep_back(self, sheet: Sheet, key: EntryKeys, new: Arrival, found: Found) -> None:
        """Put off storing an article that is like nothing stored; the next one may be found by its terms already."""
        if not self._kept_back:
            self._first = self._store.items.next_ids()
        item_id = self._first[0] + len(self._kept_back)
        self._kept_back.append((sheet, key, new))
        self._known_by.update(*self._shared[id(new.fingerprint)])
        self._store.index.post(item_id, new.fingerprint, self._now, found.telling)

    def write(self) -> None:
        """Store what was kept back."""
        if not self._kept_back:
            return
        kept, self._kept_back = self._kept_back, []
        self._known_by.clear()
        item, story = self._first
        self._store.items.add_alone([(item + n, story + n, new) for n, (_, _, new) in enumerate(kept)], self._now)
        entries = [(sheet.source.id, key, item + n) for n, (sheet, key, _) in enumerate(kept)]
        self._store.entries.add_all(entries, self._now)
        for n, (sheet, _, _) in enumerate(kept):
            sheet.new.append(item + n)
            sheet.stories.add(story + n)

    def _join(self, sheet: Sheet, key: EntryKeys, new: Arrival) -> None:
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
        sheet.new.append(item_id)
        sheet.duplicates += placed.duplicate_of is not None
        sheet.stories.add(placed.story_id)


def _joins_nothing(placement: Placement) -> bool:
    """Whether an article starts a story of its own and changes none."""
    return (
        placement.story_id is None
        and placement.duplicate_of is None
        and not (placement.merge or placement.move or placement.split or placement.copies)
    )
