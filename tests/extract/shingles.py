"""How near an extracted text is to its gold: F1 over runs of four words, as the article-extraction-benchmark counts."""

from __future__ import annotations

import re
from collections import Counter
from statistics import mean

_TOKEN = re.compile(r"\w+")


def shingle_f1(gold: str, found: str) -> float:
    """F1 of the multisets of four-word runs of two texts; 1.0 when both are empty."""
    one, other = _shingles(gold), _shingles(found)
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def mean_f1(pairs: list[tuple[str, str]]) -> float:
    """The mean of the pages' F1."""
    return mean(shingle_f1(gold, found) for gold, found in pairs)


def segments_kept(gold: dict[str, list[str]], text: str) -> tuple[int, int, int, int]:
    """(wanted found, wanted, unwanted found, unwanted) of the strings that must and must not be in a text."""
    flat = re.sub(r"\s+", " ", text)
    found = [sum(re.sub(r"\s+", " ", part) in flat for part in gold[key]) for key in ("with", "without")]
    return found[0], len(gold["with"]), found[1], len(gold["without"])


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[start : start + 4]) for start in range(max(1, len(tokens) - 3)) if tokens)
