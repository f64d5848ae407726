from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from digestbot.errors import StoreError
from digestbot.store import Store
from digestbot.types import Label

Add = Callable[..., int]


def test_the_latest_word_of_a_person_counts(store: Store, add: Add, now: datetime) -> None:
    item = add()
    first = Label(item, "U1", "not-relevant", (), now)
    second = Label(item, "U1", "topics", ("housing", "policy"), now + timedelta(hours=1))
    assert store.labels.add(first) is None
    assert store.labels.add(second) == first
    assert store.labels.of(item) == [second]
    assert store.labels.add(second) == second


def test_a_lesson_keeps_the_words_it_was_about(store: Store, add: Add, now: datetime) -> None:
    item = add("Bakery", "Members opened it.")
    label = Label(item, "U1", "useful", (), now)
    store.labels.add(label)
    store.retention.retire(now + timedelta(days=9), text=timedelta(days=1), digests=timedelta(days=1))
    store.labels.add(replace(label, verdict="not-relevant"))
    assert store.labels.all() == [(replace(label, verdict="not-relevant"), "Bakery", "Members opened it.")]


def test_people_are_counted_by_verdict(store: Store, add: Add, now: datetime) -> None:
    one, two = add("One"), add("Two")
    for user in ("U1", "U2"):
        store.labels.add(Label(one, user, "useful", (), now))
    store.labels.add(Label(two, "U1", "not-relevant", (), now))
    assert store.labels.verdicts([one, two, 99]) == {one: {"useful": 2}, two: {"not-relevant": 1}}


def test_a_label_can_be_taken_back_once(store: Store, add: Add, now: datetime) -> None:
    item = add()
    store.labels.add(Label(item, "U1", "useful", (), now))
    assert (store.labels.remove(item, "U1"), store.labels.remove(item, "U1")) == (True, False)
    assert store.labels.get(item, "U1") is None


def test_an_unknown_item_cannot_be_labelled(store: Store, now: datetime) -> None:
    with pytest.raises(StoreError, match="no item 9"):
        store.labels.add(Label(9, "U1", "useful", (), now))
