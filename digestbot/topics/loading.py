"""Model files → ``TopicModel``, and the way back; falls back on the shipped model and says so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from digestbot.errors import ModelError
from digestbot.topics import artefact, own_topics
from digestbot.topics.artefact import Weights
from digestbot.topics.examples import TOPICS
from digestbot.topics.fitting import fit_weights
from digestbot.topics.lexicon import lexicon_hash
from digestbot.topics.model import TopicModel
from digestbot.types import Example, Topic

SHIPPED: Final = "shipped.skops"


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The weights that the package brings. Raises ModelError when the installation is damaged."""
    with as_file(files(__package__).joinpath(SHIPPED)) as path:
        return artefact.read(path)


def load(path: Path | None, topics: Sequence[Topic]) -> TopicModel:
    """The model of a file, or the shipped one when ``path`` is None or absent, or refused (then with a notice)."""
    if path is None or not path.exists():
        return TopicModel(shipped_weights(), topics)
    try:
        return TopicModel(_current(path), topics)
    except ModelError as error:
        return TopicModel(shipped_weights(), topics, f"{error}; the shipped model is used instead")


def _current(path: Path) -> Weights:
    weights = artefact.read(path)
    if weights.meta.get("lexicon") != lexicon_hash():
        raise ModelError(path, "was made with another version of the lexicon: run `digestbot train`")
    return weights


def save(model: TopicModel, path: Path) -> None:
    """Write a model's file."""
    artefact.write(model.weights, path)


def fit(examples: Sequence[Example], topics: Sequence[Topic]) -> TopicModel:
    """A model fitted on examples for the given topics."""
    every = (*examples, *own_topics.examples_of(topics))
    labels = (*TOPICS, *own_topics.learnable(topics, every))
    return TopicModel(fit_weights(every, labels, unknown=own_topics.undecided(topics, every)), topics)
