"""The YAML files of ``articles/`` → outlets and their articles, with gold topics and stories; and an article at a
moment, its dates counted from there so that the newsroom is always current. Reads its own package's files only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from digestbot.text import plain, shorten
from digestbot.types import WEEKDAYS
from digestbot.urls import slug

FOLDER = Path(__file__).parent / "articles"
TEASER = 180  # characters of an article's beginning that a teaser feed shows
SLUG = 60  # characters of a headline that an address keeps, as publishing systems do
# A weekday asked for lies at least so many days ahead, so that a closing day never falls on the day of reading.
WEEKDAY_AHEAD = 2

_PLACEHOLDER = re.compile(r"\{(day|short|full|weekday|date|month|year|next):([+-]?\w+)\}")


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its file gives it, and what is true of it.

    ``topics`` empty: not relevant. Equal ``story``: the same event. ``copy_of``: id of the article it repeats.
    ``hours_ago`` None: undated. ``body`` has paragraphs between blank lines, ``## `` headings, ``- `` lists, ``> ``
    quotations and ``[words](address)`` links. ``page`` is the page's kind and ``damage`` what was done to its letters.
    """

    id: str
    outlet: str
    title: str
    body: str
    hours_ago: float | None = None
    author: str = ""
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    story: str = ""
    follows: str = ""  # id of the article whose story it takes further
    copy_of: str = ""
    teaser: str = ""
    page: str = "article"  # article | paywall | consent | soft-404 | pdf | amp | members (robots.txt forbids it)
    damage: str = ""  # mojibake | mislabelled | double-escaped
    guid: str = ""
    relative: bool = False  # its link in the feed is relative
    language: str = "en"
    revised_title: str = ""
    revised_body: str = ""  # what it says from revision 2 on
    slug: str = ""

    def published(self, now: datetime) -> datetime | None:
        if self.hours_ago is None:
            return None
        return (now - timedelta(hours=self.hours_ago)).replace(microsecond=0)

    @property
    def full_text_on_page(self) -> bool:
        return self.page in ("article", "amp", "pdf")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One publication: what it is called, how it can be followed and how its pages look."""

    id: str
    title: str
    format: str  # rss | rss-teaser | atom | rdf | json | site | sitemap | broken | gone
    template: str = ""
    path: str = "news/{slug}"
    encoding: str = "utf-8"  # of the feed's bytes
    declared: str = "utf-8"  # what the feed says they are
    strapline: str = ""
    slow: bool = False
    weight: float = 1.0
    articles: tuple[Article, ...] = ()


@cache
def load() -> tuple[Outlet, ...]:
    """All outlets in the order of their files. Raises TypeError for a key that no record has."""
    yaml = YAML(typ="safe")
    return tuple(_outlet(yaml.load(file.read_text(encoding="utf-8"))) for file in sorted(FOLDER.glob("*.yaml")))


def _outlet(data: dict[str, object]) -> Outlet:
    articles = data.pop("articles", None) or []
    assert isinstance(articles, list)
    outlet = Outlet(**data)  # type: ignore[arg-type]
    return replace(outlet, articles=tuple(_article(one, outlet.id) for one in articles))


def _article(data: dict[str, object], outlet: str) -> Article:
    for key in ("topics", "tags"):
        listed = data.get(key) or []
        assert isinstance(listed, list)
        data[key] = tuple(listed)
    article = Article(outlet=outlet, **data)  # type: ignore[arg-type]
    return replace(
        article,
        story=article.story or article.id,
        slug=article.slug or slug(article.title)[:SLUG].strip("-"),
    )


def fill(article: Article, now: datetime, revision: int = 1) -> Article:
    """The article as it reads at ``now``: placeholders become dates; from revision 2 on the edited words stand."""
    title, body = article.title, article.body
    if revision > 1:
        title, body = article.revised_title or title, article.revised_body or body
    title, body, teaser = (_dated(text, now) for text in (title, body, article.teaser))
    first = plain(re.split(r"\n\s*\n", body.strip())[0].replace("<", "&lt;"))
    first = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", first)
    return replace(article, title=title, body=body, teaser=teaser or shorten(first, TEASER))


def _dated(text: str, now: datetime) -> str:
    """``{day:+10}`` → 4 December 2026, ``{short:…}`` → 4 December, ``{full:…}`` → Friday 4 December 2026,
    ``{weekday:…}``, ``{month:…}`` → December 2026, ``{year:…}``, ``{date:…}`` → 2026-12-04, ``{next:fri}`` → Friday 27
    November: days from ``now``'s.
    """

    def day(match: re.Match[str]) -> str:
        form, value = match.groups()
        if form == "next":
            ahead = (WEEKDAYS.index(value) - now.weekday()) % 7
            ahead += 7 if ahead < WEEKDAY_AHEAD else 0
            moment = now + timedelta(days=ahead)
            return f"{moment:%A} {moment.day} {moment:%B}"
        moment = now + timedelta(days=int(value))
        forms = {
            "day": f"{moment.day} {moment:%B %Y}",
            "short": f"{moment.day} {moment:%B}",
            "full": f"{moment:%A} {moment.day} {moment:%B %Y}",
            "weekday": f"{moment:%A}",
            "month": f"{moment:%B %Y}",
            "year": f"{moment:%Y}",
            "date": f"{moment:%Y-%m-%d}",
        }
        return forms[form]

    return _PLACEHOLDER.sub(day, text)
