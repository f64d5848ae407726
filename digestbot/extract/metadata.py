"""The tree of a page → what it says of itself: titles, canonical address, author, date, image, site name.

One pass over the head; nothing is believed without a check (another site's canonical address, a date to come).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from courlan import extract_domain
from htmldate import find_date
from lxml.html import HtmlElement

from digestbot.extract import headline
from digestbot.extract.jsonld import ArticleData, article_data
from digestbot.text import clean, fold, words
from digestbot.times import EARLIEST
from digestbot.urls import canonical_url, host, is_http, join, same_site

# A time of publication may lie so far ahead and still be meant: embargoes and clocks of another zone.
AHEAD = timedelta(hours=48)
# Longest name of an author, in characters: beyond it a biography was caught.
MAX_AUTHOR = 120
# The last part of a path must have so many characters to be a headline's slug that two sites would not share by chance.
MIN_SLUG = 16

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "parsely-title", "citation_title")
_AUTHORS = tuple(
    "author article:author dc.creator dcterms.creator parsely-author byl sailthru.author citation_author".split()
)
_DATES = tuple(
    """article:published_time datepublished date.published parsely-pub-date sailthru.date dc.date.issued dcterms.issued
    dcterms.date dc.date publish-date publish_date publication_date article.published citation_publication_date pubdate
    date""".split()
)
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "citation_journal_title")
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|favicon|placeholder|spacer|pixel|blank|default[-_](?:share|social|og|image))", re.I
)
_BYLINE = (
    ".//*[not(self::link)][@rel='author' or @itemprop='author' or contains(@class, 'byline')"
    " or contains(@class, 'author-name') or contains(@class, 'article-author') or contains(@class, 'post-author')"
    " or contains(concat(' ', @class, ' '), ' author ')]"
)
# Microdata (schema.org) in the page's own body: a name within a by-line, and the day of what is the page's own article.
_NAME_IN_BYLINE = ".//*[@itemprop='name'][not(ancestor::*[@itemprop='publisher'])]"
_DATED = "//*[@itemprop='datePublished'][not(ancestor::*[@itemprop='comment' or contains(@itemtype, 'Comment')])]"
_BY = re.compile(
    r"^author:?\s+|^(?:(?:written|posted|published|words|text|story)\s+)?by[:\s]+|^(?:gan|par)\s+"
    r"|^(?-i:Von|Por|Door)\s+",
    re.I,
)
_AFTER_NAME = re.compile(
    r"\s*(?:[|•·]|\s[–—-]\s|\b(?:on|am|le|el|op)\s+\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|\b\d{1,2}[/ .]\w|\n"
    r"|\bpublished\b|\bposted\b|\bupdated\b).*$",
    re.I | re.S,
)
_NO_NAME = frozenset(
    """admin,administrator,editor,webmaster,user,root,guest,staff,author,press office,anonymous,unknown,no author,
    view my complete profile,view all posts,view profile,about the author""".replace("\n    ", "").split(",")
)
_HOME = re.compile(r"/|https?://[^/?#]+/?")
_FILE_NAME = re.compile(r"^\S+\.\w{2,4}$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself. ``titles`` best first; ``language`` as claimed, not checked."""

    titles: tuple[str, ...] = ()
    site_names: tuple[str, ...] = ()
    canonical: str | None = None
    author: str | None = None
    published: datetime | None = None
    image: str | None = None
    language: str = ""
    description: str = ""
    free: bool | None = None  # False: the page says it is for subscribers


def read_metadata(tree: HtmlElement, url: str, now: datetime, *, dated: bool = False) -> Metadata:
    """Metadata of a page at ``url``. ``dated`` True: a date is known already, so none is searched in the text."""
    named = _meta(tree)
    data = article_data(tree)
    logos = [heading for heading in tree.iter("h1") if _leads_home(heading, url)]
    headings = [clean(heading.text_content()) for heading in tree.iter("h1") if heading not in logos]
    title_element = next((clean(node.text_content()) for node in tree.iter("title") if node.text), "")
    titles = [*(named.get(key, "") for key in _TITLES[:1]), data.headline, *(named.get(key, "") for key in _TITLES[1:])]
    titles += headings[:1] if len(headings) == 1 else []
    titles += [title_element, *headings[:1]]
    site_names = _site_names(named, data, url, title_element, headings)
    site_names += tuple(name for logo in logos if (name := clean(logo.text_content())))
    titles = list(dict.fromkeys(clean(title) for title in titles if title))
    below = cache(
        lambda: headline.below(tree, titles)
    )  # for what the head does not say: author and date, once for both
    return Metadata(
        titles=tuple(titles),
        site_names=site_names,
        canonical=_canonical(tree, named.get("og:url", ""), url),
        author=_author(tree, named, data, site_names) or author_name(headline.writer(below())),
        published=None if dated else _published(tree, named, data, below, url, now),
        image=_image([*(named.get(key, "") for key in _IMAGES), data.image], url),
        language=_language(tree, named, data),
        description=clean(
            named.get("og:description") or named.get("description") or named.get("twitter:description", "")
        ),
        free=data.free,
    )


def author_name(text: str | None) -> str | None:
    """A name fit to print out of a by-line, or None: "By Jane Smith | 3 May" → "Jane Smith"."""
    name = _AFTER_NAME.sub("", _BY.sub("", clean((text or "").split("\n")[0]))).strip(" ,;:|-–—")
    if not 2 < len(name) <= MAX_AUTHOR or "@" in name or "://" in name or "/" in name or len(words(name)) > 14:
        return None
    return None if fold(name) in _NO_NAME or _FILE_NAME.match(name) or not re.search(r"[^\W\d_]{2}", name) else name


def moment(text: str, now: datetime) -> datetime | None:
    """An ISO 8601 date or time in UTC, or None when it is none, too old or more than AHEAD to come; never after now."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    try:
        utc = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        return None
    if utc < EARLIEST or utc > now + AHEAD:
        return None
    return min(utc, now)


def _meta(tree: HtmlElement) -> dict[str, str]:
    named: dict[str, str] = {}
    for node in tree.iter("meta"):
        content = html.unescape(node.get("content") or "").strip()  # some sites escape twice
        name = (
            (node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv") or "")
            .strip()
            .lower()
        )
        if content and name and name not in named:
            named[name] = content
    return named


def _leads_home(heading: HtmlElement, url: str) -> bool:
    """Whether a heading is the site's name: templates of old put it into an h1 that leads to the home page."""
    links = [link for link in (heading.getparent(), *heading.iter("a")) if link is not None and link.tag == "a"]
    addresses = [(link.get("href") or "").strip() for link in links]
    return any(_HOME.fullmatch(address) and (address == "/" or host(address) == host(url)) for address in addresses)


def _site_names(named: dict[str, str], data: ArticleData, url: str, title: str, headings: list[str]) -> tuple[str, ...]:
    names = [named.get(key, "") for key in _SITES] + [data.publisher, named.get("twitter:site", "").lstrip("@")]
    if len(headings) == 1 and headings[0] and title.startswith(headings[0]):
        names.append(title[len(headings[0]) :].strip(" |–—»«·•:-"))  # "Headline | Site" beside <h1>Headline</h1>
    domain = host(url).removeprefix("www.")
    if domain:
        labels = domain.split(".")
        names += [domain, labels[0], ".".join(labels[-2:])]
        registered = extract_domain(url, fast=True)
        if registered:
            names += [registered, registered.split(".")[0]]
    return tuple(dict.fromkeys(name for name in names if name))


def _canonical(tree: HtmlElement, og_url: str, url: str) -> str | None:
    links = [
        node.get("href") or "" for node in tree.iter("link") if "canonical" in (node.get("rel") or "").lower().split()
    ]
    for candidate in (*links[:1], og_url):
        address = join(url or None, candidate)
        if is_http(address) and (not url or _may_stand_for(address, url)):
            return address
    return None


def _may_stand_for(candidate: str, url: str) -> bool:
    """Whether a page's canonical address is to be believed.

    On the same site: not a home page or a folder above the page, which careless templates put on every page. On
    another site: only with the page's own long slug, as on copies and AMP caches.
    """
    there, here = urlsplit(canonical_url(candidate)), urlsplit(canonical_url(url))
    if (there.path, there.query) == (here.path, here.query):
        return there.hostname == here.hostname or same_site(candidate, url)
    slug = there.path.rpartition("/")[2]
    if not same_site(candidate, url):
        return len(slug) >= MIN_SLUG and slug == here.path.rpartition("/")[2]
    if there.path in ("", "/") and not there.query:
        return False
    return not here.path.startswith(there.path.rstrip("/") + "/")


def _author(tree: HtmlElement, named: dict[str, str], data: ArticleData, site_names: tuple[str, ...]) -> str | None:
    """The first name that the page gives and that is not the site's own; the site's own when there is no other."""
    listed = [name for name in map(author_name, data.authors) if name]
    found = [", ".join(listed[:4]), *(author_name(named.get(key)) for key in _AUTHORS)]
    for node in tree.xpath(_BYLINE)[:5]:
        parts = (*node.xpath(_NAME_IN_BYLINE)[:1], node)
        found += [author_name(part.get("content") or " ".join(part.itertext())) for part in parts]
    names = [name for name in found if name]
    sites = set(map(fold, site_names))
    return next((name for name in names if fold(name) not in sites), names[0] if names else None)


def _published(
    tree: HtmlElement,
    named: dict[str, str],
    data: ArticleData,
    below: Callable[[], list[headline.Block]],
    url: str,
    now: datetime,
) -> datetime | None:
    marked = [node.get("content") or node.get("datetime") or "" for node in tree.xpath(_DATED)[:1]]
    for text in (data.published, *(named.get(key, "") for key in _DATES), *marked):
        if text and (found := moment(text, now)):
            return found
    if (told := headline.day(below(), now, AHEAD)) is not None:
        return told
    try:
        day = find_date(
            tree, original_date=True, max_date=now.replace(tzinfo=None), url=url or None, extensive_search=False
        )
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None  # htmldate stumbles over odd trees; the article is then undated
    return moment(day, now) if day else None


def _image(candidates: list[str], url: str) -> str | None:
    for candidate in candidates:
        address = join(url or None, candidate) if candidate else ""
        if is_http(address) and not _NO_PICTURE.search(urlsplit(address).path) and not address.lower().endswith(".svg"):
            return address
    return None


def _language(tree: HtmlElement, named: dict[str, str], data: ArticleData) -> str:
    stated = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    return stated or named.get("content-language") or named.get("og:locale") or data.language
