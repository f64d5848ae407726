"""Articles of a transaction that have their places and are not in the tables yet: found as if they were.

Writing many together costs a fraction of writing each; meanwhile the next one may repeat or continue them.
"""

from __future__ import annotations

from collections.abc import Sequence

from digestbot.store.connection import Value
from digestbot.types import Candidate

# What an article may be known again by: its address and its text, one each at most, and its near-copy bands.
Shared = tuple[tuple[Value, ...], ...]


class Unwritten:
    """They are newer than everything in the tables, and are added in the order of their ids."""

    def __init__(self) -> None:
        self._items: dict[int, Candidate] = {}
        self._stories: dict[int, list[int]] = {}
        self._holding: list[dict[Value, list[int]]] = [{}, {}, {}]  # as in ``Shared``: what they hold → their ids

    def add(self, candidate: Candidate, shared: Shared) -> None:
        """``shared``: what of it others may share."""
        item = candidate.item_id
        self._items[item] = candidate
        self._stories.setdefault(candidate.story_id, []).append(item)
        for known, values in zip(self._holding, shared, strict=True):
            for value in values:
                known.setdefault(value, []).append(item)

    def clear(self) -> None:
        """They have been written."""
        self._items.clear()
        self._stories.clear()
        for known in self._holding:
            known.clear()

    def get(self, item_id: int) -> Candidate | None:
        return self._items.get(item_id)

    def among(self, ids: Sequence[int]) -> tuple[list[Candidate], Sequence[int]]:
        """Those of ``ids`` that are not written, and the ids of the others."""
        if not self._items:
            return [], ids
        return [self._items[item] for item in ids if item in self._items], [i for i in ids if i not in self._items]

    def of_story(self, story_id: int) -> Sequence[int]:
        """Its items that are not written, the oldest first."""
        return self._stories.get(story_id, ())

    def holding(self, kind: int, value: Value, limit: int) -> Sequence[int]:
        """The newest that hold an address (``kind`` 0), a text (1) or a band (2)."""
        return self._holding[kind].get(value, ())[-limit:]
