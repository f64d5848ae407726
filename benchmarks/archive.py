"""What grows and what must not when 10,000 stored items become 1,000,000: look-ups, search, digest, memory."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from benchmarks.building import archive
from benchmarks.language import invent
from benchmarks.measuring import Row, Scale, interleaved, percentile, timed
from benchmarks.newsrooms import configured
from digestbot.grouping import fingerprint, place, terms_to_count
from digestbot.newsroom import open_newsroom
from digestbot.store import FILE_NAME, Store
from digestbot.types import Fingerprint

SMALL = 10_000
ARRIVALS = 150  # new items that are looked up
QUERIES = 60
SETTLED = 12.0  # seconds after which a service without sources has started all it starts


def run(scale: Scale) -> list[Row]:
    """Five rows; the archives are made on the first run, which takes some minutes for the larger one."""
    small, _ = archive(SMALL)
    large, now = archive(scale.items)
    with Store.open(small / FILE_NAME) as one, Store.open(large / FILE_NAME) as other:
        rows = [*_lookups(one, other, now, scale), *_search(other, large, now, scale)]
    rows.append(_digest(small, large, scale))
    rows.append(_memory(small, large, scale))
    return rows


def _named(scale: Scale) -> str:
    return f"{scale.items:,} stored"


def _lookups(small: Store, large: Store, now: datetime, scale: Scale) -> list[Row]:
    chance = random.Random(7)
    arrivals = [fingerprint(*invent(chance), f"http://new.example/{n}", now) for n in range(ARRIVALS)]

    def look(store: Store, decide: bool) -> Callable[[], float]:
        return timed(lambda: [_find(store, one, now, decide) for one in arrivals])

    look(small, False)()
    look(large, False)()
    found = interleaved(
        {
            "large": look(large, False), "small": look(small, False),
            "large placed": look(large, True), "small placed": look(small, True),
        },
        scale.runs,
    )  # fmt: skip
    ms = {name: seconds * 1000 / ARRIVALS for name, seconds in found.items()}
    against = f"{SMALL:,} stored"
    what = f"near-copy and story look-up, an item, {_named(scale)}"
    placed = "the same, and placed among what was found"
    return [
        Row(what, ms["large"], ms["small"], against, "ms", "≤ 2×", "≤ 1.2×"),
        Row(placed, ms["large placed"], ms["small placed"], against, "ms", "≤ 2×", "≤ 1.2×"),
    ]


def _find(store: Store, new: Fingerprint, now: datetime, decide: bool) -> None:
    candidates = store.index.candidates(new, now)
    if decide:
        place(new, candidates, store.index.rarity(terms_to_count(new, candidates)), now)


def _queries(store: Store) -> list[str]:
    """Words of titles stored, rare and common as they come, alone and in twos."""
    chance = random.Random(3)
    most = store.connection.row("select max(id) from items")
    assert most is not None
    words: list[str] = []
    while len(words) < QUERIES * 2:
        row = store.connection.row("select title from items where id >= ? limit 1", (chance.randrange(most[0]),))
        words += [word for word in str(row[0] if row else "").split() if word.isalpha() and len(word) > 3][:2]
    return [words[n] if n % 2 else f"{words[n]} {words[-n - 1]}" for n in range(QUERIES)]


def _search(store: Store, folder: Path, now: datetime, scale: Scale) -> list[Row]:
    queries = _queries(store)
    bare = sqlite3.connect(f"file:{folder / FILE_NAME}?mode=ro", uri=True)
    bare.execute("pragma cache_size = -32768")  # as ours has
    statement = "select rowid from items_fts where items_fts match ? order by rank limit 10"
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(scale.runs + 1):
        for query in queries:
            seconds = timed(lambda query=query: store.search.page(query, now=now))()
            quoted = " ".join(f'"{word}"' for word in query.split())
            reference = timed(lambda quoted=quoted: bare.execute(statement, (quoted,)).fetchall())()
            if number:  # the first time round only fills the caches
                ours.append(seconds * 1000)
                theirs.append(reference * 1000)
    bare.close()
    note = f"median {statistics.median(ours):.3g} ms, bare {statistics.median(theirs):.3g} ms; {QUERIES} queries"
    p95 = percentile(ours, 0.95), percentile(theirs, 0.95)
    return [
        Row(f"search, p95, {_named(scale)}", *p95, "the bare FTS5 query, best ten", "ms", "≤ 2×", "≤ 1.2×", note=note)
    ]


def _digest(small: Path, large: Path, scale: Scale) -> Row:
    def compose(folder: Path) -> Callable[[], float]:
        return lambda: asyncio.run(_compose(folder))

    found = interleaved({"large": compose(large), "small": compose(small)}, scale.runs)
    what = f"compose a digest, {_named(scale)}"
    return Row(what, found["large"] * 1000, found["small"] * 1000, f"{SMALL:,} stored", "ms", "≤ 2×", "≤ 1.2×")


async def _compose(state: Path) -> float:
    now = datetime.fromisoformat((state / "ends-at").read_text())
    with tempfile.TemporaryDirectory() as folder:
        config = configured(Path(folder), [])
        (config / "channels.yaml").write_text("channels:\n  - channel: '#news'\n")
        async with open_newsroom(config, state, environ={}, clock=lambda: now) as newsroom:
            await newsroom.editor.digest("#news")  # the first fills the caches
            began = time.perf_counter()
            digest = await newsroom.editor.digest("#news")
            taken = time.perf_counter() - began
    assert digest.sections, "there is news"
    return taken


def _memory(small: Path, large: Path, scale: Scale) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        config = configured(Path(folder), [])
        (config / "channels.yaml").write_text("channels: []\n")
        found = interleaved(
            {"large": lambda: _megabytes(config, large), "small": lambda: _megabytes(config, small)}, min(scale.runs, 3)
        )
    what = f"memory of `run`, {_named(scale)}"
    return Row(what, found["large"], found["small"], f"{SMALL:,} stored", "MB", "≤ 1.3×", "flat", "3 runs each")


def _megabytes(config: Path, state: Path) -> float:
    """Proportional memory of a running service and its children after it has settled."""
    command = [str(Path(sys.executable).with_name("digestbot")), "--config", str(config), "--state", str(state), "run"]
    service = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(SETTLED)
        assert service.poll() is None, "the service runs"
        return sum(_own_share(process) for process in _family(service.pid)) / 1024
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait(timeout=20)


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _family(int(child))


def _own_share(pid: int) -> int:
    """KiB of a process, memory that it shares counted by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
