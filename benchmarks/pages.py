"""New pages, fetched to stored, beside trafilatura alone reading the same pages in as many processes."""

from __future__ import annotations

import asyncio
import gzip
import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing import get_context
from pathlib import Path

from benchmarks.measuring import Row, Scale, interleaved
from benchmarks.newsrooms import configured, serving, warm_up
from digestbot.loop import run as run_loop
from digestbot.newsroom import open_newsroom

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data" / "pages"
OWN = ROOT / "tests" / "extract" / "pages"
LINKS = 50  # links in one of the feeds that lead to the pages
BATCH = 16  # pages handed to a process of the reference at once, as ours hands them over


def page_bodies() -> list[bytes]:
    """The real pages where developers have them, else our own."""
    if SHARED.exists():
        return [gzip.decompress(file.read_bytes()) for file in sorted(SHARED.rglob("*.html.gz"))]
    return [file.read_bytes() for file in sorted(OWN.glob("*.html"))]


def run(scale: Scale) -> list[Row]:
    """One row. Pages are served again and again under other addresses until there are enough of them."""
    bodies = page_bodies()
    cores = os.cpu_count() or 1
    now = datetime.now(UTC)
    answers: dict[str, tuple[bytes, str]] = {}
    for number in range(scale.pages):
        answers[f"/p/{number}.html"] = bodies[number % len(bodies)], "text/html"
    feeds = [f"/f/{start}.xml" for start in range(0, scale.pages, LINKS)]
    for path, start in zip(feeds, range(0, scale.pages, LINKS), strict=True):
        answers[path] = _feed(range(start, min(start + LINKS, scale.pages)), now), "application/rss+xml"
    with serving(answers) as base, _readers(cores) as pool:
        urls = [base + path for path in feeds]
        asked = [bodies[number % len(bodies)] for number in range(scale.pages)]
        found = interleaved(
            {"ours": lambda: run_loop(_ours(urls, scale.pages)), "bare": lambda: _bare(pool, asked)}, scale.runs
        )
    which = f"{len(bodies)} {'real' if SHARED.exists() else 'own'} pages, repeated"
    what = f"{scale.pages:,} new pages, fetched to stored"
    return [
        Row(
            what, found["ours"], found["bare"], f"trafilatura alone, {cores} processes", "s", "≤ 1.4×", "≤ 1.15×", which
        )
    ]


def _feed(numbers: range, now: datetime) -> bytes:
    date = format_datetime(now - timedelta(hours=1))
    items = "".join(
        f"<item><title>Page {number}</title><link>/p/{number}.html</link><guid>{number}</guid>"
        f"<pubDate>{date}</pubDate></item>"
        for number in numbers
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Pages</title>'
        f"<link>/</link><description>d</description>{items}</channel></rss>"
    ).encode()


async def _ours(urls: list[str], expected: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        config = configured(Path(folder), urls, fetch_pages=True)
        async with open_newsroom(config, Path(folder, "state"), environ={}) as newsroom:
            room = newsroom.room
            await asyncio.gather(*(room.workers.run(warm_up, room.model()) for _ in range(2 * (os.cpu_count() or 1))))
            began = time.perf_counter()
            report = await newsroom.poll(every=True)
            taken = time.perf_counter() - began
    assert report.new == expected, f"{report.new} of {expected} pages were stored"
    return taken


@contextmanager
def _readers(count: int) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(count, mp_context=get_context("forkserver")) as pool:
        list(pool.map(_extract, [[b"<html><body><p>hello</p></body></html>"]] * count))
        yield pool


def _bare(pool: ProcessPoolExecutor, bodies: list[bytes]) -> float:
    began = time.perf_counter()
    texts = sum(pool.map(_extract, [bodies[start : start + BATCH] for start in range(0, len(bodies), BATCH)]))
    assert texts, "trafilatura finds text"
    return time.perf_counter() - began


def _extract(bodies: list[bytes]) -> int:
    import trafilatura

    return sum(bool(trafilatura.bare_extraction(body, with_metadata=True)) for body in bodies)
