"""Real processes, killed with signal 9 at many moments: nothing is lost, nothing comes twice, nothing stays behind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsrooms import configure
from slackd import Fault, slackd

from digestbot.demo import SETTINGS
from digestbot.sample.server import SampleNewsroom
from digestbot.store import FILE_NAME, Store

DIGESTBOT = Path(sys.executable).with_name("digestbot")
OUTLETS = 5  # of the sample newsroom: enough for several transactions, few enough for many runs
KILLS = 8
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


async def start(folder: Path, *words: str, state: str = "state", **environ: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(str(DIGESTBOT), "--config", str(folder / "config"), "--state", str(folder / state), *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **environ},
    )


async def kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGKILL)
    await process.wait()


async def done(folder: Path, *words: str, state: str = "state", **environ: str) -> tuple[str, str]:
    process = await start(folder, *words, state=state, **environ)
    out, err = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode == 0, err.decode()
    return out.decode(), err.decode()


def stored(folder: Path, state: str = "state") -> list[tuple[str, str, int]]:
    """Address, text and whether it is news of every item, in order."""
    db = sqlite3.connect(folder / state / FILE_NAME)
    rows = db.execute(
        "select i.url, t.text, i.news_at is not null from items i join texts t on t.item_id = i.id order by i.url"
    ).fetchall()
    entries = db.execute("select count(*), count(distinct source_id || guid || url || title_key) from entries")
    count, distinct = entries.fetchone()
    assert count == distinct
    db.close()
    with Store.open(folder / state / FILE_NAME) as store:
        assert store.check(thorough=True) == []
    return rows


def count(folder: Path) -> int:
    """Items stored; 0 while there is no schema yet."""
    file = folder / "state" / FILE_NAME
    if not file.exists():
        return 0
    db = sqlite3.connect(file)
    try:
        return int(db.execute("select count(*) from items").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        db.close()


def ended(process: asyncio.subprocess.Process) -> bool:
    return process.returncode is not None


def marked(mark: str) -> list[int]:
    """Processes that were started with ``MARK=mark``."""
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if f"MARK={mark}".encode() in file.read_bytes():
                found.append(int(file.parent.name))
    return found


async def until(true: Callable[[], object], within: float, what: str) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, what
        await asyncio.sleep(0.05)


async def test_polls_killed_at_many_moments_leave_what_one_undisturbed_poll_leaves(tmp_path: Path) -> None:
    async with SampleNewsroom(now=datetime.now(UTC), slow=0.05) as served:
        config = configure(tmp_path, served)
        listed = json.loads((config / "sources.yaml").read_text())["sources"]
        (config / "sources.yaml").write_text(json.dumps({"sources": listed[:OUTLETS]}))
        # Two sources in hand at once: what is ready together is stored together, and all at once is one moment.
        (config / "settings.yaml").write_text(SETTINGS + "  concurrency: 1\nexecutor: {workers: 1}\n")
        await done(tmp_path, "poll", state="undisturbed")
        wanted = stored(tmp_path, "undisturbed")

        partly = set()
        for number in range(KILLS):
            hits, items = served.hits.total(), count(tmp_path)
            process = await start(tmp_path, "poll", "--all", MARK=str(tmp_path))
            if number % 2:  # while it fetches, a little later each time
                goal = hits + 1 + 3 * number
                await until(lambda process=process, goal=goal: served.hits.total() >= goal or ended(process), 300, "")  # type: ignore[misc]
            else:  # while it stores
                await until(lambda process=process, items=items: count(tmp_path) > items or ended(process), 300, "")  # type: ignore[misc]
            await asyncio.sleep(0.01 * number)
            await kill(process)
            partly.add(count(tmp_path))
        await until(lambda: not marked(str(tmp_path)), 60, "workers outlive the process that was killed")
        await done(tmp_path, "poll", "--all")
        out, _ = await done(tmp_path, "poll", "--all", "--json")
    assert json.loads(out)["items"]["new"] == 0
    assert len(partly) > 2, "every kill came before or after all the work"
    assert stored(tmp_path) == wanted


async def test_a_service_killed_again_and_again_publishes_one_digest_with_all_its_files(tmp_path: Path) -> None:
    async with SampleNewsroom(now=datetime.now(UTC), slow=0.05) as served:
        config = configure(tmp_path, served, channel={"at": "00:00", "days": EVERY_DAY, "timezone": "UTC"})
        listed = json.loads((config / "sources.yaml").read_text())["sources"]
        (config / "sources.yaml").write_text(json.dumps({"sources": listed[:2]}))
        (config / "settings.yaml").write_text(SETTINGS + "executor: {workers: 1}\n")
        folder = tmp_path / "state" / "digests"
        outbox = tmp_path / "state" / FILE_NAME
        for _ in range(2):  # the last kills fall between the outbox and the files
            process = await start(tmp_path, "run")
            with contextlib.suppress(AssertionError):
                await until(lambda: _deliveries(outbox), 300, "no digest in the outbox")
            await kill(process)
        process = await start(tmp_path, "run")
        await until(lambda: len(list(folder.glob("*"))) >= 6 and _deliveries(outbox) == ["sent"], 300, "no digest")
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 120)
        assert process.returncode == 0, err.decode()
        assert b"Traceback" not in err
    assert _deliveries(outbox) == ["sent"]
    assert not list(folder.glob("*.part"))


def _deliveries(file: Path) -> list[str]:
    if not file.exists():
        return []
    db = sqlite3.connect(file)
    try:
        return [row[0] for row in db.execute("select state from deliveries where kind = 'daily'")]
    except sqlite3.OperationalError:
        return []
    finally:
        db.close()


async def test_a_post_killed_at_each_of_its_steps_puts_one_digest_into_the_channel(tmp_path: Path, stock: Any) -> None:
    now = datetime.now(UTC)
    async with slackd() as slack:
        config = tmp_path / "config"
        config.mkdir()
        (config / "settings.yaml").write_text(f"slack: {{api_url: '{slack.api_url}'}}\n")
        (config / "channels.yaml").write_text('channels: [{channel: "#news", max_stories: 12}]\n')
        with Store.open(tmp_path / "state" / FILE_NAME) as store:
            for number in range(12):
                stock(store, number, now)
        command = ("digest", "#news", "--post")
        secrets = {"SLACK_BOT_TOKEN": slack.bot_token}
        for method in ("chat.postMessage", "chat.postMessage", "conversations.history", "chat.getPermalink"):
            slack.faults.add(method, Fault("slow", seconds=0.5))
            before = len(slack.called(method))
            process = await start(tmp_path, *command, **secrets)
            await until(
                lambda method=method, before=before, process=process: (  # type: ignore[misc]
                    len(slack.called(method)) > before or process.returncode is not None
                ),
                60,
                f"{method} was not called",
            )
            await kill(process)
            await asyncio.sleep(0.6)
        out, err = await done(tmp_path, *command, **secrets)
        assert len(slack.workspace.channels["C1"].main()) == 1
        parts = [
            json.dumps(one["metadata"]["event_payload"], sort_keys=True)
            for one in slack.workspace.channels["C1"].messages
        ]
        assert len(parts) == len(set(parts))
        assert slack.bot_token not in out + err
    assert _deliveries(tmp_path / "state" / FILE_NAME) == ["sent"]
    assert list((tmp_path / "state" / "digests").glob("*.html"))
