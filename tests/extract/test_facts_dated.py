"""Days in context: what closes when, what takes place when, and what is neither."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digestbot.extract.facts.dated import find_dated

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


def days(kind: str, text: str, published: datetime = TUESDAY, language: str | None = None) -> list[str]:
    return [fact.value for fact in find_dated(text, published, language) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Nominations close on 3 March.", "2027-03-03"),
        ("Applications are invited by 5pm on Friday 4 December.", "2026-12-04T17:00+00:00"),
        ("The consultation is open until 31 January.", "2027-01-31"),
        ("The call closes at midnight tonight.", "2026-11-24T23:59+00:00"),
        ("The deadline is noon on Monday 7 December 2026.", "2026-12-07T12:00+00:00"),
        ("Closing date: 23:59 GMT, 4 Dec. 2026", "2026-12-04T23:59+00:00"),
        ("Deadline for entries: Friday (4 December), 5 p.m. GMT", "2026-12-04T17:00+00:00"),
        ("Submit by Dec. 18, 2026 at 5 p.m. ET.", "2026-12-18T17:00-05:00"),
        ("Bids must be in by 12 noon on the 15th January 2027.", "2027-01-15T12:00+00:00"),
        ("Responses should arrive by 2026-12-11.", "2026-12-11"),
        ("Tenders close at 13:00 on 16/01/2027.", "2027-01-16T13:00+00:00"),
        ("Get your entries in by the end of March.", "2027-03-31"),
        ("Register before Monday next week.", "2026-11-30"),
        ("The survey is open between 1 and 30 December.", "2026-12-30"),
        ("The share offer runs from 1 December to 31 January 2027.", "2027-01-31"),
        ("There is a 31 January deadline for claims.", "2027-01-31"),
        ("Entries must be received by 11.59pm BST on 4 June 2027.", "2027-06-04T23:59+01:00"),
        ("Closing date\n4 December", "2026-12-04"),
    ],
)
def test_a_closing_date_is_read(text: str, value: str) -> None:
    assert days("deadline", text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "The deadline for nominations was 20 November.",
        "Applications closed on 20 November.",
        "Replies are wanted within 28 days.",
        "Apply in spring 2027.",
        "Applications close in early March.",
        "He will be chair until 31 January 2027.",
        "The branch will close on 4 December.",
        "The year to 31 March 2027 will be hard.",
        "All homes will be net zero by 31 December 2050.",
        "His report is due by the end of May.",
        "Black Friday is the deadline for nobody.",
    ],
)
def test_what_is_past_vague_or_no_offer_closes_nothing(text: str) -> None:
    assert days("deadline", text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The conference takes place in Manchester on 12–14 June 2027.", "2027-06-12"),
        ("The AGM will be held on 9 July at 7pm.", "2027-07-09"),
        ("Members voted on Thursday to merge.", "2026-11-19"),
        ("Members will vote on Thursday.", "2026-11-26"),
        ("Members will vote next Thursday.", "2026-12-03"),
        ("The law takes effect on April 1, 2027.", "2027-04-01"),
        ("The fair is on Saturday, 5 December.", "2026-12-05"),
        ("Sales fell, it was said at Thursday's meeting.", "2026-11-19"),
        ("The vote is on Friday week.", "2026-12-04"),
    ],
)
def test_the_day_of_an_event_is_read(text: str, value: str) -> None:
    assert days("event", text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "The society was founded on 3 May 1998.",
        "She said on Monday that the plan was sound.",
        "The group meets on the first Saturday of the month.",
        "The shop is open every Friday.",
        "Anyone who joined after 20 November has no vote.",
        "The report, published on 20 November, makes ten points.",
        "The guide is out today.",
        "It was last updated on 23 November 2026.",
        "The opening, planned for 2 December, has been postponed.",
        "Sales rose between 1 September and 31 October.",
        "The conference will be held in May 2027.",
    ],
)
def test_history_attribution_and_habit_are_no_events(text: str) -> None:
    assert days("event", text) == []


def test_a_range_gives_its_first_day_and_tells_its_place_and_last_day() -> None:
    (fact,) = find_dated("The congress meets in Manchester from 30 May to 2 June 2027.", TUESDAY)
    assert (fact.value, fact.detail) == ("2027-05-30", "Manchester, until 2027-06-02")


def test_a_weekday_settles_the_year_of_a_date() -> None:
    assert days("event", "The meeting will be held on Friday 18 June.") == ["2027-06-18"]


def test_a_list_of_days_is_as_many_events() -> None:
    text = "The course runs on 12th, 19th and 26th March 2027."
    assert days("event", text) == ["2027-03-12", "2027-03-19", "2027-03-26"]


def test_days_without_a_year_follow_the_year_named_in_their_sentence() -> None:
    text = "Nominations open on 16 August 2028 and close on 30 September."
    assert days("deadline", text) == ["2028-09-30"]


def test_a_text_of_the_united_states_puts_the_month_first() -> None:
    assert days("deadline", "The Ohio fund takes applications through 4/5/2027.") == ["2027-04-05"]
    assert days("deadline", "The Leeds fund takes applications until 4/5/2027.") == ["2027-05-04"]


def test_an_hour_without_a_zone_in_a_country_of_many_gives_the_day_alone() -> None:
    assert days("deadline", "The Ohio fund takes applications until 5 p.m. on May 4, 2027.") == ["2027-05-04"]


def test_publication_late_in_the_evening_counts_by_the_clock_of_britain() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # 00:30 on Thursday in London
    assert days("event", "The vote takes place tomorrow.", late) == ["2026-07-03"]


def test_other_languages_give_dates_written_out_in_full() -> None:
    assert days("deadline", "La date limite est le 12 juin 2027.", language="fr") == ["2027-06-12"]
    assert days("deadline", "Dyddiad cau: 12 Mehefin 2027.", language="cy") == ["2027-06-12"]
    assert days("event", "Der Kongress beginnt am 3. September 2027.", language="de") == ["2027-09-03"]
