"""The Slack app, connected for as long as a block runs: by Socket Mode, or over HTTP behind a public address."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from digestbot.config import Config
from digestbot.deliver import Workspaces
from digestbot.deliver.calls import web_client
from digestbot.errors import DigestbotError
from digestbot.slack.app import build
from digestbot.slack.desk import Desk
from digestbot.slack.installing import routes

log = logging.getLogger(__name__)

PATH = "/slack/events"  # commands, interactivity and events alike: one request URL to set in the app's page
PING = 5.0  # seconds between pings; a server that vanished is noticed after four of them at most


@asynccontextmanager
async def connected(
    desk: Desk, config: Config, workspaces: Workspaces | None = None, *, ping: float = PING
) -> AsyncIterator[AsyncApp]:
    """Connect, and let go at the end. Slack being away delays nothing here: it is connected to when it is back.

    Without ``workspaces`` there is the one of the configuration's token. Raises DigestbotError when a token or secret
    is missing, or the port is taken.
    """
    workspaces = workspaces or Workspaces(lambda: config)
    app = build(desk, config, workspaces)
    paths = routes(app.oauth_flow) if app.oauth_flow is not None else []
    async with AsyncExitStack() as stack:
        if config.settings.slack.mode == "http":
            paths.append(web.post(PATH, _receiver(app)))
        else:
            await stack.enter_async_context(_socket(app, config, ping))
        if paths:
            slack = config.settings.slack
            await stack.enter_async_context(_listening(paths, slack.http_host, slack.http_port))
        yield app


@asynccontextmanager
async def _socket(app: AsyncApp, config: Config, ping: float) -> AsyncIterator[None]:
    token = config.secrets.app_token
    if token is None:
        raise DigestbotError("mode is socket: set SLACK_APP_TOKEN (Basic Information, App-Level Tokens)")
    handler = AsyncSocketModeHandler(
        app, token, web_client=web_client(token, config.settings.slack.api_url), ping_interval=ping, logger=log
    )
    # slack_sdk gives these two no types.
    connect: Callable[[], Coroutine[Any, Any, None]] = handler.connect_async
    close: Callable[[], Coroutine[Any, Any, None]] = handler.close_async
    connecting = asyncio.create_task(connect(), name="slack")
    try:
        yield
    finally:
        connecting.cancel()
        with suppress(asyncio.CancelledError):
            await connecting
        await close()


def _receiver(app: AsyncApp) -> Callable[[web.Request], Coroutine[Any, Any, web.Response]]:
    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return receive


@asynccontextmanager
async def _listening(paths: Iterable[web.RouteDef], host: str, port: int) -> AsyncIterator[None]:
    site = web.Application()
    site.add_routes(paths)
    runner = web.AppRunner(site)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise DigestbotError(f"Slack's requests cannot be received on {host}:{port}: {error.strerror}") from error
        log.info("slack.listening address=%s", runner.addresses)
        yield
    finally:
        await runner.cleanup()
