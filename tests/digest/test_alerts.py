"""Which phrases match, and which matches are sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from digest.news import NOW, item

from digestbot.digest.alerts import awake, contains, decide, matches
from digestbot.types import Channel, Item

CHANNEL = Channel("#c", alerts=("right to provide",))


def saying(number: int, story: int | None = None, **more: object) -> Item:
    return item(number, story, title="Staff use the Right to Provide", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("right to provide", "The RIGHT TO PROVIDE is used", True),
        ("right to provide", "the right‐to‑provide scheme", True),
        ("right to provide", "the right to\nprovide", True),
        ("right to provide", "bright to provide", False),
        ("right to provide", "right to providers", False),
        ("right to provide", "right now to provide", False),
        ("staff’s trust", "the staff's trust", True),
        ("co-op", "a coop", False),
        ("co-op", "the co-op.", True),
        ("mutualis*", "mutualisation of services", True),
        ("mutualis*", "demutualisation", False),
        ("", "anything", False),
        ("*", "anything", False),
        ("...", "anything", False),
        ("strasse", "Große Straße", False),
    ],
)
def test_phrases_match_whole_words(phrase: str, text: str, expected: bool) -> None:
    assert contains(phrase, text, "") is expected
    assert contains(phrase, "", text) is expected


def test_a_phrase_does_not_reach_from_title_into_text() -> None:
    assert not contains("right to provide", "The right to", "provide")


def test_the_first_phrase_that_matches_is_named() -> None:
    assert matches(saying(1), ["merger", "right to provide", "staff"]) == "right to provide"


def actions(items: list[Item], **more: object) -> list[tuple[int, str]]:
    given = {"told_stories": frozenset(), "sent_last_hour": 0, "now": NOW} | more
    return [(one.item.id, one.action) for one in decide(items, CHANNEL, **given)]  # type: ignore[arg-type]


def test_a_story_is_told_once() -> None:
    assert actions([saying(1, 7), saying(2, 7)]) == [(2, "send"), (1, "leave")]


def test_a_story_told_before_is_left() -> None:
    assert actions([saying(1, 7)], told_stories={7}) == [(1, "leave")]


def test_the_rest_of_a_rush_is_left_to_the_digest() -> None:
    assert [action for _, action in actions([saying(n) for n in range(1, 8)], sent_last_hour=1)] == (
        ["send"] * 3 + ["leave"] * 4
    )


def test_nights_are_digest_only_in_the_channels_zone() -> None:
    assert actions([saying(1)], now=NOW + timedelta(hours=14)) == [(1, "leave")]


def test_what_is_not_relevant_or_archive_alerts_nobody() -> None:
    assert actions([saying(1, relevant=False), saying(2, news_at=None)]) == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), datetime(2026, 11, 24, 12, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), datetime(2026, 11, 25, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 25, 3, 0, tzinfo=UTC), datetime(2026, 11, 25, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),  # summer time begins
    ],
)
def test_digest_only_hours_end_at_seven_local_time(now: datetime, expected: datetime) -> None:
    assert awake(CHANNEL, now) == expected


def test_a_saved_search_stands_where_no_phrase_matches() -> None:
    found = decide(
        [saying(1), item(2, title="A mill is bought")],
        CHANNEL,
        told_stories=frozenset(),
        sent_last_hour=0,
        now=NOW.replace(hour=12),
        searched={1: "staff", 2: "mill"},
    )
    assert {(one.item.id, one.phrase, one.search) for one in found} == {
        (1, "right to provide", False),
        (2, "mill", True),
    }
