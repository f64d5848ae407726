"""Times grouping against real SQLite stores of several sizes: ``python tests/grouping/measure_speed.py 10000 100000``.

Items are invented from this project's own sample texts: each event takes one, swaps its rare words for others, and is
told one to four times with sentences left out. Processor time of one thread, in milliseconds an item.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice, pairwise
from pathlib import Path
from statistics import median

from digestbot.grouping import fingerprint, place, terms_to_count
from digestbot.grouping.background import prior_share
from digestbot.grouping.words import term_id, token
from digestbot.store import Store
from digestbot.types import Article, Judgement, Placement, Source

ROOT = Path(__file__).parents[2]
START = datetime(2026, 1, 1, tzinfo=UTC)
EVERY = timedelta(minutes=10)  # one item of the sector's news after another
MEASURED = 300
SWAPPED_SHARE = 0.01  # words held by fewer items than this are swapped
INVENTED = 40_000
EVENT_WORDS = 400
KEPT_SENTENCES = 0.65
SOURCE = Source("bench", "https://bench.example", "feed", "Bench")
SYLLABLES = (
    "tre pol pen wick ton dal mor ley stan ber car hol fen win ash mar col der ris gan lo va ne ki su ra".split()
)
_WORD = re.compile(r"[A-Za-z][a-z']+")


def invented(seed: int) -> Iterator[tuple[int, str, str]]:
    """Without end: number of the event, title, text."""
    chance = random.Random(seed)
    bases = [
        (row["title"], row["text"])
        for path in sorted((ROOT / "digestbot" / "sample" / "examples").glob("*.jsonl"))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
        if 20 <= len(row["text"].split()) <= 500
    ]
    found = {word for title, text in bases for word in _WORD.findall(f"{title} {text}")}
    swapped = sorted(word for word in found if prior_share(term_id(token(word))) < SWAPPED_SHARE)
    names = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))).capitalize() for _ in range(INVENTED)]
    pool, rare = [*swapped, *names], frozenset(swapped)
    chance.shuffle(pool)
    steps = list(accumulate(1 / (rank + 20) for rank in range(len(pool))))
    event = 0
    waiting: list[tuple[int, str, list[str]]] = []
    while True:
        while len(waiting) < 50:
            event += 1
            title, text = chance.choice(bases)
            while len(text.split()) < EVENT_WORDS:  # our samples are short
                text += "\n" + chance.choice(bases)[1]
            own = {word: chance.choice(names) if word[0].isupper() else chance.choices(pool, cum_weights=steps)[0]
                   for word in _WORD.findall(f"{title} {text}") if word in rare}  # fmt: skip
            title, text = (_swap(words, own) for words in (title, text))
            told = [sentence for sentence in re.split(r"(?<=[.!?])\s+", text) if sentence]
            waiting += [(event, title, told)] * chance.choice((1, 1, 1, 2, 4))
        number, title, told = waiting.pop(chance.randrange(len(waiting)))
        kept = [sentence for sentence in told if chance.random() < KEPT_SENTENCES] or told
        yield number, title, " ".join(chance.sample(kept, len(kept)))


def _swap(words: str, own: dict[str, str]) -> str:
    return _WORD.sub(lambda match: own.get(match.group(), match.group()), words)


def fill(store: Store, source: Iterator[tuple[int, str, str]], have: int, size: int) -> None:
    """Adds invented items where they belong, without asking grouping, until ``size`` are stored."""
    stories: dict[int, int] = {}
    with store.transaction():
        for number in range(have, size):
            event, title, text = next(source)
            _add(store, number, title, text, Placement(stories.get(event), None, ""), stories, event)


def _add(
    store: Store, number: int, title: str, text: str, placed: Placement, stories: dict[int, int], event: int
) -> None:
    now, url = START + number * EVERY, f"https://{number % 97}.example/{number}"
    item = store.items.add(
        article=Article(url, url, title, "", published=now),
        judgement=Judgement(True, 0.9, (), {}, {}), reading=None,
        fingerprint=fingerprint(title, text, url, now), placement=placed, source=SOURCE, news_at=now, now=now,
    )  # fmt: skip
    story = store.items.placement(item)
    assert story is not None
    assert story.story_id is not None
    stories[event] = story.story_id


def measure(store: Store, have: int, story: bool) -> dict[str, float]:
    """Median milliseconds of each step over items that the store has not seen; nothing is kept."""
    steps: dict[str, list[float]] = {"fingerprint": [], "candidates": [], "rarity": [], "place": [], "add": []}
    words, found = [], []
    fresh = islice(invented(have + 7), MEASURED)
    for number, (_, title, text) in enumerate(fresh):
        now, url = START + (have + number) * EVERY, f"https://new.example/{number}"
        marks = [time.thread_time()]
        new = fingerprint(title, text, url, now, story=story)
        marks.append(time.thread_time())
        candidates = store.index.candidates(new, now)
        marks.append(time.thread_time())
        rarity = store.index.rarity(terms_to_count(new, candidates))
        marks.append(time.thread_time())
        place(new, candidates, rarity, now)
        marks.append(time.thread_time())
        with suppress(_UndoError), store.transaction():
            store.index.add(1, new, now)  # in place of another: its rows are taken out as well
            raise _UndoError
        marks.append(time.thread_time())
        for step, (before, after) in zip(steps.values(), pairwise(marks), strict=True):
            step.append(1000 * (after - before))
        words.append(new.length)
        found.append(len(candidates))
    return {"words": median(words), "found": median(found)} | {name: median(took) for name, took in steps.items()}


class _UndoError(Exception):
    """Takes back what was added to be timed."""


def main(sizes: list[int]) -> None:
    print("| stored | item | words | candidates | fingerprint | look-up | rarity | place | add |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "speed.db") as store:
        have, source = 0, invented(1)
        for size in sizes:
            fill(store, source, have, size)
            have = size
            for story in (True, False):
                took = list(measure(store, have, story).values())
                kind = "of a story" if story else "copies only"
                cells = " | ".join(f"{ms:.2f}" for ms in took[2:])
                print(f"| {size:,} | {kind} | {took[0]:.0f} | {took[1]:.0f} | {cells} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
