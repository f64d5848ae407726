"""Title, text and facts of an article → two or three of its own sentences that tell what happened, who, how much and by
when. Never writes or cuts a word; what no sentence says well stays unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digestbot.prose import SHORTEST, is_finished, is_furniture, sentences_of, stands_alone
from digestbot.text import fold, holds, lowered, words
from digestbot.types import Fact, FactKind

# Lengths in characters. A digest shows two sentences on about four lines of Slack.
READ_CHARS = 6_000  # news tells its news early; what stands further down is background
ROOM = 320  # for two sentences
ROOM_EACH_FURTHER = 220

# What a sentence is worth, in points; chosen on the project's own articles (docs/measurements/facts.md).
LEAD = 3.0  # the first sentence that qualifies; each further one has FADE of the one before
FADE = 0.72
WORTH: dict[FactKind, float] = {
    "deadline": 3.2, "money": 1.2, "event": 0.9, "organisation": 1.2, "person": 0.7, "place": 0.15, "quotation": 0.0,
}  # fmt: skip
NEW_FACT = 1.0  # share of its worth that a fact no chosen sentence has told brings
TOLD_FACT = 0.15  # and one already told
FACTS_COUNTED = 2  # of one kind in one sentence: a list of names is no summary
TITLE_WORDS = 1.4  # times the share of the title's words in the sentence
OVERLAP = 2.5  # times the share of its words that a chosen sentence has told, taken off
QUOTED = 1.2  # taken off a sentence that is mostly a quotation
ASIDE = 1.0  # taken off a question, an exclamation, or one in the first person
CROWDED = 0.9  # taken off for every 100 characters beyond COMFORTABLE
COMFORTABLE = 190
WORTH_A_THIRD = 3.0  # what a third sentence must add, where there is room for it
REPEATS_TITLE = 0.8  # share of the words of either in the other at which a sentence only repeats the title

# A report is told by what it finds, what it warns of and what it asks for: worth a third sentence.
_REPORT = re.compile(
    r"\b(?:(?<!annual )report|study|paper|pamphlet|survey|review|inquiry|commission|research(?:ers)?|think[- ]tank"
    r"|analysis|evaluation)\b",
    re.I,
)
_REPORT_MARKS = (  # one of them is in whatever the pattern matches
    "report", "study", "paper", "pamphlet", "survey", "review", "inquiry", "commission", "research", "think",
    "analysis", "evaluation",
)  # fmt: skip
REPORT_CHARS = 400  # of an article in which it says that it tells of a report
FINDS = 0.8
WARNS = 1.6
ASKS = 1.6
_FINDS = re.compile(
    r"\b(?:finds?|found|shows?|showed|concludes?|reveals?|estimates?|suggests that|puts the (?:cost"
    r"|number))\b",
    re.I,
)
_WARNS = re.compile(r"\b(?:risks?|warns?|warned|danger|threat|fears?|greatest obstacle|main obstacle)\b", re.I)
_ASKS = re.compile(
    r"\b(?:(?<!would have )recommend\w*|calls? (?:for|on)|urges?|proposes?|proposals? (?:is|are|include)|should (?:be"
    r"|have|get|set|give|let|pay))\b",
    re.I,
)
_ASKS_MARKS = ("recommend", "call", "urge", "propos", "should")  # as above
_ITS = re.compile(r"^It (?=recommends|calls|proposes|urges|asks|wants)")  # "it" is the report, told just before
# An award is told by what it is for.
_AWARD = re.compile(r"\b(?:prize|awards?|medal|cup|trophy|bursary|fellowship)\b", re.I)
_HONOURS = re.compile(
    r"\b(?:honou?rs|recogni[sz]es?|celebrates?|rewards?|is given (?:to|for)|goes (?:each year )?to"
    r"|is awarded (?:to|for))\b",
    re.I,
)
HONOURS = 1.6
_QUOTED = re.compile(r"[“\"]([^“”\"]*)[”\"]")
# I, we, our, my, us, you, your; begun with a set of letters, which is what the engine searches for quickest.
_FIRST_PERSON = re.compile(r"[Iwomuy](?<!\w.)(?:(?<=I)|(?<=w)e|(?<=o)ur|(?<=m)y|(?<=u)s|(?<=y)our?)\b")


@dataclass(frozen=True, slots=True)
class _Sentence:
    place: int
    text: str
    terms: frozenset[str]
    worth: float
    facts: tuple[Fact, ...]


def summarise(title: str, text: str, facts: Sequence[Fact] = (), sentences: int = 2) -> str:
    """At most so many ``sentences`` of ``text``, in its order; all characters theirs.

    One more where it is short and adds much, or tells what a report recommends.

    Where no sentence stands on its own, the first that is no boilerplate; empty where there is none.
    """
    every = sentences_of(text[:READ_CHARS])
    report = _tells_of_report(title) or _tells_of_report(text[:REPORT_CHARS])
    rated = pool = _rated(title, every, facts, report)
    wanted = max(1, sentences)
    chosen: list[_Sentence] = []
    room = ROOM + ROOM_EACH_FURTHER * max(0, wanted - 2)
    while pool and len(chosen) < wanted:
        best = max(pool, key=lambda one: (_gain(one, chosen), -one.place))
        if chosen and _gain(best, chosen) <= 0:
            break
        chosen.append(best)
        used = sum(len(one.text) for one in chosen)
        pool = [one for one in pool if one is not best and used + len(one.text) + 1 <= room]
    used = sum(len(one.text) + 1 for one in chosen)
    short = [one for one in rated if one not in chosen and used + len(one.text) <= room]
    third = max(short, key=lambda one: (_gain(one, chosen), -one.place), default=None)
    if chosen and third and _gain(third, chosen) >= WORTH_A_THIRD:
        chosen.append(third)
    if report and chosen and not any(_asks(one.text) for one in chosen):
        chosen += _asking(every, chosen)
    if not chosen:
        return _fallback(title, every)
    return " ".join(one.text for one in sorted(chosen, key=lambda one: one.place))


def _tells_of_report(text: str) -> bool:
    return holds(lowered(text), _REPORT_MARKS) and _REPORT.search(text) is not None


def _asks(text: str) -> bool:
    return holds(lowered(text), _ASKS_MARKS) and _ASKS.search(text) is not None


def _asking(every: Sequence[str], chosen: Sequence[_Sentence]) -> list[_Sentence]:
    """The sentence that tells what a report asks for, where one does and stands behind a chosen one that names"
    " the report."""
    named = min((one.place for one in chosen if _tells_of_report(one.text)), default=len(every))
    for place, one in enumerate(every[named + 1 :], named + 1):
        told = _ITS.sub("The report ", one) if _ITS.match(one) else one
        if _asks(one) and len(one) <= ROOM_EACH_FURTHER and stands_alone(told):
            return [_Sentence(place, one, frozenset(), 0.0, ())]
    return []


def _rated(title: str, every: Sequence[str], facts: Sequence[Fact], report: bool) -> list[_Sentence]:
    headline = fold(title)
    told = _terms(headline)
    found = []
    lead, award = LEAD, _AWARD.search(title) is not None
    for place, one in enumerate(every):
        if not stands_alone(one):
            continue
        folded = fold(one)
        terms = _terms(folded)
        if _repeats(headline, told, folded, terms):
            continue
        worth = lead + TITLE_WORDS * (len(told & terms) / len(told) if told else 0.0)
        quoted = sum(map(len, _QUOTED.findall(one))) if '"' in one or "“" in one else 0
        worth -= QUOTED if quoted * 2 > len(one) else 0.0
        worth -= ASIDE if one.rstrip('"”’)')[-1:] in "?!" or _FIRST_PERSON.search(one) else 0.0
        if report:
            worth += FINDS * bool(_FINDS.search(one)) + WARNS * bool(_WARNS.search(one)) + ASKS * _asks(one)
        if award:
            worth += HONOURS * bool(_HONOURS.search(one))
        worth -= CROWDED * max(0, len(one) - COMFORTABLE) / 100
        found.append(_Sentence(place, one, terms, worth, tuple(fact for fact in facts if fact.text in one)))
        lead *= FADE
    return found


def _gain(one: _Sentence, chosen: Sequence[_Sentence]) -> float:
    """What a sentence adds to those chosen."""
    told = {(fact.kind, fact.value) for other in chosen for fact in other.facts}
    gain, counted = one.worth, dict.fromkeys(WORTH, 0)
    for fact in one.facts:
        if counted[fact.kind] < FACTS_COUNTED:
            counted[fact.kind] += 1
            gain += WORTH[fact.kind] * (TOLD_FACT if (fact.kind, fact.value) in told else NEW_FACT)
    for other in chosen:
        gain -= OVERLAP * len(one.terms & other.terms) / max(1, len(one.terms))
    return gain


def _repeats(headline: str, told: frozenset[str], folded: str, terms: frozenset[str]) -> bool:
    if folded.rstrip(".… ") == headline.rstrip(".… "):
        return True
    shared = len(told & terms)
    return bool(told and terms) and shared >= REPEATS_TITLE * len(told) and shared >= REPEATS_TITLE * len(terms)


def _terms(folded: str) -> frozenset[str]:
    return frozenset([word for word in words(folded) if len(word) > 3 or word.isdigit()])


def _fallback(title: str, every: Sequence[str]) -> str:
    told = fold(title).rstrip(".… ")
    usable = [one for one in every if fold(one).rstrip(".… ") != told and not is_furniture(one)]
    long_enough = [one for one in usable if len(one) >= SHORTEST and is_finished(one)]
    return (long_enough or usable or [""])[0]
