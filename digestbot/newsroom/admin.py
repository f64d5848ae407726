"""Edits of the configuration on a person's behalf: each validated, recorded with who and when, and undoable."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from digestbot.config import edits
from digestbot.config.edits import Edit
from digestbot.config.models import MAX_TITLE
from digestbot.errors import ConfigError, DigestbotError
from digestbot.fetch.addresses import why_refused
from digestbot.newsroom.learning import LOGGED, Learning
from digestbot.newsroom.records import ImportReport
from digestbot.newsroom.room import Room
from digestbot.newsroom.storytelling import MERGED, SPLIT, Storytelling
from digestbot.sources import opml
from digestbot.store.log import Change
from digestbot.text import shorten
from digestbot.types import Channel, Source, SourceKind, Topic
from digestbot.urls import canonical_url, redact, slug
from digestbot.workspace import HOME, Workspace, workspace_of

V = TypeVar("V")
SOURCES = "sources.yaml"


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
        return (await self._edit(user, f"add source {redact(url)}", edits.add_source, fields)).value

    async def remove_source(self, identifier: str, user: str) -> Source:
        """Watch a source no longer. Raises DigestbotError when there is none of that id."""
        self._room.source(identifier)
        return (await self._edit(user, f"remove source {identifier}", edits.remove_source, identifier)).value

    async def change_source(self, identifier: str, changes: dict[str, Any], user: str) -> Source:
        """Set keys of a source, as in sources.yaml; None takes one out. Raises ConfigError naming what is wrong."""
        self._room.source(identifier)
        what = f"change {', '.join(changes)} of source {identifier}"
        return (await self._edit(user, what, edits.update_source, identifier, changes)).value

    async def set_paused(self, identifier: str, paused: bool, user: str) -> Source:
        """Leave a source alone, or watch it again. Raises DigestbotError when there is none of that id."""
        self._room.source(identifier)
        what = f"{'pause' if paused else 'resume'} source {identifier}"
        return (await self._edit(user, what, edits.set_paused, identifier, paused)).value

    async def set_channel(self, fields: dict[str, Any], user: str) -> Channel:
        """Set a channel's schedule; ``fields`` as in channels.yaml. Raises ConfigError naming what is wrong."""
        return (await self._edit(user, f"set channel {fields.get('channel', '')}", edits.set_channel, fields)).value

    async def remove_channel(self, name: str, user: str) -> Channel:
        """Give a channel no digest any more. Raises ConfigError when it gets none."""
        return (await self._edit(user, f"remove channel {name}", edits.remove_channel, name)).value

    async def add_topic(self, fields: dict[str, Any], user: str) -> Topic:
        """Add a topic; ``fields`` as in topics.yaml. Raises ConfigError naming what is wrong."""
        return (await self._edit(user, f"add topic {fields.get('id', '')}", edits.add_topic, fields)).value

    async def import_opml(
        self, body: bytes, user: str, progress: Callable[[int, int], None] = lambda _, __: None
    ) -> ImportReport:
        """Watch every feed of an OPML list. One bad outline is refused with its reason and stops no other.

        ``progress`` hears how many outlines are settled, of how many. Raises ParseError for what is no OPML.
        """
        room = self._room
        watched = {canonical_url(source.url): source.id for source in room.config.sources}
        topics = {name: topic.id for topic in room.config.topics for name in (slug(topic.label), topic.id)}
        found = opml.read_all(body)
        refused = [f"{one.title or one.address}: {one.reason}" for one in found.left_out]
        known: list[str] = []
        wanted: dict[str, dict[str, Any]] = {}
        private = room.config.settings.network.allow_private_addresses
        for outline in found.outlines:
            key = canonical_url(outline.url)
            if key in watched:
                known.append(watched[key])
                continue
            if (why := why_refused(outline.url, allow_private=private)) is not None:
                refused.append(f"{outline.title or redact(outline.url)}: {why}")
                continue
            tags = list(dict.fromkeys(topics[slug(tag)] for tag in outline.tags if slug(tag) in topics))
            title = shorten(outline.title, MAX_TITLE)
            wanted.setdefault(key, {"url": outline.url, "title": title, "kind": outline.kind, "topics": tags})
        total = len(found.outlines) + len(found.left_out)
        settled = total - len(wanted)
        progress(settled, total)

        def more(number: int) -> None:
            nonlocal settled
            settled += number
            progress(settled, total)

        added, problems = await self._add_as_many(list(wanted.values()), user, more)
        return ImportReport(tuple(added), tuple(known), (*refused, *problems))

    async def _add_as_many(
        self, entries: list[dict[str, Any]], user: str, settled: Callable[[int], None]
    ) -> tuple[list[Source], list[str]]:
        """Add all in one edit; where one is wrong, halve until it stands alone, so that it stops no other."""
        if not entries:
            return [], []
        given = [{key: value for key, value in entry.items() if value} for entry in entries]
        try:
            edit = await self._edit(user, f"import {len(given)} sources", edits.add_sources, given)
        except ConfigError as error:
            if len(entries) == 1:
                settled(1)
                return [], [f"{entries[0]['title'] or redact(entries[0]['url'])}: {error.problems[0]}"]
            half = len(entries) // 2
            one, wrong = await self._add_as_many(entries[:half], user, settled)
            two, more = await self._add_as_many(entries[half:], user, settled)
            return one + two, wrong + more
        settled(len(entries))
        return list(edit.value), []

    def export_opml(self) -> bytes:
        """Every source as an OPML list."""
        return opml.write(self._room.config.sources)

    async def log(self, limit: int = 20, workspace: Workspace = HOME) -> list[Change]:
        """The latest edits of a workspace's people, newest first."""
        return await self._room.write(self._room.store.log.recent, limit, workspace=workspace)

    async def source_changes(self, limit: int = 200) -> list[Change]:
        """The latest edits of sources.yaml, newest first, among the latest ``limit`` changes of any kind."""
        return [
            one for one in await self.log(limit) if isinstance(one.after, dict) and one.after.get("file") == SOURCES
        ]

    async def undo_latest(self, user: str) -> Change:
        """Put sources.yaml back to what it was before its latest edit. Raises DigestbotError when there is none."""
        latest = next((one.id for one in await self.source_changes() if one.undone_at is None), None)
        if latest is None:
            raise DigestbotError("there is no change of sources to undo")
        return await self.undo(latest, user)

    async def undo(self, change_id: int, user: str) -> Change:
        """Put a file back to what it was before an edit, or take back what was said of an article or a story.

        Raises DigestbotError when ``user``'s workspace made no such change, it was undone before, or there was another
        since.
        """
        room = self._room
        entry = await room.write(room.store.log.get, change_id)
        if entry is None or workspace_of(entry.user) != workspace_of(user):
            raise DigestbotError(f"there is no change {change_id}; `/digest log` lists them")
        if entry.undone_at is not None:
            raise DigestbotError(f"change {change_id} was undone before")
        if entry.what == LOGGED:
            return await Learning(room).take_back(entry, user)
        if entry.what in (SPLIT, MERGED):
            return await Storytelling(room).take_back(entry, user)
        if not isinstance(entry.before, dict) or not isinstance(entry.after, dict):
            raise DigestbotError(f"change {change_id} is of no kind that can be undone")
        file, before, expected = str(entry.after["file"]), str(entry.before["text"]), str(entry.after["text"])
        await asyncio.to_thread(edits.restore, room.config_folder, file, before, expected=expected)
        await room.reload()
        at = room.clock()
        await room.write(room.store.log.mark_undone, change_id, user, at)
        return replace(entry, undone_by=user, undone_at=at)

    async def _edit(self, user: str, what: str, edit: Callable[..., Edit[V]], *arguments: Any) -> Edit[V]:
        """In a thread, because reading a long YAML file takes seconds; then recorded, and taken up at once."""
        room = self._room
        done = await asyncio.to_thread(edit, room.config_folder, *arguments)
        await room.reload()
        if done.before == done.after:  # it was so already: nothing to undo
            return done
        before, after = ({"file": done.file, "text": text} for text in (done.before, done.after))
        await room.write(room.store.log.add, user, what, before, after, room.clock())
        return done
