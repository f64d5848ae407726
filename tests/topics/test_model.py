"""Judging single texts with the shipped model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digestbot.topics import TopicModel
from digestbot.topics.examples import CORE, FACETS, load_examples
from digestbot.types import Topic

SPIN_OUT = (
    "Nurses leave the NHS to form social enterprise",
    "Community nurses in Hull have left the NHS under the Right to Request and set up a community interest company.",
)
FOOTBALL = ("Late goal breaks home hearts", "A header in stoppage time sent the visitors through to the last eight.")
FRENCH = (
    "Les coopératives recrutent",
    "Les coopératives de production sont des entreprises dont les salariés sont aussi les associés, dans le pays.",
)


def test_a_spin_out_gets_its_topics(model: TopicModel) -> None:
    (judged,) = model.judge([SPIN_OUT])
    assert judged.relevant
    assert {"public-service-mutuals", "social-enterprise", "health-care"} <= set(judged.topics)


def test_football_is_not_for_us(model: TopicModel) -> None:
    (judged,) = model.judge([FOOTBALL])
    assert not judged.relevant
    assert judged.topics == ()
    assert judged.because == {}


def test_no_texts_no_judgements(model: TopicModel) -> None:
    assert model.judge([]) == []


def test_an_empty_text_is_not_relevant(model: TopicModel) -> None:
    assert not model.judge([("", "")])[0].relevant


def test_judging_together_is_judging_apart(model: TopicModel) -> None:
    together = model.judge([SPIN_OUT, FOOTBALL, FRENCH])
    apart = [model.judge([one])[0] for one in (SPIN_OUT, FOOTBALL, FRENCH)]
    assert [one.topics for one in together] == [one.topics for one in apart]
    assert [one.relevance for one in together] == pytest.approx([one.relevance for one in apart], abs=1e-5)


def test_no_topic_is_likelier_than_relevance(model: TopicModel) -> None:
    for judged in model.judge([SPIN_OUT, FOOTBALL]):
        assert max(judged.scores.values()) <= judged.relevance + 1e-6
        assert set(judged.scores) == {*CORE, *FACETS}


def test_reasons_are_names_and_words_of_the_text(model: TopicModel) -> None:
    (judged,) = model.judge([SPIN_OUT])
    assert {key for key in judged.because if "/" not in key} == set(judged.topics)
    assert "Right to Request" in judged.because["public-service-mutuals"]
    assert "community interest company" in judged.because["social-enterprise"]


def test_a_judgement_names_the_example_that_is_most_alike(model: TopicModel) -> None:
    one = next(one for one in load_examples() if one.id == "d-082")
    (judged,) = model.judge([(one.title, one.text + " The first open day is in May.")])
    assert judged.because["public-service-mutuals/example"] == (one.title,)


def test_a_text_that_is_not_relevant_is_compared_with_no_example(model: TopicModel) -> None:
    assert model.judge([FOOTBALL])[0].because == {}


def test_without_explaining_there_are_no_reasons(model: TopicModel) -> None:
    assert model.judge([SPIN_OUT], explain=False)[0].because == {}


def test_another_language_is_said_and_nothing_is_claimed(model: TopicModel) -> None:
    (judged,) = model.judge([FRENCH])
    assert not judged.relevant
    assert judged.because == {"language": ("written in French; only English is judged",)}


def test_a_threshold_of_the_configuration_overrides_the_fitted_one(model: TopicModel, fixed: tuple[Topic, ...]) -> None:
    strict = TopicModel(model.weights, [replace(one, threshold=1.0) for one in fixed])
    assert strict.judge([SPIN_OUT])[0].topics == ()


def test_only_topics_of_the_configuration_are_given(model: TopicModel, fixed: tuple[Topic, ...]) -> None:
    narrow = TopicModel(model.weights, fixed[:1])
    (judged,) = narrow.judge([SPIN_OUT])
    assert judged.topics == (fixed[0].id,)
    assert set(judged.scores) == {fixed[0].id}


def test_a_sources_topics_make_them_likelier(model: TopicModel) -> None:
    text = [("Members vote", "Members of the society will vote on the plan at a meeting in May.")]
    plain, primed = model.judge(text)[0], model.judge(text, priors=[("co-operatives",)])[0]
    assert primed.scores["co-operatives"] > plain.scores["co-operatives"]
    assert primed.relevance > plain.relevance


def test_a_long_text_that_never_names_the_sector_is_not_relevant(model: TopicModel) -> None:
    essay = "Our members and the people of this town believe in fair shares, ownership and democracy. " * 40
    assert not model.judge([("On belonging", essay)])[0].relevant


def test_a_long_article_of_the_sector_is_relevant(model: TopicModel) -> None:
    article = (
        "Members of the Leeds credit union and of its neighbour in Bradford have voted to merge. The two serve 41,000 "
        "savers and have lent £30m between them. "
        + "Nine in ten of those who took part were in favour, and the turnout was higher than last year. No branch is "
        "to close and the name will be chosen by the new board. Staff were told before the vote that nobody would lose "
        "a job. The computer systems will be joined in the spring, a task that has caused trouble elsewhere. "
        * 6
        + "The regulator must approve the transfer of engagements between the credit unions."
    )
    assert "financial-mutuals" in model.judge([("Credit unions to merge", article)])[0].topics


def test_a_name_that_another_language_spells_with_an_accent_is_shown_without(model: TopicModel) -> None:
    text = "The council gave the site to a housing co-operative, and each co-operative elects its board."
    (judgement,) = model.judge([("Dublin gives a dockside site to a co-operative", text)])
    assert "co-operative" in judgement.because["co-operatives"]
    assert "coopérative" not in judgement.because["co-operatives"]
