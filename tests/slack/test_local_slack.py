"""The same app against a Slack that others wrote: npm's ``local-slack-linux-x64``, where it has been fetched."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from elsewhere import BINARY, SECRET, Elsewhere, local_slack
from slackd.people import until

from digestbot.config import Config
from digestbot.config.records import Secrets
from digestbot.config.settings import Settings
from digestbot.deliver import Deliverer, web_client
from digestbot.slack import listening
from digestbot.slack.serve import connected
from digestbot.store import Store
from digestbot.types import Delivery, Message
from digestbot.writer import Writer

pytestmark = pytest.mark.skipif(not BINARY.is_file(), reason="no local-slack binary: `make local-slack` fetches it")


@pytest.fixture
async def elsewhere(tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Elsewhere]:
    async with local_slack(tmp_path, unused_tcp_port) as there:
        yield there


@pytest.fixture
async def app(elsewhere: Elsewhere, desk: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Elsewhere]:
    monkeypatch.setattr(listening, "FORM_SETTLES", 0.2)
    desk.admin_ids = ("U0ADMIN",)
    settings = Settings.model_validate({"slack": {"api_url": f"{elsewhere.base_url}/api/"}})
    config = Config(Path("config"), settings=settings, secrets=Secrets("xoxb-1-test", "xapp-1-test", SECRET))
    async with connected(desk, config, ping=1.0):
        await asyncio.sleep(0.5)
        yield elsewhere


async def test_search_pages_and_sharing(app: Elsewhere) -> None:
    await app.command("/news", "bakery", user="U0ADMIN")
    answer = await app.said("1–5 of 12")
    await app.press(answer, "search_more")
    answer = await app.said("6–10 of 12")
    await app.press(answer, "search_share")
    await until(lambda: len([one for one in app.messages if "6–10" in str(one)]) >= 2, what="sharing")


async def test_orders_by_command_button_and_form(app: Elsewhere, desk: Any) -> None:
    await app.command("/digest", "pause coop-news")
    await app.said("Paused")
    await app.command("/digest", "channel")
    await app.submit({"timezone": "Lundon"})
    await until(lambda: "timezone" in app.errors, what="the error beside its field")
    await app.submit({"timezone": "Europe/Paris", "days": ["mon"]})
    await until(lambda: len(desk.done) == 2, what="the order")
    assert desk.done[0] == ("pause", "coop-news", "U0ADMIN")
    assert (desk.done[1][1]["timezone"], desk.done[1][1]["days"]) == ("Europe/Paris", ["mon"])
    await until(lambda: "Saved" in json.dumps(app.stack), what="the receipt")


async def test_the_home_tab(app: Elsewhere, desk: Any) -> None:
    await desk.save(3, "U0BEN")
    await app.control("open-home", user="U0BEN", appId="A0BOT")
    await until(lambda: "news.example/3" in json.dumps(app.homes.get("U0BEN", {})), what="the tab")


async def test_a_delivered_digest_and_its_menu(app: Elsewhere, desk: Any, tmp_path: Path) -> None:
    options = [
        {"text": {"type": "plain_text", "text": verb}, "value": f"{verb}:3:103:#news-x"}
        for verb in ("story_useful", "story_why")
    ]
    menu = {"type": "overflow", "action_id": "story_menu", "options": options}
    story = {
        "type": "section",
        "block_id": "s",
        "text": {"type": "plain_text", "text": "A story <!channel>"},
        "accessory": menu,
    }
    messages = (Message("Digest", (story,)), Message("More", (story,), in_thread=True))
    now = desk.now()
    with Store.open(tmp_path / "digestbot.db") as store:
        delivery = Delivery("#news-x", "#news", "daily", "pending", now - timedelta(days=1), now, messages)
        store.outbox.prepare(delivery, now=now)
        write = Writer()
        client = web_client("xoxb-1-test", f"{app.base_url}/api/")
        for _ in range(2):
            await Deliverer(store, write, client, admin_channel=None, clock=desk.now).deliver_due()
        write.close()
    main = await app.said("Digest")
    await app.said("More")
    assert len([one for one in app.messages if one.get("text") in ("Digest", "More")]) == 2
    await app.press(main, "story_menu", "story_useful")
    await until(lambda: desk.done == [("label", 3, "useful", (), "U0ADMIN")], what="the label")
