"""Deadlines → an iCalendar file (RFC 5545): whole-day entries that a calendar knows again when it gets them twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from digestbot.render import key_facts
from digestbot.render.escaping import link
from digestbot.render.wording import UNTITLED, tidy
from digestbot.text import capital
from digestbot.types import Deadline

LINE_BYTES = 75  # RFC 5545, 3.1: longer lines are folded
REMIND = "-P1D"  # the alarm: a day before, as in the digest


def calendar(deadlines: Iterable[Deadline], now: datetime) -> str:
    """The file's text, with CRLF line ends; ``now`` is the time it is made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//digestbot//deadlines//EN", "CALSCALE:GREGORIAN"]
    for one in deadlines:
        lines += _event(one, now)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _event(one: Deadline, now: datetime) -> list[str]:
    title = tidy(one.title) or UNTITLED
    kind = "Closes" if one.kind == "closes" else tidy(one.occasion)
    summary = f"{capital(kind)}: {title}" if kind else title
    where, last = key_facts.where_and_until(one.what) if one.kind == "event" else ("", None)
    safe = link(one.url)
    return [
        "BEGIN:VEVENT",
        f"UID:{_uid(one)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",  # without an end it takes that one day
        *(
            [f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"] if last and one.day < last < date.max else []
        ),  # the day after
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(tidy(one.source))}",
        *([f"LOCATION:{_escaped(where)}"] if where else []),
        *([f"URL:{safe}"] if safe else []),
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(summary)}",
        f"TRIGGER:{REMIND}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _uid(one: Deadline) -> str:
    key = f"{one.story_id}|{one.kind}|{one.day.isoformat()}"
    return f"{sha256(key.encode()).hexdigest()[:32]}@digestbot"


def _escaped(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, "\\" + char)
    return text


def _folded(line: str) -> str:
    """The line in pieces of at most 75 bytes, no character cut in two; a piece but the first begins with a space."""
    pieces: list[str] = []
    piece, room = "", LINE_BYTES
    for char in line:
        width = len(char.encode())
        if width > room:
            pieces.append(piece)
            piece, room = " ", LINE_BYTES - 1
        piece += char
        room -= width
    return "\r\n".join([*pieces, piece])
