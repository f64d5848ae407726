"""What the modules that find days share: where a day is named, the names of the weekdays, a number with its ending."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digestbot.extract.facts.calendar import DaySaid

LEFT_CHARS = 48  # before a month's name: room for "Wednesday the 30th to Friday the 31st of "
RIGHT_CHARS = 40
MOST = 150  # days read of one text; one with more is a calendar

WEEKDAYS = {name: number for number, name in enumerate("mon tue wed thu fri sat sun".split())}

WEEKDAY = (
    r"(?:[Mm]onday|[Tt]uesday|[Ww]ednesday|[Tt]hursday|[Ff]riday|[Ss]aturday|[Ss]unday|MONDAY|TUESDAY|WEDNESDAY"
    r"|THURSDAY"
    r"|FRIDAY|SATURDAY|SUNDAY|(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Where a day is named (``start`` to ``end`` in the text), what is said of it, and the last day of a range."""

    start: int
    end: int
    said: DaySaid
    last: DaySaid | None = None


def weekday_of(name: str | None) -> int | None:
    return WEEKDAYS.get(name[:3].lower()) if name else None


def digits(number: str) -> int:
    return int(re.sub(r"\D", "", number))
