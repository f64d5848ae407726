"""A newsroom over a real store that tests fill by hand, with a clock that tests move; nothing is polled."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slackd import Slackd, slackd
from store.conftest import fingerprint_of

from digestbot.newsroom import Newsroom, open_newsroom
from digestbot.types import Article, Fact, Judgement, Placement, Reading, Source

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)  # a Tuesday
CHANNEL = "#news"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


Opened = Callable[..., AbstractAsyncContextManager[Newsroom]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Opened:
    """``opened(channel=…, settings=…, environ=…)``: the newsroom for as long as the block runs."""

    @asynccontextmanager
    async def open_one(
        channel: dict[str, Any] | None = None,
        settings: dict[str, Any] | None = None,
        environ: dict[str, str] | None = None,
        sources: tuple[str, ...] = ("gazette", "courier"),
    ) -> AsyncIterator[Newsroom]:
        config = tmp_path / "config"
        config.mkdir(exist_ok=True)
        listed = [{"id": one, "url": f"https://{one}.example/feed", "title": one.title()} for one in sources]
        channels = [{"channel": CHANNEL, "timezone": "UTC", **(channel or {})}]
        for name, value in (("sources", {"sources": listed}), ("channels", {"channels": channels})):
            (config / f"{name}.yaml").write_text(json.dumps(value))
        (config / "settings.yaml").write_text(json.dumps(settings or {}))
        async with open_newsroom(config, tmp_path / "state", environ=environ or {}, clock=clock) as newsroom:
            yield newsroom

    return open_one


@pytest.fixture
async def slack() -> AsyncIterator[Slackd]:
    async with slackd() as served:
        yield served


def connected(slack: Slackd, **more: Any) -> dict[str, Any]:
    """Arguments of ``opened`` for a newsroom that posts to this Slack; ``more`` goes under ``slack:``."""
    return {
        "environ": {"SLACK_BOT_TOKEN": slack.bot_token},
        "settings": {"slack": {"api_url": slack.api_url, **more}, "service": {"timezone": "UTC"}},
    }


def put(
    newsroom: Newsroom,
    title: str,
    *,
    text: str = "Members of the society met on Monday. They agreed to buy the mill. Work begins in May.",
    topics: tuple[str, ...] = ("co-operatives",),
    source: str = "gazette",
    relevant: bool = True,
    relevance: float | None = None,
    story: int | None = None,
    copy_of: int | None = None,
    facts: tuple[Fact, ...] = (),
    published: datetime | None = None,
    news: bool = True,
    url: str = "",
    judged: Judgement | None = None,
) -> int:
    """Store one article as of now; its id."""
    now = newsroom.room.clock()
    address = url or f"https://{source}.example/{abs(hash((title, text))) % 10**12}"
    when = published or now - timedelta(hours=1)
    return newsroom.room.store.items.add(
        Article(address, address, title, text, published=when),
        judged or Judgement(relevant, relevance or (0.9 if relevant else 0.1), topics, dict.fromkeys(topics, 0.8)),
        Reading(" ".join(text.split(". ")[:2]), facts),
        fingerprint_of(title, text, address, when),
        Placement(story, copy_of, "said so by the test"),
        Source(source, f"https://{source}.example/feed", title=source.title()),
        (now - timedelta(minutes=1)) if news and relevant else None,
        now,
    )


def retitle(newsroom: Newsroom, item_id: int, title: str) -> None:
    """The article's publisher gives it another headline."""
    items, now = newsroom.room.store.items, newsroom.room.clock()
    old = items.get(item_id)
    assert old is not None
    items.update(
        item_id,
        Article(old.url, old.url, title, old.text, published=old.published),
        Judgement(True, 0.9, old.topics, old.scores),
        Reading(old.summary, old.facts),
        fingerprint_of(title, old.text, old.url, old.published),
        None,
        now,
    )
