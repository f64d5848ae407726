from __future__ import annotations

from datetime import datetime, timedelta

from digestbot.store import Store


def test_an_event_is_new_exactly_once(store: Store, now: datetime) -> None:
    assert [store.events.first_time("Ev1", now) for _ in range(3)] == [True, False, False]
    assert store.events.first_time("Ev2", now) is True


def test_old_events_are_pruned(store: Store, now: datetime) -> None:
    store.events.first_time("Ev1", now - timedelta(days=2))
    store.events.first_time("Ev2", now)
    assert store.events.prune(now) == 1
    assert store.events.first_time("Ev2", now) is False
