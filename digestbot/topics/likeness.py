"""Texts judged → the title of the labelled example each is most like, by topic. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from digestbot.topics.features import Table
from digestbot.types import EXAMPLE_SUFFIX, Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALIKE: Final = 0.12  # cosine of TF-IDF words: below that, texts of one topic share its name and little else


class Likeness:
    """The labelled examples as unit vectors of words, looked up by topic."""

    def __init__(self, examples: Sequence[Example], table: Table, idf: NDArray[np.float32]) -> None:
        self._examples = [one for one in examples if one.relevant]
        words = table.words(table.read([(one.title, one.text) for one in self._examples]), idf).astype(np.float64)
        self._of_topic = {
            topic: np.flatnonzero([topic in one.topics for one in self._examples])
            for topic in {topic for one in self._examples for topic in one.topics}
        }
        self._words = {topic: words[numbers] for topic, numbers in self._of_topic.items()}
        self._one = np.zeros(words.shape[1])

    def closest(
        self, terms: NDArray[np.int32], values: NDArray[np.float32], topics: Sequence[str]
    ) -> dict[str, tuple[str, ...]]:
        """Topic → title of the example most like the unit vector of ``values`` at ``terms``, keyed for ``because``."""
        found: dict[str, tuple[str, ...]] = {}
        self._one[terms] = values
        for topic in topics:
            if topic not in self._words:
                continue
            cosines = self._words[topic] @ self._one
            best = int(np.argmax(cosines))
            if cosines[best] >= ALIKE:
                found[topic + EXAMPLE_SUFFIX] = (self._examples[self._of_topic[topic][best]].title,)
        self._one[terms] = 0.0
        return found
