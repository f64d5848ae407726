"""HTML pages → PNG files, by a headless Chromium. Loads nothing from the network."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from browser import BrowserError, Tab, browser
from PIL import Image

LARGEST = 300_000  # bytes of one picture in the repository
COLOURS = (256, 128, 64, 32)  # tried in this order until a picture is small enough
MARGIN = 36  # CSS pixels, of paper


class Camera:
    """Takes pictures of pages; ``async with camera() as camera``."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

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
        tab = self._tab
        address = await asyncio.to_thread(lambda: page.resolve().as_uri())
        await tab.open(address, width=width, height=600, dark=dark, paper=paper, scale=scale, phone=False)
        if paper:
            await tab.value(f"document.documentElement.style.padding = '{MARGIN}px'")
        box = await tab.value(f"document.querySelector({part!r}).getBoundingClientRect().toJSON()")
        wide = await tab.value("document.documentElement.scrollWidth")
        if wide > width:
            raise SystemExit(f"{picture.name}: the page is {wide} wide and overflows its {width}")
        height = min(box["height"], most or box["height"])
        clip = {"x": 0, "y": box["y"], "width": width, "height": height, "scale": 1}
        taken = await tab.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        _save(picture, small(base64.b64decode(taken["data"])))


@asynccontextmanager
async def camera() -> AsyncIterator[Camera]:
    """A browser of its own. Ends the program where there is none, or where it refuses."""
    try:
        async with browser() as tab:
            yield Camera(tab)
    except BrowserError as error:
        raise SystemExit(str(error)) from error


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
