"""The answers that a newsroom gives to people, where no record of ``types.py`` says it already."""

from __future__ import annotations

from dataclasses import dataclass

from digestbot.types import Source


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an OPML import did: sources added, ids watched already, and a line for each outline it refused."""

    added: tuple[Source, ...]
    known: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One check of ``doctor``; ``detail`` says what was found and, where it is not ok, what to do."""

    name: str
    ok: bool
    detail: str
