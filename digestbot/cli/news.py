"""The news commands: demo, run, poll, digest, search, why, deadlines, site."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand

from digestbot.cli.context import folders, print_json, with_newsroom

if TYPE_CHECKING:
    from digestbot.newsroom import Newsroom
    from digestbot.types import Deadline, Digest, PollReport, SearchPage, Why

_LEFT_OUT = re.compile(r"-[^-\s].")  # a word of two letters or more; -h is help
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, and nothing else.")]


class Format(StrEnum):
    """The shapes in which a digest can be had."""

    text = "text"
    html = "html"
    slack = "slack"
    json = "json"
    markdown = "markdown"


def register(app: typer.Typer) -> None:
    """Hang this module's commands on the application."""
    for command in (demo, run, poll, digest, why, deadlines, site):
        app.command()(command)
    app.command(cls=_Search)(search)


class _Search(TyperCommand):
    """``search pub -scotland``: what is to be left out is no string of options."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        return super().parse_args(ctx, [f"−{one[1:]}" if _LEFT_OUT.match(one) else one for one in args])


def demo(
    folder: Annotated[Path, typer.Option("--out", help="Where the digest is written.")] = Path("demo-digest"),
) -> None:
    """The whole job on the bundled sample newsroom.

    No network, no tokens, nothing left behind but the digest it names.
    """
    from digestbot import loop
    from digestbot.cli.showing import PollBar, show_demo
    from digestbot.demo import run as run_demo

    typer.echo("A sample newsroom is being served on this machine; digestbot reads it as it would read the web.\n")
    with PollBar("Reading") as bar:
        done = loop.run(run_demo(folder, datetime.now(UTC), bar.advance))
    show_demo(done)


def run(context: typer.Context) -> None:
    """The service: polls, digests and the Slack app, until SIGINT or SIGTERM.

    Without Slack tokens it publishes to the terminal and to state/digests/.
    """
    from digestbot.cli.showing import show_digest
    from digestbot.service import serve

    where = folders(context)
    serve(where.config, where.state, show_digest)


def poll(
    context: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(help="Ids of sources; none: all that are due.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every source, due or not.")] = False,
    as_json: Json = False,
) -> None:
    """One round over the sources that are due."""
    from digestbot.cli.showing import PollBar, show_poll
    from digestbot.garbage import settle

    async def job(newsroom: Newsroom) -> PollReport:
        settle()
        with PollBar() as bar:
            return await newsroom.poll(sources or None, every=every, progress=bar.advance)

    report = with_newsroom(context, job)
    if not as_json:
        show_poll(report)
        return
    print_json(
        {
            "sources": [
                {
                    "id": one.id,
                    "status": one.status,
                    "http_status": one.http_status,
                    "new": one.new,
                    "error": one.error,
                    "seconds": round(one.seconds, 3),
                }
                for one in report.sources
            ],
            "items": {
                "new": report.new,
                "relevant": report.relevant,
                "duplicates": report.duplicates,
                "stories": report.stories,
            },
            "seconds": round(report.seconds, 3),
        }
    )


def digest(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(help="A channel of channels.yaml, with or without #.")],
    date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The digest of that day; default: now.")
    ] = None,
    weekly: Annotated[bool, typer.Option("--weekly", help="The weekly round-up.")] = False,
    form: Annotated[Format, typer.Option("--format", help="The shape of the output.")] = Format.text,
    post: Annotated[bool, typer.Option("--post", help="Send it to the channel.")] = False,
    as_json: Json = False,
) -> None:
    """What a channel would get now."""
    from digestbot.cli.showing import show_digest

    async def job(newsroom: Newsroom) -> tuple[Digest, str]:
        made = await newsroom.editor.digest(channel, day=date.date() if date else None, weekly=weekly)
        shape = Format.json if as_json else form
        text = "" if shape is Format.text else newsroom.editor.rendered(made, shape.value)
        if post:
            delivery = await newsroom.publishing.post(made)
            print(f"{delivery.channel}: {delivery.state}", file=sys.stderr)
        return made, text

    made, text = with_newsroom(context, job)
    if text:
        typer.echo(text)
    else:
        show_digest(made)


def search(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="QUERY", help='Words, "phrases", -not, OR, topic: source: since: before:')
    ],
    limit: Annotated[int, typer.Option(min=1, max=100, help="Answers on one page.")] = 20,
    page: Annotated[int, typer.Option(min=1, max=10_000, help="Which page of them.")] = 1,
    as_json: Json = False,
) -> None:
    """Full-text search over everything ever stored.

    Example: digestbot search 'topic:housing "land trust" since:30d'
    """
    from digestbot.cli.showing import plain_snippet, show_search

    async def job(newsroom: Newsroom) -> SearchPage:
        return await newsroom.search(" ".join(words), offset=(page - 1) * limit, limit=limit)

    found = with_newsroom(context, job)
    if not as_json:
        show_search(found)
        return
    print_json(
        {
            "total": found.total,
            "items": [
                {
                    "id": hit.item.id,
                    "title": hit.item.title,
                    "url": hit.item.url,
                    "source": hit.item.source_title,
                    "published": hit.item.published,
                    "topics": hit.item.topics,
                    "snippet": plain_snippet(hit.snippet),
                }
                for hit in found.hits
            ],
            "notes": found.notes,
        }
    )


def why(
    context: typer.Context,
    item: Annotated[str, typer.Argument(metavar="URL_OR_ID", help="An article's address, or its id.")],
    channel: Annotated[str | None, typer.Option(help="Default: the first channel.")] = None,
    as_json: Json = False,
) -> None:
    """Why an article is, or is not, in a channel's digest."""
    from digestbot.cli.showing import show_why

    async def job(newsroom: Newsroom) -> Why:
        return await newsroom.editor.why(item, channel)

    answer = with_newsroom(context, job)
    if not as_json:
        show_why(answer)
        return
    print_json(
        {
            "id": answer.item.id,
            "title": answer.item.title,
            "url": answer.item.url,
            "channel": answer.channel,
            "shown": answer.shown,
            "score": answer.score,
            "parts": answer.parts,
            "reasons": answer.reasons,
        }
    )


def deadlines(
    context: typer.Context,
    channel: Annotated[str | None, typer.Option(help="Only what this channel follows.")] = None,
    days: Annotated[int, typer.Option(min=1, max=730, help="How many days ahead.")] = 60,
    ics: Annotated[bool, typer.Option("--ics", help="A calendar file on standard output.")] = False,
    as_json: Json = False,
) -> None:
    """What closes and what takes place in the days ahead."""
    from digestbot.cli.showing import show_deadlines

    async def job(newsroom: Newsroom) -> tuple[tuple[Deadline, ...], str]:
        found = await newsroom.deadlines(channel, days=days)
        return found, newsroom.editor.calendar(found) if ics else ""

    found, calendar = with_newsroom(context, job)
    if ics:
        sys.stdout.write(calendar)
    elif as_json:
        print_json(
            [
                {"day": one.day, "kind": one.kind, "title": one.title, "url": one.url, "source": one.source}
                for one in found
            ]
        )
    else:
        show_deadlines(found)


def site(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where it is written; default: site/ in the state folder.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Everything relevant as static web pages: the newest, day by day, topic by topic. No script, no server needed.

    Example: digestbot site --out public
    """
    from digestbot.newsroom.archiving import FOLDER, SiteReport, write_site

    async def job(newsroom: Newsroom) -> SiteReport:
        return await write_site(newsroom.room, out or folders(context).state / FOLDER)

    report = with_newsroom(context, job)
    if as_json:
        print_json({"index": str(report.index), "pages": report.pages, "written": report.written})
    else:
        typer.echo(f"{report.pages} pages, {report.written} files new or changed. Open {report.index}")
