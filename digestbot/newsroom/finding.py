"""An address → what there is to watch at it: the feed itself, a feed the page names, a sitemap, or the page's own list
of articles, in this order. Stores nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urljoin

from digestbot.errors import FetchError, ParseError
from digestbot.executors import Workers
from digestbot.fetch import Fetcher
from digestbot.following import follow
from digestbot.reading import parse_body
from digestbot.sources.discovery import find, well_known
from digestbot.types import Entry, Feed, Preview, Request, Response, Source, SourceKind
from digestbot.urls import is_http, redact

SHOWN = 5  # entries an admin sees before saving: enough to tell news from a list of products
CANDIDATES = 8  # addresses tried at most, so that one question is not a crawl
SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")


async def look(address: str, fetcher: Fetcher, workers: Workers, now: datetime) -> Preview:
    """What to watch at ``address``, which may lack its ``https://``.

    Raises:
        FetchError: the address gives no body.
        ParseError: it gives one, and nothing on it can be watched.
        WorkerError: what it gives ends or outlives the worker that reads it.
    """
    url = address.strip()
    if "://" not in url:
        url = f"https://{url}"
    if not is_http(url):
        raise ParseError(redact(url), "this is no web address: it must begin with http:// or https://")
    response = await follow(fetcher, Request(url))
    direct, why_not = await _parsed(response, None, workers, now)
    if direct is not None and direct.kind == "feed":
        return _preview(response.url, direct, now)
    found = await workers.run(find, response.body, response.url, response.content_type)
    named = [feed.url for feed in found.feeds]
    feeds = list(dict.fromkeys([*named, *well_known(response.url)]))
    tried = await _first(feeds[:CANDIDATES], "feed", fetcher, workers, now)
    if tried is not None:
        feed_url, feed = tried
        return _preview(feed_url, feed, now, others=[other for other in named if other != feed_url])
    if direct is not None and direct.kind == "sitemap":
        return _preview(response.url, direct, now)
    listing, why_not = await _parsed(response, "site", workers, now)
    if listing is not None and listing.entries:
        return _preview(response.url, listing, now)
    sitemaps = [urljoin(response.url, path) for path in SITEMAPS]
    tried = await _first(sitemaps, "sitemap", fetcher, workers, now)
    if tried is not None:
        return _preview(*tried, now)
    raise why_not or ParseError(redact(url), "no feed, no sitemap and no list of articles was found on this page")


async def _first(
    urls: Iterable[str], kind: SourceKind, fetcher: Fetcher, workers: Workers, now: datetime
) -> tuple[str, Feed] | None:
    """The first address that holds what is asked for, with entries in it."""
    for url in urls:
        try:
            response = await fetcher.get(Request(url))
        except FetchError:  # a guess that does not answer is no news: the next one is tried
            continue
        feed, _ = await _parsed(response, None, workers, now)
        if feed is not None and feed.kind == kind and (feed.entries or feed.children):
            return response.url, feed
    return None


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
    return Preview(url, feed.kind, feed.title, tuple(newest), recent, tuple(others)[:SHOWN])
