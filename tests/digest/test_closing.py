"""What closes soon is recalled seven days and one day before, whatever days are off."""

from __future__ import annotations

from datetime import date, timedelta

from digest.news import CHANNEL, NOW, TOPICS, alone, deadline

from digestbot.digest import compose
from digestbot.digest.closing import ahead, closing_soon
from digestbot.types import Deadline

TODAY = date(2026, 11, 24)  # a Tuesday


def closes(day: date, story: int = 1, kind: str = "closes") -> Deadline:
    return Deadline(day, kind, f"Call {story}", "https://example.org/", "Source", story)  # type: ignore[arg-type]


def recalled(days: int, following: int = 1, last: int | None = None) -> bool:
    found = closing_soon(
        [closes(TODAY + timedelta(days=days))],
        today=TODAY,
        following=TODAY + timedelta(days=following),
        last=None if last is None else TODAY - timedelta(days=last),
    )
    return bool(found)


def test_recalled_a_week_and_a_day_before() -> None:
    assert [days for days in range(-2, 30) if recalled(days)] == [1, 7]


def test_before_days_off_reminders_come_early() -> None:
    # Friday's digest, the next on Monday: what falls on Sunday, Monday, and a week after Saturday and Sunday.
    assert [days for days in range(30) if recalled(days, following=3)] == [1, 2, 3, 7, 8, 9]


def test_after_a_gap_missed_reminders_are_made_up_for() -> None:
    assert [days for days in range(30) if recalled(days, last=4)] == [0, 1, 4, 5, 6, 7]


def test_sorted_by_day_and_what_closes_first() -> None:
    week, day = TODAY + timedelta(days=7), TODAY + timedelta(days=1)
    found = closing_soon(
        [closes(week, 1), closes(day, 2, "event"), closes(day, 3)], today=TODAY, following=TODAY + timedelta(days=1)
    )
    assert [one.story_id for one in found] == [3, 2, 1]


def test_the_same_date_of_a_story_is_named_once() -> None:
    week = TODAY + timedelta(days=7)
    assert len(closing_soon([closes(week), closes(week)], today=TODAY, following=TODAY + timedelta(days=1))) == 1


def test_a_closing_date_that_was_also_read_as_an_event_is_named_once() -> None:
    week = TODAY + timedelta(days=7)
    found = closing_soon([closes(week, 1, "event"), closes(week, 1)], today=TODAY, following=TODAY + timedelta(days=1))
    assert [one.kind for one in found] == ["closes"]


def test_a_fresh_story_that_closes_within_the_week_is_recalled_at_once() -> None:
    stories = [alone(1, facts=(deadline("2026-11-27"),)), alone(2, facts=(deadline("2026-12-20"),))]
    digest = compose(
        stories, CHANNEL, TOPICS, window_start=NOW - timedelta(days=1), window_end=NOW, now=NOW, deadlines=()
    )
    assert [one.story_id for one in digest.deadlines] == [1]


def test_kept_until_they_pass() -> None:
    found = ahead(
        [closes(TODAY - timedelta(days=1), 1), closes(TODAY, 2), closes(TODAY + timedelta(days=9), 3)], TODAY, 30
    )
    assert [one.story_id for one in found] == [2, 3]


def test_a_day_that_no_calendar_has_is_passed_over() -> None:
    digest = compose(
        [alone(1, facts=(deadline("2026-11-31"), deadline("2026-12")))],
        CHANNEL,
        TOPICS,
        window_start=NOW - timedelta(days=1),
        window_end=NOW,
        now=NOW,
    )
    assert digest.deadlines == ()
