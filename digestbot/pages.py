"""Entries that were not seen before → the same with their pages, read: within what a round may ask of a host and may
hold in memory, and with one bad page set aside. Touches no database.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from itertools import islice
from typing import Literal

from digestbot.errors import FetchError, TransientFetchError, WorkerError
from digestbot.executors import TIME_LIMIT, Workers
from digestbot.fetch import Fetcher
from digestbot.filing import Taken
from digestbot.following import follow
from digestbot.reading import Intake, ModelSpec, Read, Unreadable, read_all, warm_up
from digestbot.together import Together
from digestbot.types import Entry, Request, Response, Sighting
from digestbot.urls import host
from digestbot.wanted import Wanted

log = logging.getLogger(__name__)

BATCH_BYTES = 8_000_000  # pages handed over in one go, unless one alone is larger: they are copied to the worker
# Entries, of one source or several, read in one call of a worker, which judges 150 at a quarter less than 15 at a time.
# A page counts for as many as it takes as long as, or as fill BATCH_BYTES.
READ_TOGETHER = 128
PAGE_WEIGHT = 8
# Bytes of pages of one round that wait to be read. Forty sources with sixteen pages of the usual 150 kB are 100 MB;
# a page beyond it waits for another round, so that a site of huge pages costs time and no memory.
IN_HAND_BYTES = 256_000_000
READ_LIMIT = TIME_LIMIT  # seconds for a batch
ALONE_LIMIT = 20.0  # seconds for one entry alone in a worker at the ready: the slowest real page takes one


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read, in the order asked for; how many entries wait for a host's turn, and how many for a page."""

    taken: tuple[Taken, ...]
    over_budget: int
    without_page: int


@dataclass(frozen=True, slots=True)
class _Intake:
    place: int
    wanted: Wanted
    intake: Intake

    @property
    def bytes(self) -> int:
        return len(self.intake.page.body) if self.intake.page is not None else 0


@dataclass(frozen=True, slots=True)
class _Batch:
    """Entries of one source, and the topics that it is said to write about."""

    intakes: tuple[Intake, ...]
    priors: tuple[str, ...]

    @property
    def weight(self) -> int:
        return sum(map(_weight, self.intakes))


def _weight(intake: Intake) -> int:
    """How many entries without a page an entry counts for."""
    page = intake.page
    return 1 if page is None else max(PAGE_WEIGHT, len(page.body) * READ_TOGETHER // BATCH_BYTES)


class Pages:
    """The pages of one round."""

    def __init__(
        self, workers: Workers, spec: ModelSpec, *, fetch_pages: bool, per_host: int, now: Callable[[], datetime]
    ) -> None:
        self._workers = workers
        self._spec = spec
        self._fetch_pages = fetch_pages
        self._per_host = per_host
        self._clock = now
        self._read = Together(self._visit, most=READ_TOGETHER, weight=lambda batch: batch.weight, at_once=workers.count)
        self._asked: Counter[str] = Counter()  # pages asked for in this round, by host
        self._in_hand = 0  # bytes of pages fetched and not yet read

    async def gather(
        self,
        fetcher: Fetcher,
        wanted: Sequence[Wanted],
        priors: tuple[str, ...],
        stored_text: Callable[[Sighting], Awaitable[str]],
    ) -> Gathered:
        """Fetch and read; pages are read as they come. What is first in ``wanted`` has the first claim on the budget.

        ``stored_text`` gives the text that is kept of an edited entry, for when its page cannot be had.
        """
        ready: asyncio.Queue[_Intake | None] = asyncio.Queue()
        over_budget = without_page = 0
        jobs: list[Awaitable[bool]] = []
        for place, one in enumerate(wanted):
            decision = self._ration(one)
            if decision == "wait":
                over_budget += 1
            elif decision == "page":
                jobs.append(self._page(fetcher, place, one, stored_text, ready))
            else:
                ready.put_nowait(_Intake(place, one, await _without_page(one, stored_text)))
        taken: dict[int, Taken] = {}

        async def fetch() -> None:
            nonlocal without_page
            without_page = (await asyncio.gather(*jobs)).count(False)
            for _ in range(readers):
                ready.put_nowait(None)

        async def read() -> None:
            batch: list[_Intake] = []
            over = False
            while not over:
                batch, over = await _batch(ready)
                if batch:
                    results = await self._read(_Batch(tuple(one.intake for one in batch), priors))
                    self._in_hand -= sum(one.bytes for one in batch)
                    for one, result in zip(batch, results, strict=True):
                        taken[one.place] = Taken(one.wanted.sighting, result, one.wanted.news_at)

        readers = max(1, min(self._workers.count, len(wanted)))
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fetch())
                for _ in range(readers):
                    group.create_task(read())
        except ExceptionGroup as faults:
            ours, others = faults.split(WorkerError)
            if ours is None or others is not None:
                raise
            raise WorkerError(str(ours.exceptions[0])) from faults
        return Gathered(tuple(taken[place] for place in sorted(taken)), over_budget, without_page)

    def _ration(self, one: Wanted) -> Literal["page", "alone", "wait"]:
        """Whether an entry gets its page now, is taken as the feed has it, or waits for a later round."""
        entry = one.sighting.entry
        if not self._fetch_pages or not entry.url:
            return "alone"
        site = host(entry.url)
        if self._asked[site] >= self._per_host:
            return "wait" if one.may_wait else "alone"
        self._asked[site] += 1
        return "page"

    async def _page(
        self,
        fetcher: Fetcher,
        place: int,
        one: Wanted,
        stored_text: Callable[[Sighting], Awaitable[str]],
        ready: asyncio.Queue[_Intake | None],
    ) -> bool:
        """Puts the entry with its page into ``ready``, or as the feed has it; False when it waits for a later round."""
        page: Response | None = None
        later = False
        try:
            page = await follow(fetcher, Request(one.sighting.entry.url, purpose="page"))
        except FetchError as error:
            later = isinstance(error, TransientFetchError) and not _says_something(one.sighting.entry)
            log.info("page.failed url=%s reason=%s", error.url, error.reason)
        if page is not None and self._in_hand + len(page.body) > IN_HAND_BYTES:
            log.warning("page.put_off bytes=%d in_hand=%d", len(page.body), self._in_hand)
            page, later = None, True
        if page is None:
            if later and one.may_wait:
                return False
            ready.put_nowait(_Intake(place, one, await _without_page(one, stored_text)))
            return True
        self._in_hand += len(page.body)
        ready.put_nowait(_Intake(place, one, Intake(one.sighting.entry, page)))
        return True

    async def _visit(self, batches: Sequence[_Batch]) -> list[list[Read | Unreadable] | Exception]:
        intakes = [intake for batch in batches for intake in batch.intakes]
        priors = [batch.priors for batch in batches for _ in batch.intakes]
        now = self._clock()
        try:
            read = iter(await self._workers.run(read_all, intakes, priors, self._spec, now, limit=READ_LIMIT))
        except Exception as error:  # noqa: BLE001  # whatever a page did to the worker, it must not cost its neighbours
            log.warning("batch.failed entries=%d reason=%s %s", len(intakes), type(error).__name__, error)
            return [await self._each_alone(batch, now) for batch in batches]
        return [list(islice(read, len(batch.intakes))) for batch in batches]

    async def _each_alone(self, batch: _Batch, now: datetime) -> list[Read | Unreadable] | Exception:
        try:
            return [await self._read_alone(intake, batch.priors, now) for intake in batch.intakes]
        except WorkerError as error:
            return error  # raised where the source waits

    async def _read_alone(self, intake: Intake, priors: tuple[str, ...], now: datetime) -> Read | Unreadable:
        """One entry of a batch that failed: with its page, else without, else set aside.

        Raises WorkerError when not even our own words can be read: then the fault is ours, such as a model that does
        not fit, and no entry may be set aside for it.
        """
        reason = ""
        for attempt in (intake, Intake(intake.entry)) if intake.page is not None else (intake,):
            await self._prove()
            try:
                (result,) = await self._workers.run(
                    read_all, [attempt], [priors], self._spec, now, limit=ALONE_LIMIT, alone=True
                )
            except Exception as error:  # noqa: BLE001  # as above
                reason = f"{type(error).__name__}: {error}"
                log.warning("entry.failed page=%s reason=%s", attempt.page is not None, reason)
            else:
                return result
        return Unreadable(f"it could not be read: {reason}")

    async def _prove(self) -> None:
        try:
            await self._workers.run(warm_up, self._spec, limit=None, alone=True)
        except Exception as error:
            raise WorkerError(f"nothing can be read just now: {type(error).__name__}: {error}") from error


async def _batch(ready: asyncio.Queue[_Intake | None]) -> tuple[list[_Intake], bool]:
    """What has come, up to a batch, at least one; and whether that was the end."""
    batch: list[_Intake] = []
    weight = 0
    while not batch or (weight < READ_TOGETHER and not ready.empty()):
        one = await ready.get()
        if one is None:
            return batch, True
        batch.append(one)
        weight += _weight(one.intake)
    return batch, False


async def _without_page(one: Wanted, stored_text: Callable[[Sighting], Awaitable[str]]) -> Intake:
    """An entry as the feed has it; an edited one with the text that is stored, where the feed gives less.

    Else the full text of an article would give way to a feed's two lines because its site was down for a minute.
    """
    entry = one.sighting.entry
    if one.sighting.kind == "changed":
        text = await stored_text(one.sighting)
        if len(text) > len(entry.content) and len(text) > len(entry.summary):
            entry = replace(entry, content="".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line))
    return Intake(entry)


def _says_something(entry: Entry) -> bool:
    return bool(entry.summary or entry.content)
