"""The tree of a page → its article text, one line a paragraph. Never reads metadata and never judges walls.

trafilatura finds the article; paragraphs that are nothing but a link go before it looks, headline, promotions and
sign-offs after (``lines``). A result that looks like a whole page's menus is tried again with the slower extractors.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from configparser import ConfigParser
from typing import Any

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG, use_config

from digestbot.extract.boxes import drop_boxes, show_folded
from digestbot.extract.frame import drop_lists, drop_teasers, join_parts, mark_frame
from digestbot.extract.lines import article_lines
from digestbot.text import clean, fold

# A paragraph whose letters stand in links to this share, and that has at most so many words, leads elsewhere.
LINK_SHARE = 0.8
LINK_WORDS = 30
# A link that is a whole sentence of so many words is part of the story: some houses link whole paragraphs.
LINKED_SENTENCE = 12
# A table cell with so many paragraphs or line breaks and so many words holds an article, not a figure.
LAYOUT_BLOCKS = 3
LAYOUT_WORDS = 100
# A line with so many words is prose; menus and tables have fewer.
PROSE_WORDS = 10
# With a smaller share of its words in prose, a text is a menu, a table or a list: worth the slower extractors.
WEAK_SHARE = 0.4
# Text kept of one page, in characters: a long report; what is longer is a database.
MAX_CHARACTERS = 400_000

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_SAYS = re.compile(r"[^\W_]")
# For a brief: the library takes what has fewer characters than it expects for a failure.
_BRIEF = use_config()
_BRIEF.set("DEFAULT", "MIN_EXTRACTED_SIZE", "60")

# trafilatura tells of every page it gives up on; what we make of such a page is told by ``wall`` and ExtractError.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def article_text(tree: HtmlElement, titles: Sequence[str] = ()) -> str:
    """The article text of a page: paragraphs, headings and list items, one a line; empty when none was found.

    ``titles`` is what the page is called: its headline is not part of the text. Changes ``tree``.
    """
    _drop_link_paragraphs(tree)
    _open_layout_tables(tree)
    _free_headings(tree)
    drop_boxes(tree)
    show_folded(tree)
    drop_teasers(tree)
    drop_lists(tree)
    join_parts(tree)
    mark_frame(tree)
    lines = _extract(tree, fast=True)
    if len(lines) == 1 and _is_glued(lines[0], titles):
        lines = _extract(tree, fast=True, config=_BRIEF) or lines
    prose = _prose(lines)
    if prose < WEAK_SHARE * _count(lines):
        second = _extract(tree, fast=False)
        if _prose(second) * 2 >= prose and _prose(second) * _count(lines) > prose * _count(second):
            lines = second
    return "\n".join(article_lines(lines, titles))


def tidy(text: str) -> list[str]:
    """The cleaned lines of ``text``; those without a letter or digit and doubled ones gone."""
    lines: list[str] = []
    for line in map(clean, text.splitlines()):
        if _SAYS.search(line) and (not lines or line != lines[-1]):
            lines.append(line)
    return lines


def _is_glued(line: str, titles: Sequence[str]) -> bool:
    """Whether the library has made one paragraph of all the words of a short article, its headline first."""
    folded = fold(line)
    return any(len(folded) > len(title) and folded.startswith(title) for title in map(fold, titles) if title)


def _extract(tree: HtmlElement, *, fast: bool, config: ConfigParser = DEFAULT_CONFIG) -> list[str]:
    try:
        found: Any = bare_extraction(tree, fast=fast, include_comments=False, config=config)
    except (RecursionError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return []  # a page its extractor cannot read is a page without text: the feed's own is used
    return tidy((found.text or "")[:MAX_CHARACTERS]) if found is not None else []


def _drop_link_paragraphs(tree: HtmlElement) -> None:
    """Take out paragraphs that are a link and nothing more: "Read more", other stories' headlines."""
    for paragraph in list(tree.iter("p")):
        links = list(paragraph.iter("a"))
        if not links:
            continue
        text = clean(paragraph.text_content())
        size = len(text.split())
        if not text or size > LINK_WORDS or "://" in text or (size >= LINKED_SENTENCE and text[-1] in '.!?"”'):
            continue
        if sum(len(clean(link.text_content())) for link in links) >= LINK_SHARE * len(text):
            paragraph.drop_tree()


def _open_layout_tables(tree: HtmlElement) -> None:
    """Make plain blocks of tables that hold the page together: the extractor reads a table as one line."""
    for cell in list(tree.iter("td")):
        if cell.tag != "td" or sum(1 for _ in cell.iter("p", "br")) < LAYOUT_BLOCKS:
            continue
        if len(cell.text_content().split()) < LAYOUT_WORDS:
            continue
        for outer in [cell, *cell.iterancestors("table", "tbody", "tr", "td")]:
            if outer.tag == "table":
                for part in list(outer.iter("tbody", "tr", "td", "th")):
                    part.tag = "div"
            outer.tag = "div"


def _free_headings(tree: HtmlElement) -> None:
    """Take the buttons out of headings that fold a text away; the extractor drops buttons with what they say."""
    for button in list(tree.iter("button")):
        if button.getparent() is not None and button.getparent().tag in _HEADINGS:
            button.drop_tag()


def _count(lines: Sequence[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _prose(lines: Sequence[str]) -> int:
    """Words of the lines that are long enough to be sentences."""
    return sum(size for line in lines if (size := len(line.split())) >= PROSE_WORDS)
