"""Response bytes → a ``Feed``: finds out by the bytes what they are and hands them to the reader for it.

Headers only break ties, since servers label feeds as anything. It never touches the network and fails with
``ParseError`` alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from digestbot import urls
from digestbot.errors import ParseError
from digestbot.sources import encoding, feeds, hints, hubs, jsonfeed, listing, sitemap, strict
from digestbot.sources.entries import RawEntry, build, is_blank, names, plain_title, tidy_language
from digestbot.sources.markup import open_page, words
from digestbot.sources.prolog import Document, open_document
from digestbot.types import Entry, Feed, Source, SourceKind

_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "rdf:rdf", "atom:feed", "rss:rss"})
_SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})
_PAGE_ROOTS = frozenset({"html", "head", "body", "meta", "title", "div", "script", "xhtml:html", "main", "p", "table"})
_ENTRY_OPEN = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]")
_STRAY_PREFIX = re.compile(r"<(\w+):(?:item|entry)[\s>]")
_ROOT_CLOSED = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|rss:rss)\s*>|<(?:rss|feed)[^>]{0,500}/>", re.IGNORECASE)
# What a page that a script fills says at most, in words: "Please enable JavaScript to run this app."; and a login page,
# while one that says more has a box to log in beside its own contents.
FEW_WORDS = 20
LOGIN_WORDS = 100
_PASSWORD = re.compile(r"""type\s*=\s*["']?password""", re.IGNORECASE)
_LOGIN = re.compile(
    r"""type\s*=\s*["']?password|\b(?:log ?in|sign ?in|anmelden|connexion|mewngofnodi)\b""", re.IGNORECASE
)
# No feed holds as many (a sitemap may, by its own rules); a million empty ones cost a worker its time limit.
MAX_ENTRIES = 50_000
_ADVERTISED = re.compile(r"""<link\b[^>]{0,300}application/(?:rss|atom|feed)\+(?:xml|json)""", re.IGNORECASE)


def parse(body: bytes, *, url: str, content_type: str, source: Source, now: datetime) -> Feed:
    """The feed, sitemap or watched page in ``body``, entries in document order, undated ones left undated.

    ``url`` is the final address, against which relative links are read; ``content_type`` the header as sent, or "".
    A web page is read as a listing when ``source.kind`` is ``site`` or a ``link_pattern`` is given, else refused.
    ``Feed.problem`` says what had to be repaired. Raises ParseError with a reason in plain words.
    """
    unpacked = encoding.decompress(body, url)
    decoded = encoding.decode(unpacked, content_type)
    if not decoded.text.strip():
        raise ParseError(urls.redact(url), "the answer is empty")
    document = open_document(decoded.text, url)
    repairs = [*decoded.repairs, *document.repairs]
    if document.root in _FEED_ROOTS or (document.root == "channel" and _ENTRY_OPEN.search(document.text)):
        return _feed(document, url, source, now, repairs)
    if document.root in _SITEMAP_ROOTS:
        return _sitemap(sitemap.read(document, url, now), url, source, now, repairs)
    stripped = document.text.lstrip()
    if stripped.startswith(("{", "[")):
        return _json(stripped, url, source, now, repairs)
    if document.root in _PAGE_ROOTS or "html" in document.doctype or (source.kind == "site" and document.root):
        if source.kind == "site" or (source.kind is None and source.link_pattern):
            return _page(decoded.text, url, source, now, repairs)
        raise ParseError(urls.redact(url), _what_page(document.text))
    listed = sitemap.read_list(document.text)
    if listed is not None:
        return _sitemap(listed, url, source, now, repairs)
    if document.root == "channel":
        raise ParseError(urls.redact(url), "a channel without items (CDF, an old Microsoft format, is not read)")
    if document.root == "opml":
        raise ParseError(
            urls.redact(url), "a list of feeds (OPML), not a feed: import it with `digestbot sources import`"
        )
    if document.root:
        raise ParseError(urls.redact(url), f"XML, but no feed: its root element is <{document.root[:40]}>")
    raise ParseError(urls.redact(url), _what_else(unpacked))


def _feed(document: Document, url: str, source: Source, now: datetime, repairs: list[str]) -> Feed:
    count = document.text.count("<item") + document.text.count("<entry")
    if count > MAX_ENTRIES:
        raise ParseError(
            urls.redact(url),
            f"holds {count:,} entries, more than {MAX_ENTRIES:,}: refused; ask for a feed of the newest",
        )
    raw = (strict.read(document, url) if not repairs else None) or feeds.read(document, url)
    stray = _STRAY_PREFIX.search(document.text) if not raw.entries else None
    if stray:  # <rss:item> where nobody said what rss: is
        document = replace(document, text=re.sub(rf"(</?){stray.group(1)}:", r"\1", document.text))
        raw = feeds.read(document, url)
        repairs.append(f"the prefix {stray.group(1)}: is not declared")
    head = hints.outside_entries(document.text)
    if raw.problem and not _ROOT_CLOSED.search(document.text):
        repairs.append("cut off: what could be read was kept")
    elif raw.problem:
        repairs.append(raw.problem)
    hub, topic = hubs.in_document(head, url)
    raw = replace(raw, hub=hub, topic=topic)
    return _finish(
        raw, url, source, now, repairs, min_interval=hints.min_interval(head), skip_hours=hints.skip_hours(head)
    )


def _json(text: str, url: str, source: Source, now: datetime, repairs: list[str]) -> Feed:
    return _finish(jsonfeed.read(text, url), url, source, now, repairs)


def _finish(
    raw: feeds.RawFeed,
    url: str,
    source: Source,
    now: datetime,
    repairs: list[str],
    *,
    min_interval: timedelta | None = None,
    skip_hours: frozenset[int] = frozenset(),
) -> Feed:
    if raw.problem and not repairs:
        repairs = [raw.problem]
    language = tidy_language(raw.language)
    author = names(raw.authors)
    built = [
        build(entry, source_id=source.id, base=url, language=language, author=author, now=now) for entry in raw.entries
    ]
    return Feed(
        kind="feed",
        format=raw.format,
        title=plain_title(raw.title),
        entries=_shown(built, repairs),
        language=language,
        min_interval=min_interval,
        problem="; ".join(dict.fromkeys(repairs)) or None,
        skip_hours=skip_hours,
        hub=raw.hub,
        topic=raw.topic,
    )


def _sitemap(raw: sitemap.RawSitemap, url: str, source: Source, now: datetime, repairs: list[str]) -> Feed:
    if raw.problem:
        repairs.append(raw.problem)
    return Feed(
        kind="sitemap",
        format=raw.format,
        title=source.title,
        entries=_entries(raw.entries, url, source, now, None, repairs),
        problem="; ".join(repairs) or None,
        children=raw.children,
    )


def _page(text: str, url: str, source: Source, now: datetime, repairs: list[str]) -> Feed:
    page = listing.read(text, url, link_pattern=source.link_pattern)
    if not page.entries:
        raise ParseError(urls.redact(url), _why_no_list(text, url, source.link_pattern))
    listed = _entries(page.entries, url, source, now, page.language, repairs)
    today = now.replace(microsecond=0)
    kind: SourceKind = "site"
    return Feed(
        kind=kind,
        format="listing",
        title=page.title,
        # A day to come (read as now) is that of an event, not the one on which something was published.
        entries=tuple(replace(one, published=None) if one.published == today else one for one in listed),
        language=tidy_language(page.language),
        problem="; ".join(repairs) or None,
    )


def _entries(
    raws: list[RawEntry], url: str, source: Source, now: datetime, language: str | None, repairs: list[str]
) -> tuple[Entry, ...]:
    built = [build(raw, source_id=source.id, base=url, language=language, author=None, now=now) for raw in raws]
    return _shown(built, repairs)


def _shown(entries: list[Entry], repairs: list[str]) -> tuple[Entry, ...]:
    kept = tuple(entry for entry in entries if not is_blank(entry))
    if len(kept) < len(entries):
        repairs.append(f"{len(entries) - len(kept)} entries hold nothing and were left out")
    return kept


def _why_no_list(text: str, url: str, link_pattern: str | None) -> str:
    page = open_page(text, url)
    said = len(words(page.root).split()) if page is not None else 0
    if said < LOGIN_WORDS and _PASSWORD.search(text[:200_000]):
        return "this page asks for a login: nothing on it can be watched"
    if said < FEW_WORDS and "<script" in text:
        return "a script fills this page in the reader's browser, and a program sees nothing on it: watch another page"
    return listing.why_nothing(link_pattern)


def _what_page(text: str) -> str:
    reason = "this is a web page, not a feed"
    if _LOGIN.search(text[:200_000]):
        reason += " (a login page?)"
    if _ADVERTISED.search(text[:200_000]):
        reason += "; it names a feed of its own: `digestbot sources add` finds it"
    return reason


def _what_else(body: bytes) -> str:
    for start, name in (
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"GIF8", "a picture"),
    ):
        if body.startswith(start):
            return f"this is {name}, not a feed"
    return "neither XML nor JSON: no feed"
