"""The running service: polls, digests, training and the Slack app in one event loop, until it is told to stop.

Decides nothing: what is due is said by pure rules, what is done by the newsroom. Starting it twice on one state folder
is refused, because two services would post twice.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from digestbot.config import Config
from digestbot.errors import ConfigError, DigestbotError
from digestbot.fetch.listening import listening
from digestbot.garbage import settle
from digestbot.logs import set_up
from digestbot.loop import run
from digestbot.metrics import Metrics
from digestbot.newsroom import Newsroom, open_newsroom
from digestbot.types import Digest

log = logging.getLogger(__name__)

TICK = 60  # seconds between looks at what is due; digests are given in minutes, sources every five at most
STOP_WITHIN = 8.0  # seconds for work in hand to end after SIGTERM; the promise is ten, process exit takes the rest
AWAKE_AFTER = 1.0  # seconds between a hub's call and the look at the source: hubs call in bursts
LOCK_FILE = "digestbot.lock"


def serve(config_folder: Path, state_folder: Path, say: Callable[[Digest], None]) -> None:
    """Run until SIGINT or SIGTERM; ``say`` gets each digest when no Slack is connected.

    Raises:
        DigestbotError: another service runs on this state folder.
        ConfigError: the configuration is wrong at the start. A file spoilt later is reported, and the old one kept.
    """
    with only_one(state_folder):
        run(_serve(config_folder, state_folder, say))


@contextmanager
def only_one(state_folder: Path) -> Iterator[None]:
    """Hold the state folder's lock, which the system lets go of whatever way the process ends."""
    state_folder.mkdir(parents=True, exist_ok=True)
    with (state_folder / LOCK_FILE).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DigestbotError(
                f"another digestbot runs on {state_folder}: stop it first, or give this one its own --state"
            ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


async def _serve(config_folder: Path, state_folder: Path, say: Callable[[Digest], None]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with open_newsroom(config_folder, state_folder) as newsroom:
        set_up(newsroom.room.config.settings.service.log_format)
        newsroom.publishing.say = say
        async with running(newsroom):
            settle()
            log.info("service.started sources=%d", len(newsroom.room.config.sources))
            await stop.wait()
            log.info("service.stopping")
    log.info("service.stopped")


@asynccontextmanager
async def running(newsroom: Newsroom, *, tick: float = TICK) -> AsyncIterator[Service]:
    """The service at work for as long as the block runs; leaving it ends all work in hand in order."""
    service = Service(newsroom, tick=tick)
    async with AsyncExitStack() as stack:
        await service.start(stack)
        try:
            yield service
        finally:
            await service.stop()


class Service:
    """The jobs of one newsroom on one scheduler; no job runs beside itself."""

    def __init__(self, newsroom: Newsroom, *, tick: float = TICK) -> None:
        self._newsroom = newsroom
        self._tick = tick
        self._metrics = Metrics()
        self._scheduler = AsyncIOScheduler(timezone=newsroom.room.config.settings.service.timezone)
        self._jobs: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._awake: set[str] = set()  # sources that a hub has called for
        self._stamp = _config_stamp(newsroom.room.config)
        self._ear = AsyncExitStack()  # holds the server that hubs call, which an edit may open and close
        self._heard_at: tuple[str, int] | Literal["unknown"] | None = "unknown"  # the settings may have been others

    async def start(self, stack: AsyncExitStack) -> None:
        """Connect to Slack where tokens are set, start the clock, and look at once at what was missed."""
        settings = self._newsroom.room.config.settings
        if settings.service.metrics_port is not None:
            stack.enter_context(self._metrics.served(settings.service.metrics_port))
        if self._newsroom.room.config.secrets.connects:
            from digestbot.slack.serve import connected

            room = self._newsroom.room
            await stack.enter_async_context(connected(self._newsroom.desk(), room.config, room.workspaces))
        self._newsroom.pushes.wake = self._wake
        self._ear = await stack.enter_async_context(AsyncExitStack())
        await self._listen()
        self._scheduler.start()
        self._plan()

    async def _listen(self) -> None:
        """Hear hubs where the settings say so now, and ask once for what they may have called for while nobody did.

        Raises DigestbotError when the port is taken.
        """
        service = self._newsroom.room.config.settings.service
        wanted = (service.listen_host, service.listen_port) if service.public_url is not None else None
        if wanted == self._heard_at:
            return
        await self._ear.aclose()
        self._heard_at = None
        if wanted is None:
            await self._newsroom.pushes.give_up()
        else:
            self._awake |= await self._newsroom.pushes.missed()
            await self._ear.enter_async_context(listening(self._newsroom.pushes, *wanted))
            self._heard_at = wanted

    def _plan(self) -> None:
        """One job for the rounds, one a channel for the hour of its digest, one for the night's training."""
        scheduler = self._scheduler
        scheduler.remove_all_jobs()
        config = self._newsroom.room.config
        once = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        first = datetime.now(UTC)
        scheduler.add_job(self._round, IntervalTrigger(seconds=self._tick), next_run_time=first, id="round", **once)
        for channel in config.channels:
            days = dict.fromkeys((*channel.days, *((channel.weekly,) if channel.weekly else ())))
            if not days:  # a channel for alerts alone
                continue
            trigger = CronTrigger(
                day_of_week=",".join(days),
                hour=channel.at.hour,
                minute=channel.at.minute,
                timezone=channel.timezone,
            )
            scheduler.add_job(self._deliver, trigger, id=f"digest {channel.channel}", **once)
        retrain = config.settings.model.retrain_at
        if retrain is not None:
            night = CronTrigger(hour=retrain.hour, minute=retrain.minute, timezone=config.settings.service.timezone)
            scheduler.add_job(self._night, night, id="night", **once)

    async def _round(self) -> None:
        """Each step by itself: a round that fails holds up no digest."""
        await self._job("reload", self._reload_if_edited)
        await self._job("round", self._poll)
        await self._job("awake", self._poll_awake)
        await self._job("hubs", self._newsroom.pushes.subscribe_due)
        await self._job("corrections", self._newsroom.correcting.correct_posted)
        await self._job("marks", self._newsroom.marking.show_due)
        await self._job("alerts", self._newsroom.alerting.alert_new)
        await self._job("drafts", self._newsroom.publishing.drafting.draft_due)
        await self._job("deliver", self._newsroom.publishing.deliver_due)
        await self._job("health", self._newsroom.watching.summarise_due)
        await self._job("asking", self._newsroom.asking.ask_due)
        await self._job("coverage", self._newsroom.covering.report_due)

    def _wake(self, source_id: str) -> None:
        """A source has news: it is read in a moment, together with what else calls until then."""
        self._awake.add(source_id)
        if self._scheduler.get_job("awake") is None and not self._stopping:
            soon = datetime.now(UTC) + timedelta(seconds=AWAKE_AFTER)
            self._scheduler.add_job(
                self._awake_job, DateTrigger(soon), id="awake", misfire_grace_time=None, replace_existing=True
            )

    async def _awake_job(self) -> None:
        await self._job("awake", self._poll_awake)

    async def _poll_awake(self) -> None:
        watched = {source.id for source in self._newsroom.room.config.sources if not source.paused}
        called, self._awake = sorted(self._awake & watched), set()
        if not called:
            return
        reports, to_ask = await self._newsroom.take_pushed(called)
        log.info("round.called_for sources=%d asked=%d", len(called), len(to_ask))
        if to_ask:
            reports.append(await self._newsroom.poll(to_ask))
        for report in reports:
            self._metrics.polled(report)

    async def _deliver(self) -> None:
        await self._job("deliver", self._newsroom.publishing.deliver_due)

    async def _night(self) -> None:
        await self._job("night", self._newsroom.nightly)

    async def _poll(self) -> None:
        report = await self._newsroom.poll()
        self._metrics.polled(report)
        asked = [one.id for one in report.sources if one.status in ("ok", "unchanged", "failed", "gone")]
        await self._newsroom.watching.look(asked)
        if report.sources:
            log.info(
                "round.done sources=%d new=%d relevant=%d seconds=%.1f",
                len(report.sources),
                report.new,
                report.relevant,
                report.seconds,
            )

    async def _job(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """One job as a task that ``stop`` can end; an error of ours goes to the admins and ends only this run."""

        async def run() -> None:
            try:
                await work()
            except DigestbotError as error:
                log.error("%s.failed reason=%s", name, error)
                self._metrics.failed(name)
                await self._newsroom.publishing.alarm(f"{name} failed: {error}")

        if self._stopping:
            return
        task = asyncio.create_task(run(), name=name)
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)
        await asyncio.wait([task])
        if not task.cancelled() and (error := task.exception()) is not None:
            # A fault in our own code: the log has the trace, the admins a line, and the next run its chance.
            log.error("%s.broken", name, exc_info=error)
            self._metrics.failed(name)
            await self._newsroom.publishing.alarm(
                f"{name} failed: a fault in digestbot, {type(error).__name__}: {error}"
            )

    async def _reload_if_edited(self) -> None:
        """Take up an edited configuration; a spoilt one is reported once, and the one in force stays."""
        stamp = _config_stamp(self._newsroom.room.config)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            await self._newsroom.room.reload()
        except ConfigError as error:
            log.error("config.refused %s", "; ".join(error.problems))
            problems = "\n".join(error.problems)
            await self._newsroom.publishing.alarm(
                f"The edited configuration is wrong; the old one is kept:\n{problems}"
            )
            return
        log.info("config.reloaded")
        self._plan()
        await self._listen()

    async def stop(self) -> None:
        """No new work; what is in hand is cancelled between transactions, and waited for."""
        self._stopping = True
        self._scheduler.pause()
        jobs = list(self._jobs)
        for job in jobs:
            job.cancel()
        if jobs:
            await asyncio.wait(jobs, timeout=STOP_WITHIN)
        await asyncio.sleep(0)  # the scheduler's own coroutines see that their jobs have ended
        self._scheduler.shutdown(wait=False)


def _config_stamp(config: Config) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of every YAML file: what an edit changes."""
    stamp = []
    for file in sorted(config.folder.glob("*.yaml")):
        try:
            found = file.stat()
        except FileNotFoundError:  # an editor is putting a new one in its place: the next look sees it
            continue
        stamp.append((file.name, found.st_mtime_ns, found.st_size))
    return tuple(stamp)
