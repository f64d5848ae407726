"""HTML pages in any state → a tree to walk, with the base address its links are read against. Loads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from digestbot import text, urls

# What is looked at of one page, in characters: the longest listing pages seen have a tenth of that.
MAX_PAGE = 5_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its root element, the address its relative links start from, title and language."""

    root: html.HtmlElement
    base: str
    title: str
    language: str | None


def open_page(source: str, url: str) -> Page | None:
    """The page in ``source``, or None when there is not one element in it."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(source[:MAX_PAGE].encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    base = url
    for element in root.iter("base"):
        base = urls.join(url, element.get("href") or "") or url
        break
    title = next((words(element) for element in root.iter("title")), "")
    return Page(root, base, title, root.get("lang") or root.get("xml:lang"))


def words(element: html.HtmlElement) -> str:
    """All text in ``element`` as one line, a space between its parts."""
    return text.clean(" ".join(part for part in parts(element)))


def parts(element: html.HtmlElement) -> Iterator[str]:
    """The pieces of text in ``element`` in order, scripts and styles left out."""
    if element.tag in ("script", "style", "noscript", "template", "svg"):
        return
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from parts(child)
        if child.tail:
            yield child.tail
