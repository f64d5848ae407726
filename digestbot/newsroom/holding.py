"""Digests held back for more stories, remembered in the store: since which day, and for how many delivery days. Decides
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from digestbot.store import Store


@dataclass(frozen=True, slots=True)
class Held:
    """A channel's digest was last held back on ``day`` (ISO 8601; "" never), and on ``days`` delivery days so far."""

    day: str = ""
    days: int = 0

    def before(self, day: date) -> int:
        """The delivery days before ``day`` on which it was held back: those are no downtime."""
        return self.days - (self.day == day.isoformat())


def held(store: Store, channel: str) -> Held:
    """What is remembered of the channel."""
    found = store.notes.get(_key(channel))
    return Held(str(found.get("day", "")), int(found.get("days", 0))) if isinstance(found, dict) else Held()


def hold(store: Store, channel: str, day: date) -> None:
    """The digest of ``day`` was looked at, and waits."""
    before = held(store, channel)
    if before.day != day.isoformat():
        store.notes.put(_key(channel), {"day": day.isoformat(), "days": before.days + 1})


def release(store: Store, channel: str) -> None:
    """The channel has had its digest."""
    store.notes.remove(_key(channel))


def _key(channel: str) -> str:
    return f"held {channel}"
