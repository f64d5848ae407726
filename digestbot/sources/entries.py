"""What a reader lifted out of one feed entry, as written there → an ``Entry``: the rules that all readers share.

Chooses the address, cleans titles, dates entries. Reads no bytes and keeps no state.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from digestbot import text, times, urls
from digestbot.mojibake import mended
from digestbot.redirectors import GOOGLE_NEWS
from digestbot.types import Enclosure, Entry

# Length of a title made from the text of an entry that has none, in characters: one line in Slack.
MADE_TITLE = 90
# What is looked at of a title, of one author's name, and of a text to make a title from, in characters: ten times
# the longest of the test pack. Beyond that it is an attack or a mistake.
MAX_TITLE, MAX_NAME, MAX_TEASER = 3000, 300, 20_000
# Tags kept of one entry: a page's keyword list beyond that says nothing about it.
MAX_TAGS = 40
MAX_ORIGIN = 80  # characters of the name of an outlet

_INLINE = re.compile(
    r"</[a-zA-Z]|<(?:a|b|br|em|font|i|img|p|q|small|span|strong|sub|sup|u|wbr)\b[^<>]*>", re.IGNORECASE
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$")
_IMG = re.compile(r"""<img\b[^>]{0,1000}?\bsrc\s*=\s*["']([^"'>]{1,2000})["'][^>]{0,1000}>""", re.IGNORECASE)
_PIXEL = re.compile(
    r"""\b(?:width|height)\s*=\s*["']?[01]\b|/(?:pixel|track|stat|beacon|spacer)|feedburner\.com/~|doubleclick""", re.I
)
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", re.IGNORECASE)
_ORIGIN_END = re.compile(r"\s+[-–—|·]\s+$")
_MARKUP = re.compile(r"</[a-zA-Z]|<(?:p|br|img|div|a|ul|ol|h\d)\b|&(?:#\w+|[a-z]+\d*);", re.IGNORECASE)


@dataclass(slots=True)
class Body:
    """One text of an entry: ``kind`` is its media type (``text/plain``, ``text/html``, ``application/xhtml+xml``)."""

    value: str
    kind: str = "text/html"


@dataclass(slots=True)
class Link:
    """One link of an entry, absolute."""

    href: str
    rel: str = "alternate"
    type: str = ""
    length: str | None = None


@dataclass(slots=True)
class RawEntry:
    """An entry as its document has it. Dates are text; ``fallback`` holds dates only the reader could make out."""

    id: str = ""
    link: str = ""
    title: Body | None = None
    summary: Body | None = None
    contents: list[Body] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    updated: str | None = None
    created: str | None = None
    fallback: tuple[datetime | None, datetime | None] = (None, None)
    language: str | None = None
    links: list[Link] = field(default_factory=list)
    media: list[Link] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    origin: str = ""  # the name of the publisher an entry was taken over from
    origin_authors: list[str] = field(default_factory=list)  # whose it then is where it names nobody


def build(
    raw: RawEntry, *, source_id: str, base: str, language: str | None, author: str | None, now: datetime
) -> Entry:
    """The entry that ``raw`` describes. ``language`` and ``author`` are the feed's, for entries without.

    The address is the entry's link, else its alternate link of any type, else a guid that is an address, else what
    it encloses; redirectors that name their target are unwrapped. Never raises.
    """
    address = _address(raw, base)
    own_language = tidy_language(raw.language) or tidy_language(language)
    summary, content = _texts(raw)
    title = _without_origin(plain_title(raw.title), text.clean(raw.origin)) or made_title(summary or content)
    if urls.host(raw.link) == GOOGLE_NEWS:
        summary = content = ""  # the headline again, and those of others
    published, updated = _dates(raw, own_language, now)
    enclosures = _enclosures([link for link in raw.links if link.rel == "enclosure"] + raw.media, base)
    return Entry(
        source_id=source_id,
        guid=raw.id.strip(),
        url=address,
        title=mended(title),
        summary=mended(summary),
        content=mended(content),
        author=names(raw.authors) or names(raw.origin_authors) or author,
        published=published,
        updated=updated,
        language=own_language,
        image=_image(raw, enclosures, summary, content, address or base),
        tags=_tags(raw.tags),
        enclosures=enclosures,
        origin=_origin(raw, address, base),
    )


def is_blank(entry: Entry) -> bool:
    """Whether nothing in the entry could be shown, or known again."""
    return not (entry.guid or entry.url or entry.title or entry.summary or entry.content or entry.enclosures)


def plain_title(title: Body | None) -> str:
    """A title as one line of plain text. Markup goes only where it is markup: "3 < 5" and "<script> tags" stay."""
    if title is None or not title.value:
        return ""
    value = title.value[:MAX_TITLE]
    if "CDATA[" in value:  # escaped once more, and so no CDATA for the parser
        value = _CDATA.sub(r"\1", value)
    if "<" not in value and "&" not in value:
        return text.clean(value)
    if title.kind == "text/plain" and not _INLINE.search(value):
        return text.clean(html.unescape(value))
    once = html.unescape(value)
    if _INLINE.search(value) or _INLINE.search(once):
        return text.clean(text.plain(value).replace("\n", " "))
    return text.clean(html.unescape(once) if "&" in once else once)


def _origin(raw: RawEntry, address: str, base: str) -> str:
    """The publisher that an aggregator names: that of an entry which leads away from its feed's own site."""
    if not raw.origin:
        return ""
    if urls.host(raw.link) != GOOGLE_NEWS and (urls.is_redirector(base) or urls.same_site(address, base)):
        return ""
    return text.shorten(text.clean(raw.origin), MAX_ORIGIN)


def _without_origin(title: str, origin: str) -> str:
    """``title`` without " - Publisher" at its end, which aggregators add: the same headline is the same again."""
    if not origin or not title.endswith(origin):
        return title
    found = _ORIGIN_END.search(title[: -len(origin)])
    return title[: found.start()] if found and found.start() else title


def made_title(markup: str) -> str:
    """The beginning of a text, for entries without a title (microblogs)."""
    words = text.clean(text.plain(markup[:MAX_TEASER]).replace("\n", " ")) if markup else ""
    return text.shorten(words, MADE_TITLE)


def tidy_language(language: str | None) -> str | None:
    """A language tag in lower case with hyphens, or None for what is no tag ("English", "")."""
    tag = (language or "").strip().lower().replace("_", "-")
    return tag if _LANGUAGE.match(tag) else None


def names(authors: Iterable[str]) -> str | None:
    """Authors as one text, each once, mail addresses left out where there is a name."""
    found: dict[str, None] = {}
    for author in authors:
        name = text.clean(html.unescape(author[:MAX_NAME]))
        bracketed = re.fullmatch(r"\S+@\S+\s*\((.+)\)", name)
        name = bracketed.group(1).strip() if bracketed else re.sub(r"\s*[<(]\S+@\S+[>)]$", "", name)
        if name:
            found.setdefault(name)
    people = [name for name in found if "@" not in name] or list(found)
    return ", ".join(people) or None


def as_html(body: Body) -> str:
    """``body`` as HTML: plain text is escaped, unless it is HTML that was labelled wrongly."""
    if body.kind == "text/plain" and not _MARKUP.search(body.value):
        return html.escape(body.value, quote=False)
    return body.value


def _address(raw: RawEntry, base: str) -> str:
    candidates = [raw.link]
    candidates += [link.href for link in raw.links if link.rel == "alternate"]
    candidates += [raw.id] if urls.is_http(raw.id) else []
    candidates += [link.href for link in raw.links if link.rel in ("enclosure", "related", "via")]
    candidates += [link.href for link in raw.media]
    for candidate in candidates:
        if candidate and candidate.strip():
            absolute = urls.join(base, candidate)
            if urls.is_http(absolute):
                return urls.unwrap(absolute)
    return ""


def _texts(raw: RawEntry) -> tuple[str, str]:
    """Summary and content; the longest of several contents, and no summary that only repeats it."""
    content = max((as_html(body) for body in raw.contents if _is_text(body.kind)), key=len, default="")
    summary = as_html(raw.summary) if raw.summary and _is_text(raw.summary.kind) else ""
    return ("" if summary == content else summary), content


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind.endswith(("xml", "html"))


def _dates(raw: RawEntry, language: str | None, now: datetime) -> tuple[datetime | None, datetime | None]:
    published, updated, created = (
        times.parse(value, now, language=language) for value in (raw.published, raw.updated, raw.created)
    )
    published = published or times.sane(raw.fallback[0], now)
    updated = updated or times.sane(raw.fallback[1], now)
    if published is None and updated is None and created is None:
        published = times.parse(raw.published or raw.updated or raw.created, now, language=language, loose=True)
    return published or created or updated, updated


def _enclosures(links: list[Link], base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for link in links:
        address = urls.join(base, link.href) if link.href.strip() else ""
        if urls.is_http(address) and address not in found:
            length = (link.length or "").strip()
            size = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
            found[address] = Enclosure(address, link.type, size or None)
    return tuple(found.values())


def _image(raw: RawEntry, enclosures: tuple[Enclosure, ...], summary: str, content: str, base: str) -> str | None:
    candidates = [image for image in raw.images if image.strip()]
    candidates += [file.url for file in enclosures if file.type.startswith("image/") or _IMAGE_FILE.search(file.url)]
    for candidate in candidates:
        address = urls.join(base, candidate)
        if urls.is_http(address):
            return address
    for markup in (content, summary):
        if "<img" not in markup and "<IMG" not in markup:
            continue
        for found in _IMG.finditer(markup):
            address = urls.join(base, html.unescape(found.group(1)))
            if urls.is_http(address) and not _PIXEL.search(found.group()):
                return address
    return None


def _tags(tags: list[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in tags:
        words = text.clean(html.unescape(tag))
        if words:
            found.setdefault(words.lower(), words)
    return tuple(found.values())[:MAX_TAGS]
