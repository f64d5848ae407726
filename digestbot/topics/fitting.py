"""Labelled examples → ``Weights``: linear models on words, names and embedding, calibrated on texts they did not see."""

from __future__ import annotations

import importlib.metadata
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from digestbot.topics.artefact import Weights
from digestbot.topics.examples import data_hash
from digestbot.topics.features import Document, document, name_matrix, terms, word_matrix
from digestbot.topics.lexicon import load_lexicon
from digestbot.topics.vectors import load_vectors
from digestbot.types import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELEVANT: Final = "relevant"  # the label beside the topics
MIN_TEXTS: Final = 2  # a term must occur in so many examples
NAMES_SCALE: Final = 0.3  # weight of the lexicon block against the word block, by cross-validation
VECTOR_SCALE: Final = 1.0  # weight of the embedding block, by cross-validation
C: Final = 8.0  # inverse regularisation, by cross-validation
MIX_C: Final = 0.3  # inverse regularisation of the calibration
FOLDS: Final = 5
SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Design:
    """What is fitted on: the feature matrix with its column blocks, and the vocabulary it was made with."""

    matrix: sparse.csr_matrix
    vocabulary: tuple[str, ...]
    idf: NDArray[np.float32]


def build_vocabulary(docs: Sequence[Document]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Terms that occur in enough texts, sorted, and their inverse document frequencies."""
    counts: Counter[str] = Counter()
    for doc in docs:
        counts.update(terms(doc).keys())
    vocabulary = tuple(sorted(term for term, count in counts.items() if count >= MIN_TEXTS))
    frequencies = np.array([counts[term] for term in vocabulary], np.float32)
    return vocabulary, (np.log((1 + len(docs)) / (1 + frequencies)) + 1).astype(np.float32)


def build_design(docs: Sequence[Document]) -> Design:
    """The three blocks side by side, scaled."""
    vocabulary, idf = build_vocabulary(docs)
    index = {term: number for number, term in enumerate(vocabulary)}
    vectors = load_vectors().embed([doc.raw for doc in docs])
    blocks = [
        word_matrix(docs, index, idf),
        sparse.csr_matrix(name_matrix(docs) * NAMES_SCALE),
        sparse.csr_matrix(vectors * VECTOR_SCALE),
    ]
    return Design(sparse.csr_matrix(sparse.hstack(blocks)), vocabulary, idf)


def targets(examples: Sequence[Example], labels: Sequence[str]) -> NDArray[np.bool_]:
    """Gold labels, shape (examples, L); the last label is relevance."""
    return np.array([[label in one.topics for label in labels[:-1]] + [one.relevant] for one in examples], bool)


def fit_linear(
    matrix: sparse.csr_matrix, gold: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One regularised logistic regression a label: coefficients (features, L) and intercepts (L,)."""
    from sklearn.linear_model import LogisticRegression

    coefficients = np.zeros((matrix.shape[1], gold.shape[1]))
    intercepts = np.full(gold.shape[1], -5.0)  # a label nobody has is as good as never given
    for number in range(gold.shape[1]):
        has = gold[:, number]
        if has.all() or not has.any():
            continue
        model = LogisticRegression(C=C, solver="liblinear", dual=True, max_iter=3000, tol=1e-3, random_state=SEED)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(matrix, has, sample_weight=weights)
        coefficients[:, number] = model.coef_[0]
        intercepts[number] = model.intercept_[0]
    return coefficients, intercepts


def unseen_scores(
    matrix: sparse.csr_matrix, gold: NDArray[np.bool_], weights: NDArray[np.float64], groups: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Raw scores of every example from models that did not see its group; shape (examples, L)."""
    scores = np.zeros(gold.shape)
    for fold in np.unique(groups):
        inside, outside = np.flatnonzero(groups != fold), np.flatnonzero(groups == fold)
        coefficients, intercepts = fit_linear(matrix[inside], gold[inside], weights[inside])
        scores[outside] = matrix[outside] @ coefficients + intercepts
    return scores


def fit_mix(
    scores: NDArray[np.float64], gold: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Calibration: one small logistic regression a label over all labels' scores; mix (L, L) and offset (L,)."""
    from sklearn.linear_model import LogisticRegression

    size = gold.shape[1]
    mix, offset = np.eye(size), np.zeros(size)
    for number in range(size):
        has = gold[:, number]
        if has.all() or not has.any():
            continue
        own = np.full(size, 0.3)  # the label's own score is believed most: others are shrunk about ten times as much
        own[number] = 1.0
        model = LogisticRegression(C=MIX_C, max_iter=1000)
        model.fit(scores * own, has, sample_weight=weights)
        mix[:, number] = model.coef_[0] * own
        offset[number] = model.intercept_[0]
    return mix, offset


def best_thresholds(chances: NDArray[np.float64], gold: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The cut-off with the best F1 for each label, drawn half-way to 0.5 because it was chosen on few texts."""
    grid = np.arange(0.2, 0.71, 0.02)
    cuts = np.full(gold.shape[1], 0.5)
    for number in range(gold.shape[1]):
        has, score = gold[:, number], chances[:, number]
        if has.any():
            quality = [2 * (has & (score >= cut)).sum() / (has.sum() + (score >= cut).sum() or 1) for cut in grid]
            cuts[number] = (grid[int(np.argmax(quality))] + 0.5) / 2
    return cuts


def sigmoid(values: NDArray[Any]) -> NDArray[Any]:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


def fold_of(examples: Sequence[Example]) -> NDArray[np.int64]:
    """A fixed fold for each example, spread evenly over files."""
    return np.arange(len(examples), dtype=np.int64) % FOLDS


def fit_weights(examples: Sequence[Example], labels: Sequence[str], weights: Sequence[float] | None = None) -> Weights:
    """Fit everything. ``labels`` are the topic ids; ``weights`` how much each example counts (default: 1)."""
    every = (*labels, RELEVANT)
    counted = np.ones(len(examples)) if weights is None else np.asarray(weights, float)
    docs = [document(one.title, one.text) for one in examples]
    design = build_design(docs)
    gold = targets(examples, every)
    scores = unseen_scores(design.matrix, gold, counted, fold_of(examples))
    mix, offset = fit_mix(scores, gold, counted)
    chances = sigmoid(scores @ mix + offset)
    coefficients, intercepts = fit_linear(design.matrix, gold, counted)
    terms_end = len(design.vocabulary)
    names_end = terms_end + 2 * len(load_lexicon().groups)
    return Weights(
        labels=every,
        vocabulary=design.vocabulary,
        idf=design.idf,
        words=coefficients[:terms_end].astype(np.float32),
        names=(coefficients[terms_end:names_end] * NAMES_SCALE).astype(np.float32),
        vectors=(coefficients[names_end:] * VECTOR_SCALE).astype(np.float32),
        intercept=intercepts.astype(np.float32),
        mix=mix.astype(np.float32),
        offset=offset.astype(np.float32),
        thresholds=best_thresholds(chances, gold).astype(np.float32),
        meta={
            "data": data_hash(examples),
            "examples": len(examples),
            "versions": {name: importlib.metadata.version(name) for name in ("scikit-learn", "numpy", "wordllama")},
        },
    )
