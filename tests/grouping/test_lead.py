from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from digestbot.grouping.lead import best, choose, is_primary
from digestbot.types import Item

DAY = datetime(2024, 4, 18, 9, tzinfo=UTC)
FULL = "Words about the society and what it did. " * 20


def item(number: int, **changes: Any) -> Item:
    values: dict[str, Any] = {
        "id": number, "source_id": "s", "source_title": "S", "url": f"https://paper{number}.example/a",
        "title": "Northwick and Tarn agree terms", "text": FULL, "summary": "", "author": None, "published": DAY,
        "first_seen": DAY, "relevant": True, "relevance": 0.9, "topics": (), "story_id": 1,
    }  # fmt: skip
    return Item(**(values | changes))


@pytest.mark.parametrize(
    ("worse", "better", "reason"),
    [
        ({"wall": "paywall"}, {}, "no wall in front of it"),
        ({"duplicate_of": 9}, {}, "the original, not a copy"),
        ({"text": "A teaser."}, {}, "the full text"),
        ({"text": "A teaser."}, {"duplicate_of": 1}, "the full text"),
        ({"source_weight": 3.0}, {"url": "https://www.northwickbs.co.uk/m"}, "from the source itself"),
        ({}, {"source_weight": 2.0}, "the more trusted source"),
        ({}, {"published": DAY - timedelta(hours=2)}, "the earliest"),
        ({}, {"first_seen": DAY - timedelta(hours=2)}, "seen first"),
    ],
)
def test_the_better_version_leads_and_the_reason_is_given(
    worse: dict[str, Any], better: dict[str, Any], reason: str
) -> None:
    choice = choose([item(1, **worse), item(2, **better)])
    assert (choice.item.id, choice.reason) == (2, reason)


def test_the_order_of_items_does_not_matter() -> None:
    items = [item(1), item(2, source_weight=2.0), item(3, text="Short."), item(4)]
    assert {best(order).id for order in permutations(items)} == {2}


def test_a_single_version_leads() -> None:
    assert choose([item(1)]).reason == "the only version"


def test_a_story_without_items_is_refused() -> None:
    with pytest.raises(ValueError, match="without items"):
        best([])


@pytest.mark.parametrize(
    ("url", "primary"),
    [
        ("https://www.gov.uk/government/news/x", True),
        ("https://questions.parliament.uk/x", True),
        ("https://www.northwickbs.example/media", True),
        ("https://notgov.uk.example.com/x", False),
        ("https://mortgagedaily.example/p/1", False),
        ("not an address", False),
    ],
)
def test_government_and_the_subject_s_own_site_are_primary(url: str, primary: bool) -> None:
    assert is_primary(item(1, url=url, title="Northwick BS and Tarn agree terms of merger")) is primary
