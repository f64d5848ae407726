"""Whole sets through ``run``: our own labelled ones with pinned floors, and the shared ones where they are."""

from __future__ import annotations

from typing import Any

import pytest
from grouping.samples import FLOORS, grouped, own, shared

from digestbot.grouping.measure import b_cubed, pairs


@pytest.fixture(scope="module")
def mixed() -> list[dict[str, Any]]:
    return own("stories") + own("lookalikes") + own("roundups")


@pytest.mark.parametrize("order", [0, 1, 2])
def test_own_stories_are_found_and_look_alikes_kept_apart(mixed: list[dict[str, Any]], order: int) -> None:
    found, _ = grouped(mixed, order)
    assert b_cubed(found, {r["id"]: r["story"] for r in mixed}).f1 >= FLOORS["own stories and look-alikes, B3 F1"]


@pytest.mark.parametrize("order", [0, 1, 2])
def test_headlines_alone_are_put_together_and_no_two_issues_of_a_series_are(order: int) -> None:
    rows = own("headlines")
    true = {r["id"]: r["story"] for r in rows}
    found, copies = grouped(rows, order)
    assert len(rows) >= 200
    assert b_cubed(found, true).f1 >= FLOORS["own headlines, B3 F1"]
    assert [(a, b) for a, b in copies.items() if b and true[a] != true[b]] == []
    issues = [found[r["id"]] for r in rows if r["story"].startswith("b")]
    assert len(set(issues)) == len(issues)


def test_another_order_gives_nearly_the_same_stories(mixed: list[dict[str, Any]]) -> None:
    one, other = grouped(mixed)[0], grouped(mixed, 7)[0]
    assert b_cubed(one, other).f1 >= FLOORS["own, B3 between orders"]


def test_a_roundup_of_five_stories_joins_none(mixed: list[dict[str, Any]]) -> None:
    found, _ = grouped(mixed)
    for roundup in own("roundups"):
        assert [item for item, story in found.items() if story == found[roundup["id"]]] == [roundup["id"]]


def test_edited_copies_are_known_as_copies_of_their_original() -> None:
    stories, copies = own("stories"), own("copies")
    original = {r["id"]: r.get("copy_of", r["id"]) for r in stories + copies}
    _, repeats = grouped(stories + copies)
    hits = sum(original.get(repeats[r["id"]] or "") == r["copy_of"] for r in copies)
    assert len(copies) >= 40
    assert hits >= FLOORS["own copies, recall"] * len(copies)


def test_no_story_or_look_alike_is_taken_for_a_copy(mixed: list[dict[str, Any]]) -> None:
    _, repeats = grouped(mixed)
    assert {item: copy for item, copy in repeats.items() if copy} == {}


def test_stories_carry_the_id_of_their_first_record() -> None:
    rows = own("stories")[:3]
    found, _ = grouped(rows)
    assert set(found.values()) == {rows[0]["id"]}


@pytest.mark.parametrize("name", ["basil", "fnc1-bodies", "fnc1-headlines"])
def test_shared_story_sets_keep_their_floor_without_a_false_copy(name: str) -> None:
    rows = shared(name)
    true = {r["id"]: r["cluster"] for r in rows}
    found, repeats = grouped(rows)
    assert b_cubed(found, true).f1 >= FLOORS[f"{name}, B3 F1"]
    assert [(a, b) for a, b in repeats.items() if b and true[a] != true[b]] == []


def test_energy_pairs_keep_their_floor() -> None:
    rows, judged = shared("energy-chains"), shared("energy-chains-pairs")
    found, _ = grouped(rows)
    same = [(p["a"], p["b"]) for p in judged if p["same"]]
    other = [(p["a"], p["b"]) for p in judged if not p["same"]]
    assert pairs(found, same, other).f1 >= FLOORS["energy pairs, F1"]
