"""RSS 0.9x–2.0, RDF and Atom 0.3–1.0 in any condition → raw entries, by ``feedparser``, the reference for broken feeds.

One seam around feedparser: it gets clean UTF-8 and never a file name or an address to open.
"""

from __future__ import annotations

import calendar
import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast
from xml.sax import SAXException

import feedparser

from digestbot.errors import ParseError
from digestbot.sources.entries import Body, Link, RawEntry
from digestbot.sources.prolog import Document
from digestbot.urls import redact

# Entries that are read one by one where a document breaks feedparser; each costs a millisecond.
MAX_ONE_BY_ONE = 1000
_ENTRY = re.compile(r"<(?:item|entry)[\s>]")
# A CDATA section, a comment, or an ampersand that begins no reference: feedparser makes "M&S;" of "M&S".
_BARE = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))|&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)",
    re.DOTALL,
)
# What feedparser is known to fall over with, deep inside, on badly damaged documents.
_BREAKDOWNS = (LookupError, AttributeError, TypeError, ValueError, AssertionError, RecursionError, OverflowError)


@dataclass(slots=True)
class RawFeed:
    """A feed as its document has it, before the shared rules of ``entries`` are applied."""

    format: str
    title: Body | None
    language: str | None
    authors: list[str] = field(default_factory=list)
    entries: list[RawEntry] = field(default_factory=list)
    problem: str | None = None
    hub: str | None = None  # see types.Feed
    topic: str | None = None


def read(document: Document, url: str) -> RawFeed:
    """What feedparser finds in ``document``, whose address is ``url``. Markup is not sanitised.

    Where feedparser itself breaks down, every entry is read on its own and the one to blame set aside. Raises
    ParseError when the feed's own part breaks it.
    """
    text = _BARE.sub(lambda found: found.group(1) or "&amp;", document.text)
    try:
        feed = _read(text, document, url)
    except _BREAKDOWNS:
        return _one_by_one(replace(document, text=text), url)
    if text != document.text and feed.problem is None:
        feed.problem = "not well-formed XML (bare ampersands), read leniently"
    return feed


def _one_by_one(document: Document, url: str) -> RawFeed:
    text = document.text
    first = _ENTRY.search(text)
    head = text[: first.start()] if first else text
    try:
        feed = _read(head, document, url)
    except _BREAKDOWNS as exc:
        raise ParseError(redact(url), f"too broken to read ({type(exc).__name__})") from exc
    starts = [found.start() for found in _ENTRY.finditer(text)][:MAX_ONE_BY_ONE]
    set_aside = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        try:
            feed.entries += _read(head + text[start:end], document, url).entries
        except _BREAKDOWNS:
            set_aside += 1
    feed.problem = f"not well-formed XML; {set_aside} entries could not be read and were set aside"
    return feed


def _read(text: str, document: Document, url: str) -> RawFeed:
    prolog = '<?xml version="1.0" encoding="utf-8"?>\n'
    if "netscape" in document.doctype:
        prolog += '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "rss-0.91.dtd">\n'
    body = (prolog + text).encode("utf-8")
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        result = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    feed: Mapping[str, Any] = result["feed"]
    is_atom = str(result.get("version", "")).startswith("atom")
    return RawFeed(
        format=result.get("version") or "unknown",
        title=_body(feed, "title"),
        language=_text(feed, "language"),
        authors=_authors(feed, is_atom) if is_atom else [],
        entries=[_entry(entry, is_atom) for entry in result["entries"]],
        problem=_problem(result),
    )


def _entry(entry: Mapping[str, Any], is_atom: bool) -> RawEntry:
    links = [_link(link) for link in _dicts(entry, "links") if link.get("href")]
    title, summary = _body(entry, "title"), _body(entry, "summary")
    if title is not None and not is_atom:
        title.kind = "text/html"  # RSS never says, and half of it escapes twice
    contents = [Body(part.get("value") or "", part.get("type") or "text/html") for part in _dicts(entry, "content")]
    links += [
        Link(part["src"], "alternate", part.get("type") or "") for part in _dicts(entry, "content") if part.get("src")
    ]
    if summary is not None and any(part.value == summary.value for part in contents):
        summary = None  # feedparser's own copy, or a feed that says everything twice
    abstract = _text(entry, "dcterms_abstract")
    if abstract and summary is None and not contents:
        summary = Body(abstract)
    source = _get(entry, "source")
    source = source if isinstance(source, Mapping) else {}
    return RawEntry(
        id=_text(entry, "id") or "",
        link=_text(entry, "feedburner_origlink") or _text(entry, "link") or "",
        title=title,
        summary=summary,
        contents=contents,
        authors=_authors(entry, is_atom),
        published=_text(entry, "published"),
        updated=_text(entry, "updated"),
        created=_text(entry, "created") or _journal_date(entry),
        fallback=(_moment(entry, "published_parsed"), _moment(entry, "updated_parsed")),
        language=_text(entry, "language") or _inner_language(entry),
        links=links,
        media=[_media(part) for part in _dicts(entry, "media_content") if part.get("url")],
        images=_images(entry),
        tags=[tag.get("label") or tag.get("term") or "" for tag in _dicts(entry, "tags")],
        origin=_text(source, "title") or "",
        origin_authors=_authors(source, is_atom) if is_atom else [],
    )


def _get(entry: Mapping[str, Any], key: str) -> Any:
    # FeedParserDict's own get() answers for keys that are not there, with warnings.
    return dict.get(cast(dict[str, Any], entry), key)


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    value = _get(entry, key)
    return value if isinstance(value, str) and value else None


def _dicts(entry: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = _get(entry, key)
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def _body(entry: Mapping[str, Any], key: str) -> Body | None:
    value = _text(entry, key)
    if value is None:
        return None
    detail = _get(entry, key + "_detail")
    kind = detail.get("type") if isinstance(detail, Mapping) and detail.get("value") == value else None
    return Body(value, kind or ("text/plain" if key == "title" else "text/html"))


def _inner_language(entry: Mapping[str, Any]) -> str | None:
    for detail in (_get(entry, "title_detail"), *_dicts(entry, "content"), _get(entry, "summary_detail")):
        if isinstance(detail, Mapping) and detail.get("language"):
            return str(detail["language"])
    return None


def _authors(entry: Mapping[str, Any], is_atom: bool) -> list[str]:
    people = [person.get("name") or person.get("email") or "" for person in _dicts(entry, "authors")]
    single = _text(entry, "author") or _text(entry, "dcterms_creator")
    if len(people) == 1 and not is_atom:
        people = []  # the one text as written, since feedparser only half takes mail addresses out of names
    return [person for person in people if person] or ([single] if single else [])


def _link(link: Mapping[str, Any]) -> Link:
    return Link(link["href"], link.get("rel") or "alternate", link.get("type") or "", link.get("length"))


def _media(part: Mapping[str, Any]) -> Link:
    kind = part.get("type") or {"image": "image/*", "video": "video/*", "audio": "audio/*"}.get(
        part.get("medium") or "", ""
    )
    return Link(part["url"], "enclosure", kind, part.get("filesize"))


def _images(entry: Mapping[str, Any]) -> list[str]:
    found = [part.get("url") or "" for part in _dicts(entry, "media_thumbnail")]
    image = _get(entry, "image")
    if isinstance(image, Mapping) and image.get("href"):
        found.append(image["href"])
    return [address for address in found if address]


def _journal_date(entry: Mapping[str, Any]) -> str | None:
    """The day that PRISM, the vocabulary of journals, gives: feedparser knows one of its namespaces, not the others."""
    return _text(entry, "prism_publicationdate") or _text(entry, "publicationdate")


def _moment(entry: Mapping[str, Any], key: str) -> datetime | None:
    value = _get(entry, key)
    if not value:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None  # feedparser read a date that no calendar has


def _problem(result: Mapping[str, Any]) -> str | None:
    if not result.get("bozo"):
        return None
    error = result.get("bozo_exception")
    if isinstance(error, SAXException) and hasattr(error, "getLineNumber"):
        return f"not well-formed XML ({error.getMessage()} in line {error.getLineNumber()}), read leniently"
    return f"not well-formed XML ({error}), read leniently"
