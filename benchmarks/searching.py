"""Searches of every kind beside the bare FTS5 query of the same words, topics, sources and span: best ten of all."""

from __future__ import annotations

import random
import sqlite3
import statistics
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.measuring import Row, Scale, percentile, spent
from digestbot.store import FILE_NAME, Store
from digestbot.store.codec import stamp, tag
from digestbot.topics.examples import TOPICS

QUERIES = 10  # of each kind
BEST = 10
BARE = "select rowid from items_fts where items_fts match ? and rowid between ? and ? order by rank limit {}"
COMMON_SHARE = 0.02  # words of more items than this are common


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as somebody types it, and what FTS5 is asked for the same: expression and rowids."""

    kind: str
    query: str
    match: str
    first: int = 0
    last: int = 2**62


def run(store: Store, folder: Path, now: datetime, scale: Scale) -> list[Row]:
    """One row for all kinds together, one for each kind, and one of ours against a second."""
    asked = queries(store, now)
    bare = sqlite3.connect(f"file:{folder / FILE_NAME}?mode=ro", uri=True)
    bare.execute("pragma cache_size = -32768")  # as ours has
    ours: dict[str, list[float]] = defaultdict(list)
    theirs: dict[str, list[float]] = defaultdict(list)
    for number in range(scale.runs + 1):
        for one in asked:
            took = spent(lambda one=one: store.search.page(one.query, now=now, topics=TOPICS))()
            reference = spent(_bare(bare, one))()
            if number:  # the first time round only fills the caches
                ours[one.kind].append(took * 1000)
                theirs[one.kind].append(reference * 1000)
    bare.close()
    stored = f"{scale.items:,} stored"
    rows = [_row(f"search, p95, {stored}", _all(ours), _all(theirs), "≤ 2×", "≤ 1.2×")]
    rows += [_row(f"search: {kind}, p95, {stored}", ours[kind], theirs[kind], "", "") for kind in ours]
    slowest = max(_all(ours))
    return [*rows, Row(f"search, the slowest, {stored}", slowest / 1000, 1.0, "a second", "s", "≤ 1×", "")]


def _all(times: dict[str, list[float]]) -> list[float]:
    return [time for kind in times.values() for time in kind]


def _row(what: str, ours: list[float], theirs: list[float], reach: str, aim: str) -> Row:
    note = f"median {statistics.median(ours):.3g} ms, bare {statistics.median(theirs):.3g} ms"
    p95 = percentile(ours, 0.95), percentile(theirs, 0.95)
    return Row(what, *p95, "the bare FTS5 query, best ten", "ms", reach, aim, note=note)


def _bare(db: sqlite3.Connection, one: Asked) -> Callable[[], object]:
    return lambda: db.execute(BARE.format(BEST), (one.match, one.first, one.last)).fetchall()


def queries(store: Store, now: datetime) -> list[Asked]:
    """Queries in the words of what is stored, ``QUERIES`` of each kind."""
    chance = random.Random(3)
    texts = _texts(store, chance)
    rare, common = _words(store, texts)
    month, year = now - timedelta(days=30), now.year - 2
    since, before = _from(store, stamp(month)), _from(store, f"{year}-01-01")
    found: list[Asked] = []
    for place in range(QUERIES):
        few, much, more = rare[place], common[place], common[-1 - place]
        topic, source = chance.choice(TOPICS), f"s{chance.randrange(40)}"
        start = chance.randrange(20)
        words = texts[place].split()[start : start + 3]
        phrase = " ".join(word.strip(".,") for word in words)
        within = f"(tags : {tag('t', topic)}) AND"
        found += [
            Asked("rare word", few, f'"{few}"'),
            Asked("common word", much, f'"{much}"'),
            Asked("two common words", f"{much} {more}", f'"{much}" "{more}"'),
            Asked("common and rare word", f"{much} {few}", f'"{much}" "{few}"'),
            Asked("phrase", f'"{phrase}"', f'"{phrase}"'),
            Asked("topic and word", f"topic:{topic} {much}", f'{within} "{much}"'),
            Asked("mistyped topic", f"topic:{topic[:4]}{topic[5:]} {much}", f'{within} "{much}"'),
            Asked("topic alone", f"topic:{topic}", f"tags : {tag('t', topic)}"),
            Asked("source and word", f"source:{source} {much}", f'(tags : {tag("s", source)}) AND "{much}"'),
            Asked("a month", f"{much} since:30d", f'"{much}"', first=since),
            Asked("years ago", f"{much} before:{year}", f'"{much}"', last=before),
            Asked("without a word", f"{much} -{more}", f'"{much}" NOT "{more}"'),
            Asked("no answer", f"{much} nowhere{few}", f'"{much}" "nowhere{few}"'),
        ]
    return found


def _texts(store: Store, chance: random.Random) -> list[str]:
    last = store.items.newest_id()
    found = store.items.many(sorted({chance.randrange(1, last + 1) for _ in range(QUERIES * 20)}))
    texts = [item.text.replace("\n", " ") for item in found if len(item.text) > 400]
    chance.shuffle(texts)
    return texts


def _words(store: Store, texts: list[str]) -> tuple[list[str], list[str]]:
    """Rare and common words of the texts, by how many items have them; the commonest first."""
    words = list(dict.fromkeys(w.lower() for text in texts[: QUERIES * 4] for w in text.split() if w.isalpha()))[:400]
    many = store.items.newest_id() * COMMON_SHARE
    held = {
        word: store.connection.rows(
            "select count(*) from (select 1 from items_fts where items_fts match ? limit ?)", (f'"{word}"', int(many))
        )[0][0]
        for word in words
        if len(word) > 3
    }
    rare = [word for word, count in held.items() if 0 < count <= many / 20]
    common = [word for word, count in held.items() if count >= many]
    return rare, common


def _from(store: Store, when: str) -> int:
    return int(store.connection.rows("select min(id) from items where first_seen >= ?", (when,))[0][0] or 2**62)
