"""The candidates around one new article, sorted into stories anew: who belongs together, and what that changes.

The stories near the new article are taken apart and put together again from all their scores, so that in the end the
order of arrival hardly matters. It works in memory; the caller carries out what is decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np

from digestbot.grouping.contrasts import contrast
from digestbot.grouping.stories import Likeness, Profile
from digestbot.types import Candidate, Fingerprint, Rarity

NEW = 0  # stands for the new article among item ids, which start at 1
# Score of two articles that something tells apart. Nothing in common, rather than a veto on the whole story: with -.3
# one wrong contrast in a large story cost .01 B³ on the FNC bodies.
BARRED = 0.0
# Stories to whose members the new article is at least this near on average are looked at again; half of ``JOIN``.
NEAR = 0.095
# An article near to so many stories that are nothing to one another names them all: it is a round-up. Two could be one
# report of two matters. Near and nothing to one another: scores before contrasts, on average for the latter; with these
# no shared set changes by more than .002 B³, and half of our made-up round-ups are told that nothing else gives away.
ROUNDUP_STORIES = 3
NAMED = 0.08
UNLIKE = 0.04
ROUNDUP_WORDS = 25  # a headline alone is near to much
TOLD_BY = 3  # reports of each looked at
# So many articles at most: bounds the work. No set gains from 60.
REGION = 40


class Neighbourhood:
    """Articles that may be one story with the new one, their stories and their scores two by two."""

    def __init__(self, new: Fingerprint, candidates: Sequence[Candidate], rarity: Rarity, now: datetime) -> None:
        self._profiles: dict[int, Profile] = {NEW: Profile(new, new.published or now)}
        self._stories: dict[int, int] = {}
        self._contrasts: dict[int, str] = {}  # with the new article
        for candidate in sorted(candidates, key=lambda c: c.item_id):
            print_ = candidate.fingerprint
            self._stories[candidate.item_id] = candidate.story_id
            self._profiles[candidate.item_id] = Profile(print_, print_.published or candidate.first_seen)
        self._likeness = Likeness(list(self._profiles.values()), rarity)
        self._places = {item: place for place, item in enumerate(self._profiles)}
        self._alike: dict[int, list[float]] = {}  # scores before contrasts, worked out where asked for
        self._near = {item: self._score(NEW, item) for item in self._stories}

    @property
    def stories(self) -> Mapping[int, int]:
        """Candidate → the story it is stored in."""
        return self._stories

    def nearest(self) -> tuple[float, str | None]:
        """Average score of the nearest story, and what speaks against one of its members if anything does."""
        linked = self._linked()
        if not linked:
            return 0.0, None
        score, story = linked[0]
        against = (self._contrasts[item] for item in self._contrasts if self._stories[item] == story)
        return score, next(against, None)

    def link(self, items: Iterable[int]) -> float:
        """Average score of the new article and ``items``; 0 for none."""
        scores = [self._near[item] for item in items if item != NEW]
        return sum(scores) / len(scores) if scores else 0.0

    def tells_apart(self) -> int:
        """How many stories the new article is near to that have hardly anything in common with one another."""
        if self._profiles[NEW].fingerprint.length < ROUNDUP_WORDS:
            return 0
        reports: dict[int, list[int]] = {}
        for item in self._stories:
            if self._likeness_of(NEW, item) >= NAMED:
                reports.setdefault(self._stories[item], []).append(item)
        apart: list[list[int]] = []
        for items in reports.values() if len(reports) >= ROUNDUP_STORIES else ():
            if all(self._average(items[:TOLD_BY], known) < UNLIKE for known in apart):
                apart.append(items[:TOLD_BY])
        return len(apart)

    def _average(self, ones: Sequence[int], others: Sequence[int]) -> float:
        """Of all pairs. The scores of each of ``others`` are worked out for all articles: there are few of these."""
        return sum(self._likeness_of(other, one) for one in ones for other in others) / (len(ones) * len(others))

    def _likeness_of(self, one: int, other: int) -> float:
        # Of two of which neither has its scores yet, ``one`` gets them.
        if other in self._alike:
            one, other = other, one
        if one not in self._alike:
            self._alike[one] = self._likeness.scores(self._places[one])
        return self._alike[one][self._places[other]]

    def clusters(self, least: float) -> list[list[int]]:
        """The new article and what is in the stories near it, sorted into stories: the two with the highest average
        score over all pairs are put together, again and again while it reaches ``least``.
        """
        region = [NEW]
        for score, story in self._linked():
            members = [item for item, home in self._stories.items() if home == story]
            if score >= NEAR and (len(region) + len(members) <= REGION or len(region) == 1):
                region += members
        return _put_together(sorted(region), self._scores(sorted(region)), least)

    def _linked(self) -> list[tuple[float, int]]:
        """Stories by their average score with the new article, the nearest first."""
        found: dict[int, list[float]] = {}
        for item, story in self._stories.items():
            found.setdefault(story, []).append(self._near[item])
        return sorted(((sum(s) / len(s), story) for story, s in found.items()), key=lambda one: (-one[0], one[1]))

    def _scores(self, items: Sequence[int]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        scores = np.full((len(items), len(items)), -1.0)
        for row, one in enumerate(items):
            for column in range(row):
                other = items[column]
                known = self._near[one] if other == NEW else self._score(other, one)
                scores[row, column] = scores[column, row] = known
        return scores

    def _score(self, one: int, other: int) -> float:
        score = self._likeness_of(one, other)
        if score <= NEAR:  # far apart anyway; nobody asks why
            return score
        if reason := contrast(self._profiles[one], self._profiles[other]):
            if one == NEW:
                self._contrasts[other] = reason
            return BARRED
        return score


def _put_together(
    items: Sequence[int], scores: np.ndarray[tuple[int, int], np.dtype[np.float64]], least: float
) -> list[list[int]]:
    clusters = [[item] for item in items]
    while len(items) > 1:
        one, other = sorted(int(place) for place in np.unravel_index(np.argmax(scores), scores.shape))
        if scores[one, other] < least:
            break
        sizes = len(clusters[one]), len(clusters[other])
        average = (scores[one] * sizes[0] + scores[other] * sizes[1]) / sum(sizes)
        average[scores[one] < -0.5] = -1.0  # itself, and what is gone
        average[other] = -1.0
        scores[one] = scores[:, one] = average
        scores[other] = scores[:, other] = -1.0
        clusters[one] += clusters[other]
        clusters[other] = []
    return [sorted(cluster) for cluster in clusters if cluster]


def named(clusters: Sequence[Sequence[int]], stories: Mapping[int, int]) -> list[int | None]:
    """The story that each cluster goes on as: that of most of its members, larger clusters first; None: a new one."""
    names: list[int | None] = [None] * len(clusters)
    for place in sorted(range(len(clusters)), key=lambda place: (-len(clusters[place]), clusters[place])):
        homes = Counter(stories[item] for item in clusters[place] if item != NEW)
        free = [(-count, story) for story, count in homes.items() if story not in names]
        names[place] = min(free)[1] if free else None
    return names
