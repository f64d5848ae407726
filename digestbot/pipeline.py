"""One round of the newsroom: the order of the stages, and nothing else.

    due ──> fetch ──> parse ──> sighted before? ──> pages ──> read ──────────> place ──> store
    (pure)  network   worker    (pure, known        network   worker: extract,  (pure, candidates
                                 from the store)              classify, facts    from the store)

Each source's entries and its new state are stored in one transaction: a round that is killed leaves every source either
as it was or done, and the next round takes up the rest.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from digestbot.config import Config
from digestbot.errors import (
    DigestbotError,
    FetchError,
    ParseError,
    PermanentFetchError,
    TransientFetchError,
    WorkerError,
)
from digestbot.executors import Workers
from digestbot.fetch import Fetcher, schedule
from digestbot.grouping import is_material_change, place, terms_to_count
from digestbot.reading import Intake, ModelSpec, Read, Unreadable, parse_body, read_all
from digestbot.sources import entry_keys, newsworthy, sightings
from digestbot.sources.discovery import find
from digestbot.store import Store
from digestbot.types import (
    Entry,
    Feed,
    Placement,
    PollReport,
    Request,
    Response,
    Sighting,
    Source,
    SourceReport,
    SourceState,
)
from digestbot.urls import host
from digestbot.writer import Writer

log = logging.getLogger(__name__)
T = TypeVar("T")

SOURCES_IN_HAND = (
    2.0  # sources worked on at once, as a multiple of the network's concurrency: parsing overlaps fetching
)
BATCH = 16  # entries read in one call of a worker: large enough to hide the hand-over, small enough to share out
FEEDS_TRIED = 3  # feeds that a page names and that are tried, best first
CHILD_SITEMAPS = 3  # newest parts of a sitemap index that are read in one round


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is: ``done`` of ``total`` sources, and what has just happened."""

    done: int
    total: int
    report: SourceReport


@dataclass(frozen=True, slots=True)
class _Failed:
    source: Source
    state: SourceState
    error: DigestbotError
    report: SourceReport


@dataclass(frozen=True, slots=True)
class _Stored:
    """What one source brought into the store."""

    new: tuple[int, ...] = ()
    relevant: int = 0
    duplicates: int = 0
    stories: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Done:
    report: SourceReport
    stored: _Stored = _Stored()


class Pipeline:
    """The rooms of one newsroom, joined for as long as a service, a command or a test needs them."""

    def __init__(
        self,
        config: Config,
        store: Store,
        writer: Writer,
        workers: Workers,
        fetcher: Fetcher,
        model: Callable[[], ModelSpec],
        *,
        clock: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._config = config
        self._store = store
        self._write = writer
        self._workers = workers
        self._fetcher = fetcher
        self._model = model
        self._clock = clock
        self._chance = chance
        self._pages: Counter[str] = Counter()  # pages fetched in this round, by host

    async def poll(
        self,
        sources: Sequence[Source] | None = None,
        *,
        every: bool = False,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> PollReport:
        """One round over the sources that are due (``every``: over all that are not paused).

        A source that fails is in the report with its reason and stops nothing. Raises StoreError alone.
        """
        settings = self._config.settings
        began = self._clock()
        self._pages.clear()
        states = await self._write(self._store.sources.all)
        reports: dict[str, SourceReport] = {}
        due: list[tuple[Source, SourceState, bool]] = []
        for source in self._config.sources if sources is None else sources:
            state = schedule.state_of(source, states.get(source.id), began)
            decision = schedule.due(source, state, began, settings.polling)
            if decision.fetch or (every and not source.paused):
                due.append((source, state, decision.full))
            elif decision.status is not None:
                reports[source.id] = SourceReport(source.id, decision.status, error=decision.reason)
        gate = asyncio.Semaphore(max(1, int(settings.network.concurrency * SOURCES_IN_HAND)))
        failed: list[_Failed] = []
        stored: list[_Stored] = []

        async def work(fetcher: Fetcher, source: Source, state: SourceState, full: bool) -> None:
            async with gate:
                outcome = await self._source(fetcher, source, state, full)
            reports[source.id] = outcome.report
            if isinstance(outcome, _Failed):
                failed.append(outcome)
            else:
                stored.append(outcome.stored)
            progress(Progress(len(failed) + len(stored), len(due), outcome.report))

        async with self._fetcher as fetcher, asyncio.TaskGroup() as group:
            for source, state, full in due:
                group.create_task(work(fetcher, source, state, full))
        await self._write(self._note_failures, failed, due)
        seconds = (self._clock() - began).total_seconds()
        order = [source.id for source in (self._config.sources if sources is None else sources)]
        return PollReport(
            sources=tuple(reports[source_id] for source_id in order if source_id in reports),
            new=sum(len(part.new) for part in stored),
            relevant=sum(part.relevant for part in stored),
            duplicates=sum(part.duplicates for part in stored),
            stories=len(frozenset().union(*(part.stories for part in stored))),
            seconds=seconds,
        )

    def _note_failures(self, failed: Sequence[_Failed], tried: Sequence[tuple[Source, SourceState, bool]]) -> None:
        """Failures count against the sources, unless so many fail at once that the fault must be ours."""
        # One vote a host, and none from a source that failed before: a list of long-dead feeds is no outage.
        sound = {host(source.url) for source, state, _ in tried if not state.failures}
        silent = {
            host(one.source.url)
            for one in failed
            if not one.state.failures and schedule.is_connection_failure(one.error)
        }
        ours = schedule.is_our_fault(len(silent), len(sound))
        if ours:
            log.warning("round.our_network_is_down failed=%d tried=%d", len(silent), len(sound))
        now = self._clock()
        polling = self._config.settings.polling
        with self._store.transaction():
            for one in failed:
                if ours and schedule.is_connection_failure(one.error):
                    state = schedule.after_our_fault(one.state, one.error, now, polling)
                else:
                    state = schedule.after_failure(one.source, one.state, one.error, now, polling, self._chance())
                self._store.sources.put(state)

    async def _source(self, fetcher: Fetcher, source: Source, state: SourceState, full: bool) -> _Done | _Failed:
        began = self._clock()

        def report(status: Any, http: int | None, new: int = 0, error: str | None = None) -> SourceReport:
            seconds = (self._clock() - began).total_seconds()
            return SourceReport(source.id, status, http, new, error, seconds)

        try:
            request = Request(
                schedule.address(source, state),
                etag=None if full else state.etag,
                last_modified=None if full else state.last_modified,
            )
            response = await fetcher.get(request)
            if schedule.is_unchanged(state, response):
                polling = self._config.settings.polling
                unchanged = schedule.after_unchanged(source, state, response, self._clock(), polling)
                await self._write(self._store.sources.put, unchanged)
                return _Done(report("unchanged", response.status))
            source, state, response, feed = await self._feed(fetcher, source, state, response)
            stored = await self._take_in(fetcher, source, state, response, feed)
        except (FetchError, ParseError, WorkerError) as error:
            gone = isinstance(error, PermanentFetchError) and error.status == 410
            http = error.status if isinstance(error, FetchError) else 200
            log.info("source.failed source=%s reason=%s", source.id, error)
            reason = str(error) if isinstance(error, WorkerError) else error.reason
            return _Failed(source, state, error, report("gone" if gone else "failed", http, error=reason))
        return _Done(report("ok", response.status, len(stored.new), feed.problem), stored)

    async def _feed(
        self, fetcher: Fetcher, source: Source, state: SourceState, response: Response
    ) -> tuple[Source, SourceState, Response, Feed]:
        """The parsed body; of a sitemap index also its newest parts; of a page whose kind nobody has named, what is
        found there: a feed that it names, else its own list of articles.
        """
        named = source if source.kind or not state.kind else replace(source, kind=state.kind)
        try:
            feed = await self._parse(named, response)
        except ParseError:
            if named.kind is not None:
                raise
            found = find(response.body, response.url, response.content_type)
            for one in found.feeds[:FEEDS_TRIED]:
                try:
                    answer = await fetcher.get(Request(one.url))
                    feed = await self._parse(named, answer)
                except (FetchError, ParseError) as error:
                    log.info("source.not_there source=%s url=%s reason=%s", source.id, one.url, error)
                    continue
                # Remembered like a lasting move: dropped, and looked for anew, when it stops answering.
                moved = replace(state, kind=feed.kind, moved_to=one.url, moved_seen=schedule.MOVED_AFTER)
                return named, moved, answer, feed
            named = replace(source, kind="site")
            feed = await self._parse(named, response)
        entries = list(feed.entries)
        for child in feed.children[:CHILD_SITEMAPS]:
            part = await self._parse(named, await fetcher.get(Request(child)))
            entries.extend(part.entries)
        return named, state, response, replace(feed, entries=tuple(entries)) if feed.children else feed

    async def _parse(self, source: Source, response: Response) -> Feed:
        parsed = await self._work(
            parse_body, response.body, response.url, response.content_type, source, response.fetched_at
        )
        if isinstance(parsed, ParseError):
            raise parsed
        return parsed

    async def _take_in(
        self, fetcher: Fetcher, source: Source, state: SourceState, response: Response, feed: Feed
    ) -> _Stored:
        """Everything of one feed that was not seen before, read and stored; then the source's new state."""
        now = self._clock()
        polling = self._config.settings.polling
        first_poll = state.changed_at is None
        known = await self._write(self._store.entries.known, source.id, [entry_keys(entry) for entry in feed.entries])
        sighted = sightings(feed.entries, known, now)
        fresh = [one for one in sighted if one.kind != "seen"]
        news = {id(one): newsworthy(one.entry, state, now, polling.new_source_days, first_poll) for one in fresh}
        fresh.sort(key=lambda one: news[id(one)] is None)  # news first: it has the first claim on the page budget
        intakes, deferred = await self._with_pages(fetcher, fresh, lambda one: news[id(one)] is not None)
        batches = [intakes[start : start + BATCH] for start in range(0, len(intakes), BATCH)]
        spec = self._model()
        read = await asyncio.gather(
            *(self._work(read_all, [intake for _, intake in batch], source.topics, spec, now) for batch in batches)
        )
        results = [
            (one, result, news[id(one)])
            for batch, answers in zip(batches, read, strict=True)
            for (one, _), result in zip(batch, answers, strict=True)
        ]
        after = schedule.after_success(source, state, response, feed, len(fresh), now, polling)
        if deferred:
            # Pages beyond this round's budget: the next round must see the feed again, and still as a new source.
            after = replace(after, etag=None, last_modified=None, body_hash=None, changed_at=state.changed_at)
        seen = [one.record_id for one in sighted if one.kind == "seen" and one.record_id is not None]
        items = {record.id: record.item_id for record in known}
        return await self._write(self._store_source, source, feed, results, items, seen, after, now)

    async def _with_pages(
        self, fetcher: Fetcher, fresh: Sequence[Sighting], is_news: Callable[[Sighting], bool]
    ) -> tuple[list[tuple[Sighting, Intake]], int]:
        """The entries with their pages, and how many had to wait for a later round.

        An entry that is no news is read from the feed alone once the budget is used up; news waits.
        """
        network = self._config.settings.network
        deferred = 0
        jobs: list[Awaitable[tuple[Sighting, Intake | None]]] = []
        for one in fresh:
            if not network.fetch_pages or not one.entry.url:
                jobs.append(_ready(one, Intake(one.entry)))
                continue
            site = host(one.entry.url)
            if self._pages[site] >= network.pages_per_host:
                if is_news(one):
                    deferred += 1
                else:
                    jobs.append(_ready(one, Intake(one.entry)))
                continue
            self._pages[site] += 1
            jobs.append(self._page(fetcher, one))
        answers = await asyncio.gather(*jobs)
        waiting = sum(intake is None for _, intake in answers)
        return [(one, intake) for one, intake in answers if intake is not None], deferred + waiting

    async def _page(self, fetcher: Fetcher, one: Sighting) -> tuple[Sighting, Intake | None]:
        """The page of an entry; without it, the entry alone where that says something, else a later round."""
        try:
            return one, Intake(one.entry, await fetcher.get(Request(one.entry.url, purpose="page")))
        except TransientFetchError as error:
            log.info("page.failed url=%s reason=%s", error.url, error.reason)
            return one, Intake(one.entry) if _says_something(one.entry) else None
        except FetchError as error:
            log.info("page.refused url=%s reason=%s", error.url, error.reason)
            return one, Intake(one.entry)

    def _store_source(
        self,
        source: Source,
        feed: Feed,
        results: Sequence[tuple[Sighting, Read | Unreadable, datetime | None]],
        items: Mapping[int, int | None],
        seen: Sequence[int],
        after: SourceState,
        now: datetime,
    ) -> _Stored:
        """In the database thread, in one transaction: place and store each result, then the source's state."""
        new: list[int] = []
        stories: set[int] = set()
        relevant = duplicates = 0
        titled = source if source.title or not feed.title else replace(source, title=feed.title)
        with self._store.transaction():
            for one, result, news_at in results:
                if isinstance(result, Unreadable):
                    log.info("entry.set_aside source=%s url=%s reason=%s", source.id, one.entry.url, result.reason)
                    if one.record_id is None:
                        self._store.entries.add(source.id, entry_keys(one.entry), item_id=None, now=now)
                    continue
                if one.kind == "changed" and one.record_id is not None:
                    self._update(one.record_id, items[one.record_id], one, result, now)
                    continue
                item_id, placement, story = self._add(titled, one, result, news_at, now)
                new.append(item_id)
                relevant += result.judgement.relevant
                duplicates += placement.duplicate_of is not None
                stories.add(story)
            self._store.entries.touch(seen, now)
            self._store.sources.put(after)
        return _Stored(tuple(new), relevant, duplicates, frozenset(stories))

    def _add(
        self, source: Source, one: Sighting, read: Read, news_at: datetime | None, now: datetime
    ) -> tuple[int, Placement, int]:
        candidates = self._store.index.candidates(read.fingerprint, now)
        rarity = self._store.index.rarity(terms_to_count(read.fingerprint, candidates))
        placement = place(read.fingerprint, candidates, rarity, now)
        item_id = self._store.items.add(
            article=read.article,
            judgement=read.judgement,
            reading=read.reading,
            fingerprint=read.fingerprint,
            placement=placement,
            source=source,
            news_at=news_at,
            now=now,
        )
        self._store.entries.add(source.id, entry_keys(one.entry), item_id=item_id, now=now)
        placed = self._store.items.placement(item_id)
        assert placed is not None, "it was stored a line above"
        assert placed.story_id is not None, "a stored item has a story"
        for moved, story in placement.move:
            self._store.stories.move(moved, placed.story_id if story is None else story, now)
        return item_id, placed, placed.story_id

    def _update(self, record: int, item_id: int | None, one: Sighting, read: Read, now: datetime) -> None:
        """An edited article updates its item; it is news again only if it changed materially."""
        self._store.entries.change(record, entry_keys(one.entry), now)
        old = self._store.items.get(item_id) if item_id is not None else None
        if old is None:  # set aside when it was first seen, or retired since: the words are old news either way
            return
        material = is_material_change(old.title, old.text, read.article.title, read.article.text)
        self._store.items.update(
            old.id,
            article=read.article,
            judgement=read.judgement,
            reading=read.reading,
            fingerprint=read.fingerprint,
            news_at=now if material else None,
            now=now,
        )

    async def _work(self, function: Callable[..., T], *arguments: Any) -> T:
        return await self._workers.run(function, *arguments)


def _says_something(entry: Entry) -> bool:
    return bool(entry.summary or entry.content)


async def _ready(one: Sighting, intake: Intake) -> tuple[Sighting, Intake | None]:
    return one, intake
