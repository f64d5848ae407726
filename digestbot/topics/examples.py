"""The labelled texts that the package brings: JSON Lines files → ``Example`` records, and a hash of what they say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from digestbot.types import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

CORE: Final = (
    "public-service-mutuals",
    "co-operatives",
    "employee-ownership",
    "social-enterprise",
    "social-finance",
    "financial-mutuals",
    "community-ownership",
)
FACETS: Final = ("policy", "procurement", "health-care", "housing", "leadership", "research", "events-awards")
TOPICS: Final = (*CORE, *FACETS)
DENSE: Final = ("a-", "b-", "c-")  # files of texts denser with names and topics than pages of the world are
DENSE_WEIGHT: Final = 1.0  # against the plainly told (files d-*), by cross-validation on those: 3, 1, .4, .15 gave
PLAIN_WEIGHT: Final = 3.0  # … micro F1 .860, .857, .854, .850, calibration errors .005, .003, .003, .003
DENSE_CALIBRATES: Final = 0.1  # of its weight: how often a topic occurs is to be learnt from texts like the real ones


def _example(row: dict[str, Any], name: str) -> Example:
    example = Example(
        id=str(row["id"]),
        title=str(row["title"]),
        text=str(row["text"]),
        relevant=bool(row["relevant"]),
        topics=tuple(topic for topic in TOPICS if topic in row["topics"]),
    )
    if len(example.topics) != len(row["topics"]) or (example.topics and not example.relevant):
        raise ValueError(f"{name}, {example.id}: topics {row['topics']} do not fit relevant={example.relevant}")
    return example


def read_examples(lines: Iterable[str], name: str) -> tuple[Example, ...]:
    """The examples of one JSON Lines file; raises ValueError naming ``name`` for a label that cannot be."""
    return tuple(_example(json.loads(line), name) for line in lines if line.strip())


@lru_cache(maxsize=1)
def load_examples() -> tuple[Example, ...]:
    """Every shipped example, files in order of their names, lines in order."""
    folder = files("digestbot.sample").joinpath("examples")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".jsonl"))
    return tuple(
        example
        for name in names
        for example in read_examples(folder.joinpath(name).read_text(encoding="utf-8").splitlines(), name)
    )


def weights_of(examples: Sequence[Example]) -> list[float]:
    """How much each example counts in fitting: those told plainly, as real pages open, count most."""
    return [DENSE_WEIGHT if example.id.startswith(DENSE) else PLAIN_WEIGHT for example in examples]


def calibration_weights(examples: Sequence[Example], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each example counts in calibrating and choosing cut-offs, given its weight in fitting."""
    dense = np.array([example.id.startswith(DENSE) for example in examples], bool)
    return np.where(dense, weights * DENSE_CALIBRATES, weights)


def data_hash(examples: Sequence[Example]) -> str:
    """A short hash of ids, texts and labels: equal hash, equal training data."""
    digest = hashlib.sha256()
    for example in examples:
        row = [example.id, example.title, example.text, example.relevant, list(example.topics)]
        digest.update(json.dumps(row, ensure_ascii=False).encode())
    return digest.hexdigest()[:16]
