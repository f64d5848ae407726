from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from digestbot.store import Store
from digestbot.store.coverage import Totals
from digestbot.types import Delivery

Add = Callable[..., int]


def test_the_span_ends_before_its_end_and_copies_feed_no_topic(store: Store, add: Add, now: datetime) -> None:
    first = add("Bakery", published=now, topics=("housing",), source="a")
    add("Bakery again", published=now, topics=("housing",), source="b", copy_of=first, story=1)
    add("Mill", published=now - timedelta(days=1), topics=("housing", "policy"), source="b")
    add("Later", published=now + timedelta(hours=1), topics=("policy",), source="c")
    end = now + timedelta(hours=1)
    assert store.coverage.totals(now, end) == Totals(articles=2, copies=1, stories=1)
    assert store.coverage.topic_sources(now - timedelta(days=2), end) == {
        "housing": {"a": 1, "b": 1},
        "policy": {"b": 1},
    }


def test_only_sent_digests_tell_and_alerts_do_not(store: Store, add: Add, now: datetime) -> None:
    items = [add(f"Story {number}", source=source) for number, source in enumerate("abc")]
    for item, kind in zip(items, ("daily", "alert", "weekly"), strict=True):
        delivery = Delivery(f"d{item}", "#c", kind, "pending", now, now, ())
        store.outbox.prepare(delivery, stories=[(item, item)], now=now)
        if kind != "weekly":
            store.outbox.mark_sent(delivery.digest_id, now)
    assert store.coverage.sources_told() == {"a"}
