"""What the commands show a person: tables, progress bars and the digest in the terminal. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from rich.text import Text

from digestbot.fetch.outages import is_our_fault
from digestbot.text import clean, shorten
from digestbot.types import EXAMPLE_SUFFIX

if TYPE_CHECKING:
    from types import TracebackType

    from digestbot.demo import Demo
    from digestbot.newsroom import Check, ImportReport
    from digestbot.rounds import Progress as Polled
    from digestbot.slack.setup import Step
    from digestbot.topics import Evaluation, TrainReport
    from digestbot.types import (
        Article,
        Deadline,
        Digest,
        Judgement,
        PollReport,
        Preview,
        SearchPage,
        SourceHealth,
        SourceReport,
        StoryShown,
        Why,
    )

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

FOUND_BEGIN, FOUND_END = "\u2068", "\u2069"  # around the words that a search found, see types.Hit
_COLOURS = {
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


def _cell(text: str, limit: int = 60) -> Text:
    """Text from outside in a table: never markup, never a control sequence."""
    return Text(shorten(clean(text), limit))


def show_poll(report: PollReport) -> None:
    """The round in one line, and every source that did not answer well with its reason."""
    counts: dict[str, int] = {}
    for one in report.sources:
        counts[one.status] = counts.get(one.status, 0) + 1
    told = ", ".join(f"[{_COLOURS[status]}]{number} {status}[/]" for status, number in sorted(counts.items()))
    out.print(f"{len(report.sources)} sources in {report.seconds:.1f} s: {told or 'none'}")
    out.print(
        f"{report.new} new articles, {report.relevant} relevant, {report.duplicates} copies, {report.stories} stories"
    )
    bad = [one for one in report.sources if one.status in ("failed", "gone")]
    if bad:
        table = Table("source", "status", "reason", box=None, pad_edge=False)
        for one in bad:
            table.add_row(_cell(one.id, 30), Text(one.status, style="red"), _cell(one.error or "", 110))
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
    for command, purpose in (
        (". .venv/bin/activate", "so that the shell knows digestbot"),
        (f"open {page}", "the digest as a web page"),
        ("digestbot sources check", "which of the shipped sources answer from here"),
        ("digestbot poll", "read those that are due into state/"),
        ("digestbot digest '#mutuals-news'", "the digest of the real news"),
        ("README.md, “Going live”", "connect Slack in five minutes"),
    ):
        out.print(Text(f"  {command:<36} {purpose}"), soft_wrap=True)


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
        table.add_row(f"{one.day:%a %-d %b %Y}", one.kind, _cell(one.title, 80), _cell(one.source, 30))
    out.print(table)


def show_judgement(text: str, judgement: Judgement) -> None:
    """Topics with their probabilities and what spoke for each."""
    out.print(_cell(text, 120))
    style = "green" if judgement.relevant else "yellow"
    word = "relevant" if judgement.relevant else "not relevant"
    out.print(Text(f"{word} ({judgement.relevance:.0%})", style=style))
    table = Table("topic", "probability", "because", box=None, pad_edge=False)
    for topic, score in sorted(judgement.scores.items(), key=lambda pair: -pair[1]):
        if topic in judgement.topics or score >= 0.1:  # a tenth: the near misses an admin asks about
            mark = "bold green" if topic in judgement.topics else "dim"
            example = judgement.because.get(topic + EXAMPLE_SUFFIX, ())
            because = ", ".join([*judgement.because.get(topic, ()), *(f"like “{title}”" for title in example)])
            table.add_row(Text(topic, style=mark), f"{score:.0%}", _cell(because, 90))
    out.print(table)


def show_evaluation(result: Evaluation) -> None:
    """Quality by topic with confidence intervals, and the worst confusions."""
    out.print(result.as_text(), markup=False, soft_wrap=True)


def show_training(report: TrainReport) -> None:
    """What the new model would do better or worse, and whether it was kept."""
    out.print(report.as_text(), markup=False, soft_wrap=True)


def show_article(name: str, article: Article | None, error: str | None) -> None:
    """One page's article."""
    out.rule(_cell(name, 100))
    if article is None:
        out.print(Text(error or "", style="red"))
        return
    facts = [clean(article.author or ""), f"{article.published:%-d %b %Y}" if article.published else ""]
    out.print(Text(clean(article.title), style="bold"))
    out.print(Text(" · ".join([part for part in (*facts, article.language or "", article.canonical_url) if part])))
    if article.wall:
        out.print(Text(f"The page stands behind: {article.wall}", style="yellow"))
    out.print(Text(article.text))


def show_sources(found: Sequence[SourceHealth]) -> None:
    """Every source: how it answers and what it brings; then what to do about those that do not answer well."""
    table = Table(Column("source", overflow="fold"), box=None, pad_edge=False)
    for heading in ("status", "read", "a week", "relevant", "newest"):
        table.add_column(heading, no_wrap=True)
    ordered = sorted(found, key=lambda health: health.ok)
    for one in ordered:
        status = one.state.status or "new"
        table.add_row(
            _cell(one.source.id, 64),
            Text(status, style=_COLOURS.get(status, "")),
            f"{one.state.succeeded_at:%-d %b %H:%M}" if one.state.succeeded_at else "-",
            f"{one.items_per_week:.1f}",
            f"{one.share_relevant:.0%}",
            f"{one.last_item:%-d %b %y}" if one.last_item else "-",
        )
    out.print(table)
    for one in ordered:
        if not one.ok or one.state.failures:
            out.print(Text(f"{one.source.id}: {clean(one.advice)}", style="yellow"), soft_wrap=True)


def show_checks(found: Sequence[SourceReport], of: int | None = None) -> None:
    """Which sources answer; with ``of``, ``found`` are those of so many that do not."""
    table = Table("source", "answer", "entries", "seconds", "reason", box=None, pad_edge=False, show_header=bool(found))
    for one in found:
        answer = f"{one.status} {one.http_status or ''}"
        table.add_row(
            _cell(one.id, 34),
            Text(answer, style=_COLOURS[one.status]),
            str(one.new),
            f"{one.seconds:.1f}",
            _cell(one.error or "", 90),
        )
    out.print(table)
    total = len(found) if of is None else of
    good = sum(one.status == "ok" for one in found) + total - len(found)
    out.print(f"{good} of {total} sources answer with something to read.")
    silent = sum(one.http_status is None and one.status == "failed" for one in found)
    if is_our_fault(silent, total):
        out.print("So many without any answer at once: this machine's own network is probably down.", style="yellow")


def show_preview(preview: Preview) -> None:
    """What was found at an address, and the five newest items it would take."""
    out.print(Text(f"{preview.title or preview.url} ({preview.kind})", style="bold"))
    out.print(Text(preview.url, style="blue"), soft_wrap=True)
    for entry in preview.newest:
        day = f"{entry.published:%-d %b %Y}" if entry.published else "undated"
        out.print(Text(f"  {day:>12}  {shorten(clean(entry.title), 90)}"))
    out.print(f"It would have added {preview.last_week} items in the last seven days.")
    for other in preview.others:
        out.print(Text(f"Also found: {other}", style="dim"), soft_wrap=True)


def show_import(report: ImportReport) -> None:
    """What an OPML import did with each outline."""
    out.print(f"{len(report.added)} added, {len(report.known)} watched already, {len(report.refused)} refused")
    for line in report.refused:
        out.print(Text(f"  {clean(line)}", style="yellow"))


def show_doctor(checks: Sequence[Check] | Sequence[Step]) -> None:
    """Each check with its outcome and, where it failed, what to do."""
    for one in checks:
        mark = Text("ok  ", style="green") if one.ok else Text("BAD ", style="bold red")
        out.print(mark + Text(f"{one.name}: ", style="bold") + Text(one.detail), soft_wrap=True)
