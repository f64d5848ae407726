"""OPML subscription lists ↔ outlines: folders become tags, any encoding is read, broken files give what they hold.

Writes lists that other readers import and that read back the same. Changes no configuration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from html.entities import html5

from lxml import etree

from digestbot import text, urls
from digestbot.errors import ParseError
from digestbot.sources import encoding
from digestbot.sources.prolog import open_document
from digestbot.types import Source, SourceKind

# How deep folders are followed; the deepest list seen has 4 levels, a file with more is an attack.
MAX_DEPTH = 50
# HTML's names for characters, which XML does not know: left alone they, and what is next to them, would be dropped.
_NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)[A-Za-z]\w*;")
_BARE_HOST = re.compile(r"[a-z0-9][\w-]*(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:/.*)?", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);)")
_KINDS: dict[str, SourceKind] = {"link": "site", "site": "site", "sitemap": "sitemap"}


@dataclass(frozen=True, slots=True)
class Outline:
    """One subscription: ``folders`` from the outside in, ``categories`` as its own attribute lists them."""

    url: str
    title: str = ""
    site: str = ""
    folders: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    kind: SourceKind | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        """Folders and categories as tags, each once, the innermost folder first."""
        return tuple(dict.fromkeys((*reversed(self.folders), *self.categories)))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An outline that was not taken, and why in plain words."""

    title: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """A list as read: what to subscribe to, and what was left out."""

    outlines: tuple[Outline, ...]
    left_out: tuple[LeftOut, ...] = ()
    title: str = ""


def read(body: bytes) -> list[Outline]:
    """The subscriptions in an OPML file, each address once, in its order. Raises ParseError for other files."""
    return list(read_all(body).outlines)


def read_all(body: bytes, name: str = "the OPML file") -> Subscriptions:
    """As ``read``, with a report of what was left out: other schemes, second copies. ``name`` stands in errors."""
    decoded = encoding.decode(encoding.decompress(body, name))
    document = open_document(decoded.text, name)
    if "netscape-bookmark-file" in document.doctype:
        raise ParseError(name, "these are a browser's bookmarks, not OPML: export the list from a feed reader as OPML")
    if document.root == "html":
        raise ParseError(name, "this is a web page, not OPML: was it saved from a page that asks for a login?")
    if not document.root:
        raise ParseError(name, "this is no OPML: there is no XML in it")
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        source = _NAMED.sub(_character, document.text)
        root = etree.fromstring(_BARE_AMPERSAND.sub("&amp;", source).encode("utf-8"), parser)
    except etree.XMLSyntaxError as exc:
        raise ParseError(name, f"this OPML cannot be read ({exc.msg})") from exc
    if root is None or not any(
        _local(node) in ("opml", "body", "outline", "head") for node in root.iter(etree.Element)
    ):
        raise ParseError(name, f"this is no OPML: its root element is <{document.root}>")
    found: dict[str, Outline] = {}
    left_out: list[LeftOut] = []
    _walk(root, (), 0, found, left_out)
    title = next((text.clean(node.text or "") for node in root.iter(etree.Element) if _local(node) == "title"), "")
    return Subscriptions(tuple(found.values()), tuple(left_out), title)


def _character(found: re.Match[str]) -> str:
    """What a name of HTML's stands for, as XML writes it; a name that is none is an ampersand left bare."""
    name = found.group()[1:]
    return escape(html5[name]) if name in html5 else f"&amp;{name}"


def write(sources: Iterable[Source], title: str = "digestbot sources") -> bytes:
    """An OPML 2.0 file, UTF-8, one outline a source in the order given; topics stand in ``category``."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _writable(title)
    body = etree.SubElement(root, "body")
    for source in sources:
        name = _writable(source.title or source.id)
        outline = etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=_writable(source.url))
        if source.kind in ("site", "sitemap"):
            outline.set("type", {"site": "link", "sitemap": "sitemap"}[source.kind])
        if source.kind == "site":
            outline.set("htmlUrl", _writable(source.url))
        if source.topics:
            outline.set("category", _writable(",".join(source.topics)))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _walk(
    node: etree._Element, folders: tuple[str, ...], depth: int, found: dict[str, Outline], left_out: list[LeftOut]
) -> None:
    for child in node:
        if not isinstance(child.tag, str) or depth > MAX_DEPTH:
            continue
        inner = folders
        if _local(child) == "outline":
            given = {str(key).lower(): str(value) for key, value in child.attrib.items()}
            if given.get("iscomment", "").strip().lower() == "true":  # OPML 2.0: it and what it holds
                continue
            title = text.clean(given.get("title") or given.get("text") or "")
            address = _address(given)
            if address:
                _take(given, title, address, folders, found, left_out)
            elif title:
                inner = (*folders, title)
        _walk(child, inner, depth + 1, found, left_out)


def _address(given: dict[str, str]) -> str:
    kind = given.get("type", "").lower()
    address = given.get("xmlurl") or (given.get("url") if kind in ("rss", "atom", "link", "feed", "sitemap") else None)
    return (address or "").strip()


def _take(
    given: dict[str, str],
    title: str,
    address: str,
    folders: tuple[str, ...],
    found: dict[str, Outline],
    left_out: list[LeftOut],
) -> None:
    web = re.sub(r"^feed:(?://)?(?=https?:)", "", address, flags=re.IGNORECASE)
    web = urls.join(None, re.sub(r"^feed://", "https://", web, flags=re.IGNORECASE))
    web = web.removeprefix("//")
    web = f"https://{web}" if _BARE_HOST.fullmatch(web) else web
    if not urls.is_http(web):
        left_out.append(LeftOut(title, urls.redact(address), "not a web address"))
        return
    key = urls.canonical_url(web)
    if key in found:
        left_out.append(LeftOut(title, urls.redact(address), "listed twice"))
        return
    categories = tuple(word.strip().strip("/") for word in given.get("category", "").split(",") if word.strip(" /"))
    site = given.get("htmlurl", "").strip()
    kind = _KINDS.get(given.get("type", "").lower())
    found[key] = Outline(web, title, site if urls.is_http(site) else "", folders, categories, kind)


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2].lower()


def _writable(value: str) -> str:
    return "".join(
        char
        for char in value
        if char in "\t\n\r" or (char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff")
    )
