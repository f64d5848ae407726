"""The sources that failed in one round → their states after it. Pure."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from digestbot.errors import DigestbotError
from digestbot.fetch import outages, schedule
from digestbot.fetch.limits import PollingLimits
from digestbot.types import Source, SourceReport, SourceState
from digestbot.urls import host

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failed:
    """A source that could not be read, and why."""

    source: Source
    state: SourceState
    error: DigestbotError
    report: SourceReport


def states_after(
    failed: Sequence[Failed],
    tried: Sequence[tuple[Source, SourceState, bool]],
    now: datetime,
    polling: PollingLimits,
    chance: Callable[[], float],
) -> list[SourceState]:
    """Failures count against the sources, unless so many fail at once that the fault must be ours.

    ``tried`` are all that the round asked; ``chance`` gives the jitter, in [0, 1).
    """
    if not failed:
        return []
    # One vote a host, and none from a source that failed before: a list of long-dead feeds is no outage.
    sound = {host(source.url) for source, state, _ in tried if not state.failures}
    silent = {
        host(one.source.url) for one in failed if not one.state.failures and outages.is_connection_failure(one.error)
    }
    ours = outages.is_our_fault(len(silent), len(sound))
    if ours:
        log.warning("round.our_network_is_down failed=%d tried=%d", len(silent), len(sound))
    return [
        outages.after_our_fault(one.state, one.error, now, polling)
        if ours and outages.is_connection_failure(one.error)
        else schedule.after_failure(one.source, one.state, one.error, now, polling, chance())
        for one in failed
    ]
