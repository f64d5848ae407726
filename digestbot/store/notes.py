"""Small facts that the service remembers between runs, by name: the last round, the last alarm."""

from __future__ import annotations

from digestbot.store.codec import dump, load
from digestbot.store.connection import Connection


class Notes:
    """The table ``notes``: a name, a JSON value."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, key: str, default: object = None) -> object:
        row = self._db.row("select value from notes where key = ?", (key,))
        return default if row is None else load(row[0])

    def put(self, key: str, value: object) -> None:
        """Stores a JSON value under a name, replacing the one before."""
        self._db.run(
            "insert into notes(key, value) values (?, ?) on conflict(key) do update set value = excluded.value",
            (key, dump(value)),
        )

    def under(self, prefix: str) -> dict[str, object]:
        """Every note whose name begins with ``prefix``, by the rest of its name."""
        rows = self._db.rows("select key, value from notes where substr(key, 1, ?) = ?", (len(prefix), prefix))
        return {row["key"][len(prefix) :]: load(row["value"]) for row in rows}

    def remove(self, key: str) -> None:
        self._db.run("delete from notes where key = ?", (key,))
