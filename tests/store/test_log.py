from __future__ import annotations

from datetime import datetime, timedelta

from digestbot.store import Store


def test_changes_come_back_newest_first(store: Store, now: datetime) -> None:
    first = store.log.add("U1", "sources.add", None, {"url": "https://é.example"}, now)
    second = store.log.add("U2", "channels.set", {"at": "08:30"}, {"at": "09:00"}, now)
    assert store.log.recent() == [second, first]
    assert store.log.recent(what="sources.add") == [first]
    assert store.log.get(first.id) == first
    assert store.log.get(99) is None


def test_a_change_is_undone_once(store: Store, now: datetime) -> None:
    store.log.add("U1", "a", 1, 2, now)
    second = store.log.add("U2", "b", 1, 2, now)
    later = now + timedelta(minutes=1)
    assert store.log.mark_undone(second.id, "U9", later) is True
    assert store.log.mark_undone(second.id, "U9", later) is False
    undone = store.log.get(second.id)
    assert undone is not None
    assert (undone.undone_by, undone.undone_at) == ("U9", later)
