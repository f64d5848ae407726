"""Judgement on the developers' half of the shared sets: the figures of quality.md, beside the references there.

trafilatura is run on the same pages here; the other references are those measured for quality.md, named as such.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring import Absent, Row, Scale
from digestbot.config import load as load_config
from digestbot.errors import ExtractError
from digestbot.extract import extract_document
from digestbot.grouping import Record
from digestbot.grouping import run as group
from digestbot.grouping.measure import b_cubed, pairs
from digestbot.grouping.memory import MemoryIndex

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
STORIES = (
    ("basil", 0.942, "≥ .94", "≥ .96"),
    ("fnc1-bodies", 0.969, "≥ .95", "≥ .97"),
    ("fnc1-headlines", 0.937, "≥ .92", "≥ .95"),
)


def run(scale: Scale) -> list[Row]:  # noqa: ARG001  # quality does not depend on how much is measured
    """Rows of F1, not of time; here a higher ratio is better."""
    if not DATA.exists():
        raise Absent("../shared/data is absent")
    return [*_topics(), *_stories(), _energy(), _pages()]


def _topics() -> list[Row]:
    from digestbot.topics import evaluate, load
    from digestbot.types import Example

    gold = [
        Example(
            id=one["id"], title=one["title"], text=one["text"], relevant=one["relevant"], topics=tuple(one["topics"])
        )
        for one in _lines("topics/dev.jsonl")
    ]
    found = evaluate(load(None, load_config(Path("no such folder"), {}).topics), gold)
    against = "TF-IDF + logistic regression, 10-fold, quality.md"
    ours = f"{found.n} texts"
    return [
        Row("relevance, F1", found.relevance.f1, 0.952, against, "", "≥ .95", "≥ .98", ours),
        Row("topics, micro F1", found.micro_f1, 0.828, against, "", "≥ .85", "≥ .90", ours),
        Row("topics, macro F1", found.macro_f1, 0.774, against, "", "≥ .82", "≥ .88", ours),
        Row("topics, calibration error", found.calibration_error, None, "–", "", "≤ .05", "≤ .03", ours),
    ]


def _stories() -> list[Row]:
    rows = []
    for name, reference, reach, aim in STORIES:
        gold = [one for one in _lines(f"stories/{name}.jsonl") if one.get("cluster")]
        score = b_cubed(_grouped(gold), {str(one["id"]): one["cluster"] for one in gold})
        note = f"{len(gold)} texts; B³ precision {score.precision:.3f}, recall {score.recall:.3f}"
        against = "average-link TF-IDF, best threshold afterwards, quality.md"
        rows.append(Row(f"same story, {name}, B³ F1", score.f1, reference, against, "", reach, aim, note))
    return rows


def _energy() -> Row:
    found = _grouped(_lines("stories/energy-chains.jsonl"))
    labelled = [one for one in _lines("stories/energy-chains-pairs.jsonl") if {one["a"], one["b"]} <= found.keys()]
    same = [(one["a"], one["b"]) for one in labelled if one["same"] == 1]
    other = [(one["a"], one["b"]) for one in labelled if one["same"] == 0]
    score = pairs(found, same, other)
    note = f"{len(labelled)} pairs; two coders agree on 65 of 92"
    return Row("same story, energy pairs, F1", score.f1, None, "–", "", "report", "≥ .70", note)


def _grouped(lines: list[dict[str, str]]) -> dict[str, str]:
    records = [
        Record(str(one["id"]), one.get("title") or "", one.get("text") or "", _time(one), one.get("url") or "")
        for one in lines
    ]
    return {item: story for item, story, _ in group(records, MemoryIndex())}


def _time(one: dict[str, str]) -> datetime | None:
    value = one.get("published")
    if not value:
        return None
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _pages() -> Row:
    import trafilatura

    tests = str(ROOT / "tests" / "extract")
    if tests not in sys.path:
        sys.path.append(tests)
    from shingles import mean_f1

    gold = json.loads((DATA / "pages" / "gold.json").read_text())
    now = datetime.now(UTC)

    def ours(body: bytes, url: str) -> str:
        try:
            return extract_document(body, url, "text/html", now).text
        except ExtractError:
            return ""

    def reference(body: bytes, url: str) -> str:
        return trafilatura.extract(body, url=url) or ""

    def score(read: Callable[[bytes, str], str]) -> float:
        return mean_f1(
            [
                (
                    one["articleBody"],
                    read(gzip.decompress((DATA / "pages" / f"{name}.html.gz").read_bytes()), one["url"]),
                )
                for name, one in gold.items()
                if name.startswith("aeb/")
            ]
        )

    what = "article text, aeb half, 4-word shingle F1"
    against = "trafilatura default, run here"
    return Row(what, score(ours), score(reference), against, "", "≥ .955", "≥ .965")


def _lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / name).read_text().splitlines() if line.strip()]
