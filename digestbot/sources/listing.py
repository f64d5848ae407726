"""A page that is watched because it has no feed → the links on it that are articles, in the page's order.

Learns the articles from the page alone: links that look alike, stand in like places and read like headlines.
A ``link_pattern`` overrides what was learnt. Loads nothing and remembers nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement

from digestbot import text, urls
from digestbot.errors import ParseError
from digestbot.sources import furniture, nearby
from digestbot.sources.entries import Body, RawEntry
from digestbot.sources.markup import Page, open_page, words
from digestbot.sources.sitemap import slug_words

# Least number of links that make a list; two may be chance.
MIN_LINKS = 3
# Mean points from which a group of links counts as articles. On the listing pages of the tests article groups
# score 3.5 and more, menus and tag lists below 1.
MIN_POINTS = 2.0
# A group far from the best one is another kind of list (events, staff), in points.
MAX_BEHIND = 2.0
# Articles taken from one page; a page that lists more is an archive.
MAX_ENTRIES = 200

_DATED_PATH = re.compile(r"/(?:19|20)\d\d[/-](?:\d{1,2}|[a-z]{3})(?:[/-]|$)|/(?:19|20)\d{6}(?:[/-]|$)|/(?:19|20)\d\d/")
_ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|mp[34]|zip|docx?|xlsx?|pptx?|ics|css|js|xml|rss|atom)$", re.IGNORECASE
)
_CARDS = frozenset({"article", "li", "tr", "dd", "dt"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class RawListing:
    """What a listing page lists, in its order."""

    title: str
    language: str | None
    entries: list[RawEntry]


@dataclass(slots=True)
class _Candidate:
    """One address that the page links to, by its best link."""

    url: str
    key: str
    place: int
    anchors: list[HtmlElement] = field(default_factory=list)
    title: str = ""
    points: float = 0.0

    @property
    def anchor(self) -> HtmlElement:
        """The link that carries the headline: the one with the longest text."""
        return max(self.anchors, key=lambda anchor: len(words(anchor)))


def read(source: str, url: str, *, link_pattern: str | None) -> RawListing:
    """The articles that the page at ``url`` lists; none when nothing on it looks like a list of articles.

    Raises ParseError when ``link_pattern`` is no regular expression.
    """
    pattern = _compiled(link_pattern, url)
    page = open_page(source, url)
    if page is None:
        return RawListing("", None, [])
    candidates = _candidates(page, url, everywhere=pattern is not None)
    keys = {anchor: candidate.key for candidate in candidates for anchor in candidate.anchors}
    for candidate in candidates:
        candidate.title = _title(candidate, keys)
    if pattern is not None:
        chosen = [candidate for candidate in candidates if pattern.search(candidate.url)]
    else:
        chosen = _learnt(candidates, url)
    beside = _beside(candidates) - {candidate.key for candidate in chosen}
    keys = {anchor: key for anchor, key in keys.items() if key not in beside}
    entries = [_entry(candidate, keys) for candidate in chosen[:MAX_ENTRIES]]
    return RawListing(page.title, page.language, [entry for entry in entries if entry.title is not None])


def why_nothing(link_pattern: str | None) -> str:
    """Why a page gave no articles, for the admin."""
    if link_pattern:
        return f"no link on this page matches link_pattern {link_pattern}"
    return "no list of articles was found on this page: say which links are articles with link_pattern"


def _compiled(pattern: str | None, url: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern) if pattern else None
    except re.error as exc:
        raise ParseError(urls.redact(url), f"link_pattern {pattern} is no regular expression ({exc})") from exc


def _candidates(page: Page, url: str, *, everywhere: bool) -> list[_Candidate]:
    """Addresses on the same site outside menus and footers, in the page's order, each once."""
    own, site = urls.canonical_url(url), _site(url)
    found: dict[str, _Candidate] = {}
    for anchor in page.root.iter("a"):
        address = urls.join(page.base, anchor.get("href") or "")
        if not urls.is_http(address) or _site(address) != site or _ASSET.search(urlsplit(address).path):
            continue
        address = urls.unwrap(address)
        key = urls.canonical_url(address)
        if key == own or urlsplit(key).path == "/" or (not everywhere and furniture.is_boilerplate(anchor)):
            continue
        candidate = found.setdefault(key, _Candidate(address.partition("#")[0], key, len(found)))
        candidate.anchors.append(anchor)
    return list(found.values())


def _site(url: str) -> str:
    """The host without its variable first label, so that news.example.org and www.example.org are one site."""
    labels = urls.host(url).removeprefix("www.").split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-keep:])


def _beside(candidates: list[_Candidate]) -> set[str]:
    """Keys of links that stand in the card of another: its author's, its section's, "Comments", "In Welsh"."""
    said = {candidate.key: words(candidate.anchor).lower() for candidate in candidates}
    counts = Counter(said.values())
    return {
        candidate.key
        for candidate in candidates
        if furniture.is_dull(urlsplit(candidate.url).path)
        or (counts[said[candidate.key]] >= MIN_LINKS and not furniture.says_more(said[candidate.key]))
    }


def _title(candidate: _Candidate, keys: Mapping[HtmlElement, str]) -> str:
    """The headline: the link's own heading or text; for "Read more" the heading of its card, a label, the address."""
    anchor = candidate.anchor
    heading = next((found for found in anchor.iter(*_HEADINGS)), None)
    own = words(heading) if heading is not None else nearby.without_date(words(anchor))
    if own and not furniture.says_more(own):
        return own
    card = nearby.card(anchor, keys)
    for found in card.iter(*_HEADINGS) if card is not None else ():
        if words(found) and not nearby.is_date(words(found)):
            return words(found)
    for link in candidate.anchors:
        label = text.clean(
            link.get("aria-label") or link.get("title") or next((i.get("alt") or "" for i in link.iter("img")), "")
        )
        label = re.sub(r"^(?:read|learn) more\s*(?:about|:|-)?\s*", "", label, flags=re.IGNORECASE)
        if len(label.split()) > 1:
            return label
    if card is not None:
        first = next((words(part) for part in card.iter("strong", "b", "p", "td") if len(words(part).split()) > 2), "")
        if first and not nearby.is_date(first):
            return text.shorten(first, 140)
    return slug_words(candidate.url)


def _learnt(candidates: list[_Candidate], url: str) -> list[_Candidate]:
    """Groups links by the place they stand in and by the pattern of their address, and takes the best group with
    all that resemble it in address or place."""
    own_path = urlsplit(url).path.rstrip("/")
    own_path = re.sub(r"/index\.\w+$", "", own_path)
    by_place: dict[str, list[_Candidate]] = defaultdict(list)
    by_address: dict[str, list[_Candidate]] = defaultdict(list)
    for candidate in candidates:
        candidate.points = _points(candidate, own_path)
        by_place[_place(candidate.anchor)].append(candidate)
        by_address[_pattern(candidate.url)].append(candidate)
    groups = [group for group in (*by_place.values(), *by_address.values()) if len(group) >= MIN_LINKS]
    best = max(groups, key=_weight, default=[])
    if not best or _mean(best) < MIN_POINTS:
        return []
    places = {_place(candidate.anchor) for candidate in best}
    patterns = {_pattern(candidate.url) for candidate in best}
    floor = max(MIN_POINTS / 2, _mean(best) - MAX_BEHIND)
    chosen = {candidate.key for candidate in best if candidate.points > 0}
    for candidate in candidates:
        alike = (_place(candidate.anchor) in places) + (_pattern(candidate.url) in patterns)
        if (alike == 2 and candidate.points > 0) or (alike and candidate.points >= floor):
            chosen.add(candidate.key)
    return [candidate for candidate in candidates if candidate.key in chosen]


def _mean(group: list[_Candidate]) -> float:
    return sum(candidate.points for candidate in group) / len(group)


def _weight(group: list[_Candidate]) -> float:
    """Good links count more than many: a page of 12 headlines beats a list of 60 tags."""
    return _mean(group) * math.sqrt(min(len(group), 25))


def _points(candidate: _Candidate, own_path: str) -> float:
    """How much one link is like an article's: words of a headline, a telling address, a heading, a date near."""
    path = unquote(urlsplit(candidate.url).path).rstrip("/")
    slug = set(slug_words(candidate.url).lower().split())
    headline = [word.lower() for word in text.words(candidate.title)]
    count = len(headline)
    points = 2.0 if count >= 5 else 1.0 if count >= 3 else -1.0
    points += 2.0 if _DATED_PATH.search(path) else 0.0
    points += 1.0 if len(slug) >= 3 else 0.0
    points += 1.0 if slug and len(slug.intersection(headline)) >= len(slug) / 2 else 0.0
    points += 1.0 if re.search(r"\d{3,}", path.rpartition("/")[2] + urlsplit(candidate.url).query) else 0.0
    points += 1.0 if own_path and path.startswith(own_path + "/") else 0.0
    points += 1.0 if nearby.in_heading(candidate.anchor) else 0.0
    points += 0.5 if any(element.tag in _CARDS for element in candidate.anchor.iterancestors()) else 0.0
    points += 1.5 if nearby.has_date(candidate.anchor) else 0.0
    points -= 4.0 if furniture.is_dull(path) else 0.0
    return points


def _pattern(url: str) -> str:
    """The shape of an address: words stay, numbers and slugs become signs, so that articles share it."""
    split = urlsplit(url)
    segments = [segment for segment in split.path.split("/") if segment]
    shape = [
        "#" if re.fullmatch(r"[\d-]+", part) else "*" if part.count("-") >= 2 or part.count("_") >= 2 else part
        for part in segments
    ]
    if shape:
        shape[-1] = "*" + (re.search(r"\.[a-z]{2,5}$|$", segments[-1]) or [""])[0]
    return "/".join(shape) + "?" + "&".join(sorted(key for key, _ in parse_qsl(split.query, keep_blank_values=True)))


def _place(anchor: HtmlElement) -> str:
    """Where a link stands: its four nearest elements with the first word of their class."""
    steps = []
    for element in (anchor, *list(anchor.iterancestors())[:4]):
        marks = (element.get("class") or "").split()
        steps.append(f"{element.tag}.{re.sub(r'[0-9]+', '#', marks[0])}" if marks else str(element.tag))
    return ">".join(steps)


def _entry(candidate: _Candidate, keys: Mapping[HtmlElement, str]) -> RawEntry:
    details = nearby.details(candidate.anchor, keys, candidate.title, candidate.url)
    return RawEntry(
        link=candidate.url,
        title=Body(candidate.title, "text/html") if candidate.title else None,
        summary=Body(details.summary, "text/plain") if details.summary else None,
        published=details.date,
        images=[details.image] if details.image else [],
    )
