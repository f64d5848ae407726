"""A page, or an address → the feeds and sitemaps to watch, best first; comment feeds last. Nothing is fetched here.

``find`` reads what a page names itself; ``well_known`` lists where to look when it names nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from digestbot import urls
from digestbot.errors import ParseError
from digestbot.sources import encoding, platforms
from digestbot.sources.markup import Page, open_page, words
from digestbot.sources.prolog import open_document
from digestbot.types import SourceKind

_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "text/rss",
)
_WEAK_TYPES = ("application/xml", "text/xml", "application/json")
_FEED_ADDRESS = re.compile(
    r"(?:^|[/._?=&-])(?:rss(?:\d|2)?|(?:news)?-?rss-?feeds?|news-?(?:rss|feed)|mgrss|rss-?news|atom|feeds?|rdf|xml)(?:[/._?=&-]|$)|\.(?:rss|atom|rdf)(?:[?/]|$)|feed(?:burner|proxy|blitz)\.|"
    r"/(?:index|feed|rss|news)\.xml|feed\.json",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|kommentar|sylwad|r[eé]ponses|replies|/feed/rss2?/comments", re.IGNORECASE)
_NOT_NEWS = re.compile(
    r"\b(?:jobs?|vacanc(?:y|ies)|careers|events?|calendar|products?|forum|podcasts?)\b", re.IGNORECASE
)
_NARROW = re.compile(r"/(?:tags?|categor(?:y|ies)|author|topics?|search)/", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:^|/)(cy|de|en|es|fr|ga|gd|it|nl|pt)(?:/|$)")
_NOT_A_FEED = re.compile(
    r"oembed|wp-json|opensearch|\.(?:png|jpe?g|gif|svg|css|js)(?:$|\?)|feedback|validator|feedly\.com|add\.my\.yahoo",
    re.IGNORECASE,
)
# What links to a site's news pages, and to its page of feeds, say, in the languages of its sources, the whole of it.
_NEWS = re.compile(
    r"(?:(?:all|latest|our|more|recent|view all|see all|read all|the latest) )?news(?:room| room)?"
    r"(?: (?:&|and) (?:events|updates|views|blogs?|media|press|stories|insights?|publications))?(?: home| page)?"
    r"|(?:press|media)(?: (?:releases?|centre|room|office))?|blog|newyddion|actualités|aktuelles|nachrichten|noticias"
    r"|notizie|nieuws|nyheter|(?:(?:our|all|subscribe to(?: our)?) )?(?:rss|news) feeds?",
    re.IGNORECASE,
)
MAX_NEWS = 2  # news pages named; each costs a few requests
_PATHS = (
    "feed", "rss", "rss.xml", "feed.xml", "feed/", "atom.xml", "index.xml", "feed.json",
    "feeds/posts/default", "?feed=rss2",
    "feed.atom", "news/feed", "blog/feed", "news/rss.xml", "news.rss",
)  # fmt: skip
_SITEMAPS = (
    "news-sitemap.xml",
    "sitemap-news.xml",
    "sitemap_news.xml",
    "sitemap_index.xml",
    "sitemap.xml",
    "wp-sitemap.xml",
)
_FEED_ROOTS = frozenset({"rss", "feed", "rdf:rdf"})

# Points by which offers are ordered. A page's own <link> is a promise, an anchor a hint, a platform rule a custom;
# a feed of comments is never what somebody wants who adds a site, nor one of a single tag while there is another.
_LINKED, _BY_CUSTOM, _ANCHORED = 6.0, 4.5, 3.0
_UNDER_PAGE, _IS_NARROW, _IS_NOT_NEWS, _IS_COMMENTS, _OTHER_HOST = 1.0, -2.0, -1.0, -10.0, -1.5
_OTHER_LANGUAGE = -0.5
_LATER = -0.01  # per place in the document, so that equals keep the page's own order


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """An address to try as a source, with the name the page gives it."""

    url: str
    title: str
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Found:
    """What an address offers: feeds and sitemaps best first, and addresses of the site's news pages.

    ``is_feed``: the address is a feed or sitemap itself.
    """

    feeds: tuple[FoundFeed, ...] = ()
    sitemaps: tuple[str, ...] = ()
    title: str = ""
    is_feed: bool = False
    news: tuple[str, ...] = ()


def find(body: bytes, url: str, content_type: str = "") -> Found:
    """What the answer of ``url`` is or names. Empty when it names nothing; never raises, whatever the bytes."""
    try:
        text = encoding.decode(encoding.decompress(body, url), content_type).text
        document = open_document(text, url)
    except ParseError:
        return Found()
    if document.root in _FEED_ROOTS or (text.lstrip().startswith("{") and "jsonfeed.org/version" in text[:2000]):
        return Found((FoundFeed(url, "", "feed"),), is_feed=True)
    if document.root in ("urlset", "sitemapindex"):
        return Found((FoundFeed(url, "", "sitemap"),), (url,), is_feed=True)
    page = open_page(text, url)
    if page is None:
        return Found(_ranked([], platforms.feeds_of(url), url))
    return Found(
        _ranked(_offers(page), platforms.feeds_of(url, text), url, page.language),
        _sitemaps(page),
        page.title,
        news=_news(page, url),
    )


def is_comments(feed: FoundFeed) -> bool:
    """Whether a feed is one of comments: never what somebody wants who adds a site."""
    return bool(_COMMENTS.search(feed.title) or _COMMENTS.search(urlsplit(feed.url).path))


def well_known(url: str) -> list[str]:
    """Addresses worth trying for ``url``, best first: its platform's, its section's, its site's, then sitemaps."""
    if not urls.is_http(url):
        return []
    split = urlsplit(url)
    root = f"{split.scheme}://{split.netloc}/"
    section = split.path.strip("/")
    tried = platforms.feeds_of(url)
    here = f"{root}{section}/"
    if section and "." not in section.rpartition("/")[2]:  # by turns, so that a few tries reach both
        tried += [here + "feed", root + "feed", here + "rss", root + "rss.xml", here + "rss.xml", root + "rss"]
        tried += [root + "feed.xml", here + "index.xml", here + "feed.xml", here + "atom.xml"]
        tried += [f"{root}{section}.atom", f"{root}{section}.rss"]
    tried += [root + path for path in (*_PATHS, *_SITEMAPS)]
    return list(dict.fromkeys(tried))


def _offers(page: Page) -> list[tuple[float, FoundFeed]]:
    offers: list[tuple[float, FoundFeed]] = []
    for element in page.root.iter("link", "a"):
        address = urls.join(page.base, element.get("href") or "")
        if not urls.is_http(address) or _NOT_A_FEED.search(address):
            continue
        kind = (element.get("type") or "").lower().partition(";")[0].strip()
        title = element.get("title") or (_said(element) if element.tag == "a" else "")
        if element.tag == "link":
            if "alternate" not in (element.get("rel") or "").lower().split():
                continue
            if kind in _FEED_TYPES or (kind in _WEAK_TYPES and _FEED_ADDRESS.search(address)):
                offers.append((_LINKED, FoundFeed(address, title, "feed")))
        elif kind in _FEED_TYPES or _FEED_ADDRESS.search(address.partition("//")[2].partition("/")[2] or ""):
            offers.append((_ANCHORED, FoundFeed(address, title, "feed")))
        elif re.search(r"\b(?:rss|atom feed)\b", title, re.IGNORECASE):
            offers.append((_ANCHORED - 1, FoundFeed(address, title, "feed")))
    return offers


def _said(anchor: HtmlElement) -> str:
    """The words of a link; of one that is a picture alone what they stand for."""
    pictured = (picture.get("alt") or "" for picture in anchor.iter("img"))
    return words(anchor) or anchor.get("aria-label") or next(pictured, "")


def _ranked(
    offers: list[tuple[float, FoundFeed]], customary: list[str], url: str, language: str | None = None
) -> tuple[FoundFeed, ...]:
    offers = [*offers, *((_BY_CUSTOM, FoundFeed(address, "", "feed")) for address in customary)]
    best: dict[str, tuple[float, FoundFeed]] = {}
    own_path = urlsplit(url).path.rstrip("/") if urls.is_http(url) else ""
    for place, (points, feed) in enumerate(offers):
        points += place * _LATER
        path = urlsplit(feed.url).path
        points += _UNDER_PAGE if own_path and path.startswith(own_path) else 0
        points += (
            _IS_NARROW if _NARROW.search(path) and not own_path.startswith(path.rpartition("/feed")[0] or "//") else 0
        )
        points += _IS_NOT_NEWS if _NOT_NEWS.search(f"{feed.title} {path}") and not _NOT_NEWS.search(own_path) else 0
        spoken = _LANGUAGE.search(path)
        points += _OTHER_LANGUAGE if language and spoken and not language.lower().startswith(spoken[1]) else 0
        points += _IS_COMMENTS if is_comments(feed) else 0
        points += _OTHER_HOST if urls.host(feed.url).removeprefix("www.") != urls.host(url).removeprefix("www.") else 0
        key = feed.url.rstrip("/").lower()
        if key not in best or best[key][0] < points:
            title = feed.title or (best[key][1].title if key in best else "")
            best[key] = (points, FoundFeed(feed.url, title, feed.kind))
    return tuple(feed for _, feed in sorted(best.values(), key=lambda offer: -offer[0]))


def _news(page: Page, url: str) -> tuple[str, ...]:
    """Addresses of news pages on the same site that the page links to by that name, plain "News" before the others."""
    found: dict[str, str] = {}
    for element in page.root.iter("a"):
        said = words(element)
        address = urls.join(page.base, element.get("href") or "").partition("#")[0] if _NEWS.fullmatch(said) else ""
        if (
            urls.is_http(address)
            and urls.same_site(address, url)
            and urls.canonical_url(address) != urls.canonical_url(url)
        ):
            found.setdefault(address, said.lower())
    ranked = sorted(found, key=lambda address: "news" not in found[address] and "newyddion" not in found[address])
    return tuple(ranked[:MAX_NEWS])


def _sitemaps(page: Page) -> tuple[str, ...]:
    found = [
        urls.join(page.base, element.get("href") or "")
        for element in page.root.iter("link", "a")
        if "sitemap" in (element.get("rel") or "").lower()
        or re.search(r"sitemap[\w.-]*\.xml", element.get("href") or "")
    ]
    return tuple(dict.fromkeys(address for address in found if urls.is_http(address)))
