"""Relevant articles → an archive as static pages: the newest, each day, each topic. No script, nothing to load but one
style sheet; every text from outside is escaped, every excerpt is marked as a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple
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


def pages(items: Sequence[Item], topics: Sequence[Topic], *, name: str, timezone: str) -> Iterator[Page]:
    """Every page of the site, the newest articles first on each.

    ``items`` in any order; ``name`` is the site's, ``timezone`` that of its days. Copies are left out: their original
    is there.
    """
    zone = ZoneInfo(timezone)
    kept = [item for item in items if item.relevant and item.duplicate_of is None]
    kept.sort(key=lambda item: (item.published, item.id), reverse=True)
    site = _Site(tuple(topic for topic in topics if _is_path(topic.id)), name, zone)
    yield Page("style.css", style())
    yield from site.listing("index", "Latest articles", kept)
    for day, found in groupby(kept, key=site.day_of):
        yield from site.listing(f"days/{day.isoformat()}", wording.long_day(day), list(found))
    for topic in site.topics:
        of_topic = [item for item in kept if topic.id in item.topics]
        yield from site.listing(f"topics/{topic.id}", topic.label, of_topic, here=topic.id, about=topic.definition)


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

    def listing(self, path: str, heading: str, items: list[Item], here: str = "", about: str = "") -> Iterator[Page]:
        """One list of articles in as many pages as it needs: ``path.html``, ``path-2.html`` …"""
        folder, _, stem = path.rpartition("/")
        chunks = [items[start : start + PER_PAGE] for start in range(0, len(items), PER_PAGE)] or [[]]
        names = [f"{stem}.html", *(f"{stem}-{number}.html" for number in range(2, len(chunks) + 1))]
        counted = wording.count(len(items), "article")
        for number, chunk in enumerate(chunks):
            text = self._template.get_template("site.html").render(
                name=self._name,
                heading=heading if not number else f"{heading}, page {number + 1}",
                about=f"{counted}. {about}" if about else counted,
                up="../" if folder else "",
                topics=self.topics,
                labels={topic.id: topic.label for topic in self.topics},
                here=here,
                days=[(day, list(found)) for day, found in groupby(chunk, key=self.day_of)],
                newer=names[number - 1] if number else "",
                older=names[number + 1] if number + 1 < len(names) else "",
            )
            yield Page(f"{folder}/{names[number]}" if folder else names[number], text)


def excerpt(item: Item) -> str:
    """A sentence or two of the article's own."""
    source = item.summary or item.text[: EXCERPT_CHARS * 4]
    words = " ".join(wording.tidy(one) for one in sentences(source)[:EXCERPT_SENTENCES])
    return shorten(words, EXCERPT_CHARS).replace("“", "‘").replace("”", "’")
