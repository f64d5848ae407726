"""Deadlines and events that stored items name, found by day. Never reads a text: facts come from extract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from digestbot.store.codec import dump, load_facts
from digestbot.store.connection import Connection
from digestbot.text import iso_day
from digestbot.types import Deadline, Fact

# Rows read for one listing; a year of closing dates in this sector is a few hundred.
DATES_LIMIT = 2_000
# An ISO day, with or without a time after it. A month alone ("2026-12") is no day to be reminded of.
_DAY = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?=$|T| )")


class Dates:
    """The table ``dates``."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def put(self, item_id: int, facts: Iterable[Fact]) -> None:
        """Remembers the item's deadlines and events; those remembered before are replaced."""
        with self._db.part():
            self._db.run("delete from dates where item_id = ?", (item_id,))
            self.add([(item_id, facts)])

    def add(self, found: Iterable[tuple[int, Iterable[Fact]]]) -> None:
        """Remembers the deadlines and events of items of which none are remembered yet."""
        rows = [row for item_id, facts in found for row in sorted(_rows(item_id, facts))]
        if rows:
            self._db.many("insert into dates(item_id, kind, day, detail) values (?, ?, ?, ?)", rows)

    def between(self, first: date, last: date, topics: Sequence[str] = ()) -> list[Deadline]:
        """What closes or takes place from ``first`` to ``last`` (both included) by relevant items, soonest first.

        One line a story, kind and day; ``topics`` empty: all.
        """
        rows = self._db.rows(
            "select d.kind, d.day, i.title, i.url, i.source_title, i.story_id, i.facts from dates d"
            " join items i on i.id = d.item_id"
            " where d.day between :first and :last and i.relevant = 1"
            " and (:all or exists (select 1 from item_topics t where t.item_id = i.id"
            "      and t.topic in (select value from json_each(:topics))))"
            " order by d.day, i.duplicate_of is not null, i.id limit :limit",
            {
                "first": first.isoformat(),
                "last": last.isoformat(),
                "all": not topics,
                "topics": dump(list(topics)),
                "limit": DATES_LIMIT,
            },
        )
        found: dict[tuple[str, str, int], Deadline] = {}
        for row in rows:
            day = iso_day(row["day"])
            if day is not None:
                told = _told(load_facts(row["facts"]), row["kind"], row["day"])
                found.setdefault(
                    (row["day"], row["kind"], row["story_id"]),
                    Deadline(
                        day=day,
                        kind="closes" if row["kind"] == "deadline" else "event",
                        title=row["title"],
                        url=row["url"],
                        source=row["source_title"],
                        story_id=row["story_id"],
                        what=next((one.detail for one in told if one.detail), ""),
                        occasion=next((one.occasion for one in told if one.occasion), ""),
                    ),
                )
        return list(found.values())


def _told(found: Iterable[Fact], kind: str, day: str) -> list[Fact]:
    """The facts of that kind and day."""
    return [one for one in found if one.kind == kind and one.value.startswith(day)]


def _rows(item_id: int, facts: Iterable[Fact]) -> set[tuple[int, str, str, str]]:
    return {
        (item_id, fact.kind, found[0], fact.text)
        for fact in facts
        if fact.kind in ("deadline", "event") and (found := _DAY.match(fact.value))
    }
