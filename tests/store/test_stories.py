from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from digestbot.errors import StoreError
from digestbot.store import Store
from digestbot.types import Delivery

Add = Callable[..., int]


def story_of(store: Store, item_id: int) -> int:
    item = store.items.get(item_id)
    assert item is not None
    return item.story_id


def tell(store: Store, digest_id: str, stories: list[tuple[int, int]], now: datetime) -> None:
    delivery = Delivery(digest_id, "#a", "daily", "pending", now, now, ())
    store.outbox.prepare(delivery, stories=stories, now=now)


def test_an_item_without_a_story_begins_one(store: Store, add: Add) -> None:
    first, second, third = add("A"), add("B"), add("C", story=1)
    assert [story_of(store, item) for item in (first, second, third)] == [1, 2, 1]


def test_a_placement_may_join_further_stories(store: Store, add: Add) -> None:
    add("A")
    add("B")
    bridge = add("Both", story=1, merge=(2,))
    assert store.stories.items(1) == [1, 2, bridge]
    assert store.stories.current(2) == 1
    late = add("Late", story=2)
    assert story_of(store, late) == 1


def test_a_split_takes_the_item_and_its_copies_and_is_remembered(store: Store, add: Add, now: datetime) -> None:
    stays = add("A")
    leaves = add("B", story=1, copy_of=stays)
    other = add("C", story=1)
    new = store.stories.split(leaves, "U1", now)
    assert store.stories.items(1) == [stays, other]
    assert store.stories.items(new) == [leaves]
    assert store.stories.ruling(leaves, stays) is False
    assert store.stories.ruling(stays, leaves) is False
    left = store.items.get(leaves)
    assert left is not None
    assert left.duplicate_of is None


def test_the_copies_of_a_split_item_follow_it(store: Store, add: Add, now: datetime) -> None:
    add("A")
    leaves = add("B", story=1)
    copy = add("B again", story=1, copy_of=leaves)
    new = store.stories.split(leaves, "U1", now)
    assert store.stories.items(new) == [leaves, copy]


def test_splitting_the_only_item_changes_nothing(store: Store, add: Add, now: datetime) -> None:
    item = add()
    assert store.stories.split(item, "U1", now) == 1
    assert store.stories.rulings([item]) == {}


def test_grouping_cannot_join_what_a_person_split(store: Store, add: Add, now: datetime) -> None:
    add("A")
    leaves = add("B", story=1)
    new = store.stories.split(leaves, "U1", now)
    add("C", story=1, merge=(new,))
    assert store.stories.items(new) == [leaves]


def test_a_merge_by_a_person_is_remembered_and_overrules_a_split(store: Store, add: Add, now: datetime) -> None:
    first = add("A")
    second = add("B", story=1)
    new = store.stories.split(second, "U1", now)
    assert store.stories.merge(1, new, "U2", now) == 1
    assert store.stories.items(1) == [first, second]
    assert store.stories.ruling(first, second) is True
    assert store.stories.rulings([second]) == {(first, second): True}


def test_merging_a_story_with_itself_or_what_it_became_changes_nothing(store: Store, add: Add, now: datetime) -> None:
    add("A")
    add("B")
    assert store.stories.merge(2, 1, "U1", now) == 2
    assert store.stories.merge(1, 2, "U1", now) == 2
    assert store.stories.current(1) == 2


def test_chains_of_merges_lead_to_the_last(store: Store, add: Add, now: datetime) -> None:
    for title in "ABC":
        add(title)
    store.stories.merge(2, 1, "U1", now)
    store.stories.merge(3, 2, "U1", now)
    assert store.stories.current(1) == 3
    story = store.items.story(1)
    assert story is not None
    assert (story.id, len(story.items)) == (3, 3)


def test_unknown_stories_and_items_are_errors(store: Store, add: Add, now: datetime) -> None:
    add()
    with pytest.raises(StoreError, match="no story 9"):
        store.stories.merge(1, 9, "U1", now)
    with pytest.raises(StoreError, match="no item 9"):
        store.stories.split(9, "U1", now)


def test_what_was_told_follows_merges_and_splits(store: Store, add: Add, now: datetime) -> None:
    add("A")
    second = add("B")
    tell(store, "d1", [(2, second)], now)
    store.stories.merge(1, 2, "U1", now)
    assert store.outbox.was_told("#a", 1) is not None
    assert store.outbox.was_told("#a", 2) is None
    new = store.stories.split(second, "U1", now)
    told = store.outbox.was_told("#a", new)
    assert told is not None
    assert told.item_id == second
    assert store.outbox.was_told("#a", 1) is None


def test_what_one_digest_told_stays_told_when_its_stories_are_merged_and_split_again(
    store: Store, add: Add, now: datetime
) -> None:
    first, second = add("A"), add("B")
    tell(store, "d1", [(1, first), (2, second)], now)
    store.stories.merge(1, 2, "U1", now)
    new = store.stories.split(second, "U1", now)
    assert store.outbox.stories("d1") == [(1, first), (2, second)]
    assert {story: told.item_id for story, told in store.outbox.told("#a", [1, new]).items()} == {1: first, new: second}


def test_what_stood_behind_a_headline_is_astray_once_it_is_another_story(store: Store, add: Add, now: datetime) -> None:
    shown, behind = add("A"), add("B", story=1)
    tell(store, "d1", [(1, shown)], now)
    assert store.outbox.astray("#a", now) == set()
    assert store.outbox.told_items("#a", [1]) == {1: {shown, behind}}
    new = store.stories.split(behind, "U1", now)
    assert store.outbox.astray("#a", now) == {behind}
    assert store.outbox.told_items("#a", [1, new]) == {1: {shown}}
    assert store.outbox.astray("#b", now) == set()
    assert store.outbox.astray("#a", now + timedelta(days=8)) == set()
    tell(store, "d2", [(new, behind)], now)
    assert store.outbox.astray("#a", now) == set()


def test_what_came_after_the_window_was_not_told(store: Store, add: Add, now: datetime) -> None:
    shown = add("A")
    add("B", story=1, now=now + timedelta(minutes=1))
    tell(store, "d1", [(1, shown)], now)
    assert [one.item_id for one in store.outbox.held("d1")] == [shown]


def test_an_article_that_went_to_a_story_told_elsewhere_was_not_told_with_it(
    store: Store, add: Add, now: datetime
) -> None:
    shown, behind, other = add("A"), add("B", story=1), add("C")
    tell(store, "d1", [(1, shown), (2, other)], now)
    assert store.stories.move(behind, 2, now)
    assert store.outbox.astray("#a", now) == {behind}
    assert store.outbox.told_items("#a", [2]) == {2: {other}}


def test_grouping_moves_an_item_with_its_copies(store: Store, add: Add, now: datetime) -> None:
    add("A")
    moved = add("B")
    copy = add("B", story=2, copy_of=moved)
    assert store.stories.move(moved, 1, now)
    assert [story_of(store, item) for item in (moved, copy)] == [1, 1]


def test_grouping_does_not_move_what_a_person_has_placed(store: Store, add: Add, now: datetime) -> None:
    add("A")
    item = add("B", story=1)
    alone = store.stories.split(item, "U1", now)
    assert not store.stories.move(item, 1, now)
    assert story_of(store, item) == alone


def test_a_stored_original_becomes_a_copy_with_its_own_copies(store: Store, add: Add, now: datetime) -> None:
    teaser, cut = add("A"), add("B")
    again = add("B again", story=2, copy_of=cut)
    assert store.stories.link(teaser, [cut], now) == [cut]
    assert [story_of(store, item) for item in (teaser, cut, again)] == [1, 1, 1]
    assert [item.duplicate_of for item in store.items.many([teaser, cut, again])] == [None, teaser, teaser]


def test_what_a_person_split_is_not_linked_again(store: Store, add: Add, now: datetime) -> None:
    first, other = add("A"), add("B", story=1)
    new = store.stories.split(other, "U1", now)
    assert store.stories.link(first, [other], now) == []
    assert store.stories.items(new) == [other]


def test_an_item_is_not_linked_to_itself_or_to_nothing(store: Store, add: Add, now: datetime) -> None:
    first = add("A")
    assert store.stories.link(first, [first], now) == []
    assert store.stories.link(99, [first], now) == []


def test_items_that_are_a_story_of_their_own_part_with_their_copies(store: Store, add: Add, now: datetime) -> None:
    stays, goes = add("A"), add("B", story=1)
    copy = add("B again", story=1, copy_of=goes)
    tell(store, "d1", [(1, goes)], now)
    new = store.stories.part([goes], now)
    assert new is not None
    assert [story_of(store, item) for item in (stays, goes, copy)] == [1, new, new]
    assert store.outbox.was_told("#a", new) is not None


def test_nothing_parts_where_a_person_has_spoken(store: Store, add: Add, now: datetime) -> None:
    one, other = add("A"), add("B")
    store.stories.merge(1, 2, "U1", now)
    assert store.stories.part([other], now) is None
    assert store.stories.items(1) == [one, other]


def test_a_placement_may_part_stories(store: Store, add: Add) -> None:
    stays, goes = add("A"), add("B", story=1)
    add("C", split=((goes,),))
    assert story_of(store, goes) != story_of(store, stays)
