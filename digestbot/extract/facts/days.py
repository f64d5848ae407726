"""Text → where it names days, and what it says of each. Resolves none (see calendar) and knows nothing of deadlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from digestbot.extract.facts.calendar import DayAlone, DaySaid, FromOther, MonthDay, MonthEnd, Offset, Weekday
from digestbot.extract.facts.feasts import find_feasts

LEFT_CHARS = 48  # before a month's name: room for "Wednesday the 30th to Friday the 31st of "
RIGHT_CHARS = 40
MOST = 150  # days read of one text; one with more is a calendar

MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
WEEKDAYS = {name: number for number, name in enumerate("mon tue wed thu fri sat sun".split())}

# May, March and Mar are words too, so they need their capital.
_MONTH = re.compile(
    r"(?<![^\W\d_])(?P<month>(?i:january|february|april|june|july|august|september|october|november|december)"
    r"|March|MARCH|May|MAY|(?:(?i:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)|Mar|MAR)(?![^\W\d_])\.?)(?![^\W\d_])"
)
_MONTH_STEM = re.compile(
    r"[JFMASONDjfasond](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec|AN|EB|AR|PR|AY|UN|UL|UG|EP|CT|OV|EC|aN|An)"
)
WEEKDAY = (
    r"(?:[Mm]onday|[Tt]uesday|[Ww]ednesday|[Tt]hursday|[Ff]riday|[Ss]aturday|[Ss]unday|MONDAY|TUESDAY|WEDNESDAY"
    r"|THURSDAY"
    r"|FRIDAY|SATURDAY|SUNDAY|(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)(?!\w)"
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
_NUMERIC_SIGN = re.compile(r"\d[/.]\d\d?[/.]\d\d")
_PERIOD_END = re.compile(
    r"\b(?:the\s+)?(?:end|last\s+day)\s+of\s+(?:(?P<month>January|February|March|April|May|June|July|August|September"
    r"|October|November"
    r"|December)(?:,?\s+(?P<year>20\d\d))?|(?P<this>(?:the|this)\s+month)|(?P<next>next\s+month)"
    r"|(?P<yearend>(?:the|this)\s+year))\b"
)
_NEAR = re.compile(
    r"\b(?P<word>[Tt]onight|[Tt]oday|[Tt]omorrow|[Yy]esterday|last night|this (?:morning|afternoon|evening))\b(?!['’]s)"
)
_NEAR_SIGNS = ("onight", "oday", "omorrow", "esterday", "last night", "this morning", "this afternoon", "this evening")
_BEGINS = re.compile(r"(?:^|[.!?\n:]\s*|[\"“‘'(])$")
_WEEKDAY_NAME = re.compile(
    r"\b(?P<weekday>(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day|(?:MON|TUES|WEDNES|THURS"
    r"|FRI|SATUR|SUN)DAY)\b"
)
_DAY_TAIL = re.compile(r"day\b|DAY\b")
_WEEKDAY_LAST = re.compile(
    r"(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un|MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)(?:day|DAY)$"
)
_WEEKDAY_LEAD = re.compile(
    r"(?:\b(?P<every>[Ee]very|[Ee]ach|[Mm]ost|first|second|third|fourth|alternate|other)|\b(?P<on>[Aa] week on)"
    r"|\b(?P<which>[Nn]ext|[Tt]his|[Ll]ast|[Pp]ast|[Cc]oming))\s+$"
)
_FROM_OTHER = re.compile(
    r"\b(?:the (?:day|night|evening) (?P<before>before)|the (?P<next>next|following) (?:day|evening)|that (?:same )?(?:day|evening|night)|the (?:last|same"
    r"|final) day)(?=[.,;)]|$|\s(?:at|by)\b)"
)
_OTHER_SIGNS = (" before", "that ", "same day", "last day", "final day", "next day", "following day", " evening")
_BY_THE = re.compile(
    r"\b(?:by|before|until) the (?P<day>(?:[12]?\d|3[01])(?:st|nd|rd|th))\b(?=[.,;)]|$|\s(?:at|to|if)\b)"
)  # "by the 21st"
_WEEKS_ON = re.compile(r"\b\w+ weeks on $")  # "two weeks on Friday"
_HABIT = re.compile(r"Mon(?:days?)? ?(?:to|-|–) ?(?:Thu|Fri|Sat|Sun)")  # opening hours
_HABIT_END = re.compile(r"Mon(?:days?)? ?(?:to|-|–) ?$")
_WEEKDAY_TAIL = re.compile(r"\s+(?:of\s+)?(?P<week>next week)|\s+(?P<later>week)\b")
_NAMED_DAY = re.compile(
    r"\b(?:Black|Cyber|Good|Easter|Giving|Super|Bloody|Palm|Shrove|Ash|Maundy|Social|Business|Whit|Green) $"
)
_NEWSPAPER = re.compile(r" (?:Times|Mail|Telegraph|Mirror|Herald|Post|Express|Politics|Independent|Tribune)\b")
_RELATIVE = re.compile(
    r" (?:before|after)\b(?! (?:noon|midday|\d))"
)  # "the Friday before": before what, stands elsewhere
_RANGE_BETWEEN = re.compile(r"\s?(?:[-–—]|to|until|through)\s?$")
_LIST_BETWEEN = re.compile(r"\s?(?:,|and|or|&|, and)\s?$")


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Where a day is named (``start`` to ``end`` in the text), what is said of it, and the last day of a range."""

    start: int
    end: int
    said: DaySaid
    last: DaySaid | None = None


def find_days(text: str, month_first: bool | Callable[[], bool] = False) -> list[DaySpan]:
    """Every day named in an English text, in order, none overlapping.

    ``month_first`` says (or tells when asked) whether 3/4/2026 is the fourth of March here.
    """
    found = [*_with_months(text), *_numeric(text, month_first)]
    if "-0" in text or "-1" in text:
        found.extend(_iso(text))
    if "end of" in text or "last day of" in text:
        found.extend(_period_ends(text))
    found.extend(_words(text))
    found.extend(
        DaySpan(match.start("day"), match.end(), DayAlone(_digits(match["day"]))) for match in _BY_THE.finditer(text)
    )
    if any(sign in text for sign in _OTHER_SIGNS):
        found.extend(
            DaySpan(*match.span(), FromOther(-1 if match["before"] else 1 if match["next"] else 0))
            for match in _FROM_OTHER.finditer(text)
        )
    found.extend(DaySpan(start, end, said) for start, end, said in find_feasts(text))
    found.sort(key=lambda span: (span.start, -span.end))
    kept: list[DaySpan] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return _join(text, kept[:MOST])


def has_month_first(text: str) -> bool:
    """Whether the text writes months before days ("Dec. 4") and never after them."""
    seen = [bool(_DAY_FIRST.search(text[max(0, m.start() - LEFT_CHARS) : m.start()])) for m in _months(text)]
    after = any(_DAY_AFTER.match(text[m.end() : m.end() + RIGHT_CHARS]) for m in _months(text))
    return after and not any(seen)


def _with_months(text: str) -> Iterator[DaySpan]:
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
            weekday = _weekday(before["weekday"])
            if weekday is None and (named := _WEEKDAY_AFTER.match(text[end : end + RIGHT_CHARS])):
                weekday, end = _weekday(named["weekday"]), end + named.end()
            elif text[end : end + 1] == ")" and "(" in before.group():
                end += 1
            offset = name.start() - len(left)
            start = offset + before.start()
            first, day = before["first"], before["day"]
            if (
                first and before["to"].strip() in ("and", "&", "or") and _digits(day) != _digits(first) + 1
            ):  # not a range
                yield _span(start, offset + before.end("first"), month, year, None, first, weekday)
                for at, listed in _listed(text, start):
                    yield _span(at, at + len(listed), month, year, None, listed, None)
                start, first, weekday = offset + before.start("day"), None, None
            yield _span(start, end, month, year, first, day, weekday)
        elif after:
            year = int(after["year"]) if after["year"] else None
            start, weekday = name.start(), None
            if named := _WEEKDAY_BEFORE.search(left):
                start, weekday = name.start() - len(left) + named.start(), _weekday(named["weekday"])
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
    last = MonthDay(_digits(day), month, year, None if first else weekday)
    if first is None or _digits(first) >= last.day:
        return DaySpan(start, end, last)
    return DaySpan(start, end, MonthDay(_digits(first), month, year, weekday), last)


def _iso(text: str) -> Iterator[DaySpan]:
    for match in _ISO.finditer(text):
        yield DaySpan(*match.span(), MonthDay(int(match["day"]), int(match["month"]), int(match["year"])))


def _numeric(text: str, month_first: bool | Callable[[], bool]) -> Iterator[DaySpan]:
    for match in _NUMERIC.finditer(text) if _NUMERIC_SIGN.search(text) else ():
        one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
        if two > 12 or (
            one <= 12 and match["mark"] == "/" and (month_first() if callable(month_first) else month_first)
        ):
            one, two = two, one
        if 1 <= two <= 12:
            yield DaySpan(*match.span(), MonthDay(one, two, year if year > 99 else 2000 + year))


def _period_ends(text: str) -> Iterator[DaySpan]:
    for match in _PERIOD_END.finditer(text):
        if match["month"]:
            said = MonthEnd(MONTHS[match["month"][:3].lower()], int(match["year"]) if match["year"] else None)
        elif match["yearend"]:
            said = MonthEnd(12)
        else:
            said = MonthEnd(None, ahead=1 if match["next"] else 0)
        yield DaySpan(*match.span(), said)


def _words(text: str) -> Iterator[DaySpan]:
    for match in _NEAR.finditer(text) if any(sign in text for sign in _NEAR_SIGNS) else ():
        if text[max(0, match.start() - 5) : match.start()] == "week ":
            continue  # "a week today"
        if match["word"][0].isupper() and not _BEGINS.search(text[max(0, match.start() - 3) : match.start()]):
            continue  # "Owning Tomorrow" is a title
        days = {"tomorrow": 1, "yesterday": -1, "last night": -1}.get(match["word"].lower(), 0)
        yield DaySpan(*match.span(), Offset(days))
    for match in _weekdays(text):
        left = text[max(0, match.start() - LEFT_CHARS // 2) : match.start()]
        lead, tail = _WEEKDAY_LEAD.search(left), _WEEKDAY_TAIL.match(text, match.end())
        weekday = _weekday(match["weekday"])
        if weekday is None or _WEEKS_ON.search(left) or (lead and lead["every"]) or _NAMED_DAY.search(left):
            continue
        if _HABIT.match(text, match.start()) or _HABIT_END.search(left):
            continue
        if _NEWSPAPER.match(text, match.end()) or _RELATIVE.match(text, match.end()):
            continue
        which = (lead["which"] or "").lower() if lead else ""
        if which == "next" or (tail and tail["week"]):
            said = Weekday(weekday, "next week")
        elif (tail and tail["later"]) or (lead and lead["on"]):
            said = Weekday(weekday, "week after")
        elif which in ("last", "past"):
            said = Weekday(weekday, "last")
        else:
            said = Weekday(weekday, "this" if which else "bare")
        start = match.start() - (len(left) - lead.start() if lead else 0)
        yield DaySpan(start, tail.end() if tail else match.end(), said)


def _weekdays(text: str) -> Iterator[re.Match[str]]:
    """Where a day of the week is named; looked for by its end, which is quick."""
    for tail in _DAY_TAIL.finditer(text):
        start = max(0, tail.start() - len("Wednes"))
        found = _WEEKDAY_LAST.search(text, start, tail.end())
        if found and (named := _WEEKDAY_NAME.match(text, found.start())):
            yield named


def _join(text: str, spans: list[DaySpan]) -> list[DaySpan]:
    """ "30 May to 2 June 2027" is one span; in "4 January and 5 February 2027" the first day takes the year."""
    joined: list[DaySpan] = []
    for span in reversed(spans):
        following = joined[-1] if joined else None
        if following and isinstance(span.said, MonthDay) and isinstance(following.said, MonthDay) and not span.last:
            between = text[span.end : following.start]
            ranged, listed = _RANGE_BETWEEN.match(between), _LIST_BETWEEN.match(between)
            if (
                listed
                and listed.group().strip() == "and"
                and text[: span.start].rstrip().endswith(("between", "Between"))
            ):
                ranged = listed
            if (ranged or listed) and span.said.year is None and following.said.year is not None:
                wraps = span.said.month > following.said.month
                span = replace(span, said=replace(span.said, year=following.said.year - wraps))
            if ranged and following.last is None:
                joined[-1] = DaySpan(span.start, following.end, span.said, following.said)
                continue
        joined.append(span)
    return joined[::-1]


def _weekday(name: str | None) -> int | None:
    return WEEKDAYS.get(name[:3].lower()) if name else None


def _digits(number: str) -> int:
    return int(re.sub(r"\D", "", number))
