"""A real HTTP server on loopback that serves the shared feeds and pages, for tests and benchmarks."""

from __future__ import annotations

import gzip
import html
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha1
from pathlib import Path

from aiohttp import web

FEED_SIZE = 20  # links in one of the feeds that lead to the real pages


@dataclass
class Library:
    """What is served and how often each path was asked for."""

    base_url: str = ""
    feeds: list[str] = field(default_factory=list)
    page_feeds: list[str] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)


def page_feed(urls: list[tuple[str, str]], now: datetime) -> bytes:
    """An RSS feed whose items lead to the given (url, title) pages, an hour apart and newest first."""
    items = "".join(
        f"<item><title>{html.escape(title)}</title><link>{html.escape(url)}</link>"
        f"<guid>{html.escape(url)}</guid><pubDate>{format_datetime(now - timedelta(hours=number))}</pubDate></item>"
        for number, (url, title) in enumerate(urls, 1)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Real pages</title>'
        f"<link>http://127.0.0.1/</link><description>Pages</description>{items}</channel></rss>"
    ).encode()


@asynccontextmanager
async def library(data: Path, now: datetime) -> AsyncIterator[Library]:
    """Serve ``data/feeds`` and ``data/pages`` with ETags, as a plain web server would."""
    served = Library()
    bodies: dict[str, tuple[bytes, str]] = {}
    for file in sorted((data / "feeds").rglob("*")):
        if file.is_file() and file.name not in ("README.md", "index.tsv"):
            path = "/feeds/" + file.relative_to(data / "feeds").as_posix()
            kind = "application/json" if file.suffix == ".json" else "application/xml"
            bodies[path] = (file.read_bytes(), kind)
            served.feeds.append(path)
    pages = []
    for name in json.loads((data / "pages" / "gold.json").read_text()):
        path = f"/pages/{name}.html"
        bodies[path] = (gzip.decompress((data / "pages" / f"{name}.html.gz").read_bytes()), "text/html")
        pages.append(path)

    async def answer(request: web.Request) -> web.Response:
        served.hits[request.path] += 1
        if request.path not in bodies:
            raise web.HTTPNotFound
        body, kind = bodies[request.path]
        tag = f'"{sha1(body, usedforsecurity=False).hexdigest()}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, headers={"ETag": tag, "Content-Type": kind})

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    served.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    for start in range(0, len(pages), FEED_SIZE):
        path = f"/made/pages-{start // FEED_SIZE}.xml"
        links = [
            (served.base_url + page, f"Page {start + number}") for number, page in enumerate(pages[start:][:FEED_SIZE])
        ]
        bodies[path] = (page_feed(links, now), "application/rss+xml")
        served.page_feeds.append(path)
    try:
        yield served
    finally:
        await runner.cleanup()
