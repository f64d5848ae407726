"""Times whole jobs several times, interleaved with their references, and gives medians and ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5  # the house's rule: medians of at least five


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ours beside the reference, in ``unit``; ``ratio`` is ours / reference."""

    what: str
    ours: float
    reference: float | None
    against: str
    unit: str
    reach: str
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.reference if self.reference else None


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


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | ours | reference | ratio | reach | note |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        reference = f"{row.reference:.3g} {row.unit} ({row.against})" if row.reference is not None else row.against
        ratio = f"{row.ratio:.2f}×" if row.ratio is not None else "–"
        lines.append(f"| {row.what} | {row.ours:.3g} {row.unit} | {reference} | {ratio} | {row.reach} | {row.note} |")
    return "\n".join(lines)
