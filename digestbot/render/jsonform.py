"""A ``Digest`` → the JSON object of the command line and of ``state/digests/``. Adds keys freely, renames none."""

from __future__ import annotations

from typing import Any

from digestbot.render.wording import tidy
from digestbot.types import Deadline, Digest, DigestStory


def as_json(digest: Digest) -> dict[str, Any]:
    """The digest as plain JSON values; ``stories`` best first, whatever section shows them."""
    section_of = {story.id: section.topic for section in digest.sections for story in section.stories}
    stories = sorted(digest.stories, key=lambda story: (story.id != digest.lead, -story.score, story.id))
    return {
        "channel": digest.channel,
        "date": digest.date.isoformat(),
        "stories": [_story(story, section_of[story.id], lead=story.id == digest.lead) for story in stories],
        "omitted": digest.omitted,
        "id": digest.id,
        "kind": digest.kind,
        "window": {"start": digest.window_start.isoformat(), "end": digest.window_end.isoformat()},
        "timezone": digest.timezone,
        "gap_days": digest.gap_days,
        "sections": [
            {"topic": one.topic, "label": one.label, "emoji": one.emoji, "stories": [story.id for story in one.stories]}
            for one in digest.sections
        ],
        "deadlines": [deadline(one) for one in digest.deadlines],
        "trend": [{"topic": one.topic, "label": one.label, "weeks": list(one.weeks)} for one in digest.trend],
        "most_saved": [
            {"title": one.title, "url": one.url, "source": one.source, "people": one.people}
            for one in digest.most_saved
        ],
    }


def deadline(one: Deadline) -> dict[str, Any]:
    """One deadline or event as plain JSON values."""
    return {
        "day": one.day.isoformat(),
        "kind": one.kind,
        "title": tidy(one.title),
        "url": one.url,
        "source": tidy(one.source),
        "story": one.story_id,
    }


def _story(story: DigestStory, section: str, *, lead: bool) -> dict[str, Any]:
    return {
        "id": story.item_id,
        "title": tidy(story.title),
        "url": story.url,
        "source": tidy(story.source),
        "published": story.published.isoformat(),
        "topics": list(story.topics),
        "summary": tidy(story.summary),
        "score": story.score,
        "facts": [
            {"kind": fact.kind, "text": tidy(fact.text), "value": tidy(fact.value), "detail": tidy(fact.detail)}
            for fact in story.facts
        ],
        "also": [{"url": one.url, "source": tidy(one.source)} for one in story.also],
        "story": story.id,
        "section": section,
        "lead": lead,
        "parts": dict(story.parts),
        "update_of": story.update_of,
        "news": tidy(story.news),
    }
