"""Nothing grows by drift: round-ups of every shape join nothing, chains fall apart, issues of a series stay apart."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from grouping.samples import FLOORS, grouped, own

from digestbot.grouping import fingerprint, place
from digestbot.grouping.memory import MemoryIndex
from digestbot.grouping.roundups import is_roundup
from digestbot.types import Rarity

Row = dict[str, Any]
STORIES: dict[str, list[Row]] = {}
for _row in own("stories"):
    STORIES.setdefault(_row["story"], []).append(_row)


def head(row: Row, count: int = 1) -> str:
    """The first sentences of a report."""
    return ". ".join(row["text"].replace("\n", " ").split(". ")[:count]).rstrip(".") + "."


SHAPES: dict[str, Callable[[Sequence[Row]], str]] = {
    "a paragraph each": lambda rows: "\n".join(head(row) for row in rows),
    "two sentences each": lambda rows: "\n\n".join(head(row, 2) for row in rows),
    "one paragraph": lambda rows: " ".join(head(row) for row in rows),
    "semicolons": lambda rows: "; ".join(head(row).rstrip(".") for row in rows) + ".",
    "numbered": lambda rows: "\n".join(f"{place}. {row['title']}: {head(row)}" for place, row in enumerate(rows, 1)),
    "headings": lambda rows: "\n\n".join(f"{row['title']}\n{head(row, 2)}" for row in rows),
    "bullets": lambda rows: "\n".join(f"• {row['title']}" for row in rows),
}


def made(shape: str, seed: int) -> tuple[list[Row], Row]:
    """Four to six of our stories as told on one day, and a round-up of them whose title gives nothing away."""
    picked = random.Random(seed).sample(sorted(STORIES), 4 + seed % 3)
    first = [STORIES[story][0] for story in picked]
    day = first[0]["published"]
    told = [{**row, "published": day} for story in picked for row in STORIES[story]]
    text = SHAPES[shape](first)
    return told, {"id": "r", "title": "Hello again", "text": text, "published": day, "url": "https://r.example/1"}


def joined(rows: list[Row]) -> bool:
    found, _ = grouped(rows)
    return list(found.values()).count(found["r"]) > 1


@pytest.mark.parametrize("shape", SHAPES)
def test_round_ups_of_a_shape_join_nothing_when_they_come_last(shape: str) -> None:
    wrong = sum(joined([*told, roundup]) for told, roundup in (made(shape, seed) for seed in range(10)))
    assert wrong <= FLOORS["made round-ups of ten that join, one shape, last"]


def test_round_ups_join_nothing_when_they_come_first() -> None:
    tried = [made(shape, seed) for shape in SHAPES for seed in range(6)]
    wrong = sum(joined([roundup, *told]) for told, roundup in tried)
    assert wrong <= FLOORS["made round-ups that join, share, first"] * len(tried)


@pytest.mark.parametrize(
    "title",
    [
        "In brief", "News in brief: pubs, pools and pensions", "Weekly digest", "The week in co-ops",
        "Co-op news roundup", "Newsletter 214", "Newsletter #214: pubs", "Issue 45", "The Weekly: issue 12",
        "E-bulletin 33", "Digest no. 12", "Members' newsletter, May", "Friday five", "Monday memo",
        "Five things we learned this week", "This week in mutuals", "Live: budget day as it happened",
        "Budget live blog", "As it happened: the AGM", "Morning briefing", "Daily briefing: 4 May",
        "Links of the week", "What we read this week", "Sector update: March", "Year in review",
        "The month in social enterprise", "News from around the network", "Top stories of 2024",
        "Short takes", "10 stories you might have missed", "Roundup: credit unions", "Our week in numbers",
        "Policy watch: May",
    ],
)  # fmt: skip
def test_a_title_gives_a_round_up_away(title: str) -> None:
    assert is_roundup(title, "")


@pytest.mark.parametrize(
    "title",
    [
        "Bakery reviews its first year", "Members vote on issue of shares",
        "Co-op live in Leeds with new tills", "United Nations declares International Year of Cooperatives",
        "Tarn brings forward vote", "A week of strikes at dairy", "Five bakers buy their bakery",
        "Newslands Farm sold to its workers",
    ],
)  # fmt: skip
def test_a_report_s_title_gives_nothing_away(title: str) -> None:
    assert not is_roundup(title, "")


def test_a_report_of_one_event_is_no_round_up() -> None:
    wrong = [row["id"] for row in own("stories") if is_roundup(row["title"], row["text"])]
    assert wrong == []


@pytest.mark.parametrize("seed", range(6))
def test_a_chain_of_articles_that_drifts_does_not_end_where_it_began(seed: int) -> None:
    """Each article shares half of its sentences with the next, and none with the one after."""
    shuffled = random.Random(seed)

    def name() -> str:
        return "".join(shuffled.choice("bdfgklmnprst") + shuffled.choice("aeiou") for _ in range(4)).title()

    sentences = [f"In {name()} the {name()} society of {name()} was joined by {name()}" for _ in range(70)]
    rows = [
        {
            "id": str(number), "title": "", "text": ". ".join(sentences[3 * number : 3 * number + 6]),
            "published": "2024-05-01", "url": f"https://x.example/{number}",
        }
        for number in range(20)
    ]  # fmt: skip
    order = rows if seed % 2 else shuffled.sample(rows, len(rows))
    found, copies = grouped(order)
    for story in set(found.values()):
        places = sorted(int(item) for item, one in found.items() if one == story)
        assert places[-1] - places[0] <= 2
    assert not any(copies.values())


def test_what_was_found_to_be_a_round_up_is_kept_as_one() -> None:
    now = datetime(2024, 5, 1, tzinfo=UTC)
    found = 0
    for seed in range(20):
        told, roundup = made("one paragraph", seed)
        index = MemoryIndex()
        for row in told:
            report = fingerprint(row["title"], row["text"], row["url"], now)
            index.keep(report, place(report, index.candidates(report, now), index.rarity(report.terms), now), now)
        new = fingerprint(roundup["title"], roundup["text"], roundup["url"], now)
        placed = place(new, index.candidates(new, now), index.rarity(new.terms), now)
        if placed.roundup and not new.roundup:
            found += 1
            item = index.keep(new, placed, now)
            stored = next(one for one in index.candidates(new, now) if one.item_id == item)
            report = fingerprint(told[0]["title"], told[0]["text"], "", now)
            assert place(report, [stored], Rarity(1), now).story_id is None
    assert found > 0
