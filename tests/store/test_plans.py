"""No statement of the store reads a large table from end to end: SQLite's own plans of everything that is asked of it.

The plans depend on schema and statement only (the store keeps no statistics), so they are those at 1,000,000 items.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from digestbot.sources.identity import EntryKeys
from digestbot.store import Store
from digestbot.store.labels import HOME
from digestbot.types import Article, Delivery, Fact, Fingerprint, Judgement, Label, Message, Reading

Add = Callable[..., int]
Print = Callable[[str, str, str, datetime | None], Fingerprint]
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)

LARGE = {
    "items", "texts", "entries", "stories", "fingerprints", "bands", "term_postings", "term_counts", "item_topics",
    "dates",
}  # fmt: skip
# What may be read from end to end all the same: table, what the statement begins with, and why.
ALLOWED = (
    ("items", "select count(*) from items", "`doctor` counts, by a small index"),
    ("entries", "select count(*) from entries", "`doctor` counts, by a small index"),
    ("stories", "select count(*) from stories", "`doctor` counts; two columns a row"),
    ("items", "select id from (select id, relevance", "the newest 5,000 only"),
)


QUERIES = (
    "bakery", "bakery leeds", '"a bakery"', "topic:co-operatives bakery", "topic:co-operatives", "-leeds", "",
    "since:3d", "source:coop-news bakery", "bakery since:30d", "bakery before:2020", "bakery -leeds", "before:2020",
    "source:no x", "nothing of this",
)  # fmt: skip


def _statements(store: Store, add: Add, fingerprint: Print) -> list[str]:
    """Every statement that SQLite was given for one of every kind of work."""
    seen: set[str] = set()
    store.connection.raw.set_trace_callback(seen.add)
    use_everything(store, add, fingerprint)
    store.connection.raw.set_trace_callback(None)
    return sorted(one for one in seen if re.match(r"(?:select|insert|update|delete|with)\b", one, re.IGNORECASE))


def _whole_reads(db: sqlite3.Connection, statement: str) -> set[str]:
    """The large tables that a statement reads from end to end, or makes an index of for itself."""
    named = dict(re.findall(r"\b(?:from|join|update|into)\s+(\w+)(?:\s+(?:as\s+)?(\w+))?", statement))
    tables = {**{table: table for table in named}, **{alias: table for table, alias in named.items() if alias}}
    found = set()
    for row in db.execute(f"explain query plan {statement}"):
        match = re.match(r"SCAN (\w+)|SEARCH (\w+) USING AUTOMATIC", row["detail"])
        if match:
            found.add(tables.get(match[1] or match[2], ""))
    return found & LARGE


def test_no_large_table_is_read_from_end_to_end(store: Store, add: Add, fingerprint: Print) -> None:
    found = {
        (table, statement)
        for statement in _statements(store, add, fingerprint)
        for table in _whole_reads(store.connection.raw, statement)
    }
    unknown = [
        (table, statement)
        for table, statement in found
        if not any(table == one and statement.startswith(begins) for one, begins, _ in ALLOWED)
    ]
    assert not unknown
    for one, begins, _ in ALLOWED:
        assert any(table == one and asked.startswith(begins) for table, asked in found), "allowed, and nobody does it"


def test_full_text_is_always_read_by_what_is_looked_for(store: Store, add: Add, fingerprint: Print) -> None:
    plans = [
        row["detail"]
        for statement in _statements(store, add, fingerprint)
        if "items_fts" in statement and statement.startswith("select")
        for row in store.connection.raw.execute(f"explain query plan {statement}")
        if "SCAN items_fts" in row["detail"]
    ]
    assert plans
    assert all(re.search(r"INDEX \d+:\S*M4", plan) for plan in plans), "M4: by its MATCH"


def test_the_health_of_many_sources_reads_no_article(store: Store, add: Add) -> None:
    """Some hundred sources with a few dozen articles each, all over the file, would be a page each."""
    add()
    seen: list[str] = []
    store.connection.raw.set_trace_callback(seen.append)
    store.sources.activity(NOW)
    store.sources.times("coop-news", 20)
    store.connection.raw.set_trace_callback(None)
    plans = [row["detail"] for one in seen for row in store.connection.raw.execute(f"explain query plan {one}")]
    used = [plan for plan in plans if "items_source" in plan]
    assert len(used) == 3
    assert all("COVERING INDEX items_source" in plan for plan in used)


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("select count(*) from texts where text like 'a%'", {"texts"}),
        ("select i.id from entries e join items i on i.title = e.title_key where e.id = 1", {"items"}),
        ("update items set relevant = 0 where author = 'x'", {"items"}),
        ("select * from bands where item_id = 3", {"bands"}),
        ("select * from items where id = 3", set()),
    ],
)
def test_a_statement_that_reads_all_is_noticed(store: Store, statement: str, tables: set[str]) -> None:
    assert _whole_reads(store.connection.raw, statement) == tables


def use_everything(store: Store, add: Add, fingerprint: Print) -> None:
    """One of every kind of work with a store, hot and cold."""
    facts = (Fact("deadline", "1 December 2026", "2026-12-01"),)
    first = add(facts=facts)
    story = store.items.placement(first).story_id
    for n in range(12):
        add(f"Bakery number {n} opens", f"Text {n} of a bakery in Leeds", story=story if n % 2 else None, facts=facts)
    other = add(title="Another", text="another text of things")
    copy = add(title="Another copy", text="another text of things", copy_of=other)
    made = fingerprint("Leeds bakery opens", "Twelve members opened a bakery", "https://news.example/leeds", NOW)
    store.index.candidates(made, NOW)
    store.index.get(first)
    for query in QUERIES:
        store.search.page(query, now=NOW)
    store.search.matching("bakery", [first], now=NOW)
    shelf = store.items
    shelf.get(first)
    shelf.many([first, other])
    shelf.by_url("https://news.example/leeds")
    shelf.because(first)
    shelf.story(story)
    for topics in ((), ("housing",)):
        shelf.relevant_window(NOW - timedelta(days=1), NOW, topics, "#news", after=first)
        store.dates.between(date(2026, 11, 1), date(2026, 12, 31), topics)
    shelf.uncertain()
    shelf.news_after(first, 10)
    list(shelf.originals())
    list(shelf.originals("co-operatives"))
    shelf.count_originals()
    shelf.count_originals("co-operatives")
    shelf.topic_counts(NOW - timedelta(days=7), NOW)
    store.items.correct(first, True, ["housing"])
    article = Article("https://news.example/leeds", "", "A new title", "New text")
    store.items.update(first, article, Judgement(True, 0.9, ("housing",)), Reading("s", facts), made, NOW, NOW)
    store.stories.split(first, "U1", NOW)
    store.stories.merge(story, store.items.placement(first).story_id, "U1", NOW)
    store.stories.join(story, [store.items.placement(other).story_id], NOW)
    store.stories.part([other], NOW)
    store.stories.link(first, [copy], NOW)
    store.stories.rulings([first, other])
    store.stories.ruling(first, other)
    keys = EntryKeys("g", "u", "c", "t", "h")
    record = store.entries.add("coop-news", keys, first, NOW)
    store.entries.known("coop-news", [keys])
    store.entries.change(record, keys, NOW)
    store.entries.touch([record], NOW)
    store.entries.of_item(first)
    store.sources.activity(NOW)
    store.sources.times("coop-news", 20)
    store.sources.all()
    store.coverage.sources_told()
    store.coverage.topic_sources(NOW - timedelta(days=31), NOW)
    store.coverage.totals(NOW - timedelta(days=31), NOW)
    store.labels.add(Label(first, "U1", "useful", ("housing",), NOW))
    store.labels.of(first)
    store.labels.last_said([first], HOME)
    store.labels.all()
    store.labels.verdicts([first])
    store.labels.remove(first, "U1")
    people = store.people
    people.save("U1", first, NOW)
    people.saved("U1")
    people.most_saved(NOW - timedelta(days=7), NOW)
    people.unsave("U1", first)
    people.save_search("U1", "bakery", NOW)
    people.searches("U1")
    people.alerts()
    outbox = store.outbox
    delivery = Delivery("d", "#news", "daily", "pending", NOW - timedelta(days=1), NOW, (Message("t", ()),))
    outbox.prepare(delivery, digest={}, stories=[(story, first)], now=NOW)
    outbox.due(NOW)
    outbox.mark_sending("d")
    outbox.mark_part_sent("d", 0, ts="1.0", channel_id="C1")
    outbox.mark_sent("d", NOW)
    outbox.recent()
    outbox.recent("#news")
    outbox.sent_since(NOW - timedelta(days=7))
    outbox.last_window_end("#news", "daily")
    outbox.last_window_end("#news", "daily", before=NOW)
    outbox.newest_told("#news")
    outbox.stories("d")
    outbox.held("d")
    outbox.digests_with(first, 3)
    outbox.told("#news", [story])
    outbox.told_anywhere(story)
    outbox.told_items("#news", [story])
    outbox.astray("#news", NOW)
    outbox.set_permalink("d", "https://x.example/")
    store.log.add("U1", "x", None, None, NOW)
    store.log.recent()
    store.events.first_time("e", NOW)
    store.stats()
    store.retention.retire(NOW + timedelta(days=1), text=timedelta(hours=1), digests=timedelta(hours=1))
