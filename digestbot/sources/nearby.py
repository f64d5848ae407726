"""A link on a listing page → the card around it, and the date, teaser and picture that stand with the link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from digestbot import times
from digestbot.sources.markup import words

# How many elements up a card may begin; deeper pages than this nest cards in at most six.
MAX_UP = 7
# A card with more text than this holds more than one article, in characters.
MAX_CARD = 3000
# Shortest text that is a teaser and no label, in characters.
MIN_TEASER = 40

_TIME_ATTRIBUTES = ("datetime", "content", "data-date", "data-datetime", "data-time")
_URL_DATE = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2}|[a-z]{3})[/-](?P<d>\d{1,2})(?:[/-]|$)"
    r"|/(?P<y2>(?:19|20)\d\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?:[/-]|$)"
)


@dataclass(frozen=True, slots=True)
class Details:
    """What stands with a link; ``date`` as written."""

    date: str | None
    summary: str
    image: str | None


def card(anchor: HtmlElement, keys: Mapping[HtmlElement, str]) -> HtmlElement | None:
    """The largest element around ``anchor`` with no link to another article in it; None without one.

    ``keys`` has the address key of every link that may lead to an article.
    """
    found: HtmlElement | None = None
    own = keys.get(anchor)
    for count, element in enumerate(anchor.iterancestors()):
        if count >= MAX_UP or element.tag in ("body", "html", "main"):
            break
        if any(keys.get(link, own) != own for link in element.iter("a")) or len(element.text_content()) > MAX_CARD:
            break
        found = element
    return found


def details(anchor: HtmlElement, keys: Mapping[HtmlElement, str], title: str, url: str) -> Details:
    """Date, teaser and picture of the article that ``anchor`` links to."""
    box = card(anchor, keys)
    around = anchor if box is None else box
    date = _date_in(around) or _date_before(anchor if box is None else box) or _date_of(url)
    return Details(date, _teaser(around, title), _picture(around))


def has_date(anchor: HtmlElement) -> bool:
    """Whether a date stands in the link's own item or row (cheaper than a card, good enough to count)."""
    for count, element in enumerate((anchor, *anchor.iterancestors())):
        if count > 4 or element.tag in ("body", "main", "ul", "ol", "table", "section"):
            return False
        if len(element.text_content()) > MAX_CARD:
            return False
        if _date_in(element):
            return True
    return False


def in_heading(anchor: HtmlElement) -> bool:
    """Whether the link is in a heading, or a heading in the link."""
    above = (element.tag for _, element in zip(range(3), anchor.iterancestors(), strict=False))
    return (
        any(tag in ("h1", "h2", "h3", "h4", "h5") for tag in above)
        or next(anchor.iter("h2", "h3", "h4", "h5"), None) is not None
    )


def is_date(text: str) -> bool:
    """Whether ``text`` is a date and little else."""
    return len(text) < 60 and (times.readable(text) or len(without_date(text)) < 4 < len(text))


def without_date(text: str) -> str:
    """``text`` without a date at its beginning or end, which listing pages put into the link."""
    span = times.span(text)
    if span is None:
        return text
    before, after = text[: span[0]].strip(" -–—|·:,()"), text[span[1] :].strip(" -–—|·:,()")
    if before and after:
        return text
    return before or after


def _date_in(element: HtmlElement) -> str | None:
    for mark in element.iter("time", "abbr", "meta"):
        for name in _TIME_ATTRIBUTES:
            value = mark.get(name)
            if value and times.readable(value):
                return str(value)
    for part in element.iter("time", "span", "p", "div", "small", "td", "dt", "em", "li", "strong"):
        marks = f"{part.get('class') or ''} {part.get('itemprop') or ''}".lower()
        if part.tag == "time" or re.search(r"date|time|publi|posted|meta|dyddiad", marks):
            found = _first(words(part))
            if found:
                return found
    return _first(words(element))


def _date_before(element: HtmlElement) -> str | None:
    """A date that stands as heading over several links: in the nearest elements before, up to three levels up."""
    for level, node in enumerate((element, *element.iterancestors())):
        if level > 3 or node.tag in ("body", "main", "html"):
            return None
        before = node.getprevious()
        for _ in range(30):
            if before is None:
                break
            said = words(before) if isinstance(before.tag, str) else ""
            if said and len(said) < 60 and is_date(said):
                return _first(said)
            before = before.getprevious()
    return None


def _date_of(url: str) -> str | None:
    found = _URL_DATE.search(urlsplit(url).path)
    if not found:
        return None
    year, month, day = (found[name] or found[name + "2"] for name in ("y", "m", "d"))
    text = f"{year}-{int(month):02}-{int(day):02}" if month.isdigit() else f"{day} {month} {year}"
    return text if times.readable(text) else None


def _first(text: str) -> str | None:
    span = times.span(text)
    return text[span[0] : span[1]] if span else None


def _teaser(element: HtmlElement, title: str) -> str:
    for part in element.iter("p", "div", "dd", "td", "span"):
        if next(part.iter("p", "h2", "h3", "h4", "ul"), None) is not part and part.tag != "p":
            continue
        said = words(part)
        if len(said) >= MIN_TEASER and said != title and title not in said[: len(title) + 20]:
            return said
    return ""


def _picture(element: HtmlElement) -> str | None:
    for picture in element.iter("img"):
        for name in ("src", "data-src", "data-lazy-src"):
            address = picture.get(name) or ""
            if address and not address.startswith("data:"):
                return str(address)
    return None
