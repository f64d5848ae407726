"""Sitemaps, sitemap indexes, the news extension and plain lists of addresses → entries and further sitemaps.

A sitemap has no text: titles come from the news extension or the words in the address. Nothing is loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from lxml import etree

from digestbot import times
from digestbot.errors import ParseError
from digestbot.sources.entries import Body, Link, RawEntry
from digestbot.sources.furniture import is_dull
from digestbot.sources.prolog import Document
from digestbot.urls import is_http, join, redact

# The protocol's own limit for one file; what stands behind it is not read.
MAX_ADDRESSES = 50_000
# A slug is taken for a title from this many words on: "about-us" names a section, not an article.
MIN_SLUG_WORDS = 3

# Parts of an index by the words of their file's name: lists of other things than articles, whatever else is said, and
# lists of pages that are not kept by day, unless the name speaks of news as well.
_LISTS = frozenset("category categories cat tag tags author authors user users taxonomies image images video".split())
_PAGES = frozenset({"page", "pages", "product", "products"})
_NEWS = frozenset({"post", "news", "article", "articles", "blog", "story", "stories"})

_OLD = datetime(1991, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RawSitemap:
    """Entries of a sitemap, newest first where dated, and the sitemaps an index names."""

    entries: list[RawEntry]
    children: tuple[str, ...]
    format: str
    problem: str | None


def read(document: Document, url: str, now: datetime) -> RawSitemap:
    """The sitemap in ``document``. Raises ParseError when nothing in it can be read."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(document.text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as exc:
        raise ParseError(redact(url), f"a sitemap that cannot be read ({exc.msg})") from exc
    if root is None:
        raise ParseError(redact(url), "a sitemap that cannot be read")
    problem = "not well-formed XML, read leniently" if len(parser.error_log) else None
    nodes = [node for node in root if isinstance(node.tag, str)][:MAX_ADDRESSES]
    if _local(root) == "sitemapindex":
        dated = [(_text(node, "lastmod"), join(url, _text(node, "loc"))) for node in nodes]
        dated.sort(key=lambda pair: times.parse(pair[0], now) or _OLD, reverse=True)
        children = tuple(dict.fromkeys(address for _, address in dated if is_http(address)))
        kept = tuple(address for address in children if _may_hold_articles(address))
        return RawSitemap([], kept or children, "sitemapindex", problem)
    entries = [_entry(node, url) for node in nodes]
    return RawSitemap([entry for entry in entries if entry.link and _may_be_article(entry)], (), "sitemap", problem)


def read_list(text: str) -> RawSitemap | None:
    """A text sitemap, one address a line; None when ``text`` is none."""
    lines = [line.strip() for line in text.splitlines()[:MAX_ADDRESSES] if line.strip()]
    if not lines or not all(is_http(line) and " " not in line for line in lines):
        return None
    entries = [RawEntry(link=line, title=_title_from(line), links=[Link(line)]) for line in lines]
    return RawSitemap(entries, (), "sitemap-text", None)


def _may_hold_articles(address: str) -> bool:
    """Whether a part of an index may list articles, by its name: ``category-sitemap.xml`` and its like do not."""
    name = set(re.split(r"[-_.\d]+", urlsplit(address).path.rpartition("/")[2].lower()))
    return not name & _LISTS and (not name & _PAGES or bool(name & _NEWS))


def _may_be_article(entry: RawEntry) -> bool:
    """Whether an address may be an article's: not one without a name that is a site's front or a section of it."""
    path = urlsplit(entry.link).path
    return entry.title is not None or not (path in ("", "/") or is_dull(path))


def slug_words(address: str) -> str:
    """The words of the last part of an address, first letter upper case; empty when it is a number or a section."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    last = path.rstrip("/").rpartition("/")[2]
    last = re.sub(r"\.(?:html?|php|aspx?|pdf|jsp)$", "", last, flags=re.IGNORECASE)
    words = [word for word in re.split(r"[-_+\s]+", last) if word]
    while words and re.fullmatch(r"[\da-f]{6,}|\d+", words[-1]):
        words.pop()
    if len(words) < MIN_SLUG_WORDS:
        return ""
    text = " ".join(words)
    return text[0].upper() + text[1:]


def _entry(node: etree._Element, url: str) -> RawEntry:
    address = join(url, _text(node, "loc"))
    title = _text(node, "title")
    keywords = _text(node, "keywords")
    image = next((text for text in _texts(node, "image", "loc")), "")
    return RawEntry(
        link=address if is_http(address) else "",
        title=Body(title, "text/plain") if title else _title_from(address),
        published=_text(node, "publication_date") or None,
        updated=_text(node, "lastmod") or None,
        language=_text(node, "language") or None,
        tags=[word for word in keywords.split(",") if word.strip()],
        images=[image] if image else [],
    )


def _title_from(address: str) -> Body | None:
    words = slug_words(address)
    return Body(words, "text/plain") if words else None


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2].lower()


def _text(node: etree._Element, name: str) -> str:
    """The text of the first ``name`` below ``node``, but not of pictures or videos that the page holds."""
    for child in node.iter():
        if isinstance(child.tag, str) and _local(child) == name and not _inside_media(child, node):
            return (child.text or "").strip()
    return ""


def _texts(node: etree._Element, parent: str, name: str) -> list[str]:
    return [
        (child.text or "").strip()
        for box in node
        if isinstance(box.tag, str) and _local(box) == parent
        for child in box
        if isinstance(child.tag, str) and _local(child) == name
    ]


def _inside_media(child: etree._Element, node: etree._Element) -> bool:
    above = child.getparent()
    while above is not None and above is not node:
        if _local(above) in ("image", "video"):
            return True
        above = above.getparent()
    return False
