"""Articles that nobody judged, for they are in another language: found by when they came in."""

from __future__ import annotations

from datetime import datetime

from digestbot.store.codec import stamp
from digestbot.store.connection import Connection
from digestbot.types import LANGUAGE, Unjudged

_KEY = f"$.{LANGUAGE}[0]"


class Foreign:
    """Reads ``items``; it writes nothing."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def between(self, start: datetime, end: datetime, limit: int) -> tuple[list[Unjudged], int]:
        """Those that came in from ``start`` up to ``end`` and would be news: the newest ``limit``, and how many in all.
        Copies are not counted.
        """
        rows = self._db.rows(
            "select title, url, source_title, json_extract(because, ?) as why from items indexed by items_seen"
            " where first_seen >= ? and first_seen < ? and relevant = 0 and news_at is not null"
            "  and duplicate_of is null and json_extract(because, ?) is not null order by first_seen desc, id desc",
            (_KEY, stamp(start), stamp(end), _KEY),
        )
        newest = [Unjudged(row["title"], row["url"], row["source_title"], _named(row["why"])) for row in rows[:limit]]
        return newest, len(rows)


def _named(why: str) -> str:
    """The language in the model's words, ``written in German; only English is judged``."""
    return why.partition(";")[0].removeprefix("written in ")
