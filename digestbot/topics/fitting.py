"""Labelled examples → ``Weights``: linear models on words, names and embedding, calibrated on texts they did not see.

Relevance is learnt from every example; each topic from the relevant ones alone, as "given that it is relevant".
"""

from __future__ import annotations

import importlib.metadata
import warnings
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from digestbot.topics.artefact import Weights
from digestbot.topics.examples import data_hash
from digestbot.topics.features import Batch, Table
from digestbot.topics.lexicon import lexicon_hash
from digestbot.topics.tokens import tokens
from digestbot.topics.vectors import load_vectors
from digestbot.types import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELEVANT: Final = "relevant"  # the label beside the topics, always the last
MIN_TEXTS: Final = 2  # a term must occur in so many examples
NAMES_SCALE: Final = 0.3  # weight of the lexicon block against the word block, by cross-validation
VECTOR_SCALE: Final = 0.5  # weight of the embedding block, by cross-validation
C: Final = 30.0  # inverse regularisation, by cross-validation
MIX_C: Final = 1.0  # inverse regularisation of the calibration
OTHERS: Final = 0.2  # how much a label's calibration may listen to other labels' scores
FOLDS: Final = 5
BLOCK: Final = 20  # neighbouring examples that stay in one fold: a writer's runs of one theme are not split
GRID: Final = tuple(round(0.2 + 0.02 * step, 2) for step in range(26))  # cut-offs tried
SEED: Final = 7


def build_vocabulary(examples: Sequence[Example]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Terms that occur in enough examples, sorted, and their inverse document frequencies."""
    counts: Counter[str] = Counter()
    for example in examples:
        counts.update(set(tokens(f"{example.title}\n{example.text}")))
    vocabulary = tuple(sorted(term for term, count in counts.items() if count >= MIN_TEXTS))
    frequencies = np.array([counts[term] for term in vocabulary], np.float32)
    return vocabulary, (np.log((1 + len(examples)) / (1 + frequencies)) + 1).astype(np.float32)


def build_matrix(table: Table, batch: Batch, idf: NDArray[np.float32]) -> sparse.csr_matrix:
    """The three blocks side by side, scaled; shape (texts, terms + 2·groups + 256)."""
    blocks = [
        table.words(batch, idf),
        sparse.csr_matrix(table.names(batch) * NAMES_SCALE),
        sparse.csr_matrix(table.vectors(batch) * VECTOR_SCALE),
    ]
    return sparse.csr_matrix(sparse.hstack(blocks))


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
    relevant = gold[:, -1]
    for number in range(gold.shape[1]):
        rows = np.arange(len(gold)) if number == gold.shape[1] - 1 else np.flatnonzero(relevant)
        has = gold[rows, number]
        if not len(has) or has.all() or not has.any():
            continue
        model = LogisticRegression(C=C, solver="liblinear", dual=True, max_iter=5000, tol=1e-3, random_state=SEED)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(matrix[rows], has, sample_weight=weights[rows])
        coefficients[:, number] = model.coef_[0]
        intercepts[number] = model.intercept_[0]
    return coefficients, intercepts


def fold_of(count: int) -> NDArray[np.int64]:
    """A fixed fold for each example; blocks of neighbours stay together."""
    return (np.arange(count, dtype=np.int64) // BLOCK) % FOLDS


def unseen_scores(
    matrix: sparse.csr_matrix, gold: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Raw scores of every example from models that did not see its fold; shape (examples, L)."""
    scores = np.zeros(gold.shape)
    folds = fold_of(len(gold))
    for fold in np.unique(folds):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
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
    relevant = gold[:, -1]
    for number in range(size):
        rows = np.arange(len(gold)) if number == size - 1 else np.flatnonzero(relevant)
        has = gold[rows, number]
        if not len(has) or has.all() or not has.any():
            continue
        own = np.full(size, OTHERS)  # the label's own score is believed most
        own[number] = 1.0
        model = LogisticRegression(C=MIX_C, max_iter=1000)
        model.fit(scores[rows] * own, has, sample_weight=weights[rows])
        mix[:, number] = model.coef_[0] * own
        offset[number] = model.intercept_[0]
    return mix, offset


def sigmoid(values: NDArray[Any]) -> NDArray[Any]:
    """Logits → probabilities."""
    chances: NDArray[Any] = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return chances


def joint_chances(
    scores: NDArray[Any], mix: NDArray[Any], offset: NDArray[Any], shift: NDArray[Any] | float = 0.0
) -> NDArray[Any]:
    """Probabilities of relevance (last column) and of each topic together with relevance; (texts, L).

    No topic is ever likelier than relevance itself. ``shift`` is added to the logits.
    """
    chances = sigmoid(scores @ mix + offset + shift)
    chances[:, :-1] *= chances[:, -1:]
    return chances


def best_thresholds(chances: NDArray[np.float64], gold: NDArray[np.bool_]) -> NDArray[np.float64]:
    """One cut-off for all topics, the one with the best micro F1, and one for relevance; shape (L,).

    Cut-offs of their own for each topic follow the luck of few texts: in cross-validation they gained nothing.
    """

    def quality(has: NDArray[np.bool_], says: NDArray[np.bool_]) -> float:
        return float(2 * (has & says).sum() / max(1, has.sum() + says.sum()))

    relevance = max(GRID, key=lambda cut: quality(gold[:, -1], chances[:, -1] >= cut))
    kept = chances[:, -1:] >= relevance
    topics = max(GRID, key=lambda cut: quality(gold[:, :-1], (chances[:, :-1] >= cut) & kept))
    return np.array([topics] * (gold.shape[1] - 1) + [relevance])


def fit_weights(
    examples: Sequence[Example], labels: Sequence[str], weights: Sequence[float] | None = None
) -> Weights:
    """Fit everything. ``labels`` are the topic ids; ``weights`` how much each example counts (default: 1).

    Examples in another language than English are left out: the model must not learn to know them by their language.
    """
    every = (*labels, RELEVANT)
    vocabulary, idf = build_vocabulary(examples)
    table = Table(vocabulary, load_vectors())
    batch = table.read([(one.title, one.text) for one in examples])
    english = np.array([language is None for language in batch.languages])
    matrix = build_matrix(table, batch, idf)[np.flatnonzero(english)]
    gold = targets(examples, every)[english]
    counted = (np.ones(len(examples)) if weights is None else np.asarray(weights, float))[english]
    scores = unseen_scores(matrix, gold, counted)
    mix, offset = fit_mix(scores, gold, counted)
    chances = joint_chances(scores, mix, offset)
    coefficients, intercepts = fit_linear(matrix, gold, counted)
    terms_end = len(vocabulary)
    names_end = terms_end + 2 * len(table.lexicon.groups)
    return Weights(
        labels=every,
        vocabulary=vocabulary,
        idf=idf,
        words=coefficients[:terms_end].astype(np.float32),
        names=(coefficients[terms_end:names_end] * NAMES_SCALE).astype(np.float32),
        vectors=(coefficients[names_end:] * VECTOR_SCALE).astype(np.float32),
        intercept=intercepts.astype(np.float32),
        mix=mix.astype(np.float32),
        offset=offset.astype(np.float32),
        thresholds=best_thresholds(chances, gold).astype(np.float32),
        meta={
            "data": data_hash(examples),
            "lexicon": lexicon_hash(),
            "examples": len(examples),
            "versions": {name: importlib.metadata.version(name) for name in ("scikit-learn", "numpy", "wordllama")},
        },
    )
