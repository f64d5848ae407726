"""Everything relevant in the store → the archive as static files in a folder. Writes what changed, removes pages of its
own that are no more, and touches no file that it did not make.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digestbot.errors import DigestbotError
from digestbot.newsroom.room import Room
from digestbot.render import site

FOLDER = "site"
NAME = "Mutuals, co-operatives and social enterprise: the archive"
MARK = b'<meta name="generator" content="digestbot">'
MARK_WITHIN = 2_000  # bytes of a file in which the mark is looked for: our heads are 600 long
OURS = ("*.html", "days/*.html", "topics/*.html")


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What one run did; ``index`` is the page to open."""

    index: Path
    pages: int
    written: int
    removed: int


async def write_site(room: Room, folder: Path) -> SiteReport:
    """Write the archive site. Raises DigestbotError when the folder cannot be written, StoreError."""
    try:
        return await room.write(_write, room, folder)
    except OSError as error:
        raise DigestbotError(f"{error.filename or folder} cannot be written: {error.strerror}") from error


def _write(room: Room, folder: Path) -> SiteReport:
    config = room.config
    written = 0
    made: set[str] = set()
    for page in site.pages(room.store.items, config.topics, name=NAME, timezone=config.settings.service.timezone):
        made.add(page.path)
        written += _put(folder / page.path, page.text.encode("utf-8", "replace"))
    stale = [
        file
        for pattern in OURS
        for file in folder.glob(pattern)
        if file.relative_to(folder).as_posix() not in made and _is_ours(file)
    ]
    for file in stale:
        file.unlink()
    return SiteReport(folder / "index.html", len(made) - 1, written, len(stale))  # the style sheet is no page


def _put(file: Path, text: bytes) -> bool:
    """Write a file unless it says so already: a copy to a web server then moves only what is new."""
    if file.is_file() and file.read_bytes() == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text)
    return True


def _is_ours(file: Path) -> bool:
    with file.open("rb") as opened:
        return MARK in opened.read(MARK_WITHIN)
