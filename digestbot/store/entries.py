"""Every entry ever seen, by the keys it may be known again by. Never decides whether an entry is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from digestbot.store.codec import dump, moment, stamp
from digestbot.store.connection import Connection, Params, Row, Value
from digestbot.types import EntryRecord

# An entry still listed is marked so once in this while: marking at each poll would write a row an entry a poll.
TOUCH_EVERY = timedelta(days=1)


class EntryKeys(Protocol):
    """What an entry is known by; ``sources.identity`` makes these."""

    @property
    def guid(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def canonical_url(self) -> str: ...
    @property
    def title_key(self) -> str: ...
    @property
    def content_hash(self) -> str: ...


_ADD = (
    "insert into entries(source_id, guid, url, canonical_url, title_key, content_hash, item_id,"
    " first_seen, last_seen) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Entries:
    """The table ``entries`` as ``EntryRecord`` records."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def known(self, source_id: str, keys: Sequence[EntryKeys]) -> list[EntryRecord]:
        """Every record of this source that shares a guid, URL, canonical URL or title with one of ``keys``.

        Empty keys match nothing. One statement, whatever the number of entries.
        """
        wanted: Params = {
            "source": source_id,
            "guids": _listed(key.guid for key in keys),
            "urls": _listed(key.url for key in keys),
            "canonical": _listed(key.canonical_url for key in keys),
            "titles": _listed(key.title_key for key in keys),
        }
        rows = self._db.rows(
            "select * from entries where id in ("
            " select e.id from json_each(:guids) cross join entries e on e.source_id = :source and guid = value"
            " union"
            " select e.id from json_each(:urls) cross join entries e on e.source_id = :source and url = value"
            " union"
            " select e.id from json_each(:canonical)"
            "  cross join entries e on e.source_id = :source and canonical_url = value"
            " union"
            " select e.id from json_each(:titles) cross join entries e on e.source_id = :source and title_key = value"
            ") order by id",
            wanted,
        )
        return [_record(row) for row in rows]

    def add(self, source_id: str, keys: EntryKeys, item_id: int | None, now: datetime) -> int:
        """Remembers an entry and returns its record's id."""
        return self._db.insert(_ADD, _values(source_id, keys, item_id, stamp(now)))

    def add_all(self, many: Iterable[tuple[str, EntryKeys, int]], now: datetime) -> None:
        """Remembers entries: id of the source, keys, and the item that it became."""
        at = stamp(now)
        self._db.many(_ADD, [_values(source_id, keys, item_id, at) for source_id, keys, item_id in many])

    def change(self, record_id: int, keys: EntryKeys, now: datetime, item_id: int | None = None) -> None:
        """Remembers a known entry's new words; ``item_id`` None leaves its item as it was."""
        self._db.run(
            "update entries set guid = ?, url = ?, canonical_url = ?, title_key = ?, content_hash = ?, last_seen = ?,"
            " item_id = coalesce(?, item_id) where id = ?",
            (
                keys.guid,
                keys.url,
                keys.canonical_url,
                keys.title_key,
                keys.content_hash,
                stamp(now),
                item_id,
                record_id,
            ),
        )

    def touch(self, record_ids: Iterable[int], now: datetime) -> None:
        """Marks entries as still listed, at most once a day each."""
        self._db.run(
            "update entries set last_seen = ? where id in (select value from json_each(?)) and last_seen < ?",
            (stamp(now), dump(list(record_ids)), stamp(now - TOUCH_EVERY)),
        )

    def of_item(self, item_id: int) -> list[EntryRecord]:
        rows = self._db.rows("select * from entries where item_id = ? order by id", (item_id,))
        return [_record(row) for row in rows]


def _listed(values: Iterable[str]) -> str:
    return dump([value for value in dict.fromkeys(values) if value])


def _values(source_id: str, keys: EntryKeys, item_id: int | None, at: str) -> Sequence[Value]:
    return (
        source_id,
        keys.guid,
        keys.url,
        keys.canonical_url,
        keys.title_key,
        keys.content_hash,
        item_id,
        at,
        at,
    )


def _record(row: Row) -> EntryRecord:
    return EntryRecord(
        id=row["id"],
        source_id=row["source_id"],
        guid=row["guid"],
        url=row["url"],
        canonical_url=row["canonical_url"],
        title_key=row["title_key"],
        content_hash=row["content_hash"],
        item_id=row["item_id"],
        first_seen=moment(row["first_seen"]),
    )
