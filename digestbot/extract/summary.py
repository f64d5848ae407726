"""Title, text and facts of an article → two or three of its own sentences that tell what happened, who, how much and by
when; of a report as many as its finding, risk and wishes take. Cuts no word but an agency's place and day, and writes
none; what no sentence says well stays unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from digestbot import voices
from digestbot.anycase import AnyCase
from digestbot.extract import reports
from digestbot.prose import SHORTEST, is_finished, is_furniture, sentences_of, stands_alone
from digestbot.text import fold, words
from digestbot.types import Fact, FactKind

# Lengths in characters. A digest shows two sentences on about four lines of Slack.
READ_CHARS = 6_000  # news tells its news early; what stands further down is background
ROOM = 350  # for two sentences
ROOM_EACH_FURTHER = 220
TOLD_OF_REPORT = 3  # sentences: where its finding, risk and wishes make fewer, what else tells most

# What a sentence is worth, in points; chosen on the project's own articles (docs/measurements/facts.md).
LEAD = 3.0  # the first sentence that qualifies; each further one has FADE of the one before
FADE = 0.72
FIRST = 3.0  # added to it where it tells news: what was said first is what happened
LEAD_OF_OPINION = 2.0  # opinions often open with a scene
ARGUES = 2.6  # added to a sentence of an opinion that says what ought to be
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
WORTH_A_THIRD = 2.7  # what a third sentence must add, where there is room for it
REPEATS_TITLE = 0.8  # share of the words of either in the other at which a sentence only repeats the title

FINDS = 1.6  # added to a sentence that tells what a report found
# An award is told by what it is for.
_AWARD = AnyCase(r"\b(?:prize|awards?|medal|cup|trophy|bursary|fellowship)\b")
_HONOURS = AnyCase(
    r"\b(?:honou?rs|recogni[sz]es?|celebrates?|rewards?|is given (?:to|for)|goes (?:each year )?to"
    r"|is awarded (?:to|for))\b"
)
HONOURS = 1.6
# "DENVER (Nov. 17) – Owners who sell …": where and when it was written is no part of the sentence.
_DATELINE = re.compile(
    r"^(?:\([A-Z][\w .,’'-]{2,30}\)"
    r"|[A-ZÀ-Þ](?<=^.)[A-ZÀ-Þ][A-ZÀ-Þ .’'-]{1,30}"
    r"(?:, (?:[A-Z][\w.]{1,14}(?: \d{1,2})?|\d{1,2} [A-Z][a-z]+)(?:,? \d{4})?)?"
    r"(?:\s?\([^)\n]{3,20}\))?)"
    r"\s?[—–-]{1,2}\s",
    re.M,
)
# What stands below a press release.
_NOTES = re.compile(
    r"\n(?<=[.!?”\"]\n)\n*(?:About [A-Z][\w’'& -]{1,60}|Notes? (?:to|for) [Ee]ditors?|NOTES TO EDITORS"
    r"|-* ?E(?:NDS|nds) ?-*):?\n.*",
    re.S,
)
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
    every = sentences_of(_DATELINE.sub("", _NOTES.sub("", text[:READ_CHARS])))
    report, opinion = reports.tells_of_report(title, text), voices.is_opinion(title, text[:READ_CHARS])
    rated = _rated(title, every, facts, report, opinion)
    wanted = max(1, sentences)
    chosen = _best(rated, 1 if report else wanted, wanted)
    if not chosen:
        return _fallback(title, every)
    places = {one.place for one in chosen}
    if report and not opinion:
        authors = [fact.value for fact in facts if fact.kind == "organisation" and _wrote(fact, title)]
        places = _of_report(every, places, authors)
        if len(places) < max(wanted, TOLD_OF_REPORT):
            places |= {one.place for one in _best(rated, wanted, wanted)}
    return _joined([every[place] for place in sorted(places)])


def _best(rated: Sequence[_Sentence], wanted: int, sentences: int) -> list[_Sentence]:
    """The ``wanted`` sentences that together tell most, in room for ``sentences``; one more that adds much."""
    chosen: list[_Sentence] = []
    pool = rated
    room = ROOM + ROOM_EACH_FURTHER * max(0, sentences - 2)
    while pool and len(chosen) < wanted:
        best = max(pool, key=lambda one: (_gain(one, chosen), -one.place))
        if chosen and _gain(best, chosen) <= 0:
            break
        chosen.append(best)
        used = sum(len(one.text) for one in chosen)
        pool = [one for one in pool if one is not best and used + len(one.text) + 1 <= room]
    used = sum(len(one.text) + 1 for one in chosen)
    short = [one for one in rated if one not in chosen and used + len(one.text) <= room]
    further = max(short, key=lambda one: (_gain(one, chosen), -one.place), default=None)
    if len(chosen) == sentences and further and _gain(further, chosen) >= WORTH_A_THIRD:
        chosen.append(further)
    return chosen


def _wrote(body: Fact, title: str) -> bool:
    """Whether a body is the one whose report it is: the facts say so, or the headline names it."""
    return body.detail == "author" or body.value in title


def _of_report(every: Sequence[str], chosen: Set[int], authors: Sequence[str]) -> set[int]:
    """Those ``chosen``, and where it stands what a report finds, warns of and asks for, as far as they do not tell."""
    places = set(chosen)
    for tells, place_of in (
        (reports.finds, reports.finding),
        (reports.warns, reports.warning),
        (reports.asks, reports.asking),
    ):
        if not any(tells(every[place]) for place in chosen):
            places.update(place_of(every, sorted(places), authors))
    return places


def _joined(told: Sequence[str]) -> str:
    """The sentences in a row; the lines of a list, which seldom have stops, with one between them."""
    return " ".join([*map(_ended, told[:-1]), *told[-1:]])


def _ended(one: str) -> str:
    if is_finished(one) or one.endswith((":", ";", ",")):
        return one
    return f"{one}:" if reports.leads_list(one) else f"{one};"


def _rated(title: str, every: Sequence[str], facts: Sequence[Fact], report: bool, opinion: bool) -> list[_Sentence]:
    headline = fold(title)
    told = _terms(headline)
    found: list[_Sentence] = []
    first = False
    lead, award = LEAD_OF_OPINION if opinion else LEAD, _AWARD.search(title) is not None
    people = [fact.value for fact in facts if fact.kind == "person"]
    for place, one in enumerate(every):
        if not stands_alone(voices.impersonal(one) if opinion else one) or voices.tells_of_author(
            one, place, every, people
        ):
            continue
        folded = fold(one)
        terms = _terms(folded)
        if _repeats(headline, told, folded, terms):
            continue
        worth = lead + TITLE_WORDS * (len(told & terms) / len(told) if told else 0.0)
        quoted = sum(map(len, _QUOTED.findall(one))) if '"' in one or "“" in one else 0
        worth -= QUOTED if quoted * 2 > len(one) else 0.0
        aside = one.rstrip('"”’)')[-1:] in "?!" or (not opinion and _FIRST_PERSON.search(one))
        worth -= ASIDE if aside else 0.0
        if report:
            worth += FINDS * reports.finds(one)
        if opinion:
            worth += ARGUES * voices.argues(one)
        if award:
            worth += HONOURS * bool(_HONOURS.search(one))
        worth -= CROWDED * max(0, len(one) - COMFORTABLE) / 100
        if not (first or aside or opinion):
            first, worth = True, worth + FIRST
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
