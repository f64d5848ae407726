"""Texts → numbers: words, names of the lexicon, the language. Knows no labels and no weights.

Each token is looked up once and remembered with its column and whether a name starts with it (``pieces``), so that a
batch of texts costs a few array operations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from digestbot.topics import languages
from digestbot.topics.carrying import excerpt
from digestbot.topics.lexicon import Found, Lexicon, load_lexicon
from digestbot.topics.pieces import GAP, Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

TITLE_WEIGHT: Final = 2  # how often a title's words count, by cross-validation
LEAD: Final = 30  # tokens, the title's among them, in which a text names what it is about; 25 to 35 do alike by folds
PAIRS_SCALE: Final = 0.5  # weight of the block of word pairs against the words, by cross-validation
MEMORY: Final = 150_000  # pieces and tokens remembered, about 30 MB; then the table starts anew
# The marks of a token, by their place: its column and what its first letter, its language and the lexicon say of it.
_COLUMN, _SINGLE, _FIRST, _SECOND, _ENGLISH, _FOREIGN, _STRANGE = range(7)

_Entry = tuple[int, str, bool]  # as in ``Lexicon.names``


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as numbers. ``columns`` and ``counts``: of words and of pairs of neighbours, text by text, those of text i
    from ``ends[i]`` to ``ends[i + 1]``; ``names``: what the lexicon found, by text; ``starts`` and ``title_ends``: at
    which position, as names have one, each text begins and its title ends.
    """

    columns: NDArray[np.int32]
    counts: NDArray[np.float32]
    ends: NDArray[np.int32]
    names: tuple[tuple[Found, ...], ...]
    starts: tuple[int, ...]
    title_ends: tuple[int, ...]
    languages: tuple[str | None, ...]
    lengths: tuple[int, ...]  # tokens read


class Table:
    """What is known of each token seen, for one vocabulary: words, then pairs of them with a space between.

    Not for use by two threads at once.
    """

    def __init__(self, vocabulary: Sequence[str], lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        words = [term for term in vocabulary if " " not in term]
        self._index: Mapping[str, int] = {term: number for number, term in enumerate(words)}
        self._size, self._words = len(vocabulary), len(words)
        ends = [pair.split(" ") for pair in vocabulary[self._words :]]
        codes = np.array([self._index[first] * self._words + self._index[second] for first, second in ends], np.int64)
        self._pair_at = np.argsort(codes)  # vocabulary order is by spelling, look-up goes by code
        self._pair_codes = codes[self._pair_at]
        self._list_names()
        self._pieces = Pieces(self._marks_of)

    def _list_names(self) -> None:
        """Names of one token by its number, the others by the number of the pair they begin with; 0 is none."""
        names = self.lexicon.names
        pairs = sorted({name[:2] for name in names if len(name) > 1})
        self._singles = {name[0]: at for at, name in enumerate((name for name in names if len(name) == 1), 1)}
        self._firsts = {token: number for number, token in enumerate(sorted({first for first, _ in pairs}), 1)}
        self._seconds = {token: number for number, token in enumerate(sorted({second for _, second in pairs}), 1)}
        self._begins = np.zeros((len(self._firsts) + 1, len(self._seconds) + 1), np.int32)
        for number, (first, second) in enumerate(pairs, 1):
            self._begins[self._firsts[first], self._seconds[second]] = number
        self._of_single: list[Sequence[_Entry]] = [(), *(names[(token,)] for token in self._singles)]
        self._of_pair: list[list[tuple[tuple[str, ...], Sequence[_Entry]]]] = [[] for _ in range(len(pairs) + 1)]
        numbers = {pair: number for number, pair in enumerate(pairs, 1)}
        for name, entries in names.items():
            if len(name) > 1:
                self._of_pair[numbers[name[:2]]].append((name[2:], entries))

    def _marks_of(self, token: str, folded: str) -> tuple[int, ...]:
        return (
            self._index.get(folded, -1),
            self._singles.get(folded, 0),
            self._firsts.get(folded, 0),
            self._seconds.get(folded, 0),
            languages.is_english_word(token),
            languages.is_foreign_word(token),
            token[:1] > "\u024f",  # beyond Latin
        )

    def read(self, texts: Sequence[tuple[str, str]]) -> Batch:
        """Cut (title, text) pairs, look every token up, and find the names."""
        if self._pieces.size() > MEMORY:
            self._pieces = Pieces(self._marks_of)
        rows_of = self._pieces.rows
        rows: list[int] = []
        title_ends: list[int] = []
        ends: list[int] = [0]
        for title, text in texts:
            rows += rows_of(title)
            title_ends.append(len(rows))
            rows.append(GAP)
            rows += rows_of(excerpt(text))
            rows.append(GAP)
            ends.append(len(rows))
        marks = self._pieces.marks()[rows]
        owner = np.repeat(np.arange(len(texts)), np.diff(ends))
        columns, counts, ends_of_texts = self._counts(marks[:, _COLUMN], owner, ends, title_ends)
        return Batch(
            columns=columns,
            counts=counts,
            ends=ends_of_texts,
            names=self._find(rows, marks, ends),
            starts=tuple(ends[:-1]),
            title_ends=tuple(title_ends),
            languages=self._tell_languages(rows, marks, ends),
            lengths=tuple(end - start - 2 for start, end in pairwise(ends)),  # but for the two gaps
        )

    def _find(
        self, rows: Sequence[int], marks: NDArray[np.int32], ends: Sequence[int]
    ) -> tuple[tuple[Found, ...], ...]:
        pairs = np.zeros(len(rows), np.int32)
        pairs[:-1] = self._begins[marks[:-1, _FIRST], marks[1:, _SECOND]]
        starts = np.flatnonzero((marks[:, _SINGLE] > 0) | (pairs > 0))
        bounds = np.searchsorted(starts, ends).tolist()
        begun = [*zip(starts.tolist(), marks[starts, _SINGLE].tolist(), pairs[starts].tolist(), strict=True)]
        return tuple(
            tuple(
                [
                    Found(group, name, position)
                    for position, single, pair in begun[first:last]
                    for group, name, cased in (
                        self._at(rows, position, single, pair) if pair else self._of_single[single]
                    )
                    if not cased or not self._pieces.raw[rows[position]][0].islower()
                ]
            )
            for first, last in pairwise(bounds)
        )

    def _at(self, rows: Sequence[int], position: int, single: int, pair: int) -> Sequence[_Entry]:
        """The names that begin at a position, shorter ones first, by the numbers of its token and of its pair."""
        found = list(self._of_single[single])
        for rest, entries in self._of_pair[pair]:
            behind = rows[position + 2 : position + 2 + len(rest)]
            if not rest or rest == tuple([self._pieces.folded[row] for row in behind]):
                found += entries
        return found

    def _tell_languages(
        self, rows: Sequence[int], marks: NDArray[np.int32], ends: Sequence[int]
    ) -> tuple[str | None, ...]:
        sums = np.add.reduceat(marks[:, _ENGLISH:], ends[:-1]).tolist() if len(ends) > 1 else []
        found: list[str | None] = []
        for (start, end), (english, foreign, strange) in zip(pairwise(ends), sums, strict=True):
            tokens = end - start - 2  # but for the two gaps
            told = languages.is_foreign(english, foreign, tokens, strange)
            raw = (self._pieces.raw[row] for row in rows[start:end])
            found.append(languages.name(raw, strange * 2 > tokens) if told else None)
        return tuple(found)

    def _counts(
        self, column: NDArray[np.int32], owner: NDArray[np.int64], ends: Sequence[int], title_ends: Sequence[int]
    ) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int32]]:
        """Columns and counts of each text's terms in order, and where each text's end."""
        at, pair = self._pairs(column)
        again = [np.arange(start, end) for start, end in zip(ends, title_ends, strict=False)]
        known = np.concatenate([np.arange(len(column)), *again * (TITLE_WEIGHT - 1)])
        known = known[column[known] >= 0]
        # Each (text, term) as one number: once sorted, equal ones stand together.
        cells = np.concatenate([owner[known] * self._size + column[known], owner[at] * self._size + pair])
        cells.sort()
        first = np.flatnonzero(np.diff(cells, prepend=-1))
        counts = np.diff(first, append=len(cells)).astype(np.float32)
        cells = cells[first]
        ends_of_texts = np.searchsorted(cells, np.arange(len(title_ends) + 1) * self._size).astype(np.int32)
        return (cells % max(1, self._size)).astype(np.int32), counts, ends_of_texts

    def _pairs(self, column: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where known pairs begin, and their columns. None runs across a gap, which is no word of the vocabulary."""
        if not len(self._pair_codes) or not len(column):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        first, second = column[:-1].astype(np.int64), column[1:]
        codes = np.where((first >= 0) & (second >= 0), first * self._words + second, -1)
        near = np.minimum(np.searchsorted(self._pair_codes, codes), len(self._pair_codes) - 1)
        at = np.flatnonzero(self._pair_codes[near] == codes)
        return at, self._words + self._pair_at[near[at]]

    def words(self, batch: Batch, idf: NDArray[np.float32]) -> sparse.csr_matrix:
        """TF-IDF with sublinear counts, (texts, vocabulary): words of a text have length one, its pairs half of that.

        ``idf`` is (vocabulary,).
        """
        texts = len(batch.names)
        is_pair = batch.columns >= self._words
        block = 2 * np.repeat(np.arange(texts), np.diff(batch.ends)) + is_pair
        values = (1 + np.log(batch.counts)) * idf[batch.columns]
        norms = np.sqrt(np.bincount(block, values**2, 2 * texts))
        scale = np.where(is_pair, PAIRS_SCALE, 1.0) / np.maximum(norms, 1e-9)[block]
        values = (values * scale).astype(np.float32)
        return sparse.csr_matrix((values, batch.columns, batch.ends), shape=(texts, self._size))

    def names(self, batch: Batch) -> NDArray[np.float32]:
        """How many different names of each group occur, in all, in the title and in the lead; (texts, 3·groups), as
        logarithms of one more.
        """
        groups = len(self.lexicon.groups)
        cells: list[int] = []
        for number, (found, start, title_end) in enumerate(
            zip(batch.names, batch.starts, batch.title_ends, strict=True)
        ):
            everywhere = 3 * number * groups
            titled, leading, lead_end = everywhere + groups, everywhere + 2 * groups, start + LEAD
            for (group, _), position in {one[:2]: one.position for one in reversed(found)}.items():  # the first of each
                cells.append(everywhere + group)
                if position < title_end:
                    cells.append(titled + group)
                if position < lead_end:
                    cells.append(leading + group)
        counts = np.bincount(np.array(cells, np.int64), minlength=3 * groups * len(batch.names))
        return np.log1p(counts.reshape(len(batch.names), 3 * groups).astype(np.float32))
