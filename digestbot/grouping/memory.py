"""An index of fingerprints in memory, with the same answers as the store's: for ``group FILE``, tests and measuring.

It finds candidates and decides nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from digestbot.grouping.background import share
from digestbot.types import Candidate, Fingerprint, Rarity

# Stories older than this are not continued: an annual award of last year is another story. Copies are found by
# address, text and bands at any age.
WINDOW = timedelta(days=60)
# At most so many candidates are compared, best first; then their stories' other members, at most so many a story.
CANDIDATES = 40
MEMBERS = 12
# Newest items read per key, band and rare term, so that an item's cost does not grow with what is stored.
KEY_LIMIT = 16
POSTING_LIMIT = 64


class MemoryIndex:
    """Fingerprints by address, text, band and rare term; ids count from 1 in order of arrival."""

    def __init__(self) -> None:
        self._items: dict[int, Candidate] = {}
        self._stories: defaultdict[int, list[int]] = defaultdict(list)
        self._urls: defaultdict[str, list[int]] = defaultdict(list)
        self._texts: defaultdict[str, list[int]] = defaultdict(list)
        self._bands: defaultdict[int, list[int]] = defaultdict(list)
        self._postings: defaultdict[int, list[int]] = defaultdict(list)
        self._counts: Counter[int] = Counter()
        self._learnt = 0

    def rarity(self, terms: Iterable[int]) -> Rarity:
        """How many items are stored and how many hold each of ``terms``."""
        return Rarity(self._learnt or len(self._items), {t: self._counts[t] for t in terms if t in self._counts})

    def candidates(self, new: Fingerprint, now: datetime) -> list[Candidate]:
        """Stored items that ``new`` may repeat or continue: likely copies first, then those sharing rare terms."""
        found: dict[int, None] = {}
        for item in [
            *self._urls.get(new.canonical_url, [])[-KEY_LIMIT:],
            *self._texts.get(new.text_hash, [])[-KEY_LIMIT:],
        ]:
            found[item] = None
        bands = Counter(item for band in new.bands for item in self._bands.get(band, [])[-KEY_LIMIT:])
        for item, _ in bands.most_common(CANDIDATES):
            found[item] = None
        rarity = self.rarity(new.posted)
        votes: defaultdict[int, float] = defaultdict(float)
        when = new.published or now
        for term in new.posted:
            weight = 1.0 - share(term, rarity) ** 0.25
            for item in self._postings.get(term, [])[-POSTING_LIMIT:]:
                old = self._items[item]
                if abs((old.fingerprint.published or old.first_seen) - when) <= WINDOW:
                    votes[item] += weight
        for item in sorted(votes, key=lambda i: (-votes[i], i))[:CANDIDATES]:
            found[item] = None
        for story in {self._items[item].story_id for item in found}:
            for item in self._stories[story][:MEMBERS]:
                found[item] = None
        return [self._items[item] for item in found]

    def add(self, new: Fingerprint, story_id: int | None, duplicate_of: int | None, first_seen: datetime) -> Candidate:
        """Stores a fingerprint and says under which item and story id."""
        item = len(self._items) + 1
        stored = Candidate(item, story_id or item, duplicate_of, new, first_seen)
        self._items[item] = stored
        self._stories[stored.story_id].append(item)
        if new.canonical_url:
            self._urls[new.canonical_url].append(item)
        if new.text_hash:
            self._texts[new.text_hash].append(item)
        for band in new.bands:
            self._bands[band].append(item)
        for term in new.posted:
            self._postings[term].append(item)
        if not self._learnt:
            self._counts.update(new.terms.keys())
        return stored

    def learn(self, fingerprints: Iterable[Fingerprint]) -> None:
        """Counts terms of items to come, so that what is common among them is known before the first is placed."""
        for fingerprint in fingerprints:
            self._counts.update(fingerprint.terms.keys())
            self._learnt += 1

    def merge(self, story: int, others: Iterable[int]) -> None:
        """Moves the items of ``others`` into ``story``."""
        for other in others:
            for item in self._stories.pop(other, ()):
                self._items[item] = replace(self._items[item], story_id=story)
                self._stories[story].append(item)

    def move(self, item: int, story: int) -> None:
        """Puts one item into another story."""
        self._stories[self._items[item].story_id].remove(item)
        self._items[item] = replace(self._items[item], story_id=story)
        self._stories[story].append(item)

    def story_of(self, item: int) -> int:
        """The story an item belongs to now."""
        return self._items[item].story_id
