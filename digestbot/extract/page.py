"""A fetched page and its feed entry → one ``Article``: the better of the page's text and the feed's own.

Walls are never stored as the article. The only error is ExtractError, when neither page nor entry says anything.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from digestbot.errors import ExtractError
from digestbot.extract import walls
from digestbot.extract.body import article_text, tidy
from digestbot.extract.decoding import decode, parse_html
from digestbot.extract.language import language_of
from digestbot.extract.metadata import Metadata, author_name, read_metadata
from digestbot.extract.pdf import read_pdf
from digestbot.extract.titles import calm, choose, says_something
from digestbot.mojibake import mended
from digestbot.redirectors import GOOGLE_NEWS, google_article
from digestbot.text import clean, fold, plain, shorten, words
from digestbot.types import Article, Entry, Response
from digestbot.urls import canonical_url, host, is_http, is_redirector, redact, without_tracking

log = logging.getLogger(__name__)

# The feed's text is taken when it has so many times the words of the page's: feeds in full carry what a page hides
# behind a "read more", while a page of equal length has the better paragraphs.
FEED_LONGER = 1.25
# A page whose text shares less than this part of the feed text's four-word runs is about something else. Feeds in
# full share nearly all with their page, teasers written by hand share some, so the rule needs FULL_FEED words.
SHARED_LEAST = 0.2
FULL_FEED = 100
# Length of a summary kept beside the text, in characters.
SUMMARY = 600

_FEED_TAIL = re.compile(
    r"^(?:the post .{1,300} (?:appeared first|first appeared) on .*|continue reading.{0,200}|read (?:more"
    r"|the (?:full|rest)).{0,120}|\[?…\]?|\[\.\.\.\]"
    r"|this (?:post|article|entry) (?:was )?(?:first|originally) (?:appeared|published) (?:on|at) .{1,120}"
    r"|view (?:original|article|post).{0,80}|more »?"
    r"|source:? .{0,60}|click here to .{0,80}|comments?(?: \d+)?|share this:?)$",
    re.I,
)
_CUT_END = re.compile(r"\s*(?:\[(?:…|\.\.\.|&hellip;)\]|…|\.\.\.)\s*(?:(?:continue reading|read more).{0,120})?$", re.I)
# What may stand in the way at the article's own address; of any other wall the address tells nothing of the article.
_AT_THE_ARTICLE = (None, walls.PAYWALL, walls.JAVASCRIPT)


_NOTHING = Metadata()


@dataclass(frozen=True, slots=True)
class _Page:
    """What the bytes of a page gave. ``wall`` set: ``text`` is a teaser (paywall) or empty."""

    title: tuple[str, ...] = ()
    text: str = ""
    metadata: Metadata = _NOTHING
    wall: str | None = None


def read_page(response: Response, entry: Entry | None, now: datetime) -> Article:
    """The article at a page, with what the feed said of it.

    A wall or a file gives the entry's own text with ``wall`` set (of a paywall the longer of teaser and feed text).
    Raises ExtractError only when there is neither text nor headline.
    """
    if _is_unresolved(response.url):
        return _article(_Page(wall=walls.UNRESOLVED), response.url, entry, now)
    page = _read(response.body, response.url, response.content_type, entry, now)
    if not 200 <= response.status < 300 and page.wall is None:
        page = replace(page, text="", wall=walls.NOT_FOUND)
    return _article(page, response.url, entry, now)


def extract_document(body: bytes, url: str, content_type: str, now: datetime) -> Article:
    """The article in the bytes of a page or PDF; ``url`` may be empty for a file.

    Raises ExtractError when there is no text, naming the wall that stood in the way.
    """
    page = _read(body, url, content_type, None, now)
    if not page.text:
        raise ExtractError(redact(url) or "the file", f"no article text ({page.wall or walls.EMPTY})")
    return _article(page, url, None, now)


def from_entry(entry: Entry, now: datetime) -> Article:
    """The article as the feed itself gives it. Raises ExtractError when it has neither text nor headline."""
    return _article(_Page(wall=walls.UNRESOLVED if _is_unresolved(entry.url) else None), entry.url, entry, now)


def _read(body: bytes, url: str, content_type: str, entry: Entry | None, now: datetime) -> _Page:
    if not is_http(url):
        url = ""  # neither a file's name nor a broken address is a base for links
    kind = _kind(body, content_type)
    if kind == "pdf":
        return _read_pdf(body, url)
    if kind == "text":
        lines = tidy(decode(body, content_type))
        return _Page(tuple(line[:200] for line in lines[:1]), "\n".join(lines), wall=None if lines else walls.EMPTY)
    if kind != "html":
        return _Page(wall=walls.FILE)
    tree = parse_html(decode(body, content_type))
    if tree is None:
        return _Page(wall=walls.EMPTY)
    metadata = read_metadata(tree, url, now, dated=entry is not None and entry.published is not None)
    text = article_text(tree, metadata.titles)
    asked = entry.url if entry is not None and is_http(entry.url) else ""
    wall = walls.find_wall(tree, text, metadata.titles, url, asked, metadata.free)
    if wall == walls.PAYWALL:
        return _Page(metadata.titles, walls.without_notices(text), metadata, wall)
    if wall == walls.JAVASCRIPT:  # the head of such a page is the article's, and only its body is missing
        return _Page(metadata.titles, "", metadata, wall)
    return _Page(wall=wall) if wall is not None else _Page(metadata.titles, text, metadata)


def _read_pdf(body: bytes, url: str) -> _Page:
    try:
        found = read_pdf(body, url)
    except ExtractError as error:
        log.warning("pdf.not_read url=%s reason=%s", error.url, error.reason)
        return _Page(wall=walls.FILE)
    return _Page((found.title,), found.text, Metadata(author=author_name(found.author), published=found.published))


def _kind(body: bytes, content_type: str) -> str:
    """``html``, ``text``, ``pdf`` or ``other``; the bytes are believed before the label."""
    head = body[:1024]
    if b"%PDF-" in head:
        return "pdf"
    label = content_type.partition(";")[0].strip().lower()
    looks_html = re.search(rb"<(?:!doctype\s+html|html|head|body|meta|title|div|article)\b", head, re.I) is not None
    if looks_html:
        return "html"
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in head and not wide:
        return "other"
    if label in ("text/html", "application/xhtml+xml") or wide:
        return "html"
    if label == "text/plain":
        return "text"
    if label and not label.startswith("text/"):
        return "other"
    return "html" if b"<" in head else "text"


def _article(page: _Page, url: str, entry: Entry | None, now: datetime) -> Article:
    told_summary = plain(entry.summary) if entry is not None else ""
    feed_text = _feed_text(plain(entry.content), told_summary) if entry is not None else ""
    text, from_page = _better(page, feed_text)
    metadata = page.metadata
    given = entry.title if entry is not None else ""
    title = calm(choose(given, page.title, metadata.site_names or _host_names(url)), text)
    if not says_something(title) and not text:
        raise ExtractError(redact(url), f"neither page nor feed gives text ({page.wall or walls.EMPTY})")
    published = (entry.published or entry.updated if entry is not None else None) or metadata.published
    told = entry.url if entry is not None else ""
    # A wall's address (a consent page, a login) is no article's, and many articles lead to the same one.
    reached = url if page.wall in _AT_THE_ARTICLE and is_http(url) else ""
    address = metadata.canonical or reached or told or url
    summary = told_summary if entry is not None and entry.summary else metadata.description
    claimed = metadata.language or (entry.language if entry is not None else None)
    return Article(
        url=without_tracking(_final(told, reached) or told or url),
        canonical_url=canonical_url(address),
        title=mended(title),
        text=mended(text),
        summary=mended(shorten(_mark_cut(clean(summary), " …"), SUMMARY)),
        author=(author_name(entry.author) if entry is not None else None) or metadata.author,
        published=min(published, now) if published is not None else None,
        language=language_of(text, claimed),
        image=metadata.image or (entry.image if entry is not None else None),
        wall=page.wall,
        from_page=from_page,
        outlet=entry.origin if entry is not None else "",
    )


def _is_unresolved(url: str) -> bool:
    """Whether an address is Google's for an article, and not the article's: its page has no word of it."""
    return host(url) == GOOGLE_NEWS and google_article(urlsplit(url).path) is not None


def _final(told: str, reached: str) -> str:
    """Where a link that only leads elsewhere (a shortener, a feed proxy) has led; else empty."""
    if reached == told:  # nobody followed it
        return ""
    elsewhere = host(told).removeprefix("www.") != host(reached).removeprefix("www.")
    return reached if reached and (is_redirector(told) or elsewhere) else ""


def _better(page: _Page, feed_text: str) -> tuple[str, bool]:
    """The better text, and whether it is the page's.

    The page's, unless it is walled off, FEED_LONGER times shorter than the feed's, or about something else.
    """
    here = len(page.text.split())
    there = len(feed_text.split()) if here else 0
    if not here or there > FEED_LONGER * here:
        return feed_text, False
    if there >= FULL_FEED and _shared(feed_text, page.text) < SHARED_LEAST:
        return feed_text, False
    return page.text, True


def _shared(part: str, whole: str) -> float:
    """Share of the four-word runs of ``part`` that stand in ``whole``."""
    runs, among = _runs(part), _runs(whole)
    return len(runs & among) / len(runs) if runs else 0.0


def _runs(text: str) -> set[tuple[str, ...]]:
    tokens = words(fold(text))
    return {tuple(tokens[i : i + 4]) for i in range(len(tokens) - 3)}


def _feed_text(content: str, summary: str) -> str:
    """The longer of the entry's content and summary, without the lines that only point elsewhere."""
    text = content if len(content) >= len(summary) else summary
    lines = [line for line in text.split("\n") if not _FEED_TAIL.match(line)]
    if lines:
        lines[-1] = _mark_cut(lines[-1], "…")
    return "\n".join(tidy("\n".join(lines)))


def _mark_cut(text: str, mark: str) -> str:
    """``text`` with one mark for whatever says at its end that it goes on elsewhere."""
    return _CUT_END.sub(mark, text) if "…" in text or "..." in text or "&hellip;" in text else text


def _host_names(url: str) -> tuple[str, ...]:
    name = host(url).removeprefix("www.")
    return (name, name.split(".")[0]) if name else ()
