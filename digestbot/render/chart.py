"""Topic trends → a picture: one small line of nine weeks a topic, the week reported on marked. SVG, no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from digestbot.render import wording
from digestbot.text import shorten
from digestbot.types import TopicTrend

ROW = 34  # units of height a topic
LABEL = 190  # units of width of the labels
WIDTH = 600
LINE = 330  # units of width of a line
LABEL_CHARS = 26
TOP = 22


def alt_text(trends: Sequence[TopicTrend]) -> str:
    """The picture in words."""
    told = "; ".join(f"{wording.tidy(one.label)}: {wording.trend(one)}" for one in trends)
    return f"Relevant articles by topic this week, against the eight weeks before. {told}."


def svg(trends: Sequence[TopicTrend]) -> str:
    """The picture as an SVG element; it takes its colours from the page it stands in."""
    height = TOP + ROW * len(trends) + 4
    most = max((count for one in trends for count in one.weeks), default=0) or 1
    rows = "".join(_row(one, TOP + ROW * number, most) for number, one in enumerate(trends))
    head = (
        f'<text x="{LABEL}" y="12" font-size="11" opacity=".75">8 weeks ago</text>'
        f'<text x="{LABEL + LINE}" y="12" font-size="11" opacity=".75" text-anchor="end">this week</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" fill="currentColor"'
        f' font-family="system-ui, sans-serif" aria-label="{escape(alt_text(trends))}">{head}{rows}</svg>'
    )


def _row(trend: TopicTrend, top: int, most: int) -> str:
    label = escape(shorten(wording.tidy(trend.label), LABEL_CHARS))
    step = LINE / max(len(trend.weeks) - 1, 1)
    points = [
        (round(LABEL + step * number, 1), round(top + ROW - 8 - (ROW - 14) * count / most, 1))
        for number, count in enumerate(trend.weeks)
    ]
    path = " ".join(f"{x},{y}" for x, y in points)
    x, y = points[-1]
    return (
        f'<text x="0" y="{top + ROW - 12}" font-size="13">{label}</text>'
        f'<polyline points="{path}" fill="none" stroke="currentColor" stroke-width="1.5" opacity=".6"/>'
        f'<circle cx="{x}" cy="{y}" r="4"/>'
        f'<text x="{LABEL + LINE + 12}" y="{top + ROW - 12}" font-size="13" font-weight="600">{trend.weeks[-1]}</text>'
    )
