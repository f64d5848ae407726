"""The words beside a day → the hour and time zone they give for it. Never gives an hour without a zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from digestbot.extract.facts.country import Country

AROUND = 60  # characters before and after a day in which its hour stands

_HOME: dict[Country | None, str] = {
    None: "Europe/London",
    "uk": "Europe/London",
    "ie": "Europe/Dublin",
    "nz": "Pacific/Auckland",
}
_ZONES = {
    "gmt": "Etc/GMT", "utc": "Etc/UTC", "bst": "Europe/London", "uk": "Europe/London", "ist": "Europe/Dublin",
    "irish": "Europe/Dublin", "cet": "Europe/Paris", "cest": "Europe/Paris", "et": "America/New_York",
    "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York", "ct": "America/Chicago",
    "cst": "America/Chicago", "cdt": "America/Chicago", "central": "America/Chicago", "mt": "America/Denver",
    "mst": "America/Denver", "mdt": "America/Denver", "mountain": "America/Denver", "pt": "America/Los_Angeles",
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pacific": "America/Los_Angeles",
    "aest": "Australia/Brisbane", "aedt": "Australia/Sydney", "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland",
    "local": "",
}  # fmt: skip
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap]\.?\s?m\b\.?)|(?P<hour24>[01]?\d"
    r"|2[0-3])[:.](?P<minute24>\d\d)(?!\d|\.\d)(?:\s?(?:hrs?|hours)\b)?"
    r"|(?:12\s)?(?P<word>noon|midday|midnight))"
    r"(?:,?\s?\(?(?P<zone>GMT|UTC|BST|IST|CEST|CET|E[SD]?T|C[SD]T|CT|M[SD]?T|P[SD]?T|AEST|AEDT|NZ[SD]T|UK"
    r"|[Ll]ocal|[Ii]rish"
    r"|[Ee]astern|[Cc]entral|[Mm]ountain|[Pp]acific)\b(?:\s+(?:[Ss]tandard\s+|[Dd]aylight\s+)?[Tt]ime)?\)?)?"
)
_BEFORE = re.compile(rf"(?<![\w£$€.])(?:{_CLOCK})[\s,(]*(?:on\s+|of\s+)?(?:the\s+)?$", re.A)
_AFTER = re.compile(rf"[\s,(–—-]*(?:(?:at|by|from|before|until)\s+)?(?:{_CLOCK})", re.A)


def at_hour(day: date, left: str, right: str, where: Callable[[], Country | None]) -> str:
    """The day as ISO 8601: a date-time with its zone where ``left`` or ``right`` of it gives the hour, else a date.

    Midnight is the end of the day it is said of (23:59), as those who set deadlines mean it. ``where`` tells the
    country whose clock holds when no zone is written; countries with several zones have none.
    """
    match = _BEFORE.search(left[-AROUND:]) or _AFTER.match(right[:AROUND])
    moment = _time(match) if match else None
    if match is None or moment is None:
        return day.isoformat()
    zone = _ZONES.get(match["zone"].lower(), "") if match["zone"] else _HOME.get(where(), "")
    if not zone:
        return day.isoformat()
    return datetime.combine(day, moment, ZoneInfo(zone)).isoformat(timespec="minutes")


def _time(match: re.Match[str]) -> time | None:
    if match["word"]:
        return time(23, 59) if match["word"] == "midnight" else time(12)
    if match["hour24"]:
        return time(int(match["hour24"]), int(match["minute24"])) if int(match["minute24"]) < 60 else None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return None
    if match["half"][0] == "a" and hour == 12 and minute == 0:
        return time(23, 59)  # "12am on Friday" as a closing time: the end of that day
    return time(hour % 12 + (12 if match["half"][0] == "p" else 0), minute)
