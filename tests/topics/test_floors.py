"""The quality that must not be lost: floors pinned in ``floors.json``, a little below what was measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digestbot.topics import TopicModel, evaluate
from digestbot.topics.evaluation import Evaluation
from digestbot.topics.examples import TOPICS, data_hash, load_examples, weights_of
from digestbot.topics.fitting import fit_weights, fold_of
from digestbot.topics.loading import shipped_weights
from digestbot.types import Example, Topic

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
DEV = HERE.parents[1].parent / "shared" / "data" / "topics" / "dev.jsonl"


def hold(found: Evaluation, floors: dict[str, float]) -> list[str]:
    values = {
        "relevance_f1": found.relevance.f1,
        "micro_f1": found.micro_f1,
        "macro_f1": found.macro_f1,
        **{topic: score.f1 for topic, score in found.per_topic.items()},
    }
    below = [f"{name}: {values[name]:.3f} < {floor}" for name, floor in floors.items() if values.get(name, 1.0) < floor]
    ceiling = floors.get("calibration_error", 1.0)
    if found.calibration_error > ceiling:
        below.append(f"calibration_error: {found.calibration_error:.3f} > {ceiling}")
    return below


def gold(file: Path) -> list[Example]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [Example(str(row["id"]), row["title"], row["text"], row["relevant"], tuple(row["topics"])) for row in rows]


def test_quality_on_examples_held_out(fixed: tuple[Topic, ...]) -> None:
    every = load_examples()
    folds = fold_of(every)
    learning = [one for one, fold in zip(every, folds, strict=True) if fold]
    exam = [one for one, fold in zip(every, folds, strict=True) if not fold]
    fitted = TopicModel(fit_weights(learning, TOPICS, weights_of(learning)), fixed)
    assert hold(evaluate(fitted, exam), FLOORS["held_out"]) == []


def test_quality_of_the_shipped_model_on_texts_written_and_labelled_apart(model: TopicModel) -> None:
    assert hold(evaluate(model, gold(HERE / "blind.jsonl")), FLOORS["blind"]) == []


def test_quality_of_the_shipped_model_on_texts_as_long_as_pages_open(model: TopicModel) -> None:
    assert hold(evaluate(model, gold(HERE / "page_length.jsonl")), FLOORS["page_length"]) == []


@pytest.mark.parametrize("name", ["blind.jsonl", "page_length.jsonl"])
def test_no_text_kept_apart_is_an_example(name: str) -> None:
    known = {text for one in load_examples() for text in (one.title, one.text)}
    assert known.isdisjoint(text for one in gold(HERE / name) for text in (one.title, one.text))


def test_quality_of_the_shipped_model_on_real_pages(model: TopicModel) -> None:
    if not DEV.exists():
        pytest.skip("../shared/data is absent")
    assert hold(evaluate(model, gold(DEV)), FLOORS["real_pages"]) == []


def test_the_shipped_model_is_made_of_the_shipped_examples() -> None:
    assert shipped_weights().meta["data"] == data_hash(load_examples()), "run `make model` after changing examples"


def test_fitting_again_judges_the_same(model: TopicModel, fixed: tuple[Topic, ...]) -> None:
    every = load_examples()[::4]
    first, second = (TopicModel(fit_weights(every, TOPICS), fixed) for _ in range(2))
    texts = [(one.title, one.text) for one in load_examples()[1:200:4]]
    assert first.judge(texts) == second.judge(texts)
