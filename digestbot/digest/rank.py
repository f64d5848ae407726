"""Stories of a window → scored, ordered and chosen for one channel. Every score is the sum of parts that are kept, and
every story left out carries its reason. Never composes, never forgets a story.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from digestbot.digest.scoring import preference, score
from digestbot.digest.updates import Update, find_update
from digestbot.types import Channel, Item, Story, ToldBefore, Topic

Left = Literal["told", "topics", "cut-off", "source-limit", "topic-limit"]

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
    ``seats`` is the channel's ``max_stories`` unless given; ``retell``: stories told before stand as new ones do, and
    none is older than another (the weekly round-up).
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
        parts = score(story, item, topic, channel, now=now, update=update, feedback=feedback, aged=not retell)
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
