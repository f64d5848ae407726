from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from digestbot.errors import StoreError
from digestbot.store import Store

Add = Callable[..., int]


def test_the_folder_is_made_and_the_file_is_in_wal_mode(path: Path) -> None:
    with Store.open(path) as store:
        mode = store.connection.row("pragma journal_mode")
        assert mode is not None
        assert mode[0] == "wal"


def test_a_missing_file_is_named_when_it_may_not_be_made(path: Path) -> None:
    with pytest.raises(StoreError, match=r"digestbot\.db does not exist"):
        Store.open(path, read_only=True)
    with pytest.raises(StoreError, match="does not exist"):
        Store.open(path, create=False)


def test_a_damaged_file_is_named_with_what_to_do(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is not a database at all, however long it is" * 100)
    with pytest.raises(StoreError, match=r"digestbot\.db: the file is damaged.*backup"):
        Store.open(path)


def test_damage_inside_is_found_by_the_check(path: Path, store: Store, add: Add) -> None:
    for number in range(50):
        add(f"Title {number}", "words " * 400)
    assert store.check(thorough=True) == []
    store.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = b"\xff" * 20_000
    path.write_bytes(content)
    with Store.open(path) as damaged:
        try:
            found = "\n".join(damaged.check())
        except StoreError as exc:
            found = str(exc)
        assert found


def test_a_search_index_out_of_step_is_found_by_the_thorough_check(store: Store, add: Add) -> None:
    item = add()
    store.connection.run("drop trigger texts_au")
    store.connection.run("update texts set text = 'other words' where item_id = ?", (item,))
    assert any("search index" in line for line in store.check(thorough=True))


def test_a_transaction_is_all_or_nothing(store: Store, add: Add) -> None:
    def broken() -> None:
        with store.transaction():
            add()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert store.stats()["items"] == 0


def test_an_inner_transaction_may_fail_alone(store: Store, add: Add) -> None:
    def broken() -> None:
        with store.transaction():
            add("Second")
            raise ZeroDivisionError

    with store.transaction():
        add("First")
        with pytest.raises(ZeroDivisionError):
            broken()
    assert store.stats()["items"] == 1


def test_a_part_that_fails_takes_the_whole_with_it_whoever_catches_its_error(store: Store, add: Add) -> None:
    def broken() -> None:
        with store.connection.part():
            raise ZeroDivisionError

    def careless() -> None:
        with store.transaction():
            add("First")
            with pytest.raises(ZeroDivisionError):
                broken()

    with pytest.raises(StoreError, match="a part of a transaction failed"):
        careless()
    assert store.stats()["items"] == 0
    add("Second")
    assert store.stats()["items"] == 1


def test_a_part_of_an_inner_transaction_fails_with_that_alone(store: Store, add: Add) -> None:
    def inner() -> None:
        with store.transaction():
            add("Second")
            with store.connection.part():
                raise ZeroDivisionError

    with store.transaction():
        add("First")
        with pytest.raises(ZeroDivisionError):
            inner()
    assert store.stats()["items"] == 1


def test_a_durable_transaction_syncs_and_goes_back(store: Store) -> None:
    def level() -> int:
        row = store.connection.row("pragma synchronous")
        assert row is not None
        return int(row[0])

    with store.transaction(durable=True):
        assert level() == 2
    assert level() == 1


def test_two_threads_do_not_enter_one_transaction(store: Store) -> None:
    entered = threading.Event()

    def count() -> None:
        entered.set()
        with store.transaction():
            store.notes.put("second", 1)

    other = threading.Thread(target=count)

    def broken() -> None:
        with store.transaction():
            other.start()
            entered.wait(5)
            store.notes.put("first", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    other.join(5)
    assert store.notes.get("first") is None
    assert store.notes.get("second") == 1


def test_a_reader_reads_while_a_writer_writes(path: Path, store: Store, add: Add, now: datetime) -> None:
    add("First")
    with Store.open(path, read_only=True) as reader:
        with store.transaction():
            add("Second")
            assert reader.stats()["items"] == 1
            assert reader.search.page("bakery", now=now).total == 1
        assert reader.stats()["items"] == 2


def test_a_reader_cannot_write(path: Path, store: Store) -> None:
    with Store.open(path, read_only=True) as reader, pytest.raises(StoreError, match="may not be written"):
        reader.notes.put("a", 1)


def test_a_lock_held_too_long_says_so(path: Path, store: Store) -> None:
    with Store.open(path, busy_timeout_ms=50) as other, store.transaction():
        store.notes.put("a", 1)
        with pytest.raises(StoreError, match="locked by another process"):
            other.notes.put("b", 2)
    assert store.notes.get("b") is None


def test_a_short_lock_is_waited_for(path: Path, store: Store) -> None:
    with Store.open(path) as other:
        done = threading.Event()

        def write() -> None:
            other.notes.put("b", 2)
            done.set()

        with store.transaction():
            store.notes.put("a", 1)
            writer = threading.Thread(target=write)
            writer.start()
            assert not done.wait(0.2)
        writer.join(5)
    assert (store.notes.get("a"), store.notes.get("b")) == (1, 2)


def test_a_full_disk_says_so_and_keeps_what_was_stored(store: Store, add: Add) -> None:
    add("Kept")
    pages = store.connection.row("pragma page_count")
    assert pages is not None
    store.connection.run(f"pragma max_page_count = {pages[0] + 5}")
    with pytest.raises(StoreError, match="disk is full"):
        [add(f"Title {number}", f"words{number} " * 2_000) for number in range(200)]
    store.connection.run("pragma max_page_count = 1000000")
    assert store.check(thorough=True) == []
    assert store.search.page("kept", now=datetime.fromisoformat("2026-11-24T09:00:00Z")).total == 1
    add("Added afterwards")


def test_a_backup_is_a_whole_database_made_while_writing(
    path: Path, store: Store, add: Add, tmp_path: Path, now: datetime
) -> None:
    add("Kept")
    with store.transaction():
        add("Not yet committed")
        store.backup(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        assert copy.stats()["items"] == 1
        assert copy.search.page("kept", now=now).total == 1
        assert copy.check(thorough=True) == []
    assert not (tmp_path / "copy.db.part").exists()


def test_a_backup_onto_the_database_itself_is_refused(path: Path, store: Store) -> None:
    with pytest.raises(StoreError, match="the database itself"):
        store.backup(path)


def test_a_backup_into_a_missing_folder_says_so(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        store.backup(tmp_path / "nowhere" / "copy.db")


def test_half_a_surrogate_pair_is_stored_as_a_question_mark(store: Store, add: Add) -> None:
    item = store.items.get(add("Broken \ud83d page", "text \udc00 here"))
    assert item is not None
    assert item.title == "Broken ? page"
    assert store.check(thorough=True) == []


def test_sqlite_utils_sees_the_same_tables(store: Store, add: Add) -> None:
    add()
    assert store.tables["items"].count == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from digestbot.store import Store
store = Store.open(Path(sys.argv[1]))
for number in range(20):
    store.notes.put(f"committed {number}", number)
with store.transaction():
    for number in range(2000):
        store.notes.put(f"open {number}", "x" * 500)
    store.notes.put("committed 0", "overwritten")
    print("ready", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_in_a_transaction_loses_nothing_committed(path: Path) -> None:
    child = subprocess.run([sys.executable, "-c", KILLED, str(path)], capture_output=True, check=False, timeout=60)
    assert child.returncode == -signal.SIGKILL, child.stderr
    with Store.open(path) as store:
        assert [store.notes.get(f"committed {number}") for number in range(20)] == list(range(20))
        assert store.notes.get("open 0") is None
        assert store.check(thorough=True) == []


def test_two_processes_may_make_the_file_at_once(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from digestbot.store import Store; Store.open(Path(sys.argv[1])).close()"
    )
    children = [subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE) for _ in range(3)]
    errors = [child.communicate(timeout=60)[1] for child in children]
    assert [child.returncode for child in children] == [0, 0, 0], errors
    db = sqlite3.connect(path)
    assert db.execute("select count(*) from schema_versions").fetchone() == (1,)
    db.close()
