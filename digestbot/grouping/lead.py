"""Picks the version of a story to show first, and says why: full text, primary source, trust, earliest.

Deterministic: the order in which the items come does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from digestbot.grouping.words import tokens
from digestbot.types import Item

# A version with fewer words than this is a teaser; longer ones are all full texts, so length alone does not win.
FULL_TEXT_WORDS = 120
# Hosts that speak for government and parliament, where what they say is the source itself.
_OFFICIAL = ("gov.uk", "parliament.uk", "gov.scot", "gov.wales", "europa.eu", "legislation.gov.uk", "nhs.uk")
# Shorter names in a host ("co", "the") say nothing about whose site it is.
_SHORTEST_NAME = 5
# An organisation's own site names it in the host; it must be named in the headline or so often in the text.
_MENTIONS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The version to show and the plain reason for it."""

    item: Item
    reason: str


def best(items: Iterable[Item]) -> Item:
    """The version to show first. Raises ValueError when there is none."""
    return choose(items).item


def choose(items: Iterable[Item]) -> Choice:
    """The same with its reason: full text, original before copy, primary source, trust, earliest, lowest id.

    Raises ValueError when there is none.
    """
    ranked = sorted(items, key=_rank)
    if not ranked:
        raise ValueError("a story without items has no lead")
    first = ranked[0]
    return Choice(first, "the only version" if len(ranked) == 1 else _reason(first, ranked[1]))


def is_primary(item: Item) -> bool:
    """Whether the item stands on the site of government or of the organisation that it is about."""
    host = (urlsplit(item.url).hostname or "").lower()
    if any(host == official or host.endswith("." + official) for official in _OFFICIAL):
        return True
    owner = _owner(host)
    if len(owner) < _SHORTEST_NAME:
        return False
    title = tokens(item.title)
    if _spelled(owner, title):
        return True
    return tokens(item.text).count(owner) >= _MENTIONS


def _rank(item: Item) -> tuple[object, ...]:
    return (
        item.wall is not None,
        len(item.text.split()) < FULL_TEXT_WORDS,
        item.duplicate_of is not None,
        not is_primary(item),
        -item.source_weight,
        item.published,
        item.first_seen,
        item.id,
    )


_WHY = (
    "no wall in front of it",
    "the full text",
    "the original, not a copy",
    "from the source itself",
    "the more trusted source",
    "the earliest",
    "seen first",
    "seen first",
)


def _reason(first: Item, second: Item) -> str:
    return next(why for why, a, b in zip(_WHY, _rank(first), _rank(second), strict=True) if a != b)


def _owner(host: str) -> str:
    """The name in a host: ``northwickbs`` of ``www.northwickbs.co.uk``."""
    labels = [label for label in host.split(".")[:-1] if label not in ("www", "news", "media", "blog", "press")]
    while len(labels) > 1 and len(labels[-1]) <= 3:  # the "co" of "co.uk"
        labels.pop()
    return labels[-1].replace("-", "") if labels else ""


def _spelled(owner: str, title: list[str]) -> bool:
    """Whether words of the headline, run together, make up the start of the name or all of it."""
    for start in range(len(title)):
        joined = ""
        for word in title[start : start + 4]:
            joined += word
            if len(joined) >= _SHORTEST_NAME and (owner == joined or (len(joined) >= 7 and owner.startswith(joined))):
                return True
    return False
