"""A first round over local feeds, pages left alone, beside the PyPI package ``reader`` storing the same.

Over 1,000 feeds of entries in the language of our own examples, a fifth of them relevant; over as many of an invented
world, in which several outlets tell of one event and words are as many as in real news; and over the real feeds of the
shared data, where hardly any entry is relevant.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
import warnings
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measuring import Absent, Row, Scale, interleaved
from benchmarks.newsrooms import CONCURRENCY, configured, feeds, serving, told, warm_up
from digestbot.garbage import settle
from digestbot.loop import run as run_loop
from digestbot.newsroom import open_newsroom

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "feeds"
_KINDS = {".json": "application/feed+json", ".gz": "application/gzip"}


def run(scale: Scale) -> list[Row]:
    """Three rows. Ours also classifies, groups and indexes; its workers have started, as a running service's have."""
    try:
        import reader  # noqa: F401
    except ImportError as error:
        raise Absent("the peer `reader` is not installed: pip install 'digestbot[bench]'") from error
    with feeds(scale.feeds) as urls:
        rows = [_row("feeds", urls, scale.runs)]
    with told(scale.feeds) as urls:
        rows.append(_row("feeds of a world", urls, scale.runs))
    if not REAL.is_dir():
        return [*rows, Row("round over real feeds, all new", None, None, "reader", "s", "", note="no shared data here")]
    answers = _real()
    with serving(answers) as base:
        return [*rows, _row("real feeds", [base + path for path in answers], scale.runs)]


def _real() -> Mapping[str, tuple[bytes, str]]:
    """Every file of the shared feeds, nasty ones included, as a server answers it."""
    files = [line.split("\t", 1)[0] for line in (REAL / "index.tsv").read_text().splitlines()[1:]]
    return {
        f"/{number}": ((REAL / file).read_bytes(), _KINDS.get(Path(file).suffix, "application/xml"))
        for number, file in enumerate(files)
    }


def _row(kind: str, urls: list[str], runs: int) -> Row:
    counts: dict[str, int] = {}
    jobs = {"ours": lambda: run_loop(_ours(urls, counts)), "reader": lambda: _reader(urls, counts)}
    found = interleaved(jobs, runs=runs)
    what = f"round over {len(urls):,} {kind}, all new (ours: classified, grouped, indexed)"
    note = f"entries: ours {counts['ours']:,}, {counts['relevant']:,} of them relevant; reader {counts['reader']:,}"
    return Row(what, found["ours"], found["reader"], "reader, 20 workers", "s", "≤ 0.5×", "≤ 0.2×", note)


async def _ours(urls: list[str], counts: dict[str, int]) -> float:
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
    counts["ours"], counts["relevant"] = report.new, report.relevant
    return taken


def _reader(urls: list[str], counts: dict[str, int]) -> float:
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(str(Path(folder, "reader.sqlite")))
        for url in urls:
            reader.add_feed(url)
        began = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it finds wrong with a feed
            reader.update_feeds(workers=CONCURRENCY)
        taken = time.perf_counter() - began
        counts["reader"] = stored = reader.get_entry_counts().total or 0
        reader.close()
    assert stored, "reader stores the entries too"
    return taken
