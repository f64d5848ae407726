"""The words beside a body's name → whether another word before "and" is its first, and whether it is no body but what
somebody is in charge of.
"""

from __future__ import annotations

import re

from digestbot.extract.facts.bodies import GENERIC, KINDS
from digestbot.extract.facts.names import Name, bare, known

PAIR_CHARS = 24  # room for "Wolverhampton and "

_OF_TWO = frozenset("Council Partnership Board Authority".split())
_ENDOWED = frozenset("Foundation Trust Charity Trusts Hospital Hospitals".split())
_CHARGES = frozenset(
    "Services Communities Health Care Housing Transport Leisure Learning Finance Communications Research Digital Design"
    " Energy Enterprise Homes Schools Training Media Recruitment".split()
)
CHARGE_CHARS = 60  # before a name in which it may say that somebody is in charge of it
_CHARGE = re.compile(
    r"\b(?:[Dd]irector|[Hh]ead|[Mm]ember|[Mm]inister|[Ss]ecretary|[Hh]older|[Mm]anager|[Cc]hampion|[Cc]ommissioner"
    r"|[Ss]pokes\w+) (?:of|for) (?:[A-Z][\w-]+(?: [A-Z][\w-]+)?(?:,| and) )*$"
)
_PAIR = re.compile(r"(?P<one>[A-Z][\w’'-]+) and $")


def pair_before(text: str, start: int) -> re.Match[str] | None:
    """The word before "and" that leads up to ``start``, as ``one``: "Argyll" in "Argyll and Bute Council"."""
    return _PAIR.search(text[max(0, start - PAIR_CHARS) : start])


def in_charge_of(text: str, start: int, chosen: tuple[Name, ...]) -> bool:
    """Whether the words name what somebody is in charge of: "Cabinet Member for Public Services"."""
    if chosen[0].text == "Cabinet" and len(chosen) > 2:
        return True
    return chosen[-1].text in _CHARGES and _CHARGE.search(text[max(0, start - CHARGE_CHARS) : start]) is not None


def is_one_of_two(text: str, start: int, other: str, chosen: tuple[Name, ...]) -> bool:
    """Whether the name begins with the word at ``start``, before "and": "Argyll and Bute Council"."""
    kind = chosen[-1].text
    if kind in _OF_TWO and is_place(other):
        return True
    if kind == "Council" and chosen[-2].text == "Research":
        return True  # "Economic and Social Research Council"
    known_body = other in KINDS or other in GENERIC or other.isupper() or other in known("organisations")
    return kind in _ENDOWED and len(chosen) == 2 and text.endswith("the ", 0, start) and not known_body


def is_place(word: str) -> bool:
    """Whether the lists know a place of that name."""
    return bare(word) in known("places") or bare(word) in known("places after in or at")
