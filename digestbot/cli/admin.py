"""The admin's commands: doctor, coverage, backup, browse and ``slack setup``; ``sources`` has a file of its own."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digestbot.cli.context import folders, load_config, print_json, with_newsroom
from digestbot.cli.sources import sources
from digestbot.cli.stories import stories

if TYPE_CHECKING:
    from digestbot.newsroom import Check, Newsroom

Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, and nothing else.")]

slack = typer.Typer(no_args_is_help=True, help="Connecting to a Slack workspace.")


def register(app: typer.Typer) -> None:
    """Hang this module's commands on the application."""
    app.add_typer(sources, name="sources")
    app.add_typer(stories, name="stories")
    app.add_typer(slack, name="slack")
    for command in (doctor, coverage, backup, browse):
        app.command()(command)


@slack.command("setup")
def set_up_slack(
    context: typer.Context,
    channel: Annotated[str | None, typer.Option(help="Join this channel and say hello in it.")] = None,
    as_json: Json = False,
) -> None:
    """Check tokens and scopes; with --channel also join it and post one message."""
    from digestbot.cli.reports import show_doctor
    from digestbot.loop import run
    from digestbot.slack.setup import examine as examine_slack
    from digestbot.slack.setup import set_up

    config = load_config(context)
    steps = run(set_up(config, channel) if channel else examine_slack(config))
    if as_json:
        print_json({"steps": [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in steps]})
    else:
        show_doctor(steps)
    if not all(one.ok for one in steps):
        raise typer.Exit(1)


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check configuration, tokens and scopes, database, model, disk and sources; say what to do."""
    from digestbot.cli.reports import show_doctor
    from digestbot.newsroom import examine

    where = folders(context)
    checks: list[Check] = examine(where.config, where.state)
    if as_json:
        print_json({"checks": [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in checks]})
    else:
        show_doctor(checks)
    if not all(one.ok for one in checks):
        raise typer.Exit(1)


def coverage(
    context: typer.Context,
    month: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m"], help="A whole month; default: the last thirty days.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What the sources bring: those that never made a digest, fail or have gone quiet, topics that hang on one."""
    from digestbot.render import coverage as shapes

    async def job(newsroom: Newsroom) -> shapes.CoverageReport:
        return await newsroom.covering.report(month.date() if month else None)

    report = with_newsroom(context, job)
    if as_json:
        print_json(shapes.as_json(report))
    else:
        sys.stdout.write(shapes.text(report))


def backup(context: typer.Context, file: Annotated[Path, typer.Argument(help="Where the copy goes.")]) -> None:
    """A consistent copy of the database, also while the bot is running."""

    async def job(newsroom: Newsroom) -> int:
        return await newsroom.backup(file)

    size = with_newsroom(context, job)
    typer.echo(f"{file}: {size / 1e6:.1f} MB. To restore it, stop the bot and put it in place of state/digestbot.db.")


def browse(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine.")] = 8001,
) -> None:
    """The archive in a web browser, read-only, on this machine only."""
    from digestbot.newsroom.browsing import open_archive

    open_archive(folders(context).state, port)
