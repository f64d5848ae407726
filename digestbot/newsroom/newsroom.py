"""The newsroom: what a person can ask for, once, for the command line, the service and Slack."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digestbot.config import load
from digestbot.errors import FetchError, ParseError, WorkerError
from digestbot.executors import workers
from digestbot.fetch import Fetcher
from digestbot.newsroom.admin import Admin
from digestbot.newsroom.alerting import Alerting
from digestbot.newsroom.asking import Asking
from digestbot.newsroom.correcting import Correcting
from digestbot.newsroom.coverage import Covering
from digestbot.newsroom.desk import Desk
from digestbot.newsroom.editor import Editor
from digestbot.newsroom.finding import look
from digestbot.newsroom.learning import Learning
from digestbot.newsroom.marking import Marking
from digestbot.newsroom.publishing import Publishing
from digestbot.newsroom.pushes import Pushes
from digestbot.newsroom.room import Room
from digestbot.newsroom.storytelling import Storytelling
from digestbot.newsroom.watching import Watching, stand
from digestbot.pipeline import Pipeline
from digestbot.reading import parse_body
from digestbot.rounds import Progress
from digestbot.store import FILE_NAME, Store
from digestbot.store.sources import Activity
from digestbot.types import (
    Deadline,
    PollReport,
    Preview,
    Request,
    SearchPage,
    Source,
    SourceHealth,
    SourceReport,
)
from digestbot.urls import canonical_url
from digestbot.writer import Writer


class Newsroom:
    """One open newsroom; its desks are ``admin``, ``learning``, ``storytelling``, ``editor``, ``publishing``,
    ``alerting``, ``marking`` and ``correcting``."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.admin = Admin(room)
        self.learning = Learning(room)
        self.storytelling = Storytelling(room)
        self.editor = Editor(room)
        self.publishing = Publishing(room, self.editor)
        self.alerting = Alerting(room, self.publishing)
        self.marking = Marking(room, self.publishing)
        self.correcting = Correcting(room, self.publishing, self.marking)
        self.asking = Asking(room, self.publishing, self.learning)
        self.covering = Covering(room, self.publishing, self.health, self.find_source)
        self.watching = Watching(room, self.publishing.alarm)
        self.pushes = Pushes(room)

    async def poll(
        self,
        identifiers: Sequence[str] | None = None,
        *,
        every: bool = False,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> PollReport:
        """One round over the sources that are due; ``identifiers``: over these, due or not.

        Raises DigestbotError for an unknown id.
        """
        room = self.room
        named = None if identifiers is None else [room.source(identifier) for identifier in identifiers]
        return await self._pipeline().poll(named, every=every or named is not None, progress=progress)

    async def take_pushed(self, identifiers: Iterable[str]) -> tuple[list[PollReport], list[str]]:
        """Take in what hubs have sent of these sources; what came of it, and the sources that are to be asked all the
        same.
        """
        room = self.room
        pipeline = self._pipeline()
        reports: list[PollReport] = []
        to_ask: list[str] = []
        for identifier in identifiers:
            ask = not (sent := self.pushes.sent(identifier))
            for one in sent:
                report, more = await pipeline.take_pushed(room.source(identifier), one.body, one.content_type)
                reports.append(report)
                ask = ask or more
            if ask:
                to_ask.append(identifier)
        return reports, to_ask

    def _pipeline(self) -> Pipeline:
        room = self.room
        return Pipeline(room.config, room.store, room.write, room.workers, room.fetcher, room.model(), clock=room.clock)

    async def search(self, query: str, *, offset: int = 0, limit: int = 20) -> SearchPage:
        """One page of answers; no query is an error."""
        room = self.room
        topics = [topic.id for topic in room.config.topics]
        return await room.write(
            room.store.search.page, query, now=room.clock(), offset=offset, limit=limit, topics=topics
        )

    async def deadlines(self, channel: str | None = None, *, days: int = 60) -> tuple[Deadline, ...]:
        """What closes or takes place in the days ahead, soonest first; ``channel``: only what it follows."""
        room = self.room
        topics = room.channel(channel).topics if channel else ()
        today = room.clock().date()
        return tuple(await room.write(room.store.dates.between, today, today + timedelta(days=days), topics))

    async def find_source(self, address: str) -> Preview:
        """What there is to watch at an address, before anything is saved. Raises FetchError or ParseError."""
        room = self.room
        async with room.fetcher as fetcher:
            preview = await look(address, fetcher, room.workers, room.clock())
        key = canonical_url(preview.url)
        known = [source.id for source in room.config.sources if canonical_url(source.url) == key]
        return replace(preview, known_as=known[0] if known else None)

    async def check_sources(
        self,
        identifiers: Sequence[str] | None = None,
        *,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> list[SourceReport]:
        """Ask each source now and say which answer; ``new`` counts the entries it holds. Stores nothing."""
        room = self.room
        sources = room.config.sources if identifiers is None else [room.source(one) for one in identifiers]
        done = 0

        async def ask(fetcher: Fetcher, source: Source) -> SourceReport:
            nonlocal done
            began = room.clock()
            report = SourceReport(source.id, "ok")
            try:
                response = await fetcher.get(Request(source.url))
                report = replace(report, http_status=response.status)
                feed = await room.workers.run(
                    parse_body, response.body, response.url, response.content_type, source, began
                )
                if isinstance(feed, ParseError):
                    raise feed
                report = replace(report, new=len(feed.entries) + len(feed.children), error=feed.problem)
            except FetchError as error:
                report = replace(report, status="failed", http_status=error.status, error=error.reason)
            except ParseError as error:
                report = replace(report, status="failed", error=error.reason)
            except WorkerError as error:
                report = replace(report, status="failed", error=str(error))
            done += 1
            report = replace(report, seconds=(room.clock() - began).total_seconds())
            progress(Progress(done, len(sources), report))
            return report

        async with room.fetcher as fetcher:
            return list(await asyncio.gather(*(ask(fetcher, source) for source in sources)))

    async def health(self) -> list[SourceHealth]:
        """How every source of the configuration has been doing, in its order."""
        room = self.room
        now = room.clock()

        def gather() -> list[SourceHealth]:
            states = room.store.sources.all()
            rows = room.store.sources.activity(now)
            found = []
            for source in room.config.sources:
                row = rows.get(source.id, Activity())
                one = stand(room.store, source, states, now=now)
                found.append(
                    SourceHealth(
                        source=source,
                        state=one.state,
                        items=row.items,
                        items_per_week=row.items_per_week,
                        share_relevant=row.share_relevant,
                        last_item=one.rhythm.last_item,
                        ok=one.well,
                        advice=one.advice,
                    )
                )
            return found

        return await room.write(gather)

    async def backup(self, file: Path) -> int:
        """A consistent copy of the database; returns its size in bytes. Raises StoreError."""

        def copy() -> int:
            self.room.store.backup(file)
            return file.stat().st_size

        return await self.room.write(copy)

    def desk(self) -> Desk:
        """The newsroom as the Slack app asks for it."""
        return Desk(self)

    async def nightly(self) -> None:
        """The night's work: let go of what is past its time, and learn from the day's corrections."""
        room = self.room
        retention = room.config.settings.retention
        retire, keep = room.store.retention.retire, {"text": retention.text, "digests": retention.digests}
        while (await room.write(retire, room.clock(), **keep)).more:
            pass  # whoever waits for the database has it between two batches
        if await room.write(room.store.labels.all):
            await self.learning.train()


def utc_now() -> datetime:
    """The clock of a real newsroom."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_newsroom(
    config_folder: Path,
    state_folder: Path,
    *,
    environ: Mapping[str, str] | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> AsyncIterator[Newsroom]:
    """The newsroom of two folders for as long as the block runs.

    Raises:
        ConfigError: a configuration file is wrong.
        StoreError: the database cannot be opened.
    """
    surroundings = os.environ if environ is None else environ
    config = load(config_folder, surroundings)
    chosen = config.settings.executor
    store = Store.open(state_folder / FILE_NAME)
    writer = Writer()
    try:
        async with workers(chosen.kind, chosen.workers, chosen.scheduler) as made:
            yield Newsroom(Room(config_folder, state_folder, surroundings, config, store, writer, made, clock))
    finally:
        writer.close()
        store.close()
