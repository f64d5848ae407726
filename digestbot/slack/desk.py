"""What Slack asks of the newsroom: one method a question or order. The newsroom implements it; this room only calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

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
from digestbot.workspace import Workspace

DraftChange = Literal["up", "drop", "keep", "note"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the sources bring: ``topics`` with articles in four weeks, ``silent`` sources with days since the last."""

    topics: tuple[tuple[Topic, int], ...]
    sources: tuple[SourceHealth, ...]
    silent: tuple[tuple[str, int], ...]


class Desk(Protocol):
    """The newsroom as one workspace asks for it: channels and people go by what Slack calls them there, and what
    belongs to other workspaces is not to be had. Every method raises DigestbotError, whose text is fit to be shown,
    for what cannot be done.
    """

    def of(self, workspace: Workspace) -> Desk:
        """The same newsroom as another workspace asks for it."""

    async def tell_operator(self, text: str) -> None:
        """A line to those who run the bot. Raises nothing of ours."""

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
    async def change_draft(self, digest_id: str, place: str, what: DraftChange, story: int, note: str) -> None: ...
    async def draft_note(self, digest_id: str) -> str: ...
    async def publish_draft(self, digest_id: str, place: str, user: str) -> Delivery: ...
    async def label(self, item_id: int, user: str, verdict: Verdict, topics: tuple[str, ...]) -> Label: ...
    async def show(self, item_id: int) -> None:
        """Say in the posted messages that told of an article what people say of it. Raises nothing of ours."""

    async def find_source(self, url: str) -> Preview: ...
    async def add_source(
        self, url: str, user: str, kind: SourceKind | None, title: str, topics: tuple[str, ...]
    ) -> Source: ...
    async def set_paused(self, source_id: str, paused: bool, user: str) -> Source: ...
    async def remove_source(self, source_id: str, user: str) -> Source: ...
    async def set_channel(self, fields: Mapping[str, Any], user: str) -> Channel: ...
    async def add_topic(self, fields: Mapping[str, Any], user: str) -> Topic: ...
    async def story(self, wanted: str, channel: str) -> StoryShown:
        """``channel``: in which it is asked; where else the story was told is not said."""

    async def split_story(self, wanted: str, user: str) -> tuple[Change | None, int]:
        """Its change, None when the article was alone in its story, and the story it is in now."""

    async def merge_stories(self, first: str, second: str, user: str) -> tuple[Change | None, int]:
        """The change, None when both were of one story already, and that story."""

    async def undo(self, change_id: int, user: str) -> Change: ...
