"""A press on loopback that tests make misbehave, a clock that tests set, and a newsroom that reads it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

import pytest
from aiohttp import web

from digestbot.executors import Workers
from digestbot.grouping import fingerprint
from digestbot.newsroom import Newsroom, open_newsroom
from digestbot.store import Store
from digestbot.types import Article, Item, Judgement, Placement, Reading, Source

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
SETTINGS = """
network:
  allow_private_addresses: true
  per_host_delay: 0s
  per_host_concurrency: 20
  pages_per_host: {pages}
  timeout: 12s
  idle_timeout: 6s
  max_response_bytes: 1MB
executor: {{workers: 2}}
"""

TOPICS = ("co-operatives", "housing", "financial-mutuals", "employee-ownership")

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Clock:
    """A clock that tests set."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


def told(number: int) -> str:
    """The words of article ``number``, like no other's."""
    words = " ".join(f"word{number}x{place}" for place in range(60))
    return f"The members of society {number} have met. They said: {words}."


@dataclass(frozen=True)
class Post:
    """One entry of a made feed. ``age`` None: undated; ``summary`` "": a headline alone."""

    number: int
    age: timedelta | None = timedelta(hours=1)
    summary: str = ""

    @property
    def title(self) -> str:
        return f"Society {self.number} of place{self.number} has met for matter{self.number}"


@dataclass
class Press:
    """A web server. Feeds are made of ``posts``, pages are there for every post; ``answers`` come before both."""

    base_url: str = ""
    posts: dict[str, list[Post]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)
    now: Callable[[], datetime] = lambda: NOW

    def feed(self, name: str) -> bytes:
        def item(post: Post) -> str:
            link = f"{self.base_url}/pages/{post.number}"
            date = f"<pubDate>{format_datetime(self.now() - post.age)}</pubDate>" if post.age is not None else ""
            summary = f"<description>{escape(post.summary)}</description>" if post.summary else ""
            return f"<item><title>{post.title}</title><link>{link}</link><guid>{link}</guid>{date}{summary}</item>"

        items = "".join(map(item, self.posts[name]))
        return f'<rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'.encode()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        self.hits[path] += 1
        if path in self.answers:
            return await self.answers[path](request)
        name = path.removeprefix("/feeds/")
        if name in self.posts:
            return web.Response(body=self.feed(name), content_type="application/rss+xml")
        if path.startswith("/pages/"):
            post = Post(int(path.rpartition("/")[2]))
            page = f"<title>{post.title}</title><article><h1>{post.title}</h1><p>{told(post.number)}</p></article>"
            return web.Response(text=f"<!doctype html><html><body>{page}</body></html>", content_type="text/html")
        raise web.HTTPNotFound


@pytest.fixture
def post() -> type[Post]:
    return Post


@pytest.fixture
def words_of() -> Callable[[int], str]:
    return told


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def press() -> AsyncIterator[Press]:
    served = Press()
    app = web.Application()
    app.router.add_get("/{path:.*}", served.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    served.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield served
    finally:
        await runner.cleanup()


@pytest.fixture(scope="session")
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as made:
        yield made


Opened = Callable[..., AbstractAsyncContextManager[Newsroom]]


@pytest.fixture
def opened(tmp_path: Path, clock: Clock, threads: ThreadPoolExecutor) -> Opened:
    """``async with opened({id: url}) as newsroom``: reading is done in threads, for no model has to be loaded anew."""

    @asynccontextmanager
    async def open_it(
        sources: dict[str, str],
        *,
        pages: int = 1000,
        channels: list[dict[str, object]] | None = None,
        environ: dict[str, str] | None = None,
        processes: bool = False,
        settings: str = "",
    ) -> AsyncIterator[Newsroom]:
        config = tmp_path / "config"
        config.mkdir(exist_ok=True)
        listed = [{"id": name, "url": url} for name, url in sources.items()]
        (config / "sources.yaml").write_text(json.dumps({"sources": listed}))
        (config / "settings.yaml").write_text(SETTINGS.format(pages=pages) + settings)
        (config / "channels.yaml").write_text(json.dumps({"channels": channels or []}))
        async with open_newsroom(config, tmp_path / "state", environ=environ or {}, clock=clock) as newsroom:
            if not processes:
                newsroom.room.workers = Workers(2, threads)
            yield newsroom

    return open_it


@pytest.fixture
def items_of() -> Callable[[Newsroom], list[Item]]:
    """Everything that a newsroom has stored."""

    def found(newsroom: Newsroom) -> list[Item]:
        items = newsroom.room.store.items
        return [item for number in range(1, items.newest_id() + 1) if (item := items.get(number)) is not None]

    return found


@pytest.fixture
def hang() -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(60)
        return web.Response()

    return answer


@pytest.fixture
def stock() -> Callable[[Store, int, datetime], int]:
    """``stock(store, number, at)`` puts a relevant article like no other into a store, as news of that moment."""

    def put(store: Store, number: int, at: datetime) -> int:
        title, url = Post(number).title, f"https://society{number}.example/news"
        topic = TOPICS[number % len(TOPICS)]
        return store.items.add(
            article=Article(url, url, title, told(number), summary=f"Society {number} has met.", published=at),
            judgement=Judgement(True, 0.9, (topic,), {topic: 0.9}),
            reading=Reading(f"Society {number} has met."),
            fingerprint=fingerprint(title, told(number), url, at),
            placement=Placement(None, None, "new"),
            source=Source(f"society{number}", url, title=f"Society {number}"),
            news_at=at,
            now=at,
        )

    return put
