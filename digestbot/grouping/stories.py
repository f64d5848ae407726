"""Scores how likely two articles tell one event, from rare terms, names, figures, headlines and time.

A pure comparison of two fingerprints; which story an article joins is decided in ``places``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from digestbot.grouping.background import prior_share, share
from digestbot.grouping.words import term_id, tokens
from digestbot.types import Fingerprint, Rarity


@dataclass(frozen=True, slots=True)
class Profile:
    """A fingerprint made ready for comparing: terms weighted by rarity, scaled to length one."""

    terms: Mapping[int, float]
    title: Mapping[int, float]
    published: datetime | None
    length: int


@lru_cache(maxsize=20000)
def _title_terms(title: str) -> frozenset[int]:
    return frozenset(term_id(word) for word in tokens(title) if len(word) > 1)


def profile(fingerprint: Fingerprint, rarity: Rarity) -> Profile:
    """Weights a fingerprint's terms by how rare they are among items stored and in English at large."""
    return Profile(
        _unit({term: weight * _rareness(term, rarity) for term, weight in fingerprint.terms.items()}),
        _unit({term: _rareness(term, rarity) for term in _title_terms(fingerprint.title)}),
        fingerprint.published,
        fingerprint.length,
    )


def _rareness(term: int, rarity: Rarity) -> float:
    known = share(term, rarity) if term in rarity.counts else prior_share(term)
    return -math.log(known)


def _unit(weights: dict[int, float]) -> dict[int, float]:
    length = math.sqrt(sum(w * w for w in weights.values()))
    return {term: w / length for term, w in weights.items()} if length else {}


def cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Cosine of two unit-length term weightings, in [0, 1]."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def days_apart(one: datetime | None, other: datetime | None) -> float:
    """Days between two publications; 0 when either is undated."""
    if one is None or other is None:
        return 0.0
    return abs((one - other).total_seconds()) / 86400


def pair_score(one: Profile, other: Profile) -> float:
    """How alike two articles are as reports of one event, in [0, 1]."""
    return cosine(one.terms, other.terms)
