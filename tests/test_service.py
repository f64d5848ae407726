"""``digestbot run`` as a process: it polls, publishes once, stops on SIGTERM, and is the only one on its folder."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from newsrooms import configure

from digestbot.sample.server import SampleNewsroom

DIGESTBOT = Path(sys.executable).with_name("digestbot")
SHIPPED = Path(__file__).resolve().parents[1] / "config"
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


Start = Callable[[Path], Awaitable[asyncio.subprocess.Process]]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Starts services; whatever becomes of the test, none of them outlives it."""
    started: list[asyncio.subprocess.Process] = []

    async def run(folder: Path) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *(str(DIGESTBOT), "--config", str(folder / "config"), "--state", str(folder / "state"), "run"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def until_said(process: asyncio.subprocess.Process, words: bytes) -> bytes:
    """Wait for an event in the log; returns what was logged up to it."""
    assert process.stderr is not None
    heard = b""
    while words not in heard:
        line = await process.stderr.readline()
        assert line, f"it ended before: {heard.decode()}"
        heard += line
    return heard


async def until_published(folder: Path) -> Path:
    for _ in range(1200):
        found = list((folder / "state" / "digests").glob("*.json"))
        found = [file for file in found if not file.name.endswith(".slack.json")]
        if found:
            return found[0]
        await asyncio.sleep(0.1)
    raise AssertionError("no digest was published")


async def test_the_service_publishes_once_stops_in_order_and_takes_up_where_it_was(
    tmp_path: Path, start: Start
) -> None:
    async with SampleNewsroom(now=datetime.now(UTC), slow=0.1) as served:
        configure(tmp_path, served, channel={"at": "00:00", "days": EVERY_DAY, "timezone": "UTC"})
        process = await start(tmp_path)
        digest = await until_published(tmp_path)
        assert json.loads(digest.read_text())["stories"]

        second = await start(tmp_path)
        _, err = await second.communicate()
        assert second.returncode == 1
        assert b"another digestbot runs" in err

        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode == 0, err.decode()
        assert b"Traceback" not in err
        assert "Daily digest" in out.decode()

        again = await start(tmp_path)
        await until_said(again, b"round.done")
        await asyncio.sleep(1)  # what is due is looked at after the round
        again.send_signal(signal.SIGINT)
        out, err = await asyncio.wait_for(again.communicate(), 60)
        assert again.returncode == 0, err.decode()
        assert b"Daily digest" not in out

    db = sqlite3.connect(tmp_path / "state" / "digestbot.db")
    (deliveries,) = db.execute("select count(*) from deliveries where kind = 'daily'").fetchone()
    (integrity,) = db.execute("pragma integrity_check").fetchone()
    db.close()
    assert deliveries == 1
    assert integrity == "ok"


async def test_the_service_stops_in_the_middle_of_a_round(tmp_path: Path, start: Start) -> None:
    async with SampleNewsroom(now=datetime.now(UTC), slow=30) as served:
        configure(tmp_path, served)
        process = await start(tmp_path)
        for _ in range(300):
            if served.hits:
                break
            await asyncio.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode == 0, err.decode()
        assert b"Traceback" not in err


async def test_the_service_starts_with_the_shipped_channels(tmp_path: Path, start: Start) -> None:
    config = tmp_path / "config"
    config.mkdir()
    for name in ("channels.yaml", "topics.yaml", "settings.yaml"):  # no sources: nothing is to be fetched from here
        (config / name).write_bytes((SHIPPED / name).read_bytes())
    process = await start(tmp_path)
    heard = await until_said(process, b"service.started")
    process.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, err.decode()
    assert b"Traceback" not in heard + err
