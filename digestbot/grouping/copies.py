"""Decides whether an article repeats a stored one: same address, same text, or nearly the same text.

A form letter with other names and figures in it is no copy, however many words it shares.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from digestbot.grouping.background import prior_share
from digestbot.grouping.roundups import is_other_issue
from digestbot.grouping.words import NAME_MARK
from digestbot.text import fold
from digestbot.types import Candidate, Fingerprint

# Texts of which this share of three-word shingles is common are one text (the reference uses .5 as well).
SAME_TEXT = 0.5
# A cut text lies within the whole one: this share of the shorter text's shingles is found in the longer.
CONTAINED = 0.75
# Containment is worked out from the estimated Jaccard similarity, too rough below this.
MIN_JACCARD_TO_CONTAIN = 0.12
# A copy has the names of its original: at most this share of them, by rarity, may be missing from the other text.
# Our form letters with other names in them miss .4 and more, our copies under .1.
MISSING_NAMES = 0.25
# One address with two texts less alike than this is a page that changes (a front page, a live blog), not a copy.
SAME_ADDRESS_TEXT = 0.1
SHORT_TEXT_WORDS = 25
# Items without text repeat each other only when the headline is the same and they are this close.
SAME_HEADLINE_WITHIN = timedelta(days=3)
SAME_HEADLINE_WORDS = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are in words: estimated Jaccard similarity and containment of the shorter, in [0, 1]."""

    jaccard: float
    containment: float


def likeness(one: Fingerprint, other: Fingerprint) -> Likeness:
    """Compares two texts by their MinHash; zero when either has none."""
    if not one.minhash or len(one.minhash) != len(other.minhash):
        return Likeness(0.0, 0.0)
    same = np.count_nonzero(np.frombuffer(one.minhash, "<u4") == np.frombuffer(other.minhash, "<u4"))
    jaccard = 4 * same / len(one.minhash)
    shorter, longer = sorted((max(one.length, 1), max(other.length, 1)))
    common = jaccard * (shorter + longer) / (1 + jaccard)
    return Likeness(jaccard, min(common / shorter, 1.0))


def copy_reason(new: Fingerprint, old: Candidate) -> tuple[float, str] | None:
    """Similarity and plain reason when ``new`` repeats ``old``, else None."""
    other = old.fingerprint
    alike = likeness(new, other)
    if is_other_issue(new.title, other.title):
        return None
    both_long = min(new.length, other.length) >= SHORT_TEXT_WORDS
    if new.canonical_url and new.canonical_url == other.canonical_url:
        if not both_long or alike.containment >= SAME_ADDRESS_TEXT:
            return 1.0, "same address"
        return None
    if new.text_hash and new.text_hash == other.text_hash and (both_long or _same_headline(new, other)):
        return 1.0, "same text"
    if not both_long:
        if _same_headline(new, other) and alike.jaccard >= SAME_TEXT:
            return alike.jaccard, "same headline and no further text"
        return None
    if not (alike.jaccard >= SAME_TEXT or (alike.jaccard >= MIN_JACCARD_TO_CONTAIN and alike.containment >= CONTAINED)):
        return None
    if not _keeps_names(new, other):
        return None
    similarity = max(alike.jaccard, alike.containment)
    if alike.jaccard >= SAME_TEXT:
        return similarity, f"nearly the same text ({alike.jaccard:.0%} of phrases shared)"
    return similarity, f"one text holds the other ({alike.containment:.0%} of the shorter)"


def _keeps_names(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether one of the two texts has nearly all its names in the other too."""
    return min(_missing_names(one, other), _missing_names(other, one)) <= MISSING_NAMES


def _missing_names(one: Fingerprint, other: Fingerprint) -> float:
    names = [term for term, weight in one.terms.items() if weight >= NAME_MARK]
    rare = {term: -math.log(prior_share(term)) for term in names}
    whole = sum(rare.values())
    return sum(weight for term, weight in rare.items() if term not in other.terms) / whole if whole else 0.0


def _same_headline(one: Fingerprint, other: Fingerprint) -> bool:
    title = fold(one.title)
    if title != fold(other.title) or len(title.split()) < SAME_HEADLINE_WORDS:
        return False
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= SAME_HEADLINE_WITHIN
