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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from digestbot.config import Config
from digestbot.contents import Contents, Parsing, read_contents
from digestbot.errors import (
    DigestbotError,
    FetchError,
    ParseError,
    PermanentFetchError,
    StoreError,
    WorkerError,
)
from digestbot.executors import Workers
from digestbot.failures import Failed, states_after
from digestbot.fetch import Fetcher, intervals, schedule
from digestbot.filing import Filing, Keep, Sighted
from digestbot.pages import Gathered, Pages
from digestbot.reading import ModelSpec
from digestbot.resting import Resting
from digestbot.rounds import Progress, counted
from digestbot.shelving import Filed
from digestbot.sources import hubs
from digestbot.store import Store
from digestbot.together import Together
from digestbot.types import (
    PollReport,
    Request,
    Response,
    Sighting,
    Source,
    SourceReport,
    SourceState,
)
from digestbot.wanted import Wanted, in_order
from digestbot.writer import Writer

log = logging.getLogger(__name__)

SOURCES_IN_HAND = (
    2.0  # sources worked on at once, as a multiple of the network's concurrency: parsing overlaps fetching
)
KEPT_TOGETHER = 200  # entries stored in one transaction: the commit is shared, and Slack waits for a moment only


_NOTHING = Filed()


@dataclass(frozen=True, slots=True)
class _Done:
    report: SourceReport
    stored: Filed = _NOTHING


class Pipeline:
    """The rooms of one newsroom, joined for as long as a service, a command or a test needs them."""

    def __init__(
        self,
        config: Config,
        store: Store,
        writer: Writer,
        workers: Workers,
        fetcher: Fetcher,
        model: ModelSpec,
        *,
        clock: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._config = config
        self._store = store
        self._write = writer
        self._parse = Parsing(workers)
        self._fetcher = fetcher
        self._clock = clock
        self._chance = chance
        self._filing = Filing(store, clock)
        self._keep: Together[Keep, Filed] = Together(
            lambda many: writer(self._filing.keep_all, many), most=KEPT_TOGETHER, weight=lambda keep: len(keep.taken)
        )
        self._resting = Resting(store, writer)
        self._pushed: frozenset[str] = frozenset()  # sources whose hub tells of their news
        network = config.settings.network
        self._pages = Pages(workers, model, fetch_pages=network.fetch_pages, per_host=network.pages_per_host, now=clock)

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
        states = await self._write(self._store.sources.all)
        if settings.service.public_url is not None:
            self._pushed = await self._write(self._store.subscriptions.in_force, began)
        reports: dict[str, SourceReport] = {}
        due: list[tuple[Source, SourceState, bool]] = []
        for source in self._config.sources if sources is None else sources:
            state = schedule.state_of(source, states.get(source.id), began)
            decision = schedule.due(source, state, began, settings.polling)
            if decision.fetch or (every and not source.paused):
                due.append((source, state, decision.full))
            elif decision.status is not None:
                reports[source.id] = SourceReport(source.id, decision.status, error=decision.reason)
        failed: list[Failed] = []
        stored: list[Filed] = []

        waiting = iter(due)

        async def work(fetcher: Fetcher) -> None:
            for source, state, full in waiting:
                outcome = await self._source(fetcher, source, state, full)
                reports[source.id] = outcome.report
                if isinstance(outcome, Failed):
                    failed.append(outcome)
                else:
                    stored.append(outcome.stored)
                progress(Progress(len(failed) + len(stored), len(due), outcome.report))

        try:
            async with self._fetcher as fetcher, asyncio.TaskGroup() as group:
                for _ in range(min(len(due), max(1, int(settings.network.concurrency * SOURCES_IN_HAND)))):
                    group.create_task(work(fetcher))
        except ExceptionGroup as errors:  # only the database ends a round, and then says the same to every source
            raise _first(errors) from errors
        await self._resting.write()
        after = states_after(failed, due, self._clock(), settings.polling, self._chance)
        await self._write(self._store.sources.put_many, after)
        seconds = (self._clock() - began).total_seconds()
        order = [source.id for source in (self._config.sources if sources is None else sources)]
        return counted(tuple(reports[source_id] for source_id in order if source_id in reports), stored, seconds)

    async def take_pushed(self, source: Source, body: bytes, content_type: str) -> tuple[PollReport, bool]:
        """Take in what a hub sent of ``source``: its feed, or the new part of it.

        True beside the report: the source is to be asked itself, since nothing could be read, or something must wait.
        What is remembered of the source (validators, rhythm, failures) stays: a hub's word is not the source's answer.
        Raises StoreError alone.
        """
        began = self._clock()
        state = schedule.state_of(source, await self._write(self._store.sources.get, source.id), began)
        if not body or state.changed_at is None:
            return PollReport((), 0, 0, 0, 0, 0.0), True
        named = source if source.kind or not state.kind else replace(source, kind=state.kind)
        headers = {"content-type": content_type}
        try:
            told = Response(schedule.address(source, state), 200, headers, body, began)
            parsed = await self._parse(named, told)
            sighted = await self._write(self._filing.sight, source, state, parsed, began, timedelta(0))
            async with self._fetcher as fetcher:
                gathered = await self._gather(fetcher, source, sighted, in_order(sighted, began, partial=True))
        except (ParseError, WorkerError) as error:
            log.info("websub.unreadable source=%s reason=%s", source.id, error)
            return PollReport((), 0, 0, 0, 0, 0.0), True
        waiting = sighted.waiting_since is not None
        feed = parsed.feed
        stored = await self._keep(Keep(source, feed, sighted, gathered.taken, None, began, waiting))
        seconds = (self._clock() - began).total_seconds()
        report = SourceReport(source.id, "ok", None, len(stored.new), feed.problem, seconds)
        ask = not feed.entries or gathered.over_budget > 0 or gathered.without_page > 0
        return counted((report,), [stored], seconds), ask

    async def _source(self, fetcher: Fetcher, source: Source, state: SourceState, full: bool) -> _Done | Failed:
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
                told = (source, state, response, self._clock(), polling)
                still = None if source.id in self._pushed else schedule.still_unchanged(*told)
                await self._resting.add(still or self._relaxed(source, schedule.after_unchanged(*told)))
                return _Done(report("unchanged", response.status))
            found = await read_contents(fetcher, self._parse, source, state, response)
            source, state = found.source, found.state
            status, problem = found.response.status, found.parsed.feed.problem
            taking = self._take_in(fetcher, found)
            del response, found  # the body may be large, and pages take minutes
            filed = await taking
        except (FetchError, ParseError, WorkerError) as error:
            gone = isinstance(error, PermanentFetchError) and error.status == 410
            http = error.status if isinstance(error, FetchError) else 200
            log.info("source.failed source=%s reason=%s", source.id, error)
            reason = str(error) if isinstance(error, WorkerError) else error.reason
            return Failed(source, state, error, report("gone" if gone else "failed", http, error=reason))
        except StoreError:
            raise
        except Exception as error:  # a fault of ours over one source must not cost the others their round
            log.exception("source.broken source=%s", source.id)
            fault = DigestbotError(f"a fault in digestbot: {type(error).__name__}: {error}")
            return Failed(source, state, fault, report("failed", None, error=str(fault)))
        return _Done(report("ok", status, len(filed.new), problem), filed)

    async def _take_in(self, fetcher: Fetcher, found: Contents) -> Filed:
        """Everything of one feed that was not seen before, read and stored; then the source's new state."""
        now = self._clock()
        polling = self._config.settings.polling
        source, state, response, feed = found.source, found.state, found.response, found.parsed.feed
        if not feed.hub:
            hub, topic = hubs.in_header(response.headers.get("link", ""), response.url)
            feed = replace(feed, hub=hub, topic=topic)
        sighted = await self._write(self._filing.sight, source, state, found.parsed, now, polling.new_source_days)
        wanted = in_order(sighted, now)
        after = schedule.after_success(source, state, response, feed, len(wanted), now, polling)
        after = self._relaxed(source, after)
        soon = now + intervals.bounded(source, polling.min_interval, response, feed.min_interval, polling)
        del found, response  # as where it came from
        gathered = await self._gather(fetcher, source, sighted, wanted)
        if feed.children or gathered.over_budget or gathered.without_page:
            # The next round must see the body again: entries wait; or it is an index of sitemaps, which says nothing
            # of what has changed in them.
            after = replace(after, etag=None, last_modified=None, body_hash=None)
        if gathered.over_budget or gathered.without_page:
            after = replace(after, next_check=min(soon, after.next_check or soon))
            log.info(
                "source.waits source=%s over_budget=%d without_page=%d",
                source.id,
                gathered.over_budget,
                gathered.without_page,
            )
        waiting = gathered.without_page > 0
        return await self._keep(Keep(source, feed, sighted, gathered.taken, after, now, waiting))

    async def _gather(self, fetcher: Fetcher, source: Source, sighted: Sighted, wanted: list[Wanted]) -> Gathered:
        async def stored_text(one: Sighting) -> str:
            return await self._write(self._filing.text_of, one, sighted.known)

        return await self._pages.gather(fetcher, wanted, source.topics, stored_text)

    def _relaxed(self, source: Source, state: SourceState) -> SourceState:
        """``state``, or a later call where the source's hub tells of its news."""
        if source.id not in self._pushed:
            return state
        return schedule.pushed(source, state, self._clock(), self._config.settings.polling)


def _first(errors: ExceptionGroup[Exception]) -> Exception:
    """The first error that is none of a group's: groups hold groups."""
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, ExceptionGroup) else error
