"""A large archive for measuring, kept in ``state/bench`` and used again. All archives end with the same weeks.

Some weeks are invented and filed by the store's own code; years are copies of them (``benchmarks.ages``). The file is
loosened first and tightened after: without the indexes, triggers and look-up tables that make single writes to a large
file slow, which are then made from what was written, in order. Tests show that the tables hold the same as when
every item is filed one by one.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from benchmarks.ages import WEEKS_SPELLS, grow
from benchmarks.history import add_history
from benchmarks.lookups import LOOKUPS, rebuild
from benchmarks.world import SPELL, SPELL_ITEMS, Report, spell
from digestbot.store import FILE_NAME, Store
from digestbot.types import Placement

FOLDER = Path(__file__).parents[1] / "state" / "bench"
EDITION = 2  # raised when the invented world changes, so that no archive of another one is used again
# Single writes need these: looked up by item at each write, grown at their end, or a count of what is written.
KEPT = ("item_topics_item", "dates_item", "items_ai")


def archive(items: int) -> tuple[Path, datetime]:
    """The state folder of an archive of so many items, made if it is not there, and the moment it ends at."""
    folder = FOLDER / f"{items}-{EDITION}"
    ready = folder / "ends-at"
    if not ready.exists():
        began = time.perf_counter()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        weeks, now = folder, datetime.now(UTC).replace(microsecond=0)
        if items != WEEKS_SPELLS * SPELL_ITEMS:
            weeks, now = archive(WEEKS_SPELLS * SPELL_ITEMS)
        spells = max(items // SPELL_ITEMS, 1)
        with Store.open(folder / FILE_NAME) as store:
            with loosened(store):
                if spells <= WEEKS_SPELLS:
                    _invent(store, spells, now)
                else:
                    grow(store, weeks / FILE_NAME, spells // WEEKS_SPELLS)
            add_history(store, now)
        ready.write_text(now.isoformat())
        size = (folder / FILE_NAME).stat().st_size / 1e9
        say(f"{items:,} items, {size:.2f} GB, made in {time.perf_counter() - began:.0f} s")
    return folder, datetime.fromisoformat(ready.read_text())


@contextmanager
def loosened(store: Store) -> Iterator[None]:
    """Takes away what makes single writes slow, and puts it back as the schema has it; nobody else may use the file."""
    db = store.connection
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -400000", "temp_store = file"):
        db.run(f"pragma {pragma}")
    found = db.rows("select type, name, sql from sqlite_master where type in ('index', 'trigger') and sql is not null")
    dropped = [row for row in found if row["name"] not in KEPT]
    for row in dropped:
        db.run(f"drop {row['type']} {row['name']}")
    for table in LOOKUPS:  # rows are thrown away as they come
        db.run(f"create trigger loose_{table} before insert on {table} begin select raise(ignore); end")
    yield
    for table in LOOKUPS:
        db.run(f"drop trigger loose_{table}")
    say("look-up tables …")
    rebuild(store)
    for row in dropped:
        if row["type"] == "index":
            say(f"{row['name']} …")
            db.run(row["sql"])
    say("items_fts …")
    db.run("insert into items_fts(items_fts) values ('rebuild')")
    for row in dropped:
        if row["type"] == "trigger":
            db.run(row["sql"])
    db.run("pragma journal_mode = wal")


def file_reports(store: Store, reports: Sequence[Report]) -> None:
    """Stores the reports of one spell where they say that they belong, in one transaction."""
    ids: list[int] = []
    stories: list[int] = []
    with store.transaction():
        for report in reports:
            placement = Placement(
                None if report.story is None else stories[report.story],
                None if report.copy_of is None else ids[report.copy_of],
                "invented so",
                0.0 if report.story is None else 0.4,
            )
            item_id = store.items.add(
                article=report.article,
                judgement=report.judgement,
                reading=report.reading,
                fingerprint=report.fingerprint,
                placement=placement,
                source=report.source,
                news_at=report.seen,
                now=report.seen,
            )
            store.entries.add(report.source.id, report.keys, item_id=item_id, now=report.seen)
            placed = store.items.placement(item_id)
            assert placed is not None, "it was stored a line above"
            assert placed.story_id is not None, "a stored item has a story"
            ids.append(item_id)
            stories.append(placed.story_id)


def _invent(store: Store, spells: int, now: datetime) -> None:
    """Files the spells, oldest first, while other processes invent the next ones."""
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        coming: deque[Future[list[Report]]] = deque()
        for number in reversed(range(spells)):
            coming.append(pool.submit(spell, number, now - number * SPELL))
            if len(coming) > 2 * cores:
                file_reports(store, coming.popleft().result())
        for future in coming:
            file_reports(store, future.result())


def say(what: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)
