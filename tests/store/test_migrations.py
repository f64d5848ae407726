from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from digestbot.errors import NewerStoreError, StoreError
from digestbot.store import Store, migrations
from digestbot.store.connection import Connection
from digestbot.store.migrations import Step

VERSION_1 = Path(__file__).with_name("schema_v1.sql")


def shape(path: Path) -> dict[str, object]:
    """The schema as SQLite sees it, whatever the words it was written in."""
    db = sqlite3.connect(path)
    found: dict[str, object] = {}
    for kind, name, sql in db.execute(
        "select type, name, sql from sqlite_master where name not like 'sqlite_%' and name not like 'items_fts_%'"
    ):
        if kind == "table":
            columns = sorted(tuple(row[1:]) for row in db.execute(f"pragma table_xinfo({name})"))
            keys = sorted(tuple(row[2:]) for row in db.execute(f"pragma foreign_key_list({name})"))
            found[name] = (columns, keys, "without rowid" in sql.lower())
        elif kind == "index":
            partial = sql.lower().split(" where ")[1:] if sql else None
            found[name] = ([row[1:] for row in db.execute(f"pragma index_xinfo({name})")], partial)
        else:
            found[name] = " ".join(sql.split())
    db.close()
    return found


def make_version_1(path: Path) -> None:
    db = sqlite3.connect(path)
    db.executescript(VERSION_1.read_text("utf-8"))
    db.execute("insert into schema_versions(version, what, at) values (1, 'fresh database', '2026-11-24')")
    db.execute("pragma user_version = 1")
    db.execute(f"pragma application_id = {migrations.APPLICATION_ID}")
    db.commit()
    db.close()


def test_migrating_from_version_1_gives_the_schema_of_a_fresh_database(tmp_path: Path) -> None:
    old, fresh = tmp_path / "old.db", tmp_path / "fresh.db"
    make_version_1(old)
    Store.open(old).close()
    Store.open(fresh).close()
    assert shape(old) == shape(fresh)


def test_what_was_told_before_version_4_stays_told_by_article(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    make_version_1(old)
    db = sqlite3.connect(old)
    needed = [row for row in db.execute("pragma table_info(items)") if row[3] and row[4] is None and not row[5]]
    for item, seen in ((1, "2026-11-01"), (2, "2026-11-02"), (3, "2026-11-09")):
        given = {"id": item, "story_id": 7, "first_seen": f"{seen}T00:00:00.000000Z"}
        row = {name: "0" for _, name, *_ in needed} | given
        db.execute("insert or ignore into stories(id, created, updated) values (7, '', '')")
        marks = ", ".join("?" * len(row))
        db.execute(f"insert into items({', '.join(row)}) values ({marks})", list(row.values()))
    db.execute(
        "insert into deliveries(digest_id, channel, kind, state, window_start, window_end, created, digest, messages)"
        " values ('d', '#a', 'daily', 'sent', '', '2026-11-03T00:00:00.000000Z', '', '', '')"
    )
    db.execute("insert into delivered_stories(digest_id, story_id, channel, item_id) values ('d', 7, '#a', 1)")
    db.commit()
    db.close()
    with Store.open(old) as store:
        assert [(one.entry, one.item_id) for one in store.outbox.held("d")] == [(7, 1), (7, 2)]
        assert store.outbox.told_items("#a", [7]) == {7: {1, 2}}


def test_a_fresh_database_records_its_version(store: Store) -> None:
    assert store.stats()["schema_version"] == migrations.CURRENT
    rows = store.connection.rows("select version, what from schema_versions")
    assert [tuple(row) for row in rows] == [(migrations.CURRENT, "fresh database")]


def test_steps_are_numbered_without_gaps_up_to_the_current_version() -> None:
    assert [step.to for step in migrations.STEPS] == list(range(2, migrations.CURRENT + 1))


def test_steps_run_in_order_and_are_recorded(tmp_path: Path) -> None:
    make_version_1(tmp_path / "a.db")
    connection = Connection(tmp_path / "a.db", read_only=False)
    steps = (
        Step(2, "note the colour", ("alter table notes add column colour text",)),
        Step(3, "fill it", ("update notes set colour = 'red'", "create index notes_colour on notes(colour)")),
    )
    connection.run("insert into notes(key, value) values ('a', '1')")
    assert migrations.migrate(connection, steps, 3) == [2, 3]
    assert migrations.migrate(connection, steps, 3) == []
    row = connection.row("select colour from notes")
    assert row is not None
    assert row[0] == "red"
    recorded = connection.rows("select version, what from schema_versions order by version")
    assert [tuple(row) for row in recorded][1:] == [(2, "note the colour"), (3, "fill it")]
    connection.close()


def test_a_step_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    make_version_1(tmp_path / "a.db")
    connection = Connection(tmp_path / "a.db", read_only=False)
    steps = (
        Step(2, "good", ("create table extra (x)",)),
        Step(3, "bad", ("create table more (x)", "insert into nowhere values (1)")),
    )
    with pytest.raises(StoreError, match="nowhere"):
        migrations.migrate(connection, steps, 3)
    assert migrations.version(connection) == 2
    tables = {row[0] for row in connection.rows("select name from sqlite_master")}
    assert "extra" in tables
    assert "more" not in tables
    connection.close()


def test_a_newer_database_is_refused_and_left_alone(path: Path) -> None:
    Store.open(path).close()
    db = sqlite3.connect(path)
    db.execute("pragma user_version = 99")
    db.close()
    with pytest.raises(NewerStoreError, match=r"99.*upgrade digestbot") as caught:
        Store.open(path)
    assert (caught.value.found, caught.value.known) == (99, migrations.CURRENT)
    with pytest.raises(NewerStoreError):
        Store.open(path, read_only=True)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "other.db")
    db.execute("create table mail (x)")
    db.close()
    with pytest.raises(StoreError, match="no digestbot database"):
        Store.open(tmp_path / "other.db")
    db = sqlite3.connect(tmp_path / "other.db")
    db.execute("pragma user_version = 7")
    db.close()
    with pytest.raises(StoreError, match="another program"):
        Store.open(tmp_path / "other.db")


def test_a_reader_refuses_an_older_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(tmp_path / "a.db").close()
    monkeypatch.setattr(migrations, "CURRENT", migrations.CURRENT + 1)
    with pytest.raises(StoreError, match="reading only"):
        Store.open(tmp_path / "a.db", read_only=True)
