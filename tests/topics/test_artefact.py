"""A model file holds plain numbers; an altered, broken or foreign one is refused."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from skops.io import dumps

from digestbot.errors import ModelError
from digestbot.topics import artefact, load
from digestbot.topics.artefact import FORMAT, Weights
from digestbot.types import Topic

SMALL = Weights(
    labels=("policy", "relevant"),
    vocabulary=("bank", "pub"),
    idf=np.ones(2, np.float32),
    words=np.ones((2, 2), np.float32),
    names=np.zeros((0, 2), np.float32),
    intercept=np.zeros(2, np.float32),
    scale=np.ones(2, np.float32),
    offset=np.zeros(2, np.float32),
    thresholds=np.full(2, 0.5, np.float32),
    meta={"data": "abc"},
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    artefact.write(SMALL, tmp_path / "model.skops")
    again = artefact.read(tmp_path / "model.skops")
    assert again.labels == SMALL.labels
    assert again.vocabulary == SMALL.vocabulary
    assert again.meta == SMALL.meta
    assert np.array_equal(again.words, SMALL.words)


def content(**changes: object) -> dict[str, object]:
    arrays = {name: getattr(SMALL, name) for name in artefact._ARRAYS}
    sealed = {"format": FORMAT, "labels": list(SMALL.labels), "vocabulary": "bank\npub", "meta": '{"data": "abc"}'}
    return {**sealed, "seal": artefact._seal(SMALL), **arrays, **changes}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"words": np.zeros((2, 2), np.float32)}, "altered"),
        ({"meta": '{"data": "other"}'}, "altered"),
        ({"format": FORMAT + 1}, "model format"),
        ({"labels": None}, "lacks a part"),
        ({"extra": np.random.RandomState}, "not allowed"),
    ],
)
def test_a_file_that_is_not_as_written_is_refused(tmp_path: Path, changes: dict[str, object], reason: str) -> None:
    path = tmp_path / "model.skops"
    path.write_bytes(dumps(content(**changes)))
    with pytest.raises(ModelError, match=reason):
        artefact.read(path)


@pytest.mark.parametrize("body", [b"", b"not a model", b"PK\x03\x04broken"])
def test_a_broken_file_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "model.skops"
    path.write_bytes(body)
    with pytest.raises(ModelError, match="cannot be read"):
        artefact.read(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such file"):
        artefact.read(tmp_path / "none.skops")


def test_instead_of_a_refused_file_the_shipped_model_is_used_and_said_so(
    tmp_path: Path, fixed: tuple[Topic, ...]
) -> None:
    path = tmp_path / "model.skops"
    path.write_bytes(b"broken")
    model = load(path, fixed)
    assert "the shipped model is used instead" in model.notice
    assert model.judge([("Credit union merges", "Members of the credit union voted.")])[0].relevant


def test_a_model_made_with_another_lexicon_is_not_used(tmp_path: Path, fixed: tuple[Topic, ...]) -> None:
    artefact.write(SMALL, tmp_path / "model.skops")
    assert "another version of the lexicon" in load(tmp_path / "model.skops", fixed).notice


def test_the_shipped_file_is_small() -> None:
    assert len(files("digestbot.topics").joinpath("shipped.skops").read_bytes()) < 15e6


def test_a_file_as_written_is_read_without_skops_and_gives_what_skops_reads(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    artefact.write(SMALL, path)
    plain, by_skops = artefact._plain(path), artefact._by_skops(path)
    assert plain is not None
    assert list(plain) == list(by_skops)
    assert all(np.array_equal(plain[name], by_skops[name]) for name in plain)


def test_judging_loads_no_library_that_only_training_needs() -> None:
    code = (
        "import sys\nfrom digestbot.config import default_topics\nfrom digestbot.topics import load\n"
        "load(None, default_topics()).judge([('Credit union merges', 'Its members voted.')])\n"
        "print([name for name in ('sklearn', 'skops', 'scipy.stats') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
