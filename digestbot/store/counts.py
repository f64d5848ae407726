"""How many items hold a term: the table ``term_counts``, remembered, since every comparison asks for hundreds of terms.

What is counted is written once, as one of the last things of a transaction. Nothing else writes these tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from digestbot.store.codec import dump
from digestbot.store.connection import Connection
from digestbot.types import Rarity

# Terms remembered, about 4 MB; then all are forgotten.
REMEMBERED = 32_768


class Counts:
    """The tables ``term_counts`` and, for how many items hold terms at all, ``counters``."""

    def __init__(self, connection: Connection, remembered: int = REMEMBERED) -> None:
        self._db = connection
        self._remembered = remembered
        self._as_of: object = None
        self._items = 0
        self._known: dict[int, int] = {}
        self._new_items = 0  # counted and not written yet, as are these
        self._new: dict[int, int] = {}

    def rarity(self, terms: Iterable[int]) -> Rarity:
        """How many items with terms are stored, and in how many of them each of ``terms`` occurs."""
        self._refresh()
        wanted = dict.fromkeys(terms)
        if unknown := set(wanted).difference(self._known):  # "-" on keys walks through all that is remembered
            if len(self._known) + len(unknown) > self._remembered:
                self._known.clear()
                unknown = set(wanted)
            self._learn(unknown)
        known = self._known
        return Rarity(self._items, {term: count for term in wanted if (count := known[term]) > 0})

    def add(self, terms: Iterable[int], items: int = 1) -> None:
        """One more item holds ``terms``, or with ``items`` -1 one less. Must be used inside a transaction."""
        self._refresh()
        known, new = self._known, self._new
        for term in terms:
            new[term] = new.get(term, 0) + items
            if term in known:
                known[term] += items
        self._items += items
        self._new_items += items
        self._db.put_off("counts", self._write)

    def _refresh(self) -> None:
        """Forgets what may no longer hold."""
        as_of = self._db.as_of()
        if as_of != self._as_of:
            self._as_of = as_of
            row = self._db.row("select value from counters where name = 'fingerprints'")
            self._items = row[0] if row else 0
            self._known.clear()
            self._new_items = 0
            self._new.clear()

    def _learn(self, terms: Set[int]) -> None:
        self._known.update(dict.fromkeys(terms, 0))
        statement = "select term, items from json_each(?) cross join term_counts on term = value"
        self._known.update((row[0], row[1]) for row in self._db.rows(statement, (dump(list(terms)),)))
        for term in self._new.keys() & terms:
            self._known[term] += self._new[term]

    def _write(self) -> None:
        self._refresh()  # an inner transaction may have been undone with what it counted
        counted = sorted(self._new.items())
        self._db.many(
            "insert into term_counts(term, items) values (?, ?)"
            " on conflict(term) do update set items = items + excluded.items",
            [(term, items) for term, items in counted if items >= 0],
        )
        self._db.many(
            "update term_counts set items = items + ?2 where term = ?1",
            [(term, items) for term, items in counted if items < 0],
        )
        self._db.run("update counters set value = value + ? where name = 'fingerprints'", (self._new_items,))
        self._new_items = 0
        self._new.clear()
