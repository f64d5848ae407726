"""What a feed says about how often to call → a least interval and the hours of the week to leave it alone.

Reads ``ttl``, ``sy:updatePeriod`` with ``sy:updateFrequency``, ``skipHours`` and ``skipDays``. Decides nothing.
"""

from __future__ import annotations

import re
from datetime import timedelta

# A feed may ask for at most this much patience; "yearly" in a template must not silence a source.
MOST = timedelta(days=1)

_TTL = re.compile(r"<ttl>\s*(?:<!\[CDATA\[)?\s*(\d{1,7})")
_PERIOD = re.compile(r"<(?:\w+:)?updatePeriod[^>]{0,200}>\s*(?:<!\[CDATA\[)?\s*([A-Za-z]+)", re.IGNORECASE)
_FREQUENCY = re.compile(r"<(?:\w+:)?updateFrequency[^>]{0,200}>\s*(?:<!\[CDATA\[)?\s*(\d{1,5})", re.IGNORECASE)
_SKIP_HOURS = re.compile(r"<skipHours[^>]{0,200}>(.{0,2000}?)</skipHours", re.IGNORECASE | re.DOTALL)
_SKIP_DAYS = re.compile(r"<skipDays[^>]{0,200}>(.{0,1000}?)</skipDays", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour[^>]{0,200}>\s*(\d{1,2})", re.IGNORECASE)
_DAY = re.compile(r"<day[^>]{0,200}>\s*([A-Za-z]+)", re.IGNORECASE)
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def outside_entries(text: str) -> str:
    """The feed's own part of a document: all that stands before the first and after the last entry."""
    first = re.search(r"<(?:item|entry)[\s>]", text)
    if first is None:
        return text
    last = max(text.rfind("</item"), text.rfind("</entry"))
    return text[: first.start()] + (text[last:] if last > first.start() else "")


def min_interval(head: str) -> timedelta | None:
    """The interval that the feed asks for, at most MOST; None when it asks for none."""
    asked = [timedelta(minutes=int(found.group(1))) for found in _TTL.finditer(head)]
    period = _PERIOD.search(head)
    if period and period.group(1).lower() in _PERIODS:
        frequency = _FREQUENCY.search(head)
        times = max(1, int(frequency.group(1))) if frequency else 1
        asked.append(timedelta(hours=_PERIODS[period.group(1).lower()]) / times)
    asked = [interval for interval in asked if interval > timedelta(0)]
    return min(max(asked), MOST) if asked else None


def skip_hours(head: str) -> frozenset[int]:
    """Hours of the week (UTC, Monday 00:00 is 0) not to call in; empty when nothing, or every hour, is named."""
    hours = {int(hour) % 24 for part in _SKIP_HOURS.findall(head) for hour in _HOUR.findall(part) if int(hour) <= 24}
    days = {
        _DAYS.index(day.lower())
        for part in _SKIP_DAYS.findall(head)
        for day in _DAY.findall(part)
        if day.lower() in _DAYS
    }
    found = frozenset(day * 24 + hour for day in range(7) for hour in range(24) if hour in hours or day in days)
    return found if len(found) < 168 else frozenset()
