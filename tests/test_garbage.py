"""The collector leaves what is loaded alone, and still collects what is made later."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from digestbot.garbage import YOUNG, settle


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


class Knot:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_loaded_is_looked_at_no_more() -> None:
    old = Knot()
    settle()
    assert not any(one is old for one in gc.get_objects())
    assert gc.get_threshold()[0] == YOUNG


def test_cycles_made_later_are_collected() -> None:
    settle()
    gone = weakref.ref(Knot())
    kept = [[] for _ in range(2 * YOUNG)]
    assert gone() is None
    assert len(kept) == 2 * YOUNG
