"""Text → the days it names by the day of the week or by today: "next Tuesday", "a week on Friday", "yesterday"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestbot.extract.facts.calendar import Offset, Weekday
from digestbot.extract.facts.day_spans import LEFT_CHARS, DaySpan, weekday_of

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


def weekdays_and_near(text: str) -> Iterator[DaySpan]:
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
        weekday = weekday_of(match["weekday"])
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
