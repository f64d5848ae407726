"""How every listener runs: acknowledge first, do repeated deliveries once, tell people what cannot be done."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from digestbot.config import Config
from digestbot.deliver import Workspaces
from digestbot.deliver.calls import CallError, RefusedError, answer
from digestbot.errors import DigestbotError
from digestbot.render.limits import validate_view
from digestbot.slack import answers, asking, forms
from digestbot.slack.asking import Asked
from digestbot.slack.desk import Desk
from digestbot.slack.permissions import Admins
from digestbot.slack.replying import reply
from digestbot.workspace import HOME, Workspace

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
Listener = Callable[[AsyncAck, dict[str, Any], AsyncBoltContext], Awaitable[None]]

# Seconds from acknowledging a form with "one moment" until it may be changed: sooner, Slack could put the "one moment"
# over the answer, because the two travel by different ways.
FORM_SETTLES = 0.5
ONLY_ADMINS = "Only admins can do that here, so nothing was changed. Ask one of them."
ONLY_HOME = "That is shared by every workspace, so those who run this bot look after it. Nothing was changed."
BROKEN = "Something broke on my side; it is in the log. Please try again, and tell an admin if it stays so."


@dataclass(frozen=True, slots=True)
class Kit:
    """What every listener works with: the newsroom, Slack and the admins of the workspace in which somebody asks."""

    desk: Desk
    client: AsyncWebClient
    admins: Admins
    config: Config
    workspace: Workspace = HOME


class Kits:
    """A kit for each delivery; who is an admin is remembered a workspace."""

    def __init__(self, desk: Desk, config: Config, workspaces: Workspaces) -> None:
        self.workspaces = workspaces
        self._desk = desk
        self._config = config
        self._admins: dict[Workspace, Admins] = {}

    async def of(self, team: str | None, client: AsyncWebClient) -> Kit:
        """The kit of a team, which ``client`` has a token of. Raises CallError while it is not known which is home."""
        workspace = await self.workspaces.of_team(team)
        desk = self._desk.of(workspace)
        if workspace not in self._admins:
            self._admins[workspace] = Admins(desk.admins, self.workspaces, workspace)
        return Kit(desk, client, self._admins[workspace], self._config, workspace)


Work = Callable[[Kit, Asked], Awaitable[None]]


def listener(kits: Kits, read: Callable[[Body], Asked], work: Work, *, once: bool = True) -> Listener:
    """A Bolt listener. ``once`` False: for what opens a form, whose trigger Slack itself lets be used only once."""

    async def run(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        asked = read(body)
        kit = await kits.of(context.team_id, context.client)
        try:
            if not once or await kit.desk.first_time(asked.key):
                await work(kit, asked)
        except DigestbotError as error:
            log.info("slack.refused key=%s reason=%s", asked.key, error)
            await reply(kit.client, asked, answers.plain(told(kit, error)))
        except Exception:
            # Not left to Bolt, which takes the acknowledgement back when a listener fails at once after it.
            log.exception("slack.broken key=%s", asked.key)
            await reply(kit.client, asked, answers.plain(BROKEN))

    return run


class Filled(ABC):
    """A form that was filled in. ``wrong``: what is wrong, by block_id, known without asking anybody."""

    title: ClassVar[str]
    for_admins: ClassVar[bool] = False
    shared: ClassVar[bool] = False  # changes what every workspace shares

    def __init__(self, kit: Kit, asked: Asked) -> None:
        self.kit = kit
        self.asked = asked
        self.wrong: dict[str, str] = {}

    @abstractmethod
    async def work(self) -> dict[str, Any]:
        """Carry it out; the view that says so. Raises DigestbotError."""

    @abstractmethod
    def again(self, problem: str) -> dict[str, Any]:
        """The form as it was filled in, with what was said against it."""


def submitted(kits: Kits, kind: type[Filled]) -> Listener:
    """A Bolt listener for a form: problems beside the fields at once, anything else after "one moment"."""

    async def run(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        kit = await kits.of(context.team_id, context.client)
        asked = asking.submission(body)
        form = kind(kit, asked)
        if form.wrong:
            await ack(response_action="errors", errors=form.wrong)
            return
        await ack(response_action="update", view=forms.working(form.title))
        if not await kit.desk.first_time(asked.key):
            return
        view, _ = await asyncio.gather(_worked(form), asyncio.sleep(FORM_SETTLES))
        await change_form(kit, asked.view["id"], view)

    return run


def told(kit: Kit, error: DigestbotError) -> str:
    """An error as people read it: a file by its name, not by where it lies on the machine."""
    return str(error).replace(f"{kit.config.folder}/", "")


async def _worked(form: Filled) -> dict[str, Any]:
    if form.for_admins and not await form.kit.admins.are(form.asked.user):
        return form.again(ONLY_ADMINS)
    if form.shared and form.kit.workspace != HOME:
        return form.again(ONLY_HOME)
    try:
        return await form.work()
    except DigestbotError as error:
        log.info("slack.refused key=%s reason=%s", form.asked.key, error)
        return form.again(told(form.kit, error))
    except Exception:
        log.exception("slack.broken key=%s", form.asked.key)
        return form.again(BROKEN)


async def open_form(kit: Kit, asked: Asked, view: dict[str, Any]) -> None:
    """Show a form to whoever pressed or typed. A repeated delivery finds its trigger used, and does nothing."""
    validate_view(view)
    try:
        await answer(kit.client.views_open(trigger_id=asked.trigger, view=view))
    except RefusedError as error:
        if error.code in ("exchanged_trigger_id", "trigger_exchanged"):
            return
        if error.code in ("expired_trigger_id", "trigger_expired"):
            raise DigestbotError("That took too long for Slack: please try again.") from error
        raise


async def change_form(kit: Kit, view_id: str, view: dict[str, Any]) -> None:
    """Another content for an open form; one that was closed meanwhile is let be."""
    validate_view(view)
    try:
        await answer(kit.client.views_update(view_id=view_id, view=view))
    except CallError as error:
        log.info("form.gone view=%s reason=%s", view_id, error)
