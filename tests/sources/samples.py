"""Short ways to write feeds down and to read them in the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime

from digestbot.sources import parse
from digestbot.types import Feed, Source, SourceKind

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://example.org/news/feed.xml"


def read(
    body: str | bytes,
    *,
    url: str = URL,
    content_type: str = "",
    kind: SourceKind | None = None,
    link_pattern: str | None = None,
) -> Feed:
    source = Source("example", url, kind=kind, link_pattern=link_pattern)
    raw = body if isinstance(body, bytes) else body.encode("utf-8")
    return parse(raw, url=url, content_type=content_type, source=source, now=NOW)


def rss(items: str, channel: str = "", attributes: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
        f"{attributes}><channel><title>Example</title>{channel}{items}</channel></rss>"
    )


def atom(entries: str, head: str = "", attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{attributes}><title>Example</title>{head}{entries}</feed>'
