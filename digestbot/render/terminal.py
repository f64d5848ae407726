"""A ``Digest`` → plain text of a given width, or the same in colour for ``rich``. Text from outside is never markup and
never a control sequence.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import east_asian_width

from digestbot.render import key_facts, wording
from digestbot.types import Digest, DigestStory

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH = 80  # columns, of a terminal that does not say
NARROWEST = 30  # columns below which words would be torn
Style = Literal["title", "heading", "story", "text", "dim", "mark", "link", "blank"]
COLOURS: dict[Style, str] = {
    "title": "bold reverse",
    "heading": "bold cyan",
    "story": "bold",
    "text": "",
    "dim": "dim",
    "mark": "yellow",
    "link": "blue",
    "blank": "",
}


class Line(NamedTuple):
    """One line of output and what it is."""

    text: str
    style: Style


def text(digest: Digest, width: int = WIDTH) -> str:
    """The digest as plain text; no line is wider than ``width`` but for addresses, which stay whole."""
    return "\n".join(line.text for line in lines(digest, width)) + "\n"


def renderable(digest: Digest, width: int = WIDTH) -> RenderableType:
    """The same lines in colour."""
    from rich.text import Text

    return Text("\n").join(Text(line.text, style=COLOURS[line.style]) for line in lines(digest, width))


def lines(digest: Digest, width: int = WIDTH) -> list[Line]:
    """The digest line by line."""
    width = max(width, NARROWEST)
    found = _wrapped(f"{wording.name(digest)} for {wording.tidy(digest.channel)}", width, "title")
    found += _wrapped(f"{wording.long_day(digest.date)} · {wording.overview(digest)}", width, "dim")
    if digest.note:
        found += [_BLANK, *_wrapped(f"✍ {wording.tidy(digest.note)}", width, "text")]
    lead = wording.lead_of(digest)
    if lead is not None:
        found += [_BLANK, *_wrapped(wording.lead_heading(digest), width, "heading"), *_story(lead, digest, width)]
    for section in wording.sections_after_lead(digest):
        found += [_BLANK, *_wrapped(wording.heading(section), width, "heading")]
        for number, story in enumerate(section.stories):
            found += [_BLANK] if number else []
            found += _story(story, digest, width)
    if digest.deadlines:
        found += [_BLANK, *_wrapped("⏰ Closing soon", width, "heading")]
        for one in digest.deadlines:
            found += _wrapped(f"{key_facts.when(one, digest.date)}: {key_facts.closing(one)}", width, "text", "  ")
    if digest.trend:
        found += [_BLANK, *_wrapped(wording.trend_heading(digest), width, "heading")]
        for trend in digest.trend:
            label = wording.tidy(f"{trend.emoji} {trend.label}")
            found += _wrapped(f"{label}: {wording.trend(trend)}", width, "text", "  ")
    if digest.most_saved:
        found += [_BLANK, *_wrapped("🔖 Most saved", width, "heading")]
        for saved in digest.most_saved:
            people = wording.count(saved.people, "reader")
            found += _wrapped(
                f"{wording.tidy(saved.title)} · {wording.tidy(saved.source)} · {people}", width, "text", "  "
            )
    if digest.unjudged_count:
        found += [_BLANK, *_wrapped(f"{wording.unjudged(digest)}:", width, "dim")]
        for article in digest.unjudged:
            found += _wrapped(f"{wording.tidy(article.title)} ({wording.foreign(article)})", width, "dim", "  ")
            found += [Line(f"  {wording.tidy(article.url)}", "link")] if article.url else []
    if digest.omitted:
        found += [_BLANK, *_wrapped(f"{wording.omitted(digest)}; `digestbot search` finds them.", width, "dim")]
    return found


_BLANK = Line("", "blank")


def _story(story: DigestStory, digest: Digest, width: int) -> list[Line]:
    found = _wrapped(wording.title_of(story), width, "story")
    mark = wording.update_mark(story)
    if mark:
        found += _wrapped(f"↻ {mark}", width, "mark", "  ")
    found += _wrapped(wording.tidy(story.summary), width, "text", "  ")
    found += _wrapped(key_facts.quotation(story), width, "text", "  ")
    if story.view is not None:
        view = f"⇄ Another view: {key_facts.view_title(story.view)}{key_facts.view_says(story.view)}"
        found += _wrapped(view, width, "text", "  ")
    also = ", ".join(wording.tidy(one.source) for one in story.also)
    dateline = [*key_facts.dateline(story, digest)[:2], *([f"also in {also}"] if also else [])]
    dateline += key_facts.dateline(story, digest)[2:]
    found += _wrapped(" · ".join(dateline), width, "dim", "  ")
    if story.url:
        found.append(Line(f"  {wording.tidy(story.url)}", "link"))
    return found


def _wrapped(words: str, width: int, style: Style, indent: str = "") -> list[Line]:
    """Wrapped by columns as near as plain text can know them: wide characters count twice."""
    wide = 0 if words.isascii() else sum(_columns(char) - 1 for char in words)
    fair = max(width - (wide * width // max(len(words), 1)), NARROWEST // 2) if wide else width
    broken = textwrap.wrap(words, fair, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return [Line(line, style) for line in broken]


def _columns(char: str) -> int:
    return 2 if east_asian_width(char) in "WF" else 1
