"""Sources that brought nothing new → their states, stored many at a time. Decides nothing."""

from __future__ import annotations

from digestbot.store import Store
from digestbot.types import SourceState, Unchanged
from digestbot.writer import Writer

# Stored in one transaction; a killed round merely asks these again. Stored beside requests they cost twice as much: the
# two threads hand the interpreter to and fro with every row.
BATCH = 1000


class Resting:
    """Keeps states back until there are ``BATCH`` of them, or until the round's end, which calls ``write``."""

    def __init__(self, store: Store, writer: Writer) -> None:
        self._store = store
        self._write = writer
        self._waiting: list[SourceState | Unchanged] = []

    async def add(self, state: SourceState | Unchanged) -> None:
        """Raises StoreError."""
        self._waiting.append(state)
        if len(self._waiting) >= BATCH:
            await self.write()

    async def write(self) -> None:
        """Raises StoreError."""
        waiting, self._waiting = self._waiting, []
        await self._write(self._store.sources.still_unchanged, [one for one in waiting if isinstance(one, Unchanged)])
        await self._write(self._store.sources.put_many, [one for one in waiting if isinstance(one, SourceState)])
