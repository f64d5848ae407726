"""Which Slack deliveries have been handled, so that a repeated one does its work once."""

from __future__ import annotations

from datetime import datetime, timedelta

from digestbot.store.codec import stamp
from digestbot.store.connection import Connection

# Slack repeats an event for about five minutes and a click never; a day leaves room for its delayed retries.
KEEP_EVENTS = timedelta(days=1)


class Events:
    """The table ``seen_events``."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def first_time(self, event_id: str, now: datetime) -> bool:
        """True exactly once for each id: claim it, then do the work."""
        return self._db.change("insert or ignore into seen_events(id, at) values (?, ?)", (event_id, stamp(now))) > 0

    def prune(self, now: datetime) -> int:
        """Forgets ids older than a day; returns how many."""
        return self._db.change("delete from seen_events where at < ?", (stamp(now - KEEP_EVENTS),))
