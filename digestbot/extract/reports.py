"""Sentences of an article about a report → those that tell what the report warns of and what it asks for. Judges by
wording; never writes or cuts a word but for the stops between the lines of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digestbot.anycase import AnyCase
from digestbot.prose import stands_alone
from digestbot.text import capital, holds, lowered

TELLS_CHARS = 700  # of an article in which it says that it tells of a report
FINDING_CHARS = 240
WARNING_CHARS = 240
ASKING_CHARS = 300  # of one sentence
LIST_CHARS = 400  # of a list with what leads up to it
HEADING_CHARS = 40  # "Summary of our main recommendations"
LISTED = 3  # recommendations of a list

_REPORT = AnyCase(
    r"\b(?:(?<!annual )report|study|paper|pamphlet|survey|review|inquiry|commission|research(?:ers)?|think[- ]tank"
    r"|analysis|evaluation)\b"
)
_REPORT_MARKS = (  # one of them is in whatever the pattern matches
    "report", "study", "paper", "pamphlet", "survey", "review", "inquiry", "commission", "research", "think",
    "analysis", "evaluation",
)  # fmt: skip
_FINDS = AnyCase(
    r"\b(?:finds?|found|shows?|showed|concludes?|reveals?|estimates?|suggests that|puts? the (?:cost|number|saving)"
    r"|according to|(?:report|paper|study|survey|analysis|pamphlet)\b[^.]{0,60}\bsays that)\b"
)
_FINDS_MARKS = (
    "find", "found", "show", "conclude", "reveal", "estimate", "suggests that", "the cost", "the number", "the saving",
    "according to", "says that",
)  # fmt: skip
_WARNS = AnyCase(
    r"\b(?:risks?|warn\w*|caution\w*|danger\w*|threat\w*|fears?|obstacles?|vulnerable|cliff[- ]edge|jeopard\w+"
    r"|drawbacks?|downsides?)\b"
)
_WARNS_MARKS = (
    "risk", "warn", "caution", "danger", "threat", "fear", "obstacle", "vulnerab", "cliff", "jeopard", "drawback",
    "downside",
)  # fmt: skip
_RECOMMENDS = re.compile(
    r"\b(?:(?<!would have )recommend\w*|call(?:s|ing|ed)? (?:for|on)|urg(?:es|ed|ing)|proposes?"
    r"|advises? (?:[a-z]+ ){1,4}to\b|proposals?"
    r" (?:is|are|include)|asks? (?:for|that|the|[a-z]*ministers|councils|government|[A-Z]\w+)"
    r"|suggests? that [^.]{3,60}\b(?:be|let|give|set|publish|make|have|extend|pay)\b)"
)
_WANTS = re.compile(r"\b(?<!not )wants? (?!to\b)(?:[\w’'&-]+ ){1,6}to\b")
_SHOULD = re.compile(
    r"\bshould (?:be|have|get|set|give|let|pay|publish|offer|make|stop|start|fund|extend|pool|open|require|allow|keep"
    r"|end|review|adopt|introduce|create|support|invest|share)\b"
)
_ASKS_MARKS = ("recommend", "call", "urg", "propos", "should", "ask", "suggest", "advise")
# Whose word it is: the report's and its authors', not that of those who are asked about it.
_ITS_OWN = AnyCase(
    r"\b(?:report|study|paper|pamphlet|survey|review|inquiry|commission|research(?:ers)?|think[- ]tank|analysis"
    r"|evaluat(?:ion|ors)|according to|authors?|academics|watchdog|auditors?|foundation|institute|recommendations"
    r"|committee|mps|peers|panel|taskforce|ombudsman|in our (?:view|opinion|judge?ment))\b"
    r"|^it\b|^they\b|^we\b"
    r"|, (?:it|they) (?:adds?|says?|warns?|fear|caution)\b"
)
_WE_FIND = re.compile(r"\b[Ww]e (?:(?:find|found|show|estimate|conclude) that|recommend|advise)\b")
_BUT = re.compile(r"^(?:But|And|Yet|However,|Nevertheless,|Still,)\s+")
_IT = re.compile(
    r"^(?:It|They|We) (?=(?:also )?(?:recommend|call|propose|urge|ask|want|warn|caution"
    r"|fear|suggest|say|conclude|find|found|estimate|put|show)s?\b)",
    re.I,
)
_RISK_IS = re.compile(r"^There (?=(?:is|are|was|were|remains?) [^,.]{0,30}\b(?:risk|danger|threat|fear)s?\b)", re.I)
_FURTHER = re.compile(r"^(?:It|They|We) (?:also|further)\b|^(?:Second|Third|Finally|Further),? ")
_HEADING = AnyCase(r"^(?:[a-z]+ ){0,4}recommendations\W*$")
_LIST_FOLLOWS = re.compile(r":$|\b(?:two|three|four|five|six|seven) (?:steps|changes|measures|recommendations)\.$")


def tells_of_report(title: str, text: str) -> bool:
    """Whether an article says early on that it tells of a report, or is one: "We find that …"."""
    early = text[:TELLS_CHARS]
    return _names_report(title) or _names_report(early) or _WE_FIND.search(early) is not None


def finds(one: str) -> bool:
    """Whether a sentence tells what was found."""
    return holds(lowered(one), _FINDS_MARKS) and _FINDS.search(one) is not None


def warns(one: str) -> bool:
    """Whether a sentence tells of a risk."""
    return holds(lowered(one), _WARNS_MARKS) and _WARNS.search(one) is not None


def asks(one: str) -> bool:
    """Whether a sentence tells what ought to be done."""
    return holds(lowered(one), _ASKS_MARKS) and (_RECOMMENDS.search(one) or _SHOULD.search(one)) is not None


def finding(every: Sequence[str], chosen: Sequence[int], authors: Sequence[str] = ()) -> list[int]:
    """The place of the sentence that tells what the report found, to stand behind those ``chosen``.

    ``authors``: the names of the bodies whose report it is.
    """
    for place, one in enumerate(every):
        if len(one) <= FINDING_CHARS and finds(one) and _is_own(one, authors) and _may_stand(place, every, chosen):
            return [place]
    return []


def warning(every: Sequence[str], chosen: Sequence[int], authors: Sequence[str] = ()) -> list[int]:
    """The place of the sentence that tells what the report warns of, as ``finding`` does."""
    for place, one in enumerate(every):
        if len(one) <= WARNING_CHARS and warns(one) and _is_own(one, authors) and _may_stand(place, every, chosen):
            return [place]
    return []


def asking(every: Sequence[str], chosen: Sequence[int], authors: Sequence[str] = ()) -> list[int]:
    """Where it stands what the report asks for: a sentence, or one with the first few of the list behind it."""
    for place in _by_clearness(every, authors):
        if leads_list(every[place]):
            if listed := _listed(every, place):
                return [place, *listed]
            continue
        if not _may_stand(place, every, chosen):
            continue
        if _LIST_FOLLOWS.search(every[place]):
            return [place, *_listed(every, place)]
        if len(every[place]) <= ASKING_CHARS:
            return [place, *_asked_further(every, place)]
    return []


def _asked_further(every: Sequence[str], place: int) -> list[int]:
    """The next sentence, where it goes on: "It also wants …"."""
    further = every[place + 1] if place + 1 < len(every) else ""
    wishes = asks(further) or _WANTS.search(further) is not None
    goes_on = wishes and _FURTHER.match(further) and len(every[place]) + len(further) <= LIST_CHARS
    return [place + 1] if goes_on else []


def leads_list(one: str) -> bool:
    """Whether a line is the heading of what is recommended: "Our recommendations"."""
    return len(one) <= HEADING_CHARS and _HEADING.match(one) is not None


def _is_own(one: str, authors: Sequence[str]) -> bool:
    """Whether a sentence tells what the report says, not what others say of it."""
    return _ITS_OWN.search(one) is not None or any(name in one for name in authors)


def _by_clearness(every: Sequence[str], authors: Sequence[str]) -> Iterator[int]:
    """Where something is asked for: first what says whose wish it is, then what says that it is one, then the rest."""
    places = [place for place, one in enumerate(every) if asks(one)]
    said = [place for place in places if _RECOMMENDS.search(every[place])]
    yield from (place for place in places if leads_list(every[place]))
    yield from (place for place in said if _is_own(every[place], authors))
    yield from said
    yield from places


def _listed(every: Sequence[str], place: int) -> list[int]:
    room, found = LIST_CHARS - len(every[place]), list[int]()
    for number in range(place + 1, min(place + 1 + LISTED, len(every))):
        room -= len(every[number]) + 1
        if room < 0:
            break
        found.append(number)
    return found


def _may_stand(place: int, every: Sequence[str], chosen: Sequence[int]) -> bool:
    """Whether a sentence stands on its own, or behind a chosen one that names the report."""
    one = every[place]
    if _LIST_FOLLOWS.search(one):
        one = one.rstrip(":") + "."
    if stands_alone(one):
        return True
    told = _BUT.sub("", one)
    told = _RISK_IS.sub("The report says there ", _IT.sub("The report ", told))
    if not stands_alone(capital(told)):
        return False
    if one.startswith("We ") and told != one:
        return any(map(_WE_FIND.search, every))  # a report that speaks for itself
    return any(before < place and _attributes(every[before]) for before in chosen)


def _names_report(text: str) -> bool:
    return holds(lowered(text), _REPORT_MARKS) and _REPORT.search(text) is not None


def _attributes(one: str) -> bool:
    """Whether "it" may speak of what a sentence names: a report, or the body that wrote one."""
    return _names_report(one) or "ccording to " in one
