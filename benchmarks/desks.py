"""What people ask of a newsroom, and what its nights do, with much stored beside little stored: processor time each."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.history import ADMIN, CHANNEL
from benchmarks.measuring import Row, Scale
from benchmarks.newsrooms import configured
from benchmarks.world import SOURCES
from digestbot.loop import run as run_loop
from digestbot.newsroom import Newsroom, open_newsroom

Question = Callable[[], Awaitable[object]]


def run(small: Path, large: Path, scale: Scale, against: str) -> list[Row]:
    """One row for each kind of question; both newsrooms are open at once and asked in turn."""
    return run_loop(_rows(small, large, scale, against))


async def _rows(small: Path, large: Path, scale: Scale, against: str) -> list[Row]:
    rows = []
    async with _newsroom(large) as (other, now), _newsroom(small) as (one, then):
        ours, theirs = _questions(other, now), _questions(one, then)
        for what in ours:
            took, reference = await _in_turn(ours[what], theirs[what], scale.runs)
            reach, aim = ("≤ 2×", "≤ 1.2×") if what == "compose a digest" else ("", "")
            named = f"{what}, {scale.items:,} stored"
            rows.append(Row(named, took, reference, against, "ms", reach, aim, "processor time"))
    return rows


@asynccontextmanager
async def _newsroom(state: Path) -> AsyncIterator[tuple[Newsroom, datetime]]:
    """An archive's newsroom at the moment at which the archive ends."""
    now = datetime.fromisoformat((state / "ends-at").read_text())
    with tempfile.TemporaryDirectory() as folder:
        config = configured(Path(folder), [f"https://www.outlet{number}.example/" for number in range(SOURCES)])
        (config / "channels.yaml").write_text(f"channels:\n  - {{channel: '{CHANNEL}', weekly: fri}}\n")
        async with open_newsroom(config, state, environ={}, clock=lambda: now) as newsroom:
            yield newsroom, now


def _questions(newsroom: Newsroom, now: datetime) -> dict[str, Question]:
    desk, store, write = newsroom.desk(), newsroom.room.store, newsroom.room.write
    relevant = store.items.news_after(store.items.newest_id() - 300, 1)[0]

    async def home() -> None:
        await desk.next_digest(CHANNEL)
        await desk.saved(ADMIN)
        await desk.searches(ADMIN)
        await desk.deadlines(None)
        await desk.health()

    return {
        "compose a digest": lambda: newsroom.editor.digest(CHANNEL),
        "the weekly round-up": lambda: newsroom.editor.digest(CHANNEL, weekly=True),
        "why": lambda: desk.why(str(relevant.id), CHANNEL),
        "deadlines": lambda: desk.deadlines(CHANNEL),
        "an admin's Home tab": home,
        "coverage": desk.coverage,
        "five uncertain articles": lambda: desk.uncertain(5),
        "alerts: what is new": lambda: write(store.items.news_after, relevant.id, 50),
        "sent digests to correct": lambda: write(store.outbox.sent_since, now - timedelta(days=7)),
        "the archive site's first 200 articles": lambda: write(_first, store.items.originals()),
        "doctor's counts": lambda: write(store.stats),
    }


def _first(articles: object) -> object:
    return next(iter(articles))  # type: ignore[call-overload]


async def _in_turn(ours: Question, theirs: Question, runs: int) -> tuple[float, float]:
    """Median milliseconds of processor time of two questions, asked in turn; the first time fills the caches."""
    took: tuple[list[float], list[float]] = [], []
    for number in range(runs + 1):
        for question, times in zip((ours, theirs), took, strict=True):
            began = time.process_time()
            await question()
            if number:
                times.append((time.process_time() - began) * 1000)
    return statistics.median(took[0]), statistics.median(took[1])
