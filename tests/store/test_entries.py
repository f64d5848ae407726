from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digestbot.store import Store

Add = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Keys:
    guid: str = "tag:1"
    url: str = "https://a.example/1?utm=x"
    canonical_url: str = "https://a.example/1"
    title_key: str = "bakery opens"
    content_hash: str = "h1"


OTHER = Keys("", "", "", "", "h1")


def test_an_entry_is_known_by_any_of_its_keys(store: Store, now: datetime) -> None:
    record = store.entries.add("s", Keys(), None, now)
    for keys in (
        replace(OTHER, guid="tag:1"),
        replace(OTHER, url="https://a.example/1?utm=x"),
        replace(OTHER, canonical_url="https://a.example/1"),
        replace(OTHER, title_key="bakery opens"),
    ):
        assert [known.id for known in store.entries.known("s", [keys])] == [record]


def test_the_same_content_or_empty_keys_alone_are_no_match(store: Store, now: datetime) -> None:
    store.entries.add("s", Keys(guid=""), None, now)
    assert store.entries.known("s", [OTHER]) == []
    assert store.entries.known("s", []) == []


def test_another_source_does_not_know_it(store: Store, now: datetime) -> None:
    store.entries.add("s", Keys(), None, now)
    assert store.entries.known("t", [Keys()]) == []


def test_a_record_comes_back_as_it_went_in(store: Store, add: Add, now: datetime) -> None:
    item = add()
    record_id = store.entries.add("s", Keys(), item, now)
    record = store.entries.known("s", [Keys()])[0]
    assert (record.id, record.source_id, record.item_id, record.first_seen) == (record_id, "s", item, now)
    assert Keys(record.guid, record.url, record.canonical_url, record.title_key, record.content_hash) == Keys()
    assert store.entries.of_item(item) == [record]


def test_each_record_is_given_once_however_many_keys_match(store: Store, now: datetime) -> None:
    store.entries.add("s", Keys(), None, now)
    store.entries.add("s", replace(Keys(), guid="tag:2", url="https://a.example/2"), None, now)
    assert [record.id for record in store.entries.known("s", [Keys(), Keys()])] == [1, 2]


def test_a_change_keeps_the_first_sight_and_the_item(store: Store, add: Add, now: datetime) -> None:
    item = add()
    record_id = store.entries.add("s", Keys(), item, now)
    store.entries.change(record_id, replace(Keys(), content_hash="h2"), now + timedelta(days=1))
    record = store.entries.known("s", [Keys()])[0]
    assert (record.content_hash, record.first_seen, record.item_id) == ("h2", now, item)


def test_an_entry_is_touched_at_most_once_a_day(store: Store, now: datetime) -> None:
    def last_seen() -> str:
        row = store.connection.row("select last_seen from entries")
        assert row is not None
        return str(row[0])

    record_id = store.entries.add("s", Keys(), None, now)
    first = last_seen()
    store.entries.touch([record_id], now + timedelta(hours=2))
    assert last_seen() == first
    store.entries.touch([record_id], now + timedelta(days=2))
    assert last_seen() > first


def test_an_entry_outlives_its_item(store: Store, add: Add, now: datetime) -> None:
    item = add()
    store.entries.add("s", Keys(), item, now)
    store.connection.run("delete from items where id = ?", (item,))
    assert [record.item_id for record in store.entries.known("s", [Keys()])] == [None]


def test_the_look_up_uses_an_index_for_each_key(store: Store) -> None:
    for column in ("guid", "url", "canonical_url", "title_key"):
        plan = store.connection.rows(
            "explain query plan select id from entries where source_id = ?"
            f" and {column} in (select value from json_each(?))",
            ("s", "[]"),
        )
        assert any("USING INDEX" in row["detail"] or "COVERING INDEX" in row["detail"] for row in plan), column
