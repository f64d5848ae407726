"""The WebSub subscriptions, kept among the notes. Never decides when one is asked for."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from digestbot.store.codec import maybe_moment, stamp
from digestbot.store.notes import Notes
from digestbot.types import Subscription

_PREFIX = "websub "
_TIMES = ("asked_at", "until")


class Subscriptions:
    """One subscription a source."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def all(self) -> dict[str, Subscription]:
        """Every subscription by source id."""
        return {source_id: _read(kept) for source_id, kept in self._notes.under(_PREFIX).items()}

    def in_force(self, now: datetime) -> frozenset[str]:
        """The sources whose hub has promised to tell of their news at ``now``."""
        return frozenset(key for key, one in self.all().items() if one.until is not None and one.until > now)

    def put(self, subscription: Subscription) -> None:
        """Stores it in place of the source's earlier one."""
        kept: dict[str, Any] = asdict(subscription)
        for name in _TIMES:
            kept[name] = stamp(kept[name]) if kept[name] is not None else None
        self._notes.put(_PREFIX + subscription.source_id, kept)

    def remove(self, source_id: str) -> None:
        self._notes.remove(_PREFIX + source_id)


def _read(kept: Any) -> Subscription:
    return Subscription(**{**kept, **{name: maybe_moment(kept[name]) for name in _TIMES}})
