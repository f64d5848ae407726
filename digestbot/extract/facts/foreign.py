"""A text that is not in English → its closing dates and days ahead, where they are written out with their year. Reads
months and what closes by ``dateparser``'s and a few words of the language, and leaves everything else unsaid.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from digestbot import times
from digestbot.extract.facts.passages import passage
from digestbot.types import Fact

LANGUAGES = frozenset(
    "cy fr de es it nl pt ca eu ga gd sv da nb fi pl".split()
)  # of the places that the sector writes from
_WRITTEN = re.compile(
    r"(?<![\w.,/])\d{1,2}(?:\.|er|º|°)?\s+(?:de\s+|d['’])?[^\W\d_]{3,12}\.?\s+(?:de\s+|del\s+)?20\d\d(?!\d)"
)
_CLOSES = re.compile(
    r"\b(?:date limite|avant le|jusqu['’]au|clôture|d'ici le|bis zum|bis|frist|einsendeschluss"
    r"|bewerbungsschluss|fecha límite|hasta el|plazo"
    r"|antes del|entro il|scadenza|fino al|uiterlijk|vóór|sluit|até|prazo|dyddiad cau|erbyn|tan|cau|deadline"
    r"|spriocdháta|roimh)\b[^.;\n]{0,50}$",
    re.I,
)


def find_foreign(text: str, today: date, language: str) -> list[Fact]:
    """Deadlines and events on or after ``today``; dates without a year and past ones are left out."""
    found: dict[tuple[str, str], Fact] = {}
    for match in _WRITTEN.finditer(text):
        day = _day(match.group(), language)
        if day is None or day < today:
            continue
        closes = _CLOSES.search(passage(text, match.start(), match.end()).near)
        fact = Fact("deadline" if closes else "event", match.group(), day.isoformat())
        found.setdefault((fact.kind, fact.value), fact)
    return list(found.values())


@lru_cache(maxsize=2048)
def _day(written: str, language: str) -> date | None:
    parsed = times.in_words(written, [language], {"STRICT_PARSING": True})
    return parsed.date() if parsed else None
