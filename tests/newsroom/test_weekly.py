"""The weekly round-up's chart: a picture in Slack where it can be uploaded, words where it cannot."""

from __future__ import annotations

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


def news(newsroom: Newsroom, clock: Clock) -> None:
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
    assert "against the eight weeks before" in image["alt_text"]
    assert slack.called("files.getUploadURLExternal")[0]["alt_txt"] == image["alt_text"]
    assert slack.refusals == []


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
        await newsroom.learning.label(1, "UADMIN", "not-relevant")
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
    assert "against the eight weeks before" in str(posted(slack))
    assert len(slack.called("chat.postMessage")) == 2
