from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta

from digestbot.store import Store
from digestbot.store.sources import Activity
from digestbot.types import SourceState

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
