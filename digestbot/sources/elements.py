"""Elements of a clean feed → the names, texts, addresses and languages that feedparser would make of them.

Where feedparser has a way of its own, ``OddError`` says so and the feed is left to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin

from lxml import etree

XML = "{http://www.w3.org/XML/1998/namespace}"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# The namespaces feedparser reads something from that ends up in an entry, by the prefix it gives them.
_READ = {
    "": "", "http://www.w3.org/2005/atom": "", "http://purl.org/rss/1.0/": "",
    "http://purl.org/dc/elements/1.1/": "dc", "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content", "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://search.yahoo.com/mrss/": "media", "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
}  # fmt: skip
# Prefixes feedparser knows by name even when the namespace behind them is a stranger.
_PREFIXES = frozenset(
    """dc dcterms content feedburner media itunes prism rdf xhtml admin atom rss geo gml georss psc cc
    creativecommons""".split()
)
# Namespaces with such prefixes that say nothing about an entry that is kept.
_PASSED = frozenset(
    """http://www.georss.org/georss http://www.w3.org/2003/01/geo/wgs84_pos# http://www.opengis.net/gml http://webns.net/mvcb/
    http://backend.userland.com/creativecommonsrssmodule http://web.resource.org/cc/ http://podlove.org/simple-chapters
    http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html com-wordpress:feed-additions:1""".split()
)
# Children of an entry that feedparser files away under their own name, where nothing looks.
IGNORED = frozenset(
    """comments rights copyright subtitle generator contributor source expirationdate logo icon webmaster rating
    dc:publisher dc:rights dc:contributor dc:identifier dc:type dc:format dc:source dc:relation dc:coverage
    dcterms:valid dcterms:available dcterms:rightsholder dcterms:license dcterms:spatial
    media:credit media:copyright media:rating media:license media:restriction media:player media:community
    media:statistics media:text media:hash media:starrating media:comments media:peerlink media:status
    itunes:subtitle itunes:duration itunes:explicit itunes:block itunes:episode itunes:season itunes:episodetype
    itunes:title itunes:order itunes:isclosedcaptioned itunes:complete""".split()
)
_TEXT_TYPES = {
    "text": "text/plain", "plain": "text/plain", "text/plain": "text/plain",
    "html": "text/html", "text/html": "text/html",
}  # fmt: skip
_EXTRA_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)/+")
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?:/[\w~%+,=&:@!$'()*./-]*(?:\?[^\s#?]+)?)?", re.ASCII)
_NAME = re.compile(r"[\w-]+", re.ASCII)  # what has no dots, no scheme and no slashes stands in its base's folder
_PLAIN_FOLDER = re.compile(r"(https?://[a-z0-9.-]+(?::\d+)?/(?:[\w-][\w.-]*/)*)[\w.-]*", re.ASCII)
_C1 = re.compile("[\x80-\x9f]")


class OddError(Exception):
    """Something that only feedparser knows how to treat."""


def name_of(element: etree._Element) -> str:
    """The element's name in lower case with the prefix feedparser gives it; ``passed`` when no rule is about it."""
    name = _named(element.tag)
    if name:
        return name
    prefix = element.prefix
    return "passed" if prefix and prefix.lower() not in _PREFIXES else f"odd:{element.tag}"


@lru_cache(maxsize=4096)
def _named(tag: str) -> str:
    """The name that the namespace alone decides; empty for namespaces nobody knows."""
    namespace, brace, local = tag[1:].partition("}") if tag.startswith("{") else ("", "}", tag)
    known = _READ.get(namespace.lower()) if brace else None
    if known is not None:
        return f"{known}:{local}".lower() if known else local.lower()
    return "passed" if namespace.lower() in _PASSED else ""


def text_of(element: etree._Element, *, mended: bool = True) -> str:
    if len(element):
        raise OddError
    value = (element.text or "").strip()
    return mend(value) if mended else value


def mend(value: str) -> str:
    """UTF-8 that was taken for Latin-1 and encoded again, put right as feedparser does."""
    if value.isascii():
        return value
    if _C1.search(value):
        raise OddError
    try:
        return value.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return value


def resolve(base: str, address: str) -> str:
    if _PLAIN_ADDRESS.fullmatch(address):
        return address  # what urljoin would give, at a tenth of its time
    if _NAME.fullmatch(address) and (folder := _PLAIN_FOLDER.fullmatch(base)):
        return folder[1] + address  # a number for a guid that is not said to be no address
    try:
        return urljoin(base, _EXTRA_SLASHES.sub(r"\1", address))
    except ValueError:
        return ""


def language_of(element: etree._Element) -> str | None:
    """The language in whose scope ``element`` stands; an empty tag ends the scope."""
    above: etree._Element | None = element
    while above is not None:
        language = above.get(XML + "lang", above.get("lang"))
        if language is not None:
            return language or None
        above = above.getparent()
    return None


def kind_of(element: etree._Element, default: str) -> str:
    if element.get("mode") is not None:
        raise OddError
    kind = _TEXT_TYPES.get(element.get("type", default).lower())
    if kind is None:
        raise OddError  # XHTML, or something in base64
    return kind


def leave(element: etree._Element) -> None:
    """Nothing in ``element`` is read; odd when feedparser would read something in it."""
    for inner in element.iterdescendants():
        name = name_of(inner)
        if name != "passed" and name not in IGNORED:
            raise OddError


def people_of(element: etree._Element) -> list[str]:
    if not len(element):
        value = text_of(element)
        return [value] if value else []
    parts: dict[str, str] = {}
    for child in element:
        name = name_of(child)
        if name in parts or name not in ("name", "email", "uri", "url", "passed"):
            raise OddError
        if name != "passed":
            parts[name] = text_of(child, mended=False)
    person = parts.get("name") or parts.get("email")
    return [person] if person else []
