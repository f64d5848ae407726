"""Makes items findable for grouping, and unfindable again; finding them is ``Neighbours``' half."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache

from digestbot.store.codec import (
    day_number,
    dump,
    maybe_stamp,
    pack_ids,
    pack_keys,
    pack_terms,
    unpack_ids,
    unpack_keys,
    unpack_terms,
)
from digestbot.store.connection import Value
from digestbot.store.neighbours import Neighbours, telling
from digestbot.types import Fingerprint


class Index(Neighbours):
    """The tables ``fingerprints``, ``bands``, ``term_postings`` and ``term_counts``."""

    def add(self, item_id: int, fingerprint: Fingerprint, now: datetime) -> None:
        """Makes an item findable; what was there for it is replaced. ``now`` stands in for a missing date.

        One without terms takes part in no story: it is not counted among the items that hold terms or do not.
        """
        with self._db.part():
            self.remove(item_id)
            self.extend([(item_id, fingerprint)], now)
            self.post(item_id, fingerprint, now)

    def extend(self, new: Sequence[tuple[int, Fingerprint]], now: datetime) -> None:
        """``add`` for many items, of which none is in the index yet, but for their terms, which ``post`` adds."""
        self._db.many(
            "insert into fingerprints(item_id, text_hash, day, published, length, roundup, title, terms, posted,"
            " bands, minhash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_row(item_id, fingerprint, now) for item_id, fingerprint in new],
        )
        for count in {len(fingerprint.bands) for _, fingerprint in new} - {0}:
            rows = [(*one.bands, item_id) for item_id, one in new if len(one.bands) == count]
            self._db.many(_bands(count), rows)

    def post(self, item_id: int, fingerprint: Fingerprint, now: datetime, told: Collection[int] | None = None) -> None:
        """Makes an item findable by its rare terms and counts those that it holds: the next one's are rare by that.

        ``told``: what ``find`` said of the terms that it is found by, where nothing was posted since.
        """
        if fingerprint.posted:
            if told is None:
                told = telling(fingerprint.posted, self.rarity(fingerprint.posted))
            self._db.run(
                "insert or ignore into term_postings(term, day, item_id) select value, ?, ? from json_each(?)",
                (day_number(fingerprint.published or now), item_id, dump(list(told))),
            )
        if fingerprint.terms:
            self._counts.add(fingerprint.terms)

    def remove(self, item_id: int) -> None:
        """Makes an item unfindable for grouping; nothing happens if it was."""
        row = self._db.row("select day, terms, posted, bands from fingerprints where item_id = ?", (item_id,))
        if row is None:
            return
        with self._db.part():
            self._db.many(
                "delete from bands where band = ? and item_id = ?",
                [(band, item_id) for band in unpack_keys(row["bands"])],
            )
            self._db.many(
                "delete from term_postings where term = ? and day = ? and item_id = ?",
                [(term, row["day"], item_id) for term in unpack_ids(row["posted"])],
            )
            self._db.run("delete from fingerprints where item_id = ?", (item_id,))
            if row["terms"]:
                self._counts.add(unpack_terms(row["terms"]), -1)


@lru_cache(maxsize=64)
def _bands(count: int) -> str:
    """One statement for all bands of an item, given before its id: one a band would cost twice as much."""
    rows = ", ".join(f"(?{place}, ?{count + 1})" for place in range(1, count + 1))
    return f"insert or ignore into bands(band, item_id) values {rows}"  # noqa: S608  # numbers only


def _row(item_id: int, fingerprint: Fingerprint, now: datetime) -> Sequence[Value]:
    return (
        item_id,
        fingerprint.text_hash,
        day_number(fingerprint.published or now),
        maybe_stamp(fingerprint.published),
        fingerprint.length,
        fingerprint.roundup,
        fingerprint.title,
        pack_terms(fingerprint.terms),
        pack_ids(fingerprint.posted),
        pack_keys(fingerprint.bands),
        fingerprint.minhash,
    )
