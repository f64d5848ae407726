"""The shipped examples are well formed and cover what ``topics.md`` decides."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from digestbot.topics.examples import CORE, TOPICS, data_hash, load_examples, read_examples


def test_there_are_enough_examples_of_every_topic_and_of_none() -> None:
    counts = Counter(topic for one in load_examples() for topic in one.topics)
    assert all(counts[topic] >= 90 for topic in TOPICS), counts
    assert sum(not one.relevant for one in load_examples()) >= 500


def test_ids_and_texts_are_not_repeated() -> None:
    examples = load_examples()
    assert len({one.id for one in examples}) == len(examples)
    assert len({one.text for one in examples}) == len(examples)


def test_nearly_every_relevant_example_has_a_core_topic() -> None:
    without = [one.id for one in load_examples() if one.relevant and not set(one.topics) & set(CORE)]
    assert len(without) <= 10, without


@pytest.mark.parametrize(
    "row", [{"relevant": False, "topics": ["policy"]}, {"relevant": True, "topics": ["no-such-topic"]}]
)
def test_a_label_that_cannot_be_is_refused(row: dict[str, object]) -> None:
    line = json.dumps({"id": "x-1", "title": "t", "text": "u", **row})
    with pytest.raises(ValueError, match="x-1"):
        read_examples([line], "x.jsonl")


def test_the_hash_changes_with_a_label() -> None:
    (one,) = read_examples(['{"id": "1", "title": "t", "text": "u", "relevant": true, "topics": []}'], "x")
    (two,) = read_examples(['{"id": "1", "title": "t", "text": "u", "relevant": true, "topics": ["policy"]}'], "x")
    assert data_hash([one]) != data_hash([two])
