"""HTML pages → PNG files, by a headless Chromium driven over its own protocol. Loads nothing from the network."""

from __future__ import annotations

import asyncio
import base64
import io
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from PIL import Image

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
LARGEST = 300_000  # bytes of one picture in the repository
COLOURS = (256, 128, 64, 32)  # tried in this order until a picture is small enough
MARGIN = 36  # CSS pixels, of paper
START = 30  # seconds that the browser may take to open its port


class Camera:
    """Takes pictures of pages; ``async with camera() as camera``."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)

    async def photograph(
        self,
        page: Path,
        picture: Path,
        *,
        width: int,
        most: int | None = None,
        dark: bool = False,
        paper: bool = False,
        scale: float = 2,
        part: str = "html",
    ) -> None:
        """The page at ``width`` CSS pixels, in full or down to ``most`` of them.

        ``paper``: as it prints, with a margin; ``part``: a CSS selector of what alone is shown.
        """
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        await self._ask("Emulation.setEmulatedMedia", media="print" if paper else "screen", features=scheme)
        await self._ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=600, deviceScaleFactor=scale, mobile=False
        )
        await self._ask("Page.navigate", url=_address(page))
        await self._until_loaded()
        if paper:
            await self._value(f"document.documentElement.style.padding = '{MARGIN}px'")
        box = await self._value(f"document.querySelector({part!r}).getBoundingClientRect().toJSON()")
        wide = await self._value("document.documentElement.scrollWidth")
        if wide > width:
            raise SystemExit(f"{picture.name}: the page is {wide} wide and overflows its {width}")
        height = min(box["height"], most or box["height"])
        clip = {"x": 0, "y": box["y"], "width": width, "height": height, "scale": 1}
        taken = await self._ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        _save(picture, small(base64.b64decode(taken["data"])))

    async def _until_loaded(self) -> None:
        ready = "document.readyState === 'complete' && location.href !== 'about:blank'"
        for _ in range(100):
            if await self._value(ready):
                await self._ask("Runtime.evaluate", expression="document.fonts.ready", awaitPromise=True)
                return
            await asyncio.sleep(0.05)
        raise SystemExit("the page did not load")

    async def _value(self, expression: str) -> Any:
        told = await self._ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return told["result"]["value"]

    async def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            told = await self._socket.receive_json()
            if told.get("id") == number:
                if "error" in told:
                    raise SystemExit(f"{method}: {told['error']['message']}")
                return dict(told["result"])


@asynccontextmanager
async def camera() -> AsyncIterator[Camera]:
    """A browser of its own, with a profile that is thrown away."""
    name = os.environ.get("CHROMIUM") or next((one for one in NAMES if shutil.which(one)), None)
    if name is None:
        raise SystemExit("Chromium is needed for the pictures; name it in the variable CHROMIUM")
    with TemporaryDirectory(prefix="digestbot-camera-", ignore_cleanup_errors=True) as profile:
        browser = await asyncio.create_subprocess_exec(
            name,
            *FLAGS,
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            port = await _port(Path(profile, "DevToolsActivePort"))
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as response:
                    tabs = await response.json()
                address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    yield Camera(socket)
        finally:
            browser.terminate()
            await browser.wait()


async def _port(file: Path) -> int:
    for _ in range(START * 10):
        told = _told(file)
        if told:
            return int(told[0])
        await asyncio.sleep(0.1)
    raise SystemExit("Chromium did not start")


def _told(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split() if file.exists() else []


def _address(page: Path) -> str:
    return page.resolve().as_uri()


def _save(picture: Path, png: bytes) -> None:
    picture.write_bytes(png)


def small(png: bytes) -> bytes:
    """The picture with as few colours as it takes to be small."""
    whole = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        file = io.BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST:
            return file.getvalue()
    raise SystemExit(
        f"a picture of {whole.width} × {whole.height} is over {LARGEST} bytes even in {COLOURS[-1]} colours"
    )
