"""Topic trends → a picture: one small line of nine weeks a topic, the week reported on marked, the usual one beside
it. SVG for pages, PNG for Slack, and the same in words for who cannot see it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

from digestbot.render import wording
from digestbot.text import shorten
from digestbot.types import TopicTrend

ROW = 34  # units of height a topic
LABEL = 215  # units of width of the labels: the longest shipped one, "Commissioning and procurement"
WIDTH = 600
LINE = 255  # units of width of a line
LABEL_CHARS = 30
TOP = 22
SHOWN = (
    8  # topics drawn, the biggest change first: what a phone shows beside the news; a page has the others in its table
)
# Each topic has a scale of its own, or large topics would press small ones flat; a week of so many articles fills it at
# least, or one article more would be a mountain.
FULL = 6
PNG_SCALE = 2
INK, SOFT = "#1c1f23", "#565d66"


def alt_text(trends: Sequence[TopicTrend]) -> str:
    """The picture in words."""
    told = "; ".join(f"{wording.tidy(one.label)}: {wording.trend(one)}" for one in trends[:SHOWN])
    return f"Relevant articles by topic, week by week up to this one. {told}."


def svg(trends: Sequence[TopicTrend]) -> str:
    """The picture as an SVG element; it takes its colours from the page it stands in."""
    shown = trends[:SHOWN]
    height = TOP + ROW * len(shown) + 4
    rows = "".join(_row(one, TOP + ROW * number) for number, one in enumerate(shown))
    head = (
        f'<text x="{LABEL}" y="12" font-size="11" opacity=".75">8 weeks ago</text>'
        f'<text x="{LABEL + LINE}" y="12" font-size="11" opacity=".75" text-anchor="end">this week</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" fill="currentColor"'
        f' font-family="system-ui, sans-serif" aria-label="{escape(alt_text(trends))}">{head}{rows}</svg>'
    )


def png(trends: Sequence[TopicTrend]) -> bytes:
    """The picture as a PNG file on white, at twice the size in which it is shown."""
    from PIL import Image, ImageDraw, ImageFont

    shown = trends[:SHOWN]
    height = TOP + ROW * len(shown) + 4
    image = Image.new("RGB", (WIDTH * PNG_SCALE, height * PNG_SCALE), "white")
    draw = ImageDraw.Draw(image)
    small, usual = (ImageFont.load_default(size * PNG_SCALE) for size in (11, 13))

    def write(
        x: float,
        y: float,
        text: str,
        font: ImageFont.ImageFont | ImageFont.FreeTypeFont,
        anchor: str = "ls",
        fill: str = INK,
    ) -> None:
        draw.text((x * PNG_SCALE, y * PNG_SCALE), text, fill=fill, font=font, anchor=anchor)

    write(LABEL, 12, "8 weeks ago", small, fill=SOFT)
    write(LABEL + LINE, 12, "this week", small, "rs", SOFT)
    for number, trend in enumerate(shown):
        top = TOP + ROW * number
        points = [(x * PNG_SCALE, y * PNG_SCALE) for x, y in _points(trend, top)]
        write(0, top + ROW - 12, shorten(wording.tidy(trend.label), LABEL_CHARS), usual)
        if len(points) > 1:
            draw.line(points, fill=SOFT, width=PNG_SCALE * 3 // 2, joint="curve")
        x, y = points[-1]
        dot = 4 * PNG_SCALE
        draw.ellipse((x - dot, y - dot, x + dot, y + dot), fill=INK)
        write(LABEL + LINE + 14, top + ROW - 12, str(trend.weeks[-1] or 0), usual)
        write(LABEL + LINE + 44, top + ROW - 12, _usual(trend), small, fill=SOFT)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _usual(trend: TopicTrend) -> str:
    """What the weeks before had; empty where none is known."""
    before = wording.usual(trend)
    return f"usually {before:.0f}" if before is not None else ""


def _points(trend: TopicTrend, top: int) -> list[tuple[float, float]]:
    step = LINE / max(len(trend.weeks) - 1, 1)
    most = max([FULL, *(count for count in trend.weeks if count is not None)])
    return [
        (round(LABEL + step * number, 1), round(top + ROW - 8 - (ROW - 14) * count / most, 1))
        for number, count in enumerate(trend.weeks)
        if count is not None
    ]


def _row(trend: TopicTrend, top: int) -> str:
    label = escape(shorten(wording.tidy(trend.label), LABEL_CHARS))
    points = _points(trend, top)
    path = " ".join(f"{x},{y}" for x, y in points)
    x, y = points[-1]
    this = trend.weeks[-1] or 0
    return (
        f'<text x="0" y="{top + ROW - 12}" font-size="13">{label}</text>'
        f'<polyline points="{path}" fill="none" stroke="currentColor" stroke-width="1.5" opacity=".6"/>'
        f'<circle cx="{x}" cy="{y}" r="4"/>'
        f'<text x="{LABEL + LINE + 14}" y="{top + ROW - 12}" font-size="13" font-weight="600">{this}</text>'
        f'<text x="{LABEL + LINE + 44}" y="{top + ROW - 12}" font-size="11" opacity=".75">{_usual(trend)}</text>'
    )
