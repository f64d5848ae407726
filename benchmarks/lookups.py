"""The tables that point from a band, term or day to items, made in one go from the items' own rows, in their order.

What ``Index.add`` and ``Dates.put`` write for one item after another, decided in the same order: whether a term is too
common to be posted depends on what was stored before.
"""

from __future__ import annotations

from itertools import islice

import numpy as np

from digestbot.store import Store
from digestbot.store.codec import load_facts, unpack_ids, unpack_keys, unpack_terms
from digestbot.store.neighbours import telling
from digestbot.types import Rarity

LOOKUPS = ("bands", "term_postings", "term_counts", "dates")
BATCH = 200_000  # rows handed to SQLite at once


def rebuild(store: Store) -> None:
    """Fills the tables of ``LOOKUPS``, which must be empty."""
    with store.transaction():
        _dates(store)
        _bands(store)
        _terms(store)


def _dates(store: Store) -> None:
    dated = "facts like '%\"deadline\"%' or facts like '%\"event\"%'"
    for row in store.connection.run(f"select id, facts from items where {dated} order by id").fetchall():
        store.dates.put(row["id"], load_facts(row["facts"]))


def _bands(store: Store) -> None:
    keys: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    items: list[int] = []
    sizes: list[int] = []
    for item, blob in store.connection.run("select item_id, bands from fingerprints order by item_id"):
        own = unpack_keys(blob)
        keys.append(np.array(own, np.int64))
        items.append(item)
        sizes.append(len(own))
    _sorted(store, "bands(band, item_id)", np.concatenate(keys), np.repeat(np.array(items, np.int64), sizes))


def _terms(store: Store) -> None:
    counts: dict[int, int] = {}
    total = 0
    terms: list[int] = []
    days: list[int] = []
    items: list[int] = []
    rows = store.connection.run(
        "select item_id, day, terms, posted from fingerprints where length(terms) > 0 order by item_id"
    )
    for item, day, kept, posted in rows:
        for term in telling(unpack_ids(posted), Rarity(total, counts)):
            terms.append(term)
            days.append(day)
            items.append(item)
        for term in unpack_terms(kept):
            counts[term] = counts.get(term, 0) + 1
        total += 1
    columns = [np.array(values, np.int64) for values in (terms, days, items)]
    _sorted(store, "term_postings(term, day, item_id)", *columns)
    _sorted(store, "term_counts(term, items)", *(np.array(list(v), np.int64) for v in (counts, counts.values())))
    store.connection.run("update counters set value = ? where name = 'fingerprints'", (total,))


def _sorted(store: Store, table: str, *columns: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """Inserts rows in the order of the table's key."""
    order = np.lexsort(columns[::-1])
    rows = zip(*(column[order].tolist() for column in columns), strict=True)
    statement = f"insert or ignore into {table} values ({', '.join('?' * len(columns))})"
    while batch := list(islice(rows, BATCH)):
        store.connection.many(statement, batch)
