"""New articles → their places among the stories, stored in the order in which they came.

What is like nothing stored, as most of it is, is known by one look-up for all; what changes nothing stored is written
together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from digestbot.grouping import place, terms_to_count
from digestbot.reading import Read
from digestbot.sources.identity import EntryKeys
from digestbot.store import Arrival, Found, Store, Unwritten
from digestbot.types import Candidate, Feed, Fingerprint, Placement, Rarity, Source

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

    def note(self, item_id: int, story_id: int, original: int | None) -> None:
        """An article is stored; ``original``: the item it repeats."""
        self.new.append(item_id)
        self.stories.add(story_id)
        self.duplicates += original is not None

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
        self._kept_back: list[_Kept] = []
        self._next_item = self._next_story = self._first_story = 0  # ids, known while something is kept back
        self._unwritten = Unwritten()

    def add(self, sheet: Sheet, key: EntryKeys, read: Read, news_at: datetime | None) -> None:
        """Place an article; it is stored at the latest by the next ``write``."""
        print_ = read.fingerprint
        shared, index = self._shared[id(print_)], self._store.index
        may_be_found = any(shared) or print_.posted
        found = index.find(print_, self._now, shared=shared, unwritten=self._unwritten) if may_be_found else _NOTHING
        placement = self._place(print_, found)
        new = Arrival(read.article, read.judgement, read.reading, print_, placement, sheet.source, news_at)
        sheet.relevant += read.judgement.relevant
        if placement.merge or placement.move or placement.split or placement.copies:
            self.write()
            self._rearrange(sheet, key, new)
        else:
            self._keep_back(sheet, key, new, found)

    def _place(self, print_: Fingerprint, found: Found) -> Placement:
        candidates = self._store.index.load(found, self._unwritten)
        wanted = terms_to_count(print_, candidates)
        rarity = self._store.index.rarity(wanted) if wanted else _UNCOUNTED
        return place(print_, candidates, rarity, self._now)

    def _keep_back(self, sheet: Sheet, key: EntryKeys, new: Arrival, found: Found) -> None:
        """Put off storing an article whose coming changes no other; the next one may find it already."""
        if not self._kept_back:
            self._next_item, self._next_story = self._store.items.next_ids()
            self._first_story = self._next_story
        kept = _Kept(sheet, key, new, self._next_item, self._story(new.placement), self._original(new.placement))
        self._next_item += 1
        self._next_story = max(self._next_story, kept.story_id + 1)
        self._kept_back.append(kept)
        known = new.known_by()
        candidate = Candidate(kept.item_id, kept.story_id, kept.original, known, self._now)
        self._unwritten.add(candidate, self._shared[id(new.fingerprint)])
        self._store.index.post(kept.item_id, new.fingerprint, self._now, found.telling)

    def _story(self, placement: Placement) -> int:
        """The story that an article goes to, which may be a new one."""
        story = placement.story_id
        if story is not None and story < self._first_story:
            story = self._store.stories.current(story)
        return self._next_story if story is None else story

    def _original(self, placement: Placement) -> int | None:
        """What an article repeats; a copy of a copy repeats the first."""
        repeated = placement.duplicate_of
        kept = None if repeated is None else self._unwritten.get(repeated)
        if kept is not None:
            return kept.duplicate_of or kept.item_id
        return self._store.items.first_copy(repeated)

    def write(self) -> None:
        """Store what was kept back."""
        if not self._kept_back:
            return
        kept, self._kept_back = self._kept_back, []
        self._unwritten.clear()
        articles = [(one.item_id, one.story_id, one.original, one.new) for one in kept]
        self._store.items.add_all(articles, self._now, self._first_story)
        self._store.entries.add_all([(one.sheet.source.id, one.key, one.item_id) for one in kept], self._now)
        for one in kept:
            one.sheet.note(one.item_id, one.story_id, one.original)

    def _rearrange(self, sheet: Sheet, key: EntryKeys, new: Arrival) -> None:
        """Store an article whose coming changes the stories of others, and change them."""
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
        sheet.note(item_id, placed.story_id, placed.duplicate_of)


@dataclass(frozen=True, slots=True)
class _Kept:
    """An article that is kept back, under the ids that it will have; ``original``: the item it repeats."""

    sheet: Sheet
    key: EntryKeys
    new: Arrival
    item_id: int
    story_id: int
    original: int | None
