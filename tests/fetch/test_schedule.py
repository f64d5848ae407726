"""Who is due, and what a source's state is after each kind of answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.errors import BlockedFetchError, FetchError, ParseError, PermanentFetchError, TransientFetchError
from digestbot.fetch import schedule
from digestbot.fetch.schedule import after_failure, after_success, after_unchanged, due
from digestbot.types import Entry, Feed, Response, Source, SourceState

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://example.org/feed"
SOURCE = Source("example", URL)


@dataclass(frozen=True)
class Polling:
    min_interval: timedelta = timedelta(minutes=15)
    default_interval: timedelta = HOUR
    max_interval: timedelta = timedelta(days=1)
    full_fetch_every: int = 20


POLLING = Polling()
WELL = SourceState("example", checked_at=NOW - HOUR, next_check=NOW, status="ok", changed_at=NOW - HOUR)


def response(body: bytes = b"new", status: int = 200, moved_to: str | None = None, **headers: str) -> Response:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(URL, status, told, body, NOW, moved_to)


def feed(*ages: timedelta, min_interval: timedelta | None = None) -> Feed:
    entries = tuple(Entry("example", str(age), URL, "x", published=NOW - age) for age in ages)
    return Feed("feed", "rss20", "Example", entries, min_interval=min_interval)


def interval_after(
    news: Feed, state: SourceState = WELL, source: Source = SOURCE, new: int = 1, **headers: str
) -> timedelta:
    after = after_success(source, state, response(**headers), news, new, NOW, POLLING)
    assert after.next_check is not None
    return after.next_check - NOW


def failed(times: int, error: Exception, source: Source = SOURCE, rng_value: float = 0.5) -> SourceState:
    return after_failure(source, replace(WELL, failures=times - 1), error, NOW, POLLING, rng_value)


def wait_of(state: SourceState) -> timedelta:
    assert state.next_check is not None
    return state.next_check - NOW


LOST = TransientFetchError(URL, "the server cut the connection")
MISSING = PermanentFetchError(URL, "answered 404", status=404)
GONE = PermanentFetchError(URL, "answered 410", status=410)


def refused(status: int, retry_after: timedelta | None = None) -> FetchError:
    return TransientFetchError(URL, f"answered {status}", status=status, retry_after=retry_after)


# --- what a feed asks for


def test_hours_and_days_to_leave_alone_are_waited_out() -> None:
    night_and_tuesday = frozenset({*range(24, 48), *range(48, 55)})  # NOW is a Tuesday; Wednesday until seven
    news = replace(feed(HOUR, 2 * HOUR, 3 * HOUR), skip_hours=night_and_tuesday)
    after = after_success(SOURCE, WELL, response(), news, 1, NOW, POLLING)
    assert after.next_check == datetime(2026, 11, 25, 7, tzinfo=UTC)
    again = after_unchanged(SOURCE, after, response(status=304), NOW, POLLING)
    assert again.next_check == after.next_check
    assert after_success(replace(SOURCE, every=HOUR), WELL, response(), news, 1, NOW, POLLING).next_check == NOW + HOUR


def test_a_feed_that_skips_every_hour_is_asked_all_the_same() -> None:
    news = replace(feed(HOUR, 2 * HOUR, 3 * HOUR), skip_hours=frozenset(range(168)))
    after = after_success(SOURCE, WELL, response(), news, 1, NOW, POLLING)
    assert after.next_check is not None
    assert after.next_check < NOW + timedelta(days=1)


def test_the_interval_a_feed_asked_for_holds_while_it_answers_304_and_after_a_failure() -> None:
    asked = after_success(SOURCE, WELL, response(), feed(HOUR, 2 * HOUR, min_interval=6 * HOUR), 1, NOW, POLLING)
    broken = after_failure(SOURCE, asked, LOST, NOW, POLLING, 0.5)
    back = after_unchanged(SOURCE, broken, response(status=304), NOW, POLLING)
    assert wait_of(back) == 6 * HOUR


def test_the_last_success_outlives_a_failure() -> None:
    well = after_unchanged(SOURCE, WELL, response(status=304), NOW, POLLING)
    broken = after_failure(SOURCE, well, LOST, NOW + HOUR, POLLING, 0.5)
    assert (well.succeeded_at, broken.succeeded_at) == (NOW, NOW)


def test_a_source_whose_hub_tells_of_its_news_is_asked_seldom_but_never_left_alone() -> None:
    after = after_success(SOURCE, WELL, response(), feed(HOUR, 2 * HOUR, 3 * HOUR), 1, NOW, POLLING)
    assert wait_of(schedule.pushed(SOURCE, after, NOW, POLLING)) == timedelta(days=1)
    assert schedule.pushed(replace(SOURCE, every=HOUR), after, NOW, POLLING) == after
    broken = failed(1, LOST)
    assert schedule.pushed(SOURCE, broken, NOW, POLLING) == broken


# --- due


@pytest.mark.parametrize("state", [None, SourceState("example"), SourceState("example", status="ok", added_at=NOW)])
def test_a_source_never_read_is_due_in_full(state) -> None:
    decision = due(SOURCE, state, NOW, POLLING)
    assert (decision.fetch, decision.full, decision.status) == (True, True, None)


def test_a_source_is_due_when_its_time_has_come() -> None:
    assert due(SOURCE, WELL, NOW, POLLING).fetch
    early = due(SOURCE, WELL, NOW - timedelta(minutes=10), POLLING)
    assert (early.fetch, early.status, early.reason) == (False, None, "next look in 10 min")


def test_a_paused_source_is_never_due() -> None:
    decision = due(replace(SOURCE, paused=True), None, NOW, POLLING)
    assert (decision.fetch, decision.status) == (False, "paused")


def test_a_failing_source_backs_off_and_says_so() -> None:
    decision = due(SOURCE, failed(3, LOST), NOW, POLLING)
    assert (decision.fetch, decision.status) == (False, "backing-off")
    assert decision.reason == "failed 3 times in a row; next try in 60 min"


def test_a_source_that_answered_410_is_retired() -> None:
    state = failed(1, GONE)
    assert (state.status, state.next_check) == ("gone", None)
    decision = due(SOURCE, state, NOW + timedelta(days=900), POLLING)
    assert (decision.fetch, decision.status) == (False, "gone")


def test_a_plan_beyond_any_back_off_was_made_by_a_wrong_clock() -> None:
    assert due(SOURCE, replace(WELL, next_check=NOW + timedelta(days=400)), NOW, POLLING).fetch


def test_every_twentieth_unchanged_poll_is_a_full_fetch() -> None:
    state, full = WELL, []
    for _ in range(60):
        full.append(due(SOURCE, state, state.next_check or NOW, POLLING).full)
        state = after_unchanged(SOURCE, state, response(b"", 304), state.next_check or NOW, POLLING)
    assert [number for number, is_full in enumerate(full) if is_full] == [19, 39, 59]


# --- how often


def test_the_interval_follows_how_often_the_source_publishes() -> None:
    hourly = interval_after(feed(*(HOUR * n for n in range(1, 21))))
    daily = interval_after(feed(*(HOUR * 10 * n for n in range(1, 21))))
    assert hourly == HOUR / 2
    assert daily == HOUR * 5


def test_the_interval_stays_within_the_settings() -> None:
    assert interval_after(feed(*(timedelta(minutes=n) for n in range(1, 21)))) == POLLING.min_interval
    assert interval_after(feed(*(timedelta(days=30 * n) for n in range(1, 21)))) == POLLING.max_interval


def test_a_source_that_fell_silent_long_ago_is_asked_less_often() -> None:
    assert interval_after(feed(*(timedelta(days=300, hours=n) for n in range(20))), new=0) == POLLING.max_interval


@pytest.mark.parametrize("ages", [(), (HOUR,), (HOUR, HOUR, HOUR), (-HOUR, -2 * HOUR)])
def test_without_usable_dates_news_halve_the_interval_and_silence_stretches_it(ages) -> None:
    assert interval_after(feed(*ages), new=2) == HOUR / 2
    assert interval_after(feed(*ages), new=0) == HOUR * 1.5


def test_an_admins_interval_is_kept_as_it_is() -> None:
    source = replace(SOURCE, every=timedelta(minutes=5))
    assert interval_after(feed(min_interval=HOUR), source=source, cache_control="max-age=7200") == source.every


@pytest.mark.parametrize(
    ("asked", "headers"),
    [
        (timedelta(hours=3), {}),
        (None, {"cache_control": "public, max-age=10800"}),
        (None, {"cache_control": 'MAX-AGE="10800"'}),
    ],
)
def test_what_the_publisher_asks_for_is_the_least_interval(asked, headers) -> None:
    assert interval_after(feed(*(HOUR * n for n in range(1, 21)), min_interval=asked), **headers) == timedelta(hours=3)


@pytest.mark.parametrize("header", ["max-age=999999999999", "max-age=31536000"])
def test_what_the_publisher_asks_for_is_capped(header: str) -> None:
    assert interval_after(feed(HOUR, HOUR * 2), cache_control=header) == POLLING.max_interval


@pytest.mark.parametrize("header", ["no-cache", "max-age=", "max-age=-5", "max-age=٣", ""])
def test_a_cache_header_without_a_time_asks_for_nothing(header: str) -> None:
    assert interval_after(feed(*(HOUR * n for n in range(1, 21))), cache_control=header) == HOUR / 2


def test_unchanged_answers_keep_the_interval_and_a_long_silence_stretches_it() -> None:
    soon = after_unchanged(SOURCE, WELL, response(b"", 304), NOW, POLLING)
    assert wait_of(soon) == HOUR
    silent = replace(WELL, changed_at=NOW - timedelta(hours=50))
    assert wait_of(after_unchanged(SOURCE, silent, response(b"", 304), NOW, POLLING)) == timedelta(hours=5)


# --- what is remembered


def test_success_remembers_what_the_next_poll_needs() -> None:
    state = after_success(SOURCE, WELL, response(etag='"1"', last_modified="then"), feed(), 1, NOW, POLLING)
    assert (state.etag, state.last_modified, state.body_hash) == ('"1"', "then", schedule.body_hash(b"new"))
    assert (state.kind, state.status, state.http_status, state.changed_at) == ("feed", "ok", 200, NOW)


def test_a_changed_body_without_new_entries_is_no_change_of_the_source() -> None:
    state = after_success(SOURCE, WELL, response(), feed(), 0, NOW, POLLING)
    assert state.changed_at == WELL.changed_at


def test_an_unchanged_body_is_known_by_304_or_by_its_hash() -> None:
    known = replace(WELL, body_hash=schedule.body_hash(b"same"))
    assert schedule.is_unchanged(known, response(b"same"))
    assert schedule.is_unchanged(known, response(b"", 304))
    assert not schedule.is_unchanged(known, response(b"other"))
    assert not schedule.is_unchanged(None, response(b"same"))


def test_a_304_without_validators_keeps_those_we_have() -> None:
    state = after_unchanged(SOURCE, replace(WELL, etag='"1"', last_modified="then"), response(b"", 304), NOW, POLLING)
    assert (state.etag, state.last_modified, state.status) == ('"1"', "then", "unchanged")


def test_a_validator_that_stayed_the_same_though_there_were_news_is_never_sent_again() -> None:
    state = replace(WELL, etag='"stuck"', last_modified="then")
    lied = after_success(SOURCE, state, response(etag='"stuck"', last_modified="now"), feed(), 1, NOW, POLLING)
    assert (lied.etag, lied.last_modified) == ("", "now")
    later = after_success(SOURCE, lied, response(b"z", etag='"other"'), feed(), 1, NOW, POLLING)
    assert later.etag == ""
    assert after_unchanged(SOURCE, later, response(b"", 304, etag='"x"'), NOW, POLLING).etag == ""


def test_a_validator_that_stayed_the_same_over_mere_rewording_is_kept() -> None:
    state = after_success(SOURCE, replace(WELL, etag='"1"'), response(etag='"1"'), feed(), 0, NOW, POLLING)
    assert state.etag == '"1"'


# --- failures


def test_transient_failures_double_from_the_shortest_interval() -> None:
    waits = [wait_of(failed(times, LOST)) for times in range(1, 5)]
    assert waits == [timedelta(minutes=15 * 2**n) for n in range(4)]


@pytest.mark.parametrize("error", [MISSING, BlockedFetchError(URL, "too large"), ParseError(URL, "no feed")])
def test_lasting_failures_double_from_the_usual_interval(error: Exception) -> None:
    assert [wait_of(failed(times, error)) for times in range(1, 4)] == [HOUR, 2 * HOUR, 4 * HOUR]


@pytest.mark.parametrize("status", [403, 429])
def test_being_told_that_we_come_too_often_slows_us_down_more(status: int) -> None:
    assert [wait_of(failed(times, refused(status))) for times in range(1, 4)] == [HOUR, 3 * HOUR, 9 * HOUR]


@given(
    st.integers(1, 10_000), st.sampled_from([LOST, MISSING, refused(429), ValueError("odd")]), st.floats(0, 0.999999)
)
def test_no_failure_but_410_switches_a_source_off(times: int, error: Exception, rng_value: float) -> None:
    state = failed(times, error, rng_value=rng_value)
    assert timedelta(0) < wait_of(state) <= timedelta(days=30)
    assert due(SOURCE, state, NOW + timedelta(days=30), POLLING).fetch


def test_jitter_spreads_sources_that_failed_together() -> None:
    waits = [wait_of(failed(3, LOST, rng_value=value)) for value in (0.0, 0.5, 0.999)]
    assert waits[0] == HOUR * 0.75
    assert waits[0] < waits[1] < waits[2] < HOUR * 1.25


def test_retry_after_is_waited_for() -> None:
    assert wait_of(failed(1, refused(503, timedelta(hours=7)))) == timedelta(hours=7)


def test_an_admins_interval_is_the_start_of_the_back_off() -> None:
    assert wait_of(failed(1, MISSING, replace(SOURCE, every=timedelta(minutes=30)))) == timedelta(minutes=30)


def test_a_failure_keeps_what_was_known_and_says_what_went_wrong() -> None:
    state = after_failure(SOURCE, replace(WELL, etag='"1"', body_hash="h"), MISSING, NOW, POLLING, 0.5)
    assert (state.etag, state.body_hash, state.error, state.http_status) == ('"1"', "h", "answered 404", 404)
    assert (state.status, state.failures, state.changed_at) == ("failed", 1, WELL.changed_at)


def test_one_success_recovers_at_once() -> None:
    state = failed(11, LOST)
    again = after_unchanged(SOURCE, state, response(b"", 304), NOW, POLLING)
    assert (again.failures, again.error, wait_of(again)) == (0, None, HOUR)
    assert interval_after(feed(), state, new=1) == HOUR / 2


# --- moves

NEW = "https://example.org/new"


def moved(state: SourceState, to: str | None, times: int = 1) -> SourceState:
    for _ in range(times):
        state = after_unchanged(SOURCE, state, response(b"", 304, moved_to=to), NOW, POLLING)
    return state


def test_a_permanent_redirect_is_used_after_three_polls_in_a_row() -> None:
    assert schedule.address(SOURCE, moved(WELL, NEW, 2)) == URL
    assert schedule.address(SOURCE, moved(WELL, NEW, 3)) == NEW
    assert schedule.address(SOURCE, None) == URL


def test_a_redirect_that_comes_and_goes_is_never_used() -> None:
    state = moved(moved(moved(WELL, NEW, 2), None), NEW, 2)
    assert (schedule.address(SOURCE, state), state.moved_seen) == (URL, 2)
    assert moved(moved(WELL, NEW, 2), "https://elsewhere.example/").moved_seen == 1


def test_the_new_address_stays_in_use_when_it_answers_without_redirect() -> None:
    assert schedule.address(SOURCE, moved(moved(WELL, NEW, 3), None, 5)) == NEW


def test_a_further_move_of_the_new_address_is_followed() -> None:
    assert schedule.address(SOURCE, moved(moved(WELL, NEW, 3), "https://third.example/")) == "https://third.example/"


def test_a_new_address_that_fails_three_times_is_forgotten() -> None:
    state = moved(WELL, NEW, 3)
    for times in range(1, 4):
        assert schedule.address(SOURCE, state) == NEW
        state = after_failure(SOURCE, state, LOST, NOW, POLLING, 0.5)
        assert state.failures == times
    assert schedule.address(SOURCE, state) == URL


def test_a_source_given_another_address_starts_anew() -> None:
    source = Source("a", "https://new.example/feed")
    old = SourceState("a", etag='"1"', status="gone", moved_to="https://x.example/", url="https://old.example/feed")
    assert schedule.state_of(source, old, NOW) == SourceState("a", added_at=NOW, url="https://new.example/feed")


def test_a_source_at_its_own_address_keeps_its_state() -> None:
    source = Source("a", "https://old.example/feed")
    old = SourceState("a", etag='"1"', url="https://old.example/feed")
    assert schedule.state_of(source, old, NOW) is old
