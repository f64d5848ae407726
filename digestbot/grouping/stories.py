"""Scores how likely two articles tell one event, from rare terms, names, figures, headlines and time.

A pure comparison of two fingerprints; which story an article joins is decided in ``places``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from digestbot.grouping.background import UNLISTED_RARENESS, rareness_table, share
from digestbot.grouping.words import NAME_MARK, term_id, tokens
from digestbot.types import Fingerprint, Rarity

# Share of the score that headlines have when both articles have a headline and a text.
TITLE_SHARE = 0.15
# Texts shorter than this many words share fewer words even when they tell one event, so they get a little more.
SHORT_WORDS = 40
SHORT_BONUS = 0.02
# A report days later needs more in common: a follow-up names what it follows. Per week, up to the most.
LATER_PER_WEEK = 0.01
LATER_MOST = 0.06
# A term held by less than this share of items is rare enough to be a name, or a headline's subject.
RARE_NAME_SHARE = 0.02
RARE_TITLE_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Profile:
    """A fingerprint made ready for comparing: terms and headline words by rarity, scaled to length one."""

    terms: Mapping[int, float]
    title: Mapping[int, float]
    names: Mapping[int, float]  # rareness in English at large of those terms that are written as names
    published: datetime | None
    fingerprint: Fingerprint

    @property
    def length(self) -> int:
        return self.fingerprint.length


class Weigher:
    """Weights terms by how rare they are among items stored and in English at large; made for one placement."""

    def __init__(self, rarity: Rarity) -> None:
        self._table = rareness_table()
        self._stored = {term: -math.log(share(term, rarity)) for term in rarity.counts}

    def rareness(self, term: int) -> float:
        """-ln of the share of items expected to hold the term; 0 for one that all hold."""
        found = self._stored.get(term)
        return self._table.get(term, UNLISTED_RARENESS) if found is None else found

    def profile(self, fingerprint: Fingerprint, moment: datetime | None = None) -> Profile:
        """Makes a fingerprint comparable; ``moment`` stands in for a missing date."""
        terms: dict[int, float] = {}
        names: dict[int, float] = {}
        rarest_common = -math.log(RARE_NAME_SHARE)
        for term, weight in fingerprint.terms.items():
            rare = self.rareness(term)
            if weight >= NAME_MARK:
                weight -= NAME_MARK
                alone = self._table.get(term, UNLISTED_RARENESS)
                if alone >= rarest_common:
                    names[term] = alone
            terms[term] = weight * rare
        title = {term: self.rareness(term) for term in _title_terms(fingerprint.title)}
        return Profile(_unit(terms), _unit(title), names, fingerprint.published or moment, fingerprint)


def subjects(title: str) -> dict[int, float]:
    """The rare words of a headline and how rare each is in English at large: a young store's own counts mislead."""
    table, least = rareness_table(), -math.log(RARE_TITLE_SHARE)
    return {term: rare for term in _title_terms(title) if (rare := table.get(term, UNLISTED_RARENESS)) >= least}


@lru_cache(maxsize=20000)
def _title_terms(title: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(term_id(word) for word in tokens(title) if len(word) > 1))


def _unit(weights: dict[int, float]) -> dict[int, float]:
    length = math.sqrt(sum(w * w for w in weights.values())) if weights else 0.0
    return {term: w / length for term, w in weights.items()} if length else {}


def cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Cosine of two unit-length term weightings, in [0, 1]."""
    if len(one) > len(other):
        one, other = other, one
    return sum(one[term] * other[term] for term in one.keys() & other.keys())


def days_apart(one: datetime | None, other: datetime | None) -> float:
    """Days between two publications; 0 when either is undated."""
    if one is None or other is None:
        return 0.0
    return abs((one - other).total_seconds()) / 86400


def pair_score(one: Profile, other: Profile) -> float:
    """How alike two articles are as reports of one event; above ``places.JOIN`` they are more likely one than not."""
    score = cosine(one.terms, other.terms)
    if min(one.length, other.length) < SHORT_WORDS:
        score += SHORT_BONUS
    elif one.title and other.title:
        score = (1 - TITLE_SHARE) * score + TITLE_SHARE * cosine(one.title, other.title)
    return score - min(LATER_PER_WEEK * days_apart(one.published, other.published) / 7, LATER_MOST)
