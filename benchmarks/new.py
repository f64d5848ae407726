"""A first round over 1,000 local feeds, pages left alone, beside the PyPI package ``reader`` storing the same feeds."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import Absent, Row, Scale, interleaved
from benchmarks.newsrooms import CONCURRENCY, configured, feeds, warm_up
from digestbot.garbage import settle
from digestbot.loop import run as run_loop
from digestbot.newsroom import open_newsroom


def run(scale: Scale) -> list[Row]:
    """One row. Ours also classifies, groups and indexes; its workers have started, as a running service's have."""
    try:
        import reader  # noqa: F401
    except ImportError as error:
        raise Absent("the peer `reader` is not installed: pip install 'digestbot[bench]'") from error
    with feeds(scale.feeds) as urls:
        found = interleaved({"ours": lambda: run_loop(_ours(urls)), "reader": lambda: _reader(urls)}, runs=scale.runs)
    what = f"round over {len(urls):,} feeds, all new (ours: classified, grouped, indexed)"
    return [Row(what, found["ours"], found["reader"], "reader, 20 workers", "s", "≤ 0.5×", "≤ 0.2×")]


async def _ours(urls: list[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        config = configured(Path(folder), urls)
        async with open_newsroom(config, Path(folder, "state"), environ={}) as newsroom:
            room = newsroom.room
            await asyncio.gather(*(room.workers.run(warm_up, room.model()) for _ in range(2 * (os.cpu_count() or 1))))
            settle()  # as `poll` and the service do
            began = time.perf_counter()
            report = await newsroom.poll(every=True)
            taken = time.perf_counter() - began
    assert report.new > 0, "every feed is new"
    return taken


def _reader(urls: list[str]) -> float:
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(str(Path(folder, "reader.sqlite")))
        for url in urls:
            reader.add_feed(url)
        began = time.perf_counter()
        reader.update_feeds(workers=CONCURRENCY)
        taken = time.perf_counter() - began
        stored = reader.get_entry_counts().total
        reader.close()
    assert stored, "reader stores the entries too"
    return taken
