"""One SQLite connection behind one seam: SQL in, rows out, every SQLite failure a ``StoreError`` that says what to do.

It never holds SQL of its own beyond transactions and pragmas.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from digestbot.errors import StoreError

Value = str | int | float | bytes | None
Params = Sequence[Value] | dict[str, Value]
Row = sqlite3.Row
_T = TypeVar("_T")

# How long a writer waits for another process's transaction, in milliseconds. Ours last well under a second; a
# backup or a `train` beside the service must never make a poll fail.
BUSY_TIMEOUT_MS = 15_000
# Page cache in KiB: holds the inner pages of every index at 1,000,000 items, and bounds memory whatever is stored.
CACHE_KIB = 32_768
# The write-ahead log is written into the file when it holds this many pages, 32 MB, so that a page that many
# transactions change is written there once. At SQLite's 1,000 each transaction of a large round waited for the disk.
CHECKPOINT_PAGES = 8_192
# The write-ahead log is cut back to this many bytes after a checkpoint.
JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024


class Connection:
    """A SQLite connection for one thread at a time; a lock keeps two threads out of one transaction."""

    def __init__(self, path: Path, *, read_only: bool, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.path = path
        self.read_only = read_only
        self._lock = threading.RLock()
        self._depth = 0
        self._failed_at: int | None = None  # depth of the transaction that a part failed in
        self._put_off: dict[str, Callable[[], object]] = {}
        self._undone = 0  # transactions, inner ones too
        mode = "ro" if read_only else "rwc"
        self.raw = self._guard(
            lambda: sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                isolation_level=None,  # we say BEGIN ourselves
                check_same_thread=False,
                timeout=busy_timeout_ms / 1000,
                cached_statements=256,
            )
        )
        self.raw.row_factory = sqlite3.Row
        try:
            self._prepare()
        except StoreError:
            self.raw.close()
            raise

    def _prepare(self) -> None:
        self.run("pragma foreign_keys = on")
        self.run(f"pragma cache_size = -{CACHE_KIB}")
        self.run("pragma temp_store = memory")
        if not self.read_only:
            self.run("pragma journal_mode = wal")
            self.run(f"pragma journal_size_limit = {JOURNAL_LIMIT_BYTES}")
            self.run(f"pragma wal_autocheckpoint = {CHECKPOINT_PAGES}")
            # NORMAL: a killed process loses nothing; a power cut may lose the last commits of a poll, which the
            # next poll brings again. What must outlive a power cut asks for transaction(durable=True).
            self.run("pragma synchronous = normal")

    def run(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """Executes one statement. Raises StoreError."""
        with self._lock:
            try:
                return self._guard(lambda: self.raw.execute(sql, params))
            except UnicodeEncodeError:  # half a surrogate pair from a broken page
                return self._guard(lambda: self.raw.execute(sql, _encodable(params)))

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Executes one statement for each row."""
        listed = rows if isinstance(rows, list) else list(rows)
        with self._lock:
            try:
                self._guard(lambda: self.raw.executemany(sql, listed))
            except UnicodeEncodeError:
                again = [tuple(_clean(value) for value in row) for row in listed]
                self._guard(lambda: self.raw.executemany(sql, again))

    def rows(self, sql: str, params: Params = ()) -> list[Row]:
        with self._lock:
            cursor = self.run(sql, params)
            return self._guard(cursor.fetchall)

    def row(self, sql: str, params: Params = ()) -> Row | None:
        with self._lock:
            cursor = self.run(sql, params)
            found: Row | None = self._guard(cursor.fetchone)
            cursor.close()
            return found

    def insert(self, sql: str, params: Params = ()) -> int:
        """Runs an INSERT and returns the new row's id."""
        with self._lock:
            rowid = self.run(sql, params).lastrowid
        assert rowid is not None
        return rowid

    def change(self, sql: str, params: Params = ()) -> int:
        """Runs an UPDATE, DELETE or INSERT and returns how many rows it touched."""
        with self._lock:
            return self.run(sql, params).rowcount

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[None]:
        """All or nothing; may be nested (the inner one is a savepoint). ``durable`` survives a power cut, too."""
        with self._lock:
            if self._depth:
                self.settle()  # what is put off out here must not be undone with the inner one
                begin, commit = f"savepoint s{self._depth}", f"release s{self._depth}"
                undo = f"rollback to s{self._depth}"
            else:
                begin, commit, undo = "begin immediate", "commit", "rollback"
                if durable and not self.read_only:
                    self.run("pragma synchronous = full")
            try:
                self.run(begin)
                self._depth += 1
                try:
                    yield
                    self._check_parts()
                    if self._depth == 1:
                        self.settle()
                    self.run(commit)
                except BaseException:
                    self._undone += 1
                    self._undo(undo, commit)
                    if self._failed_at is not None and self._failed_at >= self._depth:
                        self._failed_at = None  # undone with the rest
                    raise
                finally:
                    self._depth -= 1
                    if not self._depth:
                        self._put_off.clear()
            finally:
                if durable and not self._depth and not self.read_only:
                    self.run("pragma synchronous = normal")

    @contextmanager
    def part(self) -> Iterator[None]:
        """A transaction; inside another one a part of it that cannot fail alone, whoever catches the error.

        For what is done for every article: a savepoint copies each page that is touched behind it.
        """
        with self._lock:
            if not self._depth:
                with self.transaction():
                    yield
                return
            try:
                yield
            except BaseException:
                self._failed_at = min(self._failed_at or self._depth, self._depth)
                raise

    def put_off(self, name: str, act: Callable[[], object]) -> None:
        """Does ``act`` as the last thing of the present transaction, unless that is undone; once for each name."""
        self._put_off.setdefault(name, act)

    def settle(self) -> None:
        """Does now what was put off."""
        while self._put_off:
            self._put_off.pop(next(iter(self._put_off)))()

    def as_of(self) -> object:
        """Equal to what it was as long as what was read then, and changed by this connection since, still holds.

        It does until another process writes or something is undone; outside a transaction nobody can say.
        """
        if not self._depth:
            return object()
        row = self.row("pragma data_version")
        assert row is not None, "a pragma has a value"
        return row[0], self._undone

    def _check_parts(self) -> None:
        if self._failed_at is not None:
            raise StoreError(f"{self.path}: a part of a transaction failed, so that all of it is undone")

    def _undo(self, undo: str, commit: str) -> None:
        if not self.raw.in_transaction:  # SQLite rolled back by itself, as it does when the disk is full
            return
        self.run(undo)
        if undo != "rollback":
            self.run(commit)

    def close(self) -> None:
        with self._lock:
            self.raw.close()

    def _guard(self, act: Callable[[], _T]) -> _T:
        try:
            return act()
        except sqlite3.Error as exc:
            raise StoreError(f"{self.path}: {explain(exc)}") from exc


def explain(error: sqlite3.Error) -> str:
    """What went wrong and what to do about it, in one sentence for an admin."""
    name = getattr(error, "sqlite_errorname", "") or ""
    text = str(error)
    if name.startswith("SQLITE_FULL") or "disk is full" in text:
        return "the disk is full: free some space; nothing already stored is lost"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or "locked" in text:
        return "locked by another process for too long: stop the other digestbot or tool that writes to it"
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "malformed" in text or "not a database" in text:
        return (
            f"the file is damaged or no database ({text}): stop digestbot, move the file away with its -wal and -shm, "
            "and put a backup made by `digestbot backup` in its place"
        )
    if name.startswith("SQLITE_READONLY") or "readonly" in text:
        return "may not be written: check who owns the file and its folder"
    if name.startswith("SQLITE_CANTOPEN") or "unable to open" in text:
        return "cannot be opened: check that the folder exists and may be written"
    if name.startswith("SQLITE_IOERR"):
        return f"the disk failed ({text}): check the disk, then restore a backup if `digestbot doctor` says so"
    return text


def _encodable(params: Params) -> Params:
    if isinstance(params, dict):
        return {key: _clean(value) for key, value in params.items()}
    return [_clean(value) for value in params]


def _clean(value: Value) -> Value:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
