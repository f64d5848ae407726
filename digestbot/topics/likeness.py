"""Texts judged → the title of the labelled example each is most like, by topic. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from digestbot.topics.features import Table
from digestbot.types import EXAMPLE_SUFFIX, Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALIKE: Final = 0.12  # cosine of TF-IDF words: below that, texts of one topic share its name and little else


class _Shelf:
    """The examples of one topic: for each term which of them hold it, and how much of it."""

    def __init__(self, words: sparse.csr_matrix, numbers: NDArray[np.int64]) -> None:
        by_term = sparse.csr_matrix(words[numbers].T)
        self.numbers = numbers
        self._ends, self._held_by, self._values = by_term.indptr, by_term.indices, by_term.data

    def cosines(self, terms: NDArray[np.int32], values: NDArray[np.float32]) -> NDArray[np.float64]:
        """Of each example with a unit vector that has ``values`` at ``terms``; (examples,)."""
        starts = self._ends[terms]
        counts = self._ends[terms + 1] - starts
        at = np.arange(counts.sum()) + np.repeat(starts - np.cumsum(counts) + counts, counts)
        shares = self._values[at] * np.repeat(values, counts)
        return np.bincount(self._held_by[at], shares, len(self.numbers)).astype(np.float64)


class Likeness:
    """The labelled examples as unit vectors of words, looked up by topic."""

    def __init__(self, examples: Sequence[Example], table: Table, idf: NDArray[np.float32]) -> None:
        self._examples = [one for one in examples if one.relevant]
        words = table.words(table.read([(one.title, one.text) for one in self._examples]), idf)
        topics = {topic for one in self._examples for topic in one.topics}
        self._shelves = {
            topic: _Shelf(words, np.flatnonzero([topic in one.topics for one in self._examples]))
            for topic in sorted(topics)
        }

    def closest(
        self, terms: NDArray[np.int32], values: NDArray[np.float32], topics: Sequence[str]
    ) -> dict[str, tuple[str, ...]]:
        """Topic → title of the example most like the unit vector of ``values`` at ``terms``, keyed for ``because``."""
        found: dict[str, tuple[str, ...]] = {}
        for topic in topics:
            shelf = self._shelves.get(topic)
            if shelf is None:
                continue
            cosines = shelf.cosines(terms, values)
            best = int(np.argmax(cosines))
            if cosines[best] >= ALIKE:
                found[topic + EXAMPLE_SUFFIX] = (self._examples[shelf.numbers[best]].title,)
        return found
