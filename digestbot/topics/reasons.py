"""Weights and a batch → the names and words that spoke most for a topic, as they stand in the text. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from digestbot.topics.artefact import Weights
from digestbot.topics.features import Batch
from digestbot.topics.lexicon import Group

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHOWN: Final = 6  # reasons a topic
WORTH_SAYING: Final = 0.1  # logits: what adds less explains nothing
_TOO_COMMON: Final = frozenset(
    "a about after all also an and are as at be been before between but by can for from had has have he her his how "
    "i if in into is it its more most new no not now of on one or other our out over said she so some than that the "
    "their them there they this three to two up us was we were what when where which who will with would year you your "
    "#number #year #percent".split()
)


class Reasons:
    """The reasons within one batch."""

    def __init__(self, weights: Weights, groups: Sequence[Group], batch: Batch, words: sparse.csr_matrix) -> None:
        self._weights = weights
        self._groups = groups
        self._batch = batch
        self._words = words  # unit vectors, (texts, terms)

    def vector(self, number: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The terms of text ``number`` and their values."""
        span = slice(*self._words.indptr[number : number + 2].tolist())
        return self._words.indices[span], self._words.data[span]

    def of(self, number: int, topic: str, column: int) -> tuple[str, ...]:
        """Up to ``SHOWN`` names and words of text ``number``, the strongest first."""
        gains: dict[str, float] = {}
        for found in self._batch.names[number]:
            if topic in self._groups[found.group].topics:
                gains[found.name] = max(gains.get(found.name, 0.0), float(self._weights.names[found.group, column]))
        gains = {name: gain for name, gain in gains.items() if gain > 0}
        covered = " ".join(gains).lower()
        columns, values = self.vector(number)
        parts = values * self._weights.words[columns, column]
        best = np.argsort(-parts)[: 2 * SHOWN]
        for at, part in zip(columns[best].tolist(), parts[best].tolist(), strict=True):
            term = self._weights.vocabulary[at]
            if part < WORTH_SAYING:
                break
            if term not in _TOO_COMMON and term not in covered:
                gains[_shown(term)] = part
        return tuple(sorted(gains, key=lambda name: -gains[name])[:SHOWN])


def _shown(term: str) -> str:
    if term == "#money":
        return "sums of money"
    return "co-op" + term[4:] if term.startswith("coop") else term
