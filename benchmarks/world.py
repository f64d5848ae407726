"""An invented world for measuring: years of news of many sources, in which events are told by several of them.

Words follow Zipf's law with a tail of names and rare words that keeps growing, as in real archives; common phrases are
those of our own examples; reports of one event share its names and figures. The same number gives the same days.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from digestbot.grouping import fingerprint
from digestbot.sources.identity import EntryKeys, entry_keys
from digestbot.topics.examples import TOPICS, load_examples
from digestbot.types import Article, Entry, Fact, Fingerprint, Judgement, Reading, Source

SPELL_ITEMS = 2_000  # items of one spell, the unit of inventing: no event goes on into the next
SPELL = timedelta(days=6)  # 333 items a day: 1,000,000 in eight years
SOURCES = 400
RELEVANT_SHARE = 0.15
COPIED_SHARE = 0.04  # of other outlets' texts, cut or with boilerplate around them
WORDS_MEDIAN, WORDS_SPREAD, WORDS_MOST = 150, 0.8, 1_500  # lognormal: teasers of feeds and whole pages
WORDS_A_SENTENCE = 12
REPORTS = (1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 7)  # that events get, as often as they stand here
LATER_HOURS = 18.0  # mean time from an event to each report of it
RARE_WORDS = 400_000
# The rarer a word, the sooner it goes out of use: these marks in the middle of words are replaced as years are made of
# days (``benchmarks.ages``), so that the vocabulary grows with the archive. Words of lower rank stay.
AGING = (("", 0), ("xx", 3_000), ("zz", 40_000))  # mark, from which rank on
ARRIVING = 1_000_000  # the number of a spell that no archive holds
SYLLABLES = [a + b + c for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "ea", "ou") for c in "lnrst"]


@dataclass(frozen=True, slots=True)
class Report:
    """One article as read, and where it belongs: the places in its spell of its story's first report, its original."""

    article: Article
    judgement: Judgement
    reading: Reading | None
    fingerprint: Fingerprint
    keys: EntryKeys
    source: Source
    seen: datetime
    story: int | None
    copy_of: int | None


@dataclass(frozen=True, slots=True)
class _Event:
    """What happened: the names, figures and rare words by which its reports are known."""

    relevant: bool
    names: tuple[str, ...]
    figures: tuple[str, ...]
    words: tuple[str, ...]
    topics: tuple[str, ...]


def spell(number: int, ends: datetime, like: int | None = None) -> list[Report]:
    """The reports of ``SPELL`` up to ``ends``, oldest first; ``number`` says which spell it is.

    ``like``: as many reports only, for tests.
    """
    chance = random.Random(number)
    drafts = sorted(_drafts(chance, SPELL_ITEMS if like is None else like), key=lambda draft: draft[0])
    reports: list[Report] = []
    firsts: dict[int, int] = {}
    texts: dict[int, tuple[str, str]] = {}
    for place, (after, event, key) in enumerate(drafts):
        first = firsts.setdefault(key, place)
        copied = chance.random() < COPIED_SHARE and place > 0
        original = first if copied and first != place else None
        if copied and original is None and not event.relevant:
            original = max(place - 1 - chance.randrange(50), 0)
            original = None if reports[original].judgement.relevant else original
        if original is not None and reports[original].copy_of is not None:
            original = reports[original].copy_of
        title, text = _write(chance, event) if original is None else _copied(chance, *texts[original])
        texts[place] = title, text
        seen = ends - SPELL + SPELL * after
        story = original if original is not None else (first if first != place and event.relevant else None)
        reports.append(_report(chance, number, place, event, title, text, seen, story, original))
    return reports


def _drafts(chance: random.Random, wanted: int) -> list[tuple[float, _Event, int]]:
    """When (share of the spell gone), what, and the event's number; ``wanted`` of them."""
    drafts: list[tuple[float, _Event, int]] = []
    spell_hours = SPELL / timedelta(hours=1)
    key = 0
    while len(drafts) < wanted:
        event = _event(chance)
        start = chance.random()
        reports = chance.choice(REPORTS) if event.relevant else 1
        for number in range(min(reports, wanted - len(drafts))):
            late = chance.expovariate(1 / LATER_HOURS) / spell_hours if number else 0.0
            drafts.append((min(start + late, 1 - 1e-6 * (1 + chance.random())), event, key))
        key += 1
    return drafts


def _event(chance: random.Random) -> _Event:
    mean_reports = sum(REPORTS) / len(REPORTS)
    odds = RELEVANT_SHARE / mean_reports
    relevant = chance.random() < odds / (odds + 1 - RELEVANT_SHARE)
    names = tuple(" ".join(word.capitalize() for word in _rare(chance, 2)) for _ in range(5))
    figures = tuple(f"{chance.randrange(2, 9_000):,}" for _ in range(4))
    topics = chance.choices(TOPICS, weights=range(len(TOPICS), 0, -1), k=chance.choice((1, 1, 2, 3)))
    words = tuple(_rare(chance, 6))
    return _Event(relevant, names, figures, words, tuple(dict.fromkeys(topics)) if relevant else ())


def _write(chance: random.Random, event: _Event) -> tuple[str, str]:
    """A headline and a text of some length about the event."""
    phrases = _phrases()[event.relevant]
    words = min(int(chance.lognormvariate(0, WORDS_SPREAD) * WORDS_MEDIAN) + 25, WORDS_MOST)
    sentences = []
    for number in range(max(words // WORDS_A_SENTENCE, 2)):
        parts = chance.choices(phrases, k=3)
        named = chance.choice(event.names) if number % 2 == 0 or chance.random() < 0.5 else chance.choice(event.words)
        parts.insert(1 + number % 2, named)
        if chance.random() < 0.3:
            parts.append(chance.choice(event.figures))
        else:
            parts.append(_rare(chance, 1)[0])
        sentence = " ".join(parts)
        sentences.append(f"{sentence[0].upper()}{sentence[1:]}.{chr(10) if number % 4 == 3 else ' '}")
    title = f"{event.names[0]} {chance.choice(phrases)} {chance.choice((*event.names[1:], *event.words))}"
    return title, "".join(sentences).strip()


def _copied(chance: random.Random, title: str, text: str) -> tuple[str, str]:
    """Another outlet's text, its tail cut off or boilerplate put around it."""
    if chance.random() < 0.5:
        sentences = text.split(". ")
        return title, ". ".join(sentences[: max(len(sentences) * 9 // 10, 1)])
    return title, f"{text}\nSign up to our newsletter for more of the news you need, every morning."


def _report(
    chance: random.Random, spell_number: int, place: int, event: _Event, title: str, text: str, seen: datetime,
    story: int | None, copy_of: int | None,
) -> Report:  # fmt: skip
    source = _source(int(SOURCES * chance.random() ** 2))  # a few bring most
    published = seen - timedelta(minutes=chance.expovariate(1 / 90.0)) if chance.random() < 0.97 else None
    address = f"{source.url}{seen:%Y/%m}/{'-'.join(title.lower().split()[:6])}-{spell_number}-{place}"
    entry = Entry(source.id, f"{source.url}?p={spell_number * SPELL_ITEMS + place}", address, title, text[:400])
    made = fingerprint(title, text, address, published, story=event.relevant)
    article = Article(address, made.canonical_url, title, text, text[:300], published=published, language="en")
    return Report(
        article, _judgement(chance, event), _reading(chance, event, text, seen) if event.relevant else None, made,
        entry_keys(entry), source, seen, story, copy_of,
    )  # fmt: skip


def _judgement(chance: random.Random, event: _Event) -> Judgement:
    relevance = round(chance.betavariate(9, 1) if event.relevant else chance.betavariate(1, 12), 4)
    scores = {topic: round(chance.betavariate(8, 2) if topic in event.topics else 0.02, 4) for topic in TOPICS}
    because = {topic: tuple(chance.choices(event.words, k=4)) for topic in event.topics}
    return Judgement(event.relevant, relevance, event.topics, scores, because)


def _reading(chance: random.Random, event: _Event, text: str, seen: datetime) -> Reading:
    facts = [Fact("organisation", name, name) for name in event.names[:2]]
    facts += [Fact("person", name, name, "chief executive") for name in event.names[2:3]]
    facts += [Fact("money", f"£{figure}", f"GBP {figure.replace(',', '')}") for figure in event.figures[:1]]
    if chance.random() < 0.2:
        day = (seen + timedelta(days=chance.randrange(2, 60))).date()
        facts.append(Fact(chance.choice(("deadline", "event")), f"{day:%d %B %Y}", day.isoformat()))
    return Reading(" ".join(text.split(". ")[:2])[:400], tuple(facts))


@lru_cache(maxsize=1)
def _phrases() -> dict[bool, list[str]]:
    """Relevant or not → runs of two to four words of our own examples, common ones as often as there."""
    found: dict[bool, list[str]] = {True: [], False: []}
    chance = random.Random(0)
    for example in load_examples():
        words = [word.strip(".,;:()\"'“”") for word in example.text.split()]
        start = 0
        while start < len(words):
            size = chance.randrange(2, 5)
            found[example.relevant].append(" ".join(words[start : start + size]).lower())
            start += size
    return found


@lru_cache(maxsize=1)
def _tail() -> tuple[list[str], list[float]]:
    """Rare words, and how often each is drawn, summed up (Zipf's law with exponent 1)."""
    chance = random.Random(0)
    marks = [next(mark for mark, rank in reversed(AGING) if place >= rank) for place in range(RARE_WORDS)]
    words = [mark.join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))) for mark in marks]
    return words, list(accumulate(1 / (rank + 50) for rank in range(RARE_WORDS)))


def _rare(chance: random.Random, count: int) -> list[str]:
    words, weights = _tail()
    return chance.choices(words, cum_weights=weights, k=count)


@lru_cache(maxsize=SOURCES)
def _source(number: int) -> Source:
    return Source(id=f"s{number}", url=f"https://www.outlet{number}.example/", title=f"Outlet {number} News")


def arrivals(count: int, now: datetime, like: int = SPELL_ITEMS) -> list[Report]:
    """New relevant reports seen at ``now``, every other one of an event that the newest spell (0) has told already.

    ``like``: how many reports that spell has.
    """
    chance = random.Random(ARRIVING)
    told = [event for _, event, _ in _drafts(random.Random(0), like) if event.relevant]
    fresh = [event for _, event, _ in _drafts(chance, count * 10) if event.relevant]
    events = [told[number % len(told)] if number % 2 else fresh[number] for number in range(count)]
    return [
        _report(chance, ARRIVING, place, event, *_write(chance, event), now, None, None)
        for place, event in enumerate(events)
    ]
