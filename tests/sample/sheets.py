"""The sample newsroom at a fixed moment, printed without a server: what stands under each path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from digestbot.sample.newsroom import Article, Outlet
from digestbot.sample.newsroom.printing import Printing, Sheet

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
BASE = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Printed:
    """The newsroom's articles and how to get the sheet of one."""

    printing: Printing
    outlets: tuple[Outlet, ...]

    @property
    def articles(self) -> list[Article]:
        return [article for outlet in self.outlets for article in outlet.articles]

    def article(self, id: str) -> Article:  # noqa: A002 - an article's id is called id
        return next(one for one in self.articles if one.id == id)

    def outlet(self, id: str) -> Outlet:  # noqa: A002
        return next(one for one in self.outlets if one.id == id)

    def url(self, article: Article) -> str:
        return self.printing.announced_url(self.outlet(article.outlet), article)

    def page(self, article: Article) -> Sheet:
        return self.at(self.url(article))

    def at(self, url: str) -> Sheet:
        sheet = self.printing.sheet(url.removeprefix(BASE).partition("?")[0])
        assert sheet is not None, url
        return sheet
