"""Edits of the configuration on a person's behalf: each validated, recorded with who and when, and undoable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from digestbot.config import edits
from digestbot.config.edits import Edit
from digestbot.errors import ConfigError, DigestbotError
from digestbot.newsroom.records import ImportReport
from digestbot.newsroom.room import Room
from digestbot.sources import opml
from digestbot.store.log import Change
from digestbot.types import Channel, Source, SourceKind, Topic
from digestbot.urls import canonical_url, is_http


class Admin:
    """The admin's desk of one newsroom."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def add_source(
        self, url: str, user: str, *, kind: SourceKind | None = None, title: str = "", topics: tuple[str, ...] = ()
    ) -> Source:
        """Watch an address. Raises ConfigError when it is watched already or is no address."""
        fields: dict[str, Any] = {"url": url}
        if title:
            fields["title"] = title
        if kind is not None and kind != "feed":
            fields["kind"] = kind
        if topics:
            fields["topics"] = list(topics)
        edit = await self._edit(user, f"add source {url}", edits.add_source, fields)
        return self._room.source(edit.value)

    async def remove_source(self, identifier: str, user: str) -> Source:
        """Watch a source no longer. Raises DigestbotError when there is none of that id."""
        source = self._room.source(identifier)
        await self._edit(user, f"remove source {identifier}", edits.remove_source, identifier)
        return source

    async def set_paused(self, identifier: str, paused: bool, user: str) -> Source:
        """Leave a source alone, or watch it again. Raises DigestbotError when there is none of that id."""
        self._room.source(identifier)
        what = f"{'pause' if paused else 'resume'} source {identifier}"
        await self._edit(user, what, edits.set_paused, identifier, paused)
        return self._room.source(identifier)

    async def set_channel(self, fields: dict[str, Any], user: str) -> Channel:
        """Set a channel's schedule; ``fields`` as in channels.yaml. Raises ConfigError naming what is wrong."""
        await self._edit(user, f"set channel {fields.get('channel', '')}", edits.set_channel, fields)
        return self._room.channel(str(fields["channel"]))

    async def add_topic(self, fields: dict[str, Any], user: str) -> Topic:
        """Add a topic; ``fields`` as in topics.yaml. Raises ConfigError naming what is wrong."""
        edit = await self._edit(user, f"add topic {fields.get('id', '')}", edits.add_topic, fields)
        found = self._room.config.topic(edit.value)
        assert found is not None, "the edit was validated and the configuration read anew"
        return found

    async def import_opml(self, body: bytes, user: str) -> ImportReport:
        """Watch every feed of an OPML list. One bad outline is refused with its reason and stops no other."""
        watched = {canonical_url(source.url): source.id for source in self._room.config.sources}
        topics = {topic.id for topic in self._room.config.topics}
        added: list[Source] = []
        known: list[str] = []
        refused: list[str] = []
        for outline in opml.read(body):
            key = canonical_url(outline.url)
            if key in watched:
                known.append(watched[key])
                continue
            if not is_http(outline.url):
                refused.append(f"{outline.title or outline.url}: not an http address")
                continue
            try:
                tags = tuple(tag for tag in outline.tags if tag in topics)
                source = await self.add_source(outline.url, user, title=outline.title, topics=tags)
            except ConfigError as error:
                refused.append(f"{outline.title or outline.url}: {error.problems[0]}")
                continue
            watched[key] = source.id
            added.append(source)
        return ImportReport(tuple(added), tuple(known), tuple(refused))

    def export_opml(self) -> bytes:
        """Every source as an OPML list."""
        return opml.write(self._room.config.sources)

    async def log(self, limit: int = 20) -> list[Change]:
        """The latest edits, newest first."""
        return await self._room.write(self._room.store.log.recent, limit)

    async def undo(self, change_id: int, user: str) -> Change:
        """Put a file back to what it was before an edit.

        Raises DigestbotError when there is no such edit, it was undone before, or the file has changed since.
        """
        room = self._room
        entry = await room.write(room.store.log.get, change_id)
        if entry is None:
            raise DigestbotError(f"there is no change {change_id}; `/digest log` lists them")
        if entry.undone_at is not None:
            raise DigestbotError(f"change {change_id} was undone before")
        if not isinstance(entry.before, dict) or not isinstance(entry.after, dict):
            raise DigestbotError(f"change {change_id} was no edit of a file, so there is nothing to put back")
        file = str(entry.after["file"])
        path = room.config_folder / file
        current = path.read_text(encoding="utf-8") if path.exists() else ""
        if current != entry.after["text"]:
            raise DigestbotError(f"{file} has changed since change {change_id}: undo the later ones first")
        edits.restore(room.config_folder, file, str(entry.before["text"]))
        room.reload()
        at = room.clock()
        await room.write(room.store.log.mark_undone, change_id, user, at)
        return replace(entry, undone_by=user, undone_at=at)

    async def _edit(self, user: str, what: str, edit: Callable[..., Edit], *arguments: Any) -> Edit:
        room = self._room
        done = edit(room.config_folder, *arguments)
        room.reload()
        before, after = ({"file": done.file, "text": text} for text in (done.before, done.after))
        await room.write(room.store.log.add, user, what, before, after, room.clock())
        return done
