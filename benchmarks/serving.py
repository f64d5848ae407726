"""A loopback server of given answers, run as a process of its own so that it costs no side anything but the machine."""

from __future__ import annotations

import random
import socket
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from multiprocessing.queues import Queue
from xml.sax.saxutils import escape

from aiohttp import web

from benchmarks.language import invent

ENTRIES = 15  # a usual feed's length


def feed(number: int, now: datetime, entries: int = ENTRIES) -> bytes:
    """One RSS feed of invented entries spread over the last 30 days."""
    chance = random.Random(number)
    written = []
    for _ in range(entries):
        title, body = invent(chance)
        written.append((title, body, now - timedelta(minutes=chance.randrange(60 * 24 * 30))))
    return rss(number, written)


def rss(number: int, entries: Sequence[tuple[str, str, datetime]]) -> bytes:
    """An RSS feed of entries as (headline, text, time of publication)."""
    items = [
        f"<item><title>{escape(title)}</title><link>http://site{number}.example/{place}</link>"
        f"<guid>{number}-{place}</guid><pubDate>{format_datetime(at)}</pubDate>"
        f"<description>{escape(text)}</description></item>"
        for place, (title, text, at) in enumerate(entries)
    ]
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed {number}</title>'
        f"<link>http://site{number}.example/</link><description>d</description>{''.join(items)}</channel></rss>"
    ).encode()


def serve(ready: Queue[str], answers: Mapping[str, tuple[bytes, str]]) -> None:
    """Serve path → (body, content type) with ETags until terminated; puts the base address into the queue first."""

    async def answer(request: web.Request) -> web.Response:
        if request.path not in answers:
            return web.Response(status=404)
        tag = f'"{request.path}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        body, kind = answers[request.path]
        return web.Response(body=body, headers={"ETag": tag, "Content-Type": kind})

    async def app() -> web.Application:
        made = web.Application()
        made.router.add_get("/{path:.*}", answer)
        return made

    listening = socket.create_server(("127.0.0.1", 0))
    ready.put(f"http://127.0.0.1:{listening.getsockname()[1]}")
    web.run_app(app(), sock=listening, print=None, access_log=None)
