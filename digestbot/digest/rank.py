"""Stories of a window → scored, ordered and chosen for one channel. Every score is the sum of parts that are kept, and
every story left out carries its reason. Never composes, never forgets a story.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from digestbot.digest.updates import Update, find_update
from digestbot.types import Channel, Item, Story, ToldBefore, Topic

Left = Literal["told", "topics", "cut-off", "source-limit", "topic-limit"]

# What each part can add. Chosen on the ranking set (digestbot/sample/ranking, see tests/digest/test_ranking.py): an
# editor weighs first what a story is about and who else tells it, then what it says in figures, then its age.
RELEVANCE = 1.0
TOPIC_MATCH = 0.6
OUTLETS = 0.6  # for each doubling of the weighted number of outlets …
OUTLETS_MOST = 1.5  # … up to this
COPY_COUNTS = 0.5  # an outlet that prints the same text says less than one that reports for itself
FRESHNESS = 0.6
HALF_LIFE_HOURS = 24.0  # a day: yesterday's story is worth half a fresh one's bonus
SOURCE_WEIGHT = 0.4  # for each doubling of the source's weight …
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
FACET_COUNTS = 0.5  # a facet (health, housing, policy) heads a story only where no core topic is near as sure

# No source may take more than a third of the seats, no topic more than half; with fewer sources or topics in the
# window there is nothing to give the seats to, so an even share is the limit.
SOURCES_SHARE = 3
TOPICS_SHARE = 2


@dataclass(frozen=True, slots=True)
class Scored:
    """One story with the version to show, its heading and its score. ``update`` is set when it was told before."""

    story: Story
    item: Item
    topic: str
    parts: Mapping[str, float]
    update: Update | None = None

    @property
    def score(self) -> float:
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One story that is not shown, and why; ``cutoff`` is the score that would have been shown."""

    scored: Scored
    reason: Left
    cutoff: float | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every story of the window: the chosen ones best first, and the others best first."""

    chosen: tuple[Scored, ...]
    left_out: tuple[LeftOut, ...]


def rank(
    stories: Sequence[Story],
    channel: Channel,
    topics: Sequence[Topic],
    *,
    now: datetime,
    told: Mapping[int, ToldBefore] | None = None,
    feedback: Mapping[int, int] | None = None,
    seats: int | None = None,
    retell: bool = False,
) -> Ranking:
    """The order an editor would choose, and the cut.

    ``told`` maps story id → what this channel was told of it; ``feedback`` item id → useful minus not relevant;
    ``seats`` is the channel's ``max_stories`` unless given; ``retell``: stories told before stand as new ones do (the
    weekly round-up).
    """
    told, feedback = told or {}, feedback or {}
    seats = channel.max_stories if seats is None else seats
    standing: list[Scored] = []
    left: list[LeftOut] = []
    for story in stories:
        before = None if retell else told.get(story.id)
        update = find_update(story.items, before) if before else None
        item = update.item if update else shown_item(story)
        topic = heading(item, story, channel, topics)
        parts = score(story, item, topic, channel, now=now, update=update, feedback=feedback)
        scored = Scored(story, item, topic or "", parts, update)
        if topic is None:
            left.append(LeftOut(scored, "topics"))
        elif before and update is None:
            left.append(LeftOut(scored, "told"))
        else:
            standing.append(scored)
    standing.sort(key=_order)
    chosen, beyond = _seat(standing, seats)
    left = [*beyond, *sorted(left, key=lambda one: _order(one.scored))]
    return Ranking(tuple(chosen), tuple(left))


def shown_item(story: Story) -> Item:
    """The version to show: the story's lead, unless that one was judged not relevant and another was not."""
    if story.lead.relevant:
        return story.lead
    return next((item for item in story.items if item.relevant), story.lead)


def heading(item: Item, story: Story, channel: Channel, topics: Sequence[Topic]) -> str | None:
    """The one topic under which the channel gets the story; None when it follows none of its topics.

    A topic counts by how sure the model is of it and how early the channel names it. A channel that names no topics
    gets every relevant story, if need be under "".
    """
    facets = {topic.id for topic in topics if topic.kind == "facet"}
    wanted = channel.topics or tuple(topic.id for topic in topics)
    own = [topic for topic in item.topics if topic in wanted]
    if not own:
        own = [topic for other in story.items if other.relevant for topic in other.topics if topic in wanted]
    if not own:
        return None if channel.topics else ""

    def weight(topic: str) -> float:
        sure = max((each.scores.get(topic, 0.0) for each in story.items), default=0.0) or 1.0
        facet = FACET_COUNTS if topic in facets and not facets.issuperset(channel.topics or own) else 1.0
        return sure * facet * preference(topic, channel)

    return max(dict.fromkeys(own), key=weight)


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
) -> dict[str, float]:
    """The parts of a story's score by name, rounded to a thousandth; parts of nothing are left out."""
    sure = max((each.scores.get(topic or "", 0.0) for each in story.items), default=0.0) or 1.0
    net = sum(feedback.get(each.id, 0) for each in story.items)
    parts = {
        "relevance": RELEVANCE * item.relevance,
        "topic": TOPIC_MATCH * sure * preference(topic or "", channel),
        "outlets": min(OUTLETS * math.log2(outlets(story)), OUTLETS_MOST),
        "freshness": FRESHNESS * 0.5 ** (age_hours(item, now) / HALF_LIFE_HOURS),
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
        if (day := fact_day(fact.value)) is not None
    )
    walled = SUBSTANCE_WALLED if item.wall else 0.0
    return min(money, SUBSTANCE_MONEY_MOST) + (SUBSTANCE_CLOSING if closing else 0.0) + walled


def fact_day(value: str) -> date | None:
    """The day of a deadline's or event's value; None where it names none, such as a month alone."""
    try:
        return date.fromisoformat(value[:10])
    except ValueError:  # facts are lifted from texts, and texts name days that no calendar has
        return None


def _amount(value: str) -> float:
    try:
        amount = float(value.split()[-1].replace(",", ""))
    except (ValueError, IndexError):  # "millions" is money, but no amount
        return 0.0
    return amount if math.isfinite(amount) else 0.0


def _clamp(value: float, most: float) -> float:
    return max(-most, min(value, most))


def _order(scored: Scored) -> tuple[float, float, int]:
    return (-scored.score, -scored.item.published.timestamp(), scored.story.id)


def _seat(standing: Sequence[Scored], seats: int) -> tuple[list[Scored], list[LeftOut]]:
    """Best first into the seats, no source and no topic beyond its share."""
    by_source: Counter[str] = Counter()
    by_topic: Counter[str] = Counter()
    source_limit = share(seats, len({one.item.source_id for one in standing}), SOURCES_SHARE)
    topic_limit = share(seats, len({one.topic for one in standing}), TOPICS_SHARE)
    chosen: list[Scored] = []
    beyond: list[tuple[Scored, Left]] = []
    for one in standing:
        if len(chosen) >= seats:
            beyond.append((one, "cut-off"))
        elif by_source[one.item.source_id] >= source_limit:
            beyond.append((one, "source-limit"))
        elif by_topic[one.topic] >= topic_limit:
            beyond.append((one, "topic-limit"))
        else:
            chosen.append(one)
            by_source[one.item.source_id] += 1
            by_topic[one.topic] += 1

    def cutoff(one: Scored, reason: Left) -> float | None:
        rivals = [
            other.score
            for other in chosen
            if reason == "cut-off"
            or (reason == "source-limit" and other.item.source_id == one.item.source_id)
            or (reason == "topic-limit" and other.topic == one.topic)
        ]
        return min(rivals, default=None)

    return chosen, [LeftOut(one, reason, cutoff(one, reason)) for one, reason in beyond]


def share(seats: int, among: int, most: int) -> int:
    """The seats one of ``among`` may take: an even share, but never less than ``1/most`` of them; at least one."""
    return max(1, math.ceil(seats / max(1, min(most, among))))
