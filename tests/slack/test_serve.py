"""Connections: acks in time, reconnecting, HTTP with signatures."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from slackd import Slackd
from slackd.people import until

from digestbot.config import Config
from digestbot.config.records import Secrets
from digestbot.config.settings import Settings
from digestbot.errors import DigestbotError
from digestbot.slack.serve import connected


async def test_the_app_comes_back_after_slack_asks_it_to_reconnect(app: Slackd) -> None:
    await app.socket.disconnect("refresh_requested")
    assert await app.people.reach("U1")


async def test_the_app_comes_back_after_slack_vanished(app: Slackd) -> None:
    app.socket.vanish()
    assert await app.people.reach("U1")


async def test_acks_do_not_wait_for_a_busy_newsroom(app: Slackd, desk: Any) -> None:
    desk.slow = 2.0
    outcomes = await asyncio.gather(*(app.people.command("/news", f"word {n}", user="U1") for n in range(20)))
    assert all(outcome.acked for outcome in outcomes)
    assert max(outcome.seconds for outcome in outcomes) < desk.slow


async def test_slack_being_away_delays_no_start(desk: Any, unused_tcp_port: int) -> None:
    settings = Settings.model_validate({"slack": {"api_url": f"http://127.0.0.1:{unused_tcp_port}/api/"}})
    config = Config(Path("config"), settings=settings, secrets=Secrets("xoxb-1", "xapp-1"))
    async with asyncio.timeout(2), connected(desk, config, ping=0.1):
        pass


def over_http(slack: Slackd, port: int) -> Config:
    given = {"api_url": slack.api_url, "mode": "http", "http_port": port}
    secrets = Secrets(slack.bot_token, None, slack.signing_secret)
    return Config(Path("config"), settings=Settings.model_validate({"slack": given}), secrets=secrets)


async def test_over_http_everything_works_the_same(slack: Slackd, desk: Any, unused_tcp_port: int) -> None:
    async with connected(desk, over_http(slack, unused_tcp_port)):
        slack.request_url = f"http://127.0.0.1:{unused_tcp_port}/slack/events"
        outcome = await slack.people.command("/digest", "pause coop-news", user="UADMIN", times=3)
        await until(lambda: slack.workspace.ephemeral, what="the answer")
        assert outcome.acked
        assert desk.done == [("pause", "coop-news", "UADMIN")]
        await slack.people.open_home("U1", times=2)
        await until(lambda: "U1" in slack.workspace.homes, what="the tab")
        await slack.people.command("/digest", "why", user="U1")
        await until(lambda: slack.workspace.stacks.get("U1"), what="a form")
        form = slack.people.form("U1")
        outcome = await slack.people.submit(form, {"argument": "5"})
        assert outcome.payload["response_action"] == "update"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": "v0=0000"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "1000000000"},
    ],
)
async def test_a_request_that_slack_did_not_sign_is_refused(
    headers: dict[str, str], slack: Slackd, desk: Any, unused_tcp_port: int
) -> None:
    async with connected(desk, over_http(slack, unused_tcp_port)):
        slack.request_url = f"http://127.0.0.1:{unused_tcp_port}/slack/events"
        slack.forged_headers = headers
        outcome = await slack.people.command("/digest", "pause coop-news", user="UADMIN")
        assert not outcome.acked
        assert slack.http_statuses == [401]
        assert desk.done == []


async def test_a_taken_port_is_told(slack: Slackd, desk: Any, unused_tcp_port: int) -> None:
    config = over_http(slack, unused_tcp_port)
    async with connected(desk, config):
        with pytest.raises(DigestbotError, match=f"127.0.0.1:{unused_tcp_port}"):
            async with connected(desk, config):
                pass


@pytest.mark.parametrize(
    ("mode", "secrets", "missing"),
    [
        ("socket", Secrets(None, "xapp-1"), "SLACK_BOT_TOKEN"),
        ("socket", Secrets("xoxb-1", None), "SLACK_APP_TOKEN"),
        ("http", Secrets("xoxb-1", None), "SLACK_SIGNING_SECRET"),
    ],
)
async def test_a_missing_secret_is_named(mode: str, secrets: Secrets, missing: str, desk: Any) -> None:
    config = Config(Path("config"), settings=Settings.model_validate({"slack": {"mode": mode}}), secrets=secrets)
    with pytest.raises(DigestbotError, match=missing):
        async with connected(desk, config):
            pass
