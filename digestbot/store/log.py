"""Who changed what, when, from what to what, and whether it was undone. Never carries a change out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digestbot.store.codec import dump, load, maybe_moment, moment, stamp
from digestbot.store.connection import Connection, Row
from digestbot.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Change:
    """One recorded change. ``before`` and ``after`` are JSON values, ``what`` a dotted verb like ``sources.add``."""

    id: int
    at: datetime
    user: str
    what: str
    before: object
    after: object
    undone_by: str | None = None
    undone_at: datetime | None = None


class Log:
    """The table ``changes``."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, user: str, what: str, before: object, after: object, at: datetime) -> Change:
        """Records a change; ``before`` and ``after`` must be JSON values and hold no secret."""
        with self._db.transaction(durable=True):
            change_id = self._db.insert(
                "insert into changes(at, user, what, before, after) values (?, ?, ?, ?, ?)",
                (stamp(at), user, what, dump(before), dump(after)),
            )
        return Change(change_id, at, user, what, before, after)

    def get(self, change_id: int) -> Change | None:
        row = self._db.row("select * from changes where id = ?", (change_id,))
        return None if row is None else _change(row)

    def recent(self, limit: int = 20, what: str | None = None, workspace: Workspace | None = None) -> list[Change]:
        """The latest changes, newest first; ``what`` keeps one verb, ``workspace`` those of its people."""
        rows = self._db.rows(
            "select * from changes where (:what is null or what = :what) and (:team is null or workspace = :team)"
            " order by id desc limit :limit",
            {"what": what, "limit": limit, "team": None if workspace is None else workspace.team},
        )
        return [_change(row) for row in rows]

    def mark_undone(self, change_id: int, user: str, at: datetime) -> bool:
        """Marks a change as undone; False when it was already, so that two clicks undo once."""
        with self._db.transaction(durable=True):
            return (
                self._db.change(
                    "update changes set undone_by = ?, undone_at = ? where id = ? and undone_at is null",
                    (user, stamp(at), change_id),
                )
                > 0
            )


def _change(row: Row) -> Change:
    return Change(
        row["id"],
        moment(row["at"]),
        row["user"],
        row["what"],
        load(row["before"]),
        load(row["after"]),
        row["undone_by"],
        maybe_moment(row["undone_at"]),
    )
