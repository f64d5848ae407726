"""``python -m digestbot.topics.measure [GOLD.jsonl]``: designs beside each other, and the learning curve.

Reads the shipped examples and prints two tables; writes nothing. With a gold file each design is also tried on it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from digestbot.topics import fitting
from digestbot.topics.evaluation import calibration_error
from digestbot.topics.examples import DENSE, TOPICS, calibration_weights, load_examples, weights_of
from digestbot.topics.features import Table
from digestbot.topics.fitting import RELEVANT, Task
from digestbot.types import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABELS: Final = (*TOPICS, RELEVANT)
SHARES: Final = (0.125, 0.25, 0.5, 0.75, 1.0)


def _scores(
    matrix: sparse.csr_matrix, task: Task, among: NDArray[np.int64] | None, other: sparse.csr_matrix
) -> NDArray[np.float64]:
    coefficients, intercepts = fitting.fit_linear(matrix, task, among)
    return np.asarray(other @ coefficients + intercepts)


def _f1(given: NDArray[np.bool_], gold: NDArray[np.bool_]) -> float:
    return float(2 * (given & gold).sum() / max(1, given.sum() + gold.sum()))


def _quality(chances: NDArray[np.float64], said: NDArray[np.bool_], gold: NDArray[np.bool_]) -> list[float]:
    given = said.copy()
    given[:, :-1] &= given[:, -1:]
    each = [_f1(given[:, one], gold[:, one]) for one in range(len(TOPICS)) if gold[:, one].any()]
    error = calibration_error(chances[:, :-1], gold[:, :-1])
    return [_f1(given[:, -1], gold[:, -1]), _f1(given[:, :-1], gold[:, :-1]), float(np.mean(each)), error]


class Bench:
    """The feature blocks of the examples, and of the gold texts where there are some."""

    def __init__(self, examples: Sequence[Example], gold: Sequence[Example]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vocabulary, idf = fitting.build_vocabulary(examples)
        table = Table(vocabulary)
        batch = table.read([(one.title, one.text) for one in examples])
        english = np.flatnonzero([language is None for language in batch.languages])
        other = table.read([(one.title, one.text) for one in gold]) if gold else None
        chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True)
        letters = chars.fit_transform([f"{one.title} {one.title} {one.text}" for one in examples])[english]
        self.examples = [examples[int(row)] for row in english]
        words = sum(" " not in term for term in vocabulary)
        found = table.words(batch, idf)[english]
        asked = table.words(other, idf) if other else None
        self.blocks: dict[str, tuple[sparse.csr_matrix, sparse.csr_matrix | None]] = {
            "words": (found[:, :words], asked[:, :words] if asked is not None else None),
            "pairs": (found[:, words:], asked[:, words:] if asked is not None else None),
            "names": (
                sparse.csr_matrix(table.names(batch))[english] * fitting.NAMES_SCALE,
                sparse.csr_matrix(table.names(other)) * fitting.NAMES_SCALE if other else None,
            ),
            "letters": (
                letters,
                chars.transform([f"{one.title} {one.title} {one.text}" for one in gold]) if gold else None,
            ),
        }
        self.folds = fitting.fold_of(self.examples)
        gold_labels = fitting.targets(self.examples, LABELS)
        weights = np.array(weights_of(self.examples))
        self.task = Task(LABELS, gold_labels, np.ones_like(gold_labels), weights, self.folds)
        self.calibrating = calibration_weights(self.examples, weights)
        self.gold = fitting.targets(gold, LABELS) if gold else None

    def run(self, blocks: str, given_relevant: bool = True, share: float = 1.0) -> list[list[float]]:
        """Quality by cross-validation on all examples, on the plainly told ones, and on the gold texts."""
        task = self.task
        conditional = fitting.is_conditional(LABELS)
        if not given_relevant:  # every label from every example
            task = replace(task, labels=tuple(f"all {label}" for label in LABELS[:-1]) + LABELS[-1:])
            conditional = fitting.is_conditional(task.labels)
        matrix = sparse.csr_matrix(sparse.hstack([self.blocks[one][0] for one in blocks.split("+")]))
        scores = np.zeros(task.gold.shape)
        random = np.random.default_rng(fitting.SEED)
        for fold in range(fitting.FOLDS):
            inside = np.flatnonzero(self.folds != fold)
            if share < 1:
                inside = np.sort(random.permutation(inside)[: int(share * len(inside))])
            outside = np.flatnonzero(self.folds == fold)
            scores[outside] = _scores(matrix, task, inside, matrix[outside])
        calibrating = replace(task, weights=self.calibrating)
        chances = np.zeros(scores.shape)
        given = np.zeros(scores.shape, bool)
        for fold in range(fitting.FOLDS):  # calibrated, and cut, by what the other folds say
            inside, outside = np.flatnonzero(self.folds != fold), np.flatnonzero(self.folds == fold)
            found_on = calibrating.only(inside)
            scale, offset = fitting.fit_calibration(scores[inside], found_on)
            known = fitting.joint_chances(scores[inside] * scale + offset, conditional)
            cuts = fitting.best_thresholds(known, replace(found_on, labels=LABELS))
            chances[outside] = fitting.joint_chances(scores[outside] * scale + offset, conditional)
            given[outside] = chances[outside] >= cuts
        plain = np.flatnonzero([not one.id.startswith(DENSE) for one in self.examples])
        found = [_quality(chances, given, task.gold), _quality(chances[plain], given[plain], task.gold[plain])]
        if self.gold is not None and share == 1:
            other = sparse.csr_matrix(sparse.hstack([self.blocks[one][1] for one in blocks.split("+")]))
            scale, offset = fitting.fit_calibration(scores, calibrating)
            known = fitting.joint_chances(scores * scale + offset, conditional)
            cuts = fitting.best_thresholds(known, replace(calibrating, labels=LABELS))
            seen = fitting.joint_chances(_scores(matrix, task, None, other) * scale + offset, conditional)
            found.append(_quality(seen, seen >= cuts, self.gold))
        return found


DESIGNS: Final[tuple[tuple[str, str, bool], ...]] = (
    ("words, every label alone", "words", False),
    ("words, topics given relevance", "words", True),
    ("letters (3-5-grams)", "letters", True),
    ("lexicon", "names", True),
    ("words + lexicon", "words+names", True),
    ("words + pairs + lexicon (shipped)", "words+pairs+names", True),
    ("words + pairs + lexicon, every label alone", "words+pairs+names", False),
    ("letters + words + pairs + lexicon", "letters+words+pairs+names", True),
)


def _row(name: str, found: Sequence[Sequence[float]], seconds: float) -> str:
    cells = " | ".join(" / ".join(f"{value:.3f}" for value in one) for one in found)
    return f"| {name} | {cells} | {seconds:.0f} s |\n"


def main(gold_file: str | None) -> None:
    """Print both tables."""
    gold: list[Example] = []
    if gold_file:
        rows = (json.loads(line) for line in Path(gold_file).read_text(encoding="utf-8").splitlines())
        gold = [Example(str(r["id"]), r["title"], r["text"], r["relevant"], tuple(r["topics"])) for r in rows]
    bench = Bench(load_examples(), gold)
    write = sys.stdout.write
    write("relevance F1 / micro F1 / macro F1 / calibration error: all examples | plainly told ones | gold file\n")
    for name, blocks, given_relevant in DESIGNS:
        start = time.perf_counter()
        write(_row(name, bench.run(blocks, given_relevant), time.perf_counter() - start))
        sys.stdout.flush()
    write("learning curve\n")
    for share in SHARES:
        start = time.perf_counter()
        write(_row(f"{share:.0%}", bench.run("words+pairs+names", share=share), time.perf_counter() - start))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
