"""What is remembered of term counts is what the table would say."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from digestbot.store import Store
from digestbot.store.counts import Counts


@pytest.fixture
def counts(store: Store) -> Counts:
    return Counts(store.connection)


def held(counts: Counts, *terms: int) -> tuple[int, dict[int, int]]:
    rarity = counts.rarity(terms)
    return rarity.total, dict(rarity.counts)


class Undone(Exception):  # noqa: N818  # no error
    pass


def test_what_is_counted_is_known_at_once_and_stored_at_the_end(store: Store, counts: Counts) -> None:
    with store.transaction():
        counts.add([1, 2])
        assert held(counts, 1, 2, 3) == (1, {1: 1, 2: 1})
        counts.add([2, 3])
        assert held(counts, 1, 2, 3) == (2, {1: 1, 2: 2, 3: 1})
    assert held(Counts(store.connection), 1, 2, 3) == (2, {1: 1, 2: 2, 3: 1})


def test_what_is_undone_was_never_counted(store: Store, counts: Counts) -> None:
    with suppress(Undone), store.transaction():
        counts.add([1])
        raise Undone
    with store.transaction():
        assert held(counts, 1) == (0, {})
        counts.add([1])
        with suppress(Undone), store.transaction():
            counts.add([1, 2])
            raise Undone
        assert held(counts, 1, 2) == (1, {1: 1})
    assert held(counts, 1, 2) == (1, {1: 1})


def test_what_another_process_counts_is_seen(store: Store, counts: Counts) -> None:
    with store.transaction():
        counts.add([1])
    with Store.open(store.path) as other, other.transaction():
        Counts(other.connection).add([1, 2])
    with store.transaction():
        assert held(counts, 1, 2) == (2, {1: 2, 2: 1})


def test_a_full_memory_forgets_nothing_that_is_stored_or_about_to_be(tmp_path: Path) -> None:
    chance, wanted, items = random.Random(1), Counter[int](), 0
    with Store.open(tmp_path / "small.db") as store:
        counts = Counts(store.connection, remembered=12)
        for _ in range(30):
            with store.transaction():
                for _ in range(4):
                    terms = chance.sample(range(40), 5)
                    counts.add(terms)
                    wanted.update(terms)
                    items += 1
                    asked = chance.sample(range(40), 8)
                    assert held(counts, *asked) == (items, {term: wanted[term] for term in asked if wanted[term]})
                if chance.random() < 0.5:
                    gone = [term for term in range(40) if wanted[term]][:5]
                    counts.add(gone, -1)
                    wanted.subtract(gone)
                    items -= 1
        assert held(counts, *range(40)) == (items, dict(sorted((+wanted).items())))
