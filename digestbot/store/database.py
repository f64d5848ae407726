"""``Store``: one open database file and its parts, one part for each kind of record.

One writer at a time; readers open their own read-only ``Store``. It never decides anything about news.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from digestbot.errors import StoreError
from digestbot.store import migrations
from digestbot.store.connection import BUSY_TIMEOUT_MS, Connection, explain
from digestbot.store.coverage import Coverage
from digestbot.store.dates import Dates
from digestbot.store.entries import Entries
from digestbot.store.events import Events
from digestbot.store.foreign import Foreign
from digestbot.store.index import Index
from digestbot.store.items import Items
from digestbot.store.labels import Labels
from digestbot.store.log import Log
from digestbot.store.notes import Notes
from digestbot.store.outbox import Outbox
from digestbot.store.people import People
from digestbot.store.retention import Retention
from digestbot.store.search import Search
from digestbot.store.sources import Sources
from digestbot.store.stats import Stats
from digestbot.store.stories import Stories
from digestbot.store.subscriptions import Subscriptions

if TYPE_CHECKING:
    import sqlite_utils

FILE_NAME = "digestbot.db"
# How many problems an integrity check lists before it stops.
CHECK_LIMIT = 20


class Store:
    """An open database. Use ``Store.open``; close it, or use it as a context manager."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.path = connection.path
        self.sources = Sources(connection)
        self.entries = Entries(connection)
        self.index = Index(connection)
        self.stories = Stories(connection)
        self.dates = Dates(connection)
        self.outbox = Outbox(connection)
        self.items = Items(connection, self.index, self.stories, self.dates, self.outbox)
        self.search = Search(connection, self.items)
        self.labels = Labels(connection)
        self.log = Log(connection)
        self.people = People(connection, self.items)
        self.notes = Notes(connection)
        self.subscriptions = Subscriptions(self.notes)
        self.events = Events(connection)
        self.retention = Retention(connection, self.index, self.events)
        self.statistics = Stats(connection)
        self.coverage = Coverage(connection)
        self.foreign = Foreign(connection)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        create: bool = True,
        busy_timeout_ms: int = BUSY_TIMEOUT_MS,
    ) -> Store:
        """Opens the file, made and migrated as needed (never when ``read_only``).

        Raises NewerStoreError; StoreError when it is missing, damaged, locked, another program's, or (read-only)
        older than this code.
        """
        if not path.exists():
            if read_only or not create:
                raise StoreError(f"{path} does not exist: run `digestbot poll` first, or check --state")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as exc:
                raise StoreError(f"{path.parent} cannot be made: {exc.strerror}") from exc
        connection = Connection(path, read_only=read_only, busy_timeout_ms=busy_timeout_ms)
        try:
            if read_only:
                migrations.require_current(connection)
            else:
                migrations.migrate(connection)
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[None]:
        """All or nothing. ``durable``: on the disk before it returns, whatever happens to the power.

        May be nested; an inner one is as durable as the outermost, and undone with it.
        """
        with self.connection.transaction(durable=durable):
            yield

    @cached_property
    def tables(self) -> sqlite_utils.Database:
        """The same connection through sqlite-utils, for looking around and exporting; imported only when asked for."""
        import sqlite_utils

        return sqlite_utils.Database(self.connection.raw)

    def stats(self) -> dict[str, int]:
        """Counts and sizes for ``health`` and metrics, see ``Stats.totals``."""
        return self.statistics.totals()

    def check(self, *, thorough: bool = False) -> list[str]:
        """What is wrong with the file, one line a problem; empty: nothing. ``thorough`` reads every index, too."""
        pragma = "integrity_check" if thorough else "quick_check"
        problems = [str(row[0]) for row in self.connection.rows(f"pragma {pragma}({CHECK_LIMIT})")]
        problems = [line for line in problems if line != "ok"]
        problems += [
            f"row {row['rowid']} of {row['table']} points at a missing row of {row['parent']}"
            for row in self.connection.rows("pragma foreign_key_check")[:CHECK_LIMIT]
        ]
        if thorough and not self.connection.read_only:
            try:
                self.connection.run("insert into items_fts(items_fts, rank) values ('integrity-check', 1)")
            except StoreError as exc:
                problems.append(f"the search index is out of step: {exc}")
        return problems

    def backup(self, target: Path) -> None:
        """Writes a consistent copy to ``target`` while others read and write; the copy appears whole or not at all.

        Raises StoreError, for one when ``target`` is the database itself.
        """
        if target.exists() and target.samefile(self.path):
            raise StoreError(f"{target} is the database itself: give the backup another name")
        part = target.with_name(f"{target.name}.part")
        source = Connection(self.path, read_only=True)
        try:
            part.unlink(missing_ok=True)
            copy = sqlite3.connect(part, isolation_level=None)
            try:
                source.raw.backup(copy)
                copy.execute("pragma journal_mode = delete")  # one file that can be carried away
            finally:
                copy.close()
            os.replace(part, target)  # noqa: PTH105  # Path.replace is the same call; this one names both ends
        except sqlite3.Error as exc:
            raise StoreError(f"backup to {target}: {explain(exc)}") from exc
        except OSError as exc:
            raise StoreError(f"backup to {target}: {exc.strerror}") from exc
        finally:
            source.close()
            part.unlink(missing_ok=True)

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
