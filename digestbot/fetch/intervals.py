"""Says how long to wait until a source is asked again: by its rhythm, its publisher's wishes and its failures.

Pure arithmetic on records; ``schedule`` decides what to do with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from digestbot.errors import FetchError, TransientFetchError
from digestbot.fetch.limits import PollingLimits
from digestbot.types import Feed, Response, Source, SourceState

MAX_BACKOFF = timedelta(days=30)  # issue 3: a failing source is asked at least this often
BACKOFF_FACTOR = 2.0  # the usual doubling: an hour's trouble costs an hour, a year's trouble a request a month
SLOW_DOWN_FACTOR = 3.0  # for 403 and 429: the server itself says that we come too often
NEWEST_ENTRIES = 20  # dated entries that tell a source's rhythm: a week or two of most, and recent
POLLS_PER_GAP = 2.0  # polls per mean gap between entries: half a gap late at worst, half the requests wasted
HOURS_A_WEEK = 168
SILENCE_SHARE = 0.1  # of the time since the last change: an evening's silence adds an hour, not a day


def learnt(state: SourceState, feed: Feed, entries_new: int, now: datetime, polling: PollingLimits) -> timedelta:
    """The interval that suits a source whose ``feed`` was just read, from the dates of its newest entries.

    Where these tell nothing, the interval in use halves with news and grows by half without.
    """
    dates = sorted((entry.published for entry in feed.entries if entry.published is not None), reverse=True)
    dates = [date for date in dates if date <= now][:NEWEST_ENTRIES]
    if len(dates) >= 2 and _spread(dates):
        return (now - dates[-1]) / len(dates) / POLLS_PER_GAP
    last = in_use(state, polling)
    return last / 2 if entries_new else last * 1.5


def _spread(dates: Sequence[datetime]) -> bool:
    """Whether the dates tell a rhythm: a feed that stamps all entries with one time does not."""
    return any(later != earlier for later, earlier in pairwise(dates))


def in_use(state: SourceState, polling: PollingLimits) -> timedelta:
    """The interval in use; the default one after failures, so that recovery is at once."""
    if state.failures or state.status == "failed" or state.next_check is None or state.checked_at is None:
        return polling.default_interval
    return state.next_check - state.checked_at


def bounded(
    source: Source, interval: timedelta, response: Response, asked: timedelta | None, polling: PollingLimits
) -> timedelta:
    """``interval`` within the settings and no shorter than the publisher asks; an admin's ``every`` overrides both."""
    if source.every is not None:
        return source.every
    floor = max(polling.min_interval, asked or timedelta(0), _max_age(response))
    return min(max(interval, floor), polling.max_interval)


def allowed(planned: datetime, skip_hours: frozenset[int]) -> datetime:
    """``planned``, or the full hour after it that is none of ``skip_hours`` (UTC, Monday 00:00 is 0)."""
    hour = planned.replace(minute=0, second=0, microsecond=0)
    for later in range(HOURS_A_WEEK):
        when = hour + timedelta(hours=later)
        if when.weekday() * 24 + when.hour not in skip_hours:
            return max(planned, when)
    return planned  # every hour is named: that means nothing


def _max_age(response: Response) -> timedelta:
    for part in response.headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        value = value.strip('"')
        if name == "max-age" and value.isascii() and value.isdigit():
            return timedelta(seconds=int(value[:9]))
    return timedelta(0)


def backoff(source: Source, error: Exception, failures: int, polling: PollingLimits) -> timedelta:
    """How long to wait after the ``failures``-th failure in a row, before jitter; 30 days at most.

    It starts from the shortest interval for transient errors, from the usual one for others, and doubles; 403
    and 429 start from the usual one and treble.
    """
    usual = source.every or polling.default_interval
    base = min(polling.min_interval, usual) if isinstance(error, TransientFetchError) else usual
    factor = BACKOFF_FACTOR
    if isinstance(error, FetchError) and error.status in (403, 429):
        base, factor = usual, SLOW_DOWN_FACTOR
    steps = min(failures - 1, 40)  # 2**40 is far beyond the cap, and still no overflow
    return timedelta(seconds=min(base.total_seconds() * factor**steps, MAX_BACKOFF.total_seconds()))
