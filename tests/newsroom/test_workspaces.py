"""Two workspaces and one newsroom: installed by Slack's OAuth, each with its own channels, admins and words, and going
on when the other is gone.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from newsroom.conftest import CHANNEL, Clock, put
from slackd import Fault, Slackd
from slackd.oauth import CLIENT_ID, CLIENT_SECRET
from slackd.people import until

from digestbot.config import Config, Settings
from digestbot.config.records import Secrets
from digestbot.deliver import Workspaces, uploading
from digestbot.newsroom import Newsroom, open_newsroom
from digestbot.slack import listening
from digestbot.slack.installing import flow
from digestbot.slack.serve import connected
from digestbot.slack.setup import SCOPES
from digestbot.store import Store
from digestbot.workspace import HOME, Workspace
from digestbot.writer import Writer

Both = Callable[..., AbstractAsyncContextManager[Newsroom]]
OTHER = Workspace("T2")
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@pytest.fixture(autouse=True)
def fast_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "FORM_SETTLES", 0.05)


@pytest.fixture
def other(slack: Slackd) -> Slackd:
    return slack.other("T2")


@pytest.fixture
def both(tmp_path: Path, slack: Slackd, clock: Clock, unused_tcp_port: int) -> Both:
    """``async with both() as newsroom``: the bot at work for every workspace that installs it."""
    site = f"http://127.0.0.1:{unused_tcp_port}"
    slack.oauth.redirect_url = f"{site}/slack/oauth_redirect"

    @asynccontextmanager
    async def at_work(
        *, mode: str = "socket", token: bool = True, let_in: tuple[str, ...] = ("T2",), public_url: str | None = None
    ) -> AsyncIterator[Newsroom]:
        config = tmp_path / "config"
        if not config.exists():
            config.mkdir()
            (config / "channels.yaml").write_text(json.dumps({"channels": [{"channel": CHANNEL, "timezone": "UTC"}]}))
        settings = {
            "slack": {
                "api_url": slack.api_url,
                "mode": mode,
                "http_port": unused_tcp_port,
                "workspaces": list(let_in),
                "admin_channel": "#admins",
                "admins": ["U2"],
            },
            "service": {"timezone": "UTC", "public_url": public_url},
        }
        (config / "settings.yaml").write_text(json.dumps(settings))
        environ = {
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_CLIENT_ID": CLIENT_ID,
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            **({"SLACK_BOT_TOKEN": slack.bot_token} if token else {}),
        }
        if mode == "http":
            slack.request_url = f"{site}/slack/events"
        async with (
            open_newsroom(config, tmp_path / "state", environ=environ, clock=clock) as newsroom,
            connected(newsroom.desk(), newsroom.room.config, newsroom.room.workspaces, ping=0.5),
        ):
            if mode == "socket":
                await until(lambda: slack.socket.connections, what="connecting")
            yield newsroom

    return at_work


async def install(slack: Slackd, team: str, user: str, *, deny: bool = False, again: bool = False) -> tuple[int, str]:
    """What somebody does in a browser: the install page, Slack's question, and back; the last page."""
    install_page = slack.oauth.redirect_url.replace("oauth_redirect", "install")
    async with aiohttp.ClientSession() as browser:
        async with browser.get(install_page, allow_redirects=False) as page:
            assert page.status == 302
            cookie = page.headers["Set-Cookie"].split(";")[0]
            assert "Secure" in page.headers["Set-Cookie"]
            asked = page.headers["Location"]
        who = f"&as_team={team}&as_user={user}" + ("&deny=1" if deny else "")
        async with browser.get(asked + who, allow_redirects=False) as page:
            assert page.status == 302, await page.text()
            back = page.headers["Location"]
        async with browser.get(back, headers={"Cookie": cookie}) as page:
            told = page.status, await page.text()
        if again:
            async with browser.get(back, headers={"Cookie": cookie}) as page:
                return page.status, await page.text()
    return told


async def ask(slack: Slackd, text: str, user: str, *, command: str = "/digest", channel: str = "C1") -> str:
    """The answer to a command, as the asker sees it."""
    count = len(slack.workspace.ephemeral)
    outcome = await slack.people.command(command, text, user=user, channel=channel)
    assert outcome.acked, text
    await until(lambda: len(slack.workspace.ephemeral) > count, what=f"an answer to {text}")
    return json.dumps(slack.workspace.ephemeral[-1], ensure_ascii=False)


async def schedule(slack: Slackd, user: str, channel: str = "C1", **given: Any) -> None:
    """Sets the channel's schedule in Slack."""
    slack.workspace.stacks.pop(user, None)
    await slack.people.command("/digest", "channel", user=user, channel=channel)
    await until(lambda: slack.workspace.stacks.get(user), what="the form")
    form = slack.people.form(user)
    await slack.people.submit(form, {"at": "08:00", "timezone": "Etc/UTC", "days": EVERY_DAY, **given})
    await until(lambda: "08:00 (Etc/UTC)" in json.dumps(form.body["blocks"]), what="saving")


def posted(slack: Slackd, channel: str = "C1") -> list[dict[str, Any]]:
    return slack.workspace.channels[channel].main()


def shown(slack: Slackd, channel: str = "C1") -> str:
    return json.dumps(posted(slack, channel), ensure_ascii=False)


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_second_workspace_installs_gets_its_digest_and_leaves_and_the_first_goes_on(
    mode: str, slack: Slackd, other: Slackd, both: Both, clock: Clock
) -> None:
    async with both(mode=mode) as newsroom:
        status, page = await install(slack, "T2", "U1")
        assert (status, "installed in Team T2" in page) == (200, True)
        await schedule(other, "U1")  # who installed it is an admin
        assert [one.channel for one in newsroom.room.config.channels] == ["#news", "T2/#news"]
        put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        assert "A mill is bought" in shown(slack)
        assert "A mill is bought" in shown(other)
        assert len(posted(slack)) == len(posted(other)) == 1

        await slack.oauth.remove("T2", times=2)
        await until(lambda: posted(slack, "C2"), what="the note to the operator")
        assert "T2 has removed the app" in shown(slack, "C2")
        clock.later(days=1)
        await other.people.event({"type": "app_uninstalled"})  # Slack's word of the same removal, late
        put(newsroom, "A bakery opens")
        await newsroom.publishing.deliver_due()
        assert len(posted(slack)) == 2
        assert len(posted(other)) == 1
        assert "not installed" in await ask(other, "preview", "U1"), "what was said before is dealt with"
        assert len(posted(slack, "C2")) == 1, "one removal is told once"

        clock.later(days=1)
        await install(slack, "T2", "U1")
        put(newsroom, "A bank is founded")
        await newsroom.publishing.deliver_due()
        (_, last) = posted(other)
        assert "A bakery opens" in json.dumps(last)
        assert "A bank is founded" in json.dumps(last)
        assert len(posted(slack)) == 3
    async with both(mode=mode) as newsroom:
        await newsroom.publishing.deliver_due()
    assert (len(posted(slack)), len(posted(other))) == (3, 2)
    assert slack.refusals == []


async def test_what_one_workspace_keeps_and_says_the_other_never_sees(slack: Slackd, other: Slackd, both: Both) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        await schedule(other, "UBOSS")
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        here, there = newsroom.desk(), newsroom.desk().of(OTHER)
        # The same ids in both workspaces are different people.
        await here.save(item, "U1")
        await here.save_search("U1", "the secret plan", True)
        await here.label(item, "U1", "useful", ())
        await here.show(item)
        assert await there.saved("U1") == []
        assert await there.searches("U1") == []
        assert await there.log(20) == [one for one in await there.log(20) if one.user == "UBOSS"]
        assert "1 reader found this useful" in shown(slack)
        assert "found this useful" not in shown(other)
        assert "the secret plan" not in await ask(other, "help", "U1")
        await other.people.open_home("U1")
        await until(lambda: "U1" in other.workspace.homes, what="the Home tab")
        home = json.dumps(other.workspace.homes["U1"], ensure_ascii=False)
        assert "the secret plan" not in home
        assert "A mill is bought" not in home

        await there.label(item, "U1", "not-relevant", ())
        await there.show(item)
        assert "Not for us" in shown(other)
        assert "Not for us" not in shown(slack)
        kept = await here.article(item)
        assert kept is not None
        assert kept.relevant, "another workspace's word leaves the archive as it is"
        assert all(change.user != "U1" or "not-relevant" not in str(change.after) for change in await here.log(50))
        theirs = (await there.log(1))[0]
        assert "there is no change" in await ask(slack, f"undo {theirs.id}", "UADMIN")


async def test_a_workspaces_word_holds_for_its_own_digests(
    slack: Slackd, other: Slackd, both: Both, clock: Clock
) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        await schedule(other, "UBOSS", topics=["housing"])
        football, homes = put(newsroom, "Football in Leeds", topics=("housing",)), put(newsroom, "Forty homes")
        there = newsroom.desk().of(OTHER)
        await there.label(football, "U1", "not-relevant", ())
        await there.label(homes, "U1", "topics", ("housing",))
        await newsroom.publishing.deliver_due()
        assert "Forty homes" in shown(other)
        assert "Football" not in shown(other)
        assert "Football" in shown(slack)
        why = await there.why(str(football), "#news")
        assert (why.channel, why.shown) == ("#news", False)
        labels = await newsroom.room.write(newsroom.room.store.labels.all)
        assert {label.user for label, _, _ in labels} == {"T2/U1"}, "all of them train the one model"


async def test_each_workspaces_admins_withdraw_from_its_own_digest_only(
    slack: Slackd, other: Slackd, both: Both
) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "U2")
        await schedule(other, "U2")
        one, two = put(newsroom, "Football in Leeds"), put(newsroom, "A mill is bought", source="courier")
        await newsroom.publishing.deliver_due()
        here, there = newsroom.desk(), newsroom.desk().of(OTHER)
        await there.label(one, "UBOSS", "not-relevant", ())
        await there.label(two, "UADMIN", "not-relevant", ())  # an admin at home, unknown here
        assert await newsroom.correcting.correct_posted() == 1
        assert "Withdrawn: Football" in shown(other)
        assert "Withdrawn" not in shown(slack)
        await here.label(two, "UADMIN", "not-relevant", ())
        assert await newsroom.correcting.correct_posted() == 1
        assert "Withdrawn: A mill" in shown(slack)
        assert "Withdrawn: A mill" not in shown(other)
        assert await newsroom.correcting.correct_posted() == 0


async def test_an_admin_of_one_is_none_of_the_other(slack: Slackd, other: Slackd, both: Both) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        put(newsroom, "A mill is bought")
        # U2 is an admin by the settings, which are home's.
        assert "Only admins" not in await ask(slack, "log", "U2")
        assert "Only admins" in await ask(other, "log", "U2")
        other.workspace.add_user("UADMIN", "ada")  # an admin of the first workspace, a reader of the second
        assert "Only admins" in await ask(other, "log", "UADMIN")
        assert "Only admins" not in await ask(other, "log", "UBOSS")
        # What all share is home's to change; an admin elsewhere can have it passed on.
        for order in ("add https://example.org", "pause gazette", "topic Boats"):
            assert "Only admins" in await ask(other, order, "UBOSS")
        refusal = other.workspace.ephemeral[-1]
        await other.people.press(refusal, "ask_admin", user="UBOSS")
        await until(lambda: posted(slack, "C2"), what="passing it on")
        assert "T2 asks for: /digest topic Boats" in shown(slack, "C2")
        # A reader elsewhere asks the admin there.
        await ask(other, "now", "U1")
        await other.people.press(other.workspace.ephemeral[-1], "ask_admin", user="U1")
        await until(lambda: "DBOSS" in other.workspace.channels, what="asking whoever installed it")
        assert "/digest now" in shown(other, "DBOSS")
        assert len(posted(slack, "C2")) == 1


async def test_private_channels_stay_in_their_workspace(slack: Slackd, other: Slackd, both: Both) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        for one in (slack, other):
            one.workspace.add_channel("G0BOARD", "board-only", private=True)
        await schedule(slack, "UADMIN", "G0BOARD")
        await schedule(other, "UBOSS", "G0BOARD")
        assert [one.channel for one in newsroom.room.config.channels] == ["#news", "G0BOARD", "T2/G0BOARD"]
        put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        assert len(posted(slack, "G0BOARD")) == len(posted(other, "G0BOARD")) == 1
        assert [one.channel for one in newsroom.desk().of(OTHER).channels()] == ["G0BOARD"]
        assert "gets no digest yet" in await ask(other, "preview", "U1")
        assert "Daily digest" in await ask(other, "preview", "U1", channel="G0BOARD")
        text = (newsroom.room.config_folder / "channels.yaml").read_text()
        assert "workspace: T2" in text


async def test_the_weekly_counts_what_its_own_people_saved_and_has_its_chart_in_its_own_workspace(
    slack: Slackd, other: Slackd, both: Both, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "SETTLE", 0.0)
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        clock.later(days=-70)
        put(newsroom, "Where the archive begins")
        clock.later(days=70)
        await schedule(slack, "UADMIN", weekly="tue")
        await schedule(other, "UBOSS", weekly="tue")
        ours, theirs = put(newsroom, "A mill is bought"), put(newsroom, "Forty homes", source="courier")
        await newsroom.desk().save(ours, "U1")
        await newsroom.desk().of(OTHER).save(theirs, "U1")
        clock.later(minutes=1)
        await newsroom.publishing.deliver_due()
        kept: dict[str, Any] = {
            one.channel: newsroom.room.store.outbox.digest(one.digest_id)
            for one in newsroom.room.store.outbox.recent()
            if one.kind == "weekly" and one.state == "sent"
        }
        saved = {channel: [one["title"] for one in digest["most_saved"]] for channel, digest in kept.items()}
        assert saved == {"#news": ["A mill is bought"], "T2/#news": ["Forty homes"]}
        assert [one["name"] for one in slack.workspace.files] == ["news-weekly-2026-11-24.png"]
        assert [one["name"][:2] for one in other.workspace.files] == ["T2"]


async def test_a_story_says_only_where_the_asking_channel_was_told(slack: Slackd, other: Slackd, both: Both) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        for one, admin in ((slack, "UADMIN"), (other, "UBOSS")):
            one.workspace.add_channel("G0BOARD", "board-only", private=True)
            await schedule(one, admin, "G0BOARD")
        await schedule(other, "UBOSS")
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        for asker, channel, told in ((slack, "C1", "news-daily"), (other, "C1", "T2/#news-daily")):
            answer = await ask(asker, f"story {item}", "U1", channel=channel)
            assert f"by {told}" in answer
            assert answer.count("told on") == 1, answer
        assert "told on" not in await ask(slack, f"story {item}", "U1", channel="C2"), "it gets no digest"
        assert "G0BOARD" in await ask(slack, f"story {item}", "UADMIN", channel="G0BOARD")


async def test_an_alert_goes_to_who_asked_for_it(slack: Slackd, other: Slackd, both: Both, clock: Clock) -> None:
    clock.later(hours=2)
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        await newsroom.alerting.alert_new()
        await newsroom.desk().of(OTHER).save_search("U1", "bakery", True)
        put(newsroom, "A bakery opens")
        assert await newsroom.alerting.alert_new() == 1
        assert "A bakery opens" in shown(other, "D1")
        assert "D1" not in slack.workspace.channels
        await slack.oauth.remove("T2")
        await until(lambda: posted(slack, "C2"), what="the note")
        put(newsroom, "Another bakery closes", text="The bakery in Hull closes for good after ninety years of bread.")
        assert await newsroom.alerting.alert_new() == 0


async def test_a_slow_workspace_holds_up_no_other(slack: Slackd, other: Slackd, both: Both) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        await schedule(other, "UBOSS")
        put(newsroom, "A mill is bought")
        other.faults.add("chat.postMessage", Fault("limited", seconds=60))
        await newsroom.publishing.deliver_due()
        assert len(posted(slack)) == 1
        assert posted(other) == []
        kept = [one for one in newsroom.room.store.outbox.recent("T2/#news") if one.state == "pending"]
        assert len(kept) == 1


async def test_what_cannot_be_posted_there_is_told_to_whoever_installed_it(
    slack: Slackd, other: Slackd, both: Both
) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        await schedule(other, "UBOSS")
        other.workspace.channels["C1"].archived = True
        put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        assert "The digest" in shown(other, "DBOSS")
        assert "archived" in shown(other, "DBOSS")
        assert posted(slack, "C2") == []


async def test_a_removal_that_nobody_told_us_of_loses_nothing(
    slack: Slackd, other: Slackd, both: Both, clock: Clock
) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        await schedule(other, "UBOSS")
        put(newsroom, "A mill is bought")
        await slack.oauth.remove("T2", event=False)
        await newsroom.publishing.deliver_due()
        assert len(posted(slack)) == 1
        assert posted(other) == []
        await install(slack, "T2", "UBOSS")
        clock.later(minutes=20)
        await newsroom.publishing.deliver_due()
        assert len(posted(other)) == 1


async def test_a_late_word_of_a_removal_does_not_undo_a_new_installation(
    slack: Slackd, other: Slackd, both: Both
) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        await slack.oauth.remove("T2", event=False)
        await install(slack, "T2", "UBOSS")
        await other.people.event({"type": "app_uninstalled"})
        assert "gets no digest yet" in await ask(other, "preview", "U1")
        assert await newsroom.room.workspaces.installed(OTHER)


async def test_somebody_elses_token_is_no_removal(slack: Slackd, other: Slackd, both: Both) -> None:
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        await other.people.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}})
        assert await newsroom.room.workspaces.installed(OTHER)
        assert posted(slack, "C2") == []


async def test_after_a_removal_a_command_is_told_why_nothing_happens(slack: Slackd, other: Slackd, both: Both) -> None:
    async with both():
        await install(slack, "T2", "UBOSS")
        await slack.oauth.remove("T2")
        await until(lambda: posted(slack, "C2"), what="the note")
        assert "not installed in this workspace any more" in await ask(other, "preview", "U1")


async def test_tokens_that_expire_are_renewed_once_and_stay_out_of_backups(
    slack: Slackd, other: Slackd, both: Both, tmp_path: Path
) -> None:
    slack.oauth.rotating = True
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        await schedule(other, "UBOSS")
        first = other.bot_token
        file = tmp_path / "state" / "slack.db"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        with sqlite3.connect(file) as db:  # half a day goes by
            db.execute("update slack_bots set bot_token_expires_at = 1")
        db.close()
        slack.oauth.expire("T2")
        put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        assert len(posted(other)) == 1
        assert other.bot_token != first
        assert len([args for args in slack.called("oauth.v2.access") if "refresh_token" in args]) == 1
        await newsroom.backup(tmp_path / "backup.db")
        assert other.bot_token.encode() not in (tmp_path / "backup.db").read_bytes()
        assert "A mill" in await ask(other, "mill", "U1", command="/news")


async def test_two_processes_renew_a_token_once(slack: Slackd, other: Slackd, both: Both, tmp_path: Path) -> None:
    slack.oauth.rotating = True
    async with both() as newsroom:
        await install(slack, "T2", "UBOSS")
        with sqlite3.connect(tmp_path / "state" / "slack.db") as db:
            db.execute("update slack_bots set bot_token_expires_at = 1")
        db.close()
        room = newsroom.room
        second = Workspaces(lambda: room.config, room.store, room.write)  # as in a process of its own
        found = await asyncio.gather(*(one.token(OTHER) for one in (room.workspaces, second) for _ in range(3)))
        assert set(found) == {other.bot_token}
        assert len([args for args in slack.called("oauth.v2.access") if "refresh_token" in args]) == 1


async def test_without_a_token_in_the_environment_the_first_that_is_listed_is_home(
    slack: Slackd, other: Slackd, both: Both
) -> None:
    stranger = slack.other("T3")
    async with both(token=False, let_in=("T1", "T2")) as newsroom:
        put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        assert posted(slack) == []
        assert (await install(slack, "T3", "UBOSS"))[0] == 403, "being first makes nobody home"
        assert stranger.called("chat.postMessage") == []
        assert (await install(slack, "T2", "UBOSS"))[0] == 200
        assert (await install(slack, "T1", "UADMIN"))[0] == 200
        assert await newsroom.room.workspaces.of_team("T1") == HOME
        await newsroom.publishing.deliver_due()
        assert len(posted(slack)) == 1
        assert "A mill" in await ask(slack, "mill", "U1", command="/news")
        assert "A mill" in await ask(other, "mill", "U1", command="/news")


async def test_a_workspace_that_is_not_named_is_told_whom_to_ask_and_rid_of_the_app(
    slack: Slackd, other: Slackd, both: Both
) -> None:
    async with both(let_in=()) as newsroom:
        status, page = await install(slack, "T2", "UBOSS")
        assert status == 403
        assert "add T2 under slack: workspaces:" in page
        assert not await newsroom.room.workspaces.installed(OTHER)
        assert slack.oauth.dead[other.bot_token] == "account_inactive"


async def test_an_installation_that_goes_wrong_says_so_and_keeps_nothing(
    slack: Slackd, other: Slackd, both: Both
) -> None:
    async with both() as newsroom:
        assert (await install(slack, "T2", "UBOSS", deny=True))[1].count("You said no") == 1
        assert not await newsroom.room.workspaces.installed(OTHER)
        status, page = await install(slack, "T2", "UBOSS", again=True)
        assert status == 401
        assert "used before" in page
        url = urlsplit(slack.oauth.redirect_url)
        forged = f"{url.scheme}://{url.netloc}{url.path}?error=<script>alert(1)</script>"
        async with aiohttp.ClientSession() as browser:
            async with browser.get(forged) as answer:
                text = await answer.text()
                assert "<script>" not in text
                assert "&lt;script&gt;" in text
            async with browser.get(f"{slack.oauth.redirect_url}?code=x&state=y") as answer:
                assert answer.status == 400


async def test_a_bad_day_at_slack_while_installing_is_told(slack: Slackd, other: Slackd, both: Both) -> None:
    async with both() as newsroom:
        other.faults.add("auth.test", Fault("error", code="internal_error"))
        status, _ = await install(slack, "T2", "UBOSS")
        assert status == 401
        assert not await newsroom.room.workspaces.installed(OTHER)
        assert (await install(slack, "T2", "UBOSS"))[0] == 200


async def test_with_one_workspace_nothing_of_this_is_there(slack: Slackd, tmp_path: Path, clock: Clock) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "settings.yaml").write_text(json.dumps({"slack": {"api_url": slack.api_url}}))
    environ = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
    async with (
        open_newsroom(config, tmp_path / "state", environ=environ, clock=clock) as newsroom,
        connected(newsroom.desk(), newsroom.room.config, newsroom.room.workspaces) as app,
    ):
        assert app.oauth_flow is None
        await until(lambda: slack.socket.connections, what="connecting")
        await slack.people.command("/digest", "topics", user="U1")
        await until(lambda: slack.workspace.ephemeral, what="the answer")
    assert not (tmp_path / "state" / "slack.db").exists()
    assert slack.called("auth.test") == []


# --- What people type, answered by the real newsroom


async def test_no_number_breaks_anything(slack: Slackd, both: Both) -> None:
    async with both():
        for text in (f"undo {'9' * 30}", f"why {'9' * 30}", "undo ٣", "why ٣"):
            answer = await ask(slack, text, "UADMIN")
            assert "broke on my side" not in answer, text


async def test_an_order_that_changes_nothing_is_not_in_the_log_and_no_answer_tells_of_the_machine(
    slack: Slackd, both: Both, tmp_path: Path
) -> None:
    async with both() as newsroom:
        await newsroom.admin.add_source("https://gazette.example/feed", "UADMIN", title="Gazette")
        for order in ("pause gazette", "pause gazette", "resume gazette", "resume gazette"):
            await ask(slack, order, "UADMIN")
        log = await newsroom.desk().log(10)
        assert [change.what for change in log] == [
            "resume source gazette",
            "pause source gazette",
            "add source https://gazette.example/feed",
        ]
        answer = await ask(slack, f"undo {log[-1].id}", "UADMIN")
        assert "sources.yaml: it has been changed since" in answer
        assert str(tmp_path) not in answer
        assert "/digest sources" in await ask(slack, "pause nonsense", "UADMIN")


async def test_a_private_channel_goes_by_its_name_on_the_home_tab_of_those_who_are_in_it(
    slack: Slackd, both: Both
) -> None:
    board = slack.workspace.add_channel("G0BOARD", "board-only", private=True, people=("UADMIN",))
    async with both():
        await schedule(slack, "UADMIN", board.id)
        assert "this channel" in json.dumps(slack.people.form("UADMIN").body["blocks"])
        for user in ("UADMIN", "U1"):
            await slack.people.open_home(user)
            await until(lambda user=user: user in slack.workspace.homes, what="the Home tab")
        assert "#board-only" in json.dumps(slack.workspace.homes["UADMIN"])
        home = json.dumps(slack.workspace.homes["U1"])
        assert "board-only" not in home
        assert "G0BOARD" not in home


async def test_with_one_workspace_a_removal_is_logged_and_breaks_nothing(
    slack: Slackd, tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "settings.yaml").write_text(json.dumps({"slack": {"api_url": slack.api_url}}))
    environ = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
    async with (
        open_newsroom(config, tmp_path / "state", environ=environ, clock=clock) as newsroom,
        connected(newsroom.desk(), newsroom.room.config, newsroom.room.workspaces),
    ):
        await until(lambda: slack.socket.connections, what="connecting")
        await slack.people.event({"type": "app_uninstalled"})  # somebody's forgery, or a late word
        await until(lambda: slack.called("auth.test"), what="looking")
        assert "has removed the app" not in caplog.text
        await slack.oauth.remove("T1")
        await until(lambda: caplog.text.count("workspace.gone") == 2, what="both words of the removal")
        await until(lambda: "T1 has removed the app" in caplog.text, what="the log")
    assert caplog.text.count("T1 has removed the app") == 1
    assert not (tmp_path / "state" / "slack.db").exists()


@pytest.mark.parametrize(
    ("api_url", "page"),
    [
        ("https://slack.com/api/", "https://slack.com/oauth/v2/authorize"),
        ("https://slack-gov.com/api/", "https://slack-gov.com/oauth/v2/authorize"),
    ],
)
def test_the_install_page_leads_to_the_slack_of_the_settings(api_url: str, page: str, tmp_path: Path) -> None:
    given = {"slack": {"api_url": api_url}, "service": {"public_url": "https://bot.example/"}}
    secrets = Secrets(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    config = Config(Path("config"), settings=Settings.model_validate(given), secrets=secrets)
    writer = Writer()
    with Store.open(tmp_path / "digestbot.db") as store:
        made = flow(config, Workspaces(lambda: config, store, writer))
    writer.close()
    assert made.settings.authorization_url == page
    assert made.settings.redirect_uri == "https://bot.example/slack/oauth_redirect"
    assert set(made.settings.scopes or ()) == set(SCOPES)
