"""The tree of a page → its article text, one line a paragraph. Never reads metadata and never judges walls."""

from __future__ import annotations

import logging
from typing import Any

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from digestbot.text import clean

# trafilatura tells of every page it gives up on; what we make of such a page is told by ``wall`` and ExtractError.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def article_text(tree: HtmlElement) -> str:
    """The article text of a page: paragraphs, headings and list items, one a line; empty when none was found.

    ``tree`` is not changed.
    """
    try:
        found: Any = bare_extraction(tree, fast=True, include_comments=False)
    except (RecursionError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return ""  # a page its extractor cannot read is a page without text: the feed's own is used
    if found is None or not found.text:
        return ""
    return tidy(found.text)


def tidy(text: str) -> str:
    """``text`` with one cleaned line a paragraph, empty and doubled lines gone."""
    lines: list[str] = []
    for line in text.splitlines():
        line = clean(line)
        if line and (not lines or line != lines[-1]):
            lines.append(line)
    return "\n".join(lines)
