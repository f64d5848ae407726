"""A loopback server of generated feeds, run as a process of its own."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.queues import Queue
from xml.sax.saxutils import escape

from aiohttp import web
from digestbot.topics.examples import load_examples

FEEDS = 1000
ENTRIES = 15  # a usual feed's length


def feed(number: int, now: datetime) -> bytes:
    """One RSS feed of entries made of our own example texts, shuffled, so that they are language and not noise."""
    chance = random.Random(number)
    examples = load_examples()
    items = []
    for place in range(ENTRIES):
        parts = chance.sample(examples, 3)
        title = f"{parts[0].title} {number}-{place}"
        body = " ".join(part.text for part in parts)
        date = format_datetime(now - timedelta(minutes=chance.randrange(60 * 24 * 30)))
        items.append(
            f"<item><title>{escape(title)}</title><link>http://site{number}.example/{place}</link>"
            f"<guid>{number}-{place}</guid><pubDate>{date}</pubDate><description>{escape(body)}</description></item>"
        )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed {number}</title>'
        f"<link>http://site{number}.example/</link><description>d</description>{''.join(items)}</channel></rss>"
    ).encode()


def serve_feeds(ready: Queue[str]) -> None:
    """Serve until terminated; puts the base address into the queue first."""
    now = datetime.now(UTC)
    bodies = {f"{number}.xml": feed(number, now) for number in range(FEEDS)}

    async def answer(request: web.Request) -> web.Response:
        tag = f'"{request.match_info["name"]}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        body = bodies[request.match_info["name"]]
        return web.Response(body=body, headers={"ETag": tag, "Content-Type": "application/rss+xml"})

    async def app() -> web.Application:
        made = web.Application()
        made.router.add_get("/{name}", answer)
        return made

    import socket

    listening = socket.create_server(("127.0.0.1", 0))
    ready.put(f"http://127.0.0.1:{listening.getsockname()[1]}")
    web.run_app(app(), sock=listening, print=None, access_log=None)
