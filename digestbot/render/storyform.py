"""A story as people ask for it → its JSON form, and the words in which every shape says it."""

from __future__ import annotations

from typing import Any

from digestbot.render.wording import tidy
from digestbot.types import StoryMember, StoryShown


def as_json(story: StoryShown) -> dict[str, Any]:
    """The story as plain JSON values, articles in the order in which they came."""
    return {
        "story": story.id,
        "lead": story.lead,
        "lead_because": story.because,
        "articles": [
            {
                "id": one.item.id,
                "title": tidy(one.item.title),
                "url": one.item.url,
                "source": tidy(one.item.source_title),
                "published": one.item.published.isoformat(),
                "duplicate_of": one.item.duplicate_of,
                "because": one.placement.reason,
                "similarity": round(one.placement.similarity, 3),
                "ruled": one.ruled,
            }
            for one in story.members
        ],
        "told": [
            {"digest": one.digest_id, "article": one.item_ids[0], "at": one.when.isoformat(), "link": one.link}
            for one in story.told
        ],
    }


def member(one: StoryMember, story: StoryShown) -> str:
    """One article's place in the story, in a line."""
    if one.item.duplicate_of is not None:
        place = f"a copy of {one.item.duplicate_of}"
    elif one.item.id == story.members[0].item.id:
        place = "the first"
    else:
        place = "one more report"
    said = " · a person has spoken" if one.ruled else ""
    leads = f" · leads: {story.because}" if one.item.id == story.lead else ""
    return f"{place}: {one.placement.reason or 'no reason kept'}{said}{leads}"


def told(story: StoryShown) -> list[str]:
    """Where it was told, a line each."""
    return [
        f"told on {one.when.day} {one.when:%B %Y} by {one.digest_id}, in article {one.item_ids[0]}"
        + (f": {one.link}" if one.link else "")
        for one in story.told
    ]
