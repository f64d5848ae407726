"""How long ``digestbot --help`` takes beside an empty Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measuring import Row, Scale, interleaved, timed


def run(scale: Scale) -> list[Row]:
    """One row: whole processes, started as a user starts them."""
    digestbot = str(Path(sys.executable).with_name("digestbot"))
    found = interleaved(
        {
            "help": timed(lambda: subprocess.run([digestbot, "--help"], check=True, capture_output=True)),
            "pass": timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True)),
        },
        runs=scale.runs * 3,  # short jobs on a busy machine: three times as many
    )
    return [Row("`digestbot --help`", found["help"], found["pass"], "`python -c pass`", "s", "≤ 8×", "≤ 4×")]
