"""``python -m digestbot.topics.shipped``: shipped examples → ``shipped.skops``. Equal examples, equal judgements."""

from __future__ import annotations

import sys
from pathlib import Path

from digestbot.topics import artefact
from digestbot.topics.examples import TOPICS, load_examples, weights_of
from digestbot.topics.fitting import fit_weights
from digestbot.topics.loading import SHIPPED


def build(path: Path) -> None:
    """Fit on every shipped example and write the model to ``path``."""
    examples = load_examples()
    artefact.write(fit_weights(examples, TOPICS, weights_of(examples)), path)


if __name__ == "__main__":
    target = Path(__file__).with_name(SHIPPED)
    build(target)
    sys.stdout.write(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB\n")
