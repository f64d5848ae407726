"""A week's stories and counts → the weekly round-up: five stories, topics against the eight weeks before, what people
kept and what lies ahead. Pure; counts come from the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from digestbot.digest.closing import ahead
from digestbot.digest.compose import assemble
from digestbot.digest.rank import rank
from digestbot.types import Channel, Deadline, Digest, Item, MostSaved, Story, Topic, TopicTrend

STORIES = 5
AHEAD_DAYS = 30  # a month: long enough to plan, short enough to read
AHEAD_SHOWN = 12


def compose_weekly(
    stories: Sequence[Story],
    channel: Channel,
    topics: Sequence[Topic],
    *,
    window_start: datetime,
    window_end: datetime,
    now: datetime,
    weeks: Sequence[Mapping[str, int] | None] = (),
    deadlines: Sequence[Deadline] = (),
    saved: Sequence[tuple[Item, int]] = (),
    feedback: Mapping[int, int] | None = None,
) -> Digest:
    """The round-up of a channel's week. Stories that daily digests told stand as new ones do, and keep no mark.

    ``weeks`` are relevant articles by topic for the eight weeks before and for this one, oldest first, None
    for a week that was not watched from its beginning; ``deadlines`` all ahead; ``saved`` what people kept, with how
    many did.
    """
    ranking = rank(stories, channel, topics, now=now, feedback=feedback, seats=STORIES, retell=True)
    today = now.astimezone(ZoneInfo(channel.timezone)).date()
    digest = assemble(
        ranking, channel, topics, kind="weekly", day=today, window_start=window_start, window_end=window_end
    )
    return replace(
        digest,
        deadlines=ahead(deadlines, today, AHEAD_DAYS)[:AHEAD_SHOWN],
        trend=trends(weeks, channel, topics),
        most_saved=tuple(MostSaved(item.title, item.url, item.source_title, people) for item, people in saved),
        omitted=0,  # the week's other stories were told day by day: nothing is left out
    )


def trends(
    counts: Sequence[Mapping[str, int] | None], channel: Channel, topics: Sequence[Topic]
) -> tuple[TopicTrend, ...]:
    """One line a topic that the channel follows and that had any news, the biggest change first."""
    found = []
    for topic in topics:
        weeks = tuple(None if week is None else week.get(topic.id, 0) for week in counts)
        if any(weeks) and (topic.id in channel.topics or not channel.topics):
            found.append(TopicTrend(topic.id, topic.label, topic.emoji, weeks))
    return tuple(sorted(found, key=lambda one: -_change(one.weeks)))


def _change(weeks: Sequence[int | None]) -> float:
    *before, this = (week for week in weeks if week is not None)
    return abs(this - (sum(before) / len(before) if before else 0.0))
