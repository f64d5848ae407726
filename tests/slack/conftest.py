"""A real Bolt app with a fake newsroom, connected by Socket Mode to the strict Slack on loopback."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from slackd import Slackd, slackd
from slackd.people import until

from digestbot.config import Config
from digestbot.config.records import Secrets
from digestbot.config.settings import Settings
from digestbot.slack.serve import connected


def _load(name: str) -> ModuleType:
    """A module beside this one; tests are no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


fakes = _load("fake_desk")


def config_for(slack: Slackd, **given: Any) -> Config:
    settings = Settings.model_validate({"slack": {"api_url": slack.api_url, **given}})
    return Config(
        Path("config"), settings=settings, secrets=Secrets(slack.bot_token, slack.app_token, slack.signing_secret)
    )


@pytest.fixture
async def slack() -> AsyncIterator[Slackd]:
    async with slackd() as served:
        yield served
        wrong = [body for name, body in served.refusals if body.get("error") in ("invalid_blocks", "invalid_arguments")]
        wrong += [body for name, body in served.refusals if name == "response_url"]
        assert not wrong, f"Slack refused what was sent: {wrong}"


@pytest.fixture
def desk() -> Any:
    return fakes.FakeDesk()


@pytest.fixture
def config(slack: Slackd) -> Config:
    return config_for(slack)


@pytest.fixture
async def app(slack: Slackd, desk: Any, config: Config) -> AsyncIterator[Slackd]:
    """The app at work; gives the Slack it is connected to."""
    async with connected(desk, config, ping=0.5):
        await until(lambda: slack.socket.connections, what="connecting")
        yield slack
