from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from digestbot.store import Store
from digestbot.types import Fact

Add = Callable[..., int]
YEAR = (date(2026, 1, 1), date(2027, 12, 31))


def closes(day: str) -> Fact:
    return Fact("deadline", "apply by then", day)


def test_days_come_soonest_first_and_both_ends_count(store: Store, add: Add) -> None:
    add("Late", facts=(closes("2026-12-31"),))
    add("Soon", facts=(closes("2026-12-01T17:00:00+00:00"), Fact("money", "£5", "GBP 5")))
    add("Meeting", facts=(Fact("event", "on 5 Dec", "2026-12-05"),))
    found = store.dates.between(date(2026, 12, 1), date(2026, 12, 31))
    assert [(line.title, line.kind, line.day.day) for line in found] == [
        ("Soon", "closes", 1),
        ("Meeting", "event", 5),
        ("Late", "closes", 31),
    ]
    assert len(store.dates.between(date(2026, 12, 2), date(2026, 12, 30))) == 1


def test_a_day_says_what_it_is_of_and_where(store: Store, add: Add) -> None:
    held = Fact("event", "10 December", "2026-12-10", "Echuca", "AGM")
    item = add("Banks call off merger", facts=(held, closes("2026-12-01")))
    closing, event = store.dates.between(*YEAR)
    assert (closing.what, closing.occasion) == ("", "")
    assert (event.what, event.occasion) == ("Echuca", "AGM")
    kept = store.items.get(item)
    assert kept is not None
    assert kept.facts == (held, closes("2026-12-01"))


def test_one_story_names_a_day_once_by_its_first_version(store: Store, add: Add) -> None:
    first = add("First", facts=(closes("2026-12-01"),))
    add("Copy", story=1, copy_of=first, facts=(closes("2026-12-01"),))
    assert [line.title for line in store.dates.between(*YEAR)] == ["First"]


def test_off_topic_items_and_other_topics_are_left_out(store: Store, add: Add) -> None:
    add("Off", relevant=False, facts=(closes("2026-12-01"),))
    add("On", topics=("housing",), facts=(closes("2026-12-01"),))
    assert [line.title for line in store.dates.between(*YEAR)] == ["On"]
    assert [line.title for line in store.dates.between(*YEAR, topics=["housing", "policy"])] == ["On"]
    assert store.dates.between(*YEAR, topics=["policy"]) == []


@pytest.mark.parametrize("value", ["2026-12", "2026-02-31", "soon", "", "0000-01-01", "2026-12-0199"])
def test_what_is_no_day_is_left_out(store: Store, add: Add, value: str) -> None:
    add("Vague", facts=(closes(value),))
    assert store.dates.between(date(1, 1, 1), date(9999, 12, 31)) == []
