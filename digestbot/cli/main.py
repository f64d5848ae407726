"""The application: global options, the exit status, and the commands of the other modules hung on it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from digestbot.cli import admin, judging, news
from digestbot.cli.context import Folders
from digestbot.errors import ConfigError, DigestbotError

app = typer.Typer(
    name="digestbot",
    help="Reads the mutuals, co-operatives and social-enterprise press and posts one good digest a day in Slack.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,  # plain help: a third of the start-up time, and it pipes well
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        import digestbot

        typer.echo(f"digestbot {digestbot.__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path, typer.Option(envvar="DIGESTBOT_CONFIG", help="Folder of the YAML files.", show_envvar=True)
    ] = Path("config"),
    state: Annotated[
        Path, typer.Option(envvar="DIGESTBOT_STATE", help="Folder for all that the bot writes.", show_envvar=True)
    ] = Path("state"),
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Options that every command takes."""
    context.obj = Folders(config, state)


news.register(app)
judging.register(app)
admin.register(app)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit status; an error that we raise on purpose is a line, not a trace."""
    try:
        app(args=arguments, prog_name="digestbot")
    except ConfigError as error:
        print("The configuration is wrong:", *error.problems, sep="\n  ", file=sys.stderr)
        sys.exit(2)
    except DigestbotError as error:
        print(f"digestbot: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # `digestbot search … | head`: the reader has seen enough
        sys.stderr.close()
        sys.exit(0)
