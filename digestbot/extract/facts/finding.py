"""Title and text of an article → its facts, each kind by its own module. Never raises, never guesses."""

from __future__ import annotations

from datetime import datetime

from digestbot.extract.facts.dated import find_dated
from digestbot.extract.facts.money import find_money
from digestbot.types import Fact


def find(
    title: str, text: str, published: datetime | None, now: datetime, language: str | None = None
) -> tuple[Fact, ...]:
    """The facts of one article, by kind and then in the order of the text."""
    whole = f"{title}\n{text}"
    return (*find_dated(whole, published or now), *find_money(whole, language))
