"""Scores a grouping against the true one: B³ and pair precision, recall and F1.

B³ after Bagga and Baldwin, "Algorithms for Scoring Coreference Chains", LREC workshop 1998: the mean over items of
how much of its found group is right (precision) and how much of its true group is found (recall). Pair scores
count pairs of items put together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, each in [0, 1]."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0


def b_cubed(found: Mapping[str, Hashable], true: Mapping[str, Hashable]) -> Score:
    """B³ of ``found`` (item → group) against ``true``, over the items of ``true``; both must hold them all."""
    both = Counter((found[item], true[item]) for item in true)
    of_found = Counter(found[item] for item in true)
    of_true = Counter(true.values())
    if not true:
        return Score(1.0, 1.0)
    precision = sum(n * n / of_found[f] for (f, _), n in both.items()) / len(true)
    recall = sum(n * n / of_true[t] for (_, t), n in both.items()) / len(true)
    return Score(precision, recall)


def pairs(found: Mapping[str, Hashable], same: Iterable[tuple[str, str]], other: Iterable[tuple[str, str]]) -> Score:
    """Pair scores over labelled pairs: ``same`` are one story, ``other`` are not."""
    hit = miss = false = 0
    for a, b in same:
        if found[a] == found[b]:
            hit += 1
        else:
            miss += 1
    for a, b in other:
        false += found[a] == found[b]
    return Score(hit / (hit + false) if hit + false else 1.0, hit / (hit + miss) if hit + miss else 1.0)


def all_pairs(found: Mapping[str, Hashable], true: Mapping[str, Hashable]) -> Score:
    """Pair scores over every pair of the items of ``true``."""
    both = Counter((found[item], true[item]) for item in true)
    hit = _choose(both)
    put = _choose(Counter(found[item] for item in true))
    real = _choose(Counter(true.values()))
    return Score(hit / put if put else 1.0, hit / real if real else 1.0)


def _choose(groups: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(n * (n - 1) // 2 for n in groups.values())
