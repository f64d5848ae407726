from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from digestbot.errors import StoreError
from digestbot.store import Store

Add = Callable[..., int]


def test_saving_is_idempotent_and_the_last_kept_comes_first(store: Store, add: Add, now: datetime) -> None:
    one, two = add("One"), add("Two")
    assert store.people.save("U1", one, now) is True
    assert store.people.save("U1", one, now + timedelta(hours=9)) is False
    store.people.save("U1", two, now + timedelta(hours=1))
    assert [item.id for item in store.people.saved("U1")] == [two, one]
    assert store.people.saved("U2") == []
    assert (store.people.unsave("U1", one), store.people.unsave("U1", one)) == (True, False)


def test_an_unknown_item_cannot_be_saved(store: Store, now: datetime) -> None:
    with pytest.raises(StoreError, match="no item 99"):
        store.people.save("U1", 99, now)


def test_the_most_saved_of_a_span(store: Store, add: Add, now: datetime) -> None:
    one, two, old = add("One"), add("Two"), add("Old")
    store.people.save("U1", one, now)
    store.people.save("U1", two, now)
    store.people.save("U2", two, now)
    store.people.save("U3", old, now - timedelta(days=30))
    found = store.people.most_saved(now - timedelta(days=7), now + timedelta(days=1))
    assert [(item.id, people) for item, people in found] == [(two, 2), (one, 1)]


def test_a_saved_search_may_become_an_alert(store: Store, now: datetime) -> None:
    search = store.people.save_search("U1", "topic:housing", now)
    assert store.people.alerts() == []
    again = store.people.save_search("U1", "topic:housing", now + timedelta(days=1), alert=True)
    assert (again.id, again.at, again.alert) == (search.id, now, True)
    assert store.people.alerts() == store.people.searches("U1") == [again]


def test_only_its_owner_drops_a_search(store: Store, now: datetime) -> None:
    search = store.people.save_search("U1", "leeds", now)
    assert store.people.remove_search("U2", search.id) is False
    assert store.people.remove_search("U1", search.id) is True
    assert store.people.searches("U1") == []
