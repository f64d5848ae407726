from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import product

from digestbot.config.settings import Polling
from digestbot.fetch import schedule
from digestbot.store import Store
from digestbot.store.sources import Activity
from digestbot.types import Response, Source, SourceState

Add = Callable[..., int]


def full_state(now: datetime) -> SourceState:
    return SourceState(
        source_id="coop-news",
        kind="feed",
        etag='W/"a"',
        last_modified="Tue, 24 Nov 2026 08:00:00 GMT",
        body_hash="abc",
        checked_at=now,
        changed_at=now - timedelta(hours=1),
        next_check=now + timedelta(hours=1),
        failures=2,
        status="failed",
        http_status=503,
        error="503",
        moved_to="https://new.example/",
        moved_seen=1,
        added_at=now - timedelta(days=9),
        unchanged_run=4,
        succeeded_at=now - timedelta(days=1),
        skip_hours=frozenset({0, 5, 167}),
        min_interval=timedelta(minutes=90),
        hub="https://hub.example/",
        topic="https://new.example/feed",
    )


def test_a_state_comes_back_as_it_went_in(store: Store, now: datetime) -> None:
    state = full_state(now)
    assert all(getattr(state, field.name) is not None for field in fields(state))
    store.sources.put(state)
    assert store.sources.get("coop-news") == state
    assert store.sources.get("other") is None


def test_one_more_unchanged_answer_stored_in_short_is_the_whole_state_after_it(store: Store, now: datetime) -> None:
    """Over every mix of what a state may hold and an answer may tell: in short only where nothing else changes."""
    source = Source("coop-news", "https://coop.example/feed")
    later = now + timedelta(hours=2)
    shortened = 0
    for status, failures, moved, etag, sent, modified, to, code in product(
        ("unchanged", "ok", "failed"),
        (0, 2),
        ((None, 0), ("https://new.example/", 1), ("https://new.example/", 3)),
        (None, "", 'W/"a"'),
        ({}, {"etag": 'W/"a"'}, {"etag": 'W/"b"'}, {"last-modified": "then", "cache-control": "max-age=9000"}),
        (None, "then"),
        (None, "https://new.example/"),
        (200, 304),
    ):
        state = replace(
            full_state(now),
            status=status,
            failures=failures,
            error="503" if failures else None,
            moved_to=moved[0],
            moved_seen=moved[1],
            etag=etag,
            last_modified=modified,
        )
        answer = Response(source.url, code, sent, b"", later, to)
        still = schedule.still_unchanged(source, state, answer, later, Polling())
        if still is None:
            continue
        shortened += 1
        store.sources.put(state)
        store.sources.still_unchanged([still])
        assert store.sources.get("coop-news") == schedule.after_unchanged(source, state, answer, later, Polling())
    assert shortened > 20


def test_a_state_of_defaults_comes_back_too(store: Store) -> None:
    store.sources.put(SourceState("bare"))
    assert store.sources.get("bare") == SourceState("bare")


def test_putting_again_replaces(store: Store, now: datetime) -> None:
    state = full_state(now)
    newer = replace(state, failures=0, error=None, status="ok")
    store.sources.put_many([state, SourceState("b")])
    store.sources.put_many([newer])
    assert store.sources.all() == {"coop-news": newer, "b": SourceState("b")}


def test_a_removed_source_is_forgotten_but_its_items_stay(store: Store, add: Add, now: datetime) -> None:
    add()
    store.sources.put(full_state(now))
    store.sources.forget("coop-news")
    assert store.sources.all() == {}
    assert store.stats()["items"] == 1


def test_activity_counts_the_last_four_weeks(store: Store, add: Add, now: datetime) -> None:
    add("A")
    add("B", relevant=False, now=now - timedelta(days=20))
    add("C", now=now - timedelta(days=50))
    add("D", source="quiet", now=now - timedelta(days=90))
    assert store.sources.activity(now) == {
        "coop-news": Activity(items=3, items_per_week=0.5, share_relevant=0.5, last_item=now),
        "quiet": Activity(items=1, last_item=now - timedelta(days=90)),
    }


def test_the_times_of_a_source_are_its_newest_first(store: Store, add: Add, now: datetime) -> None:
    for days in (3, 1, 2):
        add(f"T{days}", published=now - timedelta(days=days), now=now - timedelta(days=days))
    add("Elsewhere", source="other")
    assert store.sources.times("coop-news", 2) == [now - timedelta(days=1), now - timedelta(days=2)]
    assert store.sources.times("nobody", 2) == []
