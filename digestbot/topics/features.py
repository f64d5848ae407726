"""Texts → numbers: words and pairs of words, names of the lexicon, and the embedding. Knows no labels and no weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from digestbot.topics.lexicon import Found, load_lexicon
from digestbot.topics.tokens import fold_tokens, raw_tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAD: Final = 250  # tokens of the text that are read; the rest of a long article says the same, or other things
TITLE_WEIGHT: Final = 2  # how often a title's words count, by cross-validation


@dataclass(frozen=True, slots=True)
class Document:
    """One text cut into tokens, with the lexicon's names in it."""

    title: tuple[str, ...]
    body: tuple[str, ...]
    raw: tuple[str, ...]  # title and body as written
    title_names: tuple[Found, ...]
    names: tuple[Found, ...]


def document(title: str, text: str) -> Document:
    """Cut one text."""
    raw_title, raw_body = raw_tokens(title), raw_tokens(text)[:LEAD]
    folded_title, folded_body = fold_tokens(raw_title), fold_tokens(raw_body)
    lexicon = load_lexicon()
    title_names = lexicon.find(folded_title, raw_title)
    return Document(
        tuple(folded_title),
        tuple(folded_body),
        (*raw_title, *raw_body),
        tuple(title_names),
        (*title_names, *lexicon.find(folded_body, raw_body)),
    )


def terms(doc: Document) -> Counter[str]:
    """Words and neighbouring pairs with their counts, the title's counted ``TITLE_WEIGHT`` times."""
    counts = Counter(doc.title)
    counts.update(map(" ".join, zip(doc.title, doc.title[1:], strict=False)))
    for term in counts:
        counts[term] *= TITLE_WEIGHT
    counts.update(doc.body)
    counts.update(map(" ".join, zip(doc.body, doc.body[1:], strict=False)))
    return counts


def word_matrix(docs: Sequence[Document], index: Mapping[str, int], idf: NDArray[np.float32]) -> sparse.csr_matrix:
    """TF-IDF with sublinear counts, rows of length one; shape (docs, terms)."""
    columns: list[int] = []
    values: list[int] = []
    ends = [0]
    for doc in docs:
        for term, count in terms(doc).items():
            column = index.get(term)
            if column is not None:
                columns.append(column)
                values.append(count)
        ends.append(len(columns))
    data = (1 + np.log(np.asarray(values, np.float32))) * idf[columns]
    matrix = sparse.csr_matrix((data, columns, ends), shape=(len(docs), len(idf)), dtype=np.float32)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(norms, 1e-9)) @ matrix, dtype=np.float32)


def name_matrix(docs: Sequence[Document]) -> NDArray[np.float32]:
    """How many different names of each lexicon group occur, in the text and in the title, log-scaled; (docs, 2·groups)."""
    groups = len(load_lexicon().groups)
    counts = np.zeros((len(docs), 2 * groups), np.float32)
    for row, doc in enumerate(docs):
        for group, _ in {(found.group, found.name) for found in doc.names}:
            counts[row, group] += 1
        for group, _ in {(found.group, found.name) for found in doc.title_names}:
            counts[row, groups + group] += 1
    return np.log1p(counts)
