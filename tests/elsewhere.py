"""A Slack that others wrote, npm's ``local-slack-linux-x64``: started on loopback, and used as people use it.

``LOCAL_SLACK`` names the binary; default: where ``make local-slack`` puts it. Its checksum is compared before it runs.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from slackd.people import filled, find, until

BINARY = Path(
    os.environ.get("LOCAL_SLACK")
    or Path(__file__).parents[1] / ".tools" / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
)
SHA256 = "3332007b797969d835f694b463ac526f7ef1fc66afac93f950f585105fe4815f"
# Without this it would listen on every interface of the machine.
LOOPBACK = 'const s=Bun.serve; Bun.serve=o=>s.call(Bun,{hostname:"127.0.0.1",...o});'
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


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

    async def reach(self, within: float = 60.0) -> None:
        """Ask for help until the app, once connected, answers."""
        end = asyncio.get_running_loop().time() + within
        while not any("What I can do" in json.dumps(one) for one in self.messages):
            assert asyncio.get_running_loop().time() < end, f"the app did not answer within {within} s"
            async with self.session.post(
                f"{self.base_url}/_control/command",
                json={"channel": "C0NEWS", "user": "U0BEN", "command": "/digest", "text": "help", "appId": "A0BOT"},
            ):
                await asyncio.sleep(0.5)

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

    async def formed(self, text: str, within: float = 30.0) -> None:
        """Wait until the form on top says so."""
        await until(
            lambda: self.stack and text in json.dumps(self.stack[-1], ensure_ascii=False), within=within, what=text
        )

    async def said(self, text: str) -> dict[str, Any]:
        """A message that says so, once there is one."""

        def found() -> list[dict[str, Any]]:
            return [one for one in self.messages if text in json.dumps(one, ensure_ascii=False)]

        await until(found, what=text)
        return found()[-1]


@asynccontextmanager
async def local_slack(folder: Path, number: int) -> AsyncIterator[Elsewhere]:
    """The workspace with #news, an admin and a reader, served on port ``number``; ``folder`` takes its settings."""
    body = await asyncio.to_thread(BINARY.read_bytes)
    assert hashlib.sha256(body).hexdigest() == SHA256, f"{BINARY} is not the program that was looked at"
    (folder / "loopback.js").write_text(LOOPBACK)
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
    (folder / "ws.json").write_text(json.dumps(workspace))
    port = str(number)
    process = await asyncio.create_subprocess_exec(
        *(str(BINARY), "--config", str(folder / "ws.json"), "--port", port, "--base-host", "127.0.0.1"),
        env={**os.environ, "BUN_OPTIONS": f"--preload={folder / 'loopback.js'}"},
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
