"""Quiet is told from broken, by each source's own rhythm, in one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.fetch.health import Rhythm, advice, alert, learn, silent_for, summary
from digestbot.types import SourceState

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)  # a Tuesday
DAY = timedelta(days=1)
WELL = SourceState("example", checked_at=NOW, status="unchanged", http_status=304, added_at=NOW - 90 * DAY)


def weekly(silent_days: int) -> Rhythm:
    return learn((NOW - DAY * (silent_days + 7 * n) for n in range(12)), NOW)


def office_hours(end: datetime) -> list[datetime]:
    """Every hour from 9 to 17 on weekdays, for four weeks up to ``end``."""
    hours = (end - timedelta(hours=n) for n in range(28 * 24))
    return [hour for hour in hours if hour.weekday() < 5 and 9 <= hour.hour <= 17]


def test_the_longest_usual_gap_is_learnt() -> None:
    assert weekly(0) == Rhythm(7 * DAY, NOW)


def test_one_long_holiday_does_not_spoil_the_rhythm() -> None:
    times = [NOW - DAY * n for n in range(10)] + [NOW - DAY * n for n in range(100, 110)]
    assert learn(times, NOW).usual_gap == timedelta(days=2)


def test_few_items_are_no_rhythm() -> None:
    assert learn([NOW - DAY * n for n in range(4)], NOW).usual_gap is None
    assert learn([], NOW) == Rhythm()


def test_times_ahead_are_ignored() -> None:
    assert learn([NOW + DAY, NOW - DAY], NOW).last_item == NOW - DAY


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=30))
def test_any_times_give_a_rhythm(times: list[datetime]) -> None:
    rhythm = learn(times, NOW)
    assert rhythm.usual_gap is None or rhythm.usual_gap >= timedelta(days=2)
    assert rhythm.last_item is None or rhythm.last_item <= NOW


@pytest.mark.parametrize(("days", "silent"), [(7, False), (20, False), (22, True)])
def test_a_source_is_silent_when_three_times_its_usual_gap_has_passed(days: int, silent: bool) -> None:
    assert (silent_for(weekly(days), NOW) is not None) is silent


def test_a_long_weekend_of_an_hourly_source_is_no_silence() -> None:
    rhythm = learn(office_hours(NOW - 4 * DAY), NOW)
    assert silent_for(rhythm, NOW) is None
    assert silent_for(rhythm, NOW + 8 * DAY) is not None


def test_silence_is_reported_though_the_server_answers() -> None:
    well, sentence = advice(WELL, weekly(30), NOW)
    assert not well
    assert sentence == (
        "Silent for 30 days, three times longer than usual (7 days), "
        "still answering 304; look whether its feed has moved."
    )


def test_a_source_in_its_rhythm_is_well() -> None:
    assert advice(WELL, weekly(5), NOW) == (True, "Well; last item 5 days ago.")


def test_a_few_failures_are_the_webs_weather() -> None:
    state = replace(WELL, status="failed", failures=2, error="the server cut the connection", next_check=NOW + DAY / 24)
    assert advice(state, weekly(5), NOW) == (
        True,
        "Failed just now: the server cut the connection. Next try in 60 min.",
    )


def test_many_failures_are_reported_with_cause_and_next_try() -> None:
    state = replace(
        WELL,
        status="failed",
        failures=5,
        error="the name a.example does not exist",
        next_check=NOW,
        changed_at=NOW - 3 * DAY,
    )
    well, sentence = advice(state, weekly(30), NOW)
    assert not well
    assert sentence == (
        "Failed 5 times in a row: the name a.example does not exist. Last news from it 3 days ago. The next try is due."
    )


@pytest.mark.parametrize(
    ("state", "well", "words"),
    [
        (replace(WELL, status="paused"), True, "Paused"),
        (replace(WELL, status="gone", failures=1), False, "410"),
        (SourceState("example"), True, "Not read yet"),
        (replace(WELL, added_at=NOW - 8 * DAY), False, "has brought no item yet"),
        (replace(WELL, added_at=NOW - 6 * DAY), True, "Well."),
        (
            replace(WELL, added_at=NOW, moved_to="https://me:pw@new.example/f", moved_seen=3),
            True,
            "moved to https://new.example/f,",
        ),
    ],
)
def test_each_state_has_its_sentence(state: SourceState, well: bool, words: str) -> None:
    ok, sentence = advice(state, Rhythm(), NOW)
    assert ok is well
    assert words in sentence


BAD = (False, "Silent for 30 days.")
GOOD = (True, "Well.")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (GOOD, GOOD, None),
        (BAD, BAD, None),
        (None, GOOD, None),
        (GOOD, BAD, "Example: Silent for 30 days."),
        (None, BAD, "Example: Silent for 30 days."),
        (BAD, GOOD, "Example is well again."),
    ],
)
def test_admins_are_told_only_when_a_state_changes(before, after, told) -> None:
    assert alert("Example", before, after) == told


def test_the_daily_summary_lists_those_that_need_attention() -> None:
    assert summary([("A", True, "Well."), ("B", False, "Gone.")]) == "1 of 2 sources needs attention:\n• B: Gone."
    assert summary([("A", True, "Well.")]) is None
