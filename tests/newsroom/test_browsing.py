"""``digestbot browse`` as a process: the archive in Datasette, on this machine only, reading only."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest
from newsroom.conftest import Opened, put

from digestbot.errors import DigestbotError
from digestbot.newsroom.browsing import open_archive
from digestbot.store.browsing import ARTICLES

DIGESTBOT = Path(sys.executable).with_name("digestbot")
START = 1800  # tenths of a second: a busy machine takes its time


async def answered(session: aiohttp.ClientSession, address: str) -> str:
    for _ in range(START):
        try:
            async with session.get(address) as response:
                return await response.text()
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.1)
    raise AssertionError("Datasette did not start")


async def test_the_archive_is_served_with_search_facets_and_queries(opened: Opened, tmp_path: Path) -> None:
    pytest.importorskip("datasette")
    async with opened() as newsroom:
        put(newsroom, "Bakery opens", topics=("housing",))
        put(newsroom, "Football", relevant=False, topics=())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(str(DIGESTBOT), "--state", str(tmp_path / "state"), "browse", "--port", str(port)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        async with aiohttp.ClientSession() as session:
            articles = await answered(session, base + ARTICLES)
            assert "Bakery opens" in articles
            assert "Football" not in articles
            assert "_search" in articles
            assert "topics (array)" in articles
            found = await answered(session, f"{base}/digestbot/search?words=bakery")
            assert "Bakery opens" in found
            listed = await answered(session, f"{base}/digestbot")
            assert ARTICLES.replace("&", "&amp;") in listed or ARTICLES in listed
            assert "/digestbot/counters" not in listed.partition("hidden")[0]
    finally:
        process.send_signal(signal.SIGINT)
        _, err = await asyncio.wait_for(process.communicate(), 60)
    assert f"Articles: {base}{ARTICLES}" in err.decode()


def test_without_an_archive_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DigestbotError, match="digestbot poll"):
        open_archive(tmp_path, 8001)
