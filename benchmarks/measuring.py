"""Times whole jobs several times, interleaved with their references, and gives medians, ratios and a table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5  # the house's rule: medians of at least five


class Absent(Exception):  # noqa: N818  # it is no error: the row says why it was not measured
    """What a part needs is not on this machine."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured: items in the larger store, runs of each job, feeds of a round, and pages."""

    items: int = 1_000_000
    runs: int = RUNS
    feeds: int = 1_000
    pages: int = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ours beside the reference, in ``unit``; ``ratio`` is ours / reference.

    Without a reference figure, ``against`` says what ours is held against; ``ours`` None: not measured.
    """

    what: str
    ours: float | None
    reference: float | None
    against: str
    unit: str
    reach: str
    aim: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.reference if self.reference and self.ours is not None else None


def interleaved(jobs: dict[str, Callable[[], float]], runs: int = RUNS) -> dict[str, float]:
    """Median seconds of each job. Jobs take turns, so that a busy moment of the machine falls on all of them."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, job in jobs.items():
            taken[name].append(job())
    return {name: statistics.median(values) for name, values in taken.items()}


def timed(job: Callable[[], object]) -> Callable[[], float]:
    """The job as one that gives the seconds it took."""

    def run() -> float:
        began = time.perf_counter()
        job()
        return time.perf_counter() - began

    return run


def spent(job: Callable[[], object]) -> Callable[[], float]:
    """The job as one that gives the processor seconds it took in this process: what others do here matters less."""

    def run() -> float:
        began = time.process_time()
        job()
        return time.process_time() - began

    return run


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` (0–1) of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | ours | reference | ratio | reach | aim | note |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        ours = "–" if row.ours is None else f"{_figure(row.ours)} {row.unit}".strip()
        reference = row.against
        if row.reference is not None:
            reference = f"{_figure(row.reference)} {row.unit}".strip() + f" ({row.against})"
        ratio = f"{row.ratio:.2f}×" if row.ratio is not None else "–"
        lines.append(f"| {row.what} | {ours} | {reference} | {ratio} | {row.reach} | {row.aim} | {row.note} |")
    return "\n".join(lines)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
