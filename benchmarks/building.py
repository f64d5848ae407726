"""A large archive for measuring, grown from a real polled one by copying rows in SQL: older, other terms, no copies.

Kept in ``state/bench`` and used again. Each generation of copies covers ``SPAN`` and has near-copy bands and text
hashes of its own and, ``TURNOVER`` generations apart, other names in place of half of its terms: a newsroom that took
in the same number of items a day for years. The newest generation has the highest ids and the terms as polled.
"""

# statements are put together from constants of this module only

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.newsrooms import configured, feeds
from benchmarks.serving import ENTRIES
from digestbot.newsroom import open_newsroom
from digestbot.store import FILE_NAME, Store

FOLDER = Path(__file__).parents[1] / "state" / "bench"
SEED_ITEMS = 2_000  # polled for real; the rest is copied
SPAN = timedelta(days=4)  # that a generation covers: 500 items a day, 1,000,000 in five and a half years
TURNOVER = 5  # generations, 20 days
_STEP = 2_654_435_761  # odd, near 2³²/φ: shifted terms of different generations never meet
_MASK = 0xFFFF_FFFF


def archive(items: int) -> tuple[Path, datetime]:
    """The state folder of an archive of about so many items, made if it is not there, and the moment it ends at."""
    folder = FOLDER / str(items)
    ready = folder / "ends-at"
    if not ready.exists():
        began = time.perf_counter()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        seed = _seed()
        shutil.copy(seed / FILE_NAME, folder / FILE_NAME)
        now = datetime.fromisoformat((seed / "ends-at").read_text())
        _grow(folder / FILE_NAME, items, now)
        ready.write_text(now.isoformat())
        print(f"  {items:,} items made in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return folder, datetime.fromisoformat(ready.read_text())


def _seed() -> Path:
    """A polled archive of ``SEED_ITEMS`` items."""
    folder = FOLDER / "seed"
    if not (folder / "ends-at").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        asyncio.run(_poll(folder))
        (folder / "ends-at").write_text(datetime.now(UTC).isoformat())
    return folder


async def _poll(state: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, feeds(-(-SEED_ITEMS // ENTRIES)) as urls:
        config = configured(Path(folder), urls)
        async with open_newsroom(config, state, environ={}) as newsroom:
            await newsroom.poll(every=True)
            newsroom.room.store.connection.run("pragma wal_checkpoint(truncate)")


def _grow(file: Path, items: int, now: datetime) -> None:
    db = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -400000", "temp_store = file"):
        db.execute(f"pragma {pragma}")
    db.create_function("shifted_terms", 2, lambda blob, turn: _shift_terms(blob, turn, 6), deterministic=True)
    db.create_function("shifted_posted", 2, lambda blob, turn: _shift_terms(blob, turn, 4), deterministic=True)
    db.create_function("shifted_bands", 2, _shift_bands, deterministic=True)
    have = db.execute("select max(id) from items").fetchone()[0]
    generations = max(1, round(items / have))
    with _no_triggers(db):
        db.execute("begin")
        _spread(db, now)
        stories = db.execute("select max(id) from stories").fetchone()[0]
        for number in range(1, generations):
            _copy_rows(db, _Generation(number, generations, have, stories))
        _age_seed(db, _Generation(0, generations, have, stories))
        _rebuild_lookups(db)
        db.execute("insert into items_fts(items_fts) values ('rebuild')")
        db.execute("commit")
    db.execute("analyze")
    db.execute("pragma journal_mode = wal")
    db.close()
    with Store.open(file) as store:
        assert not store.check(), "the archive is sound"


@contextmanager
def _no_triggers(db: sqlite3.Connection) -> Iterator[None]:
    """Full text is built once at the end instead of row by row."""
    triggers = db.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"drop trigger {name}")
    yield
    for _, sql in triggers:
        db.execute(sql)


@dataclass(frozen=True, slots=True)
class _Generation:
    """The ``number``-th copy of the seed, oldest first; the last of ``of`` is as old as the seed was."""

    number: int
    of: int
    items: int  # highest id in the seed
    stories: int

    @property
    def days(self) -> int:
        return (self.number - self.of + 1) * SPAN.days

    @property
    def turn(self) -> int:
        return (self.of - 1 - self.number) // TURNOVER

    def item(self, column: str) -> str:
        return f"{column} + {self.number * self.items}"

    def story(self, column: str) -> str:
        return f"{column} + {self.number * self.stories}"

    def at(self, column: str) -> str:
        return f"strftime('%Y-%m-%dT%H:%M:%f000Z', {column}, '{self.days} days')"

    def changes(self) -> dict[str, dict[str, str]]:
        """Table → column → what it holds in this generation."""
        moved = {"item_id": self.item("item_id")}
        return {
            "stories": {
                "id": self.story("id"),
                "created": self.at("created"),
                "updated": self.at("updated"),
                "merged_into": self.story("merged_into"),
            },
            "items": {
                "id": self.item("id"),
                "url": f"url || '?{self.number}'",
                "canonical_url": f"canonical_url || '?{self.number}'",
                "published": self.at("published"),
                "first_seen": self.at("first_seen"),
                "news_at": self.at("news_at"),
                "story_id": self.story("story_id"),
                "duplicate_of": self.item("duplicate_of"),
            },
            "texts": moved,
            "item_topics": {**moved, "published": self.at("published")},
            "dates": {**moved, "day": f"date(day, '{self.days} days')"},
            "fingerprints": {
                **moved,
                "day": f"day + {self.days}",
                "published": self.at("published"),
                "text_hash": f"text_hash || '{self.number}'",
                "terms": f"shifted_terms(terms, {self.turn})",
                "posted": f"shifted_posted(posted, {self.turn})",
                "bands": f"shifted_bands(bands, {self.number})",
            },
        }


def _spread(db: sqlite3.Connection, now: datetime) -> None:
    """Gives the seed's items times over the last ``SPAN``, and those relevant in it as news of that time."""
    chance = random.Random(1)
    seconds = sorted(chance.randrange(int(SPAN.total_seconds())) for _ in db.execute("select id from items"))
    ids = [row[0] for row in db.execute("select id from items order by id desc")]
    for item, back in zip(ids, seconds, strict=True):
        at = (now - timedelta(seconds=back)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
        db.execute("update items set published = ?, first_seen = ?, news_at = ? where id = ?", (at, at, at, item))
        day = (now - timedelta(seconds=back)).date().toordinal() - 719_163  # ordinal of 1 January 1970
        db.execute("update fingerprints set published = ?, day = ? where item_id = ?", (at, day, item))
    db.execute("update item_topics set published = (select published from items where id = item_id)")


def _copy_rows(db: sqlite3.Connection, generation: _Generation) -> None:
    for table, changed in generation.changes().items():
        names = [row[1] for row in db.execute(f"pragma table_info({table})")]
        values = ", ".join(changed.get(name, name) for name in names)
        key, most = _key(table, generation)
        db.execute(f"insert into {table}({', '.join(names)}) select {values} from {table} where {key} <= {most}")


def _age_seed(db: sqlite3.Connection, generation: _Generation) -> None:
    """The seed, from which all others were copied, becomes the oldest."""
    for table, changed in generation.changes().items():
        values = ", ".join(f"{name} = {value}" for name, value in changed.items() if name not in ("id", "item_id"))
        key, most = _key(table, generation)
        if values:
            db.execute(f"update {table} set {values} where {key} <= {most}")


def _key(table: str, generation: _Generation) -> tuple[str, int]:
    if table == "stories":
        return "id", generation.stories
    return "id" if table == "items" else "item_id", generation.items


def _rebuild_lookups(db: sqlite3.Connection) -> None:
    """The tables that point from a band or term to items, in order of their keys, from the fingerprints."""
    for table in ("bands", "term_postings", "term_counts"):
        db.execute(f"delete from {table}")
    db.execute("create temp table loose_bands(band integer, item_id integer)")
    db.execute("create temp table loose_posted(term integer, day integer, item_id integer)")
    counts: dict[int, int] = {}
    bands: list[tuple[int, int]] = []
    posted: list[tuple[int, int, int]] = []

    def flush() -> None:
        db.executemany("insert into loose_bands values (?, ?)", bands)
        db.executemany("insert into loose_posted values (?, ?, ?)", posted)
        bands.clear()
        posted.clear()

    reading = db.cursor().execute("select item_id, day, terms, posted, bands from fingerprints")
    for item, day, terms, posted_blob, band_blob in reading:
        size = len(terms) // 6
        for term in struct.unpack_from(f"<{size}I", terms):
            counts[term] = counts.get(term, 0) + 1
        bands.extend((band, item) for band in struct.unpack(f"<{len(band_blob) // 8}q", band_blob))
        posted.extend((term, day, item) for term in struct.unpack(f"<{len(posted_blob) // 4}I", posted_blob))
        if len(bands) > 500_000:
            flush()
    flush()
    db.execute("insert or ignore into bands select band, item_id from loose_bands order by band, item_id")
    total = db.execute("select count(*) from fingerprints where length(terms)").fetchone()[0]
    db.executemany("insert into term_counts(term, items) values (?, ?)", sorted(counts.items()))
    common = total * 0.02  # as the store does: what too many items hold is not posted
    db.execute(
        "insert or ignore into term_postings select p.term, p.day, p.item_id from loose_posted p"
        " join term_counts c on c.term = p.term where c.items <= ? order by p.term, p.day, p.item_id",
        (common,),
    )
    db.execute("update counters set value = ? where name = 'fingerprints'", (total,))
    db.execute("drop table loose_bands")
    db.execute("drop table loose_posted")


def _shift_terms(blob: bytes, turn: int, width: int) -> bytes:
    """Other ids for the odd half of the terms; ``width``: bytes a term, of which the first four are its id."""
    size = len(blob) // width
    terms = struct.unpack_from(f"<{size}I", blob)
    new = [(term + turn * _STEP) & _MASK if term & 1 else term for term in terms]
    return struct.pack(f"<{size}I", *new) + blob[size * 4 :]


def _shift_bands(blob: bytes, generation: int) -> bytes:
    keys = struct.unpack(f"<{len(blob) // 8}q", blob)
    # The low 32 bits are a checksum of the band's hashes, the high ones its number.
    new = [key & ~_MASK | ((key + generation * _STEP) & _MASK) for key in keys]
    return struct.pack(f"<{len(new)}q", *new)
