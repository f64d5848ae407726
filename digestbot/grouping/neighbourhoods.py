"""The candidates around one new article, grouped as stored, and what joining, merging and moving would look like.

It works on a copy of the grouping in memory; the caller carries out what is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from digestbot.grouping.contrasts import contrast
from digestbot.grouping.stories import Profile, Weigher, pair_score
from digestbot.types import Candidate, Fingerprint, Rarity

NEW = 0  # stands for the new article among item ids, which start at 1
# Score of two articles that something tells apart. Nothing in common, rather than a veto on the whole story: with -.3
# one wrong contrast in a large story cost .01 B³ on the FNC bodies.
BARRED = 0.0


class Neighbourhood:
    """Articles that may be one story with the new one, their stories and their scores two by two.

    Copies and round-ups are left out: copies would count one text twice, round-ups belong to no story.
    """

    def __init__(self, new: Fingerprint, candidates: Sequence[Candidate], rarity: Rarity, now: datetime) -> None:
        self._weigher = Weigher(rarity)
        self._profiles: dict[int, Profile] = {NEW: self._weigher.profile(new, now)}
        self._stories: dict[int, int] = {}
        self._scores: dict[tuple[int, int], float] = {}
        self._contrasts: dict[tuple[int, int], str | None] = {}
        for candidate in sorted(candidates, key=lambda c: c.item_id):
            if candidate.duplicate_of is None and not candidate.fingerprint.roundup:
                self._stories[candidate.item_id] = candidate.story_id
                self._profiles[candidate.item_id] = self._weigher.profile(candidate.fingerprint, candidate.first_seen)

    def story_of(self, item: int) -> int | None:
        """The story an article is in now; None when in none."""
        return self._stories.get(item)

    def assign(self, item: int, story: int) -> None:
        self._stories[item] = story

    def nearest(self, item: int, besides: int | None = None) -> tuple[float, int | None, str | None]:
        """The story that fits an article best: average score, story, and what speaks against it if anything.

        The article's own place in a story does not count; ``besides`` is a story not to look at.
        """
        best: tuple[float, int | None] = (0.0, None)
        for story, members in self._members(without=item).items():
            if story != besides:
                score = self._link((item,), members)
                if best[1] is None or score > best[0]:
                    best = (score, story)
        if best[1] is None:
            return (*best, None)
        against = [
            reason
            for other in self._members(without=item)[best[1]]
            if (reason := self._contrasts.get(_pair(item, other)))
        ]
        return best[0], best[1] if best[0] > BARRED else None, against[0] if against else None

    def merge_into(self, story: int, least: float) -> tuple[int, ...]:
        """Merges stories near the new article into its story while their average score reaches ``least``."""
        merged: list[int] = []
        while True:
            members = self._members()
            linked = [
                (self._link(members[story], others), -other)
                for other, others in members.items()
                if other != story and self._link((NEW,), others) >= least / 2
            ]
            if not linked or max(linked)[0] < least:
                return tuple(merged)
            gone = -max(linked)[1]
            merged.append(gone)
            for item in members[gone]:
                self._stories[item] = story

    def rearrange(self, story: int, least: float, margin: float, near: float) -> tuple[tuple[int, int | None], ...]:
        """Moves articles near the new one to the story they fit clearly better; says which and where."""
        moved: list[tuple[int, int | None]] = []
        around = [i for i, s in self._stories.items() if i != NEW and (s == story or self._score(NEW, i) >= near)]
        for item in around:
            own = self._stories[item]
            rest = self._members(without=item).get(own)
            stays = self._link((item,), rest) if rest else least
            score, other, _ = self.nearest(item, besides=own)
            if other is not None and score >= max(stays, least) + margin:
                self._stories[item] = other
                moved.append((item, other))
        return tuple(moved)

    def _members(self, without: int | None = None) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for item, story in self._stories.items():
            if item != without:
                found.setdefault(story, []).append(item)
        return found

    def _link(self, ones: Iterable[int], others: Sequence[int]) -> float:
        """Average over all pairs, so that one bridge between two stories does not join them."""
        scores = [self._score(one, other) for one in ones for other in others]
        return sum(scores) / len(scores)

    def _score(self, one: int, other: int) -> float:
        pair = _pair(one, other)
        known = self._scores.get(pair)
        if known is None:
            a, b = self._profiles[pair[0]], self._profiles[pair[1]]
            known = pair_score(a, b)
            if known > 0.1:  # far apart anyway; nobody asks why
                self._contrasts[pair] = reason = contrast(a, b)
                known = BARRED if reason else known
            self._scores[pair] = known
        return known


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
