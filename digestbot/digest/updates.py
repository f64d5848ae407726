"""A story told before → what its newer items bring that was not told, or nothing. Judges by facts, figures and
outcomes; never by wording, so that a reprint or a reworded report is no update.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from digestbot.text import clean, fold, shorten, words
from digestbot.types import Fact, Item, ToldBefore

# Facts whose change is news by itself. A new organisation or place is often just another reporter's choice of words.
NEWS_FACTS = ("deadline", "event", "money")
NAMED = {"deadline": "closes", "event": "date", "money": "sum"}
# Words that say how something ended; in the title of a later item, and not in what was told, they are the news.
OUTCOMES = frozenset(
    "abandoned acquired agreed approved approves backed banned blocked bought cancelled cleared closed collapsed"
    " completed completes confirmed confirms dropped elected extended fails fined halted launched launches lost opened"
    " opens passed passes postponed quits reached rejected rejects rescued resigned resigns ruled saved scrapped"
    " secured shelved signed sold suspended upheld voted wins withdrawn won".split()
)
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
    fresh = [item for item in items if item.relevant and item.id not in told.item_ids and item.id not in copies]
    # What was seen before the last telling is no news either, whether that item was shown or not.
    seen = [item for item in fresh if _since(item) < told.when]
    fresh = [item for item in fresh if _since(item) >= told.when]
    known_facts = _keys((*told.facts, *(fact for item in (*before, *seen) for fact in item.facts)))
    known_text = [f"{item.title}\n{item.text}" for item in (*before, *seen)]
    known_figures = {figure for text in known_text for figure in figures(text)}
    known_words = {fold(word) for text in known_text for word in words(text)}
    best: tuple[int, Item, str] | None = None
    for item in fresh:
        found = _new_in(item, known_facts, known_figures, known_words)
        if found and (best is None or len(found) > best[0]):
            best = (len(found), item, ", ".join(found[:MOST_SHOWN]))
    if best is not None:
        return Update(best[1], best[2])
    # Told items become news again only when their text changed materially, and what they said before is gone.
    return Update(rewritten[0], REWRITTEN) if rewritten else None


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


def _new_in(item: Item, facts: set[tuple[str, str]], known: set[str], known_words: set[str]) -> list[str]:
    found = [
        f"{NAMED[fact.kind]}: {shorten(clean(fact.text or fact.value), SHOWN_CHARS)}"
        for fact in item.facts
        if fact.kind in NEWS_FACTS and _key(fact) not in facts
    ]
    outcome = [fold(word) for word in words(item.title) if fold(word) in OUTCOMES and fold(word) not in known_words]
    found.extend(f"outcome: {word}" for word in outcome)
    in_facts = {figure for fact in item.facts for figure in figures(f"{fact.text} {fact.value}")}
    head = figures(f"{item.title}\n{item.text[:LEAD_CHARS]}")
    found.extend(f"figure: {figure}" for figure in sorted(head - known - in_facts))
    return found


def _keys(facts: Iterable[Fact]) -> set[tuple[str, str]]:
    return {_key(fact) for fact in facts}


def _key(fact: Fact) -> tuple[str, str]:
    value = fact.value[:10] if fact.kind in ("deadline", "event") else fact.value  # the day, whatever the hour
    return (fact.kind, fold(value))
