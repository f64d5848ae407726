"""A digest as it was posted and its articles as they are now → the digest as it should read. Marks what changed; never
drops a story that people have read. Always from what was posted first, so that what is taken back reads as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from digestbot.text import clean, fold
from digestbot.types import AlsoIn, Digest, DigestStory, Item, Section

WITHDRAWN = "Withdrawn: "


@dataclass(frozen=True, slots=True)
class Correction:
    """The digest as it should read now, and what changed, one plain sentence each; none when it still holds."""

    digest: Digest
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Present:
    """What has become of a posted digest's stories.

    ``items`` are the articles it showed, by id, as they are stored now; ``withdrawn`` the ids of those that the team
    called not relevant. By the story's id in the digest: ``parted`` are the addresses of those of its other versions
    that belong to another story now; ``follows`` the link to an earlier digest that told it ("": without a link).
    """

    items: Mapping[int, Item]
    withdrawn: frozenset[int] = frozenset()
    parted: Mapping[int, frozenset[str]] = field(default_factory=dict)
    follows: Mapping[int, str] = field(default_factory=dict)


def correct(digest: Digest, present: Present) -> Correction:
    """What a posted digest, given as it was posted first, should say now."""
    changes: list[str] = []
    now = {story.id: _changed(story, present, changes) for story in digest.stories}
    gone = _merge(digest.stories, now, present.items, changes)
    sections = []
    for section in digest.sections:
        kept = tuple(now[story.id] for story in section.stories if story.id not in gone)
        if kept:
            sections.append(Section(section.topic, section.label, section.emoji, kept))
    lead = gone.get(digest.lead, digest.lead) if digest.lead is not None else None
    return Correction(replace(digest, sections=tuple(sections), lead=lead), tuple(changes))


def _changed(story: DigestStory, present: Present, changes: list[str]) -> DigestStory:
    item = present.items.get(story.item_id)
    if item is None or item.id in present.withdrawn:
        if story.title.startswith(WITHDRAWN):
            return story  # so kept before what was posted first was kept beside it
        changes.append(f"“{clean(story.title)}” was withdrawn")
        return replace(story, title=f"{WITHDRAWN}{story.title}", url="", summary="")
    if fold(item.title) != fold(story.title) and clean(item.title):
        changes.append(f"“{clean(story.title)}” is now “{clean(item.title)}”")
        story = replace(story, title=item.title, url=item.url, summary=story.summary or item.summary)
    return _followed(_without_parted(story, present, changes), present, changes)


def _without_parted(story: DigestStory, present: Present, changes: list[str]) -> DigestStory:
    """Without the outlets that turned out to tell something else."""
    parted = present.parted.get(story.id, frozenset())
    also = tuple(one for one in story.also if one.url not in parted)
    if also == story.also:
        return story
    others = ", ".join(clean(one.source) for one in story.also if one.url in parted)
    changes.append(f"{others} told another story than “{clean(story.title)}”")
    return replace(story, also=also)


def _followed(story: DigestStory, present: Present, changes: list[str]) -> DigestStory:
    """Marked as an update exactly when an earlier digest told the story."""
    link = present.follows.get(story.id)
    if link is not None and story.update_of is None:
        changes.append(f"“{clean(story.title)}” goes on with a story told before")
        return replace(story, update_of=link)
    if link is None and story.update_of is not None:
        changes.append(f"“{clean(story.title)}” is no update of what was told before")
        return replace(story, update_of=None, news="")
    return story


def _merge(
    stories: Sequence[DigestStory], now: dict[int, DigestStory], items: Mapping[int, Item], changes: list[str]
) -> dict[int, int]:
    """Stories that turned out to be one are told once, where the first stood; returns those gone → where they went."""
    gone: dict[int, int] = {}
    first: dict[int, int] = {}
    for story in stories:
        item = items.get(story.item_id)
        if item is None:
            continue
        keep = first.setdefault(item.story_id, story.id)
        if keep == story.id:
            continue
        kept, other = now[keep], now[story.id]
        outlets = [AlsoIn(other.url, other.source), *other.also]
        known = {one.url for one in kept.also} | {kept.url}
        now[keep] = replace(kept, also=(*kept.also, *(one for one in outlets if one.url and one.url not in known)))
        gone[story.id] = keep
        changes.append(f"“{clean(other.title)}” tells the same story as “{clean(kept.title)}”")
    return gone
