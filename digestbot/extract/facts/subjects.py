"""The words around a closing date → what it is that closes, in a few of them: "share offer", "consultation on the
common bond". Reads no days, and leaves unsaid what no words tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestbot.anycase import AnyCase
from digestbot.extract.facts.passages import Passage, last_match

TEXT_CHARS = 600  # of an article in which it may say what "it" or "the offer" is
ABOVE_CHARS = 300  # before a closing date in which the nearest call is the one that closes
LONGEST = 48  # characters of a subject; a longer one keeps its noun only

_CALL = (
    r"(?:(?:community )?share (?:offer|issue)s?|bond offer|(?:early|super early)[- ]bird (?:tickets|places|rates?"
    r"|prices?|discount|offer|booking)s?"
    r"|calls? for (?:papers|evidence|proposals|views|entries|bids|applications)|expressions? of interest"
    r"|letters of (?:intent|inquiry)"
    r"|consultation|nominations?|entries|applications?|tenders?|bids|bookings?|registration|voting|polling|ballot"
    r"|online vote|proxy votes"
    r"|survey|crowdfund(?:er|ing)|petition|submissions?|written evidence|abstracts?|papers|proposals?|grant (?:round"
    r"|scheme|fund)"
    r"|stage \w+ (?:applications|bids)|motions|claims|responses?|replies|comments|inquiry|competition|offer|round"
    r"|window|tickets|pitches"
    r"|pledges|postal votes|nomination forms|call-in|objections|representations|questions|clarifications)"
)
_WORD = (
    r"(?!(?:is|are|was|were|will|must|can|may|close[sd]?|ends?|(?:re)?opens?|opened|runs?|should|and|by|until|which|that|who"
    r"|has|have|on|in|from|at|to|be)\b|[A-Z]?[a-z]+day\b|\d)[\w’'&-]+"
)
_NOUN = re.compile(
    rf"\b(?P<noun>{_CALL})(?P<more>(?:(?<=nominations)|(?<=applications)|(?<=entries)|(?<=papers)|(?<=evidence)) for"
    rf"(?: {_WORD}){{1,5}}|(?:(?<=consultation)|(?<=inquiry)|(?<=survey)|(?<=voting)) on(?: {_WORD}){{1,5}}"
    rf"|(?:(?<=applications)|(?<=submissions)|(?<=evidence)|(?<=responses)|(?<=objections)) to(?: {_WORD}){{1,5}})?\b",
    re.I,
)
_VERBS = (
    ("applications", AnyCase(
        r"\b(?:appl(?:y|icants?|ying)|CVs?|covering letter|salary|post|vacancy|trustees?)\b")),
    ("nominations", AnyCase(r"\b(?:nominat\w+|put forward)\b")),
    ("entries", AnyCase(r"\b(?:enter|entrants?|to enter)\b")),
    ("booking", AnyCase(r"\b(?:book|rsvp|reserve|sign up|register|enrol|tickets?|places?)\b")),
    ("responses", AnyCase(r"\b(?:respond|comment|reply|replies|views|have your say|answers?|evidence)\b")),
    ("voting", AnyCase(r"\b(?:vote|votes|ballot)\b")),
    ("tenders", AnyCase(r"\b(?:tender|tenders|bid|bidders|quotations?)\b")),
    ("share offer", AnyCase(r"\b(?:buy shares|invest|investors|shares)\b")),
    ("fundraising", AnyCase(r"\b(?:raise|raised|pledge\w*|find (?:the |another )?(?:last |other |final )?[£$€])")),
)  # fmt: skip
_GOES_ON = re.compile(r"(?<=\w) [A-Z]")
_TAIL = re.compile(r" (?:of|for|in|to|and|at|with)(?: \S+){0,2}$")
_VAGUE = frozenset("offer round window responses replies comments pledges tickets".split())


def subject_of(around: Passage, text: str, start: int) -> str:
    """What closes on the day at ``start``, which stands in ``around``; empty where the words do not tell."""
    near = last_match(_NOUN, around.near)
    if near and near["noun"].lower() not in _VAGUE:
        return _phrase(near)
    verb = next((what for what, words in _VERBS if words.search(around.near + around.after)), "")
    if verb and near is None:
        return verb
    said = next((one for one in _beside(around, text, start) if one["noun"].lower() not in _VAGUE), None)
    vague = near or last_match(_NOUN, around.before) if not said and not verb else None
    return _phrase(said) if said else verb or (vague["noun"].lower() if vague else "")


def _beside(around: Passage, text: str, start: int) -> Iterator[re.Match[str]]:
    """The calls named beside the day at ``start``, nearest first; those further off are looked for only when asked."""
    yield from _NOUN.finditer(around.after)
    yield from _NOUN.finditer(around.before)
    yield from reversed([*_NOUN.finditer(text[max(0, start - ABOVE_CHARS) : start])])
    yield from _NOUN.finditer(text[:TEXT_CHARS])


def _phrase(said: re.Match[str]) -> str:
    more = said["more"] or ""
    if more and _GOES_ON.match(said.string, said.end()):
        more = _TAIL.sub("", more)  # "consultation on mutual ownership" of the Post Office
    whole = said["noun"].lower() + more
    unfinished = whole.rsplit(" ", 1)[-1] in ("the", "a", "an", "its", "our", "first", "new", "next")
    return whole if len(whole) <= LONGEST and not unfinished else said["noun"].lower()
