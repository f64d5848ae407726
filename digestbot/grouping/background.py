"""How common a term is in English news at large, so that grouping works before the store has seen anything.

The table, ``background.json``, was made from word counts of the open web and of this project's own sample texts. The
former are Peter Norvig's (norvig.com/ngrams, MIT-licensed) as shipped in wordsegment 1.3.1 (Apache-2.0).
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from importlib import resources

from digestbot.grouping.words import term_id
from digestbot.types import Rarity

# How many stored items the table is worth against what the store has counted itself. With 300 the
# shared story sets lose .01 B³ on average, because words of a store's own field stay too rare for too long.
BACKGROUND_ITEMS = 100.0
# Share of items that hold a term the table does not list: a name or a coinage.
UNLISTED_SHARE = 2e-4
# Plain figures, which the word counts leave out: days, years, percentages. Estimates; a later line overrules.
_FIGURE_SHARES = (
    (range(1000), 0.01),
    (range(101), 0.05),
    (range(32), 0.12),
    (range(1950, 2036), 0.15),
)


@lru_cache(maxsize=1)
def _shares() -> dict[int, float]:
    table = json.loads(resources.files(__package__).joinpath("background.json").read_text("utf-8"))
    shares = {
        term_id(word): 10 ** (-int(level) / 10)
        for level, words in table["words_by_level"].items()
        for word in words.split()
    }
    for figures, figure_share in _FIGURE_SHARES:
        shares.update((term_id(str(figure)), figure_share) for figure in figures)
    return shares


def rareness(rarity: Rarity) -> dict[int, float]:
    """Term → -ln of the share of items expected to hold it, for the terms counted: the table's, moved by the count."""
    shares, whole, log = _shares(), rarity.total + BACKGROUND_ITEMS, math.log
    return {
        term: max(log(whole / (count + shares.get(term, UNLISTED_SHARE) * BACKGROUND_ITEMS)), 0.0)
        for term, count in rarity.counts.items()
    }


def prior_share(term: int) -> float:
    """The same from the table alone."""
    return _shares().get(term, UNLISTED_SHARE)


@lru_cache(maxsize=1)
def rareness_table() -> dict[int, float]:
    """Term id → -ln(share) from the table alone; terms not listed have ``UNLISTED_RARENESS``."""
    return {term: -math.log(known) for term, known in _shares().items()}


UNLISTED_RARENESS = -math.log(UNLISTED_SHARE)
