"""What stands below the stories of a Slack digest: dates, trend, what people saved, what was not judged. Each list
keeps within a room of its own; what has none is counted.
"""

from __future__ import annotations

from digestbot.render import blocks as make
from digestbot.render import chart, key_facts, wording
from digestbot.render.actions import CALENDAR
from digestbot.render.blocks import Block
from digestbot.render.limits import size
from digestbot.render.slack_stories import LINE_CHARS, SOURCE_CHARS
from digestbot.render.splitting import fitting
from digestbot.text import shorten
from digestbot.types import Digest

CLOSING_SHOWN = 8
CLOSING_CHARS = 2_500  # serialized, of the whole list; so are the next two, which only the weekly has
TREND_CHARS = 1_500
SAVED_CHARS = 1_500
LABEL_CHARS = 60
ALT_CHARS = 1_000  # of the chart in words; Slack takes 2,000
TREND_SHOWN = 7
SAVED_SHOWN = 5
UNJUDGED_SHOWN = 3
UNJUDGED_CHARS = 900  # serialized, of the line about articles in other languages


def closing(digest: Digest, tag: str) -> list[Block]:
    """What closes or takes place, and a button for the calendar."""
    if not digest.deadlines:
        return []
    rows = [
        [
            make.words(key_facts.when(one, digest.date) + ": ", bold=True),
            make.anchor(one.url, shorten(key_facts.closing(one), LINE_CHARS)),
        ]
        for one in digest.deadlines
    ]
    more = "and {} more: /digest deadlines"
    shown = fitting(rows[:CLOSING_SHOWN], len(rows), more, CLOSING_CHARS, f"closing-list{tag}")
    press = make.buttons([make.button("🗓 Add to calendar", CALENDAR, digest.id)], f"calendar{tag}")
    return [make.header("⏰ Closing soon", f"closing{tag}"), shown, press]


def trend(digest: Digest, tag: str, chart_file: str) -> list[Block]:
    """Topics against the weeks before: as a picture, or in words where there is none."""
    if not digest.trend:
        return []
    heading = make.header(wording.trend_heading(digest), f"trend{tag}")
    if chart_file:
        alt = shorten(chart.alt_text(digest.trend), ALT_CHARS)
        return [heading, make.picture(chart_file, alt, f"trend-chart{tag}")]
    rows = [
        [
            make.words(f"{shorten(wording.tidy(f'{one.emoji} {one.label}'), LABEL_CHARS)}: ", bold=True),
            make.words(wording.trend(one)),
        ]
        for one in digest.trend
    ]
    shown = fitting(rows[:TREND_SHOWN], len(rows), "and {} topics that changed less", TREND_CHARS, f"trend-list{tag}")
    return [heading, shown]


def saved(digest: Digest, tag: str) -> list[Block]:
    """What people kept."""
    if not digest.most_saved:
        return []
    rows = [
        [
            make.anchor(one.url, shorten(wording.tidy(one.title) or wording.UNTITLED, LINE_CHARS)),
            make.words(f" · {shorten(wording.tidy(one.source), SOURCE_CHARS)} · {wording.count(one.people, 'reader')}"),
        ]
        for one in digest.most_saved
    ]
    shown = fitting(rows[:SAVED_SHOWN], len(rows), "and {} more", SAVED_CHARS, f"saved-list{tag}")
    return [make.header("🔖 Most saved", f"saved{tag}"), shown]


def unjudged(digest: Digest, tag: str) -> list[Block]:
    """One quiet line; as many of the articles as have room are named."""
    if not digest.unjudged_count:
        return []
    for shown in range(min(UNJUDGED_SHOWN, len(digest.unjudged)), -1, -1):
        parts = [make.words(wording.unjudged(digest), italic=True)]
        for number, one in enumerate(digest.unjudged[:shown]):
            parts.append(make.words(", " if number else ": ", italic=True))
            parts.append(make.anchor(one.url, shorten(wording.tidy(one.title) or wording.UNTITLED, LINE_CHARS)))
            parts.append(make.words(f" ({shorten(wording.foreign(one), SOURCE_CHARS)})", italic=True))
        block = make.rich_text(parts, f"unjudged{tag}")
        if size([block]) <= UNJUDGED_CHARS:
            break
    return [block]


def foot(digest: Digest, tag: str) -> list[Block]:
    """What is not here, and what can be done."""
    omitted = wording.omitted(digest)
    told = f"{omitted}: /news finds them. " if omitted else "/news finds every story ever told. "
    return [
        make.divider(f"foot-line{tag}"),
        make.context(
            f"{told}Press ⋯ beside a story to say what you think of it, or to ask why it is here."
            if digest.stories
            else told,
            f"foot{tag}",
        ),
    ]
