"""Stories as sets of items, and people's word on them: split and merge, remembered as rulings.

Grouping decides where an item belongs; this only keeps the outcome and never undoes what a person said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from digestbot.errors import StoreError
from digestbot.store.codec import dump, stamp
from digestbot.store.connection import Connection

# How many of a story's items a split is remembered against: enough that none of a usual story's items pulls it back.
RULED_ITEMS = 50


class Stories:
    """The tables ``stories`` and ``story_rulings``."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def new(self, at: datetime) -> int:
        now = stamp(at)
        return self._db.insert("insert into stories(created, updated) values (?, ?)", (now, now))

    def start(self, story_ids: Iterable[int], at: datetime) -> None:
        """Makes stories under ids that are still free."""
        now = stamp(at)
        self._db.many("insert into stories(id, created, updated) values (?, ?, ?)", [(i, now, now) for i in story_ids])

    def touch(self, story_id: int, at: datetime) -> None:
        self._db.run("update stories set updated = ? where id = ?", (stamp(at), story_id))

    def current(self, story_id: int) -> int | None:
        """The story that this one has become by merging; itself if it has not; None when there is none such."""
        row = self._db.row(
            "with recursive chain(id, into_id) as ("
            " select id, merged_into from stories where id = ?"
            " union select s.id, s.merged_into from stories s join chain c on s.id = c.into_id)"
            " select id from chain where into_id is null",
            (story_id,),
        )
        return None if row is None else int(row[0])

    def items(self, story_id: int) -> list[int]:
        return [row[0] for row in self._db.rows("select id from items where story_id = ? order by id", (story_id,))]

    def join(self, keep: int, others: Iterable[int], at: datetime) -> list[int]:
        """Grouping found that ``others`` are ``keep``; those that a person split from it stay. Returns the joined."""
        joined = []
        with self._db.part():
            for other in others:
                gone = self.current(other)
                if gone is None or gone == keep or self._split_by_person(keep, gone):
                    continue
                self._move(gone, keep, at)
                joined.append(gone)
        return joined

    def move(self, item_id: int, story_id: int, at: datetime) -> bool:
        """Grouping found that an item, with its copies, fits another story better.

        False, and nothing changes, for an item about which a person has spoken: their word stands.
        """
        with self._db.part():
            target = self.current(story_id)
            if target is None or self._db.row(
                "select 1 from story_rulings where item_a = :item or item_b = :item limit 1", {"item": item_id}
            ):
                return False
            self._db.run("update items set story_id = ? where id = ? or duplicate_of = ?", (target, item_id, item_id))
            self.touch(target, at)
        return True

    def part(self, item_ids: Iterable[int], at: datetime) -> int | None:
        """Grouping found that items, with their copies, are a story of their own after all. Returns that story.

        An item about which a person has spoken stays; None, and nothing changes, when that is so of all.
        """
        with self._db.part():
            new = self.new(at)
            gone = [item for item in item_ids if self.move(item, new, at)]
            if not gone:
                self._db.run("delete from stories where id = ?", (new,))
                return None
        return new

    def link(self, original: int, copies: Iterable[int], at: datetime) -> list[int]:
        """Grouping found that stored items, with their copies, are copies of ``original``; they go to its story.

        Those about which a person has spoken stay as they are. Returns the items that were linked.
        """
        home = self._db.row("select coalesce(duplicate_of, id) as id, story_id from items where id = ?", (original,))
        if home is None:
            return []
        linked = []
        with self._db.part():
            for copy in copies:
                here = copy in self.items(home["story_id"])
                if copy != home["id"] and (here or self.move(copy, home["story_id"], at)):
                    self._db.run(
                        "update items set duplicate_of = :home"
                        " where (id = :copy or duplicate_of = :copy) and id <> :home",
                        {"home": home["id"], "copy": copy},
                    )
                    linked.append(copy)
        return linked

    def merge(self, a: int, b: int, user: str, at: datetime) -> int:
        """A person says that two stories are one. Returns the surviving id, ``a``'s.

        Raises StoreError when a story does not exist.
        """
        with self._db.transaction():
            keep, gone = self._existing(a), self._existing(b)
            if keep == gone:
                return keep
            kept, moved = self.items(keep), self.items(gone)
            self._db.run(
                "delete from story_rulings where together = 0 and ("
                " item_a in (select value from json_each(:one)) and item_b in (select value from json_each(:two)) or"
                " item_b in (select value from json_each(:one)) and item_a in (select value from json_each(:two)))",
                {"one": dump(kept), "two": dump(moved)},
            )
            if kept and moved:
                self._rule(kept[0], moved[0], together=True, user=user, at=at)
            self._move(gone, keep, at)
        return keep

    def split(self, item_id: int, user: str, at: datetime) -> int:
        """A person says that an item is not of its story. It leaves with its copies; returns its new story.

        Nothing changes when it is alone there. Raises StoreError when the item does not exist.
        """
        with self._db.transaction():
            row = self._db.row("select story_id from items where id = ?", (item_id,))
            if row is None:
                raise StoreError(f"there is no item {item_id}")
            old = int(row["story_id"])
            leaving = [
                found[0]
                for found in self._db.rows(
                    "select id from items where story_id = ? and (id = ? or duplicate_of = ?) order by id",
                    (old, item_id, item_id),
                )
            ]
            staying = [other for other in self.items(old) if other not in leaving]
            if not staying:
                return old
            new = self.new(at)
            for leaver in leaving:
                self._db.run("update items set story_id = ? where id = ?", (new, leaver))
            self._db.run("update items set duplicate_of = null where id = ?", (item_id,))
            for other in staying[-RULED_ITEMS:]:
                self._rule(item_id, other, together=False, user=user, at=at)
            self.touch(old, at)
        return new

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

    def _existing(self, story_id: int) -> int:
        found = self.current(story_id)
        if found is None:
            raise StoreError(f"there is no story {story_id}")
        return found

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

    def _move(self, gone: int, keep: int, at: datetime) -> None:
        self._db.run("update items set story_id = ? where story_id = ?", (keep, gone))
        self._db.run("update stories set merged_into = ?, updated = ? where id = ?", (keep, stamp(at), gone))
        self.touch(keep, at)
