"""Years of an archive from some weeks of it: rows copied in SQL, older, in other words, with other near-copy bands.

The tables by which items are found are left empty: ``benchmarks.building`` makes them from what was copied.
"""

# statements are put together from constants of this module only

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.world import AGING, SPELL, SYLLABLES
from digestbot.store import Store

WEEKS_SPELLS = 10  # spells that are invented; every further age is a copy of them
AGE = SPELL * WEEKS_SPELLS
TURNOVER = 5  # ages after which the less rare words go out of use, and half of the terms with them
_STEP = 2_654_435_761  # odd, near 2³²/φ: shifted terms and bands of different ages never meet
_MASK = 0xFFFF_FFFF


def grow(store: Store, seed: Path, ages: int) -> None:
    """Fills an empty, loosened store with ``ages`` copies of the file ``seed``, the last of them as it is."""
    raw = store.connection.raw
    raw.create_function("aged_terms", 3, _aged_terms, deterministic=True)
    raw.create_function("aged_bands", 2, _aged_bands, deterministic=True)
    raw.create_function("aged_facts", 2, _aged_facts, deterministic=True)
    raw.execute("attach ? as seed", (str(seed),))
    items = raw.execute("select max(id) from seed.items").fetchone()[0]
    stories = raw.execute("select max(id) from seed.stories").fetchone()[0]
    for number in range(ages):
        age = _Age(number, ages, items, stories)
        with store.transaction():
            for table, changed in age.changes().items():
                names = [row[1] for row in raw.execute(f"pragma seed.table_info({table})")]
                values = ", ".join(changed.get(name, name) for name in names)
                raw.execute(f"insert into main.{table} select {values} from seed.{table}")
    raw.execute("detach seed")


@dataclass(frozen=True, slots=True)
class _Age:
    """The ``number``-th of ``of`` ages, oldest first; ``items`` and ``stories`` are the highest ids in the seed."""

    number: int
    of: int
    items: int
    stories: int

    @property
    def back(self) -> int:
        """Ages before the last one."""
        return self.of - 1 - self.number

    @property
    def days(self) -> int:
        return -self.back * AGE.days

    def item(self, column: str) -> str:
        return f"{column} + {self.number * self.items}"

    def story(self, column: str) -> str:
        return f"{column} + {self.number * self.stories}"

    def at(self, column: str) -> str:
        """A stored time, its day moved; the hour stays."""
        return f"date(substr({column}, 1, 10), '{self.days} days') || substr({column}, 11)"

    def words(self, column: str) -> str:
        """Text in which rare words are others."""
        for place, (mark, _) in enumerate(AGING):
            turn = self.back // TURNOVER if place == 1 else self.back
            if mark and turn:
                column = f"replace({column}, '{mark}', '{SYLLABLES[turn * 7 % len(SYLLABLES)]}')"
        return column

    def own(self, column: str) -> str:
        """Text that no other age has."""
        return f"case when {column} = '' then '' else {column} || '-{self.back}' end" if self.back else column

    def changes(self) -> dict[str, dict[str, str]]:
        """Table → column → what it holds in this age."""
        item = {"item_id": self.item("item_id")}
        addresses = {name: self.own(name) for name in ("url", "canonical_url")}
        return {
            "stories": {
                "id": self.story("id"), "created": self.at("created"), "updated": self.at("updated"),
                "merged_into": self.story("merged_into"),
            },
            "items": {
                "id": self.item("id"), **addresses, "title": self.words("title"), "summary": self.words("summary"),
                "published": self.at("published"), "first_seen": self.at("first_seen"), "news_at": self.at("news_at"),
                "story_id": self.story("story_id"), "duplicate_of": self.item("duplicate_of"),
                "facts": f"aged_facts(facts, {self.days})",
            },
            "texts": {**item, "text": self.words("text")},
            "item_topics": {**item, "published": self.at("published")},
            "entries": {
                "id": self.item("id"), **item, "guid": self.own("guid"), **addresses,
                "title_key": self.words("title_key"), "content_hash": self.own("content_hash"),
                "first_seen": self.at("first_seen"), "last_seen": self.at("last_seen"),
            },
            "fingerprints": {
                **item, "day": f"day + {self.days}", "published": self.at("published"), "title": self.words("title"),
                "text_hash": self.own("text_hash"), "terms": f"aged_terms(terms, {self.back // TURNOVER}, 6)",
                "posted": f"aged_terms(posted, {self.back // TURNOVER}, 4)", "bands": f"aged_bands(bands, {self.back})",
            },
        }  # fmt: skip


def _aged_terms(blob: bytes, turn: int, width: int) -> bytes:
    """Other ids for the odd half of the terms; ``width``: bytes a term, of which the first four are its id."""
    if not turn:
        return blob
    size = len(blob) // width
    terms = struct.unpack_from(f"<{size}I", blob)
    new = [(term + 2 * turn * _STEP) & _MASK if term & 1 else term for term in terms]
    return struct.pack(f"<{size}I", *new) + blob[size * 4 :]


def _aged_bands(blob: bytes, turn: int) -> bytes:
    keys = struct.unpack(f"<{len(blob) // 8}q", blob)
    # The low 32 bits are a checksum of the band's hashes, the high ones its number.
    return struct.pack(f"<{len(keys)}q", *[key & ~_MASK | ((key + turn * _STEP) & _MASK) for key in keys])


def _aged_facts(facts: str, days: int) -> str:
    """Deadlines and events moved with their articles."""
    if not days or ('"deadline"' not in facts and '"event"' not in facts):
        return facts
    return json.dumps(list(_moved(json.loads(facts), days)), ensure_ascii=False, separators=(",", ":"))


def _moved(facts: list[list[str]], days: int) -> Iterator[list[str]]:
    for kind, text, value, detail in facts:
        if kind in ("deadline", "event"):
            day = date.fromisoformat(value) + timedelta(days=days)
            yield [kind, f"{day:%d %B %Y}", day.isoformat(), detail]
        else:
            yield [kind, text, value, detail]
