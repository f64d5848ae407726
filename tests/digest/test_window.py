"""When digests fall due, across zones, clock changes, days off and downtime."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestbot.digest.window import FIRST_WINDOW, due_window, next_due, next_slot, slot, weekly_due
from digestbot.types import Channel

DAILY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONDON = Channel("#c", at=time(8, 30), days=DAILY)
WORKDAYS = Channel("#c", at=time(8, 30))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_hour_stays_local_when_clocks_go_forward() -> None:
    assert next_due(LONDON, utc("2026-03-28T08:30"), utc("2026-03-28T09:00")) == utc("2026-03-29T07:30")


def test_hour_stays_local_when_clocks_go_back() -> None:
    assert next_due(LONDON, utc("2026-10-24T07:30"), utc("2026-10-24T08:00")) == utc("2026-10-25T08:30")


def test_a_skipped_hour_is_moved_on() -> None:
    night = Channel("#c", at=time(1, 30), days=DAILY)
    assert slot(night, date(2026, 3, 29)) == utc("2026-03-29T01:30")


def test_an_hour_that_comes_twice_delivers_once() -> None:
    night = Channel("#c", at=time(1, 30), days=DAILY)
    first = slot(night, date(2026, 10, 25))
    assert first == utc("2026-10-25T00:30")
    assert due_window(night, first, first + timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Kolkata", "2026-11-24T03:00"),
        ("Asia/Kathmandu", "2026-11-24T02:45"),
        ("Australia/Eucla", "2026-11-23T23:45"),
        ("Pacific/Chatham", "2026-11-23T18:45"),
        ("Pacific/Kiritimati", "2026-11-23T18:30"),
        ("America/St_Johns", "2026-11-24T12:00"),
    ],
)
def test_zones_off_the_hour(zone: str, expected: str) -> None:
    channel = Channel("#c", at=time(8, 30), days=DAILY, timezone=zone)
    assert slot(channel, date(2026, 11, 24)) == utc(expected)


def test_half_hour_clock_change() -> None:
    channel = Channel("#c", at=time(8, 30), days=DAILY, timezone="Australia/Lord_Howe")
    before, after = slot(channel, date(2026, 10, 3)), slot(channel, date(2026, 10, 4))
    assert after - before == timedelta(hours=23, minutes=30)


def test_window_begins_where_the_last_one_ended() -> None:
    last, now = utc("2026-11-23T08:30"), utc("2026-11-24T08:30")
    window = due_window(LONDON, last, now)
    assert window is not None
    assert (window.start, window.end, window.day, window.gap_days) == (last, now, date(2026, 11, 24), 0)


def test_monday_covers_the_weekend_without_a_gap() -> None:
    last = utc("2026-11-20T08:30")  # Friday
    assert due_window(WORKDAYS, last, utc("2026-11-21T09:00")) is None
    window = due_window(WORKDAYS, last, utc("2026-11-23T08:30"))
    assert window is not None
    assert (window.start, window.gap_days) == (last, 0)


def test_downtime_gives_one_digest_labelled_with_the_gap() -> None:
    window = due_window(LONDON, utc("2026-11-20T08:30"), utc("2026-11-24T12:00"))
    assert window is not None
    assert window.gap_days == 3
    assert due_window(LONDON, window.end, window.end + timedelta(minutes=1)) is None
    assert next_due(LONDON, window.end, window.end) == utc("2026-11-25T08:30")


def test_days_on_which_a_digest_was_held_back_are_no_gap() -> None:
    window = due_window(LONDON, utc("2026-11-21T08:30"), utc("2026-11-24T08:30"), waited=2)
    assert window is not None
    assert window.gap_days == 0


def test_catching_up_waits_for_the_hour_and_for_a_delivery_day() -> None:
    assert due_window(LONDON, utc("2026-11-20T08:30"), utc("2026-11-24T01:00")) is None
    assert due_window(WORKDAYS, utc("2026-11-19T08:30"), utc("2026-11-21T12:00")) is None
    window = due_window(WORKDAYS, utc("2026-11-19T08:30"), utc("2026-11-23T08:30"))
    assert window is not None
    assert window.gap_days == 1


def test_nothing_is_due_twice_on_a_local_day() -> None:
    sent_by_hand = utc("2026-11-24T06:00")
    assert due_window(LONDON, sent_by_hand, utc("2026-11-24T08:30")) is None
    assert next_due(LONDON, sent_by_hand, utc("2026-11-24T08:30")) == utc("2026-11-25T08:30")


def test_the_first_digest_comes_at_once_when_todays_hour_has_passed() -> None:
    now = utc("2026-11-24T14:00")
    window = due_window(WORKDAYS, None, now)
    assert window is not None
    assert window.start == now - FIRST_WINDOW
    assert due_window(WORKDAYS, None, utc("2026-11-24T08:00")) is None


def test_clock_set_back_posts_nothing() -> None:
    last = utc("2026-11-24T08:30")
    assert due_window(LONDON, last, last - timedelta(days=2)) is None


def test_weekly_comes_on_its_day_and_is_made_up_for_on_the_next() -> None:
    channel = Channel("#c", at=time(8, 30), weekly="fri")
    last = utc("2026-11-13T08:30")
    assert weekly_due(channel, last, utc("2026-11-19T12:00")) == utc("2026-11-20T08:30")
    assert weekly_due(channel, last, utc("2026-11-21T12:00")) == utc("2026-11-23T08:30")
    assert weekly_due(channel, utc("2026-11-23T08:30"), utc("2026-11-24T08:30")) == utc("2026-11-27T08:30")


def test_a_channel_without_a_weekly_has_none_due() -> None:
    assert weekly_due(LONDON, None, utc("2026-11-24T12:00")) is None


def test_a_channel_with_a_weekly_alone_has_no_daily_due_and_hears_on_that_day() -> None:
    weekly = Channel("#c", at=time(8, 30), days=(), weekly="fri")
    now = utc("2026-11-24T12:00")
    assert due_window(weekly, None, now) is None
    assert next_slot(weekly, now) == utc("2026-11-27T08:30")
    assert weekly_due(weekly, None, now) == utc("2026-11-27T08:30")


def test_a_channel_for_alerts_alone_has_nothing_due() -> None:
    alerts = Channel("#c", days=())
    now = utc("2026-11-24T12:00")
    assert due_window(alerts, None, now) is None
    assert weekly_due(alerts, None, now) is None
    assert next_slot(alerts, now) == now + timedelta(days=7)


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(
        ["Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo"]
    ),
    at=st.times().map(lambda found: found.replace(second=0, microsecond=0, tzinfo=None)),
    days=st.sets(st.sampled_from(DAILY), min_size=1),
    start=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda found: found.replace(tzinfo=UTC)),  # noqa: DTZ001
    steps=st.lists(st.integers(1, 60 * 24 * 6), min_size=1, max_size=40),
)
def test_whenever_it_is_looked_at_windows_join_and_no_day_has_two(
    zone: str, at: time, days: set[str], start: datetime, steps: list[int]
) -> None:
    channel = Channel("#c", at=at, days=tuple(sorted(days)), timezone=zone)  # type: ignore[arg-type]
    last, now, seen = start, start, [start.astimezone(ZoneInfo(zone)).date()]
    for minutes in steps:
        now += timedelta(minutes=minutes)
        window = due_window(channel, last, now)
        if window is None:
            continue
        assert window.start == max(last, now - timedelta(days=31))
        assert window.end == now
        assert window.day not in seen
        assert window.day.strftime("%a").lower() in days
        assert slot(channel, window.day) <= now
        last = window.end
        seen.append(window.day)
    assert next_due(channel, last, now) > last
