"""All outlets at one moment and revision → what stands under each path: feeds, listing pages, article pages, PDFs.
Holds bytes only; serves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from digestbot.sample.newsroom import feeds, markup, pages, pdf
from digestbot.sample.newsroom.articles import Article, Outlet, fill

RELATED = 3  # links to other articles beside an article
# What a revision moves the time of change by: revision 2 is made after all that revision 1 has.
REVISED_AFTER = timedelta(minutes=1)

_FILES = {"rss": "feed/", "rss-teaser": "rss.xml", "atom": "atom.xml", "rdf": "index.rdf", "json": "feed.json"}
_FILES |= {"site": "news/", "sitemap": "news-sitemap.xml", "broken": "feed.xml", "gone": "rss"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one path answers with."""

    body: bytes
    content_type: str
    changed: datetime


class Printing:
    """The newsroom's paths below ``base_url`` at ``now``; a sheet is printed when it is first asked for."""

    def __init__(self, outlets: Sequence[Outlet], base_url: str, now: datetime, revision: int) -> None:
        self._base = base_url
        self._now = now.replace(microsecond=0).astimezone(UTC)
        self._revision = revision
        self._sheets: dict[str, Sheet] = {}
        self._makers: dict[str, Callable[[], Sheet]] = {}
        self._by_id = {article.id: (outlet, article) for outlet in outlets for article in outlet.articles}
        for outlet in outlets:
            if not outlet.articles:
                continue
            self._makers[self.source_path(outlet)] = lambda outlet=outlet: self._source(outlet)  # type: ignore[misc]
            for article in outlet.articles:
                if article.page != "amp":
                    path = self._path(outlet, article)
                    self._makers[path] = lambda o=outlet, a=article: self._page(o, a)  # type: ignore[misc]
                else:
                    home, original = self._by_id[article.copy_of]
                    path = self._path(home, original).rstrip("/") + "/amp"
                    self._makers[path] = lambda o=home, a=original: self._page(o, a, amp=True)  # type: ignore[misc]

    def source_path(self, outlet: Outlet) -> str:
        return f"/{outlet.id}/{_FILES[outlet.format]}"

    def source_url(self, outlet: Outlet) -> str:
        return self._base + self.source_path(outlet)

    def announced_url(self, outlet: Outlet, article: Article) -> str:
        """The absolute address under which the outlet's feed names the article."""
        if article.page == "amp":
            home, original = self._by_id[article.copy_of]
            path = self._path(home, original).rstrip("/")
            return f"{self._base}{path}/amp?utm_source={outlet.id}&utm_medium=feed&utm_campaign=daily"
        return self._base + self._path(outlet, article)

    def sheet(self, path: str) -> Sheet | None:
        """What stands under ``path``, None where nothing does."""
        if path not in self._sheets and path in self._makers:
            self._sheets[path] = self._makers[path]()
        return self._sheets.get(path)

    def missing(self, outlet: Outlet) -> str:
        return pages.missing_page(outlet, self._home(outlet))

    def _home(self, outlet: Outlet) -> str:
        return f"{self._base}/{outlet.id}/"

    def _path(self, outlet: Outlet, article: Article) -> str:
        day = article.published(self._now) or self._now
        if article.page == "pdf":
            return f"/{outlet.id}/downloads/{article.slug}.pdf"
        pattern = "members/{slug}" if article.page == "members" else outlet.path
        return f"/{outlet.id}/" + pattern.format(slug=article.slug, year=f"{day:%Y}", month=f"{day:%m}", id=article.id)

    def _changed(self, article: Article) -> datetime:
        """When the article last changed; an undated one when the newsroom opened."""
        if self._revision > 1 and article.revised_body:
            return self._now + (self._revision - 1) * REVISED_AFTER
        return article.published(self._now) or self._now

    def _filled(self, article: Article) -> Article:
        filled = fill(article, self._now, self._revision)
        if article.damage != "mojibake":
            return filled
        title, body, teaser = map(markup.mojibake, (filled.title, filled.body, filled.teaser))
        return replace(filled, title=title, body=body, teaser=teaser)

    def _newest_first(self, outlet: Outlet) -> list[Article]:
        """As a publishing system lists them: by date, undated ones last."""
        return sorted(outlet.articles, key=lambda one: (one.hours_ago is None, one.hours_ago or 0.0))

    def _source(self, outlet: Outlet) -> Sheet:
        articles = self._newest_first(outlet)
        changed = max(self._changed(article) for article in articles)
        if outlet.format == "site":
            page = pages.listing_page(outlet, [self._link(outlet, one) for one in articles], self._home(outlet))
            return Sheet(page.encode(), "text/html; charset=utf-8", changed)
        printed = [self._printed(outlet, article) for article in articles]
        body, kind = feeds.render(outlet, printed, self._home(outlet))
        return Sheet(body, kind, changed)

    def _printed(self, outlet: Outlet, article: Article) -> feeds.Printed:
        filled = self._filled(article)
        url = self.announced_url(outlet, article)
        if article.relative:
            url = url.removeprefix(self._base)
        return feeds.Printed(filled, url, article.published(self._now), markup.to_html(filled.body))

    def _link(self, outlet: Outlet, article: Article) -> pages.Link:
        filled = self._filled(article)
        url = self.announced_url(outlet, article)
        return pages.Link(url, filled.title, filled.teaser, article.published(self._now))

    def _page(self, outlet: Outlet, article: Article, *, amp: bool = False) -> Sheet:
        filled, published, changed = self._filled(article), article.published(self._now), self._changed(article)
        if article.page == "pdf":
            body = pdf.write(filled.title, filled.author, markup.paragraphs(filled.body), published)
            return Sheet(body, "application/pdf", changed)
        others = [one for one in self._newest_first(outlet) if one.id != article.id and one.page != "amp"]
        page = pages.article_page(
            outlet,
            replace(filled, page="amp") if amp else filled,
            url=self._base + self._path(outlet, article),
            home=self._home(outlet),
            published=published,
            related=[self._link(outlet, one) for one in others[:RELATED]],
        )
        letters = "cp1252" if article.damage == "mislabelled" else "utf-8"
        return Sheet(page.encode(letters, errors="xmlcharrefreplace"), "text/html; charset=utf-8", changed)
