"""The same app against a Slack that others wrote: npm's ``local-slack-linux-x64``, where it has been fetched.

``LOCAL_SLACK`` names the binary; default: where ``make local-slack`` puts it. Its checksum is compared before it runs.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slackd.people import filled, find, until

from digestbot.config import Config
from digestbot.config.records import Secrets
from digestbot.config.settings import Settings
from digestbot.deliver import Deliverer, web_client
from digestbot.slack import listening
from digestbot.slack.serve import connected
from digestbot.store import Store
from digestbot.types import Delivery, Message
from digestbot.writer import Writer

BINARY = Path(
    os.environ.get("LOCAL_SLACK")
    or Path(__file__).parents[2] / ".tools" / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
)
SHA256 = "3332007b797969d835f694b463ac526f7ef1fc66afac93f950f585105fe4815f"
# Without this it would listen on every interface of the machine.
LOOPBACK = 'const s=Bun.serve; Bun.serve=o=>s.call(Bun,{hostname:"127.0.0.1",...o});'
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"

pytestmark = pytest.mark.skipif(not BINARY.is_file(), reason="no local-slack binary: `make local-slack` fetches it")


@dataclass
class Elsewhere:
    """The other Slack as a person sees it: messages by channel, open forms, Home tabs, and errors beside fields."""

    base_url: str
    session: aiohttp.ClientSession
    screen: aiohttp.ClientWebSocketResponse
    messages: list[dict[str, Any]] = field(default_factory=list)
    stack: list[dict[str, Any]] = field(default_factory=list)
    homes: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    async def watch(self) -> None:
        async for event in self.screen:
            shown = json.loads(event.data)
            match shown["t"]:
                case "message":
                    self.messages.append(shown["message"])
                case "message_update":
                    new = shown["message"]
                    self.messages = [new if old["ts"] == new["ts"] else old for old in self.messages]
                case "view":
                    self.stack, self.errors = shown.get("stack") or [], {}
                case "view_errors":
                    self.errors = shown.get("errors") or {}
                case "home":
                    self.homes[shown["user"]] = shown["view"]

    async def control(self, what: str, **body: Any) -> Any:
        async with self.session.post(f"{self.base_url}/_control/{what}", json=body) as response:
            found = await response.json()
        assert found.get("ok"), (what, found)
        return found

    async def command(self, command: str, text: str, user: str = "U0ADMIN") -> None:
        await self.control("command", channel="C0NEWS", user=user, command=command, text=text, appId="A0BOT")

    async def press(self, message: dict[str, Any], action_id: str, value: str | None = None) -> None:
        block, element, option = find(message["blocks"], action_id, value)
        action = {"type": element["type"], "action_id": action_id, "block_id": block.get("block_id")}
        action |= {"selected_option": option} if option else {"value": element.get("value", "")}
        await self.control(
            "interact", channel="C0NEWS", messageTs=message["ts"], user="U0ADMIN", action=action, appId="A0BOT"
        )

    async def submit(self, given: dict[str, Any]) -> None:
        view = await self.form()
        values: dict[str, Any] = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                chosen = filled(block["element"], given.get(block["block_id"]))
                values[block["block_id"]] = {block["element"]["action_id"]: chosen}
        await self.screen.send_json({"t": "view_submit", "user": "U0ADMIN", "values": values})

    async def form(self) -> dict[str, Any]:
        await until(lambda: self.stack, what="a form")
        top = self.stack[-1]
        found: dict[str, Any] = top.get("view", top)
        return found

    async def said(self, text: str) -> dict[str, Any]:
        """A message that says so, once there is one."""

        def found() -> list[dict[str, Any]]:
            return [one for one in self.messages if text in json.dumps(one, ensure_ascii=False)]

        await until(found, what=text)
        return found()[-1]


@pytest.fixture
async def elsewhere(tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Elsewhere]:
    body = await asyncio.to_thread(BINARY.read_bytes)
    assert hashlib.sha256(body).hexdigest() == SHA256, f"{BINARY} is not the program that was looked at"
    (tmp_path / "loopback.js").write_text(LOOPBACK)
    workspace = {
        "workspace": {"name": "Test", "domain": "test", "teamId": "T0TEST"},
        "apps": [
            {
                "appId": "A0BOT",
                "botUserId": "U0BOT",
                "botName": "digestbot",
                "botToken": "xoxb-1-test",
                "appToken": "xapp-1-test",
                "signingSecret": SECRET,
                "mode": "socket",
            }
        ],
        "users": [
            {"id": user, "name": name, "real_name": name, "email": f"{name}@example.org", "tz": "Europe/London"}
            for user, name in (("U0ADMIN", "ada"), ("U0BEN", "ben"))
        ],
        "channels": [
            {"id": "C0NEWS", "name": "news", "is_private": False, "members": ["U0ADMIN", "U0BEN", "U0BOT"]},
        ],
    }
    (tmp_path / "ws.json").write_text(json.dumps(workspace))
    port = str(unused_tcp_port)
    process = await asyncio.create_subprocess_exec(
        *(str(BINARY), "--config", str(tmp_path / "ws.json"), "--port", port, "--base-host", "127.0.0.1"),
        env={**os.environ, "BUN_OPTIONS": f"--preload={tmp_path / 'loopback.js'}"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with aiohttp.ClientSession() as session:
            base = f"http://127.0.0.1:{port}"
            screen = await _connect(session, base)
            there = Elsewhere(base, session, screen)
            watching = asyncio.create_task(there.watch())
            yield there
            await screen.close()
            await watching
    finally:
        process.terminate()
        await process.wait()


async def _connect(session: aiohttp.ClientSession, base: str) -> aiohttp.ClientWebSocketResponse:
    for _ in range(100):
        try:
            return await session.ws_connect(f"{base}/ui")
        except aiohttp.ClientError:
            await asyncio.sleep(0.1)
    raise AssertionError("local-slack did not start")


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
