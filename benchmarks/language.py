"""Invented news in the language of our own examples: the words of each follow one another as they do there.

So terms are as rare and as common as in real text, and hardly two texts are alike; shuffled examples would be copies.
"""

from __future__ import annotations

import random
from collections import defaultdict
from functools import lru_cache

from digestbot.topics.examples import load_examples

RELEVANT_SHARE = 0.2  # of a newsroom's entries: sector sources bring more, general news far less
END = ""


class Language:
    """A chain of words, each drawn from those that follow the two before it."""

    def __init__(self, texts: list[str]) -> None:
        self._next: dict[tuple[str, str], list[str]] = defaultdict(list)
        for text in texts:
            before = (END, END)
            for word in [*text.split(), END]:
                self._next[before].append(word)
                before = (before[1], word)

    def write(self, chance: random.Random, words: int) -> str:
        """About ``words`` words, whole texts one after another."""
        written: list[str] = []
        before = (END, END)
        while len(written) < words or before[1] != END:
            word = chance.choice(self._next[before])
            if word == END:
                if len(written) >= words:
                    break
                before = (END, END)
                continue
            written.append(word)
            before = (before[1], word)
            if len(written) >= words * 2:
                break
        return " ".join(written)


@lru_cache(maxsize=1)
def _languages() -> dict[bool, tuple[Language, Language]]:
    """Relevant or not → the language of its headlines and of its texts."""
    found = {}
    for relevant in (True, False):
        examples = [one for one in load_examples() if one.relevant == relevant]
        found[relevant] = Language([one.title for one in examples]), Language([one.text for one in examples])
    return found


def invent(chance: random.Random, words: int = 60) -> tuple[str, str]:
    """One headline and text."""
    titles, texts = _languages()[chance.random() < RELEVANT_SHARE]
    return titles.write(chance, 6), texts.write(chance, words)
