"""Decides whether an article repeats a stored one: same address, same text, or nearly the same text.

A form letter with other names and figures in it is no copy, however many words it shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from digestbot.grouping.background import UNLISTED_RARENESS, rareness_table
from digestbot.grouping.roundups import is_other_issue
from digestbot.grouping.words import NAME_MARK
from digestbot.text import fold
from digestbot.types import Candidate, Fingerprint

# Texts of which this share of three-word shingles is common are one text (the reference uses .5 as well).
SAME_TEXT = 0.5
# A cut text lies within the whole one: this share of the shorter text's shingles is found in the longer.
CONTAINED = 0.75
# A text shorter than this share of the other is a part of it, however many phrases they share.
WHOLE = 0.8
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
class Copy:
    """A stored item that is the same article, how like it is in [0, 1], and why; ``part``: one holds the other."""

    candidate: Candidate
    similarity: float
    reason: str
    part: bool = False


def jaccard(one: Fingerprint, other: Fingerprint) -> float:
    """Estimated share of phrases that two texts have in common; 0 when either has none."""
    if not one.minhash or len(one.minhash) != len(other.minhash):
        return 0.0
    same = np.count_nonzero(np.frombuffer(one.minhash, "<u4") == np.frombuffer(other.minhash, "<u4"))
    return 4 * int(same) / len(one.minhash)


def copies(new: Fingerprint, candidates: Sequence[Candidate]) -> list[Copy]:
    """The candidates that ``new`` repeats or that repeat it, the likest first."""
    if not candidates:  # as for most articles
        return []
    found = [
        Copy(candidate, *reason)
        for candidate, jaccard in zip(candidates, _jaccards(new, candidates), strict=True)
        if (reason := _reason(new, candidate.fingerprint, jaccard)) is not None
    ]
    return sorted(found, key=lambda copy: (-copy.similarity, copy.candidate.item_id))


def repeat(one: Copy, other: Copy) -> bool:
    """Whether two items that a third article repeats are copies of each other, too.

    A page that holds two press releases repeats both of them; parts must keep nearly all of each other's names.
    """
    return not (one.part and other.part) or _keeps_names(one.candidate.fingerprint, other.candidate.fingerprint)


def _jaccards(new: Fingerprint, candidates: Sequence[Candidate]) -> list[float]:
    """Estimated Jaccard similarities, all in one go; 0 where either has no MinHash."""
    size = len(new.minhash)
    hashes = [candidate.fingerprint.minhash for candidate in candidates]
    if not size or not hashes:
        return [0.0] * len(hashes)
    fitting = b"".join([h if len(h) == size else bytes(size) for h in hashes])
    same = np.frombuffer(fitting, "<u4").reshape(len(hashes), -1) == np.frombuffer(new.minhash, "<u4")
    shares: list[float] = same.mean(axis=1).tolist()
    return [share if h else 0.0 for share, h in zip(shares, hashes, strict=True)]


def _reason(new: Fingerprint, other: Fingerprint, jaccard: float) -> tuple[float, str] | tuple[float, str, bool] | None:
    """What ``Copy`` says beside the candidate when two articles are copies, else None."""
    same_address = new.canonical_url != "" and new.canonical_url == other.canonical_url
    same_text = new.text_hash != "" and new.text_hash == other.text_hash
    if not (same_address or same_text or jaccard >= MIN_JACCARD_TO_CONTAIN):
        return None
    if is_other_issue(new.title, other.title):
        return None
    both_long = min(new.length, other.length) >= SHORT_TEXT_WORDS
    containment = _containment(jaccard, new.length, other.length)
    told = bool(new.terms and other.terms)  # of what no digest tells neither phrases nor names are kept
    if same_address:
        alike = containment >= SAME_ADDRESS_TEXT if told else same_text or _same_headline(new, other)
        return (1.0, "same address") if not both_long or alike else None
    if same_text and (both_long or _same_headline(new, other)):
        return 1.0, "same text"
    if not both_long:
        if _same_headline(new, other) and jaccard >= SAME_TEXT:
            return jaccard, "same headline and no further text"
        return None
    if not told or not (jaccard >= SAME_TEXT or containment >= CONTAINED) or not _keeps_names(new, other):
        return None
    similarity = max(jaccard, containment)
    if jaccard >= SAME_TEXT:
        part = min(new.length, other.length) < WHOLE * max(new.length, other.length)
        return similarity, f"nearly the same text ({jaccard:.0%} of phrases shared)", part
    return similarity, f"one text holds the other ({containment:.0%} of the shorter)", True


def _containment(jaccard: float, one: int, other: int) -> float:
    """How much of the shorter text's phrases the longer one holds, worked out from their lengths in words."""
    shorter, longer = sorted((max(one, 1), max(other, 1)))
    return min(jaccard * (shorter + longer) / (1 + jaccard) / shorter, 1.0)


def _keeps_names(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether one of the two texts has nearly all its names in the other too."""
    return min(_missing_names(one, other), _missing_names(other, one)) <= MISSING_NAMES


def _missing_names(one: Fingerprint, other: Fingerprint) -> float:
    table, whole, missing = rareness_table(), 0.0, 0.0
    for term, weight in one.terms.items():
        if weight >= NAME_MARK:
            rare = table.get(term, UNLISTED_RARENESS)
            whole += rare
            missing += rare if term not in other.terms else 0.0
    return missing / whole if whole else 0.0


def _same_headline(one: Fingerprint, other: Fingerprint) -> bool:
    title = fold(one.title)
    if title != fold(other.title) or len(title.split()) < SAME_HEADLINE_WORDS:
        return False
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= SAME_HEADLINE_WITHIN
