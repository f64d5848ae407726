"""The language detector: what the library says, by a quicker way through its own tables."""

from __future__ import annotations

import numpy as np
import py3langid  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.extract import detector


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Both, before the first example is timed."""
    assert detector.detect("the village shop") == py3langid.classify("the village shop")[0]


@given(st.one_of(st.text(max_size=60), st.text("abcdeéß ’'中\ud800", min_size=1, max_size=300)))
def test_it_says_what_the_library_says(text: str) -> None:
    assert detector._identifier().classify(text) == py3langid.classify(text)


def test_no_sequence_of_the_model_is_longer_than_the_reach() -> None:
    identifier = detector._identifier()
    moves, rows = identifier._moves.reshape(-1, 256), identifier._rows >> 8
    seen, reached, steps = {0}, np.array([0]), 0
    while len(reached := np.array([state for state in np.unique(moves[rows[reached]]) if state not in seen])):
        seen.update(reached.tolist())
        steps += 1
    assert steps == detector.REACH
