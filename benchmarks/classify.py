"""How many items a second the topic model judges on one core, beside a bare TF-IDF and logistic regression."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys

from benchmarks.language import invent
from benchmarks.measuring import Row, Scale, interleaved, timed

ITEMS = 2_000


def run(scale: Scale) -> list[Row]:
    """One row, measured in a process of its own that is held to one core and one thread."""
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.classify", str(scale.runs)],
        env={**os.environ, **one_thread, "TOKENIZERS_PARALLELISM": "false"},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    ours, bare = ITEMS / found["ours"], ITEMS / found["bare"]
    what = "classify, items a second on one core"
    note = f"with reasons; {ITEMS / found['no reasons']:,.0f} without; relevance and 14 topics"
    against = "TF-IDF + logistic regression, one yes or no"
    return [Row(what, ours, bare, against, "items/s", "≥ 2,000", "≥ 10,000", note)]


def _measure(runs: int) -> dict[str, float]:
    from pathlib import Path

    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    from digestbot.config import load as load_config
    from digestbot.topics import load
    from digestbot.topics.examples import load_examples

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    chance = random.Random(1)
    texts = [invent(chance) for _ in range(ITEMS)]
    joined = [f"{title} {text}" for title, text in texts]
    examples = load_examples()
    bare = make_pipeline(TfidfVectorizer(), LogisticRegression())
    bare.fit([f"{one.title} {one.text}" for one in examples], [one.relevant for one in examples])
    model = load(None, load_config(Path("no such folder"), {}).topics)
    model.judge(texts[:100])
    return interleaved(
        {
            "ours": timed(lambda: model.judge(texts)),
            "no reasons": timed(lambda: model.judge(texts, explain=False)),
            "bare": timed(lambda: bare.predict_proba(joined)),
        },
        runs,
    )


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
