"""The team's corrections, each with a copy of what it was said about, so that retiring a text keeps the lesson."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from digestbot.errors import StoreError
from digestbot.store.codec import dump, moment, stamp, strings
from digestbot.store.connection import Connection, Row
from digestbot.types import Label
from digestbot.workspace import HOME, Workspace


class Labels:
    """The table ``labels``: one row a person and item, the latest word counts."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, label: Label) -> Label | None:
        """Stores a correction and returns what the same person had said before, if anything.

        Raises StoreError when the item does not exist.
        """
        with self._db.transaction(durable=True):
            item = self._db.row(
                "select i.title, t.text from items i join texts t on t.item_id = i.id where i.id = ?", (label.item_id,)
            )
            if item is None:
                raise StoreError(f"there is no item {label.item_id}")
            before = self.get(label.item_id, label.user)
            self._db.run(
                "insert into labels(item_id, user, verdict, topics, at, title, text) values (?, ?, ?, ?, ?, ?, ?)"
                " on conflict(item_id, user) do update set verdict = excluded.verdict, topics = excluded.topics,"
                " at = excluded.at",
                (
                    label.item_id,
                    label.user,
                    label.verdict,
                    dump(label.topics),
                    stamp(label.at),
                    item["title"],
                    item["text"],
                ),
            )
        return before

    def get(self, item_id: int, user: str) -> Label | None:
        row = self._db.row("select * from labels where item_id = ? and user = ?", (item_id, user))
        return None if row is None else _label(row)

    def of(self, item_id: int, workspace: Workspace = HOME) -> list[Label]:
        """What everybody in a workspace said of an item, oldest first."""
        rows = self._db.rows(
            "select * from labels where item_id = ? and workspace = ? order by at, user", (item_id, workspace.team)
        )
        return [_label(row) for row in rows]

    def last_said(self, item_ids: Iterable[int], workspace: Workspace) -> dict[int, Label]:
        """Item id → the correction that stands in a workspace, the latest."""
        rows = self._db.rows(
            "select * from labels where item_id in (select value from json_each(?)) and workspace = ?"
            " and verdict <> 'useful' order by at, user",
            (dump(list(item_ids)), workspace.team),
        )
        return {row["item_id"]: _label(row) for row in rows}

    def dismissers(self, since: datetime) -> list[str]:
        """Who has called an article not relevant since then, by address."""
        rows = self._db.rows(
            "select distinct user from labels where at >= ? and verdict = 'not-relevant' order by user", (stamp(since),)
        )
        return [row[0] for row in rows]

    def remove(self, item_id: int, user: str) -> bool:
        """Takes a correction back; False when there was none."""
        return self._db.change("delete from labels where item_id = ? and user = ?", (item_id, user)) > 0

    def all(self) -> list[tuple[Label, str, str]]:
        """Every correction of every workspace, with the title and text it was about, oldest first: what the model
        learns from.
        """
        rows = self._db.rows("select * from labels order by at, item_id, user")
        return [(_label(row), row["title"], row["text"]) for row in rows]

    def verdicts(self, item_ids: list[int], workspace: Workspace = HOME) -> dict[int, dict[str, int]]:
        """Item id → verdict → how many people of a workspace gave it, for ranking by the team's feedback."""
        rows = self._db.rows(
            "select item_id, verdict, count(*) from labels where item_id in (select value from json_each(?))"
            " and workspace = ? group by item_id, verdict",
            (dump(item_ids), workspace.team),
        )
        found: dict[int, dict[str, int]] = {}
        for row in rows:
            found.setdefault(row[0], {})[row[1]] = row[2]
        return found


def _label(row: Row) -> Label:
    return Label(row["item_id"], row["user"], row["verdict"], strings(row["topics"]), moment(row["at"]))
