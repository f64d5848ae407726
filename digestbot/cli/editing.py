"""The admin's commands that change a source or take a change back: ``sources edit``, ``log`` and ``undo``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from digestbot.cli.context import print_json, with_newsroom

if TYPE_CHECKING:
    from digestbot.newsroom import Newsroom
    from digestbot.store.log import Change
    from digestbot.types import Source

Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, and nothing else.")]
LOGGED = 20  # changes shown; older ones are in the database


def register(sources: typer.Typer) -> None:
    """Hang these commands on ``digestbot sources``."""
    for name, command in (("edit", edit), ("log", log), ("undo", undo)):
        sources.command(name)(command)


def edit(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="A source's id, as `sources list` shows it.")],
    url: Annotated[str | None, typer.Option(help="Another address. What it brought so far is kept.")] = None,
    title: Annotated[str | None, typer.Option(help='Its name in digests; "" for what the feed calls itself.')] = None,
    every: Annotated[
        str | None, typer.Option(help='How often to look, such as 30m, 12h or 2d; "" to follow its own rhythm.')
    ] = None,
    weight: Annotated[
        float | None, typer.Option(help="How much the ranking trusts it: 1 is usual, 2 twice as much, 0 not at all.")
    ] = None,
    topics: Annotated[
        str | None, typer.Option(help='What it mostly writes about: topic ids with commas between; "" for none.')
    ] = None,
    link_pattern: Annotated[
        str | None, typer.Option(help='For a watched page: which links are articles, such as /news/; "" to learn it.')
    ] = None,
    as_json: Json = False,
) -> None:
    """Change a source that is watched.

    For example: digestbot sources edit village-news --title "Village News" --every 12h
    """
    from digestbot.cli.sources import source_json

    given = {"url": url, "title": title, "every": every, "weight": weight, "link_pattern": link_pattern}
    changes: dict[str, Any] = {key: value or None if value == "" else value for key, value in given.items()}
    changes = {key: value for key, value in changes.items() if given[key] is not None}
    if topics is not None:
        changes["topics"] = [name.strip() for name in topics.split(",") if name.strip()] or None
    if not changes:
        raise typer.BadParameter("say what to change, such as --title or --every; --help lists all")

    async def job(newsroom: Newsroom) -> Source:
        return await newsroom.admin.change_source(identifier, changes, user="cli")

    source = with_newsroom(context, job)
    if as_json:
        print_json(source_json(source))
    else:
        typer.echo(f"{source.id}: changed. `digestbot sources undo` takes it back.")


def log(context: typer.Context, as_json: Json = False) -> None:
    """The latest changes to what the bot watches: number, when, by whom, what."""

    async def job(newsroom: Newsroom) -> list[Change]:
        return (await newsroom.admin.source_changes())[:LOGGED]

    changes = with_newsroom(context, job)
    if as_json:
        print_json([_change_json(one) for one in changes])
        return
    for one in changes:
        undone = f"  (undone by {one.undone_by})" if one.undone_at is not None else ""
        typer.echo(f"{one.id:>5}  {one.at:%-d %b %Y %H:%M}  {one.user}  {one.what}{undone}")
    if not changes:
        typer.echo("No source has been changed from here or from Slack yet.")


def undo(
    context: typer.Context,
    change: Annotated[
        int | None, typer.Argument(metavar="[CHANGE]", help="Its number in `sources log`; default: the latest.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take a change of sources back: the file is again as it was before. Later changes must be undone first."""

    async def job(newsroom: Newsroom) -> Change:
        admin = newsroom.admin
        return await (admin.undo_latest(user="cli") if change is None else admin.undo(change, user="cli"))

    done = with_newsroom(context, job)
    if as_json:
        print_json(_change_json(done))
    else:
        typer.echo(f"Change {done.id} is undone: {done.what}.")


def _change_json(one: Change) -> dict[str, Any]:
    return {
        "id": one.id,
        "at": one.at,
        "user": one.user,
        "what": one.what,
        "undone_by": one.undone_by,
        "undone_at": one.undone_at,
    }
