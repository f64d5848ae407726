"""The team's corrections become examples, and nobody's clicks swamp the model."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digestbot.topics.examples import TOPICS
from digestbot.topics.feedback import LABEL_WEIGHT, PERSON_CAP, contributions, lessons
from digestbot.types import Label, Verdict

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def said(item: int, user: str, verdict: Verdict, *topics: str, minutes: int = 0) -> tuple[Label, str, str]:
    return Label(item, user, verdict, topics, NOON + timedelta(minutes=minutes)), f"title {item}", f"text {item}"


def test_not_relevant_becomes_a_negative_example() -> None:
    (lesson,) = lessons([said(7, "U1", "not-relevant")], TOPICS)
    assert (lesson.example.relevant, lesson.example.topics, lesson.weight) == (False, (), LABEL_WEIGHT)
    assert (lesson.example.id, lesson.example.title, lesson.people) == ("item-7", "title 7", ("U1",))


def test_wrong_topic_becomes_an_example_with_the_right_ones() -> None:
    (lesson,) = lessons([said(7, "U1", "topics", "housing", "co-operatives")], TOPICS)
    assert lesson.example.topics == ("co-operatives", "housing")


def test_a_persons_latest_word_counts() -> None:
    labels = [said(7, "U1", "topics", "housing", minutes=5), said(7, "U1", "not-relevant")]
    assert lessons(labels, TOPICS)[0].example.topics == ("housing",)


def test_the_heavier_side_wins_and_brings_the_difference() -> None:
    labels = [said(7, "U1", "not-relevant"), said(7, "U2", "not-relevant"), said(7, "U3", "topics", "housing")]
    (lesson,) = lessons(labels, TOPICS)
    assert not lesson.example.relevant
    assert lesson.weight == pytest.approx(LABEL_WEIGHT)


def test_a_draw_teaches_nothing() -> None:
    assert lessons([said(7, "U1", "not-relevant"), said(7, "U2", "topics", "housing")], TOPICS) == ()


def test_useful_without_topics_says_nothing_new() -> None:
    assert lessons([said(7, "U1", "useful")], TOPICS) == ()


def test_relevant_without_topics_teaches_relevance_alone() -> None:
    (lesson,) = lessons([said(7, "U1", "relevant")], TOPICS)
    assert (lesson.example.relevant, lesson.example.topics, lesson.weight) == (True, (), LABEL_WEIGHT)


def test_relevant_stands_behind_the_topics_that_another_names() -> None:
    (lesson,) = lessons([said(7, "U1", "relevant"), said(7, "U2", "topics", "housing")], TOPICS)
    assert (lesson.example.topics, lesson.weight, lesson.people) == (("housing",), 2 * LABEL_WEIGHT, ("U1", "U2"))


def test_relevant_against_not_relevant_is_a_draw() -> None:
    assert lessons([said(7, "U1", "relevant"), said(7, "U2", "not-relevant")], TOPICS) == ()


def test_one_persons_clicks_are_capped() -> None:
    many = [said(number, "U1", "not-relevant") for number in range(400)]
    few = [said(1000 + number, "U2", "not-relevant") for number in range(5)]
    found = lessons([*many, *few], TOPICS)
    assert sum(one.weight for one in found if one.people == ("U1",)) == pytest.approx(PERSON_CAP)
    shown = {one.user: one for one in contributions(label for label, _, _ in [*many, *few])}
    assert (shown["U1"].labels, shown["U1"].weight_each) == (400, PERSON_CAP / 400)
    assert shown["U2"].weight_each == LABEL_WEIGHT
