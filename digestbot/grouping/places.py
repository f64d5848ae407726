"""Decides where a new article belongs among stored candidates: a copy, part of a story, or news of its own.

Pure: it reads fingerprints and rarity, explains itself in ``Placement.reason``, and stores nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digestbot.grouping.copies import copy_reason
from digestbot.grouping.stories import pair_score, profile
from digestbot.types import Candidate, Fingerprint, Placement, Rarity

JOIN = 0.2


def place(new: Fingerprint, candidates: Sequence[Candidate], rarity: Rarity, now: datetime) -> Placement:
    """Where ``new`` belongs. ``rarity`` covers at least ``new.terms``; the order of candidates does not matter."""
    copies = [
        (similarity, reason, candidate)
        for candidate in candidates
        if (found := copy_reason(new, candidate, rarity)) is not None
        for similarity, reason in [found]
    ]
    if copies:
        similarity, reason, original = min(copies, key=lambda c: (-c[0], c[2].item_id))
        return Placement(original.story_id, original.duplicate_of or original.item_id, reason, similarity)
    if new.roundup:
        return Placement(None, None, "a round-up: names many stories, joins none")
    own = profile(new if new.published else replace(new, published=now), rarity)
    scores: defaultdict[int, list[float]] = defaultdict(list)
    for candidate in candidates:
        if not candidate.fingerprint.roundup and candidate.duplicate_of is None:
            scores[candidate.story_id].append(pair_score(own, profile(candidate.fingerprint, rarity)))
    if not scores:
        return Placement(None, None, "nothing stored is like it")
    best, story = max((sum(s) / len(s), -story) for story, s in scores.items())
    if best < JOIN:
        return Placement(None, None, f"nearest story is too far ({best:.2f})", best)
    return Placement(-story, None, f"same names, figures and rare words ({best:.2f})", best)
