"""A channel, its last delivery and the time → when its next digest is due and which window that covers. Pure: never
reads a clock, and never measures days by counting hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from digestbot.types import WEEKDAYS, Channel, Weekday

FIRST_WINDOW = timedelta(days=3)  # of a channel's very first digest: as far back as a new source's items are news
LOOK_AHEAD = 15  # days in which a slot must turn up: one week holds every weekday, one more for the edges
CATCH_UP_MOST = timedelta(days=31)  # after a longer downtime the digest covers this much and the archive has the rest


@dataclass(frozen=True, slots=True)
class Window:
    """What a due digest covers: ``start`` ≤ news < ``end``, its local ``day``, and how many delivery days it missed."""

    start: datetime
    end: datetime
    day: date
    gap_days: int = 0


def slot(channel: Channel, day: date) -> datetime:
    """The UTC moment of delivery on a local day. A time that the clocks skip is moved on by the skip; one that comes
    twice is its first.
    """
    local = datetime.combine(day, channel.at, tzinfo=ZoneInfo(channel.timezone))
    return local.astimezone(UTC)


def next_slot(channel: Channel, after: datetime) -> datetime:
    """The first delivery strictly after ``after``; of a channel for alerts alone, a week later."""
    start = after.astimezone(ZoneInfo(channel.timezone)).date() - timedelta(days=1)
    for day in _days(start, LOOK_AHEAD + 1):
        if is_delivery_day(channel, day) and slot(channel, day) > after:
            return slot(channel, day)
    return after + timedelta(days=7)


def delivery_days(channel: Channel) -> tuple[Weekday, ...]:
    """The weekdays on which the channel hears anything; a channel without daily digests may have a weekly round-up."""
    return channel.days or ((channel.weekly,) if channel.weekly else ())


def is_delivery_day(channel: Channel, day: date) -> bool:
    return WEEKDAYS[day.weekday()] in delivery_days(channel)


def next_due(channel: Channel, last: datetime | None, now: datetime) -> datetime:
    """When the channel's next digest is due, in UTC; not after ``now`` means now.

    ``last`` is the end of the last delivered window, None before the first. At most one digest falls on a local day:
    one sent early (by hand) stands for that day's. One that was missed is made up for at the hour of the next delivery
    day that has not passed, never on a day off and never at night.
    """
    today = _local_day(channel, now)
    first = today if last is None else max(today, _local_day(channel, last) + timedelta(days=1))
    return slot(channel, _delivery_day(channel, first))


def due_window(channel: Channel, last: datetime | None, now: datetime, waited: int = 0) -> Window | None:
    """The window to deliver now, or None when nothing is due.

    The window runs from the last delivery to now, however long that is: after downtime there is one digest, not one a
    day. ``waited`` are the delivery days on which a digest was held back for more stories: they are no gap.
    """
    if not channel.days or next_due(channel, last, now) > now or (last is not None and last >= now):
        return None
    today = _local_day(channel, now)
    if last is None:
        return Window(now - FIRST_WINDOW, now, today)
    first = _local_day(channel, last) + timedelta(days=1)
    missed = sum(is_delivery_day(channel, day) for day in _days(first, (today - first).days))
    gap = max(missed - waited, 0)
    # What was held back is never cut off: a channel that hears once a week may wait for more than a month.
    start = max(last, now - CATCH_UP_MOST) if gap and not waited else last
    return Window(start, now, today, gap_days=gap)


def weekly_due(channel: Channel, last: datetime | None, now: datetime) -> datetime | None:
    """When the next weekly round-up is due, in UTC; None for a channel without one.

    One that was missed is made up for on the channel's next delivery day, not a week later.
    """
    if channel.weekly is None:
        return None
    today = _local_day(channel, now)
    first = today if last is None else _local_day(channel, last) + timedelta(days=1)
    planned = _delivery_day(replace(channel, days=(channel.weekly,)), first)
    if planned < today:
        planned = _delivery_day(replace(channel, days=(*channel.days, channel.weekly)), today)
    return slot(channel, planned)


def _local_day(channel: Channel, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(channel.timezone)).date()


def _delivery_day(channel: Channel, first: date) -> date:
    for day in _days(first, LOOK_AHEAD):
        if is_delivery_day(channel, day):
            return day
    raise ValueError(f"channel {channel.channel} has no delivery days")


def _days(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(max(count, 0)))
