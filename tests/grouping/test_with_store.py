"""The same records through the real store as through memory: same copies, same stories, whatever the order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from grouping.samples import own, record, shared

from digestbot.grouping import Record, fingerprint, memory, place, terms_to_count
from digestbot.grouping.measure import b_cubed
from digestbot.grouping.memory import MemoryIndex
from digestbot.store import Store, candidates
from digestbot.store import neighbours as stored
from digestbot.types import Article, Fingerprint, Judgement, Source

UNDATED = datetime(2021, 5, 1, tzinfo=UTC)
SOURCE = Source("s", "https://s.example/feed", "feed", "S")
Grouping = tuple[dict[str, int], dict[str, str | None]]
# A cut copy and a teaser at the original's address, which share nothing with each other.
ORIGINAL = own("stories")[0]
TEASER = {**ORIGINAL, "id": "teaser", "text": "Read the whole story about the brewer on our site."}
SENTENCES = ORIGINAL["text"].split(". ")
CUT = {
    **ORIGINAL, "id": "cut", "url": "https://elsewhere.example/9", "title": "Staff take over",
    "text": ". ".join(SENTENCES[: len(SENTENCES) * 3 // 4]),
}  # fmt: skip


def through_store(records: Sequence[Record], path: Path, story: bool = True) -> Grouping:
    """Item → story and item → original, as the service's rounds place and store them."""
    names: dict[int, str] = {}
    with Store.open(path) as store, store.transaction():
        for one in records:
            new, now = print_of(one, story), one.published or UNDATED
            candidates = store.index.candidates(new, now)
            placed = place(new, candidates, store.index.rarity(terms_to_count(new, candidates)), now)
            item = store.items.add(
                article=Article(one.url, one.url, one.title, one.text, published=one.published),
                judgement=Judgement(True, 0.9, ()), reading=None, fingerprint=new, placement=placed,
                source=SOURCE, news_at=now, now=now,
            )  # fmt: skip
            names[item] = one.id
            home = store.items.placement(item)
            assert home is not None
            assert home.story_id is not None
            for moved, there in placed.move:
                store.stories.move(moved, home.story_id if there is None else there, now)
        found = store.items.many(list(names))
        return (
            {names[item.id]: item.story_id for item in found},
            {names[item.id]: names[item.duplicate_of] if item.duplicate_of else None for item in found},
        )


def through_memory(records: Sequence[Record]) -> Grouping:
    """The same with nothing counted ahead, as the store has it."""
    index, names = MemoryIndex(), dict[int, str]()
    for one in records:
        new, now = print_of(one), one.published or UNDATED
        candidates = index.candidates(new, now)
        placed = place(new, candidates, index.rarity(terms_to_count(new, candidates)), now)
        names[index.keep(new, placed, now)] = one.id
    stories = {name: index.story_of(item) for item, name in names.items()}
    copies = {name: names[copy] if (copy := index.copy_of(item)) else None for item, name in names.items()}
    return stories, copies


def print_of(one: Record, story: bool = True) -> Fingerprint:
    return fingerprint(one.title, one.text, one.url, one.published, story=story)


def records_of(rows: Sequence[dict[str, Any]], shuffle: int) -> list[Record]:
    records = [record(row) for row in rows]
    if shuffle:
        random.Random(shuffle).shuffle(records)
    return records


def copies_together(copies: dict[str, str | None]) -> set[frozenset[str]]:
    """The sets of items that repeat each other, whichever of them is called the original."""
    groups: dict[str, set[str]] = {}
    for item, original in copies.items():
        groups.setdefault(original or item, set()).add(item)
    return {frozenset(group) for group in groups.values() if len(group) > 1}


def test_both_indexes_look_in_the_same_bounds() -> None:
    names = ("CANDIDATES", "POSTING_LIMIT", "LEAST_SHARED", "COMMON_SHARE", "COMMON_FROM", "WINDOW", "PRIOR_ITEMS",
             "PRIOR_SHARE")  # fmt: skip
    assert {name: getattr(memory, name) for name in names} == {name: getattr(stored, name) for name in names}
    assert (memory.MEMBERS, memory.MOST_CANDIDATES) == (candidates.MEMBERS, candidates.MOST_CANDIDATES)
    assert memory.KEY_LIMIT == stored.SAME_LIMIT == stored.BAND_LIMIT


@pytest.mark.parametrize("order", [0, 3])
def test_store_and_memory_give_the_same_stories_and_copies(tmp_path: Path, order: int) -> None:
    records = records_of(own("stories") + own("lookalikes") + own("copies") + own("roundups"), order)
    kept, held = through_store(records, tmp_path / "a.db"), through_memory(records)
    assert copies_together(kept[1]) == copies_together(held[1])
    assert b_cubed(kept[0], held[0]).f1 >= 0.995


def test_store_and_memory_agree_on_reports_of_the_press(tmp_path: Path) -> None:
    records = records_of(shared("basil"), 0)
    kept, held = through_store(records, tmp_path / "a.db"), through_memory(records)
    assert b_cubed(kept[0], held[0]).f1 >= 0.99


def test_the_same_copies_are_found_in_any_order(tmp_path: Path) -> None:
    rows = own("stories") + own("copies")
    found = [copies_together(through_store(records_of(rows, n), tmp_path / f"{n}.db")[1]) for n in range(3)]
    assert found[0] == found[1] == found[2]
    assert sum(map(len, found[0])) >= len(own("copies"))


@pytest.mark.parametrize("order", ["CTO", "TCO", "OCT", "OTC", "COT", "TOC"])
def test_a_cut_copy_and_a_teaser_are_both_known_once_the_original_is(tmp_path: Path, order: str) -> None:
    by = {"C": CUT, "T": TEASER, "O": ORIGINAL}
    stories, copies = through_store([record(by[one]) for one in order], tmp_path / "a.db")
    assert copies_together(copies) == {frozenset({"cut", "teaser", ORIGINAL["id"]})}
    assert len(set(stories.values())) == 1


def test_what_no_digest_tells_is_known_again_but_in_no_story(tmp_path: Path) -> None:
    rows = [row for row in own("stories") if row["story"] == ORIGINAL["story"]]
    records = [*map(record, rows), record({**ORIGINAL, "id": "again", "url": "https://elsewhere.example/9"})]
    stories, copies = through_store(records, tmp_path / "a.db", story=False)
    assert copies["again"] == ORIGINAL["id"]
    assert len(set(stories.values())) == len(rows)
