"""The editor's hand at a strict Slack: the draft comes, is changed, and the digest goes out at its hour in any case."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from newsroom.conftest import CHANNEL, Clock, Opened, connected, put
from slackd import Slackd
from slackd.people import until

from digestbot.errors import DigestbotError
from digestbot.newsroom import Newsroom
from digestbot.slack.serve import connected as listening

WITH_DRAFT: dict[str, Any] = {"editor_channel": "#board", "draft_at": "08:00"}
DIGEST = "news-daily-2026-11-24"
EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def morning(clock: Clock) -> Clock:
    clock.now = EIGHT
    return clock


@asynccontextmanager
async def drafted(opened: Opened, slack: Slackd) -> AsyncIterator[Newsroom]:
    """Three stories and their draft, in the editors' channel."""
    async with opened(channel=WITH_DRAFT, **connected(slack)) as newsroom:
        for title in ("Bakery opens", "Mill bought", "Pub saved"):
            put(newsroom, title)
        assert await newsroom.publishing.drafting.draft_due() == 1
        yield newsroom


def draft(slack: Slackd) -> str:
    (message,) = slack.workspace.channels["G1"].messages
    return str(message["blocks"])


def posted(slack: Slackd) -> str:
    return " ".join(str(one["blocks"]) for one in slack.workspace.channels["C1"].messages)


async def test_the_draft_comes_once_at_its_time(opened: Opened, slack: Slackd, clock: Clock) -> None:
    clock.now = EIGHT.replace(hour=7, minute=59)
    async with opened(channel=WITH_DRAFT, **connected(slack)) as newsroom:
        put(newsroom, "Bakery opens")
        drafting = newsroom.publishing.drafting
        assert await drafting.draft_due() == 0
        clock.later(minutes=1)
        assert await drafting.draft_due() == 1
        assert await drafting.draft_due() == 0
        assert await newsroom.publishing.deliver_due() == []
    assert "Bakery opens" in draft(slack)
    assert "08:30" in draft(slack)
    assert posted(slack) == ""
    assert slack.refusals == []


async def test_it_goes_out_at_its_hour_when_nobody_acts(opened: Opened, slack: Slackd, morning: Clock) -> None:
    async with drafted(opened, slack) as newsroom:
        put(newsroom, "Late news")
        morning.later(minutes=30)
        await newsroom.publishing.deliver_due()
        await newsroom.publishing.deliver_due()
        assert await newsroom.publishing.drafting.draft_due() == 0
    assert all(title in posted(slack) for title in ("Bakery opens", "Mill bought", "Pub saved", "Late news"))
    assert len(slack.workspace.channels["C1"].messages) == 1
    assert "gone out" in draft(slack)
    assert "Bakery opens" not in draft(slack)


async def test_what_was_decided_holds_through_a_restart(opened: Opened, slack: Slackd, morning: Clock) -> None:
    async with drafted(opened, slack) as newsroom:
        drafting = newsroom.publishing.drafting
        await drafting.change(DIGEST, "G1", "drop", story=2)
        await drafting.change(DIGEST, "G1", "note", note="  The AGM is on Friday ")
        assert "Dropped · Mill bought" in draft(slack)
        assert "The AGM is on Friday" in draft(slack)
        await drafting.change(DIGEST, "G1", "drop", story=1)
        await drafting.change(DIGEST, "G1", "keep", story=1)
    async with opened(channel=WITH_DRAFT, **connected(slack)) as newsroom:
        morning.later(minutes=31)
        await newsroom.publishing.deliver_due()
        text = (newsroom.room.state_folder / "digests" / f"{DIGEST}.txt").read_text()
        assert "The AGM is on Friday" in text
        with pytest.raises(DigestbotError, match="closed"):
            await newsroom.publishing.drafting.change(DIGEST, "G1", "drop", story=1)
        morning.later(days=1)
        assert (await newsroom.editor.digest(CHANNEL)).stories == ()  # what was dropped does not come the day after
    assert "Mill bought" not in posted(slack)
    assert "Bakery opens" in posted(slack)
    assert "The AGM is on Friday" in posted(slack)
    assert slack.refusals == []


async def test_only_the_editors_channel_may_act(opened: Opened, slack: Slackd, morning: Clock) -> None:
    async with drafted(opened, slack) as newsroom:
        with pytest.raises(DigestbotError, match="no such draft here"):
            await newsroom.publishing.drafting.change(DIGEST, "C1", "drop", story=1)
        with pytest.raises(DigestbotError, match="no such draft here"):
            await newsroom.publishing.drafting.change("other", "G1", "drop", story=1)


async def test_without_slack_there_is_no_draft(opened: Opened, morning: Clock) -> None:
    async with opened(channel=WITH_DRAFT) as newsroom:
        put(newsroom, "Bakery opens")
        assert await newsroom.publishing.drafting.draft_due() == 0


async def test_an_editor_drops_moves_notes_and_publishes_by_hand(opened: Opened, slack: Slackd, morning: Clock) -> None:
    more = connected(slack)
    more["environ"]["SLACK_APP_TOKEN"] = slack.app_token
    async with opened(channel=WITH_DRAFT, **more) as newsroom:
        for title in ("Bakery opens", "Mill bought", "Pub saved"):
            put(newsroom, title)
        await newsroom.publishing.drafting.draft_due()
        async with listening(newsroom.desk(), newsroom.room.config, ping=0.5):
            await until(lambda: slack.socket.connections, what="connecting")
            (message,) = slack.workspace.channels["G1"].messages
            await slack.people.press(message, "draft_story", user="U1", value="drop:2:")
            await until(lambda: "Dropped · Mill bought" in draft(slack), what="the dropped story")
            await slack.people.press(message, "draft_note", user="U1")
            await until(lambda: slack.workspace.stacks.get("U1"), what="the form")
            await slack.people.submit(slack.people.form("U1"), {"note": "Vote today"})
            await until(lambda: "Vote today" in draft(slack), what="the note")
            await slack.people.press(message, "draft_publish", user="U1")
            await until(lambda: "published by hand" in draft(slack), what="the end of the draft")
        morning.later(minutes=30)
        await newsroom.publishing.deliver_due()
    assert len(slack.workspace.channels["C1"].messages) == 1
    assert "Vote today" in posted(slack)
    assert "Mill bought" not in posted(slack)
    assert "Pub saved" in posted(slack)
    assert slack.refusals == []
