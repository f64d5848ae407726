"""What is remembered of each source between polls, and how it has been doing. Never decides when to poll."""

# ruff: noqa: S608  # statements are put together from constants of this module only; values are always bound

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from digestbot.store.codec import dump, load, maybe_moment, moment, stamp
from digestbot.store.connection import Connection, Row, Value
from digestbot.types import SourceState, Unchanged

_COLUMNS = tuple(field.name for field in fields(SourceState))
_SELECT = f"select {', '.join(_COLUMNS)} from source_state"
_fields = attrgetter(*_COLUMNS)
_TIMES = [_COLUMNS.index(name) for name in ("checked_at", "changed_at", "next_check", "added_at", "succeeded_at")]
_SKIP_HOURS = _COLUMNS.index("skip_hours")
_MIN_INTERVAL = _COLUMNS.index("min_interval")
# Over how long "items a week" and "share relevant" are taken: short enough to show a source that fell silent,
# long enough for one that publishes twice a month.
ACTIVITY_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Activity:
    """A source in numbers: items ever, items a week and share relevant (0–1) over the last four weeks."""

    items: int = 0
    items_per_week: float = 0.0
    share_relevant: float = 0.0
    last_item: datetime | None = None


class Sources:
    """The table ``source_state`` as ``SourceState`` records."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, source_id: str) -> SourceState | None:
        row = self._db.row(f"{_SELECT} where source_id = ?", (source_id,))
        return None if row is None else _state(row)

    def all(self) -> dict[str, SourceState]:
        """Every known state by source id."""
        return {row[0]: _state(row) for row in self._db.rows(_SELECT)}

    def put(self, state: SourceState) -> None:
        self.put_many([state])

    def put_many(self, states: Iterable[SourceState]) -> None:
        """Stores the states, each replacing what was known of its source, in one transaction."""
        names = ", ".join(_COLUMNS)
        marks = ", ".join("?" * len(_COLUMNS))
        updates = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
        with self._db.part():
            self._db.many(
                f"insert into source_state({names}) values ({marks}) on conflict(source_id) do update set {updates}",
                [_values(state) for state in states],
            )

    def still_unchanged(self, sources: Iterable[Unchanged]) -> None:
        """Stores that sources which were unchanged before are so again; what else is known of them stays."""
        rows = [
            (at := stamp(one.checked_at), at, stamp(one.next_check), one.unchanged_run, one.http_status, one.source_id)
            for one in sources
        ]
        with self._db.part():
            self._db.many(
                "update source_state set checked_at = ?, succeeded_at = ?, next_check = ?, unchanged_run = ?,"
                " http_status = ? where source_id = ?",
                rows,
            )

    def forget(self, source_id: str) -> None:
        """Drops the state of a source that was removed; its items and entries stay."""
        self._db.run("delete from source_state where source_id = ?", (source_id,))

    def activity(self, now: datetime) -> dict[str, Activity]:
        """How each source that ever gave an item has been doing."""
        since = stamp(now - timedelta(weeks=ACTIVITY_WEEKS))
        recent = {
            row["source_id"]: row
            for row in self._db.rows(
                "select i.source_id, count(*) as items, avg(i.relevant) as share from source_items s"
                " cross join items i indexed by items_source on i.source_id = s.source_id and i.first_seen >= ?"
                " group by i.source_id",
                (since,),
            )
        }
        found = {}
        for row in self._db.rows(
            "select s.source_id, s.items, (select max(first_seen) from items where source_id = s.source_id) as last"
            " from source_items s where s.items > 0"
        ):
            lately = recent.get(row["source_id"])
            found[row["source_id"]] = Activity(
                items=row["items"],
                items_per_week=lately["items"] / ACTIVITY_WEEKS if lately else 0.0,
                share_relevant=lately["share"] if lately else 0.0,
                last_item=moment(row["last"]),
            )
        return found

    def times(self, source_id: str, limit: int) -> list[datetime]:
        """When the source's items last seen were published, newest first: what its rhythm is learnt from."""
        rows = self._db.rows(
            "select published from (select published from items where source_id = ? order by first_seen desc limit ?)"
            " order by published desc",
            (source_id, limit),
        )
        return [moment(row["published"]) for row in rows]


def _values(state: SourceState) -> tuple[Value, ...]:
    return tuple([made(value) if (made := _STORED.get(type(value))) else value for value in _fields(state)])


def _hours(hours: frozenset[int]) -> str:
    return dump(sorted(hours)) if hours else "[]"


# A round loads and stores the state of every source: its fields are told by a look at their types.
_STORED: dict[type, Callable[[Any], Value]] = {
    datetime: stamp,
    timedelta: lambda wait: int(wait.total_seconds()),
    frozenset: _hours,
}


def _state(row: Row) -> SourceState:
    values: list[Any] = list(row)
    for place in _TIMES:
        values[place] = maybe_moment(values[place])
    hours: Any = load(values[_SKIP_HOURS]) if values[_SKIP_HOURS] != "[]" else ()
    values[_SKIP_HOURS] = frozenset(hours)
    if values[_MIN_INTERVAL] is not None:
        values[_MIN_INTERVAL] = timedelta(seconds=values[_MIN_INTERVAL])
    return SourceState(*values)
