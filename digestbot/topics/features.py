"""Texts → numbers: words, names of the lexicon, the language. Knows no labels and no weights.

Each token is looked up once and remembered in a table with its column and whether a name starts with it, so that a
batch of texts costs a few array operations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from digestbot.topics import languages
from digestbot.topics.carrying import excerpt
from digestbot.topics.lexicon import Found, Lexicon, load_lexicon
from digestbot.topics.tokens import fold_tokens, raw_tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

TITLE_WEIGHT: Final = 2  # how often a title's words count, by cross-validation
PAIRS_SCALE: Final = 0.5  # weight of the block of word pairs against the words, by cross-validation
MEMORY: Final = 60_000  # tokens remembered, about 15 MB; then the table starts anew
_GAP: Final = 0  # the row of the mark between title and text: no word, no name runs across it


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as numbers. ``counts``: of words and of pairs of neighbours, (texts, vocabulary); ``names``: what the
    lexicon found, by text.
    """

    counts: sparse.csr_matrix
    names: tuple[tuple[Found, ...], ...]
    title_names: tuple[tuple[Found, ...], ...]
    languages: tuple[str | None, ...]
    lengths: tuple[int, ...]  # tokens read


class Table:
    """What is known of each raw token seen, for one vocabulary: words, then pairs of them with a space between.

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
        self._singles = self.lexicon.singles
        # Names of several tokens are told by their first two: number of the one, number of the other → such a name.
        self._firsts = {token: number for number, token in enumerate(sorted({a for a, _ in self.lexicon.pairs}), 1)}
        self._seconds = {token: number for number, token in enumerate(sorted({b for _, b in self.lexicon.pairs}), 1)}
        self._begins = np.zeros((len(self._firsts) + 1, len(self._seconds) + 1), bool)
        for first, second in self.lexicon.pairs:
            self._begins[self._firsts[first], self._seconds[second]] = True
        self._forget()

    def _forget(self) -> None:
        self._row: dict[str, int] = {"": _GAP}
        self.raw = [""]
        self.folded = [""]
        self._column = np.full(4096, -1, np.int64)
        self._single = np.zeros(4096, bool)
        self._first = np.zeros(4096, np.int64)
        self._second = np.zeros(4096, np.int64)
        self._english = np.zeros(4096, bool)
        self._foreign = np.zeros(4096, bool)
        self._strange = np.zeros(4096, bool)

    def _learn(self, fresh: Sequence[str]) -> None:
        start, end = len(self.raw), len(self.raw) + len(fresh)
        while end > len(self._column):
            more = len(self._column)
            self._column = np.concatenate([self._column, np.full(more, -1, np.int64)])
            self._single = np.concatenate([self._single, np.zeros(more, bool)])
            self._first = np.concatenate([self._first, np.zeros(more, np.int64)])
            self._second = np.concatenate([self._second, np.zeros(more, np.int64)])
            self._english = np.concatenate([self._english, np.zeros(more, bool)])
            self._foreign = np.concatenate([self._foreign, np.zeros(more, bool)])
            self._strange = np.concatenate([self._strange, np.zeros(more, bool)])
        folded = fold_tokens(fresh)
        for row, (token, form) in enumerate(zip(fresh, folded, strict=True), start):
            self._row[token] = row
            self._column[row] = self._index.get(form, -1)
            self._single[row] = form in self._singles
            self._first[row] = self._firsts.get(form, 0)
            self._second[row] = self._seconds.get(form, 0)
            self._english[row] = languages.is_english_word(token)
            self._foreign[row] = languages.is_foreign_word(token)
            self._strange[row] = ord(token[0]) > 0x24F  # beyond Latin
        self.raw += fresh
        self.folded += folded

    def read(self, texts: Sequence[tuple[str, str]]) -> Batch:
        """Cut (title, text) pairs, look every token up, and find the names."""
        cut = [(raw_tokens(title), raw_tokens(excerpt(text))) for title, text in texts]
        known = self._row
        fresh = {token for title, body in cut for token in (*title, *body) if token not in known}
        if len(self.raw) + len(fresh) > MEMORY:
            self._forget()
            fresh = {token for title, body in cut for token in (*title, *body)}
        if fresh:
            self._learn(sorted(fresh))
        known = self._row
        flat: list[int] = []
        title_ends: list[int] = []
        ends: list[int] = [0]
        for title, body in cut:
            flat += [known[token] for token in title]
            title_ends.append(len(flat))
            flat.append(_GAP)
            flat += [known[token] for token in body]
            flat.append(_GAP)
            ends.append(len(flat))
        rows = np.asarray(flat, np.int64)
        names, title_names = self._find(rows, ends, title_ends)
        owner = np.repeat(np.arange(len(cut)), np.diff(ends))
        return Batch(
            counts=self._counts(rows, owner, ends, title_ends),
            names=names,
            title_names=title_names,
            languages=self._tell_languages(rows, owner, len(cut)),
            lengths=tuple(len(title) + len(body) for title, body in cut),
        )

    def _find(
        self, rows: NDArray[np.int64], ends: Sequence[int], title_ends: Sequence[int]
    ) -> tuple[tuple[tuple[Found, ...], ...], tuple[tuple[Found, ...], ...]]:
        folded = [self.folded[row] for row in rows.tolist()]
        begins = self._single[rows]
        begins[:-1] |= self._begins[self._first[rows[:-1]], self._second[rows[1:]]]
        starts = np.flatnonzero(begins)
        bounds = np.searchsorted(starts, ends)
        names: list[tuple[Found, ...]] = []
        title_names: list[tuple[Found, ...]] = []
        raw, match = self.raw, self.lexicon.match
        for number, title_end in enumerate(title_ends):
            found = [
                one
                for position in starts[bounds[number] : bounds[number + 1]].tolist()
                for one in match(folded, position, raw[rows[position]])
            ]
            names.append(tuple(found))
            title_names.append(tuple(one for one in found if one.position < title_end))
        return tuple(names), tuple(title_names)

    def _tell_languages(self, rows: NDArray[np.int64], owner: NDArray[np.int64], texts: int) -> tuple[str | None, ...]:
        total, english, foreign, strange = (
            np.bincount(owner if mark is None else owner[mark[rows]], minlength=texts).tolist()
            for mark in (None, self._english, self._foreign, self._strange)
        )
        found: list[str | None] = [None] * texts
        for text in range(texts):
            tokens = total[text] - 2  # but for the two gaps
            if languages.is_foreign(english[text], foreign[text], tokens, strange[text]):
                raw = (self.raw[row] for row in rows[owner == text].tolist())
                found[text] = languages.name(raw, strange[text] * 2 > tokens)
        return tuple(found)

    def _counts(
        self, rows: NDArray[np.int64], owner: NDArray[np.int64], ends: Sequence[int], title_ends: Sequence[int]
    ) -> sparse.csr_matrix:
        weight = np.ones(len(rows), np.float32)
        for start, title_end in zip(ends, title_ends, strict=False):
            weight[start:title_end] = TITLE_WEIGHT
        column = self._column[rows]
        known = np.flatnonzero(column >= 0)
        at, pair = self._pairs(column)
        # Each (text, term) as one number, in order: a matrix without the detours that scipy makes for small ones.
        cells = np.concatenate([owner[known] * self._size + column[known], owner[at] * self._size + pair])
        cells, place = np.unique(cells, return_inverse=True)
        weights = np.concatenate([weight[known], np.ones(len(at), np.float32)])
        counts = np.bincount(place, weights, len(cells)).astype(np.float32)
        ends_of_rows = np.searchsorted(cells, np.arange(len(title_ends) + 1) * self._size)
        shape = (len(title_ends), self._size)
        return sparse.csr_matrix((counts, cells % max(1, self._size), ends_of_rows), shape=shape)

    def _pairs(self, column: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where known pairs begin, and their columns. None runs across a gap, which is no word of the vocabulary."""
        if not len(self._pair_codes) or not len(column):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        first, second = column[:-1], column[1:]
        codes = np.where((first >= 0) & (second >= 0), first * self._words + second, -1)
        near = np.minimum(np.searchsorted(self._pair_codes, codes), len(self._pair_codes) - 1)
        at = np.flatnonzero(self._pair_codes[near] == codes)
        return at, self._words + self._pair_at[near[at]]

    def words(self, batch: Batch, idf: NDArray[np.float32]) -> sparse.csr_matrix:
        """TF-IDF with sublinear counts, (texts, vocabulary): words of a text have length one, its pairs half of that.

        ``idf`` is (vocabulary,).
        """
        matrix = batch.counts.copy()
        is_pair = matrix.indices >= self._words
        block = 2 * np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)) + is_pair
        matrix.data = (1 + np.log(matrix.data)) * idf[matrix.indices]
        norms = np.sqrt(np.bincount(block, matrix.data**2, 2 * matrix.shape[0]))
        scale = np.where(is_pair, PAIRS_SCALE, 1.0) / np.maximum(norms, 1e-9)[block]
        matrix.data = (matrix.data * scale).astype(np.float32)
        return matrix

    def names(self, batch: Batch) -> NDArray[np.float32]:
        """How many different names of each group occur, in all and in the title, log-scaled; (texts, 2·groups)."""
        groups = len(self.lexicon.groups)
        counts = np.zeros((len(batch.names), 2 * groups), np.float32)
        for number, (found, in_title) in enumerate(zip(batch.names, batch.title_names, strict=True)):
            for group, _ in {(one.group, one.name) for one in found}:
                counts[number, group] += 1
            for group, _ in {(one.group, one.name) for one in in_title}:
                counts[number, groups + group] += 1
        return np.log1p(counts)
