from __future__ import annotations

import pytest

from digestbot.grouping.measure import all_pairs, b_cubed, pairs

TRUE = {"a": 1, "b": 1, "c": 2, "d": 2, "e": 2}
FOUND = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y"}


def test_b_cubed_is_the_mean_over_items() -> None:
    score = b_cubed(FOUND, TRUE)
    assert score.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert score.recall == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)


def test_a_perfect_grouping_scores_one() -> None:
    assert b_cubed(TRUE, TRUE).f1 == all_pairs(TRUE, TRUE).f1 == 1.0


def test_pair_scores_count_pairs_put_together() -> None:
    score = all_pairs(FOUND, TRUE)
    assert (score.precision, score.recall) == (2 / 4, 2 / 4)


def test_labelled_pairs_count_hits_misses_and_false_ones() -> None:
    score = pairs(FOUND, same=[("a", "b"), ("c", "d")], other=[("b", "c"), ("a", "e")])
    assert (score.precision, score.recall, score.f1) == (0.5, 0.5, 0.5)


def test_nothing_found_scores_zero_without_an_error() -> None:
    assert pairs({"a": 1, "b": 2}, [("a", "b")], []).f1 == 0.0
