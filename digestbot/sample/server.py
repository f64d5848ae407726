"""Serves the bundled newsroom over real HTTP on loopback, as its outlets' web servers would: feeds, pages, robots.txt,
conditional requests, one that fails, one that is gone and a slow one. Binds 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from digestbot.sample.newsroom import Article, Outlet, load
from digestbot.sample.newsroom.printing import Printing
from digestbot.types import Source, SourceKind

# Seconds that the slow outlet thinks before it answers: long enough to be seen, short of every time limit.
SLOW = 2.0
ROBOTS = "User-agent: *\nDisallow: /*/members/\nDisallow: /*/search\n"
_KINDS: dict[str, SourceKind] = {"site": "site", "sitemap": "sitemap"}


@dataclass(frozen=True, slots=True)
class Gold:
    """What is true of one served article: its address as its outlet gives it, its topics, its story."""

    article: Article
    url: str


class SampleNewsroom:
    """``async with SampleNewsroom(now=now) as served`` serves every outlet below ``served.base_url`` until it is left.

    Everything but the port follows from ``now`` (aware UTC) and ``revision``. Set ``revision`` to 2 and the edited
    article reads otherwise from then on. ``hits`` counts the requests of each path.
    """

    def __init__(self, *, now: datetime, slow: float = SLOW) -> None:
        self.now = now
        self.revision = 1
        self.base_url = ""
        self.hits: Counter[str] = Counter()
        self.outlets: tuple[Outlet, ...] = load()
        self._slow = slow
        self._runner: web.AppRunner | None = None
        self._printed: dict[int, Printing] = {}

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        # An answer that the slow outlet still thinks about when all is over is wanted by nobody.
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def sources(self) -> tuple[Source, ...]:
        """One source for each outlet. Only where it must be said is ``kind`` set."""
        return tuple(
            Source(
                id=outlet.id,
                url=self._printing.source_url(outlet),
                kind=_KINDS.get(outlet.format),
                title=outlet.title,
                weight=outlet.weight,
            )
            for outlet in self.outlets
        )

    def gold(self) -> tuple[Gold, ...]:
        """Every article with the address under which its outlet announces it."""
        return tuple(
            Gold(article, self._printing.announced_url(outlet, article))
            for outlet in self.outlets
            for article in outlet.articles
        )

    @property
    def _printing(self) -> Printing:
        if self.revision not in self._printed:
            self._printed[self.revision] = Printing(self.outlets, self.base_url, self.now, self.revision)
        return self._printed[self.revision]

    async def _answer(self, request: web.Request) -> web.Response:
        path = request.path
        self.hits[path] += 1
        if path == "/robots.txt":
            return web.Response(text=ROBOTS)
        outlet = next((one for one in self.outlets if path.startswith(f"/{one.id}/")), None)
        if outlet is None:
            raise web.HTTPNotFound
        if outlet.format == "broken":
            raise web.HTTPInternalServerError(text="<h1>500</h1><p>Error establishing a database connection</p>")
        if outlet.format == "gone":
            raise web.HTTPGone(text="<h1>Gone</h1><p>This bulletin has ceased publication.</p>")
        if outlet.slow and path == self._printing.source_path(outlet):
            await asyncio.sleep(self._slow)
        sheet = self._printing.sheet(path)
        if sheet is None:
            return web.Response(
                status=404, body=self._printing.missing(outlet).encode(), content_type="text/html", charset="utf-8"
            )
        tag = f'"{hashlib.sha256(sheet.body).hexdigest()[:24]}"'
        headers = {"ETag": tag, "Last-Modified": format_datetime(sheet.changed, usegmt=True)}
        asked_tag, asked_since = request.headers.get("If-None-Match"), request.if_modified_since
        if asked_tag == tag or (asked_tag is None and asked_since is not None and asked_since >= sheet.changed):
            return web.Response(status=304, headers=headers)
        return web.Response(body=sheet.body, headers={**headers, "Content-Type": sheet.content_type})
