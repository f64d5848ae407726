"""``TopicModel``: texts → judgements. Reads no files and learns nothing; see ``artefact`` and ``fitting``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from digestbot.topics import evidence, own_topics
from digestbot.topics.artefact import Weights
from digestbot.topics.examples import TOPICS, load_examples
from digestbot.topics.features import Batch, Table
from digestbot.topics.fitting import RELEVANT, is_conditional, sigmoid
from digestbot.topics.likeness import Likeness
from digestbot.topics.own_topics import DEFAULT_CUT, Terms
from digestbot.topics.reasons import Reasons
from digestbot.types import LANGUAGE, Judgement, Topic

if TYPE_CHECKING:
    from numpy.typing import NDArray

PRIOR: Final = float(np.log(2))  # a source that an admin filed under a topic doubles the topic's odds


class TopicModel:
    """A fitted model bound to the topics of the configuration. ``notice`` says what an admin should know of it.

    Not for use by two threads at once: it remembers the words it has seen.
    """

    def __init__(self, weights: Weights, topics: Sequence[Topic], notice: str = "") -> None:
        self.weights = weights
        self.topics = tuple(topics)
        known = {label: number for number, label in enumerate(weights.labels)}
        self._columns = [(topic.id, known[topic.id]) for topic in topics if topic.id in known]
        self._own = [(label, column) for label, column in self._columns if label not in TOPICS]
        self._core = {topic.id for topic in topics if topic.kind == "core"}
        self._cuts = {label: float(weights.thresholds[number]) for label, number in known.items()}
        self._cuts.update({topic.id: topic.threshold for topic in topics if topic.threshold is not None})
        self._relevant = known[RELEVANT]
        self._conditional = is_conditional(weights.labels)
        self._terms = Terms([topic for topic in topics if topic.id not in known and topic.terms])
        said = [notice, *(own_topics.notice(topic, len(topic.examples)) for topic in topics if topic.id not in known)]
        self.notice = "; ".join(part for part in said if part)
        self._table = Table(weights.vocabulary)
        self._telling = evidence.is_telling(self._table.lexicon.groups)
        self._hint = evidence.is_hint(self._table.lexicon.groups)
        self._likeness: Likeness | None = None

    @property
    def relevance_needed(self) -> float:
        """The relevance from which a text is called relevant."""
        return self._cuts[RELEVANT]

    def chances(
        self, batch: Batch, words: sparse.csr_matrix, priors: Sequence[tuple[str, ...]] | None = None
    ) -> NDArray[np.float32]:
        """Calibrated probabilities, shape (texts, L); the last column is relevance. ``words``: the batch's vectors."""
        weights, table = self.weights, self._table
        scores = np.asarray(words @ weights.words)
        scores += table.names(batch) @ weights.names + weights.intercept
        shift = np.zeros(scores.shape, np.float32)
        for row, given in enumerate(priors or ()):
            if hit := [number for label, number in self._columns if label in given] if given else []:
                shift[row, [*hit, self._relevant]] = PRIOR
        logits = scores * weights.scale + weights.offset + shift
        chances: NDArray[np.float32] = sigmoid(logits)
        chances[:, -1] = evidence.limit(
            chances[:, -1], batch.lengths, batch.names, batch.title_ends, self._telling, self._hint
        )
        chances[:, self._conditional] *= chances[:, -1:]
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
        words = self._table.words(batch, self.weights.idf)
        chances = self.chances(batch, words, priors)
        reasons = Reasons(self.weights, self._table.lexicon.groups, batch, words) if explain else None
        judgements = [
            self._foreign(language) if language else self._decide(number, row, reasons)
            for number, (row, language) in enumerate(zip(chances.tolist(), batch.languages, strict=True))
        ]
        if reasons:
            judgements = self._with_examples(judgements, reasons)
        if self._terms:
            judgements = [self._with_terms(one, *text) for one, text in zip(judgements, texts, strict=True)]
        return judgements

    def _foreign(self, language: str) -> Judgement:
        """The model reads English only: what it makes of another language is chance, so nothing is claimed."""
        scores = {label: 0.0 for label, _ in self._columns}
        return Judgement(False, 0.0, (), scores, {LANGUAGE: (f"written in {language}; only English is judged",)})

    def _decide(self, number: int, chances: Sequence[float], reasons: Reasons | None) -> Judgement:
        relevance = chances[self._relevant]
        scores = {label: chances[column] for label, column in self._columns}
        own = [label for label, column in self._own if chances[column] >= self._cuts[label]]
        if self._core.intersection(own):  # an admin's core topic widens what is relevant
            relevance = max(relevance, *(scores[label] for label in own))
        elif relevance < self._cuts[RELEVANT]:
            return Judgement(False, relevance, (), scores)
        given = [(label, column) for label, column in self._columns if chances[column] >= self._cuts[label]]
        because = {label: reasons.of(number, label, column) for label, column in given} if reasons else {}
        return Judgement(True, relevance, tuple(label for label, _ in given), scores, because)

    def _with_examples(self, judgements: list[Judgement], reasons: Reasons) -> list[Judgement]:
        """Add the labelled example that each relevant text is most like, for each of its topics."""
        rows = [number for number, one in enumerate(judgements) if one.topics]
        if not rows:
            return judgements
        if self._likeness is None:  # half a second, so not before somebody wants to know
            examples = (*load_examples(), *own_topics.examples_of(self.topics))
            self._likeness = Likeness(examples, Table(self.weights.vocabulary), self.weights.idf)
        for row in rows:
            one = judgements[row]
            alike = self._likeness.closest(*reasons.vector(row), one.topics)
            judgements[row] = replace(one, because={**one.because, **alike})
        return judgements

    def _with_terms(self, judgement: Judgement, title: str, text: str) -> Judgement:
        """Add the topics that run on their terms. A core one makes its text relevant."""
        relevance, relevant = judgement.relevance, judgement.relevant
        scores, because, given = dict(judgement.scores), dict(judgement.because), list(judgement.topics)
        for topic, (chance, terms) in zip(self._terms.topics, self._terms.found(title, text), strict=True):
            scores[topic.id] = chance
            if chance < self._cuts.get(topic.id, DEFAULT_CUT) or not (relevant or topic.kind == "core"):
                continue
            given.append(topic.id)
            because[topic.id] = terms
            relevant, relevance = True, max(relevance, chance)
        return Judgement(relevant, relevance, tuple(given), scores, because)
