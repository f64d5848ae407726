"""Workspace → a bot token that works there: the one in the environment, or one that an installation brought.

Installations are kept with slack_sdk's own store in ``slack.db`` beside the database, so that tokens are in no backup
and in nothing that ``browse`` shows. Where Slack lets tokens expire they are renewed here.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path

import aiohttp
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from digestbot.config import Config
from digestbot.deliver.calls import CallError, RefusedError, UnreachedError, answer, web_client
from digestbot.deliver.turns import held
from digestbot.errors import DigestbotError
from digestbot.store import Store
from digestbot.workspace import HOME, Workspace
from digestbot.writer import Writer

log = logging.getLogger(__name__)

FILE_NAME = "slack.db"
HOME_NOTE = "slack home"  # note in the store: team id of the home workspace, once it matters
RENEW = 120  # minutes before a token expires; they live twelve hours


class Workspaces:
    """The workspaces of one installation of the bot. With ``SLACK_BOT_TOKEN`` alone there is only home.

    ``store`` and ``write`` are needed only for several.
    """

    def __init__(self, config: Callable[[], Config], store: Store | None = None, write: Writer | None = None) -> None:
        self._config = config
        self._store = store
        self._write = write
        self._known_home: str | None = None

    @property
    def several(self) -> bool:
        """Whether other workspaces may install the app."""
        return self._config().secrets.several and self._store is not None

    @cached_property
    def file(self) -> Path:
        """The file of installations and of the states of installing; nobody but its owner may read it."""
        assert self._store is not None, "callers look whether there are several"
        file = self._store.path.with_name(FILE_NAME)
        file.touch(mode=0o600)
        file.chmod(0o600)  # one that an operator has copied
        return file

    @cached_property
    def _installations(self) -> SQLite3InstallationStore:
        client_id = self._config().secrets.client_id
        assert client_id is not None, "callers look whether there are several"
        return SQLite3InstallationStore(database=str(self.file), client_id=client_id, logger=log)

    async def of_team(self, team: str | None) -> Workspace:
        """The workspace that Slack means by a team id. Raises CallError while it cannot be said which is home."""
        if not self.several or team is None or team == await self._home():
            return HOME
        return Workspace(team)

    async def token(self, workspace: Workspace) -> str | None:
        """A bot token for a workspace; None where the app is not installed. Raises CallError."""
        given = self._config().secrets.bot_token
        if not self.several:
            return given if workspace == HOME else None
        bot = await self._bot(workspace)
        if bot is not None:
            return (await self._renewed(bot)).bot_token
        return given if workspace == HOME else None

    async def installed(self, workspace: Workspace) -> bool:
        """Whether there is a token for a workspace. Asks nobody."""
        if workspace == HOME and self._config().secrets.bot_token is not None:
            return True
        return self.several and await self._bot(workspace) is not None

    async def installer(self, workspace: Workspace) -> str | None:
        """Who installed the app in a workspace, by Slack's id: an admin of the bot there."""
        if not self.several or workspace == HOME:
            return None
        found = await asyncio.to_thread(
            self._installations.find_installation, enterprise_id=None, team_id=workspace.team
        )
        return None if found is None else found.user_id

    @asynccontextmanager
    async def client(self, workspace: Workspace) -> AsyncIterator[AsyncWebClient]:
        """A client of a workspace, closed at the end. Raises RefusedError where the app is not installed."""
        token = await self.token(workspace)
        if token is None:
            raise RefusedError("account_inactive")
        client = web_client(token, self._config().settings.slack.api_url)
        try:
            yield client
        finally:
            if client.session is not None:
                await client.session.close()

    async def install(self, installation: Installation) -> Workspace:
        """Keep an installation that Slack has granted.

        Raises DigestbotError where the settings do not let this workspace in.
        """
        team = installation.team_id
        if installation.is_enterprise_install or team is None:
            raise DigestbotError("It can be installed in single workspaces only, not in a whole organisation.")
        home = await self._home()
        if team != home and team not in self._config().settings.slack.workspaces:
            raise DigestbotError(
                f"{installation.team_name or 'This workspace'} is not among those that may use this bot. "
                f"Ask its operator to add {team} under slack: workspaces: in settings.yaml, and try again."
            )
        installation.enterprise_id = None  # a team id says all; deliveries know no more
        await asyncio.to_thread(self._installations.save, installation)
        if team == home:
            await self._note_home(team)
        log.info("workspace.installed team=%s user=%s", team, installation.user_id)
        return await self.of_team(team)

    async def forget(self, workspace: Workspace) -> str | None:
        """Let go of a workspace's tokens, unless they still work: the app may have been installed anew meanwhile.

        What names the installation that is gone, the same each time it is said to be; None where there is none to let
        go of. Slack says so twice, as a removal and as revoked tokens, and repeats both.
        """
        bot = await self._bot(workspace) if self.several else None
        given = self._config().secrets.bot_token if workspace == HOME else None
        token = bot.bot_token if bot is not None else given
        if token is None or await self._works(token):
            return None
        if bot is not None:
            await asyncio.to_thread(self._installations.delete_all, enterprise_id=None, team_id=bot.team_id)
        log.warning("workspace.gone team=%s", workspace.team or "home")
        # At home an installation and the environment's token go together, and are one removal.
        name = hashlib.sha256((given or token).encode()).hexdigest()[:16]
        return f"gone {workspace.team or 'home'} {name}"

    async def _works(self, token: str) -> bool:
        """Whether Slack takes a token; no when it cannot be asked, for then its word that it does not stands."""
        client = web_client(token, self._config().settings.slack.api_url)
        try:
            await answer(client.auth_test())
        except CallError as error:
            log.info("workspace.token_refused reason=%s", error)
            return False
        return True

    async def _bot(self, workspace: Workspace) -> Bot | None:
        team = workspace.team or await self._home()
        return await asyncio.to_thread(self._installations.find_bot, enterprise_id=None, team_id=team) if team else None

    async def _renewed(self, bot: Bot) -> Bot:
        """One renewal at a time, in any process: a refresh token can be used once."""
        if bot.bot_refresh_token is None or (bot.bot_token_expires_at or 0) > time.time() + RENEW * 60:
            return bot
        async with held(self.file.with_suffix(".lock")):
            secrets = self._config().secrets
            assert secrets.client_id is not None
            assert secrets.client_secret is not None
            rotator = AsyncTokenRotator(
                client_id=secrets.client_id,
                client_secret=secrets.client_secret,
                client=web_client("", self._config().settings.slack.api_url),
            )
            kept = await asyncio.to_thread(self._installations.find_bot, enterprise_id=None, team_id=bot.team_id)
            bot = kept or bot
            try:
                new = await rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=RENEW)
            except SlackTokenRotationError as error:
                log.error("workspace.not_renewed team=%s reason=%s", bot.team_id, error)
                raise RefusedError("token_expired") from error
            except (aiohttp.ClientError, TimeoutError) as error:
                raise UnreachedError(f"Slack cannot be asked for a new token: {error}") from error
            if new is not None:
                await asyncio.to_thread(self._installations.save_bot, new)
                log.info("workspace.renewed team=%s", bot.team_id)
            return new or bot

    async def _home(self) -> str | None:
        """Team id of the home workspace: that of ``SLACK_BOT_TOKEN``, learned once, or else the first that is listed.

        Raises CallError while Slack cannot be asked.
        """
        assert self._store is not None
        assert self._write is not None
        if self._known_home is None:
            noted = await self._write(self._store.notes.get, HOME_NOTE)
            self._known_home = noted if isinstance(noted, str) else None
        if self._known_home is not None:
            return self._known_home
        token = self._config().secrets.bot_token
        if token is None:
            return next(iter(self._config().settings.slack.workspaces), None)
        client = web_client(token, self._config().settings.slack.api_url)
        team = str((await answer(client.auth_test()))["team_id"])
        await self._note_home(team)
        return team

    async def _note_home(self, team: str) -> None:
        assert self._store is not None
        assert self._write is not None
        await self._write(self._store.notes.put, HOME_NOTE, team)
        self._known_home = team
        log.info("workspace.home team=%s", team)
