"""A small web server on which hubs call: it hands each call on and answers what it is told to. It reads no feed."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web

from digestbot.errors import DigestbotError

PATH = "/websub/"
# Of a feed that a hub sends along; larger ones are answered 413.
MAX_BODY_BYTES = 10_000_000

log = logging.getLogger("digestbot.fetch")


class Listener(Protocol):
    """Who is called by hubs. ``token`` is the last part of the callback address."""

    async def confirm(self, token: str, query: Mapping[str, str]) -> str | None:
        """The words to answer a hub that wants a subscription confirmed; None: nobody asked for it."""

    async def deliver(self, token: str, body: bytes, content_type: str, signature: str) -> bool:
        """Take note of news, of which ``body`` tells or says nothing; False: nobody here has such a subscription."""


@asynccontextmanager
async def listening(listener: Listener, host: str, port: int) -> AsyncIterator[int]:
    """Listen for as long as the block runs; gives the port. Raises DigestbotError when it is taken."""

    async def get(request: web.Request) -> web.Response:
        words = await listener.confirm(request.match_info["token"], request.query)
        # Plain text that no browser takes for a page: the hub says what stands in it.
        headers = {"X-Content-Type-Options": "nosniff"}
        return web.Response(status=404) if words is None else web.Response(text=words, headers=headers)

    async def post(request: web.Request) -> web.Response:
        kind, signature = (request.headers.get(name, "") for name in ("Content-Type", "X-Hub-Signature"))
        known = await listener.deliver(request.match_info["token"], await request.read(), kind, signature)
        return web.Response(status=202 if known else 410)  # 410 ends a subscription, section 7 of WebSub

    app = web.Application(client_max_size=MAX_BODY_BYTES)
    app.router.add_get(PATH + "{token}", get)
    app.router.add_post(PATH + "{token}", post)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise DigestbotError(f"hubs cannot call on {host}:{port}: {error.strerror}") from error
        taken = int(runner.addresses[0][1])
        log.info("websub.listening address=%s:%d", host, taken)
        yield taken
    finally:
        await runner.cleanup()
