"""Text → the days it names by their month or in figures: "4th and 5th May", 2026-05-04, 4/5/26, "the end of May"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from digestbot.extract.facts.calendar import MonthDay, MonthEnd
from digestbot.extract.facts.day_spans import LEFT_CHARS, MOST, RIGHT_CHARS, WEEKDAY, DaySpan, digits, weekday_of

MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}

# May, March and Mar are words too, so they need their capital.
_MONTH = re.compile(
    r"(?<![^\W\d_])(?P<month>(?i:january|february|april|june|july|august|september|october|november|december)"
    r"|March|MARCH|May|MAY|(?:(?i:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)|Mar|MAR)(?![^\W\d_])\.?)(?![^\W\d_])"
)
_MONTH_STEM = re.compile(
    r"[JFMASONDjfasond](?<![^\W\d_].)(?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec|AN|EB|AR|PR|AY|UN|UL|UG|EP|CT|OV|EC|aN|An)"
)
_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th|ST|ND|RD|TH)\b)?"
_TO = r"\s?(?:[-–—/]|\bto\b|\band\b|&|\buntil\b|\bor\b|\bthrough\b)\s?"
_LISTED = re.compile(rf"(?<![\w£$€.:/-])(?P<day>{_NUMBER}),\s$")  # the "12th, " of "12th, 19th and 26th March"
_DAY_FIRST = re.compile(
    rf"(?<![\w£$€.,:/-])(?:(?P<weekday>{WEEKDAY}),?\s+(?:the\s+)?\(?)?"
    rf"(?:(?P<first>{_NUMBER})(?P<to>{_TO})(?:{WEEKDAY},?\s+)?(?:the\s+)?)?(?P<day>{_NUMBER})(?:\s+(?:day\s+)?of)?[\s-]{{0,2}}$"
)
_WEEKDAY_BEFORE = re.compile(rf"(?<!\w)(?P<weekday>{WEEKDAY})[,.]?\s+(?:the\s+)?\(?$")
_YEAR = r"(?:,?\s{0,2}|-)(?P<year>(?:1[5-9]|20)\d\d)(?!\d|,\d{3}|\.\d)"
_YEAR_AFTER = re.compile(rf"{_YEAR}|\s?'(?P<short>\d\d)\b")
_DAY_AFTER = re.compile(
    rf"\s{{1,2}}(?P<first>{_NUMBER})(?:(?P<to>{_TO})(?P<day>{_NUMBER}))?(?![\d:%]|[.,]\d|\s?(?:am|pm|a\.m|p\.m"
    rf"|per cent)\b)"
    rf"(?:{_YEAR})?(?!\d)"
)
_WEEKDAY_AFTER = re.compile(rf"\s?\((?P<weekday>{WEEKDAY})\)")
_ISO = re.compile(r"(?<![\d-])(?P<year>20\d\d)-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)(?![\d-])")
_NUMERIC = re.compile(
    r"(?<![\d/.,£$€])(?P<one>\d{1,2})(?P<mark>[/.])(?P<two>\d{1,2})(?P=mark)(?P<year>20\d\d|\d\d)(?![\d/.]\d"
    r"|\d)"
)
_NUMERIC_SIGN = re.compile(r"[/.](?<=\d.)\d\d?[/.]\d\d")
_PERIOD_END = re.compile(
    r"\b(?:the\s+)?(?:end|last\s+day)\s+of\s+(?:(?P<month>January|February|March|April|May|June|July|August|September"
    r"|October|November"
    r"|December)(?:,?\s+(?P<year>20\d\d))?|(?P<this>(?:the|this)\s+month)|(?P<next>next\s+month)"
    r"|(?P<yearend>(?:the|this)\s+year))\b"
)


def has_month_first(text: str) -> bool:
    """Whether the text writes months before days ("Dec. 4") and never after them."""
    seen = [bool(_DAY_FIRST.search(text[max(0, m.start() - LEFT_CHARS) : m.start()])) for m in _months(text)]
    after = any(_DAY_AFTER.match(text[m.end() : m.end() + RIGHT_CHARS]) for m in _months(text))
    return after and not any(seen)


def with_months(text: str) -> Iterator[DaySpan]:
    for name in islice(_months(text), MOST):
        month = MONTHS[name["month"][:3].lower()]
        left = text[max(0, name.start() - LEFT_CHARS) : name.start()]
        right = text[name.end() : name.end() + RIGHT_CHARS]
        before = _DAY_FIRST.search(left)
        after = _DAY_AFTER.match(right)
        if before:
            end = name.end()
            year = None
            if follows := _YEAR_AFTER.match(right):
                year = int(follows["year"] or f"20{follows['short']}")
                end += follows.end()
            weekday = weekday_of(before["weekday"])
            if weekday is None and (named := _WEEKDAY_AFTER.match(text[end : end + RIGHT_CHARS])):
                weekday, end = weekday_of(named["weekday"]), end + named.end()
            elif text[end : end + 1] == ")" and "(" in before.group():
                end += 1
            offset = name.start() - len(left)
            start = offset + before.start()
            first, day = before["first"], before["day"]
            if first and before["to"].strip() in ("and", "&", "or") and digits(day) != digits(first) + 1:  # not a range
                yield _span(start, offset + before.end("first"), month, year, None, first, weekday)
                for at, listed in _listed(text, start):
                    yield _span(at, at + len(listed), month, year, None, listed, None)
                start, first, weekday = offset + before.start("day"), None, None
            yield _span(start, end, month, year, first, day, weekday)
        elif after:
            year = int(after["year"]) if after["year"] else None
            start, weekday = name.start(), None
            if named := _WEEKDAY_BEFORE.search(left):
                start, weekday = name.start() - len(left) + named.start(), weekday_of(named["weekday"])
            first, day = after["first"], after["day"] or after["first"]
            yield _span(start, name.end() + after.end(), month, year, first if after["day"] else None, day, weekday)


def _months(text: str) -> Iterator[re.Match[str]]:
    """Where a month is named; looked for by its first three letters, which is quick."""
    for stem in _MONTH_STEM.finditer(text):
        if named := _MONTH.match(text, stem.start()):
            yield named


def _listed(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Days in a list before the one at ``start``, the last of them first."""
    while match := _LISTED.search(text[max(0, start - 8) : start]):
        start = max(0, start - 8) + match.start()
        yield start, match["day"]


def _span(
    start: int, end: int, month: int, year: int | None, first: str | None, day: str, weekday: int | None
) -> DaySpan:
    last = MonthDay(digits(day), month, year, None if first else weekday)
    if first is None or digits(first) >= last.day:
        return DaySpan(start, end, last)
    return DaySpan(start, end, MonthDay(digits(first), month, year, weekday), last)


def iso_days(text: str) -> Iterator[DaySpan]:
    for match in _ISO.finditer(text):
        yield DaySpan(*match.span(), MonthDay(int(match["day"]), int(match["month"]), int(match["year"])))


def in_figures(text: str, month_first: bool | Callable[[], bool]) -> Iterator[DaySpan]:
    for match in _NUMERIC.finditer(text) if _NUMERIC_SIGN.search(text) else ():
        one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
        if two > 12 or (
            one <= 12 and match["mark"] == "/" and (month_first() if callable(month_first) else month_first)
        ):
            one, two = two, one
        if 1 <= two <= 12:
            yield DaySpan(*match.span(), MonthDay(one, two, year if year > 99 else 2000 + year))


def period_ends(text: str) -> Iterator[DaySpan]:
    for match in _PERIOD_END.finditer(text):
        if match["month"]:
            said = MonthEnd(MONTHS[match["month"][:3].lower()], int(match["year"]) if match["year"] else None)
        elif match["yearend"]:
            said = MonthEnd(12)
        else:
            said = MonthEnd(None, ahead=1 if match["next"] else 0)
        yield DaySpan(*match.span(), said)
