"""What Slack asks of the newsroom: one method a question or order. The newsroom implements it; this room only calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from digestbot.store.log import Change
from digestbot.store.people import SavedSearch
from digestbot.types import (
    Channel,
    Deadline,
    Delivery,
    Entry,
    Item,
    Label,
    Message,
    SearchPage,
    Source,
    SourceHealth,
    SourceKind,
    Topic,
    Verdict,
    Why,
)


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to watch at an address. ``newest`` holds at most five entries; ``known_as``: watched already."""

    url: str
    kind: SourceKind
    title: str
    newest: tuple[Entry, ...]
    last_week: int
    known_as: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the sources bring: ``topics`` with articles in four weeks, ``silent`` sources with days since the last."""

    topics: tuple[tuple[Topic, int], ...]
    sources: tuple[SourceHealth, ...]
    silent: tuple[tuple[str, int], ...]


class Desk(Protocol):
    """Every method raises DigestbotError, whose text is fit to be shown, for what cannot be done."""

    # What the configuration in force says; no waiting.
    def topics(self) -> tuple[Topic, ...]: ...
    def channels(self) -> tuple[Channel, ...]: ...
    def admins(self) -> tuple[str, ...]: ...
    def admin_channel(self) -> str | None: ...
    def source_ids(self) -> tuple[str, ...]: ...
    def now(self) -> datetime: ...

    async def first_time(self, event_id: str) -> bool:
        """True exactly once for each id, through restarts."""

    # Reading.
    async def search(self, query: str, offset: int) -> SearchPage: ...
    async def preview(self, channel: str) -> tuple[Message, ...]: ...
    async def why(self, wanted: str, channel: str) -> Why: ...
    async def article(self, item_id: int) -> Item | None: ...
    async def deadlines(self, channel: str | None) -> tuple[Deadline, ...]: ...
    async def health(self) -> list[SourceHealth]: ...
    async def coverage(self) -> Coverage: ...
    async def uncertain(self, limit: int) -> list[Item]: ...
    async def next_digest(self, channel: str) -> datetime | None: ...
    async def log(self, limit: int) -> list[Change]: ...

    def calendar(self, deadlines: Sequence[Deadline]) -> str:
        """An iCalendar file."""

    # Each person's own.
    async def save(self, item_id: int, user: str) -> bool: ...
    async def unsave(self, item_id: int, user: str) -> bool: ...
    async def saved(self, user: str) -> list[Item]: ...
    async def save_search(self, user: str, query: str, alert: bool) -> SavedSearch: ...
    async def remove_search(self, user: str, search_id: int) -> bool: ...
    async def searches(self, user: str) -> list[SavedSearch]: ...

    # Orders; the newsroom records who gave each.
    async def send_now(self, channel: str, user: str) -> Delivery: ...
    async def label(self, item_id: int, user: str, verdict: Verdict, topics: tuple[str, ...]) -> Label: ...
    async def show(self, item_id: int) -> None:
        """Say in the posted messages that told of an article what people say of it. Raises nothing of ours."""

    async def find_source(self, url: str) -> Found: ...
    async def add_source(
        self, url: str, user: str, kind: SourceKind | None, title: str, topics: tuple[str, ...]
    ) -> Source: ...
    async def set_paused(self, source_id: str, paused: bool, user: str) -> Source: ...
    async def set_channel(self, fields: Mapping[str, Any], user: str) -> Channel: ...
    async def add_topic(self, fields: Mapping[str, Any], user: str) -> Topic: ...
    async def undo(self, change_id: int, user: str) -> Change: ...
