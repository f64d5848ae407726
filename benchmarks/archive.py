"""What grows and what must not when 10,000 stored items become 1,000,000: look-ups, search, desks, start, memory."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import asking, desks, looking, searching
from benchmarks.building import archive
from benchmarks.measuring import Row, Scale, interleaved, timed
from benchmarks.newsrooms import configured
from digestbot.store import FILE_NAME, Store

SMALL = 10_000
SETTLED = 12.0  # seconds after which a service without sources has started all it starts


def run(scale: Scale) -> list[Row]:
    """Rows of every kind; the archives are made on the first run and used again (``benchmarks.building``)."""
    small, _ = archive(SMALL)
    large, now = archive(scale.items)
    against = f"{SMALL:,} stored"
    with Store.open(small / FILE_NAME) as one, Store.open(large / FILE_NAME) as other:
        rows = looking.run(one, other, now, scale, against)
        rows += searching.run(other, large, now, scale)
    rows += asking.run(large, scale)
    rows += desks.run(small, large, scale, against)
    rows.append(_opening(small, large, scale, against))
    rows.append(_memory(small, large, scale))
    return rows


def _opening(small: Path, large: Path, scale: Scale, against: str) -> Row:
    def opened(state: Path) -> None:
        Store.open(state / FILE_NAME).close()

    found = interleaved({"large": timed(lambda: opened(large)), "small": timed(lambda: opened(small))}, scale.runs)
    what = f"open the store at start, {scale.items:,} stored"
    return Row(what, found["large"] * 1000, found["small"] * 1000, against, "ms", "", "flat")


def _memory(small: Path, large: Path, scale: Scale) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        config = configured(Path(folder), [])
        (config / "channels.yaml").write_text("channels: []\n")
        found = interleaved(
            {"large": lambda: _megabytes(config, large), "small": lambda: _megabytes(config, small)}, min(scale.runs, 3)
        )
    what = f"memory of `run`, {scale.items:,} stored"
    return Row(what, found["large"], found["small"], f"{SMALL:,} stored", "MB", "≤ 1.3×", "flat", "3 runs each")


def _megabytes(config: Path, state: Path) -> float:
    """Proportional memory of a running service and its children after it has settled."""
    command = [str(Path(sys.executable).with_name("digestbot")), "--config", str(config), "--state", str(state), "run"]
    service = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(SETTLED)
        assert service.poll() is None, "the service runs"
        return sum(_own_share(process) for process in _family(service.pid)) / 1024
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait(timeout=20)


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _family(int(child))


def _own_share(pid: int) -> int:
    """KiB of a process, memory that it shares counted by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
