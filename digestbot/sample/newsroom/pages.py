"""An article → the HTML of its page, in its outlet's template with all that stands around an article on real sites;
and the pages that are none: listing, consent wall, paywall, not found. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from digestbot.sample.newsroom import markup
from digestbot.sample.newsroom.articles import Article, Outlet

PAYWALL_BLOCKS = 2  # paragraphs of a paid article that everyone may read


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another article, as listings and "related" boxes show it."""

    url: str
    title: str
    teaser: str = ""
    published: datetime | None = None


@cache
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def article_page(
    outlet: Outlet, article: Article, *, url: str, home: str, published: datetime | None, related: Sequence[Link]
) -> str:
    """The page of one article at its canonical address ``url``; what it is like is ``article.page``."""
    body = article.body
    template = outlet.template
    if article.page == "paywall":
        body = "\n\n".join(body.strip().split("\n\n")[:PAYWALL_BLOCKS])
    if article.page in ("consent", "soft-404", "amp"):
        template = article.page
    return _render(
        template,
        outlet,
        home,
        article=article,
        body=Markup(markup.to_html(body)),  # noqa: S704 - escaped by to_html
        url=url,
        published=published,
        related=related,
        linked_data=Markup(_linked_data(outlet, article, url, published)),  # noqa: S704 - "<" is escaped in it
        paid=article.page == "paywall",
    )


def listing_page(outlet: Outlet, links: Sequence[Link], home: str) -> str:
    """The outlet's page of news, newest first."""
    return _render("listing", outlet, home, links=links)


def missing_page(outlet: Outlet, home: str) -> str:
    """What a server says of an address it does not know."""
    return _render("soft-404", outlet, home)


def _render(template: str, outlet: Outlet, home: str, **values: object) -> str:
    return _environment().get_template(f"{template}.html").render(outlet=outlet, home=home, **values)


def _linked_data(outlet: Outlet, article: Article, url: str, published: datetime | None) -> str:
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "mainEntityOfPage": url,
        "publisher": {"@type": "Organization", "name": outlet.title},
    }
    if published is not None:
        data["datePublished"] = published.isoformat()
    if article.author:
        data["author"] = {"@type": "Person", "name": article.author}
    if article.page == "paywall":
        data["isAccessibleForFree"] = False
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
