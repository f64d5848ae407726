"""How common a term is in English news at large, so that grouping works before the store has seen anything.

The table, ``background.json``, was made from word counts of the open web and of this project's own sample texts. The
former are Peter Norvig's (norvig.com/ngrams, MIT-licensed) as shipped in wordsegment 1.3.1 (Apache-2.0).
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

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


def rareness(terms: NDArray[np.uint32], rarity: Rarity) -> NDArray[np.float64]:
    """-ln of the share of items expected to hold each of ``terms``, which are sorted: the table's, moved by the count
    where they are counted.
    """
    known, shares, table = _tables()
    at = np.searchsorted(known, terms)
    unlisted = known[at] != terms
    found = table[at]
    found[unlisted] = UNLISTED_RARENESS
    if not len(terms):
        return found
    counted = np.fromiter(rarity.counts.keys(), np.uint32, len(rarity.counts))
    counts = np.fromiter(rarity.counts.values(), np.float64, len(rarity.counts))
    place = np.minimum(np.searchsorted(terms, counted), len(terms) - 1)
    asked = terms[place] == counted
    place, counts = place[asked], counts[asked]
    share = shares[at[place]]
    share[unlisted[place]] = UNLISTED_SHARE
    whole = rarity.total + BACKGROUND_ITEMS
    found[place] = np.maximum(np.log(whole / (counts + share * BACKGROUND_ITEMS)), 0.0)
    return found


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.float64], NDArray[np.float64]]:
    """The table's terms, sorted, their shares and their rareness; the last stands for what lies beyond them."""
    known = sorted(_shares().items())
    last = (2**32 - 1, UNLISTED_SHARE)
    shares = [share for _, share in [*known, last]]
    return (
        np.array([term for term, _ in [*known, last]], np.uint32),
        np.array(shares),
        np.array([-math.log(share) for share in shares]),
    )


def prior_share(term: int) -> float:
    """The same from the table alone."""
    return _shares().get(term, UNLISTED_SHARE)


@lru_cache(maxsize=1)
def rareness_table() -> dict[int, float]:
    """Term id → -ln(share) from the table alone; terms not listed have ``UNLISTED_RARENESS``."""
    return {term: -math.log(known) for term, known in _shares().items()}


UNLISTED_RARENESS = -math.log(UNLISTED_SHARE)
