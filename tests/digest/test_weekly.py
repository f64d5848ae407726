"""The weekly round-up."""

from __future__ import annotations

from datetime import timedelta

from digest.news import CHANNEL, NOW, TOPICS, alone, item, story

from digestbot.digest import compose_weekly
from digestbot.types import Channel, Deadline, Digest, Story

WEEK = timedelta(days=7)


def weekly(stories: list[Story], channel: Channel = CHANNEL, **more: object) -> Digest:
    return compose_weekly(
        stories,
        channel,
        TOPICS,
        window_start=NOW - WEEK,
        window_end=NOW,
        now=NOW,
        **more,  # type: ignore[arg-type]
    )


def test_five_stories_of_the_week() -> None:
    digest = weekly([alone(n, hours=n * 8, source=f"S{n}") for n in range(1, 20)])
    assert (len(digest.stories), digest.kind, digest.omitted) == (5, "weekly", 0)


def test_mondays_story_stands_as_fridays_does() -> None:
    monday = story(item(1, hours=110), item(2, 1, hours=110))
    digest = weekly([monday, *(alone(n, hours=2) for n in range(3, 12))])
    assert digest.lead == 1


def test_the_trend_compares_this_week_with_eight() -> None:
    weeks = [{"co-operatives": 2, "housing": 1}] * 8 + [{"co-operatives": 9, "housing": 1}]
    digest = weekly([], weeks=weeks)
    assert [(one.topic, one.weeks[-1]) for one in digest.trend] == [("co-operatives", 9), ("housing", 1)]
    assert all(len(one.weeks) == 9 for one in digest.trend)


def test_weeks_that_nobody_watched_are_unknown_and_not_nought() -> None:
    weeks = [None, None, {"co-operatives": 2}, {"co-operatives": 6, "housing": 3}]
    digest = weekly([], weeks=weeks)
    assert [(one.topic, one.weeks) for one in digest.trend] == [
        ("co-operatives", (None, None, 2, 6)),
        ("housing", (None, None, 0, 3)),
    ]


def test_the_trend_shows_what_the_channel_follows() -> None:
    weeks = [{"co-operatives": 2, "housing": 1}] * 9
    digest = weekly([], Channel("#c", topics=("housing",)), weeks=weeks)
    assert [one.topic for one in digest.trend] == ["housing"]


def test_most_saved_is_passed_on_with_its_readers() -> None:
    digest = weekly([], saved=[(item(1), 3)])
    assert [(one.title, one.people) for one in digest.most_saved] == [("Headline 1", 3)]


def test_everything_ahead_of_a_month_is_listed() -> None:
    days = [3, 1, 29, 40]
    found = [Deadline((NOW + timedelta(days=n)).date(), "closes", "T", "", "S", n) for n in days]
    assert [one.story_id for one in weekly([], deadlines=found).deadlines] == [1, 3, 29]
