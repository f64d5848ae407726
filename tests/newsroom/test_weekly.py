"""The weekly round-up's chart: a picture in Slack where it can be uploaded, words where it cannot."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from newsroom.conftest import Clock, Opened, connected, put
from slackd import Fault, Slackd

from digestbot.newsroom import Newsroom

TUESDAYS: dict[str, Any] = {"weekly": "tue", "days": ["wed"]}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digestbot.deliver.uploading.SETTLE", 0.0)


def news(newsroom: Newsroom, clock: Clock, *, weeks: int = 4) -> None:
    """Three articles of this week; the archive began ``weeks`` and a day ago."""
    clock.later(days=-7 * weeks - 1)
    put(newsroom, "Where the archive begins", published=clock() - timedelta(hours=1))
    clock.later(days=7 * weeks + 1)
    for number in range(3):
        put(newsroom, f"Story {number}", published=clock() - timedelta(days=number, hours=1))


def posted(slack: Slackd) -> list[dict[str, Any]]:
    (message,) = slack.workspace.channels["C1"].messages
    blocks = message["blocks"]
    assert isinstance(blocks, list)
    return blocks


async def test_the_chart_is_uploaded_and_shown_with_its_words(opened: Opened, slack: Slackd, clock: Clock) -> None:
    async with opened(channel=TUESDAYS, **connected(slack)) as newsroom:
        news(newsroom, clock)
        await newsroom.publishing.deliver_due()
        await newsroom.publishing.deliver_due()
    (file,) = slack.workspace.files
    assert file["body"].startswith(b"\x89PNG")
    assert file["channel"] is None  # shown in the digest, and posted nowhere else
    (image,) = [block for block in posted(slack) if block["type"] == "image"]
    assert image["slack_file"] == {"id": file["id"]}
    assert "week by week up to this one" in image["alt_text"]
    assert slack.called("files.getUploadURLExternal")[0]["alt_txt"] == image["alt_text"]
    assert slack.refusals == []


async def test_a_new_installation_counts_and_compares_with_nothing(opened: Opened, slack: Slackd, clock: Clock) -> None:
    async with opened(channel=TUESDAYS, **connected(slack)) as newsroom:
        news(newsroom, clock, weeks=0)
        digest = await newsroom.editor.digest(None, weekly=True)
        await newsroom.publishing.deliver_due()
    assert [one.weeks for one in digest.trend] == [(None,) * 8 + (4,)]
    assert slack.workspace.files == []
    told = json.dumps(posted(slack))
    assert "4 articles" in told
    assert not [word for word in ("usual", "from 0", "before") if word in told]


async def test_weeks_from_the_first_whole_one_on_are_compared_with(opened: Opened, clock: Clock) -> None:
    async with opened(channel=TUESDAYS) as newsroom:
        news(newsroom, clock, weeks=2)
        digest = await newsroom.editor.digest(None, weekly=True)
    assert [one.weeks for one in digest.trend] == [(None,) * 7 + (0, 3)]


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("files.getUploadURLExternal", Fault("error", code="missing_scope")),
        ("files.getUploadURLExternal", Fault("limited")),
        ("files.completeUploadExternal", Fault("drop")),
    ],
)
async def test_without_an_upload_the_digest_goes_all_the_same(
    opened: Opened, slack: Slackd, clock: Clock, caplog: pytest.LogCaptureFixture, method: str, fault: Fault
) -> None:
    slack.faults.add(method, fault)
    with caplog.at_level(logging.WARNING):
        async with opened(channel=TUESDAYS, **connected(slack)) as newsroom:
            news(newsroom, clock)
            await newsroom.publishing.deliver_due()
    assert not [block for block in posted(slack) if block["type"] == "image"]
    assert "this week" in str(posted(slack)).lower()
    assert "chart.left_out" in caplog.text


async def test_a_corrected_round_up_keeps_its_picture(opened: Opened, slack: Slackd, clock: Clock) -> None:
    async with opened(channel=TUESDAYS, **connected(slack, admins=["UADMIN"])) as newsroom:
        news(newsroom, clock)
        await newsroom.publishing.deliver_due()
        await newsroom.learning.label(2, "UADMIN", "not-relevant")
        assert await newsroom.correcting.correct_posted() == 1
    assert [block for block in posted(slack) if block["type"] == "image"]
    assert "Withdrawn" in str(posted(slack))


async def test_a_picture_that_slack_cannot_show_costs_only_the_picture(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    slack.faults.add("chat.postMessage", Fault("error", code="invalid_blocks"))
    async with opened(channel=TUESDAYS, **connected(slack)) as newsroom:
        news(newsroom, clock)
        await newsroom.publishing.deliver_due()
    kinds = [block["type"] for block in posted(slack)]
    assert "header" in kinds
    assert "image" not in kinds
    assert "week by week up to this one" in str(posted(slack))
    assert len(slack.called("chat.postMessage")) == 2
