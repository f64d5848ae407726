"""An index of fingerprints in memory, with the same answers as the store's: for ``group FILE``, tests and measuring.

It finds candidates and decides nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digestbot.types import Candidate, Fingerprint, Placement, Rarity

# The same bounds as the store's index has, which say why.
WINDOW = timedelta(days=60)
CANDIDATES = 24
MEMBERS = 12
MOST_CANDIDATES = 120
KEY_LIMIT = 16
POSTING_LIMIT = 40
LEAST_SHARED = 0.1
COMMON_SHARE = 0.02
COMMON_FROM = 2_000
PRIOR_ITEMS = 300.0
PRIOR_SHARE = 2e-4


class MemoryIndex:
    """Fingerprints by address, text, band and rare term; ids count from 1 in order of arrival."""

    def __init__(self) -> None:
        self._items: dict[int, Candidate] = {}
        self._stories: defaultdict[int, list[int]] = defaultdict(list)
        self._urls: defaultdict[str, list[int]] = defaultdict(list)
        self._texts: defaultdict[str, list[int]] = defaultdict(list)
        self._bands: defaultdict[int, list[int]] = defaultdict(list)
        self._postings: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)  # (day, item), sorted
        self._copies: defaultdict[int, list[int]] = defaultdict(list)  # by original
        self._counts: Counter[int] = Counter()
        self._learnt = self._last_story = 0

    def rarity(self, terms: Iterable[int]) -> Rarity:
        """How many items are stored and how many hold each of ``terms``."""
        return Rarity(self._learnt or len(self._items), {t: self._counts[t] for t in terms if t in self._counts})

    def candidates(self, new: Fingerprint, now: datetime) -> list[Candidate]:
        """Stored items that ``new`` may repeat or continue: likely copies first, then those sharing rare terms."""
        seen: Counter[int] = Counter()
        weight = len(new.bands) + 1  # an exact match goes before any number of shared bands
        for item in [
            *self._urls.get(new.canonical_url, [])[-KEY_LIMIT:],
            *self._texts.get(new.text_hash, [])[-KEY_LIMIT:],
        ]:
            seen[item] += weight
        seen.update(item for band in new.bands for item in self._bands.get(band, [])[-KEY_LIMIT:])
        found = sorted(seen, key=lambda item: (-seen[item], -item))[:CANDIDATES]
        votes = self._sharing(new, now)
        found += sorted(votes, key=lambda item: (-votes[item], item))[:CANDIDATES]
        if votes:
            found += sorted(
                item for story in {self._items[i].story_id for i in found} for item in self._stories[story][:MEMBERS]
            )
        return [self._items[item] for item in [*dict.fromkeys(found)][:MOST_CANDIDATES]]

    def _sharing(self, new: Fingerprint, now: datetime) -> dict[int, float]:
        day = (new.published or now).astimezone(UTC).toordinal()
        first, last = (day - WINDOW.days, 0), (day + WINDOW.days + 1, 0)
        rarity = self.rarity(new.posted)
        weights = {
            term: math.log((rarity.total + PRIOR_ITEMS) / (rarity.counts.get(term, 0) + PRIOR_SHARE * PRIOR_ITEMS))
            for term in new.posted
            if rarity.total < COMMON_FROM or rarity.counts.get(term, 0) <= rarity.total * COMMON_SHARE
        }
        votes: defaultdict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            posted = self._postings.get(term, ())
            end = bisect_left(posted, last)
            for _, item in posted[max(bisect_left(posted, first), end - POSTING_LIMIT) : end]:
                votes[item] += weight
        least = LEAST_SHARED * sum(weights.values())
        return {item: vote for item, vote in votes.items() if vote >= least}

    def add(self, new: Fingerprint, story_id: int | None, duplicate_of: int | None, first_seen: datetime) -> Candidate:
        """Stores a fingerprint and says under which item and story id."""
        item = len(self._items) + 1
        stored = Candidate(item, story_id or self._new_story(), duplicate_of, new, first_seen)
        self._items[item] = stored
        insort(self._stories[stored.story_id], item)
        if duplicate_of is not None:
            self._copies[duplicate_of].append(item)
        if new.canonical_url:
            self._urls[new.canonical_url].append(item)
        if new.text_hash:
            self._texts[new.text_hash].append(item)
        for band in new.bands:
            self._bands[band].append(item)
        day = (new.published or first_seen).astimezone(UTC).toordinal()
        for term in new.posted:
            insort(self._postings[term], (day, item))
        if not self._learnt:
            self._counts.update(new.terms.keys())
        return stored

    def keep(self, new: Fingerprint, placed: Placement, first_seen: datetime) -> int:
        """Stores a fingerprint where ``placed`` says, with all that follows for others, and says under which id."""
        new = replace(new, roundup=True) if placed.roundup else new
        stored = self.add(new, placed.story_id, placed.duplicate_of, first_seen)
        self.merge(stored.story_id, placed.merge)
        for item in placed.copies:
            self.link(item, stored.item_id if placed.duplicate_of is None else placed.duplicate_of)
        for item, story in placed.move:
            self.move(item, stored.story_id if story is None else story)
        for items in placed.split:
            new_story = self._new_story()
            for item in items:
                self.move(item, new_story)
        return stored.item_id

    def _new_story(self) -> int:
        self._last_story += 1
        return self._last_story

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
                insort(self._stories[story], item)

    def move(self, item: int, story: int) -> None:
        """Puts one item, with its copies, into another story."""
        for one in [item, *self._copies.get(item, ())]:
            self._stories[self._items[one].story_id].remove(one)
            self._items[one] = replace(self._items[one], story_id=story)
            insort(self._stories[story], one)

    def link(self, item: int, original: int) -> None:
        """Makes a stored original, and what was a copy of it, copies of another, in its story."""
        self.move(item, self._items[original].story_id)
        for one in [item, *self._copies.pop(item, ())]:
            self._items[one] = replace(self._items[one], duplicate_of=original)
            self._copies[original].append(one)

    def story_of(self, item: int) -> int:
        """The story an item belongs to now."""
        return self._items[item].story_id

    def copy_of(self, item: int) -> int | None:
        """The original that an item is known to repeat now."""
        return self._items[item].duplicate_of
