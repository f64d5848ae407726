"""A relevant article → its ``Reading``: two or three of its own sentences, and the facts in it. Never raises."""

from __future__ import annotations

from datetime import datetime

from digestbot.extract.facts import find
from digestbot.extract.summary import summarise
from digestbot.types import Reading

READ_CHARS = 60_000  # of a text; about 10,000 words, beyond which a page is a report with annexes


def read(title: str, text: str, published: datetime | None, now: datetime, language: str | None = None) -> Reading:
    """Facts and summary of one article.

    ``published`` (aware; None: undated, ``now`` stands in) is what "Friday" and dates without a year are counted from.
    ``language`` is an ISO 639-1 code; None reads as English.
    """
    head = text[:READ_CHARS]
    facts = find(title, head, published, now, language)
    return Reading(summarise(title, head, facts), facts)
