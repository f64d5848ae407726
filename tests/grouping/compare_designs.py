"""Compares ways to decide "same story" on every story set, as one table: ``python tests/grouping/compare_designs.py``.

Every design places items one by one (average link unless said otherwise) and, but for the one in use, gets the single
threshold that is best for it over all sets afterwards; rarity is counted over each set first. The embedding row needs
the PyPI package ``wordllama`` and is left out without it.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[1]))
from grouping.samples import grouped, own, record, shared  # the path is set above

from digestbot.grouping import fingerprint
from digestbot.grouping.contrasts import contrast
from digestbot.grouping.measure import Score, all_pairs, b_cubed, pairs
from digestbot.grouping.places import JOIN
from digestbot.grouping.stories import Likeness, Profile
from digestbot.types import Rarity

Rows = list[dict[str, Any]]
Matrix = np.ndarray[Any, np.dtype[np.float64]]


def profiles(rows: Rows) -> list[Profile]:
    prints = [fingerprint(r.title, r.text, r.url, r.published) for r in map(record, rows)]
    return [Profile(one, one.published) for one in prints]


def likeness(known: list[Profile]) -> Likeness:
    counts = Counter(term for one in known for term in one.fingerprint.terms)
    return Likeness(known, Rarity(len(known), counts))


def matrix(known: list[Profile], row: Any) -> Matrix:
    found = np.array([row(place) for place in range(len(known))])
    np.fill_diagonal(found, 0.0)
    return found


def features(known: list[Profile], alike: Likeness) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Of each two: cosine of texts, of headlines, part of 60 days apart, whether one is short, whether they differ."""
    every = range(len(known))
    text = np.array([alike.texts(one) for one in every])
    titled = np.array([bool(one.fingerprint.title) for one in known])
    title = np.array([alike.titles(one) for one in every])
    short = np.array([one.fingerprint.length < 40 for one in known])
    days = np.array([np.minimum(alike.days(one), 60.0) / 60 for one in every])
    against = [[contrast(one, other) is not None for other in known] for one in known]
    title = np.where(titled & titled[:, None], title, text)
    return np.stack([text, title, days, short | short[:, None], np.array(against)], axis=2)


def embedded(rows: Rows) -> Matrix | None:
    try:
        import wordllama
    except ImportError:
        return None
    folder = Path(wordllama.__file__).parent
    model = wordllama.WordLlama.load(cache_dir=folder, disable_download=True)
    vectors = model.embed([f"{r['title'] or ''}. {r['text'] or ''}" for r in rows], norm=True)
    return np.asarray(vectors @ vectors.T, dtype=np.float64)


def online(scores: Matrix, threshold: float, link: str) -> list[int]:
    """Item → group: each joins the group it is nearest to, by its best member or on average, or starts one."""
    join = np.maximum if link == "best" else np.add
    held = np.zeros_like(scores)  # row: a group; column: an item; the best, or the sum, of its scores with the group
    sizes = np.zeros(len(scores))
    label: list[int] = []
    for item in range(len(scores)):
        count = max(label, default=-1) + 1
        near = held[:count, item] / (1 if link == "best" else sizes[:count])
        group = int(np.argmax(near)) if count and near.max() >= threshold else count
        held[group] = join(held[group], scores[item]) if group < count else scores[item]
        sizes[group] += 1
        label.append(group)
    return label


def judge(name: str, rows: Rows, found: dict[str, Any]) -> tuple[Score, Score]:
    true = {r["id"]: r["cluster"] for r in rows}
    if name != "energy":
        return b_cubed(found, true), all_pairs(found, true)
    judged = shared("energy-chains-pairs")
    same = [(p["a"], p["b"]) for p in judged if p["same"]]
    return b_cubed(found, true), pairs(found, same, [(p["a"], p["b"]) for p in judged if not p["same"]])


def show(design: str, threshold: str, scored: dict[str, tuple[Score, Score]]) -> None:
    cells = [f"{b.precision:.3f} / {b.recall:.3f} / {b.f1:.3f} · {p.f1:.3f}" for b, p in scored.values()]
    print(f"| {design} | {threshold} | " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    mine: Rows = [{**r, "cluster": r["story"]} for r in own("stories") + own("lookalikes") + own("roundups")]
    sets: dict[str, Rows] = {
        "basil": shared("basil"), "bodies": shared("fnc1-bodies"), "headlines": shared("fnc1-headlines"),
        "energy": shared("energy-chains"), "own": mine,
    }  # fmt: skip
    known = {name: profiles(rows) for name, rows in sets.items()}
    alike = {name: likeness(p) for name, p in known.items()}
    text = {name: matrix(p, alike[name].texts) for name, p in known.items()}
    featured = {name: features(p, alike[name]) for name, p in known.items()}
    every = [(i, j) for i in range(len(mine)) for j in range(i)]
    learned = LogisticRegression(C=10, class_weight="balanced").fit(
        [featured["own"][i, j] for i, j in every],
        [mine[i]["cluster"] == mine[j]["cluster"] for i, j in every],
    )
    weights, offset = learned.coef_[0], learned.intercept_[0]
    designs: dict[str, tuple[dict[str, Matrix], str]] = {
        "TF-IDF cosine, best member": (text, "best"),
        "TF-IDF cosine, average link": (text, "average"),
        "TF-IDF with headline, length and time": ({n: matrix(p, alike[n].scores) for n, p in known.items()}, "average"),
        "logistic pair classifier, learned on our own sets": (
            {n: matrix(p, (featured[n] @ weights + offset).__getitem__) for n, p in known.items()},
            "average",
        ),
    }
    vectors = {name: embedded(rows) for name, rows in sets.items()}
    full = {name: found for name, found in vectors.items() if found is not None}
    if len(full) == len(sets):
        designs["static embedding (wordllama 256), average link"] = (full, "average")
        designs["TF-IDF and embedding, half each"] = ({n: (text[n] + full[n]) / 2 for n in sets}, "average")
    print("| design | threshold | " + " | ".join(f"{name}: B³ P / R / F1 · pair F1" for name in sets) + " |")
    print("| --- " * (len(sets) + 2) + "|")
    for design, (scores, link) in designs.items():
        values = np.concatenate([s[np.tril_indices(len(s), -1)] for s in scores.values()])
        tried = []
        for threshold in np.quantile(values, 1 - np.geomspace(0.002, 0.12, 24)):
            scored = {}
            for name, rows in sets.items():
                labels = online(scores[name], threshold, link)
                scored[name] = judge(name, rows, {r["id"]: n for r, n in zip(rows, labels, strict=True)})
            total = sum(p.f1 if name == "energy" else b.f1 for name, (b, p) in scored.items())
            tried.append((total, threshold, scored))
        _, threshold, scored = max(tried, key=lambda t: t[0])
        show(design, f"{threshold:.2f}", scored)
    ours = {name: judge(name, rows, grouped(rows)[0]) for name, rows in sets.items()}
    show("**in use**: the third with contrasts, near stories sorted anew", f"{JOIN}", ours)


if __name__ == "__main__":
    main()
