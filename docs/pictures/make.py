"""The pictures of the documentation, made anew from what the demo and the bundled newsroom really give.

``make pictures`` runs it. Needs Node with npm, Chromium and its fonts: CONTRIBUTING.md says which.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from camera import Camera, camera
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from scenes import Scenes, gather

HERE = Path(__file__).parent
COLUMNS = 96
TERMINAL_LINES = 46  # of the demo's screen: the round, the lead and the first sections
SHOWN = 1200  # CSS pixels of a long page that are shown
FRAME_WIDTHS = {"message": 734, "modal": 554, "home": 734}
MODULES = HERE / "node_modules"

# Dim text is half-way between the two: legible in the picture, as it is in a terminal.
THEME = TerminalTheme(
    (22, 24, 29),
    (235, 236, 240),
    [
        (40, 42, 48),
        (255, 110, 110),
        (120, 210, 120),
        (240, 200, 90),
        (120, 170, 255),
        (220, 140, 250),
        (90, 210, 220),
        (235, 236, 240),
    ],
)
SCREEN = """<!doctype html><html lang="en"><meta charset="utf-8"><style>
body {{ margin: 0; padding: 14px 18px; background: {background}; color: {foreground}; }}
pre {{ margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }}
pre {{ font: 13px/1.35 "DejaVu Sans Mono", "Noto Color Emoji", monospace; }}
</style><body><pre>{code}</pre>"""


async def main() -> None:
    """Everything, into this folder."""
    install()
    with TemporaryDirectory(prefix="digestbot-pages-") as folder:
        pages = Path(folder)
        screen = demo(pages / "demo-digest")
        (pages / "terminal.html").write_text(terminal(screen), encoding="utf-8")
        scenes = await gather(datetime.now(UTC))
        (pages / "weekly.html").write_text(scenes.weekly, encoding="utf-8")
        kinds = draw(scenes, pages)
        async with camera() as by:
            await web_pages(by, pages)
            for name, kind in kinds.items():
                await by.photograph(pages / f"{name}.html", HERE / f"{name}.png", width=FRAME_WIDTHS[kind])
    for picture in sorted(HERE.glob("*.png")):
        sys.stdout.write(f"{picture.stat().st_size:>8,} bytes  {picture.name}\n")


async def web_pages(by: Camera, pages: Path) -> None:
    """The digest as a page in light, in the dark, on a phone and on paper; the weekly page; the terminal."""
    (digest,) = (pages / "demo-digest").glob("*.html")
    await by.photograph(digest, HERE / "page-light.png", width=760, most=SHOWN, scale=1.5)
    await by.photograph(digest, HERE / "page-dark.png", width=760, most=SHOWN, scale=1.5, dark=True)
    await by.photograph(digest, HERE / "page-phone.png", width=360, most=900)
    await by.photograph(digest, HERE / "page-print.png", width=740, most=1040, scale=1.5, paper=True)
    trend = "section[aria-labelledby=trend-heading]"
    await by.photograph(pages / "weekly.html", HERE / "weekly-chart.png", width=760, scale=1.5, part=trend)
    await by.photograph(pages / "terminal.html", HERE / "terminal.png", width=800, scale=1.5)


def install() -> None:
    """The drawing library, once; no package's own scripts are run."""
    if not (MODULES / "slack-blocks-to-jsx").is_dir():
        order = ["npm", "install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund"]
        subprocess.run(order, cwd=HERE, check=True)  # noqa: S603  # our own words


def demo(folder: Path) -> str:
    """Run ``digestbot demo`` in a terminal; what its screen shows at the end."""
    told: list[bytes] = []

    def read(terminal: int) -> bytes:
        told.append(os.read(terminal, 65536))
        return told[-1]

    os.environ |= {"COLUMNS": str(COLUMNS), "LINES": "50", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    program = "from digestbot.cli.main import main; main()"
    before = Path.cwd()
    os.chdir(folder.parent)
    try:
        status = pty.spawn([sys.executable, "-c", program, "demo"], read)
    finally:
        os.chdir(before)
    if status:
        raise SystemExit("the demo failed")
    lines = b"".join(told).decode().replace("\r\n", "\n").split("\n")
    # A line that was written anew, as a progress bar is, stands as it was written last.
    return "\n".join(line.rsplit("\r", 1)[-1].replace("\x1b[2K", "") for line in lines)


def terminal(screen: str) -> str:
    """A screen with colours → a page."""
    shown = "\n".join(["\x1b[1m$\x1b[0m digestbot demo", *screen.split("\n")[:TERMINAL_LINES], "…"])
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115, PTH123
    console.print(Text.from_ansi(shown), soft_wrap=True)
    return console.export_html(theme=THEME, inline_styles=True, code_format=SCREEN)


def draw(scenes: Scenes, pages: Path) -> dict[str, str]:
    """Every Slack scene as a page in ``pages``; gives each scene's kind."""
    (told,) = (pages / "demo-digest").glob("*.slack.json")
    main_message = json.loads(told.read_text(encoding="utf-8"))[0]
    view = {"channel": "mutuals-news", "messages": [main_message], "whisper": False, "at": [8, 30]}
    wanted = [{"name": "slack-digest", "kind": "message", "view": view}, *with_chart(scenes)]
    (pages / "scenes.json").write_text(json.dumps(wanted), encoding="utf-8")
    order = ["node", str(HERE / "draw.cjs"), str(pages / "scenes.json"), str(pages)]
    subprocess.run(order, check=True)  # noqa: S603
    return {one["name"]: one["kind"] for one in wanted}


def with_chart(scenes: Scenes) -> list[dict[str, Any]]:
    """The scenes, the chart itself where Slack would fetch it from its own store."""
    address = f"data:image/png;base64,{base64.b64encode(scenes.chart).decode()}"

    def swap(value: Any) -> Any:
        if isinstance(value, dict):
            if "slack_file" in value:
                return {**{key: kept for key, kept in value.items() if key != "slack_file"}, "image_url": address}
            return {key: swap(kept) for key, kept in value.items()}
        if isinstance(value, list | tuple):
            return [swap(one) for one in value]
        return value

    return [swap(one) for one in scenes.slack]


if __name__ == "__main__":
    asyncio.run(main())
