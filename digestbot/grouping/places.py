"""Decides where a new article belongs among stored candidates: a copy, part of a story, or news of its own.

Pure: it reads fingerprints and rarity, explains itself in ``Placement.reason``, and stores nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digestbot.grouping.copies import Copy, copies, repeat
from digestbot.grouping.neighbourhoods import NEW, Neighbourhood
from digestbot.types import Candidate, Fingerprint, Placement, Rarity

# Average score over a story's members from which an article joins it, and two stories become one. Chosen on four
# shared sets and our own in several orders: from .16 to .21 no set changes by more than .02 B³.
JOIN = 0.19
# An article moves to another story only when it fits that much better there.
MOVE_MARGIN = 0.02
# Stored articles at least this near to the new one (share of JOIN) are looked at again.
LOOK_AGAIN = 0.5


def terms_to_count(new: Fingerprint, candidates: Sequence[Candidate]) -> set[int]:
    """The terms whose rarity ``place`` wants: the new article's own and those by which each candidate is found.

    Without the latter, candidates seem fuller of rare words than they are: .02 B³ on headlines.
    """
    return set(new.terms).union(*(candidate.fingerprint.posted for candidate in candidates))


def place(new: Fingerprint, candidates: Sequence[Candidate], rarity: Rarity, now: datetime) -> Placement:
    """Where ``new`` belongs. ``rarity`` covers ``terms_to_count``; the order of candidates does not matter."""
    found = copies(new, candidates)
    told = bool(new.terms)
    # What a digest may tell is no copy of what none will: that would be hidden behind it. It is the other way round.
    original = next((copy for copy in found if copy.candidate.fingerprint.terms or not told), None)
    if original is not None:
        return _copy(new, original, found)
    placed = _among_stories(new, candidates, rarity, now)
    return replace(placed, copies=tuple(sorted({_root(copy) for copy in found}))) if found else placed


def _copy(new: Fingerprint, original: Copy, found: Sequence[Copy]) -> Placement:
    """A copy of ``original``; what else it repeats is one more copy, so that the order of arrival does not matter."""
    root, story = _root(original), original.candidate.story_id
    others = [copy for copy in found if _root(copy) != root and not new.roundup and repeat(original, copy)]
    return Placement(
        story,
        root,
        original.reason,
        original.similarity,
        merge=tuple(sorted({copy.candidate.story_id for copy in others} - {story})),
        copies=tuple(sorted({_root(copy) for copy in others})),
    )


def _root(copy: Copy) -> int:
    return copy.candidate.duplicate_of or copy.candidate.item_id


def _among_stories(new: Fingerprint, candidates: Sequence[Candidate], rarity: Rarity, now: datetime) -> Placement:
    if not new.terms:
        return Placement(None, None, "nothing stored is like it")
    if new.roundup:
        return Placement(None, None, "a round-up: names many stories, joins none")
    near = Neighbourhood(new, candidates, rarity, now)
    best, story, contrast = near.nearest(NEW)
    if story is None:
        return Placement(None, None, f"the nearest has {contrast}" if contrast else "nothing stored is like it")
    if best < JOIN:
        return Placement(None, None, f"the nearest story is too far ({best:.2f} of {JOIN})", max(best, 0.0))
    near.assign(NEW, story)
    merged = near.merge_into(story, JOIN)
    moved = near.rearrange(story, JOIN, MOVE_MARGIN, LOOK_AGAIN * JOIN)
    own = near.story_of(NEW)
    reason = f"names, figures and rare words in common ({best:.2f}, needs {JOIN})"
    return Placement(own, None, reason, min(best, 1.0), merged if own == story else (), moved)
