"""What the commands show a person: tables, progress bars and the digest in the terminal. Decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from digestbot.text import clean, shorten

if TYPE_CHECKING:
    from types import TracebackType

    from digestbot.demo import Demo
    from digestbot.rounds import Progress as Polled
    from digestbot.types import (
        Deadline,
        Digest,
        PollReport,
        SearchPage,
        StoryShown,
        Why,
    )

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

FOUND_BEGIN, FOUND_END = "\u2068", "\u2069"  # around the words that a search found, see types.Hit
COLOURS = {
    "ok": "green",
    "unchanged": "cyan",
    "failed": "red",
    "gone": "red",
    "backing-off": "yellow",
    "paused": "dim",
}


class CountBar:
    """A progress bar on standard error; nothing when it is no terminal."""

    def __init__(self, label: str) -> None:
        self._progress = Progress(
            TextColumn(label),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[last]}"),
            console=err,
            transient=not err.is_terminal,
            disable=not err.is_terminal,
        )
        self._task = self._progress.add_task("", total=None, last="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def count(self, done: int, total: int) -> None:
        """So many are done, of so many."""
        self._progress.update(self._task, total=total, completed=done)


class PollBar(CountBar):
    """The same, one step a source."""

    def __init__(self, label: str = "Polling") -> None:
        super().__init__(label)

    def advance(self, step: Polled) -> None:
        """One source is done."""
        last = f"{step.report.id}: {step.report.status}"
        self._progress.update(self._task, total=step.total, completed=step.done, last=escape(shorten(last, 40)))


def cell(text: str, limit: int = 60) -> Text:
    """Text from outside in a table: never markup, never a control sequence."""
    return Text(shorten(clean(text), limit))


def show_poll(report: PollReport) -> None:
    """The round in one line, and every source that did not answer well with its reason."""
    counts: dict[str, int] = {}
    for one in report.sources:
        counts[one.status] = counts.get(one.status, 0) + 1
    told = ", ".join(f"[{COLOURS[status]}]{number} {status}[/]" for status, number in sorted(counts.items()))
    out.print(f"{len(report.sources)} sources in {report.seconds:.1f} s: {told or 'none'}")
    out.print(
        f"{report.new} new articles, {report.relevant} relevant, {report.duplicates} copies, {report.stories} stories"
    )
    bad = [one for one in report.sources if one.status in ("failed", "gone")]
    if bad:
        table = Table("source", "status", "reason", box=None, pad_edge=False)
        for one in bad:
            table.add_row(cell(one.id, 30), Text(one.status, style="red"), cell(one.error or "", 110))
        out.print(table)


def show_demo(done: Demo) -> None:
    """The round, the digest, where its other shapes are, and what to do next."""
    show_poll(done.report)
    out.print()
    show_digest(done.digest)
    out.print()
    out.print("The same digest, written to:")
    for file in done.files:
        out.print(Text(f"  {file}"), soft_wrap=True)
    page = next(file for file in done.files if file.suffix == ".html")
    out.print("\nWhat to do next:")
    steps = (
        (". .venv/bin/activate", "so that the shell knows digestbot"),
        (f"{'open' if sys.platform == 'darwin' else 'xdg-open'} {page}", "the digest as a web page"),
        ("digestbot sources check", "which of the shipped sources answer from here"),
        ("digestbot poll", "read those that are due into state/"),
        ("digestbot digest '#mutuals-news'", "the digest of the real news"),
        ("README.md, “Going live”", "connect Slack in five minutes"),
    )
    width = max(len(command) for command, _ in steps)
    for command, purpose in steps:
        out.print(Text(f"  {command:<{width}}  {purpose}"), soft_wrap=True)


def show_digest(digest: Digest) -> None:
    """The digest as the reader would get it, in colour where the terminal has it."""
    from digestbot.render import terminal

    out.print(terminal.renderable(digest), soft_wrap=True)


def plain_snippet(snippet: str) -> str:
    """A snippet without the marks around the found words."""
    return snippet.replace(FOUND_BEGIN, "").replace(FOUND_END, "")


def _snippet(snippet: str) -> Text:
    text = Text()
    for number, part in enumerate(snippet.split(FOUND_BEGIN)):
        found, _, rest = part.partition(FOUND_END) if number else ("", "", part)
        text.append(clean(found), style="bold")
        text.append((" " if rest.startswith(" ") else "") + clean(rest) + (" " if rest.endswith(" ") else ""))
    return text


def show_search(page: SearchPage) -> None:
    """Answers in order, or what to try instead."""
    for hit in page.hits:
        item = hit.item
        out.print(Text(clean(item.title), style="bold"))
        out.print(_snippet(hit.snippet))
        topics = ", ".join(item.topics)
        line = f"{item.published:%-d %b %Y} · {clean(item.source_title)} · {topics or 'not relevant'} · id {item.id}"
        out.print(Text(line, style="dim"))
        out.print(Text(item.url, style="blue"), soft_wrap=True)
        out.print()
    last = page.offset + len(page.hits)
    if page.hits:
        out.print(f"{page.offset + 1}–{last} of {page.total}", style="dim")
    elif page.total:
        out.print(f"There are only {page.total}: see an earlier page.", style="dim")
    for note in page.notes:
        out.print(Text(note, style="yellow"))


def show_why(answer: Why) -> None:
    """The decision, its reasons in order, and the parts of the score."""
    out.print(Text(clean(answer.item.title), style="bold"))
    verdict = f"shown in {answer.channel}" if answer.shown else f"not shown in {answer.channel}"
    out.print(Text(verdict, style="green" if answer.shown else "yellow"))
    for reason in answer.reasons:
        out.print(Text(f"• {clean(reason)}"))
    if answer.parts:
        parts = " + ".join(f"{name} {value:.2f}" for name, value in answer.parts.items())
        out.print(Text(f"score {answer.score:.2f} = {parts}", style="dim"))


def show_story(story: StoryShown) -> None:
    """The articles of a story, the leading one marked, and where it was told."""
    from digestbot.render import storyform

    out.print(Text(f"story {story.id}", style="bold"))
    for one in story.members:
        mark = "★" if one.item.id == story.lead else "•"
        when = f"{one.item.published:%-d %b %Y}"
        out.print(Text(f"{mark} {one.item.id}  {clean(one.item.title)} ({clean(one.item.source_title)}, {when})"))
        out.print(Text(f"    {storyform.member(one, story)}", style="dim"))
    for line in storyform.told(story):
        out.print(Text(line))


def show_deadlines(found: Sequence[Deadline]) -> None:
    """What closes and what takes place, soonest first."""
    if not found:
        out.print("Nothing that closes or takes place in that time is known.")
        return
    table = Table("day", "what", "title", "source", box=None, pad_edge=False)
    for one in found:
        table.add_row(f"{one.day:%a %-d %b %Y}", one.kind, cell(one.title, 80), cell(one.source, 30))
    out.print(table)
