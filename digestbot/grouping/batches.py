"""Groups a file's worth of records in their order: what ``digestbot group FILE`` and the measurements run.

Reads nothing and writes nothing; the index it is given may be in memory or in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from digestbot.grouping.fingerprints import fingerprint
from digestbot.grouping.memory import MemoryIndex
from digestbot.grouping.places import place, terms_to_count

# Undated records are taken as of one moment, so that their order alone decides.
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the file to group."""

    id: str
    title: str = ""
    text: str = ""
    published: datetime | None = None
    url: str = ""


def run(records: Iterable[Record], index: MemoryIndex) -> list[tuple[str, str, str | None]]:
    """Places each record in turn: (id, id of its story's first record, id of the copy it repeats or None).

    What is common among the records is counted first, as a store would know it from its history; places are then
    given in the order of the records.
    """
    known = [(record, fingerprint(record.title, record.text, record.url, record.published)) for record in records]
    index.learn(new for _, new in known)
    names: dict[int, str] = {}
    for record, new in known:
        now = record.published or _UNDATED
        candidates = index.candidates(new, now)
        placed = place(new, candidates, index.rarity(terms_to_count(new, candidates)), now)
        names[index.keep(new, placed, now)] = record.id
    first: dict[int, str] = {}
    for item, name in names.items():
        first.setdefault(index.story_of(item), name)
    return [
        (name, first[index.story_of(item)], names[copy] if (copy := index.copy_of(item)) else None)
        for item, name in names.items()
    ]
