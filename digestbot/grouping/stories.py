"""Scores how likely two articles tell one event, from rare terms, names, figures, headlines and time.

A pure comparison of two fingerprints; which story an article joins is decided in ``places``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from digestbot.grouping.background import UNLISTED_RARENESS, rareness, rareness_table
from digestbot.grouping.words import NAME_MARK, meaning, term_id, tokens
from digestbot.types import Fingerprint, Rarity

# Share of the score that headlines have when both articles have a headline and a text.
TITLE_SHARE = 0.15
# A text shorter than this many words shares fewer words with a longer one even when they tell one event, so the pair
# gets a little more; two short ones do not, as what they share is a larger part of both (.02 B³ on headlines).
SHORT_WORDS = 40
SHORT_BONUS = 0.02
# A report days later needs more in common: a follow-up names what it follows. Per week, up to the most. Against .01
# and .06: BASIL .970 to .975, energy pairs .861 to .888 over several orders, our own sets unchanged.
LATER_PER_WEEK = 0.02
LATER_MOST = 0.08
# A term held by less than this share of items is rare enough to be a name, or a headline's subject.
LEAST_RARE_NAME = -math.log(0.02)
LEAST_RARE_SUBJECT = -math.log(0.01)

# Term → weight, and the length of that vector.
Weighted = tuple[dict[int, float], float]


class Profile:
    """A fingerprint made ready for comparing: terms weighted by rarity. What only some comparisons want comes late."""

    __slots__ = ("_names", "_title", "_weigher", "fingerprint", "length", "norm", "published", "terms")

    def __init__(self, fingerprint: Fingerprint, published: datetime | None, weigher: Weigher) -> None:
        self.fingerprint = fingerprint
        self.published = published
        self.length = fingerprint.length
        self.terms, self.norm = weigher.weighted(fingerprint.terms)
        self._weigher = weigher
        self._title: Weighted | None = None
        self._names: dict[int, float] | None = None

    @property
    def title(self) -> Weighted:
        """The headline's words by rarity."""
        if self._title is None:
            self._title = self._weigher.weighted(_title_terms(self.fingerprint.title))
        return self._title

    @property
    def names(self) -> dict[int, float]:
        """How rare those terms are in English at large that are written as names."""
        if self._names is None:
            self._names = names(self.fingerprint)
        return self._names


class Weigher:
    """Weights terms by how rare they are among items stored and in English at large; made for one placement."""

    def __init__(self, rarity: Rarity) -> None:
        self._stored = rareness(rarity)

    def weighted(self, terms: Mapping[int, float]) -> Weighted:
        """Terms by weight and rarity, and the length of that vector."""
        stored, table = self._stored, rareness_table()
        found: dict[int, float] = {}
        square = 0.0
        for term, weight in terms.items():
            rare = stored.get(term)
            if rare is None:
                rare = table.get(term, UNLISTED_RARENESS)
            found[term] = rare = rare * (weight - NAME_MARK if weight >= NAME_MARK else weight)
            square += rare * rare
        return found, math.sqrt(square)

    def profile(self, fingerprint: Fingerprint, moment: datetime | None = None) -> Profile:
        """Makes a fingerprint comparable; ``moment`` stands in for a missing date."""
        return Profile(fingerprint, fingerprint.published or moment, self)


def names(fingerprint: Fingerprint) -> dict[int, float]:
    """The terms written as names that are rare enough to tell something, and how rare in English at large."""
    table = rareness_table()
    return {
        term: rare
        for term, weight in fingerprint.terms.items()
        if weight >= NAME_MARK and (rare := table.get(term, UNLISTED_RARENESS)) >= LEAST_RARE_NAME
    }


@lru_cache(maxsize=20000)
def subjects(title: str) -> dict[int, float]:
    """The rare words of a headline and how rare each is in English at large: a young store's own counts mislead."""
    table, least = rareness_table(), LEAST_RARE_SUBJECT
    return {term: rare for term in _title_terms(title) if (rare := table.get(term, UNLISTED_RARENESS)) >= least}


@lru_cache(maxsize=20000)
def _title_terms(title: str) -> Mapping[int, float]:
    return dict.fromkeys((term_id(meaning(word)) for word in tokens(title) if len(word) > 1), 1.0)


def cosine(one: Weighted, other: Weighted) -> float:
    """Cosine of two weightings, in [0, 1]; 0 when either is empty."""
    (a, length), (b, other_length) = one, other
    if not length or not other_length:
        return 0.0
    return sum([a[term] * b[term] for term in a.keys() & b.keys()]) / (length * other_length)


def days_apart(one: datetime | None, other: datetime | None) -> float:
    """Days between two publications; 0 when either is undated."""
    if one is None or other is None:
        return 0.0
    return abs((one - other).total_seconds()) / 86400


def pair_score(one: Profile, other: Profile) -> float:
    """How alike two articles are as reports of one event; above ``places.JOIN`` they are more likely one than not."""
    score = cosine((one.terms, one.norm), (other.terms, other.norm))
    if min(one.length, other.length) < SHORT_WORDS:
        score += SHORT_BONUS if max(one.length, other.length) >= SHORT_WORDS else 0.0
    elif one.fingerprint.title and other.fingerprint.title and one.title[1] and other.title[1]:
        score = (1 - TITLE_SHARE) * score + TITLE_SHARE * cosine(one.title, other.title)
    return score - min(LATER_PER_WEEK * days_apart(one.published, other.published) / 7, LATER_MOST)
