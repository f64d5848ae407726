"""Drops old texts and rendered digests by age.

Entries, titles, links, topics and labels stay: nothing old becomes new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from digestbot.store.codec import stamp
from digestbot.store.connection import Connection
from digestbot.store.events import Events
from digestbot.store.index import Index

# Items retired in one transaction: a tenth of a second (2 ms each at 1,000,000), so that nobody waits for long.
BATCH = 50


@dataclass(frozen=True, slots=True)
class Retired:
    """How much was dropped."""

    texts: int
    digests: int
    events: int

    @property
    def more(self) -> bool:
        """Whether there may be more to drop at once."""
        return self.texts == BATCH


class Retention:
    """Retires what is older than the settings keep."""

    def __init__(self, connection: Connection, index: Index, events: Events) -> None:
        self._db = connection
        self._index = index
        self._events = events

    def retire(self, now: datetime, *, text: timedelta, digests: timedelta) -> Retired:
        """Drops texts first seen more than ``text`` ago, with what grouping kept of them, and the content of digests
        made more than ``digests`` ago; at most ``BATCH`` texts: call it again while it says that there is ``more``.
        """
        texts = self._texts(now, text)
        with self._db.transaction():
            dropped = self._db.change(
                "update deliveries set digest = '', messages = '[]' where created < ? and digest <> ''"
                " and state in ('sent', 'skipped', 'failed')",
                (stamp(now - digests),),
            )
        return Retired(texts, dropped, self._events.prune(now))

    def _texts(self, now: datetime, keep: timedelta) -> int:
        with self._db.transaction():
            rows = self._db.rows(
                "select id from items where retired is null and first_seen < ? order by first_seen limit ?",
                (stamp(now - keep), BATCH),
            )
            self._db.settle()  # words can be taken out of the search index only once they are in it
            for row in rows:
                self._index.remove(row["id"])
                self._db.run("update texts set text = '' where item_id = ?", (row["id"],))
                self._db.run("update items set retired = ? where id = ?", (stamp(now), row["id"]))
        return len(rows)
