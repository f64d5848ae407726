"""How fast Slack gets its acknowledgement while a round is running, against the limit at which Slack gives up."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import Row, Scale, percentile
from benchmarks.newsrooms import configured, feeds
from digestbot.loop import run as run_loop
from digestbot.newsroom import open_newsroom
from digestbot.slack.serve import connected

LIMIT = 3.0  # seconds within which Slack wants to hear of each command
PAUSE = 0.05  # seconds between two commands


def run(scale: Scale) -> list[Row]:
    """One row: the strict Slack of the tests sends commands by Socket Mode for as long as a round of new feeds runs."""
    with feeds(min(scale.feeds, 200)) as urls:
        taken, unanswered = run_loop(_measure(urls))
    p99 = percentile(taken, 0.99)
    note = (
        f"{len(taken)} commands, median {percentile(taken, 0.5) * 1000:.0f} ms, {unanswered} not acknowledged in time"
    )
    return [Row("Slack ack while a round runs, p99", p99, LIMIT, "Slack's limit", "s", "≤ 0.5 s", "≤ 0.1 s", note)]


async def _measure(urls: list[str]) -> tuple[list[float], int]:
    tests = str(Path(__file__).parents[1] / "tests")
    if tests not in sys.path:
        sys.path.append(tests)
    from slackd import slackd
    from slackd.people import until

    taken: list[float] = []
    unanswered = 0
    async with slackd() as slack:
        with tempfile.TemporaryDirectory() as folder:
            config = configured(Path(folder), urls, more=f"slack: {{api_url: '{slack.api_url}'}}\n")
            (config / "channels.yaml").write_text("channels:\n  - channel: '#news'\n")
            tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
            async with (
                open_newsroom(config, Path(folder, "state"), environ=tokens) as newsroom,
                connected(newsroom.desk(), newsroom.room.config, ping=5),
            ):
                await until(lambda: slack.socket.connections)
                began = time.perf_counter()
                round_ = asyncio.create_task(newsroom.poll(every=True))
                while not round_.done():
                    outcome = await slack.people.command("/news", f"co-op {len(taken)}", user="U1")
                    taken.append(outcome.seconds)
                    unanswered += not outcome.acked
                    await asyncio.sleep(PAUSE)
                report = await round_
                assert report.new, f"the round brought nothing in {time.perf_counter() - began:.0f} s"
    return taken, unanswered
