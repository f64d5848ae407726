"""A channel and a moment → its digest, composed from what the store holds; and why an article is or is not in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from digestbot.digest import compose
from digestbot.digest.elsewhere import as_said, item_as_said
from digestbot.digest.rank import rank
from digestbot.digest.weekly import compose_weekly
from digestbot.digest.why import explain
from digestbot.digest.window import FIRST_WINDOW, Window, due_window, slot, weekly_due
from digestbot.errors import DigestbotError
from digestbot.grouping import best
from digestbot.newsroom.holding import held
from digestbot.newsroom.room import Room
from digestbot.newsroom.storytelling import find
from digestbot.reading import relevance_needed
from digestbot.render import atom, html, ics, jsonform, markdown, slack, terminal
from digestbot.types import Channel, Deadline, Digest, Item, Story, ToldBefore, Unjudged, Why
from digestbot.workspace import HOME, workspace_of

DEADLINES_AHEAD = timedelta(days=120)  # how far ahead closing dates are looked for; a nomination runs three months
TREND_WEEKS = 9  # the week reported on, and the eight before it
UNJUDGED_NAMED = 5  # articles in other languages that a digest names; the rest are counted
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Desk:
    """What composing needs from the store for one channel and window, gathered in one visit."""

    stories: tuple[Story, ...]
    deadlines: tuple[Deadline, ...]
    told: Mapping[int, ToldBefore]
    feedback: Mapping[int, int]
    unjudged: tuple[tuple[Unjudged, ...], int]


class Editor:
    """Composes digests; posts nothing."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def digest(self, channel: str | None, *, day: date | None = None, weekly: bool = False) -> Digest:
        """What the channel would get now, or got on ``day`` at its hour.

        Raises DigestbotError for an unknown channel, or a day ahead.
        """
        found = self._room.channel(channel)
        now = self._room.clock()
        moment = now if day is None else min(slot(found, day), now)
        if day is not None and slot(found, day) > now and day > now.astimezone(ZoneInfo(found.timezone)).date():
            raise DigestbotError(f"{day.isoformat()} lies ahead: its digest cannot be known yet")
        if weekly:
            return await self._room.write(self.weekly, found, moment)
        window = await self._room.write(self._window, found, moment, day)
        return await self._room.write(self.daily, found, window, moment)

    def window(self, channel: Channel, now: datetime) -> Window:
        """In the database thread: what a digest of the channel would cover if it went out now."""
        return self._window(channel, now, None)

    def _window(self, channel: Channel, moment: datetime, day: date | None) -> Window:
        """The window since the channel's last delivery; of a past day, the one up to that day's hour."""
        last = None
        if day is None:
            last = self.last(channel, "daily", moment)
        local = moment.astimezone(ZoneInfo(channel.timezone)).date()
        waited = held(self._room.store, channel.channel).before(local)
        due = due_window(channel, last, moment, waited)
        if due is not None and day is None:
            return due
        start = last if last is not None and last < moment else moment - FIRST_WINDOW
        return Window(start, moment, local)

    def daily(self, channel: Channel, window: Window, now: datetime) -> Digest:
        """In the database thread: the digest of one window."""
        desk = self._gather(channel, window.start, window.end, now)
        return compose(
            desk.stories,
            channel,
            self._room.config.topics,
            window_start=window.start,
            window_end=window.end,
            now=now,
            deadlines=desk.deadlines,
            told=desk.told,
            feedback=desk.feedback,
            gap_days=window.gap_days,
            unjudged=desk.unjudged,
        )

    def weekly(self, channel: Channel, now: datetime) -> Digest:
        """In the database thread: the round-up of the seven days before ``now``."""
        store = self._room.store
        start = now - WEEK
        desk = self._gather(channel, start, now, now)
        weeks = [now - WEEK * number for number in range(TREND_WEEKS, -1, -1)]
        began = store.coverage.began() or now
        counts = [
            store.items.topic_counts(begin, end) if begin >= began or end == now else None
            for begin, end in pairwise(weeks)
        ]
        saved = store.people.most_saved(start, now, workspace=workspace_of(channel.channel))
        return compose_weekly(
            desk.stories,
            channel,
            self._room.config.topics,
            window_start=start,
            window_end=now,
            now=now,
            deadlines=desk.deadlines,
            feedback=desk.feedback,
            weeks=counts,
            saved=saved,
        )

    def _gather(self, channel: Channel, start: datetime, end: datetime, now: datetime) -> Desk:
        store = self._room.store
        # The clock may have been set since the last digest: what was stored after it has been in none.
        goes_on = start == self.last(channel, "daily", now)
        after = store.outbox.newest_told(channel.channel) if goes_on else None
        there = workspace_of(channel.channel)
        # Home's corrections are carried out on the archive; another workspace's hold for its own digests alone.
        topics = channel.topics if there == HOME else ()
        found = store.items.relevant_window(start, end, topics, channel.channel, after=after)
        if there != HOME:
            said = store.labels.last_said((item.id for story in found for item in story.items), there)
            found = as_said(found, said, channel.topics)
        stories = tuple(replace(story, lead=best(story.items)) for story in found)
        before = self._before(channel.channel, {story.id: story for story in stories}, end)
        items = [item.id for story in stories for item in story.items]
        verdicts = store.labels.verdicts(items, there)
        feedback = {item: counts.get("useful", 0) - counts.get("not-relevant", 0) for item, counts in verdicts.items()}
        today = now.astimezone(ZoneInfo(channel.timezone)).date()
        deadlines = store.dates.between(today, today + DEADLINES_AHEAD, channel.topics)
        others, count = store.foreign.between(start, end, UNJUDGED_NAMED)
        return Desk(stories, tuple(deadlines), before, feedback, (tuple(others), count))

    def _before(self, channel: str, stories: Mapping[int, Story], end: datetime) -> dict[int, ToldBefore]:
        """In the database thread: what the channel was told of each story."""
        outbox = self._room.store.outbox
        known = outbox.told_items(channel, stories)
        astray = frozenset(outbox.astray(channel, end))
        found = {}
        for story_id, one in outbox.told(channel, stories).items():
            items = [item for item in stories[story_id].items if item.id in known[story_id]]
            facts = tuple(fact for item in items for fact in item.facts)
            told = tuple(item.id for item in items)
            found[story_id] = ToldBefore(one.permalink, told, facts, one.at, one.digest_id, astray.difference(told))
        return found

    def due(self, channel: Channel, now: datetime) -> Window | None:
        """In the database thread: the window that is to be delivered now, if any."""
        last = self.last(channel, "daily", now)
        today = now.astimezone(ZoneInfo(channel.timezone)).date()
        return due_window(channel, last, now, held(self._room.store, channel.channel).before(today))

    def last(self, channel: Channel, kind: str, now: datetime) -> datetime | None:
        """In the database thread: the end of the last window delivered. One on a later day than today's was made by a
        clock that ran ahead, and must not silence the channel until then.
        """
        outbox, zone = self._room.store.outbox, ZoneInfo(channel.timezone)
        last = outbox.last_window_end(channel.channel, kind)
        if last is not None and last > now and last.astimezone(zone).date() > now.astimezone(zone).date():
            return outbox.last_window_end(channel.channel, kind, before=now)
        return last

    def weekly_is_due(self, channel: Channel, now: datetime) -> bool:
        """In the database thread: whether the week's round-up is to be delivered now."""
        due = weekly_due(channel, self.last(channel, "weekly", now), now)
        return due is not None and due <= now

    async def why(self, wanted: str, channel: str | None) -> Why:
        """Why an article, by address or id, is or is not in a channel's digest.

        Raises DigestbotError when it was never stored.
        """
        room = self._room
        found = room.channel(channel)
        item = await room.write(find, room.store, wanted)
        # Only an article that was left out needs the cut-off, and the model that knows it takes a second to load.
        needed = 0.0 if item.relevant else await room.workers.run(relevance_needed, room.model())
        return await room.write(self._why, item, found, needed)

    def _why(self, item: Item, channel: Channel, needed: float) -> Why:
        store = self._room.store
        now = self._room.clock()
        window = self._window(channel, now, None)
        desk = self._gather(channel, window.start, window.end, now)
        ranking = rank(desk.stories, channel, self._room.config.topics, now=now, told=desk.told, feedback=desk.feedback)
        story = store.items.story(item.story_id)
        assert story is not None, "every item has a story"
        there = workspace_of(channel.channel)
        if there != HOME:
            said = store.labels.last_said((one.id for one in story.items), there)
            item = item_as_said(item, said.get(item.id))
            story = replace(story, items=tuple(item_as_said(one, said.get(one.id)) for one in story.items))
        return explain(
            item,
            story,
            channel,
            self._room.config.topics,
            ranking=ranking,
            window=window,
            because=store.items.because(item.id),
            placement=store.items.placement(item.id),
            told=store.outbox.was_told(channel.channel, item.story_id),
            feedback=desk.feedback,
            threshold=needed,
        )

    def rendered(self, digest: Digest, form: str) -> str:
        """The digest as ``text``, ``html``, ``slack``, ``json``, ``markdown`` or ``atom``."""
        if form == "slack":
            blocks = [
                {"text": message.text, "blocks": message.blocks, "in_thread": message.in_thread}
                for message in slack.messages(digest)
            ]
            return json.dumps(blocks, ensure_ascii=False, indent=2, default=dict)
        if form == "json":
            return json.dumps(jsonform.as_json(digest), ensure_ascii=False, indent=2)
        shapes: dict[str, Callable[[Digest], str]] = {
            "text": terminal.text,
            "html": html.page,
            "markdown": markdown.text,
            "atom": atom.feed,
        }
        return shapes[form](digest)

    def calendar(self, deadlines: Iterable[Deadline]) -> str:
        """Deadlines as an iCalendar file."""
        return ics.calendar(tuple(deadlines), self._room.clock())
