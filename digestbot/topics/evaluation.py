"""Judgements beside gold labels → how good the model is: F1 with intervals, calibration, the worst confusions. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from digestbot.topics.examples import TOPICS
from digestbot.types import Example, Judgement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from digestbot.topics.model import TopicModel

BINS: Final = 10
ROUNDS: Final = 400  # bootstrap draws: the third decimal of an interval is noise beyond that
SEED: Final = 11


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one yes-or-no question, and how many gold yeses there were."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """A topic that was given (``wrong``) or missed (False: missed) how often, with ids of such texts."""

    topic: str
    wrong: bool
    count: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Quality of a model on labelled texts. ``intervals`` are 95 % bootstrap intervals."""

    n: int
    relevance: Score
    micro_f1: float
    macro_f1: float
    per_topic: dict[str, Score]
    calibration_error: float
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    confusions: tuple[Confusion, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object of interfaces.md, with ``intervals`` beside it."""
        return {
            "n": self.n,
            "relevance": _rounded(self.relevance),
            "topics": {
                "micro_f1": round(self.micro_f1, 4),
                "macro_f1": round(self.macro_f1, 4),
                "per_topic": {topic: _rounded(score) for topic, score in self.per_topic.items()},
            },
            "calibration_error": round(self.calibration_error, 4),
            "intervals": {name: [round(low, 4), round(high, 4)] for name, (low, high) in self.intervals.items()},
        }

    def as_text(self) -> str:
        """A table for the terminal: one line a topic, then the worst confusions."""
        lines = [f"{self.n} texts", f"{'':24}{'precision':>10}{'recall':>8}{'F1':>7}   95 % interval   texts"]
        lines += [
            self._line("relevance", self.relevance),
            *(self._line(topic, score) for topic, score in self.per_topic.items()),
        ]
        for name, value in (("micro F1", self.micro_f1), ("macro F1", self.macro_f1)):
            lines.append(f"{name:24}{'':18}{value:7.3f}   {self._interval(name)}")
        lines.append(f"{'calibration error':24}{'':18}{self.calibration_error:7.3f}")
        if self.confusions:
            lines += ["", "Worst confusions:"]
            for one in self.confusions:
                word = "given wrongly" if one.wrong else "missed"
                lines.append(f"  {one.topic} {word} {one.count} times: {', '.join(one.ids)}")
        return "\n".join(lines)

    def _interval(self, name: str) -> str:
        low, high = self.intervals.get(name, (0.0, 0.0))
        return f"{low:.3f} to {high:.3f} "

    def _line(self, name: str, score: Score) -> str:
        return (
            f"{name:24}{score.precision:10.3f}{score.recall:8.3f}{score.f1:7.3f}   "
            f"{self._interval(name)}{score.support:>7}"
        )


def _rounded(score: Score) -> dict[str, float]:
    return {name: round(getattr(score, name), 4) for name in ("precision", "recall", "f1")}


def _score(given: NDArray[np.bool_], gold: NDArray[np.bool_]) -> Score:
    both, says, has = int((given & gold).sum()), int(given.sum()), int(gold.sum())
    precision, recall = both / says if says else 0.0, both / has if has else 0.0
    return Score(precision, recall, 2 * both / (says + has) if says + has else 1.0, has)


def calibration_error(chances: NDArray[np.float64], gold: NDArray[np.bool_]) -> float:
    """Expected calibration error: |mean probability - share true|, weighted by count, over ten equal bins.

    After Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning" (AAAI 2015).
    """
    values, truth = chances.ravel(), gold.ravel()
    bins = np.minimum((values * BINS).astype(int), BINS - 1)
    gaps = [
        abs(values[bins == one].mean() - truth[bins == one].mean()) * (bins == one).sum() for one in np.unique(bins)
    ]
    return float(sum(gaps) / len(values)) if len(values) else 0.0


def compare(judgements: Sequence[Judgement], gold: Sequence[Example], labels: Sequence[str]) -> Evaluation:
    """Quality of given judgements against gold, over the topics ``labels``."""
    wanted = np.array([[label in one.topics for label in labels] for one in gold], bool)
    given = np.array([[label in one.topics for label in labels] for one in judgements], bool)
    chances = np.array([[one.scores.get(label, 0.0) for label in labels] for one in judgements], float)
    is_relevant = np.array([one.relevant for one in gold], bool)
    said_relevant = np.array([one.relevant for one in judgements], bool)
    per_topic = {label: _score(given[:, at], wanted[:, at]) for at, label in enumerate(labels)}
    return Evaluation(
        n=len(gold),
        relevance=_score(said_relevant, is_relevant),
        micro_f1=_score(given, wanted).f1,
        macro_f1=float(np.mean([score.f1 for score in per_topic.values()])),
        per_topic=per_topic,
        calibration_error=calibration_error(chances, wanted),
        intervals=_intervals(given, wanted, said_relevant, is_relevant, labels),
        confusions=_confusions(given, wanted, gold, labels),
    )


def _intervals(
    given: NDArray[np.bool_],
    wanted: NDArray[np.bool_],
    said: NDArray[np.bool_],
    relevant: NDArray[np.bool_],
    labels: Sequence[str],
) -> dict[str, tuple[float, float]]:
    random = np.random.default_rng(SEED)
    names = ["relevance", "micro F1", "macro F1", *labels]
    draws = np.zeros((ROUNDS, len(names)))
    for one in range(ROUNDS):
        rows = random.integers(0, len(given), len(given))
        g, w = given[rows], wanted[rows]
        f1 = _f1_of_columns(g, w)
        draws[one] = [_f1(said[rows], relevant[rows]), _f1(g, w), f1.mean(), *f1]
    low, high = np.percentile(draws, [2.5, 97.5], axis=0)
    return {name: (float(low[at]), float(high[at])) for at, name in enumerate(names)}


def _f1(given: NDArray[np.bool_], gold: NDArray[np.bool_]) -> float:
    total = int(given.sum()) + int(gold.sum())
    return 2 * int((given & gold).sum()) / total if total else 1.0


def _f1_of_columns(given: NDArray[np.bool_], gold: NDArray[np.bool_]) -> NDArray[np.float64]:
    total = given.sum(axis=0) + gold.sum(axis=0)
    return np.where(total > 0, 2 * (given & gold).sum(axis=0) / np.maximum(total, 1), 1.0)


def _confusions(
    given: NDArray[np.bool_], wanted: NDArray[np.bool_], gold: Sequence[Example], labels: Sequence[str]
) -> tuple[Confusion, ...]:
    found: Counter[tuple[int, bool]] = Counter()
    for row, column in zip(*np.nonzero(given != wanted), strict=True):
        found[int(column), bool(given[row, column])] += 1
    worst = []
    for (column, wrong), count in found.most_common(8):
        rows = np.flatnonzero((given[:, column] == wrong) & (wanted[:, column] != wrong))
        worst.append(Confusion(labels[column], wrong, count, tuple(gold[int(row)].id for row in rows[:5])))
    return tuple(worst)


def evaluate(model: TopicModel, gold: Sequence[Example]) -> Evaluation:
    """Judge the gold texts and compare. Topics: the fixed ones and those of the model's configuration."""
    judgements = model.judge([(one.title, one.text) for one in gold], explain=False)
    own = [topic.id for topic in model.topics if topic.id not in TOPICS]
    labels = [label for label in (*TOPICS, *own) if label in TOPICS or any(label in one.topics for one in gold)]
    return compare(judgements, gold, labels)
