"""Brings a database file to the current schema: a fresh one at once from schema.sql, an older one step by step.

Append-only: a step that has been released is never changed. Each step is one transaction and leaves a row in
``schema_versions``; a database newer than the code is refused.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources

from digestbot.errors import NewerStoreError, StoreError
from digestbot.store.codec import stamp
from digestbot.store.connection import Connection

# Marks the file as ours ("dgbt"), so that another program's database is never written to.
APPLICATION_ID = 0x64676274


@dataclass(frozen=True, slots=True)
class Step:
    """What takes a database from version ``to - 1`` to ``to``."""

    to: int
    what: str
    statements: tuple[str, ...]


STEPS: tuple[Step, ...] = (
    Step(
        2,
        "remember which address a source's state is about",
        ("alter table source_state add column url text not null default ''",),
    ),
    Step(
        3,
        "remember last success, hours to leave alone, least interval and hub of a source",
        (
            "alter table source_state add column succeeded_at text",
            "alter table source_state add column skip_hours text not null default '[]'",
            "alter table source_state add column min_interval integer",
            "alter table source_state add column hub text",
            "alter table source_state add column topic text",
            "update source_state set succeeded_at = checked_at where failures = 0 and status in ('ok', 'unchanged')",
        ),
    ),
    Step(
        4,
        "keep what was told by article, so that it stays told when stories are split or merged",
        (
            """create table delivered_items (
              digest_id text not null references deliveries(digest_id) on delete cascade,
              item_id integer not null, story_id integer not null, primary key (digest_id, item_id)) without rowid""",
            """insert into delivered_items(digest_id, item_id, story_id)
              select digest_id, item_id, story_id from delivered_stories where true on conflict do nothing""",
            """insert into delivered_items(digest_id, item_id, story_id)
              select s.digest_id, i.id, s.story_id from delivered_stories s
              join deliveries d on d.digest_id = s.digest_id
              join items i on i.story_id = s.story_id and i.first_seen <= d.window_end
              where true on conflict do nothing""",
            "create index delivered_items_item on delivered_items(item_id)",
            "drop index delivered_story",
            "drop index delivered_by_story",
            "create index delivered_by_item on delivered_stories(item_id, channel)",
        ),
    ),
    Step(
        5,
        "the workspace that a label, a saved item and a change are of, read off the person's address",
        tuple(
            f"alter table {table} add column workspace text generated always as"
            " (substr(user, 1, max(instr(user, '/') - 1, 0))) virtual"
            for table in ("labels", "saved_items", "changes")
        ),
    ),
    Step(6, "drop the embedding, which nothing makes or reads", ("alter table fingerprints drop column vector",)),
    Step(
        7,
        "find relevant articles by date without reading the others",
        ("create index items_originals on items(published) where relevant = 1 and duplicate_of is null",),
    ),
    Step(
        8,
        "count each source's items as they come",
        (
            "create table source_items (source_id text primary key, items integer not null) without rowid",
            "insert into source_items(source_id, items) select source_id, count(*) from items group by source_id",
            """create trigger items_ai after insert on items begin
              insert into source_items(source_id, items) values (new.source_id, 1)
              on conflict(source_id) do update set items = items + 1;
            end""",
            """create trigger items_ad after delete on items begin
              update source_items set items = items - 1 where source_id = old.source_id;
            end""",
        ),
    ),
    Step(
        9,
        "tell a source's rhythm from an index alone",
        (
            "drop index items_source",
            "create index items_source on items(source_id, first_seen, relevant, published)",
        ),
    ),
    Step(10, "index the words of new articles many at a time", ("drop trigger texts_ai",)),
)

CURRENT = STEPS[-1].to if STEPS else 1


def version(connection: Connection) -> int:
    """The schema version of the file; 0 for an empty one."""
    row = connection.row("pragma user_version")
    assert row is not None
    return int(row[0])


def migrate(connection: Connection, steps: tuple[Step, ...] = STEPS, current: int | None = None) -> list[int]:
    """Makes the schema current and returns the versions reached on the way.

    Raises NewerStoreError, or StoreError when the file is another program's or a step fails (the database then
    stays at the version before that step).
    """
    wanted = CURRENT if current is None else current
    found = check(connection, wanted)
    if found == wanted:
        return []
    reached = []
    if found == 0:
        with connection.transaction():
            if version(connection) == 0:  # another process may have been quicker
                for statement in _statements(schema_sql()):
                    connection.run(statement)
                connection.run(f"pragma application_id = {APPLICATION_ID}")
                _record(connection, wanted, "fresh database")
                reached.append(wanted)
        return reached or migrate(connection, steps, current)
    for step in steps:
        with connection.transaction():
            if step.to == version(connection) + 1:
                for statement in step.statements:
                    connection.run(statement)
                _record(connection, step.to, step.what)
                reached.append(step.to)
    return reached


def check(connection: Connection, wanted: int | None = None) -> int:
    """The version found, if this code may use the file. Raises NewerStoreError or StoreError."""
    wanted = CURRENT if wanted is None else wanted
    found = version(connection)
    if found > wanted and _is_ours(connection):
        raise NewerStoreError(connection.path, found, wanted)
    if found and not _is_ours(connection):
        raise StoreError(f"{connection.path} belongs to another program: give digestbot a state folder of its own")
    if not found and connection.row("select 1 from sqlite_master limit 1"):
        raise StoreError(f"{connection.path} is no digestbot database: give digestbot a state folder of its own")
    return found


def require_current(connection: Connection) -> None:
    """For readers, who cannot migrate. Raises NewerStoreError or StoreError unless the schema is current."""
    found = check(connection)
    if found < CURRENT:
        raise StoreError(
            f"{connection.path} has schema version {found} and is open for reading only: "
            "start `digestbot run` or `digestbot poll` once, which brings it up to date"
        )


def _is_ours(connection: Connection) -> bool:
    row = connection.row("pragma application_id")
    return row is not None and row[0] == APPLICATION_ID


def schema_sql() -> str:
    return resources.files(__package__).joinpath("schema.sql").read_text("utf-8")


def _record(connection: Connection, reached: int, what: str) -> None:
    connection.run(
        "insert into schema_versions(version, what, at) values (?, ?, ?)",
        (reached, what, stamp(datetime.now(UTC))),
    )
    connection.run(f"pragma user_version = {reached}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: sqlite3's own executescript would commit between them."""
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(part):
            yield part
            part = ""
