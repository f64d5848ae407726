"""The tree of a page → what stands between its headline and its first paragraph: by-line and date.

Templates give these a hundred names; where they stand is the same in all. Read only where the page does not say the
same in its head. Changes nothing in the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml.html import HtmlElement

from digestbot import times
from digestbot.text import clean, fold

# So many blocks below the headline are looked at: by-line, date, share bar, standfirst, picture are a dozen.
MAX_BLOCKS = 24
# The second block with so many words is the story: one may be a standfirst.
TELLING_WORDS = 16
# A by-line or a date line has at most so many words.
LINE_WORDS = 20

_BLOCKS = tuple(
    "address article aside blockquote dd div dl dt h1 h2 h3 h4 h5 h6 header li main ol p section table td tr ul".split()
)
_PASSED = frozenset("button figcaption figure footer form nav noscript picture script select style video audio".split())
_NAMES = ("class", "id", "itemprop", "data-testid", "data-component", "data-gu-name", "href")
_WRITER = re.compile(r"author|writer|contributor|by-?line|reporter|journalist")
_PICTURE = re.compile(r"caption|credit|photo|picture|image")
_NAME = (
    r"[^\W\d_a-zß-ÿ][\w’'.-]+(?:\s+(?:(?:v[ao]n|de[rnl]?|d[aiu]|l[ae]|a[plb]|ferch|el|bin|n[íi]c?|y)\s+){0,3}"
    r"[^\W\d_a-zß-ÿ][\w’'.-]*){1,3}"
)
_BY = re.compile(
    r"(?:(?:^|[|•·–—-]\s|\b(?:19|20)\d\d\s|\b(?i:words|story|report|posted|published|text)\s)(?:[Bb]y|BY)|^(?:(?:[Ww]ritten|[Ww]ords|[Gg]eschreven|[Gg]eschrieben|[EÉeé]crit|[Ss]critto"
    r"|[Ee]scrito)\s+)?(?:[Bb]y|[Dd]oor|[Vv]on|[Pp]ar|[Pp]or|[Dd]a|[Gg]an))[\s:]+"
    rf"({_NAME}(?:(?:\s?,| and| &)\s+{_NAME})*)"
)
_ONLY_NAME = re.compile(_NAME)
_NO_DATE_OF_ITS_OWN = re.compile(r"\b(?:updated|modified|reviewed|deadline|clos(?:es|ing)|event|starts?|from)\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Block:
    """One line below the headline: its text, what its element and the one around it are called."""

    text: str
    name: str


def below(tree: HtmlElement, titles: Sequence[str]) -> list[Block]:
    """The blocks below the headline, up to the first that is plainly of the story; none where no headline is found."""
    headline = _headline(tree, set(map(fold, titles)))
    found: list[Block] = []
    told = 0
    for element in _following(headline) if headline is not None else ():
        for block in _leaves(element):
            told += len(block.text.split()) >= TELLING_WORDS
            if len(found) == MAX_BLOCKS or told > 1:
                return found
            found.append(block)
    return found


def writer(blocks: Sequence[Block]) -> str:
    """Who a by-line below the headline says has written it, as it stands there; empty when none does."""
    for block in blocks:
        if len(block.text.split()) > LINE_WORDS or _PICTURE.search(block.name) or _PICTURE.search(block.text.lower()):
            continue
        if (found := _BY.search(block.text)) is not None:
            return found.group(1).replace(" ,", ",")
        if _WRITER.search(block.name) and _ONLY_NAME.fullmatch(block.text):
            return block.text
    return ""


def day(blocks: Sequence[Block], now: datetime, ahead: timedelta) -> datetime | None:
    """When a line below the headline says it was published; None when none does, or when it lies ``ahead`` to come."""
    for block in blocks:
        if (
            len(block.text.split()) > LINE_WORDS
            or not _YEAR.search(block.text)
            or _NO_DATE_OF_ITS_OWN.search(block.text)
        ):
            continue
        if (where := times.span(block.text)) is None:
            continue
        found = times.parse(block.text[slice(*where)], now + timedelta(days=3650))
        if found is not None and found <= now + ahead:
            return min(found, now)
    return None


def _headline(tree: HtmlElement, titles: set[str]) -> HtmlElement | None:
    for tag in ("h1", "h2", "h3"):
        for heading in tree.iter(tag):
            if fold(clean(heading.text_content())) in titles:
                return heading
    return None


def _following(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements after ``element`` in document order, each whole."""
    above: HtmlElement | None = element
    while above is not None and above.tag != "body":
        yield from above.itersiblings()
        above = above.getparent()


def _leaves(element: HtmlElement) -> Iterator[Block]:
    """The elements within ``element`` that hold text and no block of their own."""
    if element.tag in _PASSED:
        return
    if next(element.iterdescendants(*_BLOCKS), None) is not None:
        for child in element:
            yield from _leaves(child)
        return
    text = clean(" ".join(element.itertext()))
    if text:
        around = element.getparent()
        parts = [one.get(key, "") for one in (element, around) if one is not None for key in _NAMES]
        yield Block(text, " ".join(parts).lower())
