"""The same reading work on two Dask workers and on two processes of the process executor."""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring import Absent, Row, Scale
from benchmarks.newsrooms import warm_up
from benchmarks.serving import feed
from digestbot.config import load as load_config
from digestbot.executors import Workers, workers
from digestbot.loop import run as run_loop
from digestbot.pages import READ_TOGETHER
from digestbot.reading import Intake, ModelSpec, parse_body, read_all
from digestbot.types import Source

WORKERS = 2
FEEDS = 400  # whose entries are read, as many in one call as in a round without pages


def run(scale: Scale) -> list[Row]:
    """One row. Both sides have started and loaded the model before the clock runs."""
    try:
        from distributed import LocalCluster
    except ImportError as error:
        raise Absent("Dask is not installed: pip install 'digestbot[cluster]'") from error
    with LocalCluster(n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        dask, processes = run_loop(_measure(cluster.scheduler_address, scale.runs))
    what = f"read the entries of {FEEDS} feeds, Dask, {WORKERS} workers"
    return [Row(what, dask, processes, f"process executor, {WORKERS} workers", "s", "≤ 1.3×", "≤ 1.1×")]


async def _measure(scheduler: str, runs: int) -> tuple[float, float]:
    now = datetime.now(UTC)
    source = Source(id="s", url="http://site.example/")
    spec = ModelSpec.of(None, load_config(Path("no such folder"), {}).topics)
    intakes = []
    for number in range(FEEDS):
        found = parse_body(feed(number, now), source.url, "application/rss+xml", source, now)
        assert not isinstance(found, Exception), "our own feed parses"
        intakes += [Intake(entry) for entry in found.entries]
    batches = [intakes[at : at + READ_TOGETHER] for at in range(0, len(intakes), READ_TOGETHER)]

    async def work(made: Workers) -> float:
        began = time.perf_counter()
        await asyncio.gather(*(made.run(read_all, batch, [()] * len(batch), spec, now) for batch in batches))
        return time.perf_counter() - began

    async with workers("dask", WORKERS, scheduler) as dask, workers("processes", WORKERS) as processes:
        taken: dict[str, list[float]] = {"dask": [], "processes": []}
        for made in (dask, processes):
            await asyncio.gather(*(made.run(warm_up, spec) for _ in range(WORKERS * 2)))
            await work(made)
        for _ in range(runs):
            taken["dask"].append(await work(dask))
            taken["processes"].append(await work(processes))
    return statistics.median(taken["dask"]), statistics.median(taken["processes"])
