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


class Likeness:
    """The labelled examples as unit vectors of words, looked up by topic."""

    def __init__(self, examples: Sequence[Example], table: Table, idf: NDArray[np.float32]) -> None:
        self._examples = [one for one in examples if one.relevant]
        batch = table.read([(one.title, one.text) for one in self._examples])
        self._words = sparse.csr_matrix(table.words(batch, idf).T)
        topics = {topic for one in self._examples for topic in one.topics}
        self._of_topic = {
            topic: np.flatnonzero([topic in one.topics for one in self._examples]) for topic in sorted(topics)
        }

    def closest(self, words: sparse.csr_matrix, topics: Sequence[Sequence[str]]) -> list[dict[str, tuple[str, ...]]]:
        """For each row of unit vectors: topic → title of the most similar example, under keys for ``because``."""
        cosines = np.asarray((words @ self._words).todense())
        answer: list[dict[str, tuple[str, ...]]] = []
        for row, given in zip(cosines, topics, strict=True):
            found: dict[str, tuple[str, ...]] = {}
            for topic in given:
                candidates = self._of_topic.get(topic)
                if candidates is None:
                    continue
                best = candidates[np.argmax(row[candidates])]
                if row[best] >= ALIKE:
                    found[topic + EXAMPLE_SUFFIX] = (self._examples[best].title,)
            answer.append(found)
        return answer
