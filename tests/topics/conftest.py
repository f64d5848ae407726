"""The shipped model, bound to the fixed topics, once for all tests of the room."""

from __future__ import annotations

import pytest

from digestbot.topics import TopicModel, load
from digestbot.topics.examples import CORE, TOPICS
from digestbot.types import Topic

FIXED = tuple(Topic(one, one, "", "", kind="core" if one in CORE else "facet") for one in TOPICS)


@pytest.fixture(scope="session")
def fixed() -> tuple[Topic, ...]:
    return FIXED


@pytest.fixture(scope="session")
def model() -> TopicModel:
    return load(None, FIXED)
