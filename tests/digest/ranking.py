"""The ranking set (``digestbot/sample/ranking``): invented days of news, each day's lines in the order an editor would
choose; and how near an order comes to that.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any

from digestbot.digest.rank import rank
from digestbot.digest.scoring import outlets
from digestbot.types import Channel, Fact, Item, Story, Topic

# How much the ranking trusts each invented outlet, as an admin would set it in sources.yaml.
WEIGHTS = {
    "Sector Wire": 1.5,
    "Whitehall Notices": 1.4,
    "Public Ledger": 1.4,
    "Mutual Review": 1.3,
    "Think Tank Post": 1.1,
}
LIGHT = {
    "Law Brief": 0.9,
    "Town Crier": 0.8,
    "Village Voice": 0.7,
    "Press Desk": 0.6,
    "Good Trade Blog": 0.6,
    "Events Board": 0.5,
}
FACETS = ("policy", "procurement", "health-care", "housing", "leadership", "research", "events-awards")
# What each place in the editor's order is worth: leads, what a reader must see, what fills a full digest.
GRADES = (3, 3, 3, 2, 2, 2, 2, 1, 1, 1)
AT = 10


@dataclass(frozen=True)
class Day:
    """One day: when its digest is due, and its stories in the editor's order."""

    name: str
    now: datetime
    stories: tuple[Story, ...]


def days() -> list[Day]:
    rows: dict[str, list[dict[str, Any]]] = {}
    folder = resources.files("digestbot.sample").joinpath("ranking")
    for file in sorted(folder.iterdir(), key=lambda found: found.name):
        if file.name.endswith(".jsonl"):
            for line in file.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                rows.setdefault(row["day"], []).append(row)
    return [_day(name, found) for name, found in rows.items()]


def ndcg(order: Sequence[Story], day: Day) -> float:
    """Normalised discounted cumulative gain of the first ten, 1 for the editor's own order."""
    grade = {story.id: value for story, value in zip(day.stories, GRADES, strict=False)}

    def gain(stories: Sequence[Story]) -> float:
        return sum((2 ** grade.get(story.id, 0) - 1) / math.log2(place + 2) for place, story in enumerate(stories[:AT]))

    return gain(order) / gain(day.stories)


def ours(day: Day) -> list[Story]:
    topics = sorted({topic for story in day.stories for topic in story.lead.topics})
    known = [Topic(topic, topic, "", "", kind="facet" if topic in FACETS else "core") for topic in topics]
    ranking = rank(_shuffled(day), Channel("#c", max_stories=AT), known, now=day.now)
    return [one.story for one in ranking.chosen]


def newest_first(day: Day) -> list[Story]:
    return sorted(_shuffled(day), key=lambda story: story.lead.published, reverse=True)


def most_outlets_first(day: Day) -> list[Story]:
    return sorted(_shuffled(day), key=lambda story: (len(story.items), outlets(story)), reverse=True)


def surest_first(day: Day) -> list[Story]:
    return sorted(_shuffled(day), key=lambda story: story.lead.relevance, reverse=True)


def mean(order: Callable[[Day], list[Story]], among: Sequence[Day]) -> float:
    return sum(ndcg(order(day), day) for day in among) / len(among)


def _shuffled(day: Day) -> list[Story]:
    """In an order that tells nothing: by the headline read backwards."""
    return sorted(day.stories, key=lambda story: story.lead.title[::-1])


def _day(name: str, rows: Sequence[dict[str, Any]]) -> Day:
    now = datetime.fromisoformat(name).replace(hour=7, minute=30, tzinfo=UTC)
    return Day(name, now, tuple(_story(number, row, now) for number, row in enumerate(rows, start=1)))


def _story(number: int, row: dict[str, Any], now: datetime) -> Story:
    published = now - timedelta(hours=row["hours"])
    facts = [Fact("money", "", row["money"])] if "money" in row else []
    if "closes_in_days" in row:
        facts.append(Fact("deadline", "", (now + timedelta(days=row["closes_in_days"])).date().isoformat()))
    items = tuple(
        Item(
            id=number * 100 + place,
            source_id=outlet["source"],
            source_title=outlet["source"],
            url=f"https://example.org/{row['day']}/{number}/{place}",
            title=row["title"],
            text="",
            summary="",
            author=None,
            published=published,
            first_seen=published,
            relevant=True,
            relevance=row["relevance"],
            topics=tuple(row["topics"]),
            story_id=number,
            duplicate_of=number * 100 if outlet["copy"] and place else None,
            source_weight=WEIGHTS.get(outlet["source"], LIGHT.get(outlet["source"], 1.0)),
            news_at=published,
            facts=tuple(facts),
        )
        for place, outlet in enumerate(row["outlets"])
    )
    return Story(number, items[0], items)
