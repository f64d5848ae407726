"""A headless Chromium for tests, driven over its own protocol: open a page, ask it things, press keys."""

from __future__ import annotations

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-sync --disable-background-networking".split()
START = 30.0  # seconds for the browser to open its port; the first start on a busy machine takes ten
LOAD = 15.0


class Tab:
    """One tab; script of the page itself can be forbidden, ours runs all the same."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while (told := await self._socket.receive_json()).get("id") != number:
            pass
        assert "error" not in told, told
        return dict(told["result"])

    async def open(self, address: str, *, width: int = 1000, dark: bool = False) -> None:
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        await self.ask("Emulation.setEmulatedMedia", media="screen", features=scheme)
        await self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 600
        )
        await self.ask("Page.navigate", url=address)
        async with asyncio.timeout(LOAD):
            while not await self.value("document.readyState === 'complete' && location.href !== 'about:blank'"):  # noqa: ASYNC110  # the browser tells nobody
                await asyncio.sleep(0.05)

    async def value(self, expression: str) -> Any:
        told = await self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    async def press(self, key: str, code: int) -> None:
        for kind in ("keyDown", "keyUp"):
            await self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    async def picture(self, file: Path) -> None:
        taken = await self.ask("Page.captureScreenshot", format="png")
        await asyncio.to_thread(file.write_bytes, base64.b64decode(taken["data"]))


@asynccontextmanager
async def chromium() -> AsyncIterator[Tab]:
    """A browser with a profile of its own; skips the test, saying so, where none is installed."""
    name = next((one for one in NAMES if shutil.which(one)), None)
    if name is None:
        pytest.skip("no Chromium is installed")
    with TemporaryDirectory(prefix="digestbot-chromium-", ignore_cleanup_errors=True) as profile:
        browser = await asyncio.create_subprocess_exec(
            *(name, *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            port = await _port(Path(profile, "DevToolsActivePort"))
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as response:
                    tabs = await response.json()
                address = next(one["webSocketDebuggerUrl"] for one in tabs if one["type"] == "page")
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    yield Tab(socket)
        finally:
            browser.terminate()
            await browser.wait()


async def _port(file: Path) -> int:
    """The port, once the browser has written it down."""

    def read() -> str:
        return file.read_text() if file.exists() else ""

    async with asyncio.timeout(START):
        while not (told := read()).strip():  # noqa: ASYNC110  # as above
            await asyncio.sleep(0.05)
    return int(told.split()[0])
