"""``TopicModel``: texts → judgements. Reads no files and learns nothing; see ``artefact`` and ``fitting``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from digestbot.topics.artefact import Weights
from digestbot.topics.features import Batch, Table
from digestbot.topics.fitting import RELEVANT, joint_chances
from digestbot.topics.reasons import Reasons
from digestbot.topics.vectors import load_vectors
from digestbot.types import Judgement, Topic

if TYPE_CHECKING:
    from numpy.typing import NDArray

PRIOR: Final = float(np.log(2))  # a source that an admin filed under a topic doubles the topic's odds
LANGUAGE: Final = "language"  # the key of ``because`` that says a text was not read


class TopicModel:
    """A fitted model bound to the topics of the configuration. ``notice`` says what an admin should know of it.

    Not for use by two threads at once: it remembers the words it has seen.
    """

    def __init__(self, weights: Weights, topics: Sequence[Topic], notice: str = "") -> None:
        self.weights = weights
        self.notice = notice
        self.topics = tuple(topics)
        known = {label: number for number, label in enumerate(weights.labels)}
        self._columns = [(topic.id, known[topic.id]) for topic in topics if topic.id in known]
        self._core = {topic.id for topic in topics if topic.kind == "core"}
        self._cuts = {label: float(weights.thresholds[number]) for label, number in known.items()}
        self._cuts.update({topic.id: topic.threshold for topic in topics if topic.threshold is not None})
        self._relevant = known[RELEVANT]
        self._table = Table(weights.vocabulary, load_vectors() if len(weights.vectors) else None)

    def chances(self, batch: Batch, priors: Sequence[tuple[str, ...]] | None = None) -> NDArray[np.float32]:
        """Calibrated probabilities, shape (texts, L); the last column is relevance."""
        weights, table = self.weights, self._table
        scores = np.asarray(table.words(batch, weights.idf) @ weights.words)
        scores += table.names(batch) @ weights.names + weights.intercept
        if len(weights.vectors):
            scores += table.vectors(batch) @ weights.vectors
        shift = np.zeros(scores.shape, np.float32)
        for row, given in enumerate(priors or ()):
            hit = [number for label, number in self._columns if label in given]
            if hit:
                shift[row, [*hit, self._relevant]] = PRIOR
        chances: NDArray[np.float32] = joint_chances(scores, weights.mix, weights.offset, shift)
        return chances

    def judge(
        self,
        texts: Sequence[tuple[str, str]],
        priors: Sequence[tuple[str, ...]] | None = None,
        explain: bool = True,
    ) -> list[Judgement]:
        """One judgement for each (title, text), in order. ``priors``: topics the source is filed under."""
        if not texts:
            return []
        batch = self._table.read(texts)
        chances = self.chances(batch, priors)
        reasons = Reasons(self.weights, self._table, batch) if explain else None
        return [
            self._foreign(language, row) if language else self._decide(number, row, reasons)
            for number, (row, language) in enumerate(zip(chances.tolist(), batch.languages, strict=True))
        ]

    def _foreign(self, language: str, chances: Sequence[float]) -> Judgement:
        """The model reads English only: what it makes of another language is chance, so nothing is claimed."""
        scores = {label: 0.0 for label, _ in self._columns}
        return Judgement(False, 0.0, (), scores, {LANGUAGE: (f"written in {language}; only English is judged",)})

    def _decide(self, number: int, chances: Sequence[float], reasons: Reasons | None) -> Judgement:
        relevance = chances[self._relevant]
        scores = {label: chances[column] for label, column in self._columns}
        if relevance < self._cuts[RELEVANT]:
            return Judgement(False, relevance, (), scores)
        given = [(label, column) for label, column in self._columns if chances[column] >= self._cuts[label]]
        because = {label: reasons.of(number, label, column) for label, column in given} if reasons else {}
        return Judgement(True, relevance, tuple(label for label, _ in given), scores, because)
