"""The Bolt app: which command, button, form and event goes to which listener. The one list of them."""

from __future__ import annotations

import logging
import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped, warning_token_skipped

from digestbot.config import Config
from digestbot.deliver import Workspaces
from digestbot.deliver.calls import CallError, web_client
from digestbot.errors import DigestbotError
from digestbot.render import actions
from digestbot.slack import asking, drafting, listeners, names
from digestbot.slack.desk import Desk
from digestbot.slack.installing import flow, removed
from digestbot.slack.listening import Kits, Work, listener, submitted
from digestbot.slack.submissions import FORMS

log = logging.getLogger(__name__)
# Bolt warns that it ignores the token of the environment: it is given by ``authorize``, so an operator need not care.
bolt_log = logging.getLogger(f"{__name__}.bolt")
bolt_log.addFilter(
    lambda record: record.getMessage() not in (warning_token_skipped(), warning_client_prioritized_and_token_skipped())
)

NOT_INSTALLED = "digestbot is not installed in this workspace any more. Somebody who may add apps can install it again."

# action_id → what it does, and whether a repeated delivery must do it only once (what opens a form asks by itself).
PRESSED: dict[str, tuple[Work, bool]] = {
    **dict.fromkeys((*sorted(actions.VERBS), actions.STORY_MENU), (listeners.story, False)),
    actions.CALENDAR: (listeners.calendar, True),
    actions.SEARCH_MORE: (listeners.search_page, True),
    actions.SEARCH_BACK: (listeners.search_page, True),
    actions.SEARCH_SHARE: (listeners.search_share, True),
    actions.SEARCH_SAVE: (listeners.search_save, True),
    actions.SEARCH_ALERT: (listeners.search_alert, True),
    actions.DRAFT_STORY: (drafting.story, True),
    actions.DRAFT_NOTE: (drafting.note, False),
    actions.DRAFT_PUBLISH: (drafting.publish, True),
    names.ASK_ADMIN: (listeners.ask_admin, True),
    names.UNSAVE: (listeners.unsave, True),
    names.FORGET: (listeners.forget_search, True),
    names.RUN: (listeners.run_search, False),
    names.UNCERTAIN: (listeners.label_uncertain, False),
}


def build(desk: Desk, config: Config, workspaces: Workspaces) -> AsyncApp:
    """The app, connected to nothing yet. ``config`` must hold a bot token, or what lets workspaces install the app; in
    HTTP mode a signing secret, too.

    Raises DigestbotError when it does not.
    """
    if config.secrets.bot_token is None and not workspaces.several:
        raise DigestbotError("set SLACK_BOT_TOKEN: without it there is no Slack app")
    http = config.settings.slack.mode == "http"
    if http and config.secrets.signing_secret is None:
        raise DigestbotError("mode is http: set SLACK_SIGNING_SECRET (Basic Information)")

    app = AsyncApp(
        client=web_client(config.secrets.bot_token or "", config.settings.slack.api_url),
        signing_secret=config.secrets.signing_secret or "not used in Socket Mode",
        request_verification_enabled=http,
        authorize=_Authorize(workspaces),  # type: ignore[arg-type]  # Bolt takes one, and says so only in its code
        oauth_flow=flow(config, workspaces) if workspaces.several else None,
        user_facing_authorize_error_message=NOT_INSTALLED,
        logger=bolt_log,
    )
    register(app, Kits(desk, config, workspaces))
    return app


class _Authorize(AsyncAuthorize):
    """The token of the workspace that asks; asking Slack who we are would delay the first acknowledgement."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_: object) -> AuthorizeResult | None:
        try:
            token = await self._workspaces.token(await self._workspaces.of_team(team_id))
        except CallError as error:
            log.error("workspace.refused team=%s reason=%s", team_id, error)
            return None
        if token is None:
            return None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)


def register(app: AsyncApp, kits: Kits) -> None:
    """Hang every listener on the app."""
    app.command("/news")(listener(kits, asking.command, listeners.news))
    app.command("/digest")(listener(kits, asking.command, listeners.digest, once=False))
    for action_id, (work, once) in PRESSED.items():
        app.action(action_id)(listener(kits, asking.press, work, once=once))
    app.action(re.compile(f"^{names.VERB}_[a-z]+$"))(listener(kits, asking.press, listeners.verb_pressed, once=False))
    app.action(re.compile(".*"))(_acknowledged)  # a link, or a field of a form: nothing to do
    for callback, kind in FORMS.items():
        app.view(callback)(submitted(kits, kind))
    app.view(names.NOTE_FORM)(submitted(kits, drafting.NoteForm))
    app.view(names.DONE_FORM)(_acknowledged)
    app.event("app_home_opened")(listener(kits, asking.event, listeners.home_opened))
    for event in ("app_uninstalled", "tokens_revoked"):
        app.event(event)(removed(kits))


async def _acknowledged(ack: AsyncAck) -> None:
    await ack()
