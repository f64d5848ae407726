"""Article → relevance, topics, reasons; training, evaluation and the model file. Touches model files and nothing else.

Names are loaded when first asked for, so that ``digestbot --help`` does not pay for numpy and scikit-learn.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from digestbot.topics.evaluation import Evaluation, evaluate
    from digestbot.topics.learning import TrainReport, rollback, train
    from digestbot.topics.loading import fit, load, save
    from digestbot.topics.model import TopicModel

MODEL_FILE: Final = Path("models") / "topics.skops"  # inside the state folder

_HOMES: Final = {
    "Evaluation": "evaluation",
    "TopicModel": "model",
    "TrainReport": "learning",
    "evaluate": "evaluation",
    "fit": "loading",
    "load": "loading",
    "rollback": "learning",
    "save": "loading",
    "train": "learning",
}

__all__ = [
    "MODEL_FILE",
    "Evaluation",
    "TopicModel",
    "TrainReport",
    "evaluate",
    "fit",
    "load",
    "rollback",
    "save",
    "train",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
