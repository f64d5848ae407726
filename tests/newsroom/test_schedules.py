"""Any schedule, clock change, downtime, quiet spell and hand-sent digest: all news is told, and none of it twice."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from newsroom.conftest import CHANNEL, Clock, put

from digestbot.digest.window import slot
from digestbot.newsroom import Newsroom, open_newsroom
from digestbot.types import Digest

# Half and quarter hours, a change of half an hour, a change at midnight, a day that never was.
ZONES = ("Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata")
# A day before each zone's changes in 2026, and days without one.
STARTS = [datetime(2026, month, day, 12, tzinfo=UTC) for month, day in ((3, 27), (4, 3), (4, 22), (10, 23), (10, 29))]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FLUSH_DAYS = 60  # enough for five delivery days of a channel that has one a week


@dataclass(frozen=True)
class Step:
    """``minutes`` pass, so much news comes in, and then the service is awake or asleep, or a person sends by hand."""

    minutes: int
    news: int
    then: str


steps = st.builds(
    Step,
    st.one_of(st.integers(5, 90), st.integers(90, 60 * 24), st.integers(60 * 24, 60 * 24 * 6)),
    st.integers(0, 2),
    st.sampled_from(["awake", "awake", "awake", "asleep", "by hand"]),
)
channels = st.fixed_dictionaries(
    {
        "timezone": st.sampled_from(ZONES),
        "at": st.sampled_from(["00:00", "01:30", "02:15", "08:30", "23:45"]),
        "days": st.lists(st.sampled_from(DAYS), min_size=1, unique=True),
        "min_stories": st.sampled_from([0, 0, 2, 4]),
        "quiet_day": st.sampled_from(["note", "skip"]),
    },
    optional={"weekly": st.sampled_from(DAYS)},
)


# Each example is a second of work, so that shrinking a failure would take longer than reading it.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(channels, st.sampled_from(STARTS), st.lists(steps, min_size=1, max_size=20))
# One story a week, of a channel with one delivery day a week that wants four: the first waits for five weeks.
@example(
    {"timezone": "Europe/London", "at": "08:30", "days": ["mon"], "min_stories": 4, "quiet_day": "skip"},
    datetime(2026, 3, 30, 12, tzinfo=UTC),
    [Step(60, 1, "awake"), *[Step(60 * 24 * 7, 0, "awake")] * 5],
)
def test_all_news_is_told_and_none_twice(channel: dict[str, Any], start: datetime, steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_tried(Path(folder), {"channel": CHANNEL, "max_stories": 50, **channel}, start, steps))


async def _tried(folder: Path, channel: dict[str, Any], start: datetime, steps: list[Step]) -> None:
    clock = Clock()
    clock.now = start
    items: list[int] = []
    async with _opened(folder, channel, clock) as newsroom:
        items.append(put(newsroom, "The story of the first digest", source="first"))
        clock.later(minutes=5)
        await newsroom.publishing.post(await newsroom.editor.digest(CHANNEL))
        for step in steps:
            clock.later(minutes=step.minutes)
            for _ in range(step.news):
                number = len(items)
                items.append(put(newsroom, f"Story {number} of its own", source=f"source-{number}"))
            if step.then == "awake":
                await newsroom.publishing.deliver_due()
            elif step.then == "by hand":
                await newsroom.publishing.post(await newsroom.editor.digest(CHANNEL))
        known = newsroom.room.channel(CHANNEL)
        today = clock().astimezone(ZoneInfo(known.timezone)).date()
        for number in range(FLUSH_DAYS):
            clock.now = max(clock.now, slot(known, today + timedelta(days=number)) + timedelta(minutes=1))
            await newsroom.publishing.deliver_due()
        daily, weekly = [await _sent(newsroom, kind) for kind in ("daily", "weekly")]
    told = Counter(story.item_id for digest in daily for story in digest.stories)
    assert not [item for item, times in told.items() if times > 1]
    # What a round-up told before any daily digest did is not news for the channel's next one.
    assert {*told, *(story.item_id for digest in weekly for story in digest.stories)} == set(items)
    assert all(before.window_end == after.window_start for before, after in pairwise(daily))
    for digests in (daily, weekly):
        assert len({one.date for one in digests}) == len(digests)


def _opened(folder: Path, channel: dict[str, Any], clock: Clock) -> Any:
    config = folder / "config"
    config.mkdir()
    (config / "sources.yaml").write_text(json.dumps({"sources": []}))
    (config / "channels.yaml").write_text(json.dumps({"channels": [channel]}))
    (config / "settings.yaml").write_text("{}")
    return open_newsroom(config, folder / "state", environ={}, clock=clock)


async def _sent(newsroom: Newsroom, kind: str) -> list[Digest]:
    """Every digest of the kind, oldest first, those of quiet days too."""
    recent = [one for one in newsroom.room.store.outbox.recent(CHANNEL, 500) if one.kind == kind]
    found = [await newsroom.publishing.composed(one) for one in recent]
    return sorted((one for one in found if one is not None), key=lambda one: one.window_end)
