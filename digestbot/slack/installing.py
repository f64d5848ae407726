"""Another workspace installs the app by Slack's OAuth, or lets go of it. Bolt's flow does the talking; who may come in
and what is kept is said by ``deliver.workspaces``.
"""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.sqlite3 import SQLite3OAuthStateStore

from digestbot.config import Config
from digestbot.deliver import Workspaces
from digestbot.deliver.calls import CallError, answer, web_client
from digestbot.errors import DigestbotError
from digestbot.slack.listening import Kits
from digestbot.slack.setup import SCOPES

log = logging.getLogger(__name__)

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
STATE_SECONDS = OAuthStateUtils.default_expiration_seconds
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<body style="font: 1.1rem/1.5 sans-serif; max-width: 36rem; margin: 4rem auto">
<h1>{title}</h1><p>{text}</p></body></html>"""
REASONS = {
    "access_denied": "You said no, so nothing was installed.",
    "invalid_browser": "This is not the browser in which the installation began, or it took more than ten minutes.",
    "invalid_state": "This link was used before, or it took more than ten minutes.",
    "missing_code": "Slack sent no code along.",
    "invalid_code": "Slack did not take the code: it was used before, or the app's client secret is wrong.",
}


class _States(SQLite3OAuthStateStore):
    """slack_sdk's own, whose look-ups wait for the disk, off the event loop."""

    async def async_issue(self, *_: Any, **__: Any) -> str:
        return await asyncio.to_thread(self.issue)

    async def async_consume(self, state: str) -> bool:
        return await asyncio.to_thread(self.consume, state)


class _Kept(AsyncInstallationStore):
    """What Bolt's flow saves to."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def async_save(self, installation: Installation) -> None:
        """Raises BoltError, which the flow shows, for a workspace that is not let in."""
        try:
            await self._workspaces.install(installation)
        except DigestbotError as error:
            raise BoltError(str(error)) from error


class _Flow(AsyncOAuthFlow):
    """Bolt's flow; a workspace that is not let in is rid of the app again."""

    async def run_installation(self, code: str) -> Installation | None:
        try:
            return await super().run_installation(code)
        except SlackApiError as error:  # auth.test, with the token just given
            log.error("install.failed reason=%s", error.response.get("error"))
            return None

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        try:
            await super().store_installation(request, installation)
        except BoltError:
            client = web_client(installation.bot_token or "", self.client.base_url)
            gone = client.apps_uninstall(client_id=self.client_id, client_secret=self.settings.client_secret)
            try:
                await answer(gone)
            except CallError as error:  # it stays there, and can do nothing
                log.info("install.left_behind team=%s reason=%s", installation.team_id, error)
            raise


def flow(config: Config, workspaces: Workspaces) -> AsyncOAuthFlow:
    """Bolt's flow for this configuration, which must hold the app's client id and secret."""
    slack, secrets, public = config.settings.slack, config.secrets, config.settings.service.public_url
    settings = AsyncOAuthSettings(
        client_id=secrets.client_id,
        client_secret=secrets.client_secret,
        scopes=list(SCOPES),
        user_scopes=[],
        redirect_uri=public.rstrip("/") + REDIRECT if public else None,
        install_path=INSTALL,
        install_page_rendering_enabled=False,
        redirect_uri_path=REDIRECT,
        authorization_url=f"{slack.api_url.removesuffix('api/')}oauth/v2/authorize",
        installation_store=_Kept(workspaces),
        state_store=_States(database=str(workspaces.file), expiration_seconds=STATE_SECONDS, logger=log),
        state_expiration_seconds=STATE_SECONDS,
        callback_options=AsyncCallbackOptions(success=_succeeded, failure=_failed),
        logger=log,
    )
    return _Flow(client=web_client("", slack.api_url), logger=log, settings=settings)


def routes(flow: AsyncOAuthFlow) -> list[web.RouteDef]:
    """The two pages of an installation."""

    async def install(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def redirected(request: web.Request) -> web.Response:
        try:
            answered = await flow.handle_callback(await to_bolt_request(request))
        except (aiohttp.ClientError, TimeoutError, CallError) as error:
            log.warning("install.failed reason=%s", error)
            answered = _page(502, "Not installed", "Slack cannot be reached just now: please try again in a while.")
        return await to_aiohttp_response(answered)

    return [web.get(INSTALL, install), web.get(REDIRECT, redirected)]


def removed(kits: Kits) -> Callable[[dict[str, Any], AsyncBoltContext], Awaitable[None]]:
    """A listener for the events that say that a workspace has let go of the app: its channels wait, nothing is lost."""

    async def run(body: dict[str, Any], context: AsyncBoltContext) -> None:
        kit = await kits.of(context.team_id, context.client)
        event = body["event"]
        if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return  # a person's token; we hold none
        gone = await kits.workspaces.forget(kit.workspace)
        if gone is not None and await kit.desk.first_time(gone):
            channels = ", ".join(channel.channel for channel in kit.desk.channels()) or "none"
            await kit.desk.tell_operator(
                f"Workspace {context.team_id} has removed the app. Its channels ({channels}) are paused; they go on "
                "when it is installed again. To be rid of them, take them out of channels.yaml."
            )

    return run


async def _succeeded(given: AsyncSuccessArgs) -> BoltResponse:
    name = given.installation.team_name or "your workspace"
    text = (
        f"Go to Slack: invite @digestbot to the channel that is to get the digest, and type /digest channel there. "
        f"You are an admin of the bot in {name}, and so are its own admins."
    )
    return _page(200, f"digestbot is installed in {name}", text)


async def _failed(given: AsyncFailureArgs) -> BoltResponse:
    text = str(given.error) if given.error is not None else REASONS.get(given.reason, f"Slack says: {given.reason}")
    log.warning("install.refused reason=%s", given.reason)
    return _page(given.suggested_status_code if given.error is None else 403, "Not installed", text)


def _page(status: int, title: str, text: str) -> BoltResponse:
    body = PAGE.format(title=html.escape(title), text=html.escape(text))
    return BoltResponse(status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"})
