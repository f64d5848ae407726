"""A round over 1,000 local feeds that have nothing new, beside a bare aiohttp loop asking the same."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import aiohttp

from benchmarks.measuring import Row, Scale
from benchmarks.newsrooms import CONCURRENCY, configured, feeds
from digestbot.garbage import settle
from digestbot.loop import run as run_loop
from digestbot.newsroom import open_newsroom


def run(scale: Scale) -> list[Row]:
    """Two rows: ours asks with validators, gets 304, and stores each source's new state. What they hold is not read.

    The bare loop is asyncio's, and then uvloop's, on which ours runs.
    """
    with feeds(scale.feeds, entries=1) as urls:
        return run_loop(_measure(urls, scale.runs))


async def _measure(urls: list[str], runs: int) -> list[Row]:
    ours: list[float] = []
    bare: list[float] = []
    bare_uvloop: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        config = configured(Path(folder), urls)
        async with open_newsroom(config, Path(folder, "state"), environ={}) as newsroom:
            await newsroom.poll(every=True)
            settle()  # as the service does; it spares both sides
            states = newsroom.room.store.sources.all()
            etags = {url: states[f"s{number}"].etag or "" for number, url in enumerate(urls)}
            for _ in range(runs):
                began = time.perf_counter()
                report = await newsroom.poll(every=True)
                ours.append(time.perf_counter() - began)
                assert all(one.status == "unchanged" for one in report.sources), "the server answers 304"
                bare.append(await asyncio.to_thread(lambda: asyncio.run(_bare(etags))))
                bare_uvloop.append(await asyncio.to_thread(lambda: run_loop(_bare(etags))))
    what = f"round over {len(urls):,} feeds, all 304"
    taken = statistics.median(ours)
    return [
        Row(what, taken, statistics.median(bare), "bare aiohttp loop", "s", "≤ 1.5×", "≤ 1.2×"),
        Row(what, taken, statistics.median(bare_uvloop), "bare aiohttp loop on uvloop, as ours", "s", "report"),
    ]


async def _bare(etags: Mapping[str, str]) -> float:
    gate = asyncio.Semaphore(CONCURRENCY)
    began = time.perf_counter()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONCURRENCY)) as session:

        async def get(url: str, etag: str) -> None:
            async with gate, session.get(url, headers={"If-None-Match": etag}) as response:
                await response.read()
                assert response.status == 304, "the server answers 304"

        await asyncio.gather(*(get(url, etag) for url, etag in etags.items()))
    return time.perf_counter() - began
