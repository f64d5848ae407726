"""Text → its closing dates and the days of its events, as facts. Past days close nothing; history is no event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from digestbot.extract.facts import deadlines, events, listings
from digestbot.extract.facts.calendar import FromOther, Lean, MonthDay, MonthEnd, Offset, Weekday
from digestbot.extract.facts.country import Country, country
from digestbot.extract.facts.day_spans import DaySpan
from digestbot.extract.facts.days import find_days
from digestbot.extract.facts.foreign import LANGUAGES, find_foreign
from digestbot.extract.facts.hours import at_hour
from digestbot.extract.facts.month_days import has_month_first
from digestbot.extract.facts.occasions import occasion_of
from digestbot.extract.facts.passages import Passage, passage
from digestbot.extract.facts.subjects import subject_of
from digestbot.types import Fact

PAST_DAYS = 60  # an event further back is background, not what the article reports
AHEAD_DAYS = 1500  # further off it is a target ("net zero by 31 December 2050"), not a date to keep
HOME = ZoneInfo("Europe/London")


def find_dated(text: str, published: datetime, language: str | None = None) -> list[Fact]:
    """Deadlines and events of a text, in its order, one for each day and kind. ``language`` None: English."""

    @cache
    def where() -> Country | None:
        return country(text)

    today = published.astimezone(HOME).date() if published.tzinfo else published.replace(tzinfo=UTC).date()
    if (language or "en")[:2].lower() in LANGUAGES:
        return find_foreign(text, today, (language or "en")[:2].lower())
    spans = find_days(text, lambda: where() == "us" or (where() is None and has_month_first(text)))
    found: dict[tuple[str, str], Fact] = {}
    gatherings = set()
    previous, joined, anchor, latest, dated = 0, False, None, None, False
    for span in spans:
        if isinstance(span.said, FromOther):
            if latest is None:
                continue
            span = replace(span, said=_same(latest + timedelta(span.said.offset)))
        around = passage(text, span.start, span.end, previous)
        previous = span.end
        anchor = None if around.first else anchor
        known: date | None = (
            anchor if dated or isinstance(span.said, Weekday) else None
        )  # a day without its year dates no other
        fact, joined = _fact(text, span, around, today, joined, where, known)
        if isinstance(span.said, MonthDay) and (span.said.year is not None or span.said.weekday is not None):
            anchor, dated = span.said.on(today, "ahead"), span.said.year is not None
        if fact and events.is_gathering(around):
            gatherings.add(fact.value[:10])
        if fact:
            latest = _last_of(fact)
            known_as = (fact.kind, fact.value[:10])
            if known_as not in found:
                found[known_as] = fact
            elif len(fact.value) > len(found[known_as].value):  # the headline gave the day alone
                found[known_as] = replace(found[known_as], value=fact.value)
    closing = {value for kind, value in found if kind == "deadline"}
    # A day that closes something is told once, unless people meet on it too.
    closing -= gatherings
    return [fact for (kind, value), fact in found.items() if kind == "deadline" or value not in closing]


def _same(day: date) -> MonthDay:
    return MonthDay(day.day, day.month, day.year)


def _last_of(fact: Fact) -> date:
    """The day of a fact, or the last of its days."""
    return date.fromisoformat(fact.detail[-len("2026-01-01") :] if "until " in fact.detail else fact.value[:10])


def _fact(
    text: str,
    span: DaySpan,
    around: Passage,
    today: date,
    joined: bool,
    where: Callable[[], Country | None],
    anchor: date | None,
) -> tuple[Fact | None, bool]:
    written = text[span.start : span.end].strip(" ,(")
    if deadlines.closes_on(around, ranged=span.last is not None, joined=joined):
        behind = deadlines.leans_behind(around)
        # What opens in a year closes after it; an event's year says nothing of what closes before the event.
        opened = anchor if " open" in around.before.lower() else None
        day, last = _resolve(span, today, "behind" if behind else "ahead", opened)
        day = last or day
        if day is None or not 0 <= (day - today).days <= AHEAD_DAYS:
            return None, False
        hour = at_hour(day, around.near, around.after, where)
        return Fact("deadline", written, hour, subject_of(around, text, span.start)), True
    if deadlines.has_closed(around):
        return None, False
    lean = events.lean_of(around)
    if span.last and events.is_moved(around):
        span, lean = replace(span, said=span.last, last=None), "ahead"
        around = replace(around, before="", near="")  # "put back from 28 November to 12 December"
    day, last = _resolve(span, today, lean, anchor)
    if day is None or isinstance(span.said, MonthEnd):
        return None, False
    distance = ((last or day) - today).days
    if distance == 0 and lean == "behind":
        return None, False  # "opened on Monday", told on that Monday or a week later
    if not -PAST_DAYS <= distance <= AHEAD_DAYS:
        return None, False
    if (
        isinstance(span.said, Offset)
        and distance == 0
        and (lean != "ahead" or around.near.lower().endswith(("open ", "from ")))
    ):
        return None, False  # "launched today": the article itself
    if (
        isinstance(span.said, Offset)
        and distance == 0
        and (not around.before.strip() or events.is_issued(around) or deadlines.opens(around))
    ):
        return None, False  # "Today they stand at …"
    if isinstance(span.said, Weekday) and span.said.which == "bare" and events.is_kind_of_day(around):
        return None, False
    if isinstance(span.said, Weekday) and distance < 0 and lean != "behind":
        return None, False
    if not events.takes_place(
        around,
        ahead=distance > 0 or (distance == 0 and lean == "ahead"),
        told=events.told_before(around)
        and not (isinstance(span.said, Offset) and (distance == 0 or events.is_personal(around))),
        ranged=span.last is not None,
    ):
        return None, False
    listed = ":" in around.before and listings.is_listed(around)
    detail = listings.place_listed(text, span.start) if listed else events.place_of(around)
    if last:
        detail = f"{detail}, until {last.isoformat()}".lstrip(", ")
    held = occasion_of(around, text.partition("\n")[0] if listed else "") if distance >= 0 else ""
    return Fact("event", written, day.isoformat(), detail, held), False


def _resolve(span: DaySpan, today: date, lean: Lean, anchor: date | None) -> tuple[date | None, date | None]:
    """The first and the last day of a span; ``anchor`` is a day with a year that stands before it in its sentence."""
    if anchor and anchor > today and isinstance(span.said, Weekday) and span.said.which == "bare" and lean != "behind":
        return anchor + timedelta((span.said.weekday - anchor.weekday()) % 7), None  # "Monday 23 September and Tuesday"
    yearless = isinstance(span.said, MonthDay) and span.said.year is None
    if anchor and anchor < today and lean == "ahead":
        anchor = None  # "joined in May 2019 and leaves on 31 December"
    day = span.said.on(anchor, "ahead") if anchor and yearless else span.said.on(today, lean)
    if day is None or not isinstance(span.last, MonthDay):
        return day, None
    last = span.last.on(day, "ahead")
    return day, last if last and last > day else None
