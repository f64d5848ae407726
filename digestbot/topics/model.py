"""``TopicModel``: texts → judgements. Reads no files and learns nothing; see ``artefact`` and ``fitting``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from digestbot.topics.artefact import Weights
from digestbot.topics.features import Document, document, name_matrix, word_matrix
from digestbot.topics.fitting import RELEVANT, sigmoid
from digestbot.topics.lexicon import load_lexicon
from digestbot.topics.vectors import load_vectors
from digestbot.types import Judgement, Topic

if TYPE_CHECKING:
    from numpy.typing import NDArray

PRIOR: Final = float(np.log(2))  # a source that an admin filed under a topic doubles the topic's odds
REASONS: Final = 6  # terms shown for a topic
WORTH_SAYING: Final = 0.05  # logits: a term that adds less explains nothing


class TopicModel:
    """A fitted model bound to the topics of the configuration. ``notice`` says what an admin should know of it."""

    def __init__(self, weights: Weights, topics: Sequence[Topic], notice: str = "") -> None:
        self.weights = weights
        self.notice = notice
        self.topics = tuple(topics)
        known = {label: number for number, label in enumerate(weights.labels)}
        self._columns = [(topic.id, known[topic.id]) for topic in topics if topic.id in known]
        self._core = {topic.id for topic in topics if topic.kind == "core"}
        self._cuts = {label: float(weights.thresholds[number]) for label, number in known.items()}
        self._cuts.update({topic.id: topic.threshold for topic in topics if topic.threshold is not None})
        self._index = {term: number for number, term in enumerate(weights.vocabulary)}
        self._relevant = known[RELEVANT]

    def chances(self, docs: Sequence[Document], priors: Sequence[tuple[str, ...]] | None) -> NDArray[np.float32]:
        """Calibrated probabilities, shape (docs, L)."""
        weights = self.weights
        scores = np.asarray(word_matrix(docs, self._index, weights.idf) @ weights.words)
        scores += name_matrix(docs) @ weights.names + weights.intercept
        if len(weights.vectors):
            scores += load_vectors().embed([doc.raw for doc in docs]) @ weights.vectors
        logits = scores @ weights.mix + weights.offset
        if priors is not None:
            for row, given in enumerate(priors):
                hit = [number for label, number in self._columns if label in given]
                if hit:
                    logits[row, [*hit, self._relevant]] += PRIOR
        return np.asarray(sigmoid(logits), np.float32)

    def judge(
        self,
        texts: Sequence[tuple[str, str]],
        priors: Sequence[tuple[str, ...]] | None = None,
        explain: bool = True,
    ) -> list[Judgement]:
        """One judgement for each (title, text), in order. ``priors``: topics the source is filed under."""
        if not texts:
            return []
        docs = [document(title, text) for title, text in texts]
        chances = self.chances(docs, priors)
        return [self._decide(doc, row, explain) for doc, row in zip(docs, chances, strict=True)]

    def _decide(self, doc: Document, chances: NDArray[np.float32], explain: bool) -> Judgement:
        relevance = float(chances[self._relevant])
        scores = {label: float(chances[number]) for label, number in self._columns}
        relevant = relevance >= self._cuts[RELEVANT]
        topics: tuple[str, ...] = ()
        if relevant:
            topics = tuple(label for label, score in scores.items() if score >= self._cuts[label])
        because = self._because(doc, topics) if explain and topics else {}
        return Judgement(relevant, relevance, topics, scores, because)

    def _because(self, doc: Document, topics: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """For each topic the names and terms that spoke most for it, strongest first."""
        weights = self.weights
        (row,) = [word_matrix([doc], self._index, weights.idf)]
        columns = {label: number for label, number in self._columns}
        groups = load_lexicon().groups
        found: dict[str, tuple[str, ...]] = {}
        for topic in topics:
            number = columns[topic]
            gains: dict[str, float] = {}
            for name in doc.names:
                gain = float(weights.names[name.group, number])
                if topic in groups[name.group].topics and gain > WORTH_SAYING:
                    gains[name.name] = max(gains.get(name.name, 0.0), gain)
            parts = row.data * weights.words[row.indices, number]
            for at in np.argsort(-parts)[: 2 * REASONS]:
                if parts[at] > WORTH_SAYING:
                    term = weights.vocabulary[row.indices[at]]
                    if not any(term in name.lower() for name in gains):
                        gains[term] = float(parts[at])
            found[topic] = tuple(sorted(gains, key=lambda term: -gains[term])[:REASONS])
        return found
