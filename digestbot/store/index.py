"""Finds the stored items that a new one might repeat or continue: by address, text, near-copy bands and rare terms.

Each look-up reads a bounded number of rows, however many are stored. It never decides what belongs together.
"""

# ruff: noqa: S608  # statements are put together from constants of this module only; values are always bound

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from digestbot.store.codec import (
    day_number,
    dump,
    maybe_moment,
    maybe_stamp,
    moment,
    pack_ids,
    pack_keys,
    pack_terms,
    unpack_ids,
    unpack_keys,
    unpack_terms,
)
from digestbot.store.connection import Connection, Row, Value
from digestbot.types import Candidate, Fingerprint, Rarity

# Candidates by copies, and as many again by shared rare terms; then the first members of their stories, so that a
# new item is compared with whole stories. The same numbers as grouping measures with in memory.
CANDIDATES = 24
MEMBERS = 12
# All in all, however large the stories are: bounds the work for one new item.
MOST_CANDIDATES = 120
# Newest items read per exact key (address, text hash) and per band: a band that more share holds boilerplate.
SAME_LIMIT = 16
BAND_LIMIT = 16
# Newest items read per rare term inside the window; a term with more there tells nothing about one event.
POSTING_LIMIT = 40
# Items that share less than this of the rare terms, by how rare they are, are not compared. Of reports of one event in
# the shared sets the best of each shares more than .14, but for 2 in 100.
LEAST_SHARED = 0.1
# Terms held by more than this share of all items (once COMMON_FROM are stored) are neither posted nor looked up.
COMMON_SHARE = 0.02
COMMON_FROM = 2_000
# How far apart in time two items of one story may lie: follow-ups come within weeks, an annual award does not.
WINDOW = timedelta(days=60)
# What a term nobody has counted yet is taken to be: a share of this many imagined items.
PRIOR_ITEMS = 300.0
PRIOR_SHARE = 2e-4

_FINGERPRINT = (
    "select f.*, i.canonical_url, i.story_id, i.duplicate_of, i.first_seen"
    " from fingerprints f join items i on i.id = f.item_id"
)


class Index:
    """The tables by which candidates are found."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def repeated(self, new: Sequence[Fingerprint], others: Sequence[Fingerprint] = ()) -> list[bool]:
        """Which of ``new`` share an address, a text or a near-copy band with anything stored, with ``others`` or with
        each other. All others have no copies, and ``candidates`` need not look for any.
        """
        held = [_exact(one) for one in new]
        counts = Counter(key for keys in (*held, *map(_exact, others)) for key in keys)
        known = {key for key, count in counts.items() if count > 1}
        for kind, table, column in _EXACT:
            values = [value for (of, value) in counts if of == kind]
            known.update((kind, value) for value in self._held(table, column, values))
        return [not known.isdisjoint(keys) for keys in held]

    def _held(self, table: str, column: str, values: Sequence[Value]) -> list[Value]:
        """Those of ``values`` that stand in a column; one look-up each, however many rows hold it."""
        rows = self._db.rows(
            f"select value from json_each(?) where exists (select 1 from {table} where {column} = value)",
            (dump(values),),
        )
        return [row[0] for row in rows]

    def candidates(
        self,
        fingerprint: Fingerprint,
        now: datetime,
        limit: int = CANDIDATES,
        window: timedelta = WINDOW,
        *,
        copies: bool = True,
    ) -> list[Candidate]:
        """Stored items, likeliest copies first, then those that share rare terms, then others of the same stories.

        Rare terms are looked up within ``window`` either side of the publication (or ``now``); copies at any time. Up
        to ``limit`` of the first two kinds each. ``copies`` False: it is known to have none.
        """
        ranked = self._copies(fingerprint, limit) if copies else []
        votes = self._sharing(fingerprint, now, window) if fingerprint.posted else {}
        ranked += sorted(votes, key=lambda item: (-votes[item], item))[:limit]
        members = self._members(ranked) if votes else []
        found = list(dict.fromkeys([*ranked, *members]))[:MOST_CANDIDATES]
        return self._load(found) if found else []

    def _copies(self, fingerprint: Fingerprint, limit: int) -> list[int]:
        """Items that may be copies, those that share most first."""
        found = Counter(self._same(fingerprint))
        if fingerprint.bands:
            found.update(row[0] for row in self._db.rows(_per_band(len(fingerprint.bands)), fingerprint.bands))
        return [item for item, _ in sorted(found.items(), key=lambda one: (-one[1], -one[0]))[:limit]]

    def _members(self, item_ids: list[int]) -> list[int]:
        """The first items of the stories that the given items belong to."""
        rows = self._db.rows(
            "select i.id from (select distinct story_id from items where id in (select value from json_each(?))) s"
            " join items i on i.id in (select id from items where story_id = s.story_id order by id limit ?)"
            " order by i.id",
            (dump(item_ids), MEMBERS),
        )
        return [row[0] for row in rows]

    def _same(self, fingerprint: Fingerprint) -> dict[int, int]:
        found: dict[int, int] = {}
        weight = len(fingerprint.bands) + 1  # an exact match goes before any number of shared bands
        if fingerprint.canonical_url:
            for row in self._db.rows(
                "select id from items where canonical_url = ? order by id desc limit ?",
                (fingerprint.canonical_url, SAME_LIMIT),
            ):
                found[row[0]] = weight
        if fingerprint.text_hash:
            for row in self._db.rows(
                "select item_id from fingerprints where text_hash = ? order by item_id desc limit ?",
                (fingerprint.text_hash, SAME_LIMIT),
            ):
                found[row[0]] = found.get(row[0], 0) + weight
        return found

    def _sharing(self, fingerprint: Fingerprint, now: datetime, window: timedelta) -> dict[int, float]:
        """Item → how much the rare terms it shares weigh: the rarer, the more. Those that share enough."""
        day = day_number(fingerprint.published or now)
        first, last = day - window.days, day + window.days
        rarity = self.rarity(fingerprint.posted)
        weights = {term: rareness(rarity, term) for term in telling(fingerprint.posted, rarity)}
        if not weights:
            return {}
        votes: dict[int, float] = {}
        values = [value for term in weights for value in (term, first, last)]
        for term, item in self._db.rows(_per_term(len(weights)), values):
            votes[item] = votes.get(item, 0.0) + weights[term]
        least = LEAST_SHARED * sum(weights.values())
        return {item: vote for item, vote in votes.items() if vote >= least}

    def rarity(self, terms: Iterable[int]) -> Rarity:
        """How many items with terms are stored, and in how many of them each of ``terms`` occurs."""
        total = self._db.row("select value from counters where name = 'fingerprints'")
        counts = self._db.rows(
            "select term, items from term_counts where items > 0 and term in (select value from json_each(?))",
            (dump(list(terms)),),
        )
        return Rarity(total=total[0] if total else 0, counts={row[0]: row[1] for row in counts})

    def get(self, item_id: int) -> Fingerprint | None:
        row = self._db.row(f"{_FINGERPRINT} where f.item_id = ?", (item_id,))
        return None if row is None else _fingerprint(row)

    def of_stories(self, story_ids: Iterable[int], limit: int = CANDIDATES) -> list[Candidate]:
        """The newest items of the given stories, for comparing with a whole story rather than one item of it."""
        rows = self._db.rows(
            f"{_FINGERPRINT} where i.story_id in (select value from json_each(?)) order by f.item_id desc limit ?",
            (dump(list(story_ids)), limit),
        )
        return [_candidate(row) for row in rows]

    def add(self, item_id: int, fingerprint: Fingerprint, now: datetime) -> None:
        """Makes an item findable; what was there for it is replaced. ``now`` stands in for a missing date.

        One without terms takes part in no story: it is not counted among the items that hold terms or do not.
        """
        with self._db.part():
            self.remove(item_id)
            self.extend([(item_id, fingerprint)], now)

    def extend(self, new: Sequence[tuple[int, Fingerprint]], now: datetime) -> None:
        """``add`` for many items, of which none is in the index yet."""
        self._db.many(
            "insert into fingerprints(item_id, text_hash, day, published, length, roundup, title, terms, posted,"
            " bands, minhash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_row(item_id, fingerprint, now) for item_id, fingerprint in new],
        )
        self._db.many(
            "insert or ignore into bands(band, item_id) values (?, ?)",
            [(band, item_id) for item_id, fingerprint in new for band in fingerprint.bands],
        )
        for item_id, fingerprint in new:  # one by one: each changes how rare the next one's terms are
            if fingerprint.terms or fingerprint.posted:
                self._post(item_id, fingerprint, now)

    def _post(self, item_id: int, fingerprint: Fingerprint, now: datetime) -> None:
        day = day_number(fingerprint.published or now)
        self._db.many(
            "insert or ignore into term_postings(term, day, item_id) values (?, ?, ?)",
            [(term, day, item_id) for term in telling(fingerprint.posted, self.rarity(fingerprint.posted))],
        )
        self._db.many(
            "insert into term_counts(term, items) values (?, 1) on conflict(term) do update set items = items + 1",
            [(term,) for term in fingerprint.terms],
        )
        if fingerprint.terms:
            self._db.run("update counters set value = value + 1 where name = 'fingerprints'")

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
            self._db.many(
                "update term_counts set items = items - 1 where term = ?",
                [(term,) for term in unpack_terms(row["terms"])],
            )
            self._db.run("delete from fingerprints where item_id = ?", (item_id,))
            if row["terms"]:
                self._db.run("update counters set value = value - 1 where name = 'fingerprints'")

    def _load(self, item_ids: list[int]) -> list[Candidate]:
        rows = self._db.rows(f"{_FINGERPRINT} where f.item_id in (select value from json_each(?))", (dump(item_ids),))
        found = {row["item_id"]: _candidate(row) for row in rows}
        return [found[item_id] for item_id in item_ids if item_id in found]


# What copies share, and where it stands.
_EXACT = (("url", "items", "canonical_url"), ("text", "fingerprints", "text_hash"), ("band", "bands", "band"))


def _exact(fingerprint: Fingerprint) -> list[tuple[str, Value]]:
    keys: list[tuple[str, Value]] = [("band", band) for band in fingerprint.bands]
    if fingerprint.canonical_url:
        keys.append(("url", fingerprint.canonical_url))
    if fingerprint.text_hash:
        keys.append(("text", fingerprint.text_hash))
    return keys


@lru_cache(maxsize=64)
def _per_band(count: int) -> str:
    """One statement for all bands: a call each would cost more than the look-ups do."""
    one = f"select * from (select item_id from bands where band = ? order by item_id desc limit {BAND_LIMIT})"
    return " union all ".join([one] * count)


@lru_cache(maxsize=64)
def _per_term(count: int) -> str:
    one = (
        "select * from (select term, item_id from term_postings where term = ? and day between ? and ?"
        f" order by day desc, item_id desc limit {POSTING_LIMIT})"
    )
    return " union all ".join([one] * count)


def rareness(rarity: Rarity, term: int) -> float:
    """-ln of the share of items expected to hold a term."""
    counted = rarity.counts.get(term, 0) + PRIOR_SHARE * PRIOR_ITEMS
    return math.log((rarity.total + PRIOR_ITEMS) / counted)


def telling(terms: Collection[int], rarity: Rarity) -> list[int]:
    """The terms without those that too many items hold."""
    if rarity.total < COMMON_FROM:
        return list(terms)
    most = rarity.total * COMMON_SHARE
    return [term for term in terms if rarity.counts.get(term, 0) <= most]


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


def _fingerprint(row: Row) -> Fingerprint:
    return Fingerprint(
        canonical_url=row["canonical_url"],
        text_hash=row["text_hash"],
        minhash=row["minhash"],
        bands=unpack_keys(row["bands"]),
        terms=unpack_terms(row["terms"]),
        published=maybe_moment(row["published"]),
        title=row["title"],
        length=row["length"],
        roundup=bool(row["roundup"]),
        posted=unpack_ids(row["posted"]),
    )


def _candidate(row: Row) -> Candidate:
    return Candidate(
        item_id=row["item_id"],
        story_id=row["story_id"],
        duplicate_of=row["duplicate_of"],
        fingerprint=_fingerprint(row),
        first_seen=moment(row["first_seen"]),
    )
