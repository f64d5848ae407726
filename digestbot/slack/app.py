"""The Bolt app: which command, button, form and event goes to which listener. The one list of them."""

from __future__ import annotations

import logging
import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped, warning_token_skipped

from digestbot.config import Config
from digestbot.deliver.calls import web_client
from digestbot.errors import DigestbotError
from digestbot.render import actions
from digestbot.slack import asking, drafting, listeners, names
from digestbot.slack.desk import Desk
from digestbot.slack.listening import Kit, Work, listener, submitted
from digestbot.slack.permissions import Admins
from digestbot.slack.submissions import FORMS

log = logging.getLogger(__name__)
# Bolt warns that it ignores the token of the environment: it is given by ``authorize``, so an operator need not care.
bolt_log = logging.getLogger(f"{__name__}.bolt")
bolt_log.addFilter(
    lambda record: record.getMessage() not in (warning_token_skipped(), warning_client_prioritized_and_token_skipped())
)

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


def build(desk: Desk, config: Config) -> AsyncApp:
    """The app, connected to nothing yet. ``config`` must hold a bot token; in HTTP mode a signing secret, too.

    Raises DigestbotError when it does not.
    """
    token = config.secrets.bot_token
    if token is None:
        raise DigestbotError("set SLACK_BOT_TOKEN: without it there is no Slack app")
    http = config.settings.slack.mode == "http"
    if http and config.secrets.signing_secret is None:
        raise DigestbotError("mode is http: set SLACK_SIGNING_SECRET (Basic Information)")
    client = web_client(token, config.settings.slack.api_url)

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """The one workspace we have a token for; asking Slack who we are would delay the first acknowledgement."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    app = AsyncApp(
        client=client,
        signing_secret=config.secrets.signing_secret or "not used in Socket Mode",
        request_verification_enabled=http,
        authorize=authorize,
        logger=bolt_log,
    )
    register(app, Kit(desk, client, Admins(desk.admins, client), config))
    return app


def register(app: AsyncApp, kit: Kit) -> None:
    """Hang every listener on the app."""
    app.command("/news")(listener(kit, asking.command, listeners.news))
    app.command("/digest")(listener(kit, asking.command, listeners.digest, once=False))
    for action_id, (work, once) in PRESSED.items():
        app.action(action_id)(listener(kit, asking.press, work, once=once))
    app.action(re.compile(f"^{names.VERB}_[a-z]+$"))(listener(kit, asking.press, listeners.verb_pressed, once=False))
    app.action(re.compile(".*"))(_acknowledged)  # a link, or a field of a form: nothing to do
    for callback, kind in FORMS.items():
        app.view(callback)(submitted(kit, kind))
    app.view(names.NOTE_FORM)(submitted(kit, drafting.NoteForm))
    app.view(names.DONE_FORM)(_acknowledged)
    app.event("app_home_opened")(listener(kit, asking.event, listeners.home_opened))


async def _acknowledged(ack: AsyncAck) -> None:
    await ack()
