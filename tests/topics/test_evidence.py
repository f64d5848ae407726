"""Whole articles, which the model has never seen: what is about the sector is not dropped for want of a name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digestbot.config import default_topics
from digestbot.sample.newsroom import load as load_newsroom
from digestbot.sample.newsroom.gold import records
from digestbot.topics import load
from digestbot.types import Judgement

NOW = datetime(2026, 11, 24, tzinfo=UTC)
RECALL = 0.95  # of the newsroom's relevant articles; all were found when this was written


@pytest.fixture(scope="module")
def judged() -> list[tuple[bool, Judgement]]:
    rows = list(records(load_newsroom(), NOW))
    judgements = load(None, default_topics()).judge([(row["title"], row["text"]) for row in rows])
    return [(row["relevant"], judgement) for row, judgement in zip(rows, judgements, strict=True)]


def test_whole_articles_about_the_sector_are_relevant(judged: list[tuple[bool, Judgement]]) -> None:
    found = [judgement.relevant for relevant, judgement in judged if relevant]
    assert sum(found) >= RECALL * len(found)


def test_whole_articles_about_other_things_are_not(judged: list[tuple[bool, Judgement]]) -> None:
    found = [judgement.relevant for relevant, judgement in judged if not relevant]
    assert sum(found) <= 1


def test_an_essay_that_names_nothing_of_the_sector_is_not_relevant() -> None:
    essay = "People who share a purpose meet, give their time and look after what they have in common. " * 20
    (judgement,) = load(None, default_topics()).judge([("What we owe to our neighbours", essay)])
    assert not judgement.relevant
