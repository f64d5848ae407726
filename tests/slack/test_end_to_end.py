"""A real newsroom behind the app: a source added by form, polled, posted, searched, corrected; nothing twice."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from elsewhere import BINARY, Elsewhere, local_slack
from slackd import Fault, Slackd
from slackd.people import until

from digestbot.newsroom import Newsroom, open_newsroom
from digestbot.slack import listening
from digestbot.slack.serve import connected

NEWS = {
    "Bakery workers buy their firm and form a co-operative": """\
Twelve workers of a bakery in Leeds bought the firm from its owner and now run it as a worker co-operative.
Co-operatives UK, the federation of co-operatives, advised them. Every member has one vote.""",
    "Credit union lends £2m to its members": """\
A credit union in Glasgow lent two million pounds to its members this year. The credit union is owned by the 9,000
people who save with it, and is a member of the association of credit unions.""",
    "Community land trust finishes forty homes": """\
A community land trust in Devon finished forty homes that the village owns together. Shares in the land trust were
sold to 600 neighbours in a community share offer.""",
}


@pytest.fixture
async def feed() -> AsyncIterator[str]:
    now = datetime.now(UTC)
    items = "".join(
        f"<item><title>{title}</title><link>http://127.0.0.1:9/{number}</link><guid>{number}</guid>"
        f"<pubDate>{format_datetime(now - timedelta(hours=number + 1))}</pubDate>"
        f"<description>{text}</description></item>"
        for number, (title, text) in enumerate(NEWS.items())
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Mutual News</title>{items}</channel></rss>'

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=body, content_type="application/rss+xml")

    application = web.Application()
    application.router.add_get("/feed.xml", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/feed.xml"
    await runner.cleanup()


def folders_for(folder: Path, **slack: Any) -> tuple[Path, Path]:
    """Configuration and state of a newsroom of which only the settings are written; ``slack`` goes under that key."""
    config = folder / "config"
    config.mkdir()
    settings = {
        "network": {"allow_private_addresses": True, "fetch_pages": False, "per_host_delay": "0s"},
        "slack": slack,
        "executor": {"kind": "processes", "workers": 1},
    }
    (config / "settings.yaml").write_text(json.dumps(settings))
    return config, folder / "state"


@pytest.fixture
def folders(tmp_path: Path, slack: Slackd) -> tuple[Path, Path]:
    return folders_for(tmp_path, api_url=slack.api_url, admin_channel="#admins")


def environment(slack: Slackd) -> dict[str, str]:
    return {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}


@asynccontextmanager
async def at_work(folders: tuple[Path, Path], slack: Slackd) -> AsyncIterator[Newsroom]:
    async with (
        open_newsroom(*folders, environ=environment(slack)) as newsroom,
        connected(newsroom.desk(), newsroom.room.config, ping=0.5),
    ):
        await until(lambda: slack.socket.connections, what="connecting")
        yield newsroom


async def wait_for(slack: Slackd, user: str, text: str) -> Any:
    def found() -> bool:
        return bool(slack.workspace.stacks.get(user)) and text in json.dumps(
            slack.people.form(user).body["blocks"], ensure_ascii=False
        )

    await until(found, within=60, what=text)
    return slack.people.form(user)


async def set_up_in_slack(slack: Slackd, feed: str) -> None:
    """An admin adds the source and sets the channel's schedule, never leaving Slack."""
    people = slack.people
    await people.command("/digest", f"add {feed}", user="UADMIN")
    form = await wait_for(slack, "UADMIN", "Address")
    await people.submit(form)
    form = await wait_for(slack, "UADMIN", "Bakery workers")
    assert "3 items last week" in json.dumps(form.body["blocks"])
    await people.submit(form)
    await wait_for(slack, "UADMIN", "is watched now")
    await people.command("/digest", "channel", user="UADMIN")
    form = await wait_for(slack, "UADMIN", "Time zone")
    every_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    await people.submit(form, {"at": "00:00", "timezone": "Etc/UTC", "days": every_day})
    await wait_for(slack, "UADMIN", "00:00 (Etc/UTC)")


async def test_the_whole_way_in_slack(
    slack: Slackd, feed: str, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "FORM_SETTLES", 0.05)
    channel = slack.workspace.channels["C1"]
    async with at_work(folders, slack) as newsroom:
        await set_up_in_slack(slack, feed)
        report = await newsroom.poll()
        assert report.new == 3
        slack.faults.add("chat.postMessage", Fault("drop_after"))
        await newsroom.publishing.deliver_due()
        assert len(channel.main()) == 1
        await search_and_correct(slack, newsroom)
        await slack.socket.disconnect("refresh_requested")
        assert await slack.people.reach("U1")
        slack.socket.vanish()
        assert await slack.people.reach("U1")
        trained = await newsroom.learning.train()
        assert trained.lessons == 1
        assert trained.kept or trained.worse
    async with at_work(folders, slack) as newsroom:
        assert (await newsroom.poll(every=True)).new == 0
        await newsroom.publishing.deliver_due()
        await newsroom.correcting.correct_posted()
        count = len(slack.workspace.ephemeral)
        await slack.people.command("/digest", "now", user="UADMIN")
        await until(lambda: len(slack.workspace.ephemeral) > count, what="the answer")
        assert "already" in slack.workspace.ephemeral[-1]["text"]
        await undo_the_correction(slack)
    assert len(channel.main()) == 1
    assert slack.workspace.channels["C2"].messages == []


async def undo_the_correction(slack: Slackd) -> None:
    """An admin reads the log, and takes a reader's correction back."""
    (digest,) = slack.workspace.channels["C1"].main()
    assert "Corrected to" in json.dumps(digest["blocks"])
    await slack.people.command("/digest", "log", user="UADMIN")
    await until(
        lambda: "Ben · called article" in json.dumps(slack.workspace.ephemeral[-1]["blocks"], ensure_ascii=False)
    )
    rows = slack.workspace.ephemeral[-1]["blocks"][1]["elements"][0]["elements"]
    number = rows[0]["elements"][0]["text"].strip()
    await slack.people.command("/digest", f"undo {number}", user="UADMIN")
    await until(lambda: "Undone" in slack.workspace.ephemeral[-1]["text"], what="undoing")
    assert "Corrected to" not in json.dumps(digest["blocks"])


@asynccontextmanager
async def at_work_elsewhere(folders: tuple[Path, Path]) -> AsyncIterator[Newsroom]:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1-test", "SLACK_APP_TOKEN": "xapp-1-test"}
    async with (
        open_newsroom(*folders, environ=tokens) as newsroom,
        connected(newsroom.desk(), newsroom.room.config, ping=0.5),
    ):
        yield newsroom


@pytest.mark.skipif(not BINARY.is_file(), reason="no local-slack binary: `make local-slack` fetches it")
async def test_the_whole_way_in_a_slack_that_others_wrote(
    feed: str, tmp_path: Path, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "FORM_SETTLES", 0.2)
    folders = folders_for(tmp_path, api_url=f"http://127.0.0.1:{unused_tcp_port}/api/", admins=["U0ADMIN"])
    async with AsyncExitStack() as first_life:
        there = await first_life.enter_async_context(local_slack(tmp_path, unused_tcp_port))
        async with at_work_elsewhere(folders) as newsroom:
            await there.reach()
            await set_up_elsewhere(there, feed)
            assert (await newsroom.poll()).new == 3
            await newsroom.publishing.deliver_due()
            await search_and_correct_elsewhere(there)
            await first_life.aclose()  # the server is gone
            async with local_slack(tmp_path, unused_tcp_port) as there:
                await there.reach()
                assert (await newsroom.learning.train()).lessons == 1
                await nothing_is_posted_again(there, newsroom)
        async with local_slack(tmp_path, unused_tcp_port) as there, at_work_elsewhere(folders) as newsroom:
            await there.reach()
            await nothing_is_posted_again(there, newsroom)


async def set_up_elsewhere(there: Elsewhere, feed: str) -> None:
    await there.command("/digest", f"add {feed}")
    await there.submit({})
    await there.formed("3 items last week")
    await there.submit({})
    await there.formed("is watched now")
    await there.command("/digest", "channel")
    await there.formed("Time zone")
    every_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    await there.submit({"at": "00:00", "timezone": "Etc/UTC", "days": every_day})
    await there.formed("00:00 (Etc/UTC)")


async def search_and_correct_elsewhere(there: Elsewhere) -> None:
    digest = await there.said("Daily digest")
    await there.command("/news", "bakery")
    await there.said("search_save")
    await there.press(digest, "story_menu", "story_wrong_topic")
    await there.formed("What is it about?")
    await there.submit({"topics": ["housing"]})
    await there.formed("Noted")
    await there.said("Corrected to")
    assert len([one for one in there.messages if "Daily digest" in json.dumps(one)]) == 1


async def nothing_is_posted_again(there: Elsewhere, newsroom: Newsroom) -> None:
    assert (await newsroom.poll(every=True)).new == 0
    await newsroom.publishing.deliver_due()
    await there.command("/digest", "now")
    await there.said("already")
    assert not [one for one in there.messages if "Daily digest" in json.dumps(one)]


async def search_and_correct(slack: Slackd, newsroom: Newsroom) -> None:
    people = slack.people
    (digest,) = slack.workspace.channels["C1"].main()
    assert "Bakery workers" in json.dumps(digest["blocks"])
    await people.command("/news", "bakery", user="U1")
    await until(lambda: slack.workspace.ephemeral, what="the answer")
    assert "Bakery workers" in json.dumps(slack.workspace.ephemeral[0]["blocks"])
    await people.press(digest, "story_menu", value="story_wrong_topic", user="U1")
    form = await wait_for(slack, "U1", "What is it about?")
    await people.submit(form, {"topics": ["housing", "community-ownership"]}, times=2)
    await wait_for(slack, "U1", "Noted")
    assert "Corrected to" in json.dumps(digest["blocks"])
    assert "by a reader" in json.dumps(digest["blocks"])
    await people.press(digest, "story_menu", value="story_why", user="U1")
    await until(lambda: len(slack.workspace.ephemeral) >= 2, what="why")
    labels = await newsroom.room.write(newsroom.room.store.labels.all)
    assert [(label.user, label.topics) for label, _, _ in labels] == [("U1", ("housing", "community-ownership"))]
    log = await newsroom.admin.log()
    assert [change.user for change in log if change.what != "labels.add"] == ["UADMIN", "UADMIN"]
    await people.open_home("UADMIN")
    await until(lambda: "UADMIN" in slack.workspace.homes, what="the Home tab")
    assert "#news" in json.dumps(slack.workspace.homes["UADMIN"])
    for text in ("preview", "topics", "sources", "health", "deadlines", "coverage", "log"):
        count = len(slack.workspace.ephemeral)
        await people.command("/digest", text, user="UADMIN")
        await until(lambda before=count: len(slack.workspace.ephemeral) > before, what=text)
        assert "broke on my side" not in slack.workspace.ephemeral[-1]["text"], text
