"""Items and stories for tests, with everything that a test does not name filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from digestbot.types import Channel, Fact, Item, Story, ToldBefore, Topic

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)  # a Tuesday
TOPICS = (
    Topic("co-operatives", "Co-operatives", "🤝", ""),
    Topic("social-finance", "Social finance", "💷", ""),
    Topic("community-ownership", "Community ownership", "🏘️", ""),
    Topic("financial-mutuals", "Financial mutuals", "🏦", ""),
    Topic("housing", "Housing", "🏠", "", kind="facet"),
    Topic("policy", "Policy", "⚖️", "", kind="facet"),
)
CHANNEL = Channel("#mutuals-news")


def item(number: int, story: int | None = None, *, hours: float = 4.0, source: str = "", **fields: Any) -> Item:
    """An item ``hours`` old; its source is its own unless named."""
    source = source or f"Source {number}"
    topics = fields.pop("topics", ("co-operatives",))
    published = NOW - timedelta(hours=hours)
    filled: dict[str, Any] = {
        "id": number,
        "source_id": source.lower().replace(" ", "-"),
        "source_title": source,
        "url": f"https://example.org/{number}",
        "title": f"Headline {number}",
        "text": f"Members of society {number} have opened a shop in Leeds. Lenders put in a third of what was needed. "
        "Neighbours bought shares for the remaining two thirds.",
        "summary": "",
        "author": None,
        "published": published,
        "first_seen": published,
        "relevant": True,
        "relevance": 0.95,
        "topics": topics,
        "scores": dict.fromkeys(topics, 0.9),
        "story_id": story or number,
        "news_at": published,
    }
    return Item(**(filled | fields))


def told(items: Sequence[Item], hours: float, link: str | None = "https://slack.example/p1") -> ToldBefore:
    """The channel was told these items so many hours ago."""
    facts = tuple(fact for one in items for fact in one.facts)
    return ToldBefore(link, tuple(one.id for one in items), facts, NOW - timedelta(hours=hours), "d-1")


def story(*items: Item) -> Story:
    return Story(items[0].story_id, items[0], items)


def alone(number: int, **fields: Any) -> Story:
    """A story of one item."""
    return story(item(number, **fields))


def money(text: str, value: str) -> Fact:
    return Fact("money", text, value)


def deadline(day: str) -> Fact:
    return Fact("deadline", f"closes on {day}", day)
