"""What the admin's commands and those of single stages show a person: tables and lines. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Column, Table
from rich.text import Text

from digestbot.cli.showing import COLOURS, cell, out
from digestbot.fetch.outages import is_our_fault
from digestbot.text import clean, shorten
from digestbot.types import EXAMPLE_SUFFIX

if TYPE_CHECKING:
    from digestbot.newsroom import Check, ImportReport
    from digestbot.slack.setup import Step
    from digestbot.topics import Evaluation, TrainReport
    from digestbot.types import Article, Judgement, Preview, SourceHealth, SourceReport


def show_judgement(text: str, judgement: Judgement) -> None:
    """Topics with their probabilities and what spoke for each."""
    out.print(cell(text, 120))
    style = "green" if judgement.relevant else "yellow"
    word = "relevant" if judgement.relevant else "not relevant"
    out.print(Text(f"{word} ({judgement.relevance:.0%})", style=style))
    table = Table("topic", "probability", "because", box=None, pad_edge=False)
    for topic, score in sorted(judgement.scores.items(), key=lambda pair: -pair[1]):
        if topic in judgement.topics or score >= 0.1:  # a tenth: the near misses an admin asks about
            mark = "bold green" if topic in judgement.topics else "dim"
            example = judgement.because.get(topic + EXAMPLE_SUFFIX, ())
            because = ", ".join([*judgement.because.get(topic, ()), *(f"like “{title}”" for title in example)])
            table.add_row(Text(topic, style=mark), f"{score:.0%}", cell(because, 90))
    out.print(table)


def show_evaluation(result: Evaluation) -> None:
    """Quality by topic with confidence intervals, and the worst confusions."""
    out.print(result.as_text(), markup=False, soft_wrap=True)


def show_training(report: TrainReport) -> None:
    """What the new model would do better or worse, and whether it was kept."""
    out.print(report.as_text(), markup=False, soft_wrap=True)


def show_article(name: str, article: Article | None, error: str | None) -> None:
    """One page's article."""
    out.rule(cell(name, 100))
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
            cell(one.source.id, 64),
            Text(status, style=COLOURS.get(status, "")),
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
            cell(one.id, 34),
            Text(answer, style=COLOURS[one.status]),
            str(one.new),
            f"{one.seconds:.1f}",
            cell(one.error or "", 90),
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
