"""What the editor tells of windows and cut-offs, from what the store remembers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from newsroom.conftest import CHANNEL, Clock, Opened, put

from digestbot.reading import load_model, relevance_needed


async def test_days_on_which_a_digest_was_held_back_are_no_downtime(opened: Opened, clock: Clock) -> None:
    async with opened(channel={"min_stories": 3}) as newsroom:
        for number in range(3):
            put(newsroom, f"Story {number} of the first day")
        assert [one.state for one in await newsroom.publishing.deliver_due()] == ["sent"]
        for day in ("Wednesday", "Thursday"):
            clock.later(days=1)
            put(newsroom, f"One story on {day}")
            assert await newsroom.publishing.deliver_due() == []
            assert await newsroom.publishing.deliver_due() == []  # looking again the same day counts once
        clock.later(days=1)
        put(newsroom, "One story on Friday")
        preview = await newsroom.editor.digest(CHANNEL)
        assert (len(preview.stories), preview.gap_days) == (3, 0)
        assert [one.state for one in await newsroom.publishing.deliver_due()] == ["sent"]


async def test_downtime_after_a_held_day_is_a_gap(opened: Opened, clock: Clock) -> None:
    async with opened(channel={"min_stories": 2}) as newsroom:
        for number in range(2):
            put(newsroom, f"Story {number} of Tuesday")
        await newsroom.publishing.deliver_due()
        clock.later(days=1)
        put(newsroom, "One story on Wednesday")
        assert await newsroom.publishing.deliver_due() == []
        clock.later(days=2)  # nothing ran on Thursday
        put(newsroom, "One story on Friday")
        assert (await newsroom.editor.digest(CHANNEL)).gap_days == 1


async def test_the_hour_shown_is_the_hour_kept_when_the_clock_ran_ahead(opened: Opened, clock: Clock) -> None:
    async with opened() as newsroom:
        clock.later(days=30)
        put(newsroom, "Told by a clock a month ahead")
        await newsroom.publishing.deliver_due()
        clock.later(days=-30, hours=1)
        shown = await newsroom.desk().next_digest(CHANNEL)
        assert shown == clock() - timedelta(hours=1)  # today's, not one in a month
        assert [one.state for one in await newsroom.publishing.deliver_due()] == ["sent"]
        assert await newsroom.desk().next_digest(CHANNEL) == clock() + timedelta(hours=23)


@pytest.mark.parametrize("asked", [None, 0.95])
async def test_why_names_the_cut_off_that_is_in_force(opened: Opened, asked: float | None) -> None:
    settings = {"model": {"relevance_threshold": asked}, "executor": {"workers": 1}} if asked else {}
    async with opened(settings=settings) as newsroom:
        item = put(newsroom, "Football results", relevant=False, topics=())
        answer = await newsroom.editor.why(str(item), CHANNEL)
        own = load_model(newsroom.room.model()).relevance_needed
        assert 0 < own < 1
        assert relevance_needed(newsroom.room.model()) == (asked or own)
        assert f"The model gave 10%; {asked or own:.0%} is needed." in answer.reasons


async def test_why_does_not_claim_a_cut_off_that_an_article_would_have_passed(opened: Opened, clock: Clock) -> None:
    async with opened() as newsroom:
        item = put(newsroom, "Bakery opens", published=clock() - timedelta(hours=2))
        await newsroom.learning.label(item, "U1", "not-relevant")
        answer = await newsroom.editor.why(str(item), CHANNEL)
        assert any("The model gave 90%, which would do" in one for one in answer.reasons)
