"""A composed digest and what an editor decided → the digest as it goes out. Pure. A story that came after the editor
looked is kept, behind those that were ordered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from digestbot.types import Digest, DigestStory


@dataclass(frozen=True, slots=True)
class Hand:
    """Story ids ``dropped``; ``order`` of those shown, the lead first, () as composed; and a ``note`` to readers."""

    dropped: tuple[int, ...] = ()
    order: tuple[int, ...] = ()
    note: str = ""


def apply(digest: Digest, hand: Hand) -> Digest:
    """The digest under the editor's hand. When the lead is dropped, the story before all others leads."""
    place = {story: number for number, story in enumerate(hand.order)}

    def rank(story: DigestStory) -> int:
        return place.get(story.id, len(place))

    sections = []
    for section in digest.sections:
        kept = sorted((one for one in section.stories if one.id not in hand.dropped), key=rank)
        if kept:
            sections.append(replace(section, stories=tuple(kept)))
    told = [story for section in sections for story in section.stories]
    lead = min(told, key=lambda one: (rank(one), one.id != digest.lead, -one.score)).id if told else None
    return replace(digest, sections=tuple(sections), lead=lead, note=hand.note)


def order_of(digest: Digest) -> list[int]:
    """Story ids as they are shown: the lead, then section by section."""
    rest = [story.id for story in digest.stories if story.id != digest.lead]
    return rest if digest.lead is None else [digest.lead, *rest]


def up(digest: Digest, hand: Hand, story_id: int) -> Hand:
    """One place up: before the story above it in its section; the first of a section becomes the lead."""
    shown = apply(digest, hand)
    order = order_of(shown)
    if story_id not in order or story_id == shown.lead:
        return hand
    section = next(one for one in shown.sections if story_id in [story.id for story in one.stories])
    above = [story.id for story in section.stories if story.id not in (shown.lead, story_id)]
    before = [one for one in above if order.index(one) < order.index(story_id)]
    order.remove(story_id)
    order.insert(order.index(before[-1]) if before else 0, story_id)
    return replace(hand, order=tuple(order))
