"""What it costs to look a new item up, to place it, and to file it, with much stored beside little stored."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from benchmarks.measuring import Row, Scale, interleaved, spent
from benchmarks.world import ARRIVING, Report, arrivals, spell
from digestbot.filing import Filed, Filing, Keep, Taken
from digestbot.grouping import place, terms_to_count
from digestbot.reading import Parsed, Read
from digestbot.sources import entry_keys
from digestbot.store import Store
from digestbot.types import Entry, Feed, Fingerprint, Reading, SourceState

ARRIVALS = 150  # new relevant items that are looked up, half of them of told events
FILED = 300  # new items of all kinds that are filed
FEED = 15  # entries a source
TOGETHER = 12  # sources stored in one transaction


class _Undone(Exception):  # noqa: N818  # no error: what was filed only to be measured is taken back
    pass


def run(small: Store, large: Store, now: datetime, scale: Scale, against: str) -> list[Row]:
    """Three rows: milliseconds an item."""
    prints = [report.fingerprint for report in arrivals(ARRIVALS, now)]
    reports = spell(ARRIVING + 1, now, like=FILED)
    random.Random(1).shuffle(reports)
    jobs: dict[str, Callable[[], object]] = {}
    for name, store in (("large", large), ("small", small)):
        jobs[name] = lambda store=store: [_find(store, one, now) for one in prints]
        jobs[f"{name} placed"] = lambda store=store: [_place(store, one, now) for one in prints]
        jobs[f"{name} filed"] = lambda store=store: _file(store, reports, now)
    for job in jobs.values():
        job()  # fills the caches
    found = interleaved({name: spent(job) for name, job in jobs.items()}, scale.runs)
    stored = f"{scale.items:,} stored"
    rows = []
    for what, key, many in (
        (f"near-copy and story look-up, a relevant item, {stored}", "", ARRIVALS),
        ("the same, and placed among what was found", " placed", ARRIVALS),
        (f"an item of any kind filed, from entry to tables, {stored}", " filed", FILED),
    ):
        ours, theirs = (found[name + key] * 1000 / many for name in ("large", "small"))
        rows.append(Row(what, ours, theirs, against, "ms", "≤ 2×", "≤ 1.2×", "processor time"))
    return rows


def _find(store: Store, new: Fingerprint, now: datetime) -> None:
    store.index.candidates(new, now)


def _place(store: Store, new: Fingerprint, now: datetime) -> None:
    candidates = store.index.candidates(new, now)
    place(new, candidates, store.index.rarity(terms_to_count(new, candidates)), now)


def _file(store: Store, reports: list[Report], now: datetime) -> None:
    """Files the reports source by source as a round does, each in a transaction that is written out, and undoes all."""
    filing = Filing(store, lambda: now)
    with suppress(_Undone), store.transaction():
        many = [_kept(filing, reports[start : start + FEED], now) for start in range(0, len(reports), FEED)]
        for start in range(0, len(many), TOGETHER):
            answers = filing.keep_all(many[start : start + TOGETHER])
            assert all(isinstance(one, Filed) for one in answers), "the round would log it"
        _undo()


def _undo() -> None:
    raise _Undone


def _kept(filing: Filing, reports: list[Report], now: datetime) -> Keep:
    """What one source brought, as a round hands it over."""
    source = reports[0].source
    entries = [
        Entry(source.id, one.keys.guid, one.article.url, one.article.title, one.article.text[:400]) for one in reports
    ]
    feed, state = Feed("feed", "rss", source.title, tuple(entries)), SourceState(source.id, changed_at=now)
    sighted = filing.sight(source, state, Parsed(feed, tuple(map(entry_keys, entries))), now, 3)
    taken = [
        Taken(sighting, Read(one.article, one.judgement, one.reading or Reading(""), one.fingerprint), now)
        for sighting, one in zip(sighted.entries, reports, strict=True)
    ]
    return Keep(source, feed, sighted, tuple(taken), state, now, waiting=False)
