"""The set-up: what is wrong with tokens, scopes and channels is told with what to do."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from slackd import Fault, Slackd

from digestbot.config import Config
from digestbot.config.records import Secrets
from digestbot.slack.app import PRESSED
from digestbot.slack.setup import SCOPES, examine, set_up, token_problem

MANIFEST = Path(__file__).parents[2] / "config" / "slack" / "manifest.yaml"


async def problem(slack: Slackd, token: str) -> str | None:
    return await asyncio.to_thread(token_problem, token, slack.api_url)


async def test_a_good_token_has_no_problem(slack: Slackd) -> None:
    assert await problem(slack, slack.bot_token) is None


@pytest.mark.parametrize(
    ("token", "advice"), [("xoxb-wrong", "copy it again"), ("xapp-1-test", "another kind of token")]
)
async def test_a_wrong_token_is_told_with_what_to_do(token: str, advice: str, slack: Slackd) -> None:
    assert advice in str(await problem(slack, token))


async def test_a_missing_scope_is_told_with_what_needs_it(slack: Slackd) -> None:
    slack.scopes.discard("channels:history")
    assert "channels:history (making sure that nothing is posted twice)" in str(await problem(slack, slack.bot_token))


@pytest.mark.parametrize("fault", [Fault("drop"), Fault("broken"), Fault("no_json"), Fault("limited", seconds=60)])
async def test_slack_being_unwell_is_a_problem_and_no_crash(fault: Fault, slack: Slackd) -> None:
    slack.faults.add("auth.test", fault)
    assert await problem(slack, slack.bot_token)


def test_slack_out_of_reach_is_a_problem(unused_tcp_port: int) -> None:
    assert "cannot be asked" in str(token_problem("xoxb-1", f"http://127.0.0.1:{unused_tcp_port}/api/"))


async def test_the_set_up_joins_the_channel_and_says_hello(slack: Slackd, config: Config) -> None:
    slack.workspace.channels["C1"].member = False
    steps = await set_up(config, "#news")
    assert [step.ok for step in steps] == [True] * len(steps)
    assert [step.name for step in steps] == ["bot token", "scopes", "app token", "channel", "message"]
    assert slack.workspace.channels["C1"].member
    assert "set up" in slack.workspace.channels["C1"].messages[0]["text"]


async def test_a_private_channel_needs_an_invitation(slack: Slackd, config: Config) -> None:
    slack.workspace.channels["G1"].member = False
    steps = await set_up(config, "#board")
    assert (steps[-1].name, steps[-1].ok) == ("channel", False)
    assert "/invite" in steps[-1].detail
    slack.workspace.channels["G1"].member = True
    steps = await set_up(config, "#board")
    assert steps[-1].ok


async def test_nothing_is_posted_before_the_tokens_are_right(slack: Slackd, config: Config) -> None:
    slack.scopes.discard("commands")
    steps = await set_up(config, "#news")
    assert "commands (/news and /digest)" in next(step for step in steps if not step.ok).detail
    assert slack.workspace.channels["C1"].messages == []


@pytest.mark.parametrize(
    ("secrets", "wrong"),
    [
        (Secrets(None), "bot token"),
        (Secrets("xoxb-1-test", None), "app token"),
        (Secrets("xoxb-1-test", "xapp-no"), "app token"),
    ],
)
async def test_each_missing_or_wrong_token_is_named(
    secrets: Secrets, wrong: str, slack: Slackd, config: Config
) -> None:
    steps = await examine(replace(config, secrets=secrets))
    assert [step.name for step in steps if not step.ok] == [wrong]


def test_the_manifest_asks_for_the_scopes_that_are_checked() -> None:
    manifest = YAML(typ="safe").load(MANIFEST)
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


def test_the_manifest_names_the_commands_and_events_that_are_heard() -> None:
    manifest = YAML(typ="safe").load(MANIFEST)
    assert [one["command"] for one in manifest["features"]["slash_commands"]] == ["/news", "/digest"]
    heard = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert heard == ["app_home_opened", "app_uninstalled", "tokens_revoked"]
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert PRESSED


async def test_the_manifests_scopes_are_enough_for_everything_tested(slack: Slackd) -> None:
    """What the strict Slack grants by default, and so most tests run with, is what the manifest asks for."""
    assert slack.scopes == set(SCOPES)
