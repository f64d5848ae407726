"""A headless Chromium, driven over its own protocol: open a page, ask it things, press keys. The pictures of the
documentation and the tests use it; it loads nothing that the page does not ask for.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
START = 30.0  # seconds for the browser to open its port; the first start on a busy machine takes ten
LOAD = 15.0  # seconds for a page
POLL = 0.05
READY = "document.readyState === 'complete' && location.href !== 'about:blank'"


class BrowserError(Exception):
    """There is no browser, it does not start, or it refuses what was asked."""


class Tab:
    """One tab. Script of the page itself can be forbidden; what is asked here runs all the same."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the DevTools protocol. Raises BrowserError when it is refused."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while (told := await self._socket.receive_json()).get("id") != number:
            pass
        if "error" in told:
            raise BrowserError(f"{method}: {told['error']['message']}")
        return dict(told["result"])

    async def value(self, expression: str) -> Any:
        """What an expression gives on the page. Raises BrowserError when it throws."""
        told = await self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise BrowserError(f"{expression[:200]}: {told['exceptionDetails']}")
        return told["result"].get("value")

    async def open(
        self,
        address: str,
        *,
        width: int = 1000,
        height: int = 800,
        dark: bool = False,
        paper: bool = False,
        scale: float = 1,
        phone: bool = True,
    ) -> None:
        """Show a page at so many CSS pixels, once it has loaded; ``phone``: below 600 of width as on one."""
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        await self.ask("Emulation.setEmulatedMedia", media="print" if paper else "screen", features=scheme)
        metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": phone and width < 600}
        await self.ask("Emulation.setDeviceMetricsOverride", **metrics)
        await self.ask("Page.navigate", url=address)
        async with asyncio.timeout(LOAD):
            while not await self.value(READY):  # noqa: ASYNC110  # the browser tells nobody
                await asyncio.sleep(POLL)
        await self.value("document.fonts.ready.then(() => true)")

    async def press(self, key: str, code: int) -> None:
        """A key, down and up."""
        for kind in ("keyDown", "keyUp"):
            await self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)


def program() -> str:
    """The browser of this machine, or the one that CHROMIUM names. Raises BrowserError when there is none."""
    name = os.environ.get("CHROMIUM") or next((one for one in NAMES if shutil.which(one)), None)
    if name is None:
        raise BrowserError("no Chromium is installed; the variable CHROMIUM can name one")
    return name


@asynccontextmanager
async def browser() -> AsyncIterator[Tab]:
    """A browser of its own, with a profile that is thrown away. Raises BrowserError."""
    with TemporaryDirectory(prefix="digestbot-chromium-", ignore_cleanup_errors=True) as profile:
        running = await asyncio.create_subprocess_exec(
            *(program(), *FLAGS, f"--user-data-dir={profile}", "about:blank"),
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
            running.terminate()
            await running.wait()


async def _port(file: Path) -> int:
    """The port, once the browser has written it down."""

    def read() -> str:
        return file.read_text(encoding="utf-8") if file.exists() else ""

    try:
        async with asyncio.timeout(START):
            while not (told := read()).strip():  # noqa: ASYNC110  # as above
                await asyncio.sleep(POLL)
    except TimeoutError as error:
        raise BrowserError(f"Chromium did not start within {START:.0f} s") from error
    return int(told.split()[0])
