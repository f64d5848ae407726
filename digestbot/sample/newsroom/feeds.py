"""Articles of one outlet → the bytes of its feed or sitemap, in the outlet's format and encoding. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

from digestbot.sample.newsroom.articles import Article, Outlet


@dataclass(frozen=True, slots=True)
class Printed:
    """An article ready for a feed: filled, its address, its moment and its HTML."""

    article: Article
    url: str  # as the feed gives it: may be relative or a mirror
    published: datetime | None
    html: str

    @property
    def guid(self) -> str:
        return self.article.guid or f"tag:newsroom.example,2026:{self.article.id}"

    def shown(self, text: str) -> str:
        """``text`` as this feed escapes it, once too often when the article is damaged so."""
        return escape(text) if self.article.damage == "double-escaped" else text


def render(outlet: Outlet, items: Sequence[Printed], home: str) -> tuple[bytes, str]:
    """Body and content type of the outlet's feed."""
    text, kind = _WRITERS[outlet.format](outlet, items, home)
    return text.encode(outlet.encoding, errors="xmlcharrefreplace"), kind


def _rss(outlet: Outlet, items: Sequence[Printed], home: str, full: bool = True) -> tuple[str, str]:
    entries = []
    for item in items:
        content = f"<content:encoded><![CDATA[{item.shown(item.html)}]]></content:encoded>" if full else ""
        date = f"<pubDate>{format_datetime(item.published)}</pubDate>" if item.published else ""
        author = f"<dc:creator>{escape(item.article.author)}</dc:creator>" if item.article.author else ""
        categories = "".join(f"<category>{escape(tag)}</category>" for tag in item.article.tags)
        entries.append(
            f"<item><title>{escape(item.shown(item.article.title))}</title><link>{escape(item.url)}</link>"
            f'<guid isPermaLink="false">{escape(item.guid)}</guid>{date}{author}{categories}'
            f"<description>{escape(item.shown(item.article.teaser))}</description>{content}</item>"
        )
    body = "\n".join(entries)
    text = (
        f'<?xml version="1.0" encoding="{outlet.declared}"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"<channel><title>{escape(outlet.title)}</title><link>{home}</link>"
        f"<description>{escape(outlet.strapline)}</description><language>en-gb</language>\n{body}\n</channel></rss>\n"
    )
    return text, "application/rss+xml"


def _rss_teaser(outlet: Outlet, items: Sequence[Printed], home: str) -> tuple[str, str]:
    return _rss(outlet, items, home, full=False)


def _atom(outlet: Outlet, items: Sequence[Printed], home: str) -> tuple[str, str]:
    entries = []
    for item in items:
        date = f"<published>{item.published.isoformat()}</published>" if item.published else ""
        author = f"<author><name>{escape(item.article.author)}</name></author>" if item.article.author else ""
        updated = f"<updated>{item.published.isoformat()}</updated>" if item.published else ""
        entries.append(
            f'<entry xml:lang="{item.article.language}"><id>{escape(item.guid)}</id>'
            f'<title type="html">{escape(escape(item.article.title))}</title>'
            f'<link rel="alternate" type="text/html" href="{escape(item.url)}"/>{date}{updated}{author}'
            f"<summary>{escape(item.article.teaser)}</summary>"
            f'<content type="html">{escape(item.html)}</content></entry>'
        )
    newest = max((item.published for item in items if item.published), default=None)
    updated = f"<updated>{newest.isoformat()}</updated>" if newest else ""
    body = "\n".join(entries)
    text = (
        f'<?xml version="1.0" encoding="{outlet.declared}"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>{escape(outlet.title)}</title><subtitle>{escape(outlet.strapline)}</subtitle><link href="{home}"/>'
        f"<id>{home}</id>{updated}\n{body}\n</feed>\n"
    )
    return text, "application/atom+xml"


def _rdf(outlet: Outlet, items: Sequence[Printed], home: str) -> tuple[str, str]:
    places = "".join(f'<rdf:li rdf:resource="{escape(item.url)}"/>' for item in items)
    entries = []
    for item in items:
        date = f"<dc:date>{item.published.isoformat()}</dc:date>" if item.published else ""
        author = f"<dc:creator>{escape(item.article.author)}</dc:creator>" if item.article.author else ""
        entries.append(
            f'<item rdf:about="{escape(item.url)}"><title>{escape(item.article.title)}</title>'
            f"<link>{escape(item.url)}</link><description>{escape(item.article.teaser)}</description>{date}{author}</item>"
        )
    body = "\n".join(entries)
    text = (
        f'<?xml version="1.0" encoding="{outlet.declared}"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel rdf:about="{home}">'
        f"<title>{escape(outlet.title)}</title><link>{home}</link><description>{escape(outlet.strapline)}</description>"
        f"<items><rdf:Seq>{places}</rdf:Seq></items></channel>\n{body}\n</rdf:RDF>\n"
    )
    return text, "application/rdf+xml"


def _json(outlet: Outlet, items: Sequence[Printed], home: str) -> tuple[str, str]:
    entries = []
    for item in items:
        entry: dict[str, object] = {
            "id": item.guid,
            "url": item.url,
            "title": item.article.title,
            "summary": item.article.teaser,
            "content_html": item.html,
            "tags": list(item.article.tags),
        }
        if item.published:
            entry["date_published"] = item.published.isoformat()
        if item.article.author:
            entry["authors"] = [{"name": item.article.author}]
        entries.append(entry)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "description": outlet.strapline,
        "home_page_url": home,
        "items": entries,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1), "application/feed+json"


def _sitemap(outlet: Outlet, items: Sequence[Printed], home: str) -> tuple[str, str]:  # noqa: ARG001 - one writer's shape
    entries = []
    for item in items:
        date = f"<news:publication_date>{item.published.isoformat()}</news:publication_date>" if item.published else ""
        entries.append(
            f"<url><loc>{escape(item.url)}</loc><news:news><news:publication><news:name>{escape(outlet.title)}</news:name>"
            f"<news:language>{item.article.language}</news:language></news:publication>{date}"
            f"<news:title>{escape(item.article.title)}</news:title></news:news></url>"
        )
    body = "\n".join(entries)
    text = (
        f'<?xml version="1.0" encoding="{outlet.declared}"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{body}\n</urlset>\n'
    )
    return text, "application/xml"


_WRITERS: dict[str, Callable[[Outlet, Sequence[Printed], str], tuple[str, str]]] = {
    "rss": _rss,
    "rss-teaser": _rss_teaser,
    "atom": _atom,
    "rdf": _rdf,
    "json": _json,
    "sitemap": _sitemap,
}
