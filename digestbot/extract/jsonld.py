"""JSON-LD of a page → the few fields an article needs. Broken JSON is passed over; never raises."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

# A block of JSON-LD larger than this describes a shop or a listing, in characters.
MAX_BLOCK = 500_000
# Objects looked at in one page: real pages hold a few dozen.
MAX_NODES = 2_000
_ARTICLES = frozenset(
    """Article NewsArticle BlogPosting ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle
    ReviewNewsArticle LiveBlogPosting Report ScholarlyArticle TechArticle SocialMediaPosting DiscussionForumPosting
    Posting PressRelease AdvertiserContentArticle JobPosting""".split()
)


_DATES = ("datePublished", "datePosted", "dateCreated")


@dataclass(frozen=True, slots=True)
class ArticleData:
    """What a page's JSON-LD says of its article; every field may be missing."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    image: str = ""
    language: str = ""
    publisher: str = ""
    free: bool | None = None


def article_data(tree: HtmlElement) -> ArticleData:
    """The first article among the page's JSON-LD, or an empty record."""
    budget = MAX_NODES
    for script in tree.iter("script"):  # only JSON-LD is left in the tree, see decoding.parse_html
        block = (script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>")
        if not block or len(block) > MAX_BLOCK:
            continue
        try:
            data = json.loads(block, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            budget -= 1
            if budget < 0:
                return ArticleData()
            if _ARTICLES.intersection(_strings(node.get("@type"))):
                return _of(node)
    return ArticleData()


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document, outermost first, without recursion."""
    waiting = [data]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node[:MAX_NODES])
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _of(node: dict[str, Any]) -> ArticleData:
    free = node.get("isAccessibleForFree")
    return ArticleData(
        headline=_first(node.get("headline")) or _first(node.get("name")) or _first(node.get("title")),
        authors=tuple(dict.fromkeys(_names(node.get("author")) or _names(node.get("creator")))),
        published=next(filter(None, (_first(node.get(key)) for key in _DATES)), ""),
        image=_address(node.get("image")) or _address(node.get("thumbnailUrl")),
        language=_first(node.get("inLanguage")),
        publisher=next(iter(_names(node.get("publisher"))), ""),
        free=None if free is None else str(free).lower() not in ("false", "no", "0"),
    )


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def _first(value: Any) -> str:
    return next((html.unescape(text).strip() for text in _strings(value)), "")


def _names(value: Any) -> list[str]:
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        found += [html.unescape(text).strip() for text in _strings(name) if text.strip()]
    return found


def _address(value: Any) -> str:
    for item in value if isinstance(value, list) else [value]:
        address = item.get("url") or item.get("contentUrl") if isinstance(item, dict) else item
        if isinstance(address, str) and address.strip():
            return address.strip()
    return ""
