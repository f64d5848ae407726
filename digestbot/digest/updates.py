"""A story told before → what its newer items bring that was not told, or nothing. Judges by facts, figures, outcomes,
actors and who speaks; never by wording, so that a reprint or a reworded report is no update.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from digestbot.text import clean, fold, shorten, words
from digestbot.types import Fact, Item, ToldBefore

# Facts whose change is news by itself. A new organisation or place is often just another reporter's choice of words:
# an actor counts when the headline names it, a speaker when nobody told of has quoted them.
NEWS_FACTS = ("deadline", "event", "money")
NAMED = {"deadline": "closes", "event": "date", "money": "sum"}
# Words that say how something ended; in the title of a later item, and not in what was told, they are the news.
OUTCOMES = frozenset(
    "abandoned acquired agreed approved approves backed banned blocked bought cancelled cleared closed collapsed"
    " completed completes confirmed confirms dropped elected extended fails fined halted launched launches lost opened"
    " opens passed passes postponed quits reached rejected rejects rescued resigned resigns ruled saved scrapped"
    " secured shelved signed sold suspended upheld voted wins withdrawn won"
    # As headlines have it of several: "Members approve merger".
    " abandon agree approve ban block confirm drop elect halt lose postpone quit reject resign scrap secure suspend"
    " uphold win withdraw".split()
)
# After one of these the word says what is wanted or may come, not how it ended.
NOT_YET = frozenset("to will would may might could should can must not cannot won't don't didn't if".split())
SPOKEN_WORDS = 8  # shorter quotations are phrases that a reporter picked out
# A figure: 62%, 1,200, 3.5. Years and numbers below ten are furniture of every text.
_FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?:\s?(?:%|per cent\b|percent\b))?")
FIGURE_AT_LEAST = 10
LEAD_CHARS = 600  # the head of an article, where its news is; figures further down are background
SHOWN_CHARS = 60  # of one fact in the mark, so that the mark stays one line
REWRITTEN = "the article was rewritten"
MOST_SHOWN = 2  # facts named in the mark


@dataclass(frozen=True, slots=True)
class Update:
    """What is new, in words fit to show, and the item that says it."""

    item: Item
    news: str


def find_update(items: Sequence[Item], told: ToldBefore) -> Update | None:
    """The item that brings most that is new; None when nothing does.

    ``items`` are all items of the story, those told before among them; facts and figures of any of these count as told.
    """
    rewritten = [one for one in items if one.id in told.item_ids and one.relevant and _since(one) >= told.when]
    before = [item for item in items if item.id in told.item_ids]
    copies = {item.id for item in items if item.duplicate_of in told.item_ids}
    fresh = [
        item
        for item in items
        if item.relevant
        and item.id not in told.item_ids
        and item.id not in copies
        and (_since(item) >= told.when or item.id in told.astray)
    ]
    known = _Known.of(before, told)
    best: tuple[int, Item, str] | None = None
    for item in fresh:
        found = _new_in(item, known)
        if found and (best is None or len(found) > best[0]):
            best = (len(found), item, ", ".join(found[:MOST_SHOWN]))
    if best is not None:
        return Update(best[1], best[2])
    # Told items become news again only when their text changed materially, and what they said before is gone.
    return Update(rewritten[0], REWRITTEN) if rewritten else None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the items told have said, each kind in the one form in which it is compared."""

    facts: frozenset[tuple[str, str]]
    figures: frozenset[str]
    words: frozenset[str]
    speakers: frozenset[str]
    text: str

    @classmethod
    def of(cls, items: Sequence[Item], told: ToldBefore) -> _Known:
        facts = (*told.facts, *(fact for item in items for fact in item.facts))
        texts = [f"{item.title}\n{item.text}" for item in items]
        return cls(
            frozenset(_key(fact) for fact in facts),
            frozenset(figure for text in texts for figure in figures(text)),
            frozenset(word for text in texts for word in _folded(text)),
            frozenset(_surname(fact.detail) for fact in facts if fact.kind == "quotation" and fact.detail),
            " ".join(_folded(" ".join(texts))),
        )


def _since(item: Item) -> datetime:
    return item.news_at or item.first_seen


def figures(text: str) -> set[str]:
    """The figures of a text in one form: no thousands commas, ``%`` for every per cent; years and small ones out."""
    found = set()
    for match in _FIGURE.finditer(text):
        number, percent = re.match(r"[\d.]+", match.group().replace(",", "")), match.group()[-1] in "%t"
        if number is None:
            continue
        value = float(number.group().rstrip("."))
        year = not percent and value.is_integer() and 1800 <= value <= 2100
        if percent or (value >= FIGURE_AT_LEAST and not year):
            shown = str(int(value)) if value.is_integer() else str(value)
            found.add(f"{shown}%" if percent else shown)
    return found


def _new_in(item: Item, known: _Known) -> list[str]:
    """What an item says that is not known, each with its name, what weighs most first."""
    found = [
        f"{NAMED[fact.kind]}: {_shown(fact.text or fact.value)}"
        for fact in item.facts
        if fact.kind in NEWS_FACTS and _key(fact) not in known.facts
    ]
    found.extend(f"outcome: {word}" for word in _outcomes(item.title) if word not in known.words)
    in_facts = {figure for fact in item.facts for figure in figures(f"{fact.text} {fact.value}")}
    head = figures(f"{item.title}\n{item.text[:LEAD_CHARS]}")
    found.extend(f"figure: {figure}" for figure in sorted(head - known.figures - in_facts))
    found.extend(f"new name: {_shown(name)}" for name in _actors(item) if known.words.isdisjoint(_folded(name)))
    found.extend(f"new voice: {_shown(speaker)}" for speaker in _speakers(item, known))
    return found


def _outcomes(title: str) -> list[str]:
    said = _folded(title)
    return [
        word for place, word in enumerate(said) if word in OUTCOMES and (place == 0 or said[place - 1] not in NOT_YET)
    ]


def _actors(item: Item) -> list[str]:
    """The people and bodies in the headline, by their full names in the text."""
    title = f" {' '.join(_folded(item.title))} "
    named = [fact.value for fact in item.facts if fact.kind in ("person", "organisation")]
    return [name for name in dict.fromkeys(named) if f" {' '.join(_folded(name))} " in title]


def _speakers(item: Item, known: _Known) -> list[str]:
    """Who is quoted with words that were not told, and was not quoted before."""
    speaking = [
        fact.detail
        for fact in item.facts
        if fact.kind == "quotation"
        and fact.detail
        and len(fact.value.split()) >= SPOKEN_WORDS
        and _surname(fact.detail) not in known.speakers
        and " ".join(_folded(fact.value)) not in known.text
    ]
    return list(dict.fromkeys(speaking))


def _surname(speaker: str) -> str:
    """What a speaker is known by from one report to the next: "Sunita Parmar" is "Parmar" in another."""
    return (_folded(speaker) or [""])[-1]


def _folded(text: str) -> list[str]:
    return [fold(word) for word in words(text)]


def _shown(text: str) -> str:
    return shorten(clean(text), SHOWN_CHARS)


def _key(fact: Fact) -> tuple[str, str]:
    value = fact.value[:10] if fact.kind in ("deadline", "event") else fact.value  # the day, whatever the hour
    return (fact.kind, fold(value))
