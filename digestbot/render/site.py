"""Relevant articles → an archive as static pages: the newest, each day, each topic. No script, nothing to load but one
style sheet; every text from outside is escaped, every excerpt is marked as a quotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from digestbot.render import wording
from digestbot.render.html import environment, style
from digestbot.text import sentences, shorten
from digestbot.types import Item, Topic
from digestbot.urls import slug

PER_PAGE = 60  # articles on one page: half a minute of scrolling
EXCERPT_SENTENCES = 2
EXCERPT_CHARS = 300  # what quotation allows and a reader needs to choose


class Page(NamedTuple):
    """One file of the site: its path below the site's folder, and its text."""

    path: str
    text: str


class Archive(Protocol):
    """Relevant articles without copies, as the store reads them; ``topic`` None: all."""

    def originals(self, topic: str | None = None) -> Iterator[Item]:
        """The articles, newest first."""

    def count_originals(self, topic: str | None = None) -> int:
        """How many there are."""


def pages(archive: Archive, topics: Sequence[Topic], *, name: str, timezone: str) -> Iterator[Page]:
    """Every page of the site, one at a time, so that no more than a day's or a page's articles are held.

    ``name`` is the site's, ``timezone`` that of its days.
    """
    site = _Site(tuple(topic for topic in topics if _is_path(topic.id)), name, ZoneInfo(timezone))
    yield Page("style.css", style())
    yield from site.listing("index", "Latest articles", archive.originals(), archive.count_originals())
    days: list[tuple[date, int]] = []
    for day, found in groupby(archive.originals(), key=site.day_of):
        items = list(found)
        days.append((day, len(items)))
        yield from site.listing(f"days/{day.isoformat()}", wording.long_day(day), items, len(items))
    yield site.calendar(days)
    for topic in site.topics:
        found, count = archive.originals(topic.id), archive.count_originals(topic.id)
        yield from site.listing(f"topics/{topic.id}", topic.label, found, count, here=topic.id, about=topic.definition)


def _is_path(topic_id: str) -> bool:
    """Topic ids come from a file that people edit, and become file names here."""
    return slug(topic_id) == topic_id


class _Site:
    def __init__(self, topics: tuple[Topic, ...], name: str, zone: ZoneInfo) -> None:
        self.topics = topics
        self._name = name
        self._zone = zone
        self._template = environment().overlay()
        self._template.filters |= {"longday": wording.long_day, "excerpt": excerpt}

    def day_of(self, item: Item) -> date:
        return item.published.astimezone(self._zone).date()

    def listing(
        self, path: str, heading: str, items: Iterable[Item], count: int, here: str = "", about: str = ""
    ) -> Iterator[Page]:
        """One list of articles in as many pages as it needs: ``path.html``, ``path-2.html`` …"""
        folder, _, stem = path.rpartition("/")
        counted = wording.count(count, "article")
        chunks = _chunks(items)
        chunk, number = next(chunks, []), 1
        while chunk or number == 1:
            following = next(chunks, [])
            text = self._render(
                "site.html",
                heading=heading if number == 1 else f"{heading}, page {number}",
                about=f"{counted}. {about}" if about else counted,
                up="../" if folder else "",
                here=here,
                days=[(day, list(found)) for day, found in groupby(chunk, key=self.day_of)],
                newer=_name(stem, number - 1),
                older=_name(stem, number + 1) if following else "",
            )
            yield Page(f"{folder}/{_name(stem, number)}".lstrip("/"), text)
            chunk, number = following, number + 1

    def calendar(self, days: Sequence[tuple[date, int]]) -> Page:
        """The list of all days, newest first, month by month."""
        months = [
            (f"{month:%B %Y}", [(day, wording.count(count, "article")) for day, count in found])
            for month, found in groupby(days, key=lambda one: one[0].replace(day=1))
        ]
        about = wording.count(len(days), "day")
        text = self._render("site_days.html", heading="Day by day", about=about, up="../", here="days", months=months)
        return Page("days/index.html", text)

    def _render(self, template: str, **values: object) -> str:
        labels = {topic.id: topic.label for topic in self.topics}
        return self._template.get_template(template).render(
            name=self._name, topics=self.topics, labels=labels, **values
        )


def _name(stem: str, number: int) -> str:
    """The file name of a list's page; there is none before the first."""
    if number < 1:
        return ""
    return f"{stem}.html" if number == 1 else f"{stem}-{number}.html"


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while chunk := list(islice(left, PER_PAGE)):
        yield chunk


def excerpt(item: Item) -> str:
    """A sentence or two of the article's own."""
    source = item.summary or item.text[: EXCERPT_CHARS * 4]
    words = " ".join(wording.tidy(one) for one in sentences(source)[:EXCERPT_SENTENCES])
    return shorten(words, EXCERPT_CHARS).replace("“", "‘").replace("”", "’")
