"""A ``Digest`` ↔ the JSON object of the command line, ``state/digests/`` and the outbox. Adds keys, renames none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from digestbot.render.wording import tidy
from digestbot.types import AlsoIn, Deadline, Digest, DigestStory, Fact, MostSaved, Section, TopicTrend, Unjudged, View


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
        "note": tidy(digest.note),
        "sections": [
            {"topic": one.topic, "label": one.label, "emoji": one.emoji, "stories": [story.id for story in one.stories]}
            for one in digest.sections
        ],
        "deadlines": [deadline(one) for one in digest.deadlines],
        "unjudged": {
            "count": digest.unjudged_count,
            "newest": [
                {"title": tidy(one.title), "url": one.url, "source": tidy(one.source), "language": tidy(one.language)}
                for one in digest.unjudged
            ],
        },
        "trend": [
            {"topic": one.topic, "label": one.label, "emoji": one.emoji, "weeks": list(one.weeks)}
            for one in digest.trend
        ],
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
        "what": tidy(one.what),
        "occasion": tidy(one.occasion),
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
            {
                "kind": fact.kind,
                "text": tidy(fact.text),
                "value": tidy(fact.value),
                "detail": tidy(fact.detail),
                "occasion": tidy(fact.occasion),
            }
            for fact in story.facts
        ],
        "also": [{"url": one.url, "source": tidy(one.source)} for one in story.also],
        "story": story.id,
        "section": section,
        "lead": lead,
        "parts": dict(story.parts),
        "update_of": story.update_of,
        "news": tidy(story.news),
        "opinion": story.opinion,
        "view": _view(story.view) if story.view else None,
    }


def _view(view: View) -> dict[str, str]:
    return {
        "title": tidy(view.title),
        "url": view.url,
        "source": tidy(view.source),
        "says": tidy(view.says),
    }


def from_json(kept: Mapping[str, Any]) -> Digest:
    """The digest that ``as_json`` told of, so that a posted one can be rendered again.

    Raises KeyError, TypeError or ValueError for an object of another making.
    """
    told = {one["story"]: _read_story(one) for one in kept["stories"]}
    return Digest(
        id=kept["id"],
        channel=kept["channel"],
        date=date.fromisoformat(kept["date"]),
        kind=kept["kind"],
        window_start=datetime.fromisoformat(kept["window"]["start"]),
        window_end=datetime.fromisoformat(kept["window"]["end"]),
        timezone=kept["timezone"],
        sections=tuple(
            Section(one["topic"], one["label"], one["emoji"], tuple(told[story] for story in one["stories"]))
            for one in kept["sections"]
        ),
        deadlines=tuple(
            Deadline(
                date.fromisoformat(one["day"]),
                one["kind"],
                one["title"],
                one["url"],
                one["source"],
                one["story"],
                one.get("what", ""),  # absent in digests kept before it was known, as the next
                one.get("occasion", ""),
            )
            for one in kept["deadlines"]
        ),
        omitted=kept["omitted"],
        gap_days=kept["gap_days"],
        lead=next((one["story"] for one in kept["stories"] if one["lead"]), None),
        trend=tuple(TopicTrend(one["topic"], one["label"], one["emoji"], tuple(one["weeks"])) for one in kept["trend"]),
        most_saved=tuple(
            MostSaved(one["title"], one["url"], one["source"], one["people"]) for one in kept["most_saved"]
        ),
        note=kept.get("note", ""),  # this and the next are absent in digests kept before they were told
        unjudged=tuple(Unjudged(**one) for one in kept.get("unjudged", {}).get("newest", ())),
        unjudged_count=kept.get("unjudged", {}).get("count", 0),
    )


def _read_story(one: Mapping[str, Any]) -> DigestStory:
    return DigestStory(
        id=one["story"],
        item_id=one["id"],
        title=one["title"],
        url=one["url"],
        source=one["source"],
        published=datetime.fromisoformat(one["published"]),
        topics=tuple(one["topics"]),
        summary=one["summary"],
        score=one["score"],
        parts=dict(one["parts"]),
        facts=tuple(
            Fact(fact["kind"], fact["text"], fact["value"], fact["detail"], fact.get("occasion", ""))
            for fact in one["facts"]
        ),
        also=tuple(AlsoIn(other["url"], other["source"]) for other in one["also"]),
        update_of=one["update_of"],
        news=one["news"],
        opinion=one.get("opinion", False),  # this and the next are absent in digests kept before they were told
        view=View(**one["view"]) if one.get("view") else None,
    )
