"""A doubtful text → its language, by py3langid's model. It takes a second and 100 MB to load: only a process that meets
such a text pays.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from numpy.typing import NDArray

REACH = 6  # bytes: the longest sequence that the model knows; what stands before them changes nothing


class _ByArrays(LanguageIdentifier):  # type: ignore[misc]
    """The library's identifier, which steps through its automaton byte by byte. Here all bytes of a text step at once,
    each from REACH bytes before: the same states in a quarter of the time.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._moves = np.asarray(self.tk_nextmove)
        self._rows = np.asarray(self.tk_row).astype(np.int64) << 8
        self._told = np.asarray(self.tk_output)

    def _raw_score(self, text: bytes) -> NDArray[np.float32]:
        visits = Counter(self.features(text).tolist())  # in the order of the text, in which the library adds them up
        scores: NDArray[np.float32] = self._sparse_score(visits, self.nb_ptc) if visits else super()._raw_score(text)
        return scores

    def features(self, text: bytes) -> NDArray[np.int64]:
        """The numbers of the sequences in a text, in order, as often as they stand in it."""
        size = len(text)
        letters = np.zeros(size + REACH - 1, np.int64)
        letters[REACH - 1 :] = np.frombuffer(text, np.uint8)
        states = np.zeros(size, np.int64)
        for step in range(REACH):
            states = self._moves[self._rows[states] + letters[step : step + size]]
            states[: REACH - 1 - step] = 0  # before the text there is nothing: they have yet to start
        told = self._told[states]
        return told[told >= 0]


@cache
def _identifier() -> _ByArrays:
    found: _ByArrays = _ByArrays.from_model_file(MODEL_FILE)
    return found


def detect(text: str) -> str | None:
    """ISO 639 code of a text; None where the model has none."""
    code: str = _identifier().classify(text)[0]
    return code or None
