"""Articles nobody has spoken of → the few on which a person's word would teach the model most. Pure.

Doubt times difference: near a cut-off, and unlike what is asked about in the same breath. After Carbonell and
Goldstein, "The Use of MMR, Diversity-Based Reranking" (SIGIR 1998), with doubt in place of a query.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from digestbot.topics.tokens import tokens
from digestbot.types import Item

CUT: Final = 0.45  # where the fitted cut-offs lie: half of the best F1, see ``fitting.best_thresholds``
RELEVANT: Final = 0.65  # … and the one of relevance, see ``fitting.SURELY_RELEVANT``
UNSURE: Final = 0.3  # farther than that from every cut-off, asking is a waste of a colleague's time
TOPIC_DISCOUNT: Final = 2.0  # a doubtful topic is worth asking about half as much as doubtful relevance: a wrong topic
# is seen and put right, a wrongly dropped article never is
_SHORT: Final = 4  # letters: shorter words are in every text


def doubt(item: Item, relevance_needed: float = CUT) -> float:
    """How unsure the model was: 1 on a cut-off, 0 from ``UNSURE`` away, and for a text that it did not read."""
    if not item.scores or not any(item.scores.values()):
        return 0.0
    margin = abs(item.relevance - relevance_needed)
    if item.relevant:
        margin = min(margin, TOPIC_DISCOUNT * min(abs(score - CUT) for score in item.scores.values()))
    return max(0.0, 1 - margin / UNSURE)


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared words of two texts, 0 to 1 (Jaccard)."""
    every = len(first | second)
    return len(first & second) / every if every else 0.0


def choose(items: Sequence[Item], limit: int, relevance_needed: float = CUT) -> list[Item]:
    """At most ``limit`` of the items, the most telling first; none of which the model was sure."""
    words = {one.id: _words(one) for one in items}
    left = {one.id: (one, worth) for one in items if (worth := doubt(one, relevance_needed)) > 0}
    nearest = dict.fromkeys(left, 0.0)  # likeness to the nearest of those chosen
    chosen: list[Item] = []
    while left and len(chosen) < limit:
        best = max(left, key=lambda one: (left[one][1] * (1 - nearest[one]), one))
        item, _ = left.pop(best)
        chosen.append(item)
        for one in left:
            nearest[one] = max(nearest[one], likeness(words[one], words[best]))
    return chosen


def _words(item: Item) -> frozenset[str]:
    return frozenset(word for word in tokens(f"{item.title}\n{item.summary}") if len(word) >= _SHORT)
