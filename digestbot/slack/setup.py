"""Tokens and a channel → whether Slack will let the app do its work, step by step, and what to do where it will not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from digestbot.config import Config
from digestbot.deliver.calls import CallError, RefusedError, answer, web_client
from digestbot.deliver.lookup import Lookup

PATIENCE = 5  # seconds for the one call of ``token_problem``
# Each scope with what would not work without it; config/slack/manifest.yaml asks for the same.
SCOPES = {
    "chat:write": "posting digests",
    "commands": "/news and /digest",
    "channels:read": "finding channels by name",
    "channels:join": "joining a public channel by itself",
    "channels:history": "making sure that nothing is posted twice",
    "groups:read": "private channels",
    "groups:history": "making sure of that in private channels",
    "im:history": "making sure of that in messages to one person",
    "im:write": "telling one person something",
    "users:read": "knowing who is an admin",
    "files:write": "calendar files",
}
MENDS = {
    "invalid_auth": "the token is wrong: copy it again from OAuth & Permissions",
    "not_authed": "the token is empty",
    "account_inactive": "the app was removed from the workspace: install it again",
    "token_revoked": "the token was revoked: install the app again",
    "token_expired": "the token has expired: install the app again, without token rotation",
    "not_allowed_token_type": "this is another kind of token: the bot's begins with xoxb-, the app's with xapp-",
}
TEST = "👋 Hello from digestbot: this channel is set up. `/digest` says what I can do."


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the set-up; ``detail`` says what was found and, where it is not ok, what to do."""

    name: str
    ok: bool
    detail: str


def token_problem(token: str, api_url: str) -> str | None:
    """What is wrong with a bot token, in one line; None: nothing. Answers within ``PATIENCE`` seconds."""
    client = WebClient(token=token, base_url=api_url, timeout=PATIENCE, retry_handlers=[])
    try:
        response = client.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error", "")) if isinstance(error.response.data, dict) else ""
        return MENDS.get(code) or f"Slack refused the token: {code or f'HTTP {error.response.status_code}'}"
    except (OSError, ValueError) as error:
        return f"Slack cannot be asked: {error}"
    return _missing(response.headers)


async def examine(config: Config, bot_token: str | None = None) -> list[Step]:
    """The tokens and their scopes; ``bot_token``: of the workspace that asks, default: that of the environment."""
    secrets, slack = config.secrets, config.settings.slack
    bot_token = bot_token or secrets.bot_token
    if bot_token is None:
        what = "set SLACK_BOT_TOKEN to the Bot User OAuth Token (OAuth & Permissions); it begins with xoxb-"
        if secrets.several:
            what += ", or open /slack/install of the running bot in a browser"
        return [Step("bot token", False, what)]
    client = web_client(bot_token, slack.api_url)
    steps = []
    try:
        response = await client.auth_test()
        steps.append(Step("bot token", True, f"{response.get('user')} in {response.get('team')}"))
        missing = _missing(response.headers)
        steps.append(Step("scopes", missing is None, missing or "all that are needed"))
    except SlackApiError as error:
        steps.append(Step("bot token", False, MENDS.get(error.response.get("error"), str(error))))
    if slack.mode == "http":
        ok = secrets.signing_secret is not None
        told = "set" if ok else "set SLACK_SIGNING_SECRET (Basic Information)"
        return [*steps, Step("signing secret", ok, told)]
    return [*steps, await _app_token(config)]


async def set_up(config: Config, channel: str) -> list[Step]:
    """``examine``, then join the channel and say hello in it. Posts one message."""
    steps = await examine(config)
    token = config.secrets.bot_token
    if token is None or not all(step.ok for step in steps):
        return steps
    client = web_client(token, config.settings.slack.api_url)
    try:
        found = await _join(client, channel)
    except CallError as error:
        steps.append(Step("channel", False, f"{error}: check the name, and /invite the app where it is private"))
        return steps
    steps.append(Step("channel", True, f"in {channel}"))
    try:
        await answer(client.chat_postMessage(channel=found, text=TEST))
        steps.append(Step("message", True, f"look into {channel}: there is a hello"))
    except CallError as error:
        steps.append(Step("message", False, str(error)))
    return steps


async def _app_token(config: Config) -> Step:
    token = config.secrets.app_token
    if token is None:
        told = (
            "set SLACK_APP_TOKEN (Basic Information, App-Level Tokens, scope connections:write); it begins with xapp-"
        )
        return Step("app token", False, told)
    client = web_client(token, config.settings.slack.api_url)
    try:
        await answer(client.apps_connections_open(app_token=token))
    except CallError as error:
        code = error.code if isinstance(error, RefusedError) else ""
        return Step("app token", False, MENDS.get(code, str(error)))
    return Step("app token", True, "Socket Mode connects")


async def _join(client: AsyncWebClient, channel: str) -> str:
    """The channel's id, the app being in it. Raises CallError."""
    try:
        found = await Lookup(client).channel_id(channel)
    except RefusedError:
        found = await _public(client, channel.removeprefix("#"))
    try:
        await answer(client.conversations_join(channel=found))
    except RefusedError as error:
        if error.code != "method_not_supported_for_channel_type":  # private, and we are in it: invited
            raise
    return found


async def _public(client: AsyncWebClient, name: str) -> str:
    cursor: str | None = None
    while True:
        page = await answer(client.conversations_list(exclude_archived=True, limit=200, cursor=cursor))
        for one in page["channels"]:
            if one["name"] == name:
                return str(one["id"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            raise RefusedError("channel_not_found")


def _missing(headers: Mapping[str, Any]) -> str | None:
    given = next((str(value) for name, value in headers.items() if name.lower() == "x-oauth-scopes"), None)
    if given is None:  # GovSlack and proxies may leave it out: then only trying tells
        return None
    have = {scope.strip() for scope in given.split(",")}
    lacking = [f"{scope} ({why})" for scope, why in SCOPES.items() if scope not in have]
    return f"add these scopes and install the app again: {', '.join(lacking)}" if lacking else None
