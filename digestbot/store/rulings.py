"""What people have said of which articles are one story, kept pair by pair, and the way back from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from digestbot.store.codec import dump, stamp
from digestbot.store.connection import Connection

# How many of a story's items a person's word is remembered for: enough that none of a usual story's is pulled away.
RULED_ITEMS = 50


@dataclass(frozen=True, slots=True)
class State:
    """Items as (id, story, original or None), and people's rulings among them as (id, id, together, user, when)."""

    items: tuple[tuple[int, int, int | None], ...]
    rulings: tuple[tuple[int, int, int, str, str], ...]

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> State:
        """From the JSON form, which is the fields by name."""
        return cls(
            tuple((int(item), int(story), original) for item, story, original in kept["items"]),
            tuple((int(a), int(b), int(together), str(user), str(at)) for a, b, together, user, at in kept["rulings"]),
        )


class Rulings:
    """The table ``story_rulings``."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def touch(self, story_id: int, at: datetime) -> None:
        self.touch_all([story_id], at)

    def touch_all(self, story_ids: Iterable[int], at: datetime) -> None:
        now = stamp(at)
        self._db.many("update stories set updated = ? where id = ?", [(now, story_id) for story_id in story_ids])

    def items(self, story_id: int) -> list[int]:
        return [row[0] for row in self._db.rows("select id from items where story_id = ? order by id", (story_id,))]

    def state(self, story_ids: Iterable[int]) -> State:
        """Where the items of some stories are and what people have said of them, to go back to."""
        return self._state_of(item for one in sorted(set(story_ids)) for item in self.items(one))

    def restore(self, before: State, after: State, at: datetime) -> int:
        """Takes a person's word back: items that are still as it left them (``after``) go back to where they were
        (``before``), and what was said of them then holds again. Returns how many items moved.
        """
        was = {item: (story, original) for item, story, original in before.items}
        with self._db.transaction():
            now = self._state_of(item for item, *_ in after.items)
            if now.rulings != after.rulings:
                return 0
            moved = 0
            for row in set(now.items) & set(after.items):
                story, original = was[row[0]]
                if (row[1], row[2]) != (story, original):
                    self._db.run("update stories set merged_into = null where id = ?", (story,))
                    self._db.run(
                        "update items set story_id = ?, duplicate_of = ? where id = ?", (story, original, row[0])
                    )
                    self.touch(story, at)
                    moved += 1
            if moved:
                self._db.run(
                    "delete from story_rulings where item_a in (select value from json_each(:ids))"
                    " and item_b in (select value from json_each(:ids))",
                    {"ids": dump(list(was))},
                )
                self._db.many(
                    "insert into story_rulings(item_a, item_b, together, user, at) values (?, ?, ?, ?, ?)",
                    list(before.rulings),
                )
        return moved

    def _state_of(self, item_ids: Iterable[int]) -> State:
        ids = dump(list(item_ids))
        items = self._db.rows(
            "select id, story_id, duplicate_of from items where id in (select value from json_each(?)) order by id",
            (ids,),
        )
        rulings = self._db.rows(
            "select item_a, item_b, together, user, at from story_rulings"
            " where item_a in (select value from json_each(:ids)) and item_b in (select value from json_each(:ids))"
            " order by item_a, item_b",
            {"ids": ids},
        )
        return State(
            tuple((row[0], row[1], row[2]) for row in items),
            tuple((row[0], row[1], row[2], row[3], row[4]) for row in rulings),
        )

    def ruling(self, item_a: int, item_b: int) -> bool | None:
        """What a person said of two items: same story, not the same, or (None) nothing."""
        row = self._db.row(
            "select together from story_rulings where item_a = ? and item_b = ?",
            (min(item_a, item_b), max(item_a, item_b)),
        )
        return None if row is None else bool(row[0])

    def rulings(self, item_ids: Iterable[int]) -> dict[tuple[int, int], bool]:
        """Every ruling that names one of the items, as (lower id, higher id) → same story."""
        listed = dump(list(item_ids))
        rows = self._db.rows(
            "select item_a, item_b, together from story_rulings where item_a in (select value from json_each(:ids))"
            " union select item_a, item_b, together from story_rulings"
            " where item_b in (select value from json_each(:ids))",
            {"ids": listed},
        )
        return {(row[0], row[1]): bool(row[2]) for row in rows}

    def _split_by_person(self, a: int, b: int) -> bool:
        row = self._db.row(
            "select 1 from story_rulings r join items x on x.id = r.item_a join items y on y.id = r.item_b"
            " where r.together = 0 and ((x.story_id = :a and y.story_id = :b) or (x.story_id = :b and y.story_id = :a))"
            " limit 1",
            {"a": a, "b": b},
        )
        return row is not None

    def _rule(self, one: int, two: int, *, together: bool, user: str, at: datetime) -> None:
        self._db.run(
            "insert into story_rulings(item_a, item_b, together, user, at) values (?, ?, ?, ?, ?)"
            " on conflict(item_a, item_b) do update set together = excluded.together, user = excluded.user,"
            " at = excluded.at",
            (min(one, two), max(one, two), together, user, stamp(at)),
        )
