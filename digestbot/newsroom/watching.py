"""How each source is doing → what the admins are told: a line when that changes, and one summary a day of what is not
well. Asks no source; what was told last is remembered in the store.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from digestbot.fetch import health
from digestbot.fetch.health import Rhythm
from digestbot.fetch.schedule import MOVED_AFTER
from digestbot.newsroom.room import Room
from digestbot.store import Store
from digestbot.types import Source, SourceState
from digestbot.urls import redact

SUMMARY_AT = time(8, 0)  # in the service's time zone: before office hours, and any later when the bot was off
LINES = 20  # changes told in one message; of a hundred at once the rest is a number
TOLD, SUMMARISED = "health told", "health summary"  # notes in the store


@dataclass(frozen=True, slots=True)
class Standing:
    """How one source is doing, in numbers and in a sentence that says what to do."""

    source: Source
    state: SourceState
    rhythm: Rhythm
    well: bool
    advice: str

    @property
    def name(self) -> str:
        """What admins know it by, with the id that the commands want."""
        source = self.source
        return f"{source.title} ({source.id})" if source.title else source.id


@dataclass(slots=True)
class _Told:
    """What the admins know: who is unwell, and who is read at another address than its own."""

    unwell: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)


class Watching:
    """The health of one newsroom's sources. ``tell`` reaches the admins."""

    def __init__(self, room: Room, tell: Callable[[str], Awaitable[None]]) -> None:
        self._room = room
        self._tell = tell

    async def look(self, identifiers: Iterable[str]) -> list[str]:
        """Tell what has changed with these sources since it was last told; the lines told."""
        room, asked = self._room, set(identifiers)

        def compare() -> tuple[list[str], _Told, bool]:
            told = _read(room.store.notes.get(TOLD), {source.id for source in room.config.sources})
            before = (set(told.unwell), dict(told.moved))
            chosen = [source for source in room.config.sources if source.id in asked]
            lines = [line for one in standings(room, chosen) for line in _news(one, told)]
            return lines, told, before != (told.unwell, told.moved)

        lines, told, changed = await room.write(compare)
        if lines:
            more = len(lines) - LINES
            rest = [f"… and {more} more: `digestbot sources list` shows them all."] if more > 0 else []
            await self._tell("\n".join([*lines[:LINES], *rest]))
        if changed:
            await room.write(room.store.notes.put, TOLD, {"unwell": sorted(told.unwell), "moved": told.moved})
        return lines

    async def summarise_due(self) -> str | None:
        """Once a day, what is not well; None when it is not time, or all are well."""
        room = self._room
        here = room.clock().astimezone(ZoneInfo(room.config.settings.service.timezone))
        day = here.date().isoformat()
        if here.time() < SUMMARY_AT or await room.write(room.store.notes.get, SUMMARISED) == day:
            return None
        found = await room.write(standings, room, room.config.sources)
        text = health.summary([(one.name, one.well, one.advice) for one in found])
        if text is not None:
            await self._tell(text)
        await room.write(room.store.notes.put, SUMMARISED, day)
        return text


def standings(room: Room, sources: Sequence[Source]) -> list[Standing]:
    """How ``sources`` are doing. Runs in the database thread."""
    states, now = room.store.sources.all(), room.clock()
    return [stand(room.store, source, states, now=now) for source in sources]


def stand(store: Store, source: Source, states: Mapping[str, SourceState], *, now: datetime) -> Standing:
    """How one source is doing at ``now``."""
    state = states.get(source.id) or SourceState(source.id)
    if source.paused:
        state = replace(state, status="paused")
    rhythm = health.learn(store.sources.times(source.id, health.NEWEST_ITEMS), now)
    well, advice = health.advice(state, rhythm, now)
    return Standing(source, state, rhythm, well, advice)


def _news(one: Standing, told: _Told) -> list[str]:
    """What is to be told of a source, which is then marked as told."""
    lines = []
    was_well = one.source.id not in told.unwell
    line = health.alert(one.name, (was_well, ""), (one.well, one.advice))
    if line is not None:
        lines.append(line)
    (told.unwell.discard if one.well else told.unwell.add)(one.source.id)
    state = one.state
    moved = state.moved_to if state.moved_to and state.moved_seen >= MOVED_AFTER else None
    if moved is None:
        told.moved.pop(one.source.id, None)
    elif told.moved.get(one.source.id) != redact(moved):
        told.moved[one.source.id] = redact(moved)
        lines.append(f"{one.name} is read at {redact(moved)} now, where its address leads; change it some time.")
    return lines


def _read(kept: Any, known: set[str]) -> _Told:
    if not isinstance(kept, dict):
        return _Told()
    unwell, moved = kept.get("unwell", []), kept.get("moved", {})
    return _Told(set(unwell) & known, {key: value for key, value in moved.items() if key in known})
