"""An address → what there is to watch at it: the feed itself, a feed the page names, the page's own list of articles,
what its news section has, or a sitemap, in this order. Stores nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from digestbot.config.models import MAX_TITLE
from digestbot.contents import CHILD_SITEMAPS
from digestbot.errors import FetchError, ParseError, TransientFetchError, WorkerError
from digestbot.executors import Workers
from digestbot.fetch import Fetcher
from digestbot.following import follow
from digestbot.reading import parse_body
from digestbot.sources import platforms
from digestbot.sources.discovery import Found, find, is_comments, well_known
from digestbot.text import shorten
from digestbot.types import Entry, Feed, Preview, Request, Response, Source, SourceKind
from digestbot.urls import canonical_url, is_http, redact

SHOWN = 5  # entries an admin sees before saving: enough to tell news from a list of products
CANDIDATES = 8  # addresses tried at most, so that one question is not a crawl
STALE = timedelta(days=365)  # without an entry for a year a feed is given up; annual reports come more often
REFUSALS = (401, 403, 429, 503)  # how servers keep programs from their pages
SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")


async def look(address: str, fetcher: Fetcher, workers: Workers, now: datetime) -> Preview:
    """What to watch at ``address``, which may lack its ``https://``.

    Raises:
        FetchError: the address gives no body.
        ParseError: it gives one, and nothing on it can be watched.
        WorkerError: what it gives ends or outlives the worker that reads it.
    """
    url = _tidied(address)
    if not is_http(url):
        raise ParseError(redact(url), "this is no web address: it must begin with http:// or https://")
    if (closed := platforms.why_closed(url)) is not None:
        raise ParseError(redact(url), closed)
    try:
        response = await _opened(url, fetcher, secure=address.strip("< ").startswith("http"))
    except FetchError as error:  # what keeps programs from its pages gives them feeds all the same
        guesses = well_known(url)[:CANDIDATES] if error.status in REFUSALS else platforms.feeds_of(url)
        tried = await _first(guesses, "feed", fetcher, workers, now)
        if tried is None:
            raise
        return _preview(*tried, now)
    direct, _ = await _parsed(response, None, workers, now)
    if direct is not None and direct.kind == "feed":
        return _preview(response.url, direct, now)
    found = await workers.run(find, response.body, response.url, response.content_type)
    preview, why_not = await _at(response, found, direct, fetcher, workers, now)
    if preview is None or not _is_dated(preview):
        preview = await _in_section(found.news, fetcher, workers, now) or preview
    if preview is not None:
        return preview
    sitemaps = [urljoin(response.url, path) for path in SITEMAPS]
    tried = await _first(sitemaps, "sitemap", fetcher, workers, now)
    if tried is not None:
        return _preview(*tried, now)
    if (advice := platforms.why_not_found(url)) is not None:
        raise ParseError(redact(url), advice)
    raise why_not or ParseError(redact(url), "no feed, no sitemap and no list of articles was found on this page")


async def _opened(url: str, fetcher: Fetcher, *, secure: bool) -> Response:
    """The page at ``url``; where nothing answers and nobody said ``https://`` (``secure``), that of the open web."""
    try:
        return await follow(fetcher, Request(url))
    except TransientFetchError as error:
        if secure or error.status is not None:
            raise
        try:
            return await follow(fetcher, Request(url.replace("https://", "http://", 1)))
        except FetchError:
            raise error from None


async def _at(
    response: Response, found: Found, direct: Feed | None, fetcher: Fetcher, workers: Workers, now: datetime
) -> tuple[Preview | None, ParseError | None]:
    """What a page names, has by custom, is or lists, or why it lists nothing; ``direct``: what it is read as itself."""
    named = [feed.url for feed in found.feeds if not is_comments(feed)]
    feeds = list(dict.fromkeys([*named, *well_known(response.url)]))
    tried = await _first(feeds[:CANDIDATES], "feed", fetcher, workers, now)
    others = [other for other in named if tried is None or other != tried[0]]
    if tried is not None and not _is_stale(tried[1], now):
        return _preview(*tried, now, others), None
    if direct is not None and direct.kind == "sitemap":
        return _preview(response.url, await _with_parts(direct, fetcher, workers, now), now), None
    listing, why_not = await _parsed(response, "site", workers, now)
    if listing is not None and listing.entries and (tried is None or _goes_on(listing, tried[1])):
        return _preview(response.url, listing, now, [tried[0], *others] if tried else []), None
    return (_preview(*tried, now, others) if tried is not None else None), why_not


async def _in_section(sections: Iterable[str], fetcher: Fetcher, workers: Workers, now: datetime) -> Preview | None:
    """What there is to watch at the first of a home page's news sections that has something."""
    for section in sections:
        try:
            response = await follow(fetcher, Request(section))
            found = await workers.run(find, response.body, response.url, response.content_type)
            preview, _ = await _at(response, found, None, fetcher, workers, now)
        except (FetchError, WorkerError):  # what leads nowhere, or cannot be read, is no reason to give up
            continue
        if preview is not None:
            return preview
    return None


def _tidied(address: str) -> str:
    """An address as pasted: without brackets and ``feed:``, and with ``https://``."""
    url = address.strip().removeprefix("<").removesuffix(">")
    if url.startswith("feed:"):
        url = url.removeprefix("feed:").removeprefix("//")
    return url if "://" in url else f"https://{url.removeprefix('//')}"


def _is_dated(preview: Preview) -> bool:
    """Whether what was found is a feed, or a list with days in it: news, and not a list of services."""
    return preview.kind != "site" or any(entry.published is not None for entry in preview.newest)


def _newest(feed: Feed) -> float:
    return max((entry.published.timestamp() for entry in feed.entries if entry.published is not None), default=0.0)


def _goes_on(listing: Feed, feed: Feed) -> bool:
    """Whether a page lists what its old feed does not have: something newer, or other articles for the most part."""
    known = {canonical_url(entry.url) for entry in feed.entries}
    unknown = sum(canonical_url(entry.url) not in known for entry in listing.entries)
    return _newest(listing) > _newest(feed) or 2 * unknown > len(listing.entries)


def _is_stale(feed: Feed, now: datetime) -> bool:
    """Whether a feed was given up long ago, while its page may go on: its newest dated entry is older than STALE."""
    return 0.0 < _newest(feed) < (now - STALE).timestamp()


async def _first(
    urls: Iterable[str], kind: SourceKind, fetcher: Fetcher, workers: Workers, now: datetime
) -> tuple[str, Feed] | None:
    """The first address that holds what is asked for, with entries; one given up long ago only if no other does."""
    stale: tuple[str, Feed] | None = None
    for url in urls:
        try:
            response = await fetcher.get(Request(url))
            feed, _ = await _parsed(response, None, workers, now)
        except (FetchError, WorkerError):  # a guess without an answer that can be read is no news: the next is tried
            continue
        if feed is None or feed.kind != kind:
            continue
        feed = await _with_parts(feed, fetcher, workers, now)
        if not feed.entries:
            continue
        if not _is_stale(feed, now):
            return response.url, feed
        stale = stale or (response.url, feed)
    return stale


async def _with_parts(feed: Feed, fetcher: Fetcher, workers: Workers, now: datetime) -> Feed:
    """A sitemap index with what its newest parts list, as the rounds will read it."""
    entries = list(feed.entries)
    for part in feed.children[:CHILD_SITEMAPS]:
        try:
            read, _ = await _parsed(await fetcher.get(Request(part)), None, workers, now)
        except (FetchError, WorkerError):  # the other parts may tell enough
            continue
        entries += read.entries if read is not None else ()
    return replace(feed, entries=tuple(entries))


async def _parsed(
    response: Response, kind: SourceKind | None, workers: Workers, now: datetime
) -> tuple[Feed | None, ParseError | None]:
    source = Source("preview", response.url, kind=kind)
    found = await workers.run(parse_body, response.body, response.url, response.content_type, source, now)
    return (None, found) if isinstance(found, ParseError) else (found, None)


def _preview(url: str, feed: Feed, now: datetime, others: Iterable[str] = ()) -> Preview:
    def age(entry: Entry) -> float:
        return -entry.published.timestamp() if entry.published else 0.0

    newest = sorted(feed.entries, key=age)[:SHOWN]
    week = now - timedelta(days=7)
    recent = sum(entry.published is not None and entry.published >= week for entry in feed.entries)
    return Preview(url, feed.kind, shorten(feed.title, MAX_TITLE), tuple(newest), recent, tuple(others)[:SHOWN])
