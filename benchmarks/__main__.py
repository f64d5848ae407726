"""``python -m benchmarks [part…] [--runs N] …``: runs the parts named, or all, and prints one Markdown table.

A part that cannot run here (a peer or the shared data is missing) says so in its row and stops no other.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
import traceback
from datetime import UTC, datetime

from benchmarks.measuring import Absent, Row, Scale, table

# Part → module whose ``run(scale)`` gives its rows; the quick ones first.
PARTS = {
    "startup": "benchmarks.startup",
    "unchanged": "benchmarks.unchanged",
    "new": "benchmarks.new",
    "pages": "benchmarks.pages",
    "classify": "benchmarks.classify",
    "ack": "benchmarks.ack",
    "dask": "benchmarks.cluster",
    "archive": "benchmarks.archive",
    "quality": "benchmarks.quality",
}


def main() -> None:
    """Measure what is asked for; progress goes to standard error, the table to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of: {', '.join(PARTS)} (default: all)")
    parser.add_argument("--items", type=int, default=1_000_000, help="items in the larger store (default: 1,000,000)")
    parser.add_argument("--runs", type=int, default=5, help="interleaved runs of which the median counts (default: 5)")
    parser.add_argument("--feeds", type=int, default=1_000, help="feeds of a round (default: 1,000)")
    parser.add_argument("--pages", type=int, default=2_000, help="new pages of a round (default: 2,000)")
    asked = parser.parse_args()
    unknown = sorted(set(asked.parts) - set(PARTS))
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    scale = Scale(items=asked.items, runs=asked.runs, feeds=asked.feeds, pages=asked.pages)
    rows: list[Row] = []
    failed: list[str] = []
    for name in asked.parts or PARTS:
        began = time.perf_counter()
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            rows += importlib.import_module(PARTS[name]).run(scale)
        except Absent as reason:
            rows.append(Row(name, None, None, str(reason), "", "", note="not measured here"))
        except Exception as error:  # noqa: BLE001  # an hour's figures are not lost over one part
            traceback.print_exc()
            failed.append(name)
            rows.append(Row(name, None, None, f"{type(error).__name__}: {error}", "", "", note="failed"))
        print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end, Python {sys.version.split()[0]}"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine}\n")
    print(table(rows))
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
