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
from digestbot.newsroom import open_newsroom


def run(scale: Scale) -> list[Row]:
    """One row: ours asks with validators, gets 304, and stores each source's new state. What they hold is not read."""
    with feeds(scale.feeds, entries=1) as urls:
        return [asyncio.run(_measure(urls, scale.runs))]


async def _measure(urls: list[str], runs: int) -> Row:
    ours: list[float] = []
    bare: list[float] = []
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
                bare.append(await _bare(etags))
    what = f"round over {len(urls):,} feeds, all 304"
    return Row(what, statistics.median(ours), statistics.median(bare), "bare aiohttp loop", "s", "≤ 1.5×", "≤ 1.2×")


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
