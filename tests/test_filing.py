"""What sources brought, stored together, is what storing each article alone would have stored."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from grouping.samples import own

from digestbot.filing import Filing, Keep, Sighted, Taken
from digestbot.grouping import fingerprint, place, terms_to_count
from digestbot.reading import Read
from digestbot.shelving import Filed
from digestbot.sources import entry_keys
from digestbot.store import Arrival, Store
from digestbot.types import Article, Entry, Feed, Judgement, Reading, Sighting, Source, SourceState

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
TABLES = ("items", "texts", "stories", "entries", "fingerprints", "bands", "term_postings", "term_counts", "counters")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "together.db") as opened:
        yield opened


def taken(number: int, record: dict[str, str]) -> Taken:
    """One report as it was read; every third is not relevant, and takes part in no story."""
    title, text, url = record["title"], record["text"], record["url"] or f"https://s.example/{record['id']}"
    relevant = number % 3 > 0
    published = NOW - timedelta(hours=number % 40)
    entry = Entry("s", record["id"], url, title, content=text)
    article = Article(url, url, title, text, published=published)
    print_ = fingerprint(title, text, url, published, story=relevant)
    read = Read(article, Judgement(relevant, 0.5, ("housing",) if relevant else ()), Reading("", ()), print_)
    return Taken(Sighting(entry, "new", None, ""), read, NOW if number % 2 else None)


def source(number: int) -> Source:
    return Source(f"s{number}", "https://s.example/feed", title="S")


def keep(number: int, brought: Sequence[Taken]) -> Keep:
    entries = tuple(one.sighting for one in brought)
    keys = tuple(entry_keys(one.entry) for one in entries)
    sighted = Sighted(entries, tuple(one.news_at for one in brought), (), keys, first=True)
    feed = Feed("feed", "rss20", "S", entries=tuple(one.entry for one in entries))
    return Keep(source(number), feed, sighted, tuple(brought), SourceState(source(number).id), NOW)


def brought(order: int) -> list[list[Taken]]:
    """Our own stories and copies, mixed and dealt out to sources; some report the very same thing twice."""
    records = [*own("stories"), *own("copies")][:120]
    random.Random(order).shuffle(records)
    reports = [taken(number, record) for number, record in enumerate([*records, *records[:9]])]
    return [reports[start : start + 15] for start in range(0, len(reports), 15)]


def flood() -> list[list[Taken]]:
    """As a form that many fill in: each repeats, continues or resembles many of those before it."""
    towns, said = ("Hull", "Leeds", "Perth", "Truro"), ("Members voted for it.", "The council has agreed.", "")
    records = []
    for number in range(90):
        town = towns[number % 7 % 4]
        text = (
            f"The housing co-operative in {town} has raised £{number % 5} million from its members to buy the old "
            f"mill beside the station, and builds {number % 3 + 20} homes there. {said[number % 3]} Rents will be set "
            "by those who live in them, and the first tenants are to move in before the summer of next year."
        )
        url = f"https://s.example/{number % 80}"
        records.append({"id": str(number), "title": f"Homes for {town}: part {number % 2}", "text": text, "url": url})
    reports = [taken(number, record) for number, record in enumerate(records)]
    return [reports[start : start + 15] for start in range(0, len(reports), 15)]


def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    return {table: [tuple(row) for row in store.connection.rows(f"select * from {table}")] for table in TABLES}


def one_by_one(store: Store, parts: Sequence[Sequence[Taken]]) -> None:
    for number, part in enumerate(parts):
        for one in part:
            assert isinstance(one.result, Read)
            new = one.result.fingerprint
            candidates = store.index.candidates(new, NOW)
            placed = place(new, candidates, store.index.rarity(terms_to_count(new, candidates)), NOW)
            item = store.items.add(
                one.result.article, one.result.judgement, one.result.reading, new, placed, source(number),
                one.news_at and NOW, NOW,
            )  # fmt: skip
            store.entries.add(source(number).id, entry_keys(one.sighting.entry), item, NOW)
            home = store.items.placement(item)
            assert home is not None
            assert home.story_id is not None
            for moved, there in placed.move:
                store.stories.move(moved, home.story_id if there is None else there, NOW)


@pytest.mark.parametrize("parts", [brought(0), brought(1), brought(2), flood()], ids=["0", "1", "2", "flood"])
def test_together_or_one_by_one_the_store_holds_the_same(
    store: Store, tmp_path: Path, parts: list[list[Taken]]
) -> None:
    with Store.open(tmp_path / "alone.db") as alone:
        one_by_one(alone, parts)
        expected = content(alone)
    filed = Filing(store, lambda: NOW).keep_all([keep(number, part) for number, part in enumerate(parts)])
    assert content(store) == expected
    assert sum(len(one.new) for one in filed if not isinstance(one, Exception)) == len(expected["items"])
    assert any(row["duplicate_of"] for row in store.connection.rows("select duplicate_of from items"))
    assert store.check(thorough=True) == []


def test_what_is_looked_up_together_is_found_as_when_looked_up_alone(store: Store) -> None:
    for part in brought(5):
        prints = [one.result.fingerprint for one in part if isinstance(one.result, Read)]
        for print_, shared in zip(prints, store.index.shared(prints), strict=True):
            assert store.index.find(print_, NOW) == store.index.find(print_, NOW, shared=shared)
        one_by_one(store, [part])


def test_a_fault_over_one_source_is_its_own(store: Store) -> None:
    good, bad, last = (keep(number, part) for number, part in enumerate(brought(0)[:3]))
    read = bad.taken[7].result
    assert isinstance(read, Read)
    spoilt = replace(bad.taken[7], result=replace(read, judgement=None))  # type: ignore[arg-type]
    broken = replace(bad, taken=(*bad.taken[:7], spoilt, *bad.taken[8:]))
    answers = Filing(store, lambda: NOW).keep_all([good, broken, last])
    assert [type(answer).__name__ for answer in answers] == ["Filed", "AttributeError", "Filed"]
    kept = {row[0] for row in store.connection.rows("select distinct source_id from items")}
    assert kept == {"s0", "s2"}


def test_articles_added_together_have_the_ids_that_were_next(store: Store) -> None:
    part = [one for one in brought(2)[0] if isinstance(one.result, Read)]
    new = []
    for one in part:
        assert isinstance(one.result, Read)
        placed = place(one.result.fingerprint, (), store.index.rarity(()), NOW)
        new.append(
            Arrival(one.result.article, one.result.judgement, None, one.result.fingerprint, placed, source(0), NOW)
        )
    assert store.items.next_ids() == (1, 1)
    store.items.add_all([(number, number, None, one) for number, one in enumerate(new[:5], 1)], NOW, next_story=1)
    assert store.items.next_ids() == (6, 6)
    found = store.connection.rows("select id, title, story_id from items")
    assert [tuple(row) for row in found] == [(n, one.article.title, n) for n, one in enumerate(new[:5], 1)]
    assert store.check(thorough=True) == []


def test_a_source_that_comes_twice_in_one_transaction_is_stored_once(store: Store) -> None:
    """A hub's push may meet the poll of its source: the second was sighted before the first was stored."""
    part = brought(0)[0]
    first, second = Filing(store, lambda: NOW).keep_all([keep(0, part), keep(0, part)])
    assert isinstance(first, Filed)
    assert isinstance(second, Filed)
    assert len(first.new) == len(part)
    assert second == Filed()
    assert len(store.connection.rows("select 1 from entries")) == len(part)
