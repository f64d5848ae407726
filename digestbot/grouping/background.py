"""How common a term is in English news at large, so that grouping works before the store has seen anything.

The table was made from word counts of the open web and of this project's own sample texts; see ``background.json``.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources

from digestbot.grouping.words import term_id
from digestbot.types import Rarity

# How many stored items the table is worth against what the store has counted itself. Between 100 and 1,000 the
# story sets hardly move; 300 items are about a week of the sector's press.
BACKGROUND_ITEMS = 300.0
# Share of items that hold a term the table does not list: a name or a coinage.
UNLISTED_SHARE = 2e-4


@lru_cache(maxsize=1)
def _shares() -> dict[int, float]:
    table = json.loads(resources.files(__package__).joinpath("background.json").read_text("utf-8"))
    return {
        term_id(word): 10 ** (-int(level) / 10)
        for level, words in table["words_by_level"].items()
        for word in words.split()
    }


def share(term: int, rarity: Rarity) -> float:
    """The share of items expected to hold a term, in (0, 1]: the table's, moved by what the store has counted."""
    prior = _shares().get(term, UNLISTED_SHARE)
    counted = rarity.counts.get(term, 0)
    return min((counted + prior * BACKGROUND_ITEMS) / (rarity.total + BACKGROUND_ITEMS), 1.0)


def prior_share(term: int) -> float:
    """The same from the table alone."""
    return _shares().get(term, UNLISTED_SHARE)
