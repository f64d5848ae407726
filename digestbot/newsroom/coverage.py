"""What the sources brought → the coverage report: asked for, or made for the admins on the first of each month."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from digestbot.errors import DigestbotError
from digestbot.newsroom.considering import Look, consider, looked_at
from digestbot.newsroom.desk import QUIET_DAYS
from digestbot.newsroom.room import Room
from digestbot.newsroom.sending import FOLDER, Sending
from digestbot.render import coverage
from digestbot.render.coverage import CoverageReport, SourceNote, TopicNote
from digestbot.types import Delivery, SourceHealth, Topic

log = logging.getLogger(__name__)

AT = time(9, 0)  # on the first, in the service's zone
REPORTED = "coverage.month"  # note in the store: the last month reported on, as 2026-11
DAYS = 30  # what a report that is asked for covers

Health = Callable[[], Awaitable[list[SourceHealth]]]


class Covering:
    """The coverage reports of one newsroom."""

    def __init__(self, room: Room, sending: Sending, health: Health, look: Look) -> None:
        self._room = room
        self._sending = sending
        self._health = health
        self._look = look

    async def report(self, month: date | None = None) -> CoverageReport:
        """Of the month that holds this day; None: of the last thirty days. Raises DigestbotError for one ahead."""
        today = self._today()
        first = today - timedelta(days=DAYS) if month is None else month.replace(day=1)
        last = today if month is None else _next(first) - timedelta(days=1)
        if first > today:
            raise DigestbotError(f"{first:%B %Y} lies ahead: there is nothing to report yet")
        return await self._made(first, last)

    async def report_due(self) -> CoverageReport | None:
        """On the first of a month, once: the report of the month before, to the admins and into a file.

        A month missed while nothing ran is made up for; the month in which the service first started is not reported
        before it has ended. Raises DigestbotError when the file cannot be written, StoreError.
        """
        store = self._room.store
        month = self._due()
        reported = await self._room.write(store.notes.get, REPORTED)
        if not isinstance(reported, str):
            await self._room.write(store.notes.put, REPORTED, f"{month:%Y-%m}")
            return None
        if reported >= f"{month:%Y-%m}":
            return None
        report = await self._made(month, _next(month) - timedelta(days=1))
        await self._send(report, month)
        await self._room.write(store.notes.put, REPORTED, f"{month:%Y-%m}")
        log.info("coverage.reported month=%s", f"{month:%Y-%m}")
        return report

    def _today(self) -> date:
        return self._room.clock().astimezone(self._zone()).date()

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._room.config.settings.service.timezone)

    def _due(self) -> date:
        """The first day of the latest month whose report is due."""
        now = self._room.clock().astimezone(self._zone())
        first = now.date().replace(day=1)
        if now < datetime.combine(first, AT, tzinfo=self._zone()):
            first = _before(first)
        return _before(first)

    async def _made(self, first: date, last: date) -> CoverageReport:
        room, zone = self._room, self._zone()
        start, end = (datetime.combine(day, time(), tzinfo=zone) for day in (first, last + timedelta(days=1)))
        totals = await room.write(room.store.coverage.totals, start, end)
        fed = await room.write(room.store.coverage.topic_sources, start, end)
        told = await room.write(room.store.coverage.sources_told)
        addresses = await room.write(room.store.coverage.addresses, start, end)
        unwatched = consider(addresses, room.config.sources)
        sources = [one for one in await self._health() if not one.source.paused]
        quiet = {one.source.id: days for one in sources if (days := _silence(one, room.clock())) > QUIET_DAYS}
        titles = {one.source.id: one.source.title for one in sources}
        return CoverageReport(
            first,
            last,
            totals.articles,
            totals.copies,
            totals.stories,
            never=tuple(
                SourceNote(
                    one.source.id,
                    one.source.title,
                    f"{one.share_relevant:.0%} of {one.items} articles relevant" if one.items else "nothing came yet",
                )
                for one in sources
                if one.source.id not in told
            ),
            one_source=tuple(
                _fed(topic, fed[topic.id], titles) for topic in self._topics() if len(fed.get(topic.id, {})) == 1
            ),
            no_source=tuple(TopicNote(topic.id, topic.label) for topic in self._topics() if topic.id not in fed),
            silent=tuple(SourceNote(one, titles[one], f"nothing for {days} days") for one, days in quiet.items()),
            failing=tuple(
                SourceNote(one.source.id, one.source.title, one.advice)
                for one in sources
                if not one.ok and one.source.id not in quiet
            ),
            consider=await looked_at(unwatched, self._look),
        )

    def _topics(self) -> tuple[Topic, ...]:
        return self._room.config.topics

    async def _send(self, report: CoverageReport, month: date) -> None:
        room, channel = self._room, self._room.config.settings.slack.admin_channel
        name = f"coverage-{month:%Y-%m}"
        file = room.state_folder / FOLDER / f"{name}.txt"

        def save() -> None:
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(coverage.text(report), encoding="utf-8")
            except OSError as error:
                raise DigestbotError(f"{file} cannot be written: {error.strerror}") from error

        await room.write(save)
        if not room.config.secrets.connects or channel is None:
            return
        now = room.clock()
        delivery = Delivery(name, channel, "alert", "pending", now, now, coverage.messages(report))
        await room.write(room.store.outbox.prepare, delivery, now=now)
        await self._sending.send()


def _fed(topic: Topic, sources: dict[str, int], titles: dict[str, str]) -> TopicNote:
    ((source, articles),) = sources.items()
    return TopicNote(topic.id, topic.label, titles.get(source) or source, articles)


def _silence(one: SourceHealth, now: datetime) -> int:
    """Days since its last article; 0 for a source that has brought none yet."""
    return (now - one.last_item).days if one.last_item is not None else 0


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
