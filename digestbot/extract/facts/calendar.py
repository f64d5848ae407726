"""What a text says of a day → the day itself, counted from publication. Abstains where two days are as likely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Lean = Literal["ahead", "behind", "near"]

STALE_DAYS = 30  # a day so recently past, whose next occurrence is near a year away, is the past one
FRESH_DAYS = 330
PAST_WEIGHT = 2  # without a tense a day ahead is likelier: press about events announces more than it reports
YEARS = range(1800, 2101)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month, with or without a year; ``weekday`` (Monday 0) settles the year where it is given."""

    day: int
    month: int
    year: int | None = None
    weekday: int | None = None

    def on(self, published: date, lean: Lean) -> date | None:
        if self.year is not None:
            return _day(self.year, self.month, self.day)
        years = (published.year - 1, published.year, published.year + 1)
        found = [day for year in years if (day := _day(year, self.month, self.day))]
        found = [day for day in found if day.weekday() == self.weekday] or found
        if len(found) == 1:
            return found[0]
        ahead = [day for day in found if day >= published]
        behind = [day for day in found if day < published]
        if not ahead or not behind:
            return ahead[0] if ahead else behind[-1] if behind else None
        coming, gone = ahead[0], behind[-1]
        to_come, since = (coming - published).days, (published - gone).days
        if lean == "behind":
            if since > FRESH_DAYS and to_come <= STALE_DAYS:
                return coming
            return published if coming == published else gone
        if to_come > FRESH_DAYS and since <= STALE_DAYS:
            return gone
        return coming if lean == "ahead" or to_come <= since * PAST_WEIGHT else gone


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week (Monday 0). ``which``: bare, or the week it is said to be of."""

    weekday: int
    which: Literal["bare", "this", "next week", "week after", "last"] = "bare"

    def on(self, published: date, lean: Lean) -> date | None:
        to_come = (self.weekday - published.weekday()) % 7
        since = (published.weekday() - self.weekday) % 7
        if self.which == "this":
            return published + timedelta(to_come)
        if self.which == "next week":
            return published + timedelta(7 - published.weekday() + self.weekday)
        if self.which == "week after":
            return published + timedelta(7 + (to_come or 7))
        if self.which == "last":
            return published - timedelta(since or 7)
        if lean == "behind":
            return published - timedelta(since)
        # "on Tuesday", written on a Tuesday: today or in a week, who knows.
        return published + timedelta(to_come) if lean == "ahead" and to_come else None


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days from publication: today 0, tomorrow 1."""

    days: int

    def on(self, published: date, lean: Lean) -> date | None:  # noqa: ARG002 - one signature for all
        return published + timedelta(self.days)


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The last day of a month; ``month`` None: of the one of publication, ``ahead`` months on."""

    month: int | None
    year: int | None = None
    ahead: int = 0

    def on(self, published: date, lean: Lean) -> date | None:
        month, year = self.month, self.year
        if month is None:
            count = published.year * 12 + published.month - 1 + self.ahead
            year, month = divmod(count, 12)
            month += 1
        elif year is None:
            year = published.year
            if lean != "behind" and (last := _last(year, month)) and last < published:
                year += 1
        return _last(year or published.year, month)


@dataclass(frozen=True, slots=True)
class EasterDay:
    """A day so many days after Easter Sunday."""

    offset: int

    def on(self, published: date, lean: Lean) -> date | None:
        years = (published.year - 1, published.year, published.year + 1)
        days = [_easter(year) + timedelta(self.offset) for year in years]
        if lean == "behind":
            return max((day for day in days if day <= published), default=None)
        return min((day for day in days if day >= published), default=None)


@dataclass(frozen=True, slots=True)
class FromOther:
    """So many days from the day that the text named before: "the night before" -1, "that day" 0."""

    offset: int

    def on(self, published: date, lean: Lean) -> date | None:  # noqa: ARG002 - one signature for all
        return None  # the other day is not known here; see dated


@dataclass(frozen=True, slots=True)
class DayAlone:
    """A day of whichever month comes next: "by the 21st"."""

    day: int

    def on(self, published: date, lean: Lean) -> date | None:
        if lean != "ahead":
            return None
        for ahead in range(3):
            years, month = divmod(published.month - 1 + ahead, 12)
            if (found := _day(published.year + years, month + 1, self.day)) and found >= published:
                return found
        return None


DaySaid = DayAlone | MonthDay | Weekday | Offset | MonthEnd | EasterDay | FromOther


def _easter(year: int) -> date:
    """Easter Sunday of a year, by the anonymous Gregorian rule (Nature, 20 April 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:  # 31 April
        return None


def _last(year: int, month: int) -> date | None:
    following = _day(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(1) if following else None
