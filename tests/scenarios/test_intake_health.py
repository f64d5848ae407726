"""What admins hear of their sources: a change once, a summary a day, and what to do; in Slack, or else in the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from slackd import slackd

from digestbot.newsroom import examine
from digestbot.newsroom.watching import LINES


def answering(status: int, location: str = "") -> Any:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": location} if location else {})

    return answer


async def test_a_change_is_told_once_and_recovery_once(press: Any, post: Any, opened: Any, clock: Any) -> None:
    press.posts = {"well": [post(1)], "ill": [post(2)]}
    told: list[str] = []
    async with opened({name: f"{press.base_url}/feeds/{name}" for name in press.posts}) as newsroom:

        async def round_() -> list[str]:
            report = await newsroom.poll(every=True)
            clock.later(hours=3)
            lines: list[str] = await newsroom.watching.look([one.id for one in report.sources])
            told.extend(lines)
            return lines

        assert await round_() == []
        press.answers["/feeds/ill"] = answering(500)
        assert [await round_(), await round_()] == [[], []]  # the web's weather
        (line,) = await round_()
        assert line.startswith("ill: Failed 3 times in a row: ")
        assert await round_() == []
        del press.answers["/feeds/ill"]
        assert await round_() == ["ill is well again."]
        assert await round_() == []


async def test_a_source_that_is_gone_is_told_and_shown_with_what_to_do(
    press: Any, post: Any, opened: Any, tmp_path: Any
) -> None:
    press.answers["/gone"] = answering(410)
    async with opened({"old": f"{press.base_url}/gone"}) as newsroom:
        await newsroom.poll()
        (line,) = await newsroom.watching.look(["old"])
        assert "410" in line
        assert "remove it, or add its new address" in line
        (health,) = await newsroom.health()
        assert (health.state.status, health.ok) == ("gone", False)
        await newsroom.poll(every=True)
        assert await newsroom.watching.look(["old"]) == []
    check = next(one for one in examine(tmp_path / "config", tmp_path / "state", {}) if one.name == "source health")
    assert not check.ok
    assert "1 of 1 need attention: old: Removed for good" in check.detail


async def test_a_lasting_move_is_told_once_and_shown(press: Any, post: Any, opened: Any, clock: Any) -> None:
    press.posts["new"] = [post(1)]
    press.answers["/old"] = answering(301, "/feeds/new")
    lines = []
    async with opened({"s": f"{press.base_url}/old"}) as newsroom:
        for _ in range(5):
            await newsroom.poll(every=True)
            lines += await newsroom.watching.look(["s"])
            clock.later(hours=2)
        assert lines == [f"s is read at {press.base_url}/feeds/new now, where its address leads; change it some time."]
        (health,) = await newsroom.health()
        assert f"{press.base_url}/feeds/new" in health.advice
        assert press.hits["/old"] == 3


async def test_a_source_silent_three_times_longer_than_usual_is_told_though_it_answers(
    press: Any, post: Any, opened: Any, clock: Any
) -> None:
    start = clock.now
    press.now = lambda: start
    press.posts["s"] = [post(number, timedelta(days=3 * number)) for number in range(8)]
    async with opened({"s": f"{press.base_url}/feeds/s"}) as newsroom:
        await newsroom.poll()
        clock.later(days=8)
        await newsroom.poll(every=True)
        assert await newsroom.watching.look(["s"]) == []
        clock.later(days=2)
        await newsroom.poll(every=True)
        (line,) = await newsroom.watching.look(["s"])
        assert "three times longer than usual" in line


async def test_a_hundred_at_once_are_one_message(press: Any, opened: Any, caplog: pytest.LogCaptureFixture) -> None:
    sources = {f"s{number}": f"{press.base_url}/gone/{number}" for number in range(100)}
    press.answers = {f"/gone/{number}": answering(410) for number in range(100)}
    async with opened(sources) as newsroom:
        await newsroom.poll()
        assert len(await newsroom.watching.look(sources)) == 100
    (alarm,) = [record.getMessage() for record in caplog.records if record.getMessage().startswith("alarm")]
    assert len(alarm.splitlines()) == LINES + 1
    assert "80 more" in alarm


async def test_the_summary_comes_once_a_day_and_not_when_all_are_well(
    press: Any, post: Any, opened: Any, clock: Any
) -> None:
    press.posts["well"] = [post(1)]
    press.answers["/gone"] = answering(410)
    sources = {"well": f"{press.base_url}/feeds/well", "old": f"{press.base_url}/gone"}
    async with opened(sources) as newsroom:
        clock.now = datetime(2026, 11, 24, 7, 59, tzinfo=UTC)
        await newsroom.poll()
        assert await newsroom.watching.summarise_due() is None
        clock.later(minutes=1)
        text = await newsroom.watching.summarise_due()
        assert text is not None
        assert text.startswith("1 of 2 sources needs attention:")
        clock.later(hours=15)
        assert await newsroom.watching.summarise_due() is None
        clock.later(hours=10)
        assert await newsroom.watching.summarise_due() == text
        await newsroom.admin.remove_source("old", "cli")
        clock.later(days=1)
        assert await newsroom.watching.summarise_due() is None


async def test_it_reaches_the_admin_channel(press: Any, opened: Any) -> None:
    press.answers["/gone"] = answering(410)
    async with slackd() as slack:
        settings = f'\nslack: {{api_url: "{slack.api_url}", admin_channel: "#admins"}}\n'
        tokens = {"SLACK_BOT_TOKEN": slack.bot_token}
        async with opened({"old": f"{press.base_url}/gone"}, settings=settings, environ=tokens) as newsroom:
            await newsroom.poll()
            await newsroom.watching.look(["old"])
        (message,) = slack.workspace.channels["C2"].messages
        assert "Removed for good" in str(message)
        assert slack.refusals == []
