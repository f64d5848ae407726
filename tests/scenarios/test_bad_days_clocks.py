"""Clocks on bad days: both changes of daylight saving, odd zones, and clocks that jump. One digest a local day, each
news in one of them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
STEP = timedelta(minutes=30)


def told(newsroom: Any) -> list[int]:
    """The items that digests told, each as often as it was told."""
    store = newsroom.room.store
    sent = [one for one in store.outbox.recent(None, 500) if one.kind == "daily"]
    return [story["id"] for one in sent for story in store.outbox.digest(one.digest_id)["stories"]]


@pytest.mark.parametrize(
    ("zone", "at", "change"),
    [
        ("Europe/London", "08:30", datetime(2026, 3, 29, tzinfo=UTC)),
        ("Europe/London", "01:30", datetime(2026, 3, 29, tzinfo=UTC)),  # a time that does not exist that day
        ("Europe/London", "08:30", datetime(2026, 10, 25, tzinfo=UTC)),
        ("Europe/London", "01:30", datetime(2026, 10, 25, tzinfo=UTC)),  # a time that comes twice
        ("Australia/Adelaide", "02:15", datetime(2026, 4, 5, tzinfo=UTC)),  # +10:30 → +09:30
        ("Australia/Lord_Howe", "01:45", datetime(2026, 4, 5, tzinfo=UTC)),  # half an hour back
        ("Asia/Kathmandu", "08:30", datetime(2026, 3, 29, tzinfo=UTC)),  # +05:45
    ],
)
async def test_each_local_day_has_one_digest_and_windows_join(
    opened: Any, clock: Any, stock: Any, zone: str, at: str, change: datetime
) -> None:
    clock.now = change - timedelta(days=2)
    channel = {"channel": "#news", "at": at, "days": EVERY_DAY, "timezone": zone, "max_stories": 40}
    items = []
    async with opened({}, channels=[channel]) as newsroom:
        for number in range(4 * 48):
            if number % 6 == 0:
                items.append(stock(newsroom.room.store, number, clock.now))
            await newsroom.publishing.deliver_due()
            clock.now += STEP
        sent = sorted(newsroom.room.store.outbox.recent("#news", 50), key=lambda one: one.window_end)
        counted = told(newsroom)
    days = [one.window_end.astimezone(ZoneInfo(zone)).date() for one in sent]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert len(days) >= 4
    assert all(before.window_end == after.window_start for before, after in pairwise(sent))
    over = [
        item
        for number, item in enumerate(items)
        if change - timedelta(days=2) + 6 * STEP * number < sent[-1].window_end
    ]
    assert sorted(counted) == over


async def test_a_clock_that_jumps_back_leaves_no_news_out_and_tells_none_twice(
    opened: Any, clock: Any, stock: Any
) -> None:
    channel = {"channel": "#news", "at": "08:30", "days": EVERY_DAY, "timezone": "UTC"}
    async with opened({}, channels=[channel]) as newsroom:
        store, deliver = newsroom.room.store, newsroom.publishing.deliver_due
        first = stock(store, 1, clock.now - timedelta(hours=1))
        assert len(await deliver()) == 1
        clock.later(hours=-3)
        between = stock(store, 2, clock.now)
        assert await deliver() == []
        clock.later(days=1, hours=3)
        after = stock(store, 3, clock.now - timedelta(minutes=1))
        assert len(await deliver()) == 1
        assert sorted(told(newsroom)) == [first, between, after]


async def test_a_clock_that_jumped_far_ahead_for_a_while_does_not_silence_the_bot(
    press: Any, post: Any, opened: Any, clock: Any, stock: Any, items_of: Any
) -> None:
    channel = {"channel": "#news", "at": "08:30", "days": EVERY_DAY, "timezone": "UTC"}
    press.posts["s"] = [post(90)]
    right = clock.now
    async with opened({"s": f"{press.base_url}/feeds/s"}, channels=[channel]) as newsroom:
        store, deliver = newsroom.room.store, newsroom.publishing.deliver_due
        items = [stock(store, 1, clock.now - timedelta(hours=1))]
        assert len(await deliver()) == 1
        clock.now = right + timedelta(days=20)
        items.append(stock(store, 2, clock.now - timedelta(minutes=1)))
        await newsroom.poll()
        await deliver()
        clock.now = right + timedelta(hours=2)
        items.append(stock(store, 3, clock.now))
        press.posts["s"].append(post(91))
        clock.now = right + timedelta(days=1)
        assert (await newsroom.poll()).new == 1
        assert len(await deliver()) == 1
        assert sorted(one for one in told(newsroom) if one in items) == items


async def test_news_whose_pages_came_while_the_digest_was_made_is_in_the_next_one(
    press: Any, post: Any, opened: Any, clock: Any, items_of: Any
) -> None:
    channel = {"channel": "#news", "at": "08:30", "days": EVERY_DAY, "timezone": "UTC"}
    press.posts["s"] = [post(1)]
    async with opened({"s": f"{press.base_url}/feeds/s"}, channels=[channel]) as newsroom:

        async def late(request: web.Request) -> web.StreamResponse:
            clock.later(seconds=30)
            await newsroom.publishing.deliver_due()
            clock.later(seconds=30)
            return web.Response(status=404)

        press.answers["/pages/1"] = late
        await newsroom.poll()
        (item,) = items_of(newsroom)
        (sent,) = newsroom.room.store.outbox.recent("#news")
    assert item.news_at >= sent.window_end
