"""The commands that say and change what the bot watches: ``digestbot sources …``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digestbot.cli import editing
from digestbot.cli.context import print_json, with_newsroom

if TYPE_CHECKING:
    from digestbot.newsroom import ImportReport, Newsroom
    from digestbot.types import Preview, Source, SourceHealth, SourceReport

Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, and nothing else.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="A source's id, as `sources list` shows it.")]

sources = typer.Typer(
    no_args_is_help=True,
    help="What the bot watches. Changes are written to config/sources.yaml, with its comments kept, and can be undone.",
)


def source_json(source: Source) -> dict[str, Any]:
    """A source as every command gives it."""
    return {
        "id": source.id,
        "url": source.url,
        "kind": source.kind,
        "title": source.title,
        "weight": source.weight,
        "topics": source.topics,
        "paused": source.paused,
    }


@sources.command("list")
def list_sources(context: typer.Context, as_json: Json = False) -> None:
    """Every source with how it has been doing."""
    from digestbot.cli.reports import show_sources
    from digestbot.fetch.schedule import address

    async def job(newsroom: Newsroom) -> list[SourceHealth]:
        return await newsroom.health()

    found = with_newsroom(context, job)
    if not as_json:
        show_sources(found)
        return
    print_json(
        [
            {
                **source_json(one.source),
                "status": one.state.status,
                "ok": one.ok,
                "advice": one.advice,
                "items": one.items,
                "items_per_week": round(one.items_per_week, 2),
                "share_relevant": round(one.share_relevant, 3),
                "last_success": one.state.succeeded_at,
                "last_item": one.last_item,
                "error": one.state.error,
                "read_at": address(one.source, one.state),
            }
            for one in found
        ]
    )


@sources.command("add")
def add_source(
    context: typer.Context,
    url: Annotated[
        str, typer.Argument(help="Any address as you would paste it into a browser: a site, its news page or a feed.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Save without asking.")] = False,
    title: Annotated[str, typer.Option(help="Default: what the feed calls itself.")] = "",
    as_json: Json = False,
) -> None:
    """Find what to watch at an address, show its five newest items, and save it.

    For example: digestbot sources add www.example.org/news
    """
    from digestbot.cli.reports import show_preview

    async def look(newsroom: Newsroom) -> Preview:
        return await newsroom.find_source(url)

    async def save(newsroom: Newsroom) -> Source:
        return await newsroom.admin.add_source(preview.url, user="cli", kind=preview.kind, title=title or preview.title)

    preview = with_newsroom(context, look)
    if preview.known_as is not None:
        raise typer.BadParameter(f"{preview.url} is watched already, as {preview.known_as}", param_hint="URL")
    if not as_json:
        show_preview(preview)
        if not yes and sys.stdin.isatty() and not typer.confirm("Watch it?", default=True):
            raise typer.Exit(0)
    source = with_newsroom(context, save)
    if as_json:
        print_json(source_json(source))
    else:
        typer.echo(f"Added as {source.id}. It is polled at the next round; `digestbot poll {source.id}` does it now.")


@sources.command("remove")
def remove_source(context: typer.Context, identifier: Id, as_json: Json = False) -> None:
    """Watch a source no longer; what it brought stays in the archive. `sources undo` brings it back."""

    async def job(newsroom: Newsroom) -> Source:
        return await newsroom.admin.remove_source(identifier, user="cli")

    _said(with_newsroom(context, job), "removed", as_json)


@sources.command("pause")
def pause_source(context: typer.Context, identifier: Id, as_json: Json = False) -> None:
    """Leave a source alone until it is resumed."""
    _set_paused(context, identifier, True, as_json)


@sources.command("resume")
def resume_source(context: typer.Context, identifier: Id, as_json: Json = False) -> None:
    """Watch a paused source again."""
    _set_paused(context, identifier, False, as_json)


def _set_paused(context: typer.Context, identifier: str, paused: bool, as_json: bool) -> None:
    async def job(newsroom: Newsroom) -> Source:
        return await newsroom.admin.set_paused(identifier, paused, user="cli")

    _said(with_newsroom(context, job), "paused" if paused else "resumed", as_json)


def _said(source: Source, done: str, as_json: bool) -> None:
    if as_json:
        print_json(source_json(source))
    else:
        typer.echo(f"{source.id}: {done}")


@sources.command("check")
def check_sources(
    context: typer.Context,
    identifier: Annotated[str | None, typer.Argument(metavar="[ID]", help="One source; default: every one.")] = None,
    as_json: Json = False,
) -> None:
    """Ask each source now, and say which answer and what they hold. Stores nothing."""
    from digestbot.cli.reports import show_checks
    from digestbot.cli.showing import PollBar

    async def job(newsroom: Newsroom) -> list[SourceReport]:
        with PollBar() as bar:
            return await newsroom.check_sources([identifier] if identifier else None, progress=bar.advance)

    found = with_newsroom(context, job)
    if as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "status": one.status,
                    "http_status": one.http_status,
                    "entries": one.new,
                    "error": one.error,
                }
                for one in found
            ]
        )
    else:
        show_checks(found)


@sources.command("import")
def import_opml(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An OPML file, as feed readers export it.", exists=True, dir_okay=False)],
    check: Annotated[bool, typer.Option("--check", help="Ask each new source at once, and say which answer.")] = False,
    as_json: Json = False,
) -> None:
    """Add every feed of an OPML list; those already watched stay as they are. It is one change, undone as one."""
    from digestbot.cli.reports import show_checks, show_import
    from digestbot.cli.showing import CountBar, PollBar
    from digestbot.text import clean

    body = file.read_bytes()

    async def job(newsroom: Newsroom) -> tuple[ImportReport, list[SourceReport]]:
        with CountBar("Adding sources") as bar:
            report = await newsroom.admin.import_opml(body, user="cli", progress=bar.count)
        if not check or not report.added:
            return report, []
        with PollBar("Asking them") as bar:
            added = [source.id for source in report.added]
            return report, await newsroom.check_sources(added, progress=bar.advance)

    report, checked = with_newsroom(context, job)
    if as_json:
        print_json([source_json(source) for source in report.added])
        for line in report.refused:
            typer.echo(f"left out: {clean(line)}", err=True)
        return
    show_import(report)
    if checked:
        show_checks([one for one in checked if one.status != "ok"], of=len(checked))


@sources.command("export")
def export_opml(context: typer.Context) -> None:
    """Every source as an OPML list on standard output."""

    async def job(newsroom: Newsroom) -> bytes:
        return newsroom.admin.export_opml()

    sys.stdout.buffer.write(with_newsroom(context, job))


editing.register(sources)
