"""Quiet days: note, skip, or wait for more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from digest.news import CHANNEL, NOW, TOPICS, alone

from digestbot.digest import compose
from digestbot.digest.quiet import WAIT_AT_MOST, decide
from digestbot.types import Deadline, Digest

THREE = replace(CHANNEL, min_stories=3)


def digest(stories: int, deadlines: int = 0) -> Digest:
    found = compose(
        [alone(n) for n in range(1, stories + 1)],
        CHANNEL,
        TOPICS,
        window_start=NOW - timedelta(days=1),
        window_end=NOW,
        now=NOW,
        deadlines=[
            Deadline((NOW + timedelta(days=1)).date(), "closes", "T", "", "S", 900 + n) for n in range(deadlines)
        ],
    )
    assert len(found.deadlines) == deadlines
    return found


@pytest.mark.parametrize("quiet", ["note", "skip"])
def test_a_day_without_stories_is_noted_or_skipped(quiet: str) -> None:
    assert decide(digest(0), replace(CHANNEL, quiet_day=quiet)).action == quiet  # type: ignore[arg-type]


def test_too_few_stories_wait_for_the_next_digest() -> None:
    assert decide(digest(2), THREE).action == "wait"
    assert decide(digest(3), THREE).action == "post"


def test_they_do_not_wait_for_ever() -> None:
    assert decide(digest(2), THREE, waited=WAIT_AT_MOST).action == "post"


def test_a_reminder_does_not_wait() -> None:
    assert decide(digest(0, deadlines=1), THREE).action == "post"
