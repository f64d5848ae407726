"""The server: tokens and scopes, faults, and the addresses a Slack has."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from slackd.blocks import problems
from slackd.faults import Faults
from slackd.oauth import OAUTH_METHODS, OAuth
from slackd.people import People
from slackd.socket import Socket
from slackd.webapi import DEFAULT_SCOPES, METHODS, SCOPES
from slackd.workspace import RESPONSE_USES, Json, Refusal, Workspace

BOT_TOKEN = "xoxb-1-test"
APP_TOKEN = "xapp-1-test"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


class Slackd:
    """One workspace with one app, served on loopback; ``calls`` holds every Web API call with its arguments.

    ``other`` makes a further workspace on the same server, in which the app is not installed; see ``oauth``.
    """

    def __init__(self, team: str = "T1", root: Slackd | None = None) -> None:
        self.team = team
        self.root = root or self
        self.oauth = root.oauth if root else OAuth(self)
        self.workspace = Workspace() if root is None else Workspace(_serial=root.workspace._serial)
        self.faults = Faults()
        self.socket = root.socket if root else Socket()
        self.people = People(self)
        self.base_url = root.base_url if root else ""
        self.bot_token = BOT_TOKEN if root is None else ""
        self.app_token = APP_TOKEN
        self.signing_secret = SIGNING_SECRET
        self.scopes: set[str] = set(DEFAULT_SCOPES)
        self.request_url = ""  # set: events go there over signed HTTP instead of the socket
        self.forged_headers: dict[str, str] = {}
        self.http_statuses: list[int] = []
        self.calls: list[tuple[str, Json]] = []
        self.refusals: list[tuple[str, Json]] = []
        self.history_page = 15
        self.list_page = 200
        self._triggers: dict[str, str] = {}

    def other(self, team: str) -> Slackd:
        """A further workspace with a #news (C1), an admin and a reader of its own; ids are the same as in the first."""
        there = Slackd(team, self)
        there.workspace.add_channel("C1", "news")
        there.workspace.add_channel("G1", "board", private=True)
        there.workspace.add_user("UBOSS", "dan", admin=True)
        there.workspace.add_user("U1", "eve")
        there.workspace.add_user("U2", "fay")
        self.oauth.teams[team] = there
        return there

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/api/"

    def called(self, method: str) -> list[Json]:
        return [args for name, args in self.calls if name == method]

    def trigger(self, user: str) -> str:
        id_ = self.workspace.trigger()
        self._triggers[id_] = user
        return id_

    def user_of(self, trigger: str) -> str:
        if trigger not in self._triggers:
            raise Refusal("invalid_trigger_id")
        return self._triggers[trigger]

    def response_url(self, channel: str, user: str, original: Json | None = None) -> str:
        id_ = str(self.workspace.serial())
        self.workspace.responses[id_] = {"channel": channel, "user": user, "original": original, "uses": 0}
        return f"{self.base_url}/response/{id_}"

    def with_ids(self, blocks: list[Json]) -> list[Json]:
        """Slack names blocks and elements that have no name."""
        named = json.loads(json.dumps(blocks))
        for block in named:
            block.setdefault("block_id", f"b{self.workspace.serial()}")
            for element in [*block.get("elements", ()), block.get("accessory"), block.get("element")]:
                if element and element.get("type") in ("button", "overflow", "static_select"):
                    element.setdefault("action_id", f"a{self.workspace.serial()}")
        assert isinstance(named, list)
        return named

    async def api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        args = await _arguments(request)
        authorization = request.headers.get("Authorization") or f"Bearer {args.get('token', '')}"
        there = self.oauth.team_of(authorization.removeprefix("Bearer ").strip())
        if there is not None and there is not self:
            return await there.serve(request, name, args, authorization)
        return await self.serve(request, name, args, authorization)

    async def serve(self, request: web.Request, name: str, args: Json, authorization: str) -> web.StreamResponse:
        self.calls.append((name, args))
        fault = self.faults.next(name)
        if fault is not None:
            if fault.kind == "limited":
                headers = {"Retry-After": f"{fault.seconds:g}"}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            if fault.kind == "error":
                return web.json_response({"ok": False, "error": fault.code})
            if fault.kind == "broken":
                return web.Response(status=500, text="Internal Server Error")
            if fault.kind == "no_json":
                return web.Response(text="Please log in to this network", content_type="text/plain")
            if fault.kind == "drop":
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            if fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
        body = self._answer(name, authorization, args)
        if fault is not None and fault.kind == "drop_after":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault is not None and fault.kind == "broken_after":
            return web.Response(status=500, text="Internal Server Error")
        return web.json_response(body, headers={"X-OAuth-Scopes": ",".join(sorted(self.scopes))})

    def _answer(self, name: str, authorization: str, args: Json) -> Json:
        try:
            if name in OAUTH_METHODS:
                return {"ok": True, **OAUTH_METHODS[name](self.oauth, authorization, args)}
            self._let_in(name, authorization)
            return {"ok": True, **METHODS[name](self, args)}
        except Refusal as refusal:
            self.refusals.append((name, refusal.body))
            return refusal.body

    def _let_in(self, name: str, authorization: str) -> None:
        token = authorization.removeprefix("Bearer ").strip()
        if not token:
            raise Refusal("not_authed")
        if name not in METHODS:
            raise Refusal("unknown_method", req_method=name)
        self.oauth.check(token)
        if token not in (self.bot_token, self.app_token):
            raise Refusal("invalid_auth")
        if (token == self.app_token) != (name == "apps.connections.open"):
            raise Refusal("not_allowed_token_type")
        wanted = SCOPES[name]
        if wanted and not self.scopes & set(wanted):
            raise Refusal("missing_scope", needed=",".join(wanted), provided=",".join(sorted(self.scopes)))

    async def response(self, request: web.Request) -> web.Response:
        """A response_url: five uses, blocks checked like any message's."""
        there = next((one for one in self.oauth.all() if request.match_info["id"] in one.workspace.responses), self)
        if there is not self:
            return await there.response(request)
        found = self.workspace.responses.get(request.match_info["id"])
        args = await request.json()
        self.calls.append(("response_url", args))
        if found is None or found["uses"] >= RESPONSE_USES:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        found["uses"] += 1
        wrong = problems(args.get("blocks") or [], "message")
        if wrong or not (args.get("text") or args.get("blocks") or args.get("delete_original")):
            self.refusals.append(("response_url", {"errors": wrong}))
            return web.json_response({"ok": False, "error": "invalid_blocks", "errors": wrong}, status=400)
        original = found["original"]
        if args.get("delete_original"):
            self.workspace.ephemeral = [one for one in self.workspace.ephemeral if one is not original]
            return web.Response(text="ok")
        content = {"text": args.get("text", ""), "blocks": self.with_ids(args.get("blocks") or [])}
        if args.get("replace_original") and original is not None:
            original.update(content)
        elif args.get("response_type") == "in_channel":
            self.workspace.channels[found["channel"]].messages.append(
                {"type": "message", "user": "UBOT", "bot_id": "BBOT", "ts": self.workspace.ts(), **content}
            )
        else:
            self.workspace.ephemeral.append(
                {"channel": found["channel"], "user": found["user"], "ts": self.workspace.ts(), **content}
            )
        return web.Response(text="ok")

    async def upload(self, request: web.Request) -> web.Response:
        every = [file for one in self.oauth.all() for file in one.workspace.files]
        file = next(one for one in every if one["id"] == request.match_info["id"])
        if request.content_type.startswith("multipart"):
            part = next(iter((await request.post()).values()))
            file["body"] = part.file.read() if hasattr(part, "file") else str(part).encode()
        else:
            file["body"] = await request.read()
        return web.Response(text=f"OK - {len(file['body'])}")

    def application(self) -> web.Application:
        application = web.Application(client_max_size=10_000_000)
        application.router.add_route("*", "/api/{method}", self.api)
        application.router.add_post("/response/{id}", self.response)
        application.router.add_post("/upload/{id}", self.upload)
        application.router.add_get("/link/", self.socket.serve)
        application.router.add_get("/oauth/v2/authorize", self.oauth.authorize)
        return application


async def _arguments(request: web.Request) -> Json:
    """Query, form or JSON; objects in a form are JSON text."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args |= json.loads(await request.text() or "{}")
    elif request.can_read_body:
        args |= dict(await request.post())
    for key in ("blocks", "view", "metadata"):
        if isinstance(args.get(key), str):
            args[key] = _parsed(args[key])
    return {key: value for key, value in args.items() if value is not None}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


@asynccontextmanager
async def slackd() -> AsyncIterator[Slackd]:
    """A workspace with #news (C1), a private channel (G1), an admin (UADMIN) and two readers (U1, U2)."""
    slack = Slackd()
    slack.workspace.add_channel("C1", "news")
    slack.workspace.add_channel("C2", "admins")
    slack.workspace.add_channel("G1", "board", private=True)
    slack.workspace.add_user("UADMIN", "ada", admin=True)
    slack.workspace.add_user("U1", "ben")
    slack.workspace.add_user("U2", "cat")
    runner = web.AppRunner(slack.application(), shutdown_timeout=0.01)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        for socket in list(slack.socket.connections):
            await socket.close()
        await runner.cleanup()
