"""A page that lists an event in labelled lines ("When: …", "Where: …") → where it takes place and what it is."""

from __future__ import annotations

import re

from digestbot.anycase import AnyCase
from digestbot.extract.facts.passages import Passage

APART_CHARS = 400  # between the line with the day and that with the place
PLACE_CHARS = 60  # a longer place keeps what stands before its first comma

_WHEN = AnyCase(r"^\W*(?:when|dates?|date and time|event dates?|day)\s?:[\s,]*(?:\d\d?[:.]\d\d\W*)?$")
_WHERE = re.compile(
    r"^\W*(?:[Ww]here|WHERE|[Vv]enue|VENUE|[Ll]ocation|LOCATION|[Pp]lace)\s?:\s*(?P<place>\S[^\n]{2,150})$", re.M
)


def is_listed(around: Passage) -> bool:
    """Whether the day stands in a line that says only when it is."""
    return _WHEN.match(around.before) is not None


def place_listed(text: str, start: int) -> str:
    """What the line nearest to ``start`` that says where it is has to say; empty where none does."""
    begin = max(0, start - APART_CHARS)
    found = min(
        _WHERE.finditer(text, begin, start + APART_CHARS), key=lambda one: abs(one.start() - start), default=None
    )
    if found is None:
        return ""
    place = found["place"].strip().rstrip(".")
    return place if len(place) <= PLACE_CHARS else place.partition(",")[0]
