"""Says who is due and what a source's state is after each kind of answer; a source is never switched off short of 410.

Pure: ``now`` and the random number come in as arguments; nothing is fetched, stored or logged.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from digestbot.errors import FetchError
from digestbot.fetch import intervals
from digestbot.fetch.limits import PollingLimits
from digestbot.types import Feed, Response, Source, SourceState, SourceStatus, Unchanged

JITTER = 0.25  # a quarter either way keeps sources that failed together from returning together
MOVED_AFTER = 3  # polls in a row that must show the same permanent redirect before it is used
MOVE_FORGOTTEN_AFTER = 3  # failures in a row at the remembered address before the configured one is tried again


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to fetch a source now, and why. ``full``: without validators. ``status`` is set when it is held back."""

    fetch: bool
    status: SourceStatus | None
    reason: str
    full: bool = False


def due(source: Source, state: SourceState | None, now: datetime, polling: PollingLimits) -> Decision:
    """Whether ``source`` is to be fetched ``now``. ``state`` None: never seen before."""
    if source.paused:
        return Decision(False, "paused", "paused by an admin")
    if state is None or state.checked_at is None:
        return Decision(True, None, "never read before", full=True)
    if state.status == "gone":
        return Decision(False, "gone", "answered 410: removed for good")
    every = max(1, polling.full_fetch_every)
    full = state.unchanged_run > 0 and state.unchanged_run % every == every - 1
    # A clock that was set back must not put a source to sleep: a plan made in what is now the future is none, and none
    # reaches further than the longest back-off.
    planned = (
        state.next_check is not None
        and state.checked_at <= now < state.next_check <= now + intervals.MAX_BACKOFF * (1 + JITTER)
    )
    if planned and state.next_check is not None:
        wait = _words(state.next_check - now)
        if state.failures:
            return Decision(False, "backing-off", f"failed {state.failures} times in a row; next try in {wait}")
        return Decision(False, None, f"next look in {wait}")
    return Decision(True, None, "due", full=full)


def address(source: Source, state: SourceState | None) -> str:
    """Where to fetch ``source``: its configured URL, or where it has lastingly moved."""
    if state is not None and state.moved_to and state.moved_seen >= MOVED_AFTER:
        return state.moved_to
    return source.url


def state_of(source: Source, state: SourceState | None, now: datetime) -> SourceState:
    """What is remembered of ``source`` at its configured address; nothing, when an admin has given it another."""
    if state is None or (state.url and state.url != source.url):
        return SourceState(source.id, added_at=now, url=source.url)
    return state if state.url else replace(state, url=source.url)


def body_hash(body: bytes) -> str:
    """What ``SourceState.body_hash`` holds: equal for equal bodies."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def is_unchanged(state: SourceState | None, response: Response) -> bool:
    """Whether ``response`` brings nothing new: a 304, or the very body we had. Then it need not be parsed."""
    if response.status == 304:
        return True
    return state is not None and state.body_hash is not None and state.body_hash == body_hash(response.body)


def after_success(
    source: Source,
    state: SourceState,
    response: Response,
    feed: Feed,
    entries_new: int,
    now: datetime,
    polling: PollingLimits,
) -> SourceState:
    """The state after a body that differed from the last and could be parsed."""
    # A server that keeps its validators though it has new entries would hide news behind 304 for ever. The empty
    # string marks such a validator: it is never sent again.
    lied = state.checked_at is not None and entries_new > 0
    interval = intervals.learnt(state, feed, entries_new, now, polling)
    return replace(
        state,
        **_reached(state, response, now),
        kind=state.kind or feed.kind,
        etag=_validator(state.etag, response.headers.get("etag"), lied),
        last_modified=_validator(state.last_modified, response.headers.get("last-modified"), lied),
        body_hash=body_hash(response.body),
        changed_at=now if entries_new or state.changed_at is None else state.changed_at,
        next_check=_next(
            source, now + intervals.bounded(source, interval, response, feed.min_interval, polling), feed.skip_hours
        ),
        status="ok",
        unchanged_run=0,
        skip_hours=feed.skip_hours,
        min_interval=feed.min_interval,
        hub=feed.hub,
        topic=feed.topic or response.url if feed.hub else None,
    )


def after_unchanged(
    source: Source, state: SourceState, response: Response, now: datetime, polling: PollingLimits
) -> SourceState:
    """The state after a 304, or after a body that was the same as the last."""
    return replace(
        state,
        **_reached(state, response, now),
        etag=_validator(state.etag, response.headers.get("etag"), lied=False) or state.etag,
        last_modified=_validator(state.last_modified, response.headers.get("last-modified"), lied=False)
        or state.last_modified,
        next_check=_next_unchanged(source, state, response, now, polling),
        status="unchanged",
        unchanged_run=state.unchanged_run + 1,
    )


def still_unchanged(
    source: Source, state: SourceState, response: Response, now: datetime, polling: PollingLimits
) -> Unchanged | None:
    """``after_unchanged`` in short, where a source was unchanged before and says nothing new of itself; else None.

    That is most of a usual round, and a whole state made, written and read costs as much as half a request.
    """
    told = response.headers
    same = (
        state.status == "unchanged"
        and not state.failures
        and not state.error
        and response.moved_to is None
        and (state.moved_to is None or state.moved_seen >= MOVED_AFTER)
        and told.get("etag", state.etag) == state.etag
        and told.get("last-modified", state.last_modified) == state.last_modified
    )
    if not same:
        return None
    look = _next_unchanged(source, state, response, now, polling)
    return Unchanged(source.id, now, look, state.unchanged_run + 1, response.status)


def after_failure(
    source: Source,
    state: SourceState,
    error: Exception,
    now: datetime,
    polling: PollingLimits,
    rng_value: float,
) -> SourceState:
    """The state after ``error`` (a FetchError, or a ParseError of the body). ``rng_value`` in [0, 1) is the jitter."""
    status = error.status if isinstance(error, FetchError) else None
    reason = error.reason if hasattr(error, "reason") else str(error)
    failures = state.failures + 1
    failed = replace(
        state, checked_at=now, failures=failures, status="failed", http_status=status, error=reason, unchanged_run=0
    )
    if status == 410:
        return replace(failed, status="gone", next_check=None)
    wait = intervals.backoff(source, error, failures, polling) * (1 - JITTER + 2 * JITTER * rng_value)
    wish = error.retry_after if isinstance(error, FetchError) else None
    wait = min(max(wait, wish or timedelta(0)), intervals.MAX_BACKOFF)
    if state.moved_seen >= MOVED_AFTER and failures >= MOVE_FORGOTTEN_AFTER:
        failed = replace(failed, moved_to=None, moved_seen=0)
    return replace(failed, next_check=_next(source, now + wait, state.skip_hours))


def pushed(source: Source, state: SourceState, now: datetime, polling: PollingLimits) -> SourceState:
    """``state`` of a source whose hub tells us of its news: it is asked seldom, lest the hub fall silent."""
    if source.every is not None or state.failures:
        return state
    seldom = now + polling.max_interval
    return replace(state, next_check=max(state.next_check or seldom, seldom))


def _reached(state: SourceState, response: Response, now: datetime) -> dict[str, Any]:
    """What changes in ``state`` with any answer: no failures, and the permanent redirect counted."""
    in_use = bool(state.moved_to) and state.moved_seen >= MOVED_AFTER
    moved_to, moved_seen = state.moved_to, state.moved_seen
    if response.moved_to is not None:
        again = response.moved_to == state.moved_to
        moved_to, moved_seen = response.moved_to, (state.moved_seen + 1 if again else 1)
        if in_use and not again:  # the remembered address has moved on in its turn
            moved_seen = MOVED_AFTER
    elif not in_use:
        moved_to, moved_seen = None, 0
    return {
        "checked_at": now,
        "failures": 0,
        "error": None,
        "http_status": response.status,
        "succeeded_at": now,
        "moved_to": moved_to,
        "moved_seen": moved_seen,
    }


def _next(source: Source, planned: datetime, skip_hours: frozenset[int]) -> datetime:
    """``planned``, or the first hour after it in which the feed lets us call; an admin's ``every`` overrides it."""
    return planned if source.every is not None else intervals.allowed(planned, skip_hours)


def _next_unchanged(
    source: Source, state: SourceState, response: Response, now: datetime, polling: PollingLimits
) -> datetime:
    interval = intervals.in_use(state, polling)
    if state.changed_at is not None:
        interval = max(interval, (now - state.changed_at) * intervals.SILENCE_SHARE)
    wait = intervals.bounded(source, interval, response, state.min_interval, polling)
    return _next(source, now + wait, state.skip_hours)


def _validator(known: str | None, sent: str | None, lied: bool) -> str | None:
    if known == "" or (lied and known and sent == known):
        return ""
    return sent


def _words(wait: timedelta) -> str:
    minutes = max(1, round(wait.total_seconds() / 60))
    if minutes < 120:
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < 48 else f"{round(hours / 24)} days"
