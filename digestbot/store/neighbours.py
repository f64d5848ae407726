"""Finds the stored items that a new one might repeat or continue: by address, text, near-copy bands and rare terms.

Each look-up reads a bounded number of rows, however many are stored. It never decides what belongs together.
"""

# ruff: noqa: S608  # statements are put together from constants of this module only; values are always bound

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

from digestbot.store.candidates import NONE_UNWRITTEN, Candidates, Found
from digestbot.store.codec import day_number, dump
from digestbot.store.connection import Connection, Value
from digestbot.store.counts import Counts
from digestbot.store.unwritten import Shared, Unwritten
from digestbot.types import Candidate, Fingerprint, Rarity

# Candidates by copies, and as many again by shared rare terms. The same number as grouping measures with in memory.
CANDIDATES = 24
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

_SAME_ADDRESS = "select id from items where canonical_url = ? order by id desc limit ?"
_SAME_TEXT = "select item_id from fingerprints where text_hash = ? order by item_id desc limit ?"
# A row a term, not one an item: each row costs more than what is in it.
_SHARING = (
    "select value, (select group_concat(item_id) from (select item_id from term_postings"
    f" where term = value and day between ? and ? order by day desc, item_id desc limit {POSTING_LIMIT}))"
    " from json_each(?)"
)


class Neighbours(Candidates):
    """The tables by which candidates are found."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._counts = Counts(connection)

    def shared(self, new: Sequence[Fingerprint]) -> list[Shared]:
        """What each of ``new`` shares with anything stored or with another of them."""
        found: list[list[tuple[Value, ...]]] = [[] for _ in new]
        for table, column, values in _EXACT:
            held = [values(one) for one in new]
            counts = Counter(chain.from_iterable(held))
            known = {value for value, count in counts.items() if count > 1}.union(self._held(table, column, counts))
            for own, so_far in zip(held, found, strict=True):
                so_far.append(() if known.isdisjoint(own) else tuple([value for value in own if value in known]))
        return [tuple(one) for one in found]

    def _held(self, table: str, column: str, values: Iterable[Any]) -> list[Value]:
        """Those of ``values``, all text or all numbers, that stand in a column; one look-up each, whatever holds it."""
        rows = self._db.rows(
            f"select value from json_each(?) where exists (select 1 from {table} where {column} = value)",
            (dump(sorted(values)),),  # in the order of the index, of which neighbours are at hand already
        )
        return [row[0] for row in rows]

    def candidates(
        self, fingerprint: Fingerprint, now: datetime, limit: int = CANDIDATES, window: timedelta = WINDOW
    ) -> list[Candidate]:
        """What ``find`` finds, as ``load`` gives it."""
        return self.load(self.find(fingerprint, now, limit, window))

    def find(
        self,
        fingerprint: Fingerprint,
        now: datetime,
        limit: int = CANDIDATES,
        window: timedelta = WINDOW,
        *,
        shared: Shared | None = None,
        unwritten: Unwritten = NONE_UNWRITTEN,
    ) -> Found:
        """Items, likeliest copies first, then those that share rare terms.

        Rare terms are looked up within ``window`` either side of the publication (or ``now``); copies at any time. Up
        to ``limit`` of the two kinds each. ``shared``: what others can share with it, where that is known.
        ``unwritten``: newer items, of which ``post`` has the terms already.
        """
        ranked = self._copies(known_by(fingerprint) if shared is None else shared, limit, unwritten)
        if not fingerprint.posted:
            return Found(tuple(ranked))
        rarity = self.rarity(fingerprint.posted)
        weights = {term: rareness(rarity, term) for term in telling(fingerprint.posted, rarity)}
        votes = self._sharing(weights, day_number(fingerprint.published or now), window.days)
        ranked += sorted(votes, key=lambda item: (-votes[item], item))[:limit]
        return Found(tuple(ranked), bool(votes), tuple(weights))

    def _copies(self, shared: Shared, limit: int, unwritten: Unwritten) -> list[int]:
        """Items that may be copies, those that share most first."""
        found: Counter[int] = Counter()
        addresses, texts, bands = shared
        weight = len(bands) + 1  # an exact match goes before any number of shared bands
        for kind, statement, values in ((0, _SAME_ADDRESS, addresses), (1, _SAME_TEXT, texts)):
            for value in values:
                newest = list(unwritten.holding(kind, value, SAME_LIMIT))
                if len(newest) < SAME_LIMIT:
                    newest += [row[0] for row in self._db.rows(statement, (value, SAME_LIMIT - len(newest)))]
                found.update(dict.fromkeys(newest, weight))
        found.update(self._holding_bands(bands, unwritten))
        return [item for item, _ in sorted(found.items(), key=lambda one: (-one[1], -one[0]))[:limit]]

    def _holding_bands(self, bands: Sequence[Value], unwritten: Unwritten) -> list[int]:
        """The newest items that hold each of the bands, once a band."""
        newest: list[int] = []
        wanted: list[Value] = []
        for band in bands:
            newer = unwritten.holding(2, band, BAND_LIMIT)
            newest += newer
            if len(newer) < BAND_LIMIT:
                wanted += (band, BAND_LIMIT - len(newer))
        if wanted:
            newest += [row[0] for row in self._db.rows(_per_band(len(wanted) // 2), wanted)]
        return newest

    def _sharing(self, weights: Mapping[int, float], day: int, days: int) -> dict[int, float]:
        """Item → how much the rare terms it shares weigh: the rarer, the more. Those that share enough."""
        if not weights:
            return {}
        votes: dict[str, float] = {}
        for term, items in self._db.rows(_SHARING, (day - days, day + days, dump(list(weights)))):
            weight = weights[term]
            for item in items.split(",") if items else ():
                votes[item] = votes.get(item, 0.0) + weight
        least = LEAST_SHARED * sum(weights.values())
        return {int(item): vote for item, vote in votes.items() if vote >= least}

    def rarity(self, terms: Iterable[int]) -> Rarity:
        """How many items with terms are stored, and in how many of them each of ``terms`` occurs."""
        return self._counts.rarity(terms)


# What copies share: where it stands, and what it is of a fingerprint.
_EXACT: tuple[tuple[str, str, Callable[[Fingerprint], Sequence[str | int]]], ...] = (
    ("items", "canonical_url", lambda one: (one.canonical_url,) if one.canonical_url else ()),
    ("fingerprints", "text_hash", lambda one: (one.text_hash,) if one.text_hash else ()),
    ("bands", "band", lambda one: one.bands),
)


def known_by(fingerprint: Fingerprint) -> Shared:
    """All that a copy may share with a fingerprint."""
    return tuple([tuple(values(fingerprint)) for _, _, values in _EXACT])


@lru_cache(maxsize=64)
def _per_band(count: int) -> str:
    """One statement for all bands: a call each would cost more than the look-ups do."""
    one = "select * from (select item_id from bands where band = ? order by item_id desc limit ?)"
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
