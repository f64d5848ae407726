"""Dates as feeds and pages write them → aware UTC datetimes, or None when no sane date stands there.

Never guesses a date that is not written, never returns one in the future, never reads a clock.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

# Nothing on the web is older than its first site; 1970-01-01 and year 0 are what broken software writes.
EARLIEST = datetime(1991, 8, 6, tzinfo=UTC)
# What is written as dates are and names none, such as 31 February or 0000-00-00. dateparser would look for its words in
# two hundred languages, which takes four seconds to load.
_IMPOSSIBLE = datetime.min.replace(tzinfo=UTC)
# In which languages "yesterday" is understood; a text with figures in it is read in all that dateparser knows.
_SPOKEN = ["en", "fr", "de", "es", "it", "pt", "nl", "pl", "cy", "ga", "da", "nb", "sv", "fi"]
# Longest text that is looked at: the longest real date seen in the test pack has 44 characters.
MAX_LENGTH = 80

# How much of a text is searched for a date, in characters: more than a card of a listing page holds.
MAX_SEARCHED = 4000

_MONTH_NAMES = """
1 january janvier januar enero gennaio janeiro januari ionawr stycznia styczen janv jan ene gen ion ean sty
2 february fevrier februar febrero febbraio fevereiro februari chwefror lutego luty feb fev fevr chwe lut feabhra
3 march mars marz maerz marzo marco maart mawrth marca marzec mar maw marta
4 april avril abril aprile ebrill kwietnia kwiecien apr avr abr ebr kwi aibrean
5 may mai mayo maggio maio mei maj mag maia bealtaine
6 june juin juni junio giugno junho mehefin czerwca czerwiec jun giu meh cze meitheamh
7 july juillet juli julio luglio julho gorffennaf lipca lipiec jul juil lug gor gorff lip iuil
8 august aout agosto augustus awst sierpnia sierpien aug ago aws sie lunasa
9 september septembre septiembre settembre setembro medi wrzesnia wrzesien sep sept set med wrz
10 october octobre oktober octubre ottobre outubro hydref pazdziernika pazdziernik oct okt ott out hyd paz
11 november novembre noviembre novembro tachwedd listopada listopad nov tach lis samhain
12 december decembre dezember diciembre dicembre dezembro desember rhagfyr grudnia grudzien dec dez dic rhag gru nollaig
"""
_MONTHS = {name: int(words[0]) for line in _MONTH_NAMES.split("\n") if (words := line.split()) for name in words[1:]}
# Letters that are an offset by custom. IST is India here; feeds from Ireland write GMT, BST or an offset.
_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120,
    "MESZ": 120, "MET": 60, "MEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "SAST": 120, "EAT": 180, "WAT": 60,
    "CAT": 120, "IST": 330, "PKT": 300, "SGT": 480, "HKT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570,
    "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "AST": -240, "ADT": -180, "EST": -300,
    "EDT": -240, "ET": -300, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "PT": -480, "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180, "ART": -180, "NST": -210, "NDT": -150,
}  # fmt: skip
_TIME = (
    r"(?:[T\s,]|\bat\b|\bum\b|\bkl\.?|\ba las\b|[àa]\s|-\s)*"
    r"(?P<h>\d{1,2})[:.h](?P<mi>\d{2}|\d(?=:))(?:[:.](?P<s>\d{1,2})(?:[.,]\d+)?)?"
)
_AFTER = r"\s*(?P<ap>[ap]\.?m\.?\b)?\s*(?P<z>.*)$"
_OPTIONAL_TIME = rf"(?:{_TIME}{_AFTER}|(?P<rest>.*)$)"
_WORD = r"[^\W\d_]{3,}"
_ISO = re.compile(
    r"^(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?|/(?P<m2>\d{1,2})/(?P<d2>\d{1,2})|\.(?P<m3>\d{1,2})\.(?P<d3>\d{1,2})"
    rf"|(?P<m4>\d{{2}})(?P<d4>\d{{2}}))?(?:{_TIME}{_AFTER}|T(?P<h2>\d{{2}})(?P<mi2>\d{{2}})(?P<s2>\d{{2}})?(?P<z2>.*)|(?P<rest>\D*))$",
    re.IGNORECASE,
)
_DAY_NAME_YEAR = re.compile(
    rf"^(?:(?:{_WORD}\s)?{_WORD}(?:\.?,\s*|\.?\s+))?(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+|of\s+)?(?P<name>{_WORD})\.?,?"
    rf"(?:\s+de)?[\s-]+(?P<y>\d{{4}}|\d{{2}}\b)\b,?{_OPTIONAL_TIME}",
    re.IGNORECASE,
)
_NAME_DAY_YEAR = re.compile(
    rf"^(?:{_WORD}(?:\.?,\s*|\.?\s+))?(?P<name>{_WORD})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b,?{_OPTIONAL_TIME}",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    rf"^{_WORD},?\s+(?P<name>{_WORD})\s+(?P<d>\d{{1,2}})\s+(?P<h>\d{{1,2}}):(?P<mi>\d{{2}}):(?P<s>\d{{2}})\s*(?P<z>[A-Z]{{2,5}})?\s+(?P<y>\d{{4}})$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    rf"^(?:{_WORD}(?:\.?,\s*|\.?\s+))?(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d{{2}})\b,?{_OPTIONAL_TIME}",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+)?{_WORD}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b|\b{_WORD}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    r"|\b\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:^|[A-Z\s])([+\-−])\s?(\d{1,2}):?(\d{2})?\b", re.IGNORECASE)
# A date that a template wrote with its markup, and one of the East, which are rewritten before anything else.
_MARKUP = re.compile(r"""<time\b[^>]{0,200}?\bdatetime\s*=\s*["']([^"']{4,40})["']""", re.IGNORECASE)
_EAST = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_LETTERS = re.compile(r"\b([A-Z]{1,5})\b", re.IGNORECASE)


def parse(text: str | None, now: datetime, *, language: str | None = None, loose: bool = False) -> datetime | None:
    """The moment ``text`` names, in UTC and not after ``now``; None when it names none, or an absurd one.

    Read are RFC 822 with wrong or missing zones (then UTC), ISO 8601 in its cut-down forms, dates with month names in
    the main European languages, and numbers such as 02/03/2026, which mean 2 March unless ``language`` is en-US.
    With ``loose``, what is left goes to dateparser ("3 hours ago", rarer languages), which is slow; what is written as
    a date and names none does not.
    """
    if not text:
        return None
    if "<" in text and (marked := _MARKUP.search(text[:MAX_SEARCHED])):
        text = marked.group(1)
    text = " ".join(text.split())[: MAX_LENGTH + 1]
    if "年" in text:
        text = _EAST.sub(r"\1-\2-\3 ", text)
    if not text or len(text) > MAX_LENGTH:
        return None
    month_first = (language or "").lower().replace("_", "-").startswith(("en-us", "es-us"))
    moment = _read(text, month_first)
    if moment is None and loose:
        moment = _last_resort(text, now.replace(minute=0, second=0, microsecond=0), month_first)
    return sane(moment, now)


def readable(text: str) -> bool:
    """Whether a date stands in ``text`` that can be read without guessing."""
    text = " ".join(text.split())
    moment = _read(text, False) if len(text) <= MAX_LENGTH else None
    return moment is not None and moment is not _IMPOSSIBLE  # 1 January of the year 1 is equal to it


def span(text: str) -> tuple[int, int] | None:
    """Where in ``text`` its first date stands, as start and end; None when there is none."""
    for found in _IN_TEXT.finditer(text[:MAX_SEARCHED]):
        if readable(found.group()):
            return found.span()
    return None


def sane(moment: datetime | None, now: datetime) -> datetime | None:
    """``moment`` in UTC, clamped to ``now``; None when it is older than the web."""
    if moment is None or moment < EARLIEST:
        return None
    moment = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    if moment > now:
        moment = now.astimezone(UTC)
    return moment.replace(microsecond=0) if moment.microsecond else moment


@lru_cache(maxsize=4096)
def _read(text: str, month_first: bool) -> datetime | None:
    outcome = None
    for pattern, read in _READERS:
        found = pattern.match(text)
        if found:
            try:
                return read(found.groupdict(), month_first)
            except KeyError:
                continue  # a month's name that we do not know
            except (ValueError, OverflowError):
                outcome = _IMPOSSIBLE  # such numbers are no date in this order; another pattern may read them
    return outcome


def _iso(part: dict[str, str | None], _: bool) -> datetime:
    month = part["m"] or part["m2"] or part["m3"] or part["m4"] or "1"
    day = part["d"] or part["d2"] or part["d3"] or part["d4"] or "1"
    return _moment(
        _number(part["y"]), int(month), int(day), part["h"] or part["h2"], part["mi"] or part["mi2"],
        part["s"] or part["s2"], part["ap"], part["z"] or part["z2"],
    )  # fmt: skip


def _named(part: dict[str, str | None], _: bool) -> datetime:
    return _moment(
        _year(part["y"]), _month(part["name"] or ""), _number(part["d"]), part["h"], part["mi"], part["s"],
        part.get("ap"), part["z"],
    )  # fmt: skip


def _numbers(part: dict[str, str | None], month_first: bool) -> datetime:
    first, second = _number(part["a"]), _number(part["b"])
    day, month = (second, first) if (month_first and first <= 12) or second > 12 else (first, second)
    return _moment(_year(part["y"]), month, day, part["h"], part["mi"], part["s"], part["ap"], part["z"])


def _epoch(part: dict[str, str | None], _: bool) -> datetime:
    return datetime.fromtimestamp(_number(part["t"]), UTC)


def _moment(
    year: int,
    month: int,
    day: int,
    hour: str | None,
    minute: str | None,
    second: str | None,
    half: str | None,
    zone: str | None,
) -> datetime:
    hours = _number(hour)
    if half and hours <= 12:
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    day_over = hours == 24
    seconds = min(_number(second), 59)  # leap seconds
    moment = datetime(year, month, day, 0 if day_over else hours, _number(minute), seconds, tzinfo=_zone(zone))
    return (moment + timedelta(days=1 if day_over else 0)).astimezone(UTC)


def _zone(text: str | None) -> timezone:
    """The offset that ``text`` names; UTC for one that cannot be (``+9900``, ``Foo``)."""
    if not text:
        return UTC
    found = _OFFSET.search(text)
    if found:
        hours, minutes = int(found.group(2)), int(found.group(3) or 0)
        if hours > 14 or minutes > 59:
            return UTC
        shift = timedelta(hours=hours, minutes=minutes)
        return timezone(shift if found.group(1) == "+" else -shift)
    for letters in _LETTERS.findall(text):
        if letters.upper() in _ZONES:
            return timezone(timedelta(minutes=_ZONES[letters.upper()]))
    return UTC


def _month(name: str) -> int:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _MONTHS[plain]


def _year(text: str | None) -> int:
    year = _number(text)
    if text and len(text) == 2:
        year += 2000 if year < 70 else 1900
    return year


def _number(text: str | None) -> int:
    return int(text) if text else 0


@lru_cache(maxsize=1024)
def _last_resort(text: str, now: datetime, month_first: bool) -> datetime | None:
    if not any(char.isdigit() or char.isalpha() for char in text):
        return None
    settings = {
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "DATE_ORDER": "MDY" if month_first else "DMY",
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PREFER_DATES_FROM": "past",
    }
    return in_words(text, None if any(char.isdigit() for char in text) else _SPOKEN, settings)


def in_words(text: str, languages: Sequence[str] | None, settings: Mapping[str, object]) -> datetime | None:
    """What ``dateparser`` finds in ``text``, in one of ``languages`` (None: any that it knows); None for no date."""
    import dateparser  # here, because it takes 0.3 s to load and most rounds never need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser warns of its own use of the standard library
        try:
            found = dateparser.parse(text, languages=languages, settings=settings)
        except (ValueError, OverflowError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
            return None  # dateparser raises what its parts raise; no date is the answer here
    return found if isinstance(found, datetime) else None


_READERS = (
    (_ISO, _iso),
    (_DAY_NAME_YEAR, _named),
    (_NAME_DAY_YEAR, _named),
    (_ASCTIME, _named),
    (_NUMBERS, _numbers),
    (re.compile(r"^(?P<t>\d{10})(?:\d{3})?$"), _epoch),
)
