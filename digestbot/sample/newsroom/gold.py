"""The articles as they read at a moment → what is true of them, in the shape that ``evaluate`` and ``group`` read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from digestbot.sample.newsroom.articles import Outlet, fill
from digestbot.sample.newsroom.markup import paragraphs


def records(outlets: Sequence[Outlet], now: datetime) -> Iterator[Mapping[str, object]]:
    """One object an article: ``id, title, text, published`` (ISO 8601 or None), ``url`` (empty) and, as gold,
    ``relevant, topics, story, duplicate_of``. Oldest first, undated ones before them: the order in which they came.
    """
    articles = [article for outlet in outlets for article in outlet.articles]
    for article in sorted(articles, key=lambda one: -one.hours_ago if one.hours_ago is not None else float("-inf")):
        filled, published = fill(article, now), article.published(now)
        yield {
            "id": article.id,
            "title": filled.title,
            "text": "\n".join(paragraphs(filled.body)),
            "published": published.isoformat() if published else None,
            "url": "",
            "relevant": bool(article.topics),
            "topics": list(article.topics),
            "story": article.story,
            "duplicate_of": article.copy_of or None,
        }
