"""What takes place on a day: the noun that stands nearest to it, else what a verb says; nothing where no word tells."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digestbot.extract.facts.dated import find_dated

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("The chair will step down at the AGM on 10 December.", "AGM"),
        ("The annual general meeting is on 10 December at 7pm.", "AGM"),
        ("Members meet at an extraordinary general meeting on 10 December.", "EGM"),
        ("A public meeting will be held in the Guildhall on 10 December.", "public meeting"),
        ("Two public meetings will be held: in Brecon on 10 December and in Bangor on 12 December.", "public meeting"),
        ("The conference opens in Cardiff on 18 January.", "conference"),
        ("The meeting starts on 10 December at 10am.", "meeting"),
        ("The cabinet decides on 3 December.", "decision"),
        ("Councillors will decide on 3 December whether to sell.", "decision"),
        ("Members vote on the merger on 15 December.", "vote"),
        ("On 15 December members will vote on the merger.", "vote"),
        ("Employees go to the polls on 15 December.", "vote"),
        ("The Bill has its second reading on 5 March.", "second reading"),
        ("The shop reopens on 5 March.", "opening"),
        ("Work starts on 5 March.", "start"),
        ("The council heard at a meeting that work starts on 5 March.", "start"),
        ("Apply now for the trainers' course that starts in Sheffield on 5 March.", "course"),
        ("The tax relief takes effect on 6 April 2027.", "in force"),
        ("Winners are announced at a ceremony in Leeds on 5 March.", "ceremony"),
        ("The winner will be announced on 5 March.", "announcement"),
        ("Staff will strike on 8 December.", "strike"),
        ("Contracts are to be exchanged on 6 December.", "signing"),
        ("A webinar on asset locks takes place on 10 December.", "webinar"),
        ("3 March: Young founders' supper, Exeter.", "Young founders' supper"),
        ("The Coast Care Co-op Summit is on 4 January.", "Coast Care Co-op Summit"),
        ("Tickets for the Workers' Co-op Weekend, on 4 January, are out.", "Workers' Co-op Weekend"),
        ("I will talk at the Staff Futures day in Leeds on 4 January.", "Staff Futures day"),
        ("Members meet at Perth Concert Hall on 4 January.", "meeting"),
        ("She speaks at the Ashe Festival of Ideas on 4 January.", "Ashe Festival of Ideas"),
        ("Finalists will be told by 5 December, and the winners named at a lunch on 4 January.", "lunch"),
        ("The AGM, postponed from 3 November, is now on 8 December.", "AGM"),
        ("A market day for bidders is on 4 January.", "market day"),
        ("A fund-raising quiz takes place on 4 January.", "quiz"),
        ("When: 4 January 2027\nWhere: Ashe College, Stroud", ""),
        ("Staff Summer School 2027\nWhen: 4 January 2027\nWhere: Ashe College, Stroud", "Staff Summer School"),
        ("She becomes chief executive on 4 January.", ""),
        ("Ways Forward 15 takes place on 4 January in Manchester.", ""),
        ("If the cabinet agrees on 12 December, the mutual would start in October.", "decision"),
        ("If the lender pays on 12 December, the shop would open in October.", ""),
        ("On 15 December, members vote on the merger.", "vote"),
        ("The ballot papers go out on 4 January.", ""),
    ],
)
def test_an_event_says_what_it_is(text: str, occasion: str) -> None:
    events = [fact for fact in find_dated(text, TUESDAY) if fact.kind == "event"]
    assert events, "the day is an event's"
    assert events[0].occasion == occasion


def test_what_is_held_in_several_places_is_told_of_each() -> None:
    text = (
        "Drop-in sessions are at Ely Library on 3 March, at Ouse Library on 12 March and at Ashe Library on 21 March."
    )
    assert [fact.occasion for fact in find_dated(text, TUESDAY)] == ["drop-in sessions"] * 3


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A rally is held outside Ashe Town Hall on 4 January.", "Ashe Town Hall"),
        ("It will be launched at Parliament House, Canberra, on 4 January.", "Parliament House, Canberra"),
        ("The AGM takes place at the Barbara Wakefield on 4 January.", "Barbara Wakefield"),
        ("The seminar is at the Mustard Works on 4 January.", "Mustard Works"),
        ("The quiz is in the village hall on 4 January.", "village hall"),
        ("She speaks at the Grocers Congress in Newport on 4 January.", "Newport"),
        ("Summer School\nDate: 4 January 2027\nVenue: Ashe College, Stroud", "Ashe College, Stroud"),
        ("She speaks at the Ashe Festival of Ideas on 4 January.", ""),
        ("He speaks at Arkle Pumps on 4 January.", ""),
    ],
)
def test_where_it_is(text: str, place: str) -> None:
    assert [fact.detail for fact in find_dated(text, TUESDAY)] == [place]


@pytest.mark.parametrize(
    "text", ["He wants it scrapped (Opinion, 20 November).", "She was a cook, born 3 May 1934; died 22 November 2026"]
)
def test_a_day_that_says_when_something_was_written_or_somebody_lived_is_no_event(text: str) -> None:
    assert find_dated(text, TUESDAY) == []


def test_the_place_of_the_next_day_is_not_this_ones() -> None:
    text = "Come to an open evening on Friday 4 December, or at Ouse Library on Saturday 5 December at 2pm."
    assert [(fact.detail, fact.occasion) for fact in find_dated(text, TUESDAY)] == [
        ("", "open evening"),
        ("Ouse Library", "open evening"),
    ]


def test_a_day_gone_by_names_nothing() -> None:
    (told,) = find_dated("Members met at the AGM on 20 November and voted.", TUESDAY)
    assert (told.kind, told.occasion) == ("event", "")
