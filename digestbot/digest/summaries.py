"""An item → the two or three of its own sentences that a digest tells. Never writes a sentence of its own."""

from __future__ import annotations

from digestbot.prose import sentences_of, stands_alone
from digestbot.text import clean, fold, sentences, shorten
from digestbot.types import Item

SENTENCE_CHARS = 300  # a longer one is a list or lost its full stops; it is shortened with an ellipsis
READ_CHARS = 4_000  # of the text, when the summary has too few sentences
STORED = 7  # sentences of the stored summary told at most: a report has a list of what it asks for


def tell(item: Item, count: int) -> str:
    """At most ``count`` sentences: those of the stored summary, filled up from the text in its order.

    Fewer, where the text has no more that can stand alone.
    """
    chosen = [one for one in sentences(item.summary) if _says_more_than(item.title, one)][: max(count, STORED)]
    if len(chosen) < count and not item.wall:
        for one in sentences_of(item.text[:READ_CHARS]):
            if len(chosen) >= count:
                break
            if stands_alone(one) and _says_more_than(item.title, one) and not _is_in(one, chosen):
                chosen.append(one)
    return " ".join(shorten(clean(one), SENTENCE_CHARS) for one in chosen)


def _says_more_than(title: str, sentence: str) -> bool:
    return fold(sentence).rstrip(".… ") != fold(title).rstrip(".… ")


def _is_in(sentence: str, chosen: list[str]) -> bool:
    folded = fold(sentence)
    return any(folded in fold(other) or fold(other).rstrip("…") in folded for other in chosen)
