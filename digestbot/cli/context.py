"""What every command needs: the two folders, a newsroom for the length of a command, and JSON on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

if TYPE_CHECKING:
    from digestbot.config import Config
    from digestbot.newsroom import Newsroom

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where this run's configuration and state are."""

    config: Path
    state: Path


def folders(context: typer.Context) -> Folders:
    """The folders that the global options name."""
    found = context.find_object(Folders)
    assert found is not None, "the application's callback sets it before any command"
    return found


def load_config(context: typer.Context) -> Config:
    """The configuration alone, for commands that need no database."""
    import os

    from digestbot.config import load

    return load(folders(context).config, os.environ)


def with_newsroom(context: typer.Context, job: Callable[[Newsroom], Awaitable[T]]) -> T:
    """Open the newsroom, do one job in it, close it."""
    import logging

    from digestbot.logs import set_up
    from digestbot.loop import run
    from digestbot.newsroom import open_newsroom

    where = folders(context)
    set_up("text", logging.WARNING)

    async def opened() -> T:
        async with open_newsroom(where.config, where.state) as newsroom:
            return await job(newsroom)

    return run(opened())


def print_json(value: Any, *, lines: bool = False) -> None:
    """One JSON document, or one line of JSON Lines, on standard output; times as ISO 8601."""
    text = json.dumps(value, ensure_ascii=False, default=_plain, indent=None if lines else 2)
    sys.stdout.write(text + "\n")


def _plain(value: object) -> object:
    from datetime import date, datetime, timedelta

    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, tuple | frozenset | set):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def read_json_lines(file: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file (``-``: standard input) in order, as they come.

    Raises:
        typer.BadParameter: a line that is no JSON object, naming file and line; or a file that cannot be read.
    """
    try:
        stream = sys.stdin.buffer if file == "-" else Path(file).open("rb")  # noqa: SIM115
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read: {error.strerror}") from error
    with stream:
        for number, raw in enumerate(stream, 1):
            if not raw.strip():
                continue
            try:
                value = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
            except ValueError as error:
                raise typer.BadParameter(f"{file}, line {number}: not JSON ({error})") from error
            if not isinstance(value, dict):
                raise typer.BadParameter(f'{file}, line {number}: a JSON object is wanted, e.g. {{"id": …}}')
            yield value


def text_field(value: Mapping[str, Any], key: str, file: str) -> str:
    """A field that must be text; absent or null is empty.

    Raises:
        typer.BadParameter: it is something else.
    """
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise typer.BadParameter(f"{file}, id {value.get('id')!r}: {key} must be text, it is {found!r}")
    return found
