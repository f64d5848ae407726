"""Stories as sets of items, and people's word on them: split and merge, remembered as rulings.

Grouping decides where an item belongs; this only keeps the outcome and never undoes what a person said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from digestbot.errors import StoreError
from digestbot.store.codec import dump, stamp
from digestbot.store.rulings import RULED_ITEMS, Rulings


class Stories(Rulings):
    """The table ``stories`` and, with ``Rulings``, what people say of them."""

    def new(self, at: datetime) -> int:
        now = stamp(at)
        return self._db.insert("insert into stories(created, updated) values (?, ?)", (now, now))

    def start(self, story_ids: Iterable[int], at: datetime) -> None:
        """Makes stories under ids that are still free."""
        now = stamp(at)
        self._db.many("insert into stories(id, created, updated) values (?, ?, ?)", [(i, now, now) for i in story_ids])

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
            # Each is named, so that grouping moves none of them out again.
            for item in moved[-RULED_ITEMS:]:
                self._rule(kept[0], item, together=True, user=user, at=at)
            for item in kept[1:][-RULED_ITEMS:]:
                self._rule(item, moved[0], together=True, user=user, at=at)
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

    def _existing(self, story_id: int) -> int:
        found = self.current(story_id)
        if found is None:
            raise StoreError(f"there is no story {story_id}")
        return found

    def _move(self, gone: int, keep: int, at: datetime) -> None:
        self._db.run("update items set story_id = ? where story_id = ?", (keep, gone))
        self._db.run("update stories set merged_into = ?, updated = ? where id = ?", (keep, stamp(at), gone))
        self.touch(keep, at)
