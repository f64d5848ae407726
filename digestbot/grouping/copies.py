"""Decides whether an article repeats a stored one: same address, same text, or nearly the same text.

A form letter with other names and figures in it is no copy, however many words it shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from digestbot.grouping.background import share
from digestbot.grouping.roundups import issue_marks, series_key
from digestbot.text import fold
from digestbot.types import Candidate, Fingerprint, Rarity

# Texts of which this share of three-word shingles is common are one text (the reference uses .5 as well).
SAME_TEXT = 0.5
# A cut text lies within the whole one: this share of the shorter text's shingles is found in the longer.
CONTAINED = 0.75
# Containment is worked out from the estimated Jaccard similarity, too rough below this.
MIN_JACCARD_TO_CONTAIN = 0.12
# Names, figures and other rare terms of the shorter text that the longer must hold too, by weight.
SHARED_TERMS = 0.7
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
    jaccard = float(np.mean(np.frombuffer(one.minhash, np.uint32) == np.frombuffer(other.minhash, np.uint32)))
    shorter, longer = sorted((max(one.length, 1), max(other.length, 1)))
    common = jaccard * (shorter + longer) / (1 + jaccard)
    return Likeness(jaccard, min(common / shorter, 1.0))


def copy_reason(new: Fingerprint, old: Candidate, rarity: Rarity) -> tuple[float, str] | None:
    """Similarity and plain reason when ``new`` repeats ``old``, else None."""
    other = old.fingerprint
    alike = likeness(new, other)
    if _other_issue(new, other):
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
    shared = shared_terms(new, other, rarity)
    if shared < SHARED_TERMS:
        return None
    similarity = max(alike.jaccard, alike.containment)
    if alike.jaccard >= SAME_TEXT:
        return similarity, f"nearly the same text ({alike.jaccard:.0%} of phrases shared)"
    return similarity, f"one text holds the other ({alike.containment:.0%} of the shorter)"


def shared_terms(one: Fingerprint, other: Fingerprint, rarity: Rarity) -> float:
    """Share, by rarity, of the shorter text's telling terms that the longer has too."""
    shorter, longer = (one, other) if one.length <= other.length else (other, one)
    whole = found = 0.0
    for term in shorter.posted:
        rare = 1.0 - share(term, rarity)
        whole += rare
        found += rare * (term in longer.terms)
    return found / whole if whole else 0.0


def _same_headline(one: Fingerprint, other: Fingerprint) -> bool:
    title = fold(one.title)
    if title != fold(other.title) or len(title.split()) < SAME_HEADLINE_WORDS:
        return False
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= SAME_HEADLINE_WITHIN


def _other_issue(one: Fingerprint, other: Fingerprint) -> bool:
    """Two dated issues of one series ("Monthly bulletin: May", "… June"), however alike their texts."""
    key = series_key(one.title)
    return bool(key) and key == series_key(other.title) and issue_marks(one.title) != issue_marks(other.title)
