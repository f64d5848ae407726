import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot import times

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 02 Mar 2026 10:11:12 +0100", "2026-03-02T09:11:12"),
        ("Mon, 02 Mar 2026 10:11:12 GMT", "2026-03-02T10:11:12"),
        ("02 Mar 26 10:11 BST", "2026-03-02T09:11:00"),
        ("Mon,2 Mar 2026 4:5:6 EST", "2026-03-02T09:05:06"),
        ("Thu,28 Jul 2022 4:35:5 GMT+9", "2022-07-27T19:35:05"),
        ("Monday, March 2, 2026 3:04 pm EST", "2026-03-02T20:04:00"),
        ("Mon Mar  2 10:00:00 GMT 2026", "2026-03-02T10:00:00"),
        ("Mon, 02 Mar 2026 24:00:00 GMT", "2026-03-03T00:00:00"),
        ("Mon, 02 Mar 2026 10:11:60 GMT", "2026-03-02T10:11:59"),
        ("Mon, 02 Mar 2026 10:00:00 Nowhere", "2026-03-02T10:00:00"),
        ("Mon, 02 Mar 2026 10:00:00 +9900", "2026-03-02T10:00:00"),
        ("2026-03-02T10:11:12.123Z", "2026-03-02T10:11:12"),
        ("2026-03-02T10:11:12+01:00", "2026-03-02T09:11:12"),
        ("2026-03-02 10:11:12 -0500", "2026-03-02T15:11:12"),
        ("20260302T101112Z", "2026-03-02T10:11:12"),
        ("2026-03-02", "2026-03-02T00:00:00"),
        ("2026-03", "2026-03-01T00:00:00"),
        ("2026/03/02", "2026-03-02T00:00:00"),
        ("1772445600", "2026-03-02T10:00:00"),
        ("1772445600000", "2026-03-02T10:00:00"),
        ("8th March 2026, 5.30pm", "2026-03-08T17:30:00"),
        ("lundi 2 février 2026 à 14h30", "2026-02-02T14:30:00"),
        ("2. März 2026 14:30", "2026-03-02T14:30:00"),
        ("8 de marzo de 2026", "2026-03-08T00:00:00"),
        ("2 Tachwedd 2026", "2026-11-02T00:00:00"),
        ("Dydd Llun, 2 Mawrth 2026", "2026-03-02T00:00:00"),
        ("2 października 2026", "2026-10-02T00:00:00"),
        ("1er octobre 2026", "2026-10-01T00:00:00"),
    ],
)
def test_dates_as_feeds_write_them(text, expected):
    found = times.parse(text, NOW)
    assert (found and found.replace(tzinfo=None).isoformat()) == expected


def test_numbers_are_day_first():
    assert times.parse("02/03/2026 09:00", NOW) == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_numbers_are_month_first_in_the_united_states():
    assert times.parse("02/03/2026", NOW, language="en-US") == datetime(2026, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize("language", [None, "en-us"])
@pytest.mark.parametrize(("text", "day", "month"), [("25/03/2026", 25, 3), ("03/25/2026", 25, 3)])
def test_numbers_that_can_be_read_in_one_way_only_are_read_so(text, day, month, language):
    assert times.parse(text, NOW, language=language) == datetime(2026, month, day, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2099-01-01T00:00:00Z", "Tue, 24 Nov 2026 18:00:00 GMT"])
def test_future_dates_are_clamped_to_now(text):
    assert times.parse(text, NOW) == NOW


@pytest.mark.parametrize(
    "text",
    [
        None,
        *"|0000-00-00 00:00:00|Mon, 01 Jan 0001 00:00:00 GMT|1970-01-01T00:00:00Z|31 Feb 2026|soon".split("|"),
        "x" * 99,
    ],
)
def test_absurd_dates_are_none(text):
    assert times.parse(text, NOW) is None


def test_words_are_read_as_a_last_resort_only_when_asked():
    assert times.parse("3 hours ago", NOW) is None
    assert times.parse("3 hours ago", NOW, loose=True) == NOW - timedelta(hours=3)
    assert times.parse("gestern", NOW, loose=True) == NOW - timedelta(days=1)
    assert times.parse("2 tammikuuta 2026", NOW, loose=True) == datetime(2026, 1, 2, tzinfo=UTC)


def test_what_is_written_as_a_date_and_is_none_costs_no_search_in_two_hundred_languages():
    """Broken software writes 0000-00-00; loading the languages for it took four seconds of the first round."""
    dates = ["31 Feb 2026", "Thu, 31 Feb 2026 09:00:00 GMT", "0000-00-00 00:00:00", "2026-13-45"]
    script = (
        "import sys; from datetime import UTC, datetime; from digestbot import times;"
        f"found = [times.parse(one, datetime(2026, 11, 24, tzinfo=UTC), loose=True) for one in {dates!r}];"
        "print(found, 'dateparser' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[None, None, None, None] False"


def test_the_first_date_in_a_text_is_found():
    text = "Report · published on 17 Nov 2026 by the society"
    start, end = times.span(text)
    assert text[start:end] == "17 Nov 2026"
    assert times.span("no date in 12 words of 2026 here") is None


@given(st.text(max_size=90))
def test_any_text_gives_an_aware_past_moment_or_none(text):
    found = times.parse(text, NOW)
    assert found is None or (times.EARLIEST <= found <= NOW and found.utcoffset() == timedelta(0))


@given(st.integers(min_value=700_000_000, max_value=1_790_000_000))
def test_every_moment_survives_both_standard_forms(seconds):
    whole = datetime.fromtimestamp(seconds, UTC)
    assert times.parse(whole.isoformat(), NOW) == whole
    assert times.parse(whole.strftime("%a, %d %b %Y %H:%M:%S +0000"), NOW) == whole
