"""Text → where it names days, and what it says of each. Resolves none (see calendar) and knows nothing of deadlines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from digestbot.extract.facts.calendar import DayAlone, FromOther, MonthDay
from digestbot.extract.facts.day_spans import MOST, DaySpan, digits
from digestbot.extract.facts.feasts import find_feasts
from digestbot.extract.facts.month_days import in_figures, iso_days, period_ends, with_months
from digestbot.extract.facts.weekdays import weekdays_and_near

_FROM_OTHER = re.compile(
    r"th(?<=\bth)(?:e (?:day|night|evening) (?P<before>before)|e (?P<next>next|following) (?:day|evening)"
    r"|at (?:same )?(?:day|evening|night)|e (?:last|same|final) day)(?=[.,;)]|$|\s(?:at|by)\b)"
)
_BY_THE = re.compile(  # "by the 21st"; begun with what is quick to look for
    r" the (?:(?<=\bby the )|(?<=\bbefore the )|(?<=\buntil the ))(?P<day>(?:[12]?\d|3[01])(?:st|nd|rd|th))\b"
    r"(?=[.,;)]|$|\s(?:at|to|if)\b)"
)
_RANGE_BETWEEN = re.compile(r"\s?(?:[-–—]|to|until|through)\s?$")
_LIST_BETWEEN = re.compile(r"\s?(?:,|and|or|&|, and)\s?$")


def find_days(text: str, month_first: bool | Callable[[], bool] = False) -> list[DaySpan]:
    """Every day named in an English text, in order, none overlapping.

    ``month_first`` says (or tells when asked) whether 3/4/2026 is the fourth of March here.
    """
    found = [*with_months(text), *in_figures(text, month_first)]
    if "-0" in text or "-1" in text:
        found.extend(iso_days(text))
    if "end of" in text or "last day of" in text:
        found.extend(period_ends(text))
    found.extend(weekdays_and_near(text))
    found.extend(
        DaySpan(match.start("day"), match.end(), DayAlone(digits(match["day"]))) for match in _BY_THE.finditer(text)
    )
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
