"""Title, text and facts of an article → two or three of its own sentences. Never writes a word of its own."""

from __future__ import annotations

from collections.abc import Sequence

from digestbot.text import fold, sentences
from digestbot.types import Fact


def summarise(title: str, text: str, facts: Sequence[Fact] = (), sentences_wanted: int = 2) -> str:
    """At most ``sentences_wanted`` sentences of ``text`` in its order; empty where the text has none."""
    told = fold(title).rstrip(".… ")
    found = [one for one in sentences(text) if len(one) >= 25 and fold(one).rstrip(".… ") != told]
    return " ".join(found[:sentences_wanted])
