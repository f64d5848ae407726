"""The newsroom as one workspace asks for it: each question and order of ``slack.desk.Desk``, handed on to its desk.

The one place where Slack's names of channels and people become addresses, and back; so what other workspaces have
cannot be asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from digestbot.digest.window import next_due
from digestbot.newsroom.learning import LOGGED
from digestbot.newsroom.room import Room
from digestbot.newsroom.storytelling import MERGED, SPLIT
from digestbot.render import slack
from digestbot.render.slack_search import PAGE
from digestbot.slack.desk import Coverage, DraftChange
from digestbot.store.log import Change
from digestbot.store.people import SavedSearch
from digestbot.types import (
    Channel,
    Deadline,
    Delivery,
    Item,
    Label,
    Message,
    Preview,
    SearchPage,
    Source,
    SourceHealth,
    SourceKind,
    StoryShown,
    Topic,
    Verdict,
    Why,
)
from digestbot.workspace import HOME, Workspace, local

if TYPE_CHECKING:
    from digestbot.newsroom.newsroom import Newsroom

log = logging.getLogger(__name__)

SAVED = 50
COVERED = timedelta(weeks=4)
# A source counts as gone quiet after this many days, where it brought something before: the sector's monthlies are not.
QUIET_DAYS = 45


class Desk:
    """Implements ``digestbot.slack.desk.Desk`` for one newsroom and workspace."""

    def __init__(self, newsroom: Newsroom, workspace: Workspace = HOME) -> None:
        self._newsroom = newsroom
        self._workspace = workspace
        self._address = workspace.address

    def of(self, workspace: Workspace) -> Desk:
        return Desk(self._newsroom, workspace)

    async def tell_operator(self, text: str) -> None:
        await self._newsroom.publishing.alarm(text)

    @property
    def _room(self) -> Room:
        return self._newsroom.room

    def topics(self) -> tuple[Topic, ...]:
        return self._room.config.topics

    def channels(self) -> tuple[Channel, ...]:
        ours = (one for one in self._room.config.channels if self._workspace.holds(one.channel))
        return tuple(_local(channel) for channel in ours)

    def admins(self) -> tuple[str, ...]:
        return self._room.config.settings.slack.admins if self._workspace == HOME else ()

    def admin_channel(self) -> str | None:
        return self._room.config.settings.slack.admin_channel if self._workspace == HOME else None

    def source_ids(self) -> tuple[str, ...]:
        return tuple(source.id for source in self._room.config.sources)

    def now(self) -> datetime:
        return self._room.clock()

    async def first_time(self, event_id: str) -> bool:
        return await self._room.write(self._room.store.events.first_time, event_id, self._room.clock())

    async def search(self, query: str, offset: int) -> SearchPage:
        return await self._newsroom.search(query, offset=offset, limit=PAGE)

    async def preview(self, channel: str, *, weekly: bool = False) -> tuple[Message, ...]:
        digest = await self._newsroom.editor.digest(self._address(channel), weekly=weekly)
        return slack.messages(digest)

    async def why(self, wanted: str, channel: str) -> Why:
        why = await self._newsroom.editor.why(wanted, self._address(channel))
        return replace(why, channel=local(why.channel))

    async def article(self, item_id: int) -> Item | None:
        return await self._room.write(self._room.store.items.get, item_id)

    async def deadlines(self, channel: str | None) -> tuple[Deadline, ...]:
        return await self._newsroom.deadlines(None if channel is None else self._address(channel))

    async def health(self) -> list[SourceHealth]:
        return await self._newsroom.health()

    async def coverage(self) -> Coverage:
        room, now = self._room, self._room.clock()
        counts = await room.write(room.store.items.topic_counts, now - COVERED, now)
        sources = await self._newsroom.health()
        silent = [
            (one.source.id, (now - one.last_item).days)
            for one in sources
            if one.last_item is not None and now - one.last_item > timedelta(days=QUIET_DAYS)
        ]
        topics = tuple((topic, counts.get(topic.id, 0)) for topic in room.config.topics)
        return Coverage(topics, tuple(sources), tuple(sorted(silent, key=lambda one: -one[1])))

    async def uncertain(self, limit: int) -> list[Item]:
        return await self._newsroom.learning.uncertain(limit)

    async def next_digest(self, channel: str) -> datetime | None:
        room = self._room
        found = room.channel(self._address(channel))
        if not found.days:
            return None
        now = room.clock()
        return next_due(found, await room.write(self._newsroom.editor.last, found, "daily", now), now)

    async def log(self, limit: int) -> list[Change]:
        found = await self._newsroom.admin.log(limit, self._workspace)
        return [_by(change) for change in found]

    def calendar(self, deadlines: Sequence[Deadline]) -> str:
        return self._newsroom.editor.calendar(deadlines)

    async def save(self, item_id: int, user: str) -> bool:
        return await self._room.write(self._room.store.people.save, self._address(user), item_id, self._room.clock())

    async def unsave(self, item_id: int, user: str) -> bool:
        return await self._room.write(self._room.store.people.unsave, self._address(user), item_id)

    async def saved(self, user: str) -> list[Item]:
        return await self._room.write(self._room.store.people.saved, self._address(user), SAVED)

    async def save_search(self, user: str, query: str, alert: bool) -> SavedSearch:
        people, now = self._room.store.people, self._room.clock()
        return await self._room.write(people.save_search, self._address(user), query, now, alert=alert)

    async def remove_search(self, user: str, search_id: int) -> bool:
        return await self._room.write(self._room.store.people.remove_search, self._address(user), search_id)

    async def searches(self, user: str) -> list[SavedSearch]:
        return await self._room.write(self._room.store.people.searches, self._address(user))

    async def send_now(self, channel: str, user: str) -> Delivery:
        address = self._address(channel)
        log.info("digest.sent_by_hand channel=%s user=%s", address, self._address(user))
        digest = await self._newsroom.editor.digest(address)
        return await self._newsroom.publishing.post(digest)

    async def change_draft(self, digest_id: str, place: str, what: DraftChange, story: int, note: str) -> None:
        await self._newsroom.publishing.drafting.change(digest_id, self._address(place), what, story=story, note=note)

    async def draft_note(self, digest_id: str) -> str:
        return await self._newsroom.publishing.drafting.note_of(digest_id)

    async def publish_draft(self, digest_id: str, place: str, user: str) -> Delivery:
        channel = await self._newsroom.publishing.drafting.channel_of(digest_id, self._address(place))
        return await self.send_now(local(channel.channel), user)

    async def label(self, item_id: int, user: str, verdict: Verdict, topics: tuple[str, ...]) -> Label:
        return await self._newsroom.learning.label(item_id, self._address(user), verdict, topics)

    async def show(self, item_id: int) -> None:
        await self._newsroom.marking.show(item_id)

    async def find_source(self, url: str) -> Preview:
        return await self._newsroom.find_source(url)

    async def add_source(
        self, url: str, user: str, kind: SourceKind | None, title: str, topics: tuple[str, ...]
    ) -> Source:
        return await self._newsroom.admin.add_source(url, self._address(user), kind=kind, title=title, topics=topics)

    async def set_paused(self, source_id: str, paused: bool, user: str) -> Source:
        return await self._newsroom.admin.set_paused(source_id, paused, self._address(user))

    async def remove_source(self, source_id: str, user: str) -> Source:
        return await self._newsroom.admin.remove_source(source_id, self._address(user))

    async def set_channel(self, fields: Mapping[str, Any], user: str) -> Channel:
        there = {**fields, "channel": self._address(str(fields["channel"]))}
        return _local(await self._newsroom.admin.set_channel(there, self._address(user)))

    async def remove_channel(self, channel: str, user: str) -> Channel:
        return _local(await self._newsroom.admin.remove_channel(self._address(channel), self._address(user)))

    async def add_topic(self, fields: Mapping[str, Any], user: str) -> Topic:
        return await self._newsroom.admin.add_topic(dict(fields), self._address(user))

    async def story(self, wanted: str, channel: str) -> StoryShown:
        return await self._newsroom.storytelling.show(wanted, self._address(channel))

    async def split_story(self, wanted: str, user: str) -> tuple[Change | None, int]:
        done = await self._newsroom.storytelling.split(wanted, self._address(user))
        await self._newsroom.correcting.correct_posted()
        return done

    async def merge_stories(self, first: str, second: str, user: str) -> tuple[Change | None, int]:
        done = await self._newsroom.storytelling.merge(first, second, self._address(user))
        await self._newsroom.correcting.correct_posted()
        return done

    async def undo(self, change_id: int, user: str) -> Change:
        change = await self._newsroom.admin.undo(change_id, self._address(user))
        if change.what == LOGGED and isinstance(change.after, dict):
            await self.show(int(change.after["item"]))
        if change.what in (SPLIT, MERGED):
            await self._newsroom.correcting.correct_posted()
        return _by(change)


def _local(channel: Channel) -> Channel:
    return replace(channel, channel=local(channel.channel))


def _by(change: Change) -> Change:
    undone_by = None if change.undone_by is None else local(change.undone_by)
    return replace(change, user=local(change.user), undone_by=undone_by)
