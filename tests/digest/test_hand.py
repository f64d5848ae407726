"""What an editor decides, on any digest: nothing is lost but what was dropped."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from render.digests import any_digest, digest, story

from digestbot.digest.hand import Hand, apply, order_of, up
from digestbot.types import Digest, Section


def usual() -> Digest:
    housing = Section("housing", "Housing", "🏠", (story(1), story(2), story(3)))
    policy = Section("policy", "Policy", "⚖️", (story(4), story(5)))
    return replace(digest(), sections=(housing, policy), lead=1)


def shown(one: Digest) -> list[int]:
    return order_of(one)


def test_without_decisions_the_digest_stays_as_it_is() -> None:
    assert apply(usual(), Hand()) == usual()


def test_a_dropped_lead_gives_way() -> None:
    found = apply(usual(), Hand(dropped=(1, 4)))
    assert 1 not in shown(found)
    assert found.lead is not None
    assert sorted(shown(found)) == [2, 3, 5]


def test_all_dropped_leaves_an_empty_digest() -> None:
    found = apply(usual(), Hand(dropped=(1, 2, 3, 4, 5)))
    assert (found.sections, found.lead) == ((), None)


def test_up_goes_one_place_and_then_leads() -> None:
    hand = up(usual(), Hand(), 3)
    assert shown(apply(usual(), hand)) == [1, 3, 2, 4, 5]
    hand = up(usual(), hand, 3)
    assert shown(apply(usual(), hand)) == [3, 1, 2, 4, 5]
    assert up(usual(), hand, 3) == hand  # nothing above the lead
    assert up(usual(), hand, 99) == hand


def test_what_came_later_is_kept_behind() -> None:
    hand = up(usual(), Hand(note="Read this"), 3)
    later = replace(usual(), sections=(replace(usual().sections[0], stories=(story(9), *usual().sections[0].stories)),))
    found = apply(later, hand)
    assert shown(found) == [1, 3, 2, 9]
    assert found.note == "Read this"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_digest(), st.data())
def test_any_hand_loses_only_what_was_dropped(one: Digest, data: st.DataObject) -> None:
    ids = [story.id for story in one.stories]
    some = st.lists(st.sampled_from(ids), unique=True) if ids else st.just([])
    hand = Hand(tuple(data.draw(some)), tuple(data.draw(some)))
    for story_id in data.draw(some):
        hand = up(one, hand, story_id)
    found = apply(one, hand)
    assert sorted(shown(found)) == sorted(set(ids) - set(hand.dropped))
    assert (found.lead is None) == (not found.stories)
