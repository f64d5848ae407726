"""Shipped examples and the team's corrections → a new model, kept only when no topic gets materially worse.

Writes model files and the model card in the state folder's ``models/``, keeps the last three, and goes back on request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from digestbot.errors import ModelError
from digestbot.topics import artefact, own_topics
from digestbot.topics.evaluation import Evaluation, evaluate
from digestbot.topics.examples import TOPICS, load_examples, weights_of
from digestbot.topics.feedback import Contribution, Lesson, contributions, lessons
from digestbot.topics.fitting import fit_weights
from digestbot.topics.model import TopicModel
from digestbot.types import Example, Label, Topic

CURRENT: Final = "topics.skops"
CARD: Final = "CARD.md"
KEPT: Final = 3  # earlier models kept
HELD_BACK: Final = 4  # every fourth example is held back for the comparison
WORSE_BY: Final = 0.03  # F1: a topic is materially worse beyond this …
WORSE_TEXTS: Final = 3  # … and when at least so many more texts are wrong: among fifteen comparisons two are luck


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What a training run found. ``new`` and ``old`` are measured on examples that neither saw."""

    kept: bool
    new: Evaluation
    old: Evaluation
    worse: tuple[str, ...]
    lessons: int
    people: tuple[Contribution, ...]
    own: Mapping[str, Mapping[str, float]]  # an admin's topics that were learnt: examples, precision, recall, F1

    def as_json(self) -> dict[str, Any]:
        """The evaluation of both, and what was decided."""
        return {
            "kept": self.kept,
            "new": self.new.as_json(),
            "old": self.old.as_json(),
            "worse": list(self.worse),
            "lessons": self.lessons,
            "own_topics": {topic: dict(quality) for topic, quality in self.own.items()},
            "people": [
                {"user": one.user, "labels": one.labels, "weight_each": round(one.weight_each, 3)}
                for one in self.people
            ],
        }

    def as_text(self) -> str:
        """A comparison for the terminal."""
        lines = [f"{self.lessons} items corrected by the team", f"{'F1':24}{'old':>8}{'new':>8}"]
        rows = [("relevance", self.old.relevance.f1, self.new.relevance.f1)]
        rows += [(topic, self.old.per_topic[topic].f1, score.f1) for topic, score in self.new.per_topic.items()]
        rows += [("micro F1", self.old.micro_f1, self.new.micro_f1), ("macro F1", self.old.macro_f1, self.new.macro_f1)]
        lines += [f"{name:24}{old:8.3f}{new:8.3f}" for name, old, new in rows]
        lines += _told(self.own)
        for one in self.people:
            lines.append(f"{one.user}: {one.labels} corrections, each counted {one.weight_each:.2f} times")
        lines.append(
            "The new model is in use." if self.kept else f"Kept the old model: worse at {', '.join(self.worse)}."
        )
        return "\n".join(lines)


def _told(own: Mapping[str, Mapping[str, float]]) -> list[str]:
    return [
        f"{topic}: learnt from {quality['examples']:.0f} examples, F1 {quality['f1']:.2f} "
        f"(precision {quality['precision']:.2f}, recall {quality['recall']:.2f}) on those it did not see"
        for topic, quality in own.items()
    ]


def held_back(example: Example) -> bool:
    """Whether an example is for comparing rather than learning: fixed by its id, so that every run asks the same."""
    return hashlib.sha256(example.id.encode()).digest()[0] % HELD_BACK == 0


def train(state_folder: Path, topics: Sequence[Topic], labels: Sequence[tuple[Label, str, str]]) -> TrainReport:
    """Fit, compare with the model in use, and keep the better one."""
    folder = state_folder / "models"
    taught = lessons(labels, [*TOPICS, *(topic.id for topic in topics if own_topics.is_own(topic))])
    shipped = (*load_examples(), *own_topics.examples_of(topics))
    before = _known_before(folder / CURRENT)
    told = (lesson.example for lesson in taught if not _untold(lesson.example))
    exam = [one for one in (*shipped, *told) if held_back(one)]
    new = TopicModel(_fit(shipped, taught, topics, learning_only=True), topics)
    old = TopicModel(
        _fit(shipped, [one for one in taught if one.example.id in before], topics, learning_only=True), topics
    )
    new_score, old_score = evaluate(new, exam), evaluate(old, exam)
    worse = materially_worse(old_score, new_score)
    report = TrainReport(
        kept=not worse,
        new=new_score,
        old=old_score,
        worse=worse,
        lessons=len(taught),
        people=contributions(label for label, _, _ in labels),
        own=new.weights.meta["own"],
    )
    if report.kept:
        weights = _fit(shipped, taught, topics, learning_only=False)
        weights.meta.update(
            lessons=sorted(one.example.id for one in taught), metrics=new_score.as_json(), measured="held-back quarter"
        )
        _shift(folder)
        artefact.write(weights, folder / CURRENT)
        (folder / CARD).write_text(card(weights.meta, report), encoding="utf-8")
    return report


def materially_worse(old: Evaluation, new: Evaluation) -> tuple[str, ...]:
    """Names of what fell by more than noise: topics, or relevance itself."""
    pairs = [("relevance", old.relevance, new.relevance)]
    pairs += [(topic, old.per_topic[topic], score) for topic, score in new.per_topic.items() if topic in old.per_topic]
    return tuple(
        name
        for name, was, now in pairs
        if was.f1 - now.f1 > WORSE_BY and (was.f1 - now.f1) * max(was.support, 1) >= WORSE_TEXTS
    )


def _fit(
    shipped: Sequence[Example], taught: Sequence[Lesson], topics: Sequence[Topic], *, learning_only: bool
) -> artefact.Weights:
    pairs = list(zip(shipped, weights_of(shipped), strict=True)) + [
        (lesson.example, lesson.weight) for lesson in taught
    ]
    if learning_only:
        pairs = [(one, weight) for one, weight in pairs if not held_back(one)]
    examples = [one for one, _ in pairs]
    labels = (*TOPICS, *own_topics.learnable(topics, examples))
    untold = {(one.id, label) for one in examples if _untold(one) for label in labels}
    unknown = own_topics.undecided(topics, examples) | untold
    return fit_weights(examples, labels, [weight for _, weight in pairs], unknown)


def _untold(example: Example) -> bool:
    """Whether people said that an article is relevant and not what it is about: its topics are open, not absent."""
    return example.relevant and not example.topics


def _known_before(path: Path) -> frozenset[str]:
    """Ids of the lessons that the model in use has learnt; none for the shipped one."""
    try:
        return frozenset(artefact.read(path).meta.get("lessons", ()))
    except ModelError:
        return frozenset()


def _earlier(folder: Path, number: int) -> Path:
    return folder / f"topics.{number}.skops"


def _shift(folder: Path) -> None:
    """Make room for a new model: the one in use becomes number 1, number 3 goes."""
    if not (folder / CURRENT).exists():
        return
    for number in range(KEPT - 1, 0, -1):
        if _earlier(folder, number).exists():
            _earlier(folder, number).replace(_earlier(folder, number + 1))
    (folder / CURRENT).replace(_earlier(folder, 1))


def rollback(state_folder: Path) -> str:
    """Go back to the model before this one; says which is in use now. Without an earlier one: the shipped model."""
    folder = state_folder / "models"
    if not (folder / CURRENT).exists():
        return "the shipped model; there is no earlier one to go back to"
    if not _earlier(folder, 1).exists():
        (folder / CURRENT).unlink()
        return "the shipped model"
    _earlier(folder, 1).replace(folder / CURRENT)
    for number in range(2, KEPT + 1):
        if _earlier(folder, number).exists():
            _earlier(folder, number).replace(_earlier(folder, number - 1))
    meta = artefact.read(folder / CURRENT).meta
    return f"{folder / CURRENT}, trained on {meta['examples']} examples"


def card(meta: dict[str, Any], report: TrainReport) -> str:
    """The model card: what it was made of, how good it is, what it must not be used for."""
    rows = [f"| {topic} | {score.f1:.3f} | {score.support} |" for topic, score in report.new.per_topic.items()]
    versions = ", ".join(f"{name} {version}" for name, version in meta["versions"].items())
    people = [
        f"- {one.user}: {one.labels} corrections, each counted {one.weight_each:.2f} times" for one in report.people
    ]
    return "\n".join(
        [
            "# Topic model",
            "",
            f"Made of {meta['examples']} examples (data `{meta['data']}`), {report.lessons} of them the team's own.",
            f"Libraries: {versions}.",
            "",
            "Measured on a quarter of the examples that was held back from a model fitted in the same way:",
            f"relevance F1 {report.new.relevance.f1:.3f}, micro F1 {report.new.micro_f1:.3f},",
            f"macro F1 {report.new.macro_f1:.3f}, calibration error {report.new.calibration_error:.3f}.",
            "",
            "| topic | F1 | texts |",
            "| --- | --- | --- |",
            *rows,
            "",
            *_told(meta["own"]),
            *(["Corrections by person:", "", *people, ""] if people else []),
            "It judges English news and web pages of the sector of `topics.md`. It is not made for other languages,",
            "for deciding about people, or for texts without any prose.",
            "",
        ]
    )
