"""A digest that was posted and its articles as they are now → the digest corrected, or None when it still holds. Marks
what changed; never drops a story that people have read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from digestbot.text import clean, fold
from digestbot.types import AlsoIn, Digest, DigestStory, Item, Section

WITHDRAWN = "Withdrawn: "


@dataclass(frozen=True, slots=True)
class Correction:
    """The digest as it should read now, and what changed, one plain sentence each."""

    digest: Digest
    changes: tuple[str, ...]


def correct(
    digest: Digest,
    items: Mapping[int, Item],
    *,
    withdrawn: frozenset[int] | set[int] = frozenset(),
    merged: Mapping[int, int] | None = None,
) -> Correction | None:
    """What a posted digest should say now.

    ``items`` are its articles as they are stored now, by id; ``withdrawn`` the ids of those whose page is gone or that
    the team called not relevant; ``merged`` maps the id of a story to the one that it has become.
    """
    changes: list[str] = []
    now = {story.id: _changed(story, items.get(story.item_id), withdrawn, changes) for story in digest.stories}
    gone = _merge(digest.stories, now, merged or {}, changes)
    if not changes:
        return None
    sections = []
    for section in digest.sections:
        kept = tuple(now[story.id] for story in section.stories if story.id not in gone)
        if kept:
            sections.append(Section(section.topic, section.label, section.emoji, kept))
    lead = gone.get(digest.lead, digest.lead) if digest.lead is not None else None
    return Correction(replace(digest, sections=tuple(sections), lead=lead), tuple(changes))


def _changed(
    story: DigestStory, item: Item | None, withdrawn: frozenset[int] | set[int], changes: list[str]
) -> DigestStory:
    if item is None or item.id in withdrawn:
        if story.title.startswith(WITHDRAWN):
            return story
        changes.append(f"“{clean(story.title)}” was withdrawn")
        return replace(story, title=f"{WITHDRAWN}{story.title}", url="", summary="")
    if fold(item.title) == fold(story.title) or not clean(item.title):
        return story
    changes.append(f"“{clean(story.title)}” is now “{clean(item.title)}”")
    return replace(story, title=item.title, url=item.url, summary=story.summary or item.summary)


def _merge(
    stories: Sequence[DigestStory], now: dict[int, DigestStory], merged: Mapping[int, int], changes: list[str]
) -> dict[int, int]:
    """Stories that turned out to be one are told once, where the first stood; returns those gone → where they went."""
    gone: dict[int, int] = {}
    first: dict[int, int] = {}
    for story in stories:
        become = merged.get(story.id, story.id)
        keep = first.setdefault(become, story.id)
        if keep == story.id:
            continue
        kept, other = now[keep], now[story.id]
        outlets = [AlsoIn(other.url, other.source), *other.also]
        known = {one.url for one in kept.also} | {kept.url}
        now[keep] = replace(kept, also=(*kept.also, *(one for one in outlets if one.url and one.url not in known)))
        gone[story.id] = keep
        changes.append(f"“{clean(other.title)}” tells the same story as “{clean(kept.title)}”")
    return gone
