"""Item ids → what grouping compares a new article with, and the rest of the stories that they are in."""

# ruff: noqa: S608  # statements are put together from constants of this module only; values are always bound

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digestbot.store.codec import dump, maybe_moment, moment, unpack_ids, unpack_keys, unpack_terms
from digestbot.store.connection import Connection, Row
from digestbot.store.unwritten import Unwritten
from digestbot.types import Candidate, Fingerprint

# The first members of a story are compared with a new item beside those found, so that it is compared with whole
# stories. The same number as grouping measures with in memory.
MEMBERS = 12
# All in all, however large the stories are: bounds the work for one new item.
MOST_CANDIDATES = 120

_COLUMNS = "f.*, i.canonical_url, i.story_id, i.duplicate_of, i.first_seen"
_FINGERPRINT = f"select {_COLUMNS} from fingerprints f join items i on i.id = f.item_id"
_LISTED = (
    f"select {_COLUMNS}"
    " from json_each(?) cross join fingerprints f on f.item_id = value cross join items i on i.id = value"
)
_MEMBERS = f"(select group_concat(id) from (select id from items where story_id = %s order by id limit {MEMBERS}))"
# Most stories have one item: to look for others beside each costs less than a statement of its own.
_WITH_MEMBERS = (
    f"select {_COLUMNS}, {_MEMBERS % 'i.story_id'} as members"
    " from json_each(?) cross join items i on i.id = value left join fingerprints f on f.item_id = i.id"
)
_OF_STORIES = f"select value as story_id, {_MEMBERS % 'value'} as members from json_each(?)"

NONE_UNWRITTEN = Unwritten()


@dataclass(frozen=True, slots=True)
class Found:
    """What a new item may repeat or continue: the ids of stored items, likeliest copies first.

    ``shares``: some share rare terms with it, so that whole stories are to be compared. ``telling``: those of the terms
    it is found by that not too many items hold.
    """

    items: tuple[int, ...] = ()
    shares: bool = False
    telling: tuple[int, ...] = ()


class Candidates:
    """The table ``fingerprints`` as ``Candidate`` records."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, item_id: int) -> Fingerprint | None:
        row = self._db.row(f"{_FINGERPRINT} where f.item_id = ?", (item_id,))
        return None if row is None else _fingerprint(row)

    def load(self, found: Found, unwritten: Unwritten = NONE_UNWRITTEN) -> list[Candidate]:
        """The items found, but for retired ones, then others of the same stories where some share rare terms."""
        ids = list(dict.fromkeys(found.items))
        if not found.shares:
            return self._load(ids, unwritten)
        newer, written = unwritten.among(ids)
        rows = self._db.rows(_WITH_MEMBERS, (dump(written),)) if written else []
        loaded = [_candidate(row) for row in rows if row["item_id"] is not None]
        others = self._members(rows, newer, unwritten).difference(ids)
        return [*loaded, *newer, *self._load(sorted(others)[: MOST_CANDIDATES - len(ids)], unwritten)]

    def _load(self, ids: Sequence[int], unwritten: Unwritten) -> list[Candidate]:
        newer, written = unwritten.among(ids)
        return [*map(_candidate, self._db.rows(_LISTED, (dump(written),)) if written else ()), *newer]

    def _members(self, rows: Sequence[Row], newer: Sequence[Candidate], unwritten: Unwritten) -> set[int]:
        """The first items of the stories of ``rows``, which have those that are written, and of ``newer``."""
        written = {row["story_id"]: row["members"] for row in rows}
        if unknown := {one.story_id for one in newer}.difference(written):
            written.update((row[0], row[1]) for row in self._db.rows(_OF_STORIES, (dump(sorted(unknown)),)))
        found: set[int] = set()
        for story, members in written.items():
            items = [int(item) for item in members.split(",")] if members else []
            found.update([*items, *unwritten.of_story(story)][:MEMBERS])
        return found


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
