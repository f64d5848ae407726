"""An article → whether somebody argues in it under their own name, and which of its sentences say what they want."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digestbot.anycase import AnyCase

LABELLED = re.compile(
    r"^(?:opinion|comment|viewpoint|letters?|editorial|column|perspective|op-?ed|guest post)\s*[:|–—-]|"
    r"^(?:in (?:defence|defense|praise) of|the case (?:for|against))\b",
    re.IGNORECASE,
)
# A reporter is "I" in a quotation only. Three times outside of one is somebody who argues; on the sample newsroom that
# finds its opinions and no report (tests/digest/test_opinions.py).
SPOKEN_AT_LEAST = 3
ASKED_AT_MOST = 2  # lines that are questions: more of them make an interview
AUTHOR_LINES = 3  # at the end of an article, in which it says who wrote it
AUTHOR_CHARS = 220

# I, I'm, my, myself; begun with a set of letters, which is what the engine searches for quickest.
_FIRST_PERSON = re.compile(r"[IMm](?<![\w’'.].)(?:(?<=I)(?:['’](?:m|ve|d|ll))?|(?<=[Mm])y(?:self)?)(?![\w’'])")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]{20,}’")
_QUESTION = re.compile(r"\?\s*$", re.M)
_OWN = re.compile(r"^(?:(?:But|And|So|Yet) )?(?:I|[Ww]e|[Mm]y|[Oo]ur|[Ww]hat)\b")
_ARGUES = AnyCase(
    r"\b(?:(?<!\bI )should|must|ought to|(?:has|have) to|what \w+(?: \w+){0,5} (?:is|are) not|not [\w' ]{3,60} but"
    r"|the answer|the (?:real|true) (?:question|problem|test|choice)|it is time|would help"
    r"|my (?:advice|view|doubt|answer)|the (?:lesson|trouble|truth|problem) (?:is|with)"
    r"|I (?:believe|doubt|fear|argue|propose|have come to think))\b"
)
_IS = re.compile(r"^(?:,[^.]{2,60},)? (?:is|was|writes|chairs|leads|runs|works|teaches|sits)\b")
_SIGNED = re.compile(  # "Sir Desmond Ashe is a former mayor of Ely."
    r"\n\W*(?:(?:Dr|Professor|Prof|Sir|Dame|Lord|Baroness|Rev|Cllr)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,3}"
    r" (?:is|was) (?:an?|the|our|chief|former|director|managing|professor|chair|head|general|mayor|co-\w+)\b[^\n]+\s*$"
)
_TITLES = re.compile(r"^(?:(?:Dr|Professor|Prof|Sir|Dame|Lord|Baroness|Rev|Cllr)\.? )+")


def speaks_as_i(text: str) -> bool:
    """Whether somebody speaks in it as "I" outside of quotations, as who argues does: thrice, or once where its last
    line says who wrote it.
    """
    least = 1 if is_signed(text) else SPOKEN_AT_LEAST
    if len(_FIRST_PERSON.findall(text)) < least:
        return False  # quotations are no matter then
    return len(_FIRST_PERSON.findall(_QUOTED.sub(" ", text))) >= least


def is_opinion(title: str, text: str) -> bool:
    """Whether the article says so in its headline, or speaks of itself as "I" and is no interview."""
    if LABELLED.search(title.strip()):
        return True
    return speaks_as_i(text) and len(_QUESTION.findall(text)) <= ASKED_AT_MOST


def is_signed(text: str) -> bool:
    """Whether the last line says who wrote it."""
    return _SIGNED.search(text[-AUTHOR_CHARS:]) is not None


def impersonal(one: str) -> str:
    """The sentence with another first word where that is the writer's own "I": an opinion is read as its writer's."""
    return _OWN.sub("The", one)


def argues(one: str) -> bool:
    """Whether a sentence says what ought to be."""
    return _ARGUES.search(one) is not None


def tells_of_author(one: str, place: int, every: Sequence[str], people: Sequence[str]) -> bool:
    """Whether a sentence at the end only says who somebody is: "Ann Lee is a councillor in Hull."."""
    if place < len(every) - AUTHOR_LINES or place == 0 or len(one) > AUTHOR_CHARS:
        return False
    bare = _TITLES.sub("", one)
    return any(bare.startswith(name) and _IS.match(bare[len(name) :]) for name in people)
