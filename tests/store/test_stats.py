from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from digestbot.store import Store
from digestbot.types import Delivery, SourceState

Add = Callable[..., int]


def test_everything_is_counted(store: Store, add: Add, now: datetime) -> None:
    first = add("A")
    add("Copy", story=1, copy_of=first)
    add("Off", relevant=False, news_at=None)
    store.sources.put(SourceState("coop-news"))
    delivery = Delivery("d1", "#a", "daily", "pending", now, now, ())
    store.outbox.prepare(delivery, now=now)
    found = store.stats()
    assert {name: found[name] for name in ("items", "relevant", "duplicates", "stories", "sources", "entries")} == {
        "items": 3,
        "relevant": 2,
        "duplicates": 1,
        "stories": 2,
        "sources": 1,
        "entries": 0,
    }
    assert (found["deliveries"], found["deliveries_open"], found["deliveries_failed"]) == (1, 1, 0)
    assert found["file_bytes"] > 0
    store.outbox.mark_failed("d1", "gone", give_up=True)
    assert store.stats()["deliveries_failed"] == 1
