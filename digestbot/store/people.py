"""What people keep for themselves, under their addresses: saved items, and saved searches, perhaps as alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from digestbot.errors import StoreError
from digestbot.store.codec import moment, stamp
from digestbot.store.connection import Connection, Row
from digestbot.types import Item
from digestbot.workspace import HOME, Workspace

if TYPE_CHECKING:
    from digestbot.store.items import Items


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search kept by a person or for a channel (``owner``); ``alert``: tell them of new matches at once."""

    id: int
    owner: str
    query: str
    alert: bool
    at: datetime


class People:
    """The tables ``saved_items`` and ``saved_searches``."""

    def __init__(self, connection: Connection, items: Items) -> None:
        self._db = connection
        self._items = items

    def save(self, user: str, item_id: int, at: datetime) -> bool:
        """Keeps an item; False when it was kept already. Raises StoreError for an unknown item."""
        if self._db.row("select 1 from items where id = ?", (item_id,)) is None:
            raise StoreError(f"there is no item {item_id}")
        return (
            self._db.change(
                "insert into saved_items(user, item_id, at) values (?, ?, ?) on conflict do nothing",
                (user, item_id, stamp(at)),
            )
            > 0
        )

    def unsave(self, user: str, item_id: int) -> bool:
        return self._db.change("delete from saved_items where user = ? and item_id = ?", (user, item_id)) > 0

    def saved(self, user: str, limit: int = 20, offset: int = 0) -> list[Item]:
        """A person's kept items, last kept first."""
        rows = self._db.rows(
            "select item_id from saved_items where user = ? order by at desc, item_id desc limit ? offset ?",
            (user, limit, offset),
        )
        return self._items.many(row[0] for row in rows)

    def most_saved(
        self, start: datetime, end: datetime, limit: int = 5, workspace: Workspace = HOME
    ) -> list[tuple[Item, int]]:
        """The items most people of a workspace kept from ``start`` up to ``end``, with how many; ties: the newer
        first.
        """
        rows = self._db.rows(
            "select item_id, count(*) as people from saved_items where at >= ? and at < ? and workspace = ?"
            " group by item_id order by people desc, item_id desc limit ?",
            (stamp(start), stamp(end), workspace.team, limit),
        )
        people = {row["item_id"]: row["people"] for row in rows}
        return [(item, people[item.id]) for item in self._items.many(people)]

    def save_search(self, owner: str, query: str, at: datetime, *, alert: bool = False) -> SavedSearch:
        """Keeps a search; kept already, only ``alert`` changes."""
        with self._db.transaction():
            self._db.run(
                "insert into saved_searches(owner, query, alert, at) values (?, ?, ?, ?)"
                " on conflict(owner, query) do update set alert = excluded.alert",
                (owner, query, alert, stamp(at)),
            )
            row = self._db.row("select * from saved_searches where owner = ? and query = ?", (owner, query))
        assert row is not None
        return _search(row)

    def remove_search(self, owner: str, search_id: int) -> bool:
        """Drops an owner's search; False when it is not theirs or gone already."""
        return self._db.change("delete from saved_searches where id = ? and owner = ?", (search_id, owner)) > 0

    def searches(self, owner: str) -> list[SavedSearch]:
        rows = self._db.rows("select * from saved_searches where owner = ? order by id", (owner,))
        return [_search(row) for row in rows]

    def alerts(self) -> list[SavedSearch]:
        """Every search whose owner wants to be told at once."""
        return [_search(row) for row in self._db.rows("select * from saved_searches where alert = 1 order by id")]


def _search(row: Row) -> SavedSearch:
    return SavedSearch(row["id"], row["owner"], row["query"], bool(row["alert"]), moment(row["at"]))
