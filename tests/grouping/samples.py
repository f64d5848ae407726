"""Reads the labelled sets for grouping: the project's own, and the shared ones where they are."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digestbot.grouping import Record, run
from digestbot.grouping.memory import MemoryIndex

OWN = Path(__file__).parents[2] / "digestbot" / "sample" / "grouping"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "stories"
FLOORS: dict[str, float] = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))


def own(name: str) -> list[dict[str, Any]]:
    return _read(OWN / f"{name}.jsonl")


def shared(name: str) -> list[dict[str, Any]]:
    path = SHARED / f"{name}.jsonl"
    if not path.exists():
        pytest.skip("../shared/data is absent")
    return _read(path)


def record(row: dict[str, Any]) -> Record:
    return Record(row["id"], row["title"] or "", row["text"] or "", _moment(row["published"]), row.get("url") or "")


def grouped(rows: Iterable[dict[str, Any]], shuffle: int = 0) -> tuple[dict[str, str], dict[str, str | None]]:
    """Item → story and item → original, in the order given or shuffled with a seed."""
    records = [record(row) for row in rows]
    if shuffle:
        random.Random(shuffle).shuffle(records)
    placed = run(records, MemoryIndex())
    return {item: story for item, story, _ in placed}, {item: copy for item, _, copy in placed}


def _moment(stamp: str | None) -> datetime | None:
    if not stamp:
        return None
    moment = datetime.fromisoformat(stamp)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
