"""Several workspaces on one server: consent, codes, tokens that may expire, and the app being removed."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from slackd.workspace import Json, Refusal

if TYPE_CHECKING:
    from slackd.server import Slackd

CLIENT_ID, CLIENT_SECRET = "111.222", "client-secret-of-the-app"


class OAuth:
    """Who has the app. ``redirect_url`` is the one set in the app's page; ``rotating``: tokens expire, as there."""

    def __init__(self, first: Slackd) -> None:
        self.teams: dict[str, Slackd] = {first.team: first}
        self.redirect_url = ""
        self.rotating = False
        self.codes: dict[str, tuple[str, str, str]] = {}  # code → team, user, redirect_uri
        self.refresh: dict[str, str] = {}  # refresh token → team
        self.dead: dict[str, str] = {}  # token → what Slack says of it
        self._first = first

    def all(self) -> list[Slackd]:
        return list(self.teams.values())

    def team_of(self, token: str) -> Slackd | None:
        return next((one for one in self.teams.values() if token and one.bot_token == token), None)

    def check(self, token: str) -> None:
        if token in self.dead:
            raise Refusal(self.dead[token])

    async def authorize(self, request: web.Request) -> web.Response:
        """The page on which somebody says yes. The test says who by ``as_team`` and ``as_user``, or no by ``deny``."""
        query = request.query
        if query.get("client_id") != CLIENT_ID:
            return web.Response(status=400, text="invalid_client_id")
        if set(query.get("scope", "").split(",")) - self._first.scopes:
            return web.Response(status=400, text="invalid_scope")
        redirect = query.get("redirect_uri") or self.redirect_url
        if not redirect.startswith(self.redirect_url):
            return web.Response(status=400, text="bad_redirect_uri")
        answer = {"state": query["state"]}
        if query.get("deny"):
            answer["error"] = "access_denied"
        else:
            answer["code"] = f"code-{self._first.workspace.serial()}"
            given = query.get("redirect_uri", "")
            self.codes[answer["code"]] = (query["as_team"], query["as_user"], given)
        return web.Response(status=302, headers={"Location": f"{redirect}?{urlencode(answer)}"})

    def token(self, team: str) -> Json:
        """New tokens for a team; the bot token before them stops working."""
        there = self.teams[team]
        serial = self._first.workspace.serial()
        there.bot_token = f"xoxb-{team}-{serial}"
        if not self.rotating:
            return {"access_token": there.bot_token}
        refresh = f"xoxe-{team}-{serial}"
        self.refresh[refresh] = team
        return {"access_token": there.bot_token, "refresh_token": refresh, "expires_in": 43_200}

    def expire(self, team: str) -> None:
        """Twelve hours pass."""
        self.dead[self.teams[team].bot_token] = "token_expired"

    async def remove(self, team: str, *, event: bool = True, times: int = 1) -> None:
        """Somebody removes the app from a workspace."""
        there = self.teams[team]
        self.dead[there.bot_token] = "account_inactive"
        if event:
            revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}
            await there.people.event(revoked, times=times)
            await there.people.event({"type": "app_uninstalled"}, times=times)


def _client(authorization: str, args: Json) -> None:
    """The app's own id and secret, by basic authentication or as arguments."""
    given = (str(args.get("client_id", "")), str(args.get("client_secret", "")))
    if authorization.startswith("Basic "):
        name, _, secret = base64.b64decode(authorization[6:]).decode().partition(":")
        given = (name, secret)
    if given[0] != CLIENT_ID:
        raise Refusal("invalid_client_id")
    if given[1] != CLIENT_SECRET:
        raise Refusal("bad_client_secret")


def access(oauth: OAuth, authorization: str, args: Json) -> Json:
    _client(authorization, args)
    if args.get("grant_type") == "refresh_token":
        team = oauth.refresh.pop(str(args.get("refresh_token")), None)
        if team is None:
            raise Refusal("invalid_refresh_token")
        user = ""
    else:
        found = oauth.codes.pop(str(args.get("code")), None)
        if found is None:
            raise Refusal("invalid_code")
        team, user, redirect = found
        if redirect != args.get("redirect_uri", ""):
            raise Refusal("bad_redirect_uri")
    return {
        "token_type": "bot",
        "scope": ",".join(sorted(oauth.teams[team].scopes)),
        "bot_user_id": "UBOT",
        "app_id": "A1",
        "team": {"id": team, "name": f"Team {team}"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": user},
        **oauth.token(team),
    }


def uninstall(oauth: OAuth, authorization: str, args: Json) -> Json:
    _client("", args)
    there = oauth.team_of(authorization.removeprefix("Bearer ").strip())
    if there is None:
        raise Refusal("invalid_auth")
    oauth.dead[there.bot_token] = "account_inactive"
    return {}


OAUTH_METHODS: dict[str, Callable[[OAuth, str, Json], Json]] = {
    "oauth.v2.access": access,
    "apps.uninstall": uninstall,
}
