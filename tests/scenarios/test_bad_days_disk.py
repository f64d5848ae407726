"""The database and its disk on bad days: full, locked, damaged. What is said is clear, and nothing stored is lost."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digestbot.errors import StoreError
from digestbot.store import FILE_NAME, Store

DIGESTBOT = Path(sys.executable).with_name("digestbot")


async def digestbot(folder: Path, state: Path, *words: str) -> tuple[int | None, str, str]:
    process = await asyncio.create_subprocess_exec(
        *(str(DIGESTBOT), "--config", str(folder / "config"), "--state", str(state), *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 120)
    return process.returncode, out.decode(), err.decode()


async def test_a_full_database_ends_the_round_with_a_clear_error_and_the_next_one_goes_on(
    press: Any, post: Any, opened: Any, items_of: Any
) -> None:
    press.posts = {name: [post(20 * at + number) for number in range(20)] for at, name in enumerate("abcd")}
    sources = {name: f"{press.base_url}/feeds/{name}" for name in press.posts}
    async with opened(sources) as newsroom:
        database = newsroom.room.store.connection
        pages = database.row("pragma page_count")[0]
        database.run(f"pragma max_page_count = {pages + 12}")
        with pytest.raises(StoreError, match="the disk is full"):
            await newsroom.poll()
        before = {item.url for item in items_of(newsroom)}
        assert len(before) < 80
        assert newsroom.room.store.check(thorough=True) == []
        database.run("pragma max_page_count = 1000000")
        await newsroom.poll()
        after = [item.url for item in items_of(newsroom)]
    assert before <= set(after)
    assert len(after) == len(set(after)) == 80


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 1 MB."""
    mount = shutil.which("mount")
    folder = tmp_path / "disk"
    folder.mkdir()
    done = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True)
    if not done or done.returncode:
        pytest.skip("a small disk cannot be mounted here: that takes root and the right to mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_a_poll_on_a_full_disk_says_so_and_goes_on_when_there_is_room(
    press: Any, post: Any, tmp_path: Path, small_disk: Path
) -> None:
    press.posts = {name: [post(200 * at + number) for number in range(200)] for at, name in enumerate("abcd")}
    config = tmp_path / "config"
    config.mkdir()
    sources = [{"id": name, "url": f"{press.base_url}/feeds/{name}"} for name in press.posts]
    (config / "sources.yaml").write_text(json.dumps({"sources": sources}))
    (config / "settings.yaml").write_text(
        "network: {allow_private_addresses: true, per_host_delay: 0s, per_host_concurrency: 20, fetch_pages: false}\n"
    )
    code, out, err = await digestbot(tmp_path, small_disk, "poll", "--json")
    assert code == 1, err
    assert "full" in err
    assert "Traceback" not in err
    assert out == ""
    grown = await asyncio.create_subprocess_exec("mount", "-o", "remount,size=64m", str(small_disk))
    assert await grown.wait() == 0
    code, out, err = await digestbot(tmp_path, small_disk, "poll", "--all", "--json")
    assert code == 0, err
    with Store.open(small_disk / FILE_NAME) as store:
        assert store.check(thorough=True) == []
        assert store.stats()["items"] == 800


async def test_a_database_that_another_program_holds_is_waited_for_and_then_named(
    press: Any, post: Any, opened: Any, items_of: Any
) -> None:
    press.posts["s"] = [post(number) for number in range(3)]
    async with opened({"s": f"{press.base_url}/feeds/s"}) as newsroom:
        newsroom.room.store.connection.run("pragma busy_timeout = 300")
        other = sqlite3.connect(newsroom.room.store.path, isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(StoreError, match="locked by another process"):
            await newsroom.poll()
        newsroom.room.store.connection.run("pragma busy_timeout = 20000")
        polling = asyncio.create_task(newsroom.poll())
        await asyncio.sleep(0.5)
        other.execute("rollback")
        other.close()
        assert (await polling).new == 3
        assert len(items_of(newsroom)) == 3


@pytest.mark.parametrize("start", [0, 4096 * 2])
async def test_a_damaged_database_is_named_with_what_to_do(
    press: Any, post: Any, opened: Any, tmp_path: Path, start: int
) -> None:
    press.posts["s"] = [post(number) for number in range(3)]
    async with opened({"s": f"{press.base_url}/feeds/s"}) as newsroom:
        await newsroom.poll()
    file = tmp_path / "state" / FILE_NAME
    whole = bytearray(file.read_bytes())
    whole[start:] = b"\xde\xad\xbe\xef" * ((len(whole) - start) // 4)
    file.write_bytes(whole)
    code, out, err = await digestbot(tmp_path, tmp_path / "state", "poll", "--all", "--json")
    assert code == 1
    assert "damaged" in err
    assert "backup" in err
    assert "Traceback" not in err
    assert out == ""


async def test_digest_files_that_cannot_be_written_hold_up_no_digest(
    opened: Any, tmp_path: Path, stock: Any, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    said = []
    async with opened({}, channels=[{"channel": "#news", "at": "00:00", "timezone": "UTC"}]) as newsroom:
        stock(newsroom.room.store, 1, clock.now)
        newsroom.publishing.say = lambda digest: said.append(digest.id)
        (tmp_path / "state" / "digests").write_text("a file where the folder should be")
        clock.later(minutes=1)
        (sent,) = await newsroom.publishing.deliver_due()
    assert sent.state == "sent"
    assert said == [sent.digest_id]
    assert "cannot be written" in caplog.text
