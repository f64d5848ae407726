from __future__ import annotations

from datetime import UTC, datetime, timedelta

from digestbot.grouping import fingerprint
from digestbot.grouping.memory import CANDIDATES, MEMBERS, WINDOW, MemoryIndex
from digestbot.types import Fingerprint, Placement

DAY = datetime(2024, 1, 1, tzinfo=UTC)
TEXT = "Tregenza and the Penrose trust met the Carrick planners about the homes on Trewarne field again."


def print_of(text: str = TEXT, day: datetime = DAY, url: str = "") -> Fingerprint:
    return fingerprint("", text, url, day)


def test_rarity_counts_items_that_hold_a_term() -> None:
    index, new = MemoryIndex(), print_of()
    index.add(new, None, None, DAY)
    rarity = index.rarity([*new.posted, 1])
    assert rarity.total == 1
    assert set(rarity.counts) == set(new.posted)


def test_items_counted_ahead_are_not_counted_again_when_placed() -> None:
    index, new = MemoryIndex(), print_of()
    index.learn([new, new])
    index.add(new, None, None, DAY)
    assert index.rarity(new.posted).counts[new.posted[0]] == 2


def test_rare_terms_find_items_inside_the_window_only() -> None:
    index = MemoryIndex()
    index.add(print_of("Tregenza won the Penrose appeal.", DAY), None, None, DAY)
    soon, late = DAY + WINDOW / 2, DAY + WINDOW * 2
    assert [c.item_id for c in index.candidates(print_of("Penrose and Tregenza rejoice.", soon), soon)] == [1]
    assert index.candidates(print_of("Penrose and Tregenza rejoice.", late), late) == []


def test_copies_are_found_at_any_age() -> None:
    index, late = MemoryIndex(), DAY + timedelta(days=900)
    index.add(print_of(url="https://a.example/1"), None, None, DAY)
    assert [c.item_id for c in index.candidates(print_of(day=late, url="https://b.example/2"), late)] == [1]
    assert [c.item_id for c in index.candidates(print_of("Other.", late, "https://a.example/1"), late)] == [1]


def test_candidates_stay_bounded_however_many_are_alike() -> None:
    index = MemoryIndex()
    for number in range(300):
        index.add(print_of(f"{TEXT} Number {number} of the meetings."), 1, None, DAY)
    assert 0 < len(index.candidates(print_of(), DAY)) <= 2 * CANDIDATES + MEMBERS


def test_merged_and_moved_items_are_found_in_their_new_story() -> None:
    index = MemoryIndex()
    one, two, three = (index.add(print_of(f"{TEXT} {n}"), None, None, DAY).item_id for n in "abc")
    index.merge(index.story_of(one), [index.story_of(two)])
    index.move(three, index.story_of(one))
    assert {index.story_of(item) for item in (one, two, three)} == {one}


def test_parted_items_get_a_story_of_their_own_and_linked_ones_their_original() -> None:
    index = MemoryIndex()
    one, two = (index.add(print_of(f"{TEXT} {n}"), 1, None, DAY).item_id for n in "ab")
    index.keep(print_of("Other."), Placement(None, None, "", split=((two,),)), DAY)
    assert index.story_of(two) != index.story_of(one)
    index.keep(print_of("Third."), Placement(1, one, "", copies=(two,)), DAY)
    assert (index.copy_of(two), index.story_of(two)) == (one, index.story_of(one))
