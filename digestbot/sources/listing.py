"""A page that is watched because it has no feed → the links on it that are articles, newest first as on the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digestbot.sources.entries import RawEntry


@dataclass(frozen=True, slots=True)
class RawListing:
    """What a listing page lists."""

    title: str
    language: str | None
    entries: list[RawEntry]


def read(text: str, url: str, *, link_pattern: str | None, now: datetime) -> RawListing:
    return RawListing("", None, [])


def why_nothing(link_pattern: str | None) -> str:
    if link_pattern:
        return f"no link on this page matches {link_pattern}"
    return "no list of articles was found on this page: give a link_pattern"
