"""Scores how likely two articles tell one event, from rare terms, names, figures, headlines and time.

A pure comparison of two fingerprints; which story an article joins is decided in ``places``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from digestbot.grouping.background import UNLISTED_RARENESS, rareness, rareness_table
from digestbot.grouping.words import NAME_MARK, meaning, term_id, tokens
from digestbot.terms import STEPS, PackedTerms
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

Floats = NDArray[np.float64]


class Profile:
    """A fingerprint made ready for contrasting; ``published`` has a moment standing in for a missing date."""

    __slots__ = ("_names", "fingerprint", "published")

    def __init__(self, fingerprint: Fingerprint, published: datetime | None) -> None:
        self.fingerprint = fingerprint
        self.published = published
        self._names: dict[int, float] | None = None

    @property
    def terms(self) -> Mapping[int, float]:
        """The terms and what each says in the text, to look up one by one."""
        terms = self.fingerprint.terms
        return terms.plain() if isinstance(terms, PackedTerms) else terms

    @property
    def names(self) -> dict[int, float]:
        """How rare those terms are in English at large that are written as names."""
        if self._names is None:
            self._names = names(self.fingerprint)
        return self._names


class Weights:
    """Term vectors one after another: of each term in them its number, its weight, and how many terms each has."""

    def __init__(self, terms: NDArray[np.intp], weights: Floats, sizes: Sequence[int]) -> None:
        self._terms, self._weights = terms, weights
        self._most = int(terms.max(initial=-1)) + 1
        self._ends = [0, *accumulate(sizes)]
        self._vector = np.repeat(np.arange(len(sizes)), sizes)
        self.norms = np.sqrt(self._sums(weights * weights))

    def cosines(self, one: int) -> Floats:
        """Cosine of one vector with each, in [0, 1]; 0 where either is empty."""
        own = slice(self._ends[one], self._ends[one + 1])
        row = np.zeros(self._most)
        row[self._terms[own]] = self._weights[own]
        norms = self.norms * self.norms[one]
        dots = self._sums(self._weights * row[self._terms])
        found: Floats = np.divide(dots, norms, np.zeros(len(norms)), where=norms > 0)
        return found

    def _sums(self, values: Floats) -> Floats:
        return np.bincount(self._vector, values, len(self._ends) - 1).astype(np.float64, copy=False)


class Likeness:
    """How alike articles are as reports of one event, two by two: terms count by how rare they are among items stored
    and in English at large.
    """

    def __init__(self, profiles: Sequence[Profile], rarity: Rarity) -> None:
        prints = [one.fingerprint for one in profiles]
        packed = [PackedTerms.of(one.terms) for one in prints]
        titles = [_title_terms(one.title) for one in prints]
        sizes = [len(one) for one in packed]
        texts = sum(sizes)
        ids = b"".join([one.ids for one in packed]) + b"".join(titles)
        terms, place = np.unique(np.frombuffer(ids, "<u4"), return_inverse=True)
        rare = rareness(terms, rarity)[place]
        own = np.frombuffer(b"".join([one.weights for one in packed]), "<u2") / STEPS
        own[own >= NAME_MARK] -= NAME_MARK
        self._texts = Weights(place[:texts], rare[:texts] * own, sizes)
        self._titles = Weights(place[texts:], rare[texts:], [len(title) // 4 for title in titles])
        self._titled = self._titles.norms > 0
        self._length = np.array([one.length for one in prints])
        self._at = np.array([one.published.timestamp() if one.published else math.nan for one in profiles])

    def scores(self, one: int) -> list[float]:
        """Of one article with each: above ``places.JOIN`` they are more likely one story than not."""
        score = self.texts(one)
        length, own = self._length, self._length[one]
        short, both_short = np.minimum(length, own) < SHORT_WORDS, np.maximum(length, own) < SHORT_WORDS
        mixed = (1 - TITLE_SHARE) * score + TITLE_SHARE * self.titles(one)
        titled = self._titled & self._titled[one]
        score = np.where(short, score + np.where(both_short, 0.0, SHORT_BONUS), np.where(titled, mixed, score))
        found: list[float] = (score - np.minimum(LATER_PER_WEEK * self.days(one) / 7, LATER_MOST)).tolist()
        return found

    def texts(self, one: int) -> Floats:
        """Cosines of the text of one article with each."""
        return self._texts.cosines(one)

    def titles(self, one: int) -> Floats:
        """Cosines of the headline of one article with each."""
        return self._titles.cosines(one)

    def days(self, one: int) -> Floats:
        """Days between the publication of one article and that of each; 0 where either is undated."""
        days = np.abs(self._at - self._at[one]) / 86400
        return np.where(np.isnan(days), 0.0, days)


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
    terms: list[int] = np.frombuffer(_title_terms(title), "<u4").tolist()
    return {term: rare for term in terms if (rare := table.get(term, UNLISTED_RARENESS)) >= least}


@lru_cache(maxsize=20000)
def _title_terms(title: str) -> bytes:
    """The ids of a headline's words, packed as those of a text are."""
    ids = dict.fromkeys(term_id(meaning(word)) for word in tokens(title) if len(word) > 1)
    return np.fromiter(ids, "<u4").tobytes()


def days_apart(one: datetime | None, other: datetime | None) -> float:
    """Days between two publications; 0 when either is undated."""
    if one is None or other is None:
        return 0.0
    return abs((one - other).total_seconds()) / 86400
