"""A newsroom in memory with the real interface: it keeps what it is told, and says of each order who gave it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from digestbot.config.models import ChannelEntry
from digestbot.errors import DigestbotError
from digestbot.slack.desk import Coverage
from digestbot.store.log import Change
from digestbot.store.people import SavedSearch
from digestbot.types import (
    Channel,
    Deadline,
    Delivery,
    Entry,
    Hit,
    Item,
    Label,
    Message,
    Placement,
    Preview,
    SearchPage,
    Source,
    SourceHealth,
    SourceKind,
    SourceState,
    StoryMember,
    StoryShown,
    Topic,
    Verdict,
    Why,
)
from digestbot.workspace import Workspace

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TOPICS = (
    Topic("co-operatives", "Co-operatives", "🤝", "Worker and consumer co-operatives."),
    Topic("housing", "Housing", "🏠", "Organisations in housing.", kind="facet"),
)


def item(number: int, title: str = "Bakery <!channel> opens") -> Item:
    return Item(
        id=number,
        source_id="coop-news",
        source_title="Co-op News",
        url=f"https://news.example/{number}",
        title=title,
        text="Twelve members opened a bakery.",
        summary="A bakery opened.",
        author=None,
        published=NOW,
        first_seen=NOW,
        relevant=True,
        relevance=0.9,
        topics=("co-operatives",),
        story_id=number + 100,
    )


class FakeDesk:
    """``total`` is how many articles a search finds; ``slow`` how long each answer takes."""

    def __init__(self) -> None:
        self.done: list[tuple[Any, ...]] = []  # orders, with the user last
        self.seen: set[str] = set()
        self.known = [Channel("#news"), Channel("G1", topics=("housing",))]
        self.admin_ids: tuple[str, ...] = ()
        self.admins_channel: str | None = "#admins"
        self.total = 12
        self.slow = 0.0
        self.kept: dict[str, list[int]] = {}
        self.queries: dict[str, list[SavedSearch]] = {}
        self.labels: dict[tuple[int, str], Label] = {}
        self.shown: list[int] = []  # articles whose messages were brought up to date
        self.refuse: str = ""
        self.known_source: str | None = None
        self.watched = [Source("coop-news", "https://news.example/feed", title="Co-op News")]
        self.dates = (Deadline(date(2026, 12, 4), "closes", "Fund closes", "https://f.example", "Fund", 7),)

    def of(self, workspace: Workspace) -> FakeDesk:
        return self

    async def tell_operator(self, text: str) -> None:
        self.done.append(("operator", text))

    def topics(self) -> tuple[Topic, ...]:
        return TOPICS

    def channels(self) -> tuple[Channel, ...]:
        return tuple(self.known)

    def admins(self) -> tuple[str, ...]:
        return self.admin_ids

    def admin_channel(self) -> str | None:
        return self.admins_channel

    def source_ids(self) -> tuple[str, ...]:
        return tuple(source.id for source in self.watched)

    def now(self) -> datetime:
        return NOW

    async def first_time(self, event_id: str) -> bool:
        await asyncio.sleep(self.slow)
        new = event_id not in self.seen
        self.seen.add(event_id)
        return new

    def _order(self, *what: Any) -> None:
        if self.refuse:
            raise DigestbotError(self.refuse)
        self.done.append(what)

    async def search(self, query: str, offset: int) -> SearchPage:
        hits = [
            Hit(item(number), "a \u2068bakery\u2069 opened") for number in range(offset, min(offset + 5, self.total))
        ]
        notes = () if hits else ("Try fewer words.",)
        return SearchPage(query, self.total, tuple(hits), offset, notes)

    async def preview(self, channel: str, *, weekly: bool = False) -> tuple[Message, ...]:
        channel += " for the week" if weekly else ""
        block = {"type": "section", "block_id": "p", "text": {"type": "plain_text", "text": f"Preview of {channel}"}}
        return (Message(f"Preview of {channel}", (block,)),)

    async def why(self, wanted: str, channel: str) -> Why:
        if wanted == "nothing":
            raise DigestbotError("nothing is not in the archive")
        return Why(item(int(wanted)), channel, True, 1.5, {"freshness": 1.5}, ("It is fresh.",))

    async def article(self, item_id: int) -> Item | None:
        await asyncio.sleep(self.slow)
        return item(item_id)

    async def deadlines(self, channel: str | None) -> tuple[Deadline, ...]:
        return self.dates

    async def health(self) -> list[SourceHealth]:
        return [
            SourceHealth(one, SourceState(one.id, status="failed"), 5, 2.0, 0.5, NOW, False, "The feed is gone.")
            for one in self.watched
        ]

    async def coverage(self) -> Coverage:
        return Coverage(tuple((topic, 3) for topic in TOPICS), tuple(await self.health()), (("quiet-one", 60),))

    async def uncertain(self, limit: int) -> list[Item]:
        return [item(number, f"Uncertain {number}") for number in range(1, limit + 1)]

    async def next_digest(self, channel: str) -> datetime | None:
        return NOW + timedelta(hours=1)

    async def log(self, limit: int) -> list[Change]:
        return [Change(7, NOW, "UADMIN", "add source x", {}, {})]

    def calendar(self, deadlines: Sequence[Deadline]) -> str:
        return "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"

    async def save(self, item_id: int, user: str) -> bool:
        kept = self.kept.setdefault(user, [])
        if item_id in kept:
            return False
        kept.append(item_id)
        return True

    async def unsave(self, item_id: int, user: str) -> bool:
        self.kept[user].remove(item_id)
        return True

    async def saved(self, user: str) -> list[Item]:
        return [item(number) for number in self.kept.get(user, ())]

    async def save_search(self, user: str, query: str, alert: bool) -> SavedSearch:
        found = SavedSearch(len(self.queries.get(user, ())) + 1, user, query, alert, NOW)
        self.queries.setdefault(user, []).append(found)
        return found

    async def remove_search(self, user: str, search_id: int) -> bool:
        self.queries[user] = [one for one in self.queries[user] if one.id != search_id]
        return True

    async def searches(self, user: str) -> list[SavedSearch]:
        return self.queries.get(user, [])

    async def send_now(self, channel: str, user: str) -> Delivery:
        self._order("now", channel, user)
        return Delivery(f"{channel}-x", channel, "daily", "sent", NOW - timedelta(days=1), NOW, ())

    async def label(self, item_id: int, user: str, verdict: Verdict, topics: tuple[str, ...]) -> Label:
        self._order("label", item_id, verdict, topics, user)
        label = Label(item_id, user, verdict, topics, NOW)
        self.labels[item_id, user] = label
        return label

    async def show(self, item_id: int) -> None:
        self.shown.append(item_id)

    async def find_source(self, url: str) -> Preview:
        if self.refuse:
            raise DigestbotError(self.refuse)
        entries = tuple(
            Entry("preview", f"g{number}", f"{url}/{number}", f"Entry {number} *bold* <@U1>") for number in range(5)
        )
        return Preview(f"{url}/feed.xml", "feed", "Example News", entries, 9, known_as=self.known_source)

    async def add_source(
        self, url: str, user: str, kind: SourceKind | None, title: str, topics: tuple[str, ...]
    ) -> Source:
        self._order("add", url, kind, title, topics, user)
        return Source("example-news", url, kind, title=title, topics=topics)

    async def set_paused(self, source_id: str, paused: bool, user: str) -> Source:
        if source_id not in self.source_ids():
            raise DigestbotError(f"no source {source_id!r}: did you mean coop-news?")
        self._order("pause" if paused else "resume", source_id, user)
        return replace(self.watched[0], paused=paused)

    async def remove_source(self, source_id: str, user: str) -> Source:
        if source_id not in self.source_ids():
            raise DigestbotError(f"no source {source_id!r}: did you mean coop-news?")
        self._order("remove", source_id, user)
        return self.watched[0]

    async def set_channel(self, fields: Mapping[str, Any], user: str) -> Channel:
        self._order("channel", dict(fields), user)
        channel = ChannelEntry(**{key: value for key, value in fields.items() if value is not None}).record("UTC")
        self.known = [one for one in self.known if one.channel != channel.channel] + [channel]
        return channel

    async def remove_channel(self, channel: str, user: str) -> Channel:
        self._order("channel off", channel, user)
        return Channel(channel)

    async def add_topic(self, fields: Mapping[str, Any], user: str) -> Topic:
        self._order("topic", dict(fields), user)
        return Topic(fields["id"], fields["label"], fields.get("emoji", "📰"), fields["definition"])

    async def story(self, wanted: str, channel: str) -> StoryShown:
        one = item(int(wanted))
        member = StoryMember(one, Placement(one.story_id, None, "nothing stored is like it"), ruled=False)
        return StoryShown(one.story_id, (member,), one.id, "the only version", ())

    async def split_story(self, wanted: str, user: str) -> tuple[Change | None, int]:
        self.done.append(("split", wanted, user))
        return Change(7, NOW, user, "stories.split", {}, {"articles": [int(wanted)]}), 5

    async def merge_stories(self, first: str, second: str, user: str) -> tuple[Change | None, int]:
        self.done.append(("merge", first, second, user))
        return None, 5

    async def undo(self, change_id: int, user: str) -> Change:
        self._order("undo", change_id, user)
        return Change(change_id, NOW, "UADMIN", "add source x", {}, {}, user, NOW)
