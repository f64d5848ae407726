"""What was typed after ``since:`` or ``before:`` → the moment that it means: 30d, 2026-01-31, 3/11/2026, last month.

Pure; ``now`` is an aware UTC argument. In words it goes through ``dateparser``, in English, the day before the month.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from digestbot import times

# The longest span that is taken, so that no number overflows a date.
MAX_SPAN = timedelta(days=36_525)
SPOKEN_CHARS = 30  # "the 23rd of september 2026"; dateparser takes its time with what is much longer

_SPAN = re.compile(r"([0-9]{1,5})\s?(h|d|w|m|mo|y|hours?|days?|weeks?|months?|years?)(?:\sago)?")
_SPAN_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 365.25 / 12, "y": 365.25}
_DATE = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?(?:t.*)?")
_BRITISH = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}(?:[0-9]{2})?")
_THE_PAST = re.compile(r"(?:the )?(?:past|last) (?=[0-9])")  # the last 30 days
_WORD = re.compile(r"[a-z]{3}")
_SPOKEN = {
    "PREFER_DATES_FROM": "past",
    "PREFER_DAY_OF_MONTH": "first",
    "PREFER_MONTH_OF_YEAR": "first",
    "DATE_ORDER": "DMY",
}


def moment(value: str, now: datetime) -> datetime | None:
    """The start of what ``value`` means, in UTC; None when it means nothing."""
    said = _THE_PAST.sub("", " ".join(value.lower().split()))
    if match := _SPAN.fullmatch(said):
        return now - min(timedelta(days=int(match[1]) * _SPAN_DAYS[match[2][0]]), MAX_SPAN)
    if match := _DATE.fullmatch(said):
        try:
            return datetime(int(match[1]), int(match[2] or 1), int(match[3] or 1), tzinfo=UTC)
        except ValueError:  # a thirteenth month: the caller says what is understood
            return None
    if _BRITISH.fullmatch(said):
        return _spoken(said, now)
    if len(said) > SPOKEN_CHARS or not _WORD.search(said):
        return None
    return _in_words(re.sub(r"[-_]", " ", said), now)


def _in_words(said: str, now: datetime) -> datetime | None:
    if said == "this week":  # dateparser takes it for today
        return _midnight(now) - timedelta(days=now.weekday())
    return _spoken(said.replace("past ", "last "), now)


def _spoken(said: str, now: datetime) -> datetime | None:
    """The midnight of the day that ``dateparser`` finds."""
    found = times.in_words(said, ["en"], {**_SPOKEN, "RELATIVE_BASE": now.replace(tzinfo=None)})
    return _midnight(found.replace(tzinfo=UTC)) if found is not None else None


def _midnight(when: datetime) -> datetime:
    return when.replace(hour=0, minute=0, second=0, microsecond=0)
