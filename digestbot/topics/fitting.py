"""Labelled examples → ``Weights``: linear models on words, pairs and names, calibrated on texts they did not see.

Relevance is learnt from every example; each fixed topic from the relevant ones alone, as "given that it is relevant";
a topic that an admin added from every example again, because it widens what is relevant.
"""

from __future__ import annotations

import importlib.metadata
import warnings
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from digestbot.topics.artefact import Weights
from digestbot.topics.examples import TOPICS, calibration_weights, data_hash
from digestbot.topics.features import Batch, Table
from digestbot.topics.feedback import ID_PREFIX
from digestbot.topics.lexicon import lexicon_hash
from digestbot.topics.tokens import tokens
from digestbot.types import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELEVANT: Final = "relevant"  # the label beside the topics, always the last
MIN_TEXTS: Final = 2  # a word must occur in so many examples
MIN_PAIR_TEXTS: Final = 3  # … and a pair of neighbouring words: two gain nothing and double the file
NAMES_SCALE: Final = 0.2  # weight of the lexicon block against the word block, by cross-validation
C: Final = 10.0  # inverse regularisation, by cross-validation
CALIBRATION_C: Final = 0.3  # inverse regularisation of the calibration
FOLDS: Final = 5
BLOCK: Final = 20  # neighbouring examples that stay in one fold: a writer's runs of one theme are not split
GRID: Final = tuple(round(0.2 + 0.02 * step, 2) for step in range(26))  # cut-offs tried
SEED: Final = 7
# F1 of relevance is flat for cut-offs from .40 to .65, by folds and on the blind set; of general news and blogs, which
# the examples are no sample of, the lower end of that span lets in half as many again.
SURELY_RELEVANT: Final = 0.65
NEVER: Final = -5.0  # the score of a label that no example has


def build_vocabulary(examples: Sequence[Example]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Words, then pairs of neighbours, that occur in enough examples, sorted; their inverse document frequencies."""
    words: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for example in examples:
        parts = tokens(example.title), tokens(example.text)
        words.update({word for part in parts for word in part})
        pairs.update({f"{first} {second}" for part in parts for first, second in pairwise(part)})
    known = {word: count for word, count in words.items() if count >= MIN_TEXTS}
    known_pairs = {pair: count for pair, count in pairs.items() if count >= MIN_PAIR_TEXTS}
    vocabulary = (*sorted(known), *sorted(known_pairs))
    frequencies = np.array(
        [*(known[word] for word in sorted(known)), *(known_pairs[pair] for pair in sorted(known_pairs))]
    )
    return vocabulary, (np.log((1 + len(examples)) / (1 + frequencies)) + 1).astype(np.float32)


def build_matrix(table: Table, batch: Batch, idf: NDArray[np.float32]) -> sparse.csr_matrix:
    """Words with pairs, and names, side by side, scaled; shape (texts, vocabulary + 3·groups)."""
    blocks = [table.words(batch, idf), sparse.csr_matrix(table.names(batch) * NAMES_SCALE)]
    return sparse.csr_matrix(sparse.hstack(blocks))


def is_conditional(labels: Sequence[str]) -> NDArray[np.bool_]:
    """Which labels are learnt given relevance: the fixed topics. Relevance is not, nor are an admin's own topics."""
    return np.array([label in TOPICS for label in labels], bool)


def targets(examples: Sequence[Example], labels: Sequence[str]) -> NDArray[np.bool_]:
    """Gold labels, shape (examples, L); the last label is relevance."""
    return np.array([[label in one.topics for label in labels[:-1]] + [one.relevant] for one in examples], bool)


@dataclass(frozen=True, slots=True)
class Task:
    """What to learn. ``gold`` and ``known`` are (examples, L): an unknown label of an example is not learnt from."""

    labels: tuple[str, ...]
    gold: NDArray[np.bool_]
    known: NDArray[np.bool_]
    weights: NDArray[np.float64]
    folds: NDArray[np.int64]

    def rows(self, number: int, among: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """The examples from which label ``number`` is learnt."""
        of_use = self.known[:, number]
        if self.labels[number] in TOPICS:
            of_use = of_use & self.gold[:, -1]
        every = np.arange(len(self.gold)) if among is None else among
        return every[of_use[every]]

    def only(self, among: NDArray[np.int64]) -> Task:
        """The same task on some of its examples."""
        return Task(self.labels, self.gold[among], self.known[among], self.weights[among], self.folds[among])


def fit_linear(
    matrix: sparse.csr_matrix, task: Task, among: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One regularised logistic regression a label: coefficients (features, L) and intercepts (L,)."""
    from sklearn.linear_model import LogisticRegression

    size = len(task.labels)
    coefficients = np.zeros((matrix.shape[1], size))
    intercepts = np.full(size, NEVER)
    for number in range(size):
        rows = task.rows(number, among)
        has = task.gold[rows, number]
        if not len(has) or has.all() or not has.any():
            continue
        model = LogisticRegression(C=C, solver="liblinear", dual=True, max_iter=5000, tol=1e-3, random_state=SEED)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(matrix[rows], has, sample_weight=task.weights[rows])
        coefficients[:, number] = model.coef_[0]
        intercepts[number] = model.intercept_[0]
    return coefficients, intercepts


def fold_of(examples: Sequence[Example]) -> NDArray[np.int64]:
    """A fixed fold for each example. Blocks of shipped neighbours stay together; an admin's and the team's are spread,
    because all of a small topic's examples in one fold would leave nothing to learn it from.
    """
    spread = ("/", ID_PREFIX)
    return (
        np.array(
            [
                number if any(mark in one.id for mark in spread) else number // BLOCK
                for number, one in enumerate(examples)
            ]
        )
        % FOLDS
    )


def unseen_scores(matrix: sparse.csr_matrix, task: Task) -> NDArray[np.float64]:
    """Raw scores of every example from models that did not see its fold; shape (examples, L)."""
    scores = np.zeros(task.gold.shape)
    folds = task.folds
    for fold in np.unique(folds):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        coefficients, intercepts = fit_linear(matrix, task, inside)
        scores[outside] = matrix[outside] @ coefficients + intercepts
    return scores


def fit_calibration(scores: NDArray[np.float64], task: Task) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Raw scores → logits: a scale and an offset a label (Platt); both (L,).

    A label that listened to the other labels' scores too did better where it was fitted and worse elsewhere.
    """
    from sklearn.linear_model import LogisticRegression

    scale, offset = np.ones(len(task.labels)), np.zeros(len(task.labels))
    for number in range(len(task.labels)):
        rows = task.rows(number)
        has = task.gold[rows, number]
        if not len(has) or has.all() or not has.any():
            continue
        model = LogisticRegression(C=CALIBRATION_C, max_iter=1000)
        model.fit(scores[rows, number, None], has, sample_weight=task.weights[rows])
        scale[number], offset[number] = model.coef_[0, 0], model.intercept_[0]
    return scale, offset


def _brief(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Numbers to three decimal places of their size: chances move by less than .001, the file packs to six tenths."""
    return values.astype(np.float16).astype(np.float32)


def sigmoid(values: NDArray[Any]) -> NDArray[Any]:
    """Logits → probabilities."""
    chances: NDArray[Any] = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return chances


def joint_chances(logits: NDArray[Any], conditional: NDArray[np.bool_]) -> NDArray[Any]:
    """Calibrated logits → probabilities of relevance (last column) and of each topic together with it; (texts, L).

    No fixed topic is ever likelier than relevance itself.
    """
    chances = sigmoid(logits)
    chances[:, conditional] *= chances[:, -1:]
    return chances


def _f1(has: NDArray[np.bool_], says: NDArray[np.bool_], weights: NDArray[np.float64] | None = None) -> float:
    count = np.ones(len(has)) if weights is None else weights
    total = float(count @ has + count @ says) if has.ndim == 1 else float((count @ has).sum() + (count @ says).sum())
    both = count @ (has & says)
    return 2 * float(np.sum(both)) / total if total else 0.0


def best_thresholds(chances: NDArray[np.float64], task: Task) -> NDArray[np.float64]:
    """One cut-off for the fixed topics, by micro F1; one for relevance, and for each topic of an admin's; shape (L,).

    For calibrated chances the cut-off with the best F1 is half of that F1 (Lipton, Elkan and Naryanaswamy, "Optimal
    Thresholding of Classifiers to Maximize F1 Measure", 2014). The best cut-off as found moves by .1 with the folds,
    its F1 hardly, so the rule is used and not the find. Cut-offs of their own for each fixed topic gained nothing.
    """
    gold, fixed = task.gold, is_conditional(task.labels)
    cuts = np.zeros(len(task.labels))
    for number in np.flatnonzero(~fixed).tolist():
        rows = task.rows(number)
        has, scores, weights = gold[rows, number], chances[rows, number], task.weights[rows]
        cuts[number] = max(_f1(has, scores >= cut, weights) for cut in GRID) / 2
    cuts[-1] = max(cuts[-1], SURELY_RELEVANT)
    kept = chances[:, -1:] >= cuts[-1]
    cuts[fixed] = max(_f1(gold[:, fixed], (chances[:, fixed] >= cut) & kept, task.weights) for cut in GRID) / 2
    return cuts


def own_quality(chances: NDArray[np.float64], cuts: NDArray[np.float64], task: Task) -> dict[str, dict[str, float]]:
    """How well each topic of an admin's does on examples its model did not see: precision, recall, F1, examples."""
    found = {}
    for number, label in enumerate(task.labels[:-1]):
        if label in TOPICS:
            continue
        rows = task.rows(number)
        has, says = task.gold[rows, number], chances[rows, number] >= cuts[number]
        both = float((has & says).sum())
        found[label] = {
            "examples": float(has.sum()),
            "precision": both / max(1.0, float(says.sum())),
            "recall": both / max(1.0, float(has.sum())),
            "f1": _f1(has, says),
        }
    return found


def fit_weights(
    examples: Sequence[Example],
    labels: Sequence[str],
    weights: Sequence[float] | None = None,
    unknown: Collection[tuple[str, str]] = frozenset(),
) -> Weights:
    """Fit everything. ``labels`` are the topic ids; ``weights`` how much each example counts (default: 1).

    ``unknown`` holds (example id, label) pairs that nobody decided. Examples in another language than English are
    left out: the model must not learn to know them by their language.
    """
    every = (*labels, RELEVANT)
    vocabulary, idf = build_vocabulary(examples)
    table = Table(vocabulary)
    batch = table.read([(one.title, one.text) for one in examples])
    english = np.flatnonzero([language is None for language in batch.languages])
    english_examples = [examples[int(row)] for row in english]
    matrix = build_matrix(table, batch, idf)[english]
    task = Task(
        every,
        targets(examples, every)[english],
        np.array([[(one.id, label) not in unknown for label in every] for one in examples])[english],
        (np.ones(len(examples)) if weights is None else np.asarray(weights, float))[english],
        fold_of(examples)[english],
    )
    scores = unseen_scores(matrix, task)
    calibrating = replace(task, weights=calibration_weights(english_examples, task.weights))
    scale, offset = fit_calibration(scores, calibrating)
    chances = joint_chances(scores * scale + offset, is_conditional(every))
    cuts = best_thresholds(chances, calibrating)
    coefficients, intercepts = fit_linear(matrix, task)
    terms_end = len(vocabulary)
    return Weights(
        labels=every,
        vocabulary=vocabulary,
        idf=idf,
        words=_brief(coefficients[:terms_end]),
        names=_brief(coefficients[terms_end:] * NAMES_SCALE),
        intercept=intercepts.astype(np.float32),
        scale=scale.astype(np.float32),
        offset=offset.astype(np.float32),
        thresholds=cuts.astype(np.float32),
        meta={
            "data": data_hash(examples),
            "lexicon": lexicon_hash(),
            "examples": len(examples),
            "versions": {name: importlib.metadata.version(name) for name in ("scikit-learn", "numpy")},
            "own": own_quality(chances, cuts, task),
        },
    )
