"""Rounds over 1,000 local feeds: unchanged beside a bare aiohttp loop, new beside ``reader``."""

from __future__ import annotations

import asyncio
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.measuring import Row, interleaved
from benchmarks.serving import FEEDS, serve_feeds
from digestbot.newsroom import open_newsroom

CONCURRENCY = 20
SETTINGS = f"""
network: {{allow_private_addresses: true, per_host_delay: 0s, per_host_concurrency: 20, concurrency: {CONCURRENCY},
  fetch_pages: false}}
"""


def run() -> list[Row]:
    """Two rows. The server is a process of its own, so that it costs neither side anything but the machine."""
    context = get_context("spawn")
    ready = context.Queue()
    server = context.Process(target=serve_feeds, args=(ready,), daemon=True)
    server.start()
    base = ready.get(timeout=60)
    try:
        urls = [f"{base}/{number}.xml" for number in range(FEEDS)]
        return [asyncio.run(_unchanged(urls)), _new(urls)]
    finally:
        server.terminate()
        server.join()


async def _unchanged(urls: list[str]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        config = _configured(Path(folder), urls)
        async with open_newsroom(config, Path(folder, "state"), environ={}) as newsroom:
            await newsroom.poll(every=True)
            etags = {urls[int(key[1:])]: state.etag for key, state in newsroom.room.store.sources.all().items()}
            ours: list[float] = []
            bare: list[float] = []
            for _ in range(5):
                began = time.perf_counter()
                report = await newsroom.poll(every=True)
                ours.append(time.perf_counter() - began)
                assert all(one.status == "unchanged" for one in report.sources), "the server answers 304"
                bare.append(await _bare(etags))
    ours.sort()
    bare.sort()
    return Row("round over 1,000 feeds, all 304", ours[2], bare[2], "bare aiohttp loop", "s", "≤ 1.5×")


async def _bare(etags: dict[str, Any]) -> float:
    gate = asyncio.Semaphore(CONCURRENCY)
    began = time.perf_counter()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONCURRENCY)) as session:

        async def get(url: str) -> None:
            async with gate, session.get(url, headers={"If-None-Match": etags[url] or ""}) as response:
                await response.read()

        await asyncio.gather(*(get(url) for url in etags))
    return time.perf_counter() - began


def _new(urls: list[str]) -> Row:
    found = interleaved({"ours": lambda: asyncio.run(_ours_new(urls)), "reader": lambda: _reader_new(urls)})
    return Row(
        "the same, feeds new (classified, grouped, indexed)", found["ours"], found["reader"], "reader, 20 workers", "s",
        "≤ 0.5×",
    )  # fmt: skip


async def _ours_new(urls: list[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        config = _configured(Path(folder), urls)
        async with open_newsroom(config, Path(folder, "state"), environ={}) as newsroom:
            began = time.perf_counter()
            report = await newsroom.poll(every=True)
            taken = time.perf_counter() - began
    assert report.new > 0
    return taken


def _reader_new(urls: list[str]) -> float:
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(str(Path(folder, "reader.sqlite")))
        for url in urls:
            reader.add_feed(url)
        began = time.perf_counter()
        reader.update_feeds(workers=20)
        taken = time.perf_counter() - began
        reader.close()
    return taken


def _configured(folder: Path, urls: list[str]) -> Path:
    config = folder / "config"
    config.mkdir()
    lines = [f"  - {{url: '{url}', id: s{number}, every: 5m}}" for number, url in enumerate(urls)]
    (config / "sources.yaml").write_text("sources:\n" + "\n".join(lines) + "\n")
    (config / "settings.yaml").write_text(SETTINGS)
    return config
