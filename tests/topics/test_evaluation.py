"""Counting right and wrong."""

from __future__ import annotations

import numpy as np
import pytest

from digestbot.topics.evaluation import calibration_error, compare
from digestbot.types import Example, Judgement

GOLD = [
    Example("1", "", "", True, ("policy",)),
    Example("2", "", "", True, ("policy", "housing")),
    Example("3", "", "", False, ()),
]
GIVEN = [
    Judgement(True, 0.9, ("policy",), {"policy": 0.9, "housing": 0.1}),
    Judgement(True, 0.8, ("policy",), {"policy": 0.8, "housing": 0.3}),
    Judgement(True, 0.6, ("housing",), {"policy": 0.1, "housing": 0.6}),
]


def test_scores_are_precision_recall_and_f1() -> None:
    found = compare(GIVEN, GOLD, ("policy", "housing"))
    assert (found.relevance.precision, found.relevance.recall) == pytest.approx((2 / 3, 1.0))
    assert found.per_topic["policy"].f1 == 1.0
    assert found.per_topic["housing"].f1 == 0.0
    assert found.micro_f1 == pytest.approx(2 * 2 / 6)
    assert found.macro_f1 == 0.5


def test_the_worst_confusions_name_the_texts() -> None:
    found = compare(GIVEN, GOLD, ("policy", "housing"))
    assert {(one.topic, one.wrong, one.ids) for one in found.confusions} == {
        ("housing", True, ("3",)),
        ("housing", False, ("2",)),
    }


def test_intervals_hold_the_value() -> None:
    found = compare(GIVEN * 20, GOLD * 20, ("policy", "housing"))
    low, high = found.intervals["micro F1"]
    assert low <= found.micro_f1 <= high


def test_calibration_error_is_the_gap_between_claim_and_share() -> None:
    chances = np.array([[0.85], [0.85], [0.15], [0.15]])
    gold = np.array([[True], [False], [False], [False]])
    assert calibration_error(chances, gold) == pytest.approx((0.35 + 0.15) / 2)


def test_the_object_has_the_agreed_names() -> None:
    found = compare(GIVEN, GOLD, ("policy", "housing")).as_json()
    assert {"n", "relevance", "topics", "calibration_error"} <= set(found)
    assert set(found["relevance"]) == {"precision", "recall", "f1"}
    assert set(found["topics"]) == {"micro_f1", "macro_f1", "per_topic"}


def test_the_table_has_a_line_for_each_topic() -> None:
    text = compare(GIVEN, GOLD, ("policy", "housing")).as_text()
    assert "policy" in text
    assert "95 % interval" in text
    assert "housing given wrongly 1 times: 3" in text
