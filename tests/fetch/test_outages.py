"""Many sources without any answer at once: it is our own network, and counts against none of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digestbot.config.settings import Polling
from digestbot.errors import BlockedFetchError, ParseError, PermanentFetchError, TransientFetchError
from digestbot.fetch.outages import after_our_fault, is_connection_failure, is_our_fault
from digestbot.types import SourceState

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
URL = "https://example.org/feed"
LOST = TransientFetchError(URL, "no answer")


def test_an_outage_counts_against_nobody_and_is_retried_soon() -> None:
    well = SourceState("example", checked_at=NOW, next_check=NOW, status="ok")
    state = after_our_fault(well, LOST, NOW, Polling())
    assert (state.failures, state.next_check) == (0, NOW + Polling().min_interval)
    assert "our own network" in (state.error or "")


@pytest.mark.parametrize(
    ("failures", "tried", "ours"),
    [(0, 0, False), (2, 2, False), (3, 3, True), (1, 10, False), (5, 10, False), (6, 10, True), (1000, 1000, True)],
)
def test_many_failing_at_once_is_us(failures: int, tried: int, ours: bool) -> None:
    assert is_our_fault(failures, tried) is ours


@pytest.mark.parametrize(
    ("error", "counts"),
    [
        (LOST, True),
        (PermanentFetchError(URL, "the name example.org does not exist"), True),
        (PermanentFetchError(URL, "answered 404", status=404), False),
        (TransientFetchError(URL, "answered 503", status=503), False),
        (TransientFetchError(URL, "held", retry_after=timedelta(hours=1)), False),
        (BlockedFetchError(URL, "too large"), False),
        (ParseError(URL, "no feed"), False),
    ],
)
def test_only_failures_without_an_answer_may_be_our_own_network(error: Exception, counts: bool) -> None:
    assert is_connection_failure(error) is counts
