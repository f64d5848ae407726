"""``/news`` as people have it: typed into the strict Slack of the tests until the answer stands there (Socket Mode)."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from benchmarks.history import CHANNEL
from benchmarks.measuring import Row, Scale, percentile
from benchmarks.newsrooms import configured
from benchmarks.searching import queries
from digestbot.loop import run as run_loop
from digestbot.newsroom import open_newsroom
from digestbot.slack.serve import connected
from digestbot.store import FILE_NAME, Store

LIMIT = 1.0  # seconds within which people want an answer
ASKED = 3  # queries of each kind


def run(state: Path, scale: Scale) -> list[Row]:
    """One row: the slowest of all kinds of queries, by the clock on the wall."""
    now = datetime.fromisoformat((state / "ends-at").read_text())
    with Store.open(state / FILE_NAME) as store:
        asked = queries(store, now)
    kinds = len({one.kind for one in asked})
    taken = run_loop(_measure(state, now, [one.query for one in asked[: ASKED * kinds]]))
    note = f"{len(taken)} queries of {kinds} kinds: median {statistics.median(taken):.2f} s"
    named = f"/news in Slack, command to answer, p95, {scale.items:,} stored"
    return [
        Row(named, percentile(taken, 0.95), LIMIT, "a second", "s", "≤ 1×", note=f"{note}, slowest {max(taken):.2f} s")
    ]


async def _measure(state: Path, now: datetime, asked: list[str]) -> list[float]:
    tests = str(Path(__file__).parents[1] / "tests")
    if tests not in sys.path:
        sys.path.append(tests)
    from slackd import slackd
    from slackd.people import until

    taken: list[float] = []
    async with slackd() as slack:
        with tempfile.TemporaryDirectory() as folder:
            config = configured(Path(folder), [], more=f"slack: {{api_url: '{slack.api_url}'}}\n")
            (config / "channels.yaml").write_text(f"channels:\n  - channel: '{CHANNEL}'\n")
            tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
            async with (
                open_newsroom(config, state, environ=tokens, clock=lambda: now) as newsroom,
                connected(newsroom.desk(), newsroom.room.config, ping=5),
            ):
                await until(lambda: slack.socket.connections)
                for query in ["warm up", *asked]:
                    before = len(slack.workspace.ephemeral)
                    began = time.perf_counter()
                    await slack.people.command("/news", query, user="U1")
                    await until(lambda before=before: len(slack.workspace.ephemeral) > before, within=30)
                    taken.append(time.perf_counter() - began)
    return taken[1:]
