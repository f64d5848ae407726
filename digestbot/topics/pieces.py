"""A piece of text between two white spaces → the rows of its tokens in a table that grows with what is read.

News repeats its words, so each piece is cut and folded once and then looked up. Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from digestbot.text import only_word
from digestbot.topics.tokens import fold_token, raw_tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAP: Final = 0  # the row of the mark between title and text: no word, no name runs across it
_UNSURE: Final = -1  # instead of rows: how the piece is cut, its text decides
# "co op" is one token; a grave accent is an apostrophe in a text that has other signs beyond ASCII.
_DEPENDS: Final = re.compile(r"\bco$|`", re.I)
_SOFT_HYPHEN: Final = "\xad"
_ROOM: Final = 4096  # rows that a new table has room for; it doubles when they are full


class Pieces(dict[str, tuple[int, ...]]):
    """Piece → rows. ``marks_of`` gives the marks of a token, as written and folded: a row of small integers.

    Not for use by two threads at once.
    """

    def __init__(self, marks_of: Callable[[str, str], tuple[int, ...]]) -> None:
        super().__init__()
        self._marks_of = marks_of
        self._row: dict[str, int] = {}
        self.raw: list[str] = []
        self.folded: list[str] = []
        self._fresh: list[tuple[int, ...]] = []
        self._learn("")  # the gap
        self._marks = np.zeros((_ROOM, len(self._fresh[0])), np.int32)

    def size(self) -> int:
        """Pieces and tokens remembered."""
        return len(self) + len(self.raw)

    def rows(self, text: str) -> list[int]:
        """The rows of a text's tokens, in order."""
        rows = list(chain.from_iterable(map(self.__getitem__, text.split())))
        return self._rows_of(text) if _UNSURE in rows else rows

    def marks(self) -> NDArray[np.int32]:
        """The marks of all rows so far, (rows, marks) and room for more."""
        if self._fresh:
            start, end = len(self.raw) - len(self._fresh), len(self.raw)
            while end > len(self._marks):
                self._marks = np.concatenate([self._marks, np.zeros_like(self._marks)])
            self._marks[start:end] = self._fresh
            self._fresh.clear()
        return self._marks

    def __missing__(self, piece: str) -> tuple[int, ...]:
        word = only_word(piece)
        if word and word.lower() != "co":  # such a piece is one token
            rows: tuple[int, ...] = (self._row_of(word),)
        elif _DEPENDS.search(piece.replace(_SOFT_HYPHEN, "")):
            rows = (_UNSURE,)
        else:
            rows = tuple(self._rows_of(piece))
        self[piece] = rows
        return rows

    def _rows_of(self, text: str) -> list[int]:
        return list(map(self._row_of, raw_tokens(text)))

    def _row_of(self, token: str) -> int:
        row = self._row.get(token)
        return self._learn(token) if row is None else row

    def _learn(self, token: str) -> int:
        folded = fold_token(token) if token else ""
        row = self._row[token] = len(self.raw)
        self.raw.append(token)
        self.folded.append(folded)
        self._fresh.append(self._marks_of(token, folded))
        return row
