"""Text → where it names a day of the year by what is kept on it: "by Christmas Eve", "on International Women's Day"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestbot.extract.facts.calendar import EasterDay, MonthDay

# Day and month. Only those that closing dates and events of the sector's press are told by.
_FIXED = {
    "burns night": (25, 1), "australia day": (26, 1), "valentine's day": (14, 2), "st david's day": (1, 3),
    "international women's day": (8, 3), "st patrick's day": (17, 3), "st george's day": (23, 4), "anzac day": (25, 4),
    "may day": (1, 5), "canada day": (1, 7), "independence day": (4, 7), "halloween": (31, 10),
    "bonfire night": (5, 11),
    "st andrew's day": (30, 11), "christmas eve": (24, 12), "christmas day": (25, 12), "christmas": (25, 12),
    "boxing day": (26, 12), "new year's eve": (31, 12), "new year's day": (1, 1),
}  # fmt: skip
_EASTER = {"good friday": -2, "easter sunday": 0, "easter monday": 1}  # days after Easter Sunday
_NAMED = re.compile(
    r"\b(?:"
    + "|".join(name.replace("'", "['’]") for name in (*_FIXED, *_EASTER))
    + r")\b(?!['’-]|\s(?:(?-i:[A-Z])|party|"
    r"market|bonus|card|appeal|present|period|holiday|break|trading|sales|season|fair|lunch|dinner))",
    re.I,
)
_SIGNS = (
    "Day",
    "Eve",
    "Christmas",
    "Easter",
    "Good Friday",
    "Night",
    "Halloween",
)  # one is in every name; quick to look for
_BOUND = re.compile(r"\b(?:by|before|until|till) $", re.I)  # "Christmas" alone is a season


def find_feasts(text: str) -> Iterator[tuple[int, int, MonthDay | EasterDay]]:
    """Start, end and day of each, in the order of the text; "Christmas" alone only where it bounds something."""
    if not any(sign in text for sign in _SIGNS):
        return
    for match in _NAMED.finditer(text):
        name = match.group().lower().replace("’", "'")
        if name == "christmas" and not _BOUND.search(text[max(0, match.start() - 8) : match.start()]):
            continue
        if not match.group()[0].isupper():
            continue
        if name in _EASTER:
            yield match.start(), match.end(), EasterDay(_EASTER[name])
        else:
            yield match.start(), match.end(), MonthDay(*_FIXED[name])
