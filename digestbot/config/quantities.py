"""Reads the small notations of the files: durations ``30m``, sizes ``10MB``, times ``08:30``, zones, addresses.

Each type is a pydantic field type that carries its JSON Schema; a wrong value says what is allowed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import (
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from digestbot.config.problems import did_you_mean, refuse, show
from digestbot.urls import is_http

_UNITS = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "y": timedelta(days=365),
}
_DURATION = re.compile(r"(\d{1,13}(?:\.\d{1,3})?)\s*(ms|s|m|h|d|w|y)", re.ASCII)
_BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
_SIZE = re.compile(r"(\d{1,12}(?:\.\d{1,3})?)\s*([KMG]?I?B)?", re.ASCII | re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

LONGEST = timedelta(days=365 * 100)  # "for ever" in practice, and far from where timedelta overflows
JsonSchema = dict[str, Any]
MAX_URL = 2000  # characters: what servers and proxies commonly accept in a request line


def duration(text: str) -> timedelta:
    """``30m`` → 30 minutes. Raises ValueError when it is no duration or longer than a hundred years."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    number, unit = float(found[1]), _UNITS[found[2]]
    if number * unit.total_seconds() > LONGEST.total_seconds():
        raise ValueError(text)
    return number * unit


def duration_text(value: timedelta) -> str:
    """The shortest notation that :func:`duration` reads back as ``value``."""
    for name, unit in reversed(_UNITS.items()):
        if value and value % unit == timedelta(0):
            return f"{value // unit}{name}"
    return f"{value.total_seconds():.3f}".rstrip("0").rstrip(".") + "s"


def size(text: str) -> int:
    """``10MB`` → 10,000,000; ``1MiB`` → 1,048,576; a bare number is bytes. Raises ValueError otherwise."""
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return round(float(found[1]) * _BYTES[(found[2] or "B").upper()])


def size_text(value: int) -> str:
    """The shortest notation that :func:`size` reads back as ``value``."""
    for name in ("GB", "GiB", "MB", "MiB", "KB", "KiB"):
        unit = _BYTES[name.upper()]
        if value and value % unit == 0:
            return f"{value // unit}{name}"
    return str(value)


def clock(text: str) -> time:
    """``8:30`` or ``08:30`` → 08:30. Raises ValueError when it is no time of day."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return time(int(found[1]), int(found[2]))


@cache
def zones() -> frozenset[str]:
    """The names of every time zone known here."""
    return frozenset(available_timezones())


@dataclass(frozen=True, slots=True)
class Span:
    """A duration from ``shortest`` to ``longest``: ``Annotated[timedelta, Span("5m", "1d")]``."""

    shortest: str = "0s"
    longest: str = "100y"

    def read(self, value: object) -> timedelta:
        allowed = f"a duration from {self.shortest} to {self.longest}, such as 30m, 12h, 7d, 2w or 5y"
        if isinstance(value, timedelta):
            found = value
        elif isinstance(value, str):
            try:
                found = duration(value)
            except ValueError as exc:
                raise refuse(f"{show(value)} is not a duration", allowed) from exc
        else:
            raise refuse(f"{show(value)} is not a duration", allowed)
        if found < duration(self.shortest):
            raise refuse(f"{show(value)} is too short", allowed)
        if found > duration(self.longest):
            raise refuse(f"{show(value)} is too long", allowed)
        return found

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        write = core_schema.plain_serializer_function_ser_schema(duration_text, when_used="always")
        return core_schema.no_info_plain_validator_function(self.read, serialization=write)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {
            "type": "string",
            "pattern": r"^\d+(\.\d+)?\s*(ms|s|m|h|d|w|y)$",
            "description": f"A duration from {self.shortest} to {self.longest}, such as 30m, 12h or 7d.",
        }


@dataclass(frozen=True, slots=True)
class Size:
    """A number of bytes from ``smallest`` to ``largest``: ``Annotated[int, Size("1KB", "1GB")]``."""

    smallest: str = "0B"
    largest: str = "1GB"

    def read(self, value: object) -> int:
        allowed = f"a size from {self.smallest} to {self.largest}, such as 500KB or 10MB"
        try:
            found = size(value if isinstance(value, str) else str(value) if type(value) is int else "")
        except ValueError as exc:
            raise refuse(f"{show(value)} is not a size", allowed) from exc
        if not size(self.smallest) <= found <= size(self.largest):
            raise refuse(f"{show(value)} is too {'small' if found < size(self.smallest) else 'large'}", allowed)
        return found

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        write = core_schema.plain_serializer_function_ser_schema(size_text, when_used="always")
        return core_schema.no_info_plain_validator_function(self.read, serialization=write)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {
            "type": ["string", "integer"],
            "pattern": r"^\d+(\.\d+)?\s*([KMGkmg]?[Ii]?[Bb])?$",
            "description": f"A size from {self.smallest} to {self.largest}, such as 500KB or 10MB.",
        }


@dataclass(frozen=True, slots=True)
class Within:
    """A number from ``low`` to ``high``: ``Annotated[int, Within(1, 50)]``; ``open_ended`` leaves both bounds out."""

    low: float
    high: float
    whole: bool = True
    open_ended: bool = False

    def read(self, value: object) -> float:
        between = f"more than {self.low:g} and less than" if self.open_ended else f"{self.low:g} to"
        allowed = f"a {'whole ' if self.whole else ''}number, {between} {self.high:g}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise refuse(f"{show(value)} is not a number", allowed)
        if self.whole and not float(value).is_integer():
            raise refuse(f"{show(value)} is not a whole number", allowed)
        inside = self.low < value < self.high if self.open_ended else self.low <= value <= self.high
        if not inside:  # true for NaN too
            raise refuse(f"{show(value)} is out of range", allowed)
        return int(value) if self.whole else float(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        names = ("exclusiveMinimum", "exclusiveMaximum") if self.open_ended else ("minimum", "maximum")
        kind = "integer" if self.whole else "number"
        return {"type": kind, names[0]: self.low, names[1]: self.high}


def read_clock(value: object) -> time:
    """A time of day from a file. Raises the located refusal otherwise."""
    if isinstance(value, time):
        return value
    try:
        return clock(value if isinstance(value, str) else "")
    except ValueError as exc:
        raise refuse(f"{show(value)} is not a time of day", "00:00 to 23:59, such as 08:30") from exc


def read_zone(value: object) -> str:
    """The name of a known time zone. Raises the located refusal otherwise."""
    if isinstance(value, str) and value in zones():
        return value
    allowed = "a name of the IANA time zone database, such as Europe/London or UTC"
    # Of the short names none is offered: MST is near to BST, and seven hours from it.
    places = sorted(zone for zone in zones() if "/" in zone)
    hint = did_you_mean(value, places) if isinstance(value, str) else ""
    raise refuse(f"{show(value)} is not a time zone", allowed, hint)


def read_url(value: object) -> str:
    """An absolute http(s) address. Raises the located refusal otherwise."""
    allowed = "an address that begins with https:// or http://"
    if not isinstance(value, str) or not is_http(value) or any(c.isspace() for c in value.strip()):
        hint = ""
        if isinstance(value, str) and is_http("https://" + value) and "://" not in value and "." in value:
            hint = f"Did you mean {show('https://' + value)}?"
        raise refuse(f"{show(value)} is not a web address", allowed, hint)
    if len(value) > MAX_URL:
        raise refuse(f"{show(value)} is too long", f"at most {MAX_URL} characters")
    return value.strip()


def read_line(value: object) -> str:
    """One line of text. Raises the located refusal for other types and for control characters."""
    if not isinstance(value, str):
        hint = "" if isinstance(value, list | dict) else f'Put it in quotes: "{value}".'
        raise refuse(f"{show(value)} is not text", "text", hint)
    if _CONTROL.search(value.strip()):
        raise refuse(f"{show(value)} holds a line break or control character", "one line of text")
    return value.strip()


def read_flag(value: object) -> bool:
    """``true`` or ``false``; YAML 1.2 knows no ``yes`` and ``on``, but people do. Raises the refusal otherwise."""
    words = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in words:
        return words[value.casefold()]
    raise refuse(f"{show(value)} is neither true nor false", "true or false")


Probability = Within(0, 1, whole=False, open_ended=True)
Clock = Annotated[
    time,
    PlainValidator(read_clock),
    PlainSerializer(lambda value: value.strftime("%H:%M"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^([01]?\d|2[0-3]):[0-5]\d(:00)?$", "examples": ["08:30"]}),
]
Zone = Annotated[str, PlainValidator(read_zone), WithJsonSchema({"type": "string", "examples": ["Europe/London"]})]
Url = Annotated[
    str, PlainValidator(read_url), WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"})
]
Line = Annotated[str, BeforeValidator(read_line)]
Flag = Annotated[bool, PlainValidator(read_flag), WithJsonSchema({"type": "boolean"})]
