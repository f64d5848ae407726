"""One story for one channel → the parts of its score, each with a name that people understand. Orders nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime

from digestbot.digest.updates import Update
from digestbot.text import iso_day
from digestbot.types import Channel, Item, Story

# What each part can add. Chosen on the ranking set (digestbot/sample/ranking, see tests/digest/test_ranking.py): an
# editor weighs first what a story is about and who else tells it, then what it says in figures, then its age.
RELEVANCE = 1.0
TOPIC_MATCH = 0.6
OUTLETS = 0.6  # for each doubling of the weighted number of outlets …
OUTLETS_MOST = 1.5  # … up to this
COPY_COUNTS = 0.5  # an outlet that prints the same text says less than one that reports for itself
FRESHNESS = 0.6
HALF_LIFE_HOURS = 24.0  # a day: yesterday's story is worth half a fresh one's bonus
SOURCE_WEIGHT = 0.6  # for each doubling of the source's weight …
SOURCE_WEIGHT_MOST = 0.8  # … up or down to this
NOVELTY = 0.5
NOVELTY_OF_UPDATE = 0.2
FEEDBACK = 0.8  # reached slowly: two people outvote one
SUBSTANCE_MONEY = 0.1  # for each factor of ten above MONEY_FROM …
SUBSTANCE_MONEY_MOST = 0.4  # … up to this
MONEY_FROM = 100_000.0  # pounds, euros or dollars alike: what a small grant is
SUBSTANCE_CLOSING = 0.3  # something closes, and there is time to act
CLOSING_DAYS = 30
SUBSTANCE_WALLED = -0.3  # readers meet a wall

LAST_TOPIC_COUNTS = 0.6  # the channel's last topic against its first, those between in even steps


def preference(topic: str, channel: Channel) -> float:
    """How much the channel wants a topic, from its place in the channel's list: 1 down to LAST_TOPIC_COUNTS."""
    if topic not in channel.topics or len(channel.topics) < 2:
        return 1.0
    return 1.0 - (1.0 - LAST_TOPIC_COUNTS) * channel.topics.index(topic) / (len(channel.topics) - 1)


def score(
    story: Story,
    item: Item,
    topic: str | None,
    channel: Channel,
    *,
    now: datetime,
    update: Update | None,
    feedback: Mapping[int, int],
    aged: bool = True,
) -> dict[str, float]:
    """The parts of a story's score by name, rounded to a thousandth; parts of nothing are left out.

    ``aged`` False leaves its age out: in a round-up of the week Friday's news must not beat Monday's for its day.
    """
    sure = max((each.scores.get(topic or "", 0.0) for each in story.items), default=0.0) or 1.0
    net = sum(feedback.get(each.id, 0) for each in story.items)
    parts = {
        "relevance": RELEVANCE * item.relevance,
        "topic": TOPIC_MATCH * sure * preference(topic or "", channel),
        "outlets": min(OUTLETS * math.log2(outlets(story)), OUTLETS_MOST),
        "freshness": FRESHNESS * 0.5 ** (age_hours(item, now) / HALF_LIFE_HOURS) if aged else 0.0,
        "source": _clamp(SOURCE_WEIGHT * math.log2(max(item.source_weight, 0.01)), SOURCE_WEIGHT_MOST),
        "novelty": NOVELTY_OF_UPDATE if update else NOVELTY,
        "feedback": FEEDBACK * math.tanh(net / 2),
        "substance": substance(item, now),
    }
    return {name: round(value, 3) for name, value in parts.items() if abs(value) >= 0.0005}


def outlets(story: Story) -> float:
    """The weighted number of outlets that tell the story; at least 1."""
    voices: dict[str, float] = {}
    for item in story.items:
        voice = item.source_weight * (COPY_COUNTS if item.duplicate_of is not None else 1.0)
        voices[item.source_id] = max(voices.get(item.source_id, 0.0), voice)
    own = voices.pop(story.lead.source_id, 0.0)  # the first outlet's weight is a part of its own
    return 1.0 + sum(voices.values()) if own or voices else 1.0


def age_hours(item: Item, now: datetime) -> float:
    """Hours since it was published, or became news where that is later; never negative."""
    since = max(item.published, item.news_at) if item.news_at else item.published
    return max((now - since).total_seconds() / 3600, 0.0)


def substance(item: Item, now: datetime) -> float:
    """What the story says in figures and dates that a reader can use."""
    amounts = [amount for fact in item.facts if fact.kind == "money" and (amount := _amount(fact.value)) > 0]
    money = SUBSTANCE_MONEY * math.log10(max(max(amounts, default=0.0) / MONEY_FROM, 1.0))
    today = now.date()
    closing = any(
        fact.kind == "deadline" and 0 <= (day - today).days <= CLOSING_DAYS
        for fact in item.facts
        if (day := iso_day(fact.value)) is not None
    )
    walled = SUBSTANCE_WALLED if item.wall else 0.0
    return min(money, SUBSTANCE_MONEY_MOST) + (SUBSTANCE_CLOSING if closing else 0.0) + walled


def _amount(value: str) -> float:
    try:
        amount = float(value.split()[-1].replace(",", ""))
    except (ValueError, IndexError):  # "millions" is money, but no amount
        return 0.0
    return amount if math.isfinite(amount) else 0.0


def _clamp(value: float, most: float) -> float:
    return max(-most, min(value, most))
