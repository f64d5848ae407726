"""The archives that are measured hold what filing one by one would have stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.ages import grow
from benchmarks.building import file_reports, loosened
from benchmarks.world import SPELL, Report, arrivals, spell
from digestbot.grouping import place, terms_to_count
from digestbot.sources.identity import EntryKeys
from digestbot.store import FILE_NAME, Store
from digestbot.types import Article, Judgement, Placement, Reading, Source

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
EACH = 250  # reports a spell; two spells make the weeks of which the years are copies
AGES = 4


@pytest.fixture(scope="module")
def spells() -> list[list[Report]]:
    return [spell(1, NOW - SPELL, like=EACH), spell(0, NOW, like=EACH)]


@pytest.fixture(scope="module")
def weeks(spells: list[list[Report]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("weeks") / FILE_NAME) as store:
        with loosened(store):
            for reports in spells:
                file_reports(store, reports)
        yield store


@pytest.fixture(scope="module")
def years(weeks: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("years") / FILE_NAME) as store:
        with loosened(store):
            grow(store, weeks.path, AGES)
        yield store


def _tables(store: Store) -> dict[str, tuple[int, str]]:
    """Table → rows and a hash of them, in the order of all columns; of full text, every word's every place."""
    db = store.connection
    db.run("create virtual table temp.words using fts5vocab(main, items_fts, instance)")
    names = [
        row[0] for row in db.rows("select name from sqlite_master where type = 'table' and name not like 'items_fts%'")
    ]
    found = {}
    for name in [*names, "temp.words"]:
        width = len(db.rows(f"pragma table_info({name.removeprefix('temp.')})"))
        rows = db.rows(f"select * from {name} order by {', '.join(map(str, range(1, width + 1)))}")
        shown = [tuple(row) if name != "schema_versions" else tuple(row)[:2] for row in rows]
        found[name] = len(rows), hashlib.sha256(repr(shown).encode()).hexdigest()
    db.run("drop table temp.words")
    return found


def _refiled(years: Store, store: Store) -> None:
    """Every item of ``years`` read back and stored, one by one, by what files a new one."""
    db = years.connection
    for row in db.rows("select * from entries order by id"):
        item = years.items.get(row["item_id"])
        made = years.index.get(row["item_id"])
        placed = years.items.placement(row["item_id"])
        assert item is not None
        assert made is not None
        assert placed is not None
        first = db.row("select min(id) from items where story_id = ?", (placed.story_id,))
        assert first is not None
        new = first[0] == item.id
        same = store.items.add(
            Article(
                item.url, made.canonical_url, item.title, item.text, item.summary, published=made.published,
                language=item.language,
            ),
            Judgement(item.relevant, item.relevance, item.topics, item.scores, years.items.because(item.id)),
            Reading(item.summary, item.facts),
            made,
            Placement(None if new else placed.story_id, placed.duplicate_of, placed.reason, placed.similarity),
            Source(item.source_id, url="", title=item.source_title, weight=item.source_weight),
            item.news_at,
            item.first_seen,
        )  # fmt: skip
        keys = EntryKeys(row["guid"], row["url"], row["canonical_url"], row["title_key"], row["content_hash"])
        store.entries.add(item.source_id, keys, same, item.first_seen)


def test_an_archive_holds_what_filing_its_items_one_by_one_would_store(years: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path / FILE_NAME) as singly:
        _refiled(years, singly)
        ours, theirs = _tables(years), _tables(singly)
    assert ours == theirs
    assert ours["items"][0] == 2 * EACH * AGES
    filled = {name for name, (rows, _) in ours.items() if rows}
    assert filled >= {
        "items", "texts", "stories", "entries", "item_topics", "dates", "fingerprints", "bands", "term_postings",
        "term_counts", "counters", "temp.words",
    }  # fmt: skip


def test_the_weeks_hold_what_filing_their_reports_one_by_one_stores(
    weeks: Store, spells: list[list[Report]], tmp_path: Path
) -> None:
    with Store.open(tmp_path / FILE_NAME) as singly:
        for reports in spells:
            file_reports(singly, reports)
        assert _tables(weeks) == _tables(singly)


def test_an_archive_has_the_schema_of_any_other(years: Store, tmp_path: Path) -> None:
    def schema(store: Store) -> set[tuple[str, str, str]]:
        return {tuple(row) for row in store.connection.rows("select type, name, sql from sqlite_master")}

    with Store.open(tmp_path / FILE_NAME) as fresh:
        assert schema(years) == schema(fresh)
    assert not years.check(thorough=True)


def test_ids_follow_the_time(years: Store) -> None:
    seen = [row[0] for row in years.connection.rows("select first_seen from items order by id")]
    assert seen == sorted(seen)
    assert seen[0][:10] == (NOW - SPELL * 10 * AGES + SPELL * 8).date().isoformat()


def test_words_go_out_of_use(years: Store) -> None:
    """What is rare in one age is found in no other, so that the vocabulary of years is larger than that of weeks."""
    name = years.connection.row("select title from items where title glob '*zz*' order by id desc limit 1")
    assert name is not None
    word = next(word for word in name[0].split() if "zz" in word)
    found = years.search.page(word, now=NOW)
    assert found.total >= 1
    assert all(hit.item.id > 2 * EACH * (AGES - 1) for hit in found.hits)


def test_a_spell_is_the_same_each_time(spells: list[list[Report]]) -> None:
    assert spell(0, NOW, like=EACH) == spells[1]


def test_invented_stories_are_those_that_grouping_finds(years: Store, spells: list[list[Report]]) -> None:
    """A further report of an event that was told is placed in its story, a report of a new one in none."""
    joined = {True: 0, False: 0}
    for number, report in enumerate(arrivals(60, NOW, like=EACH)):
        candidates = years.index.candidates(report.fingerprint, NOW)
        rarity = years.index.rarity(terms_to_count(report.fingerprint, candidates))
        joined[number % 2 == 1] += place(report.fingerprint, candidates, rarity, NOW).story_id is not None
    assert joined[True] >= 24
    assert joined[False] <= 2
