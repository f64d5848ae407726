"""Training on the team's corrections: what is kept, what it helps, what it must not hurt, and the way back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digestbot.topics import MODEL_FILE, TopicModel, TrainReport, evaluate, load, rollback, train
from digestbot.topics.evaluation import Score, compare
from digestbot.topics.learning import CARD, KEPT, materially_worse
from digestbot.types import Example, Judgement, Label, Topic

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
THEME = ("social-enterprise", "community-ownership")


def texts(name: str) -> list[tuple[str, str]]:
    rows = (json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines())
    return [(row["title"], row["text"]) for row in rows]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, fixed: tuple[Topic, ...]) -> tuple[Path, TrainReport]:
    folder = tmp_path_factory.mktemp("state")
    labels = [
        (Label(number, f"U{number % 3}", "topics", THEME, NOON), title, text)
        for number, (title, text) in enumerate(texts("corrections.jsonl"))
    ]
    return folder, train(folder, fixed, labels)


def found(model: TopicModel, unseen: Sequence[tuple[str, str]]) -> int:
    return sum(set(THEME) <= set(judged.topics) for judged in model.judge(unseen))


def test_thirty_corrections_help_on_unseen_items_of_their_theme(
    trained: tuple[Path, TrainReport], model: TopicModel, fixed: tuple[Topic, ...]
) -> None:
    folder, report = trained
    assert report.kept
    assert report.lessons == 30
    unseen = texts("unseen.jsonl")
    assert found(model, unseen) <= 2
    assert found(load(folder / MODEL_FILE, fixed), unseen) >= 8


def test_and_hurt_nothing_else(trained: tuple[Path, TrainReport]) -> None:
    _, report = trained
    assert report.worse == ()
    assert report.new.relevance.f1 >= report.old.relevance.f1 - 0.01
    assert report.new.micro_f1 >= report.old.micro_f1 - 0.01


def test_the_card_says_what_the_model_is(trained: tuple[Path, TrainReport]) -> None:
    folder, report = trained
    card = (folder / MODEL_FILE).with_name(CARD).read_text(encoding="utf-8")
    assert "30 of them the team's own" in card
    assert "U0: 10 corrections, each counted 6.00 times" in card
    assert f"micro F1 {report.new.micro_f1:.3f}" in card


def test_the_report_is_told_in_words_and_as_an_object(trained: tuple[Path, TrainReport]) -> None:
    _, report = trained
    assert "The new model is in use." in report.as_text()
    assert {"new", "old", "kept"} <= set(report.as_json())
    assert report.as_json()["people"][0] == {"user": "U0", "labels": 10, "weight_each": 6.0}


def test_going_back_restores_the_model_before_and_in_the_end_the_shipped_one(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    shipped = Path(__file__).parents[2] / "digestbot" / "topics" / "shipped.skops"
    for name in ("topics.skops", "topics.1.skops"):
        (models / name).write_bytes(shipped.read_bytes())
    assert "trained on" in rollback(tmp_path)
    assert [path.name for path in models.iterdir()] == ["topics.skops"]
    assert rollback(tmp_path) == "the shipped model"
    assert "no earlier one" in rollback(tmp_path)


def test_only_the_last_models_are_kept(tmp_path: Path) -> None:
    from digestbot.topics.learning import _shift

    for number in range(KEPT + 2):
        (tmp_path / "topics.skops").write_text(str(number))
        _shift(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "topics.1.skops": "4",
        "topics.2.skops": "3",
        "topics.3.skops": "2",
    }


def test_a_topic_that_fell_by_more_than_noise_is_worse() -> None:
    gold = [Example(str(number), "", "", True, ("policy",)) for number in range(50)]
    good = [Judgement(True, 0.9, ("policy",), {"policy": 0.9})] * 50
    bad = good[:40] + [Judgement(True, 0.9, (), {"policy": 0.1})] * 10
    old, new = compare(good, gold, ("policy",)), compare(bad, gold, ("policy",))
    assert materially_worse(old, new) == ("policy",)
    assert materially_worse(old, replace(old, relevance=Score(1, 0.99, 0.995, 50))) == ()


def test_a_worse_model_is_not_kept(
    tmp_path: Path, fixed: tuple[Topic, ...], monkeypatch: pytest.MonkeyPatch, model: TopicModel
) -> None:
    import digestbot.topics.learning as learning

    scores = iter([0.2, 0.9])  # the new model is measured first

    def measured(_: TopicModel, gold: Sequence[Example]) -> object:
        result = evaluate(model, gold[:20])
        value = next(scores)
        return replace(result, relevance=Score(value, value, value, 100))

    monkeypatch.setattr(learning, "evaluate", measured)
    monkeypatch.setattr(learning, "_fit", lambda *_, **__: model.weights)
    report = train(tmp_path, fixed, [])
    assert not report.kept
    assert not (tmp_path / MODEL_FILE).exists()
    assert "Kept the old model: worse at relevance" in report.as_text()
