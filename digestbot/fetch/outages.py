"""Tells our own network's failure from those of sources: many silent at once are not the ones at fault. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from digestbot.errors import BlockedFetchError, FetchError
from digestbot.fetch.limits import PollingLimits
from digestbot.types import SourceState

OUTAGE_MIN_TRIED = 3  # with fewer sources tried, "many" says nothing
OUTAGE_SHARE = 0.6  # of the sources that answered last time; no two hosts' failures make that on a list of ten


def is_connection_failure(error: Exception) -> bool:
    """Whether ``error`` may be our own network's: no server answered at all, and no rule of ours refused."""
    return (
        isinstance(error, FetchError)
        and not isinstance(error, BlockedFetchError)
        and error.status is None
        and error.retry_after is None
    )


def is_our_fault(failures: int, tried: int) -> bool:
    """Whether so many connection failures at once mean that our own network is down.

    Count only sources on different hosts that answered last time (``state.failures == 0``), and only errors for
    which ``is_connection_failure`` holds: a list of long-dead feeds is no outage.
    """
    return tried >= OUTAGE_MIN_TRIED and failures >= OUTAGE_SHARE * tried


def after_our_fault(state: SourceState, error: Exception, now: datetime, polling: PollingLimits) -> SourceState:
    """The state after a failure that was our own network's: not counted, and tried again soon."""
    return replace(
        state,
        checked_at=now,
        status="failed",
        error=f"our own network seems to be down ({getattr(error, 'reason', error)})",
        next_check=now + polling.min_interval,
    )
