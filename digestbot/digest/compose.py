"""A window's stories → the ``Digest`` of one channel: chosen, put under topics, summarised, with what closes soon.
Pure; it never reads a clock or a store, and never tells a story twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from digestbot.digest.closing import closing_soon
from digestbot.digest.opinions import opinion_because, other_view
from digestbot.digest.rank import Ranking, Scored, rank
from digestbot.digest.summaries import tell
from digestbot.digest.window import next_slot
from digestbot.types import (
    AlsoIn,
    Channel,
    Deadline,
    Digest,
    DigestStory,
    Fact,
    Item,
    Section,
    Story,
    ToldBefore,
    Topic,
    Unjudged,
)

LEAD_SENTENCES = 3
SENTENCES = 2
OTHER = ("Also relevant", "📰")  # heading of stories whose topics are none of the configured ones


def compose(
    stories: Sequence[Story],
    channel: Channel,
    topics: Sequence[Topic],
    *,
    window_start: datetime,
    window_end: datetime,
    now: datetime,
    deadlines: Sequence[Deadline] = (),
    told: Mapping[int, ToldBefore] | None = None,
    feedback: Mapping[int, int] | None = None,
    gap_days: int = 0,
    unjudged: tuple[tuple[Unjudged, ...], int] = ((), 0),
) -> Digest:
    """What the channel gets: every chosen story once under its best topic, sections in the channel's order.

    ``stories`` are the window's, each with all its items; ``deadlines`` all that lie ahead, of which those are shown
    that are to be recalled today; ``gap_days`` > 0 labels a digest that catches up; ``unjudged`` are the newest
    articles in other languages, and how many there were. All times are aware and in UTC.
    """
    ranking = rank(stories, channel, topics, now=now, told=told, feedback=feedback)
    today = now.astimezone(ZoneInfo(channel.timezone)).date()
    digest = assemble(
        ranking, channel, topics, kind="daily", day=today, window_start=window_start, window_end=window_end, told=told
    )
    last = window_start.astimezone(ZoneInfo(channel.timezone)).date()
    following = next_slot(channel, now).astimezone(ZoneInfo(channel.timezone)).date()
    soon = closing_soon(deadlines, digest.stories, today=today, following=following, last=last if gap_days else None)
    return replace(digest, deadlines=soon, gap_days=gap_days, unjudged=unjudged[0], unjudged_count=unjudged[1])


def assemble(
    ranking: Ranking,
    channel: Channel,
    topics: Sequence[Topic],
    *,
    kind: Literal["daily", "weekly"],
    day: date,
    window_start: datetime,
    window_end: datetime,
    told: Mapping[int, ToldBefore] | None = None,
) -> Digest:
    """The chosen stories of a ranking as a digest without deadlines."""
    lead = ranking.chosen[0].story.id if ranking.chosen else None
    by_topic: dict[str, list[DigestStory]] = {}
    for scored in ranking.chosen:
        sentences = LEAD_SENTENCES if scored.story.id == lead else SENTENCES
        before = (told or {}).get(scored.story.id)
        by_topic.setdefault(scored.topic, []).append(digest_story(scored, sentences, before))
    known = {topic.id: topic for topic in topics}
    order = [*channel.topics, *(topic.id for topic in topics), *sorted(by_topic)]
    sections = []
    for topic_id in dict.fromkeys(order):
        if topic_id in by_topic:
            topic = known.get(topic_id)
            label, emoji = (topic.label, topic.emoji) if topic else OTHER
            sections.append(Section(topic_id, label, emoji, tuple(by_topic[topic_id])))
    return Digest(
        id=digest_id(channel.channel, kind, day),
        channel=channel.channel,
        date=day,
        kind=kind,
        window_start=window_start,
        window_end=window_end,
        timezone=channel.timezone,
        sections=tuple(sections),
        omitted=sum(one.reason in ("cut-off", "source-limit", "topic-limit") for one in ranking.left_out),
        lead=lead,
    )


def digest_id(channel: str, kind: str, day: date) -> str:
    """The stable id of a channel's digest of a kind and day; holds no colon, so that it fits into button values."""
    return f"{channel.lstrip('#').replace(':', '-')}-{kind}-{day.isoformat()}"


def digest_story(scored: Scored, sentences: int, told: ToldBefore | None) -> DigestStory:
    """One chosen story as it is told."""
    item, story = scored.item, scored.story
    view = other_view(story, item)
    update_of = None
    if scored.update is not None:
        update_of = (told.link if told else story.follows_link) or ""
    return DigestStory(
        id=story.id,
        item_id=item.id,
        title=item.title,
        url=item.url,
        source=item.source_title,
        published=item.published,
        topics=item.topics,
        summary=tell(item, sentences),
        score=round(scored.score, 3),
        parts=scored.parts,
        facts=_facts(scored),
        also=tuple(one for one in also_in(story, item) if view is None or one.url != view.url),
        update_of=update_of,
        news=scored.update.news if scored.update else "",
        opinion=bool(opinion_because(item)),
        view=view,
    )


def also_in(story: Story, shown: Item) -> tuple[AlsoIn, ...]:
    """The other outlets than that of ``shown``, one address each: their own report before a reprint, then the earlier
    one. One aggregator brings several outlets, and one outlet may come by several ways.
    """
    found = {shown.source_title.casefold(): AlsoIn(shown.url, shown.source_title)}
    for item in sorted(story.items, key=lambda one: (one.duplicate_of is not None, one.published, one.id)):
        found.setdefault(item.source_title.casefold(), AlsoIn(item.url, item.source_title))
    return tuple(found.values())[1:]


def _facts(scored: Scored) -> tuple[Fact, ...]:
    """The facts of the version shown; deadlines and sums that only another version names are added."""
    facts = list(scored.item.facts)
    kinds = {fact.kind for fact in facts}
    for item in scored.story.items:
        if item.relevant and scored.update is None:
            facts.extend(fact for fact in item.facts if fact.kind not in kinds and fact not in facts)
    return tuple(facts)
