"""The shared folder of real feeds and pages beside the checkout; tests that want it skip where it is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(part: str) -> Path:
    """One part of the shared data, such as ``feeds``; skips the test, saying so, when it is not there."""
    folder = FOLDER / part
    if not folder.is_dir():
        pytest.skip(f"../shared/data/{part} is absent")
    return folder
