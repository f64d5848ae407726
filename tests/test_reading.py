"""Reading in several threads of one process, as the workers of a Dask cluster do unless told otherwise."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from digestbot.reading import Intake, ModelSpec, Read, load_model, read_all
from digestbot.topics.examples import load_examples
from digestbot.types import Entry

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
SPEC = ModelSpec(None, 0.0, ())


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns a thousand times as often as usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def judged(number: int) -> list[object]:
    some = load_examples()[300 * number : 300 * (number + 1)]
    intakes = [Intake(Entry("s", "", "https://example.org/", one.title, one.text)) for one in some]
    read = read_all(intakes, [()] * len(intakes), SPEC, NOW)
    return [(one.judgement.scores, one.judgement.because) if isinstance(one, Read) else one for one in read]


@pytest.mark.usefixtures("hasty")
def test_threads_that_share_a_model_judge_as_one_alone_does() -> None:
    load_model.cache_clear()  # the model is to learn the words while they read
    load_model(SPEC)
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(judged, range(4)))
    load_model.cache_clear()
    assert together == [judged(number) for number in range(4)]
