"""Rebuilds ``digestbot/grouping/background.json`` from a word-count file and this project's own sample texts.

Run as ``python tests/grouping/build_background.py UNIGRAMS``, UNIGRAMS being ``unigrams.txt`` of the PyPI package
``wordsegment`` 1.3.1, Apache-2.0 (word, tab, count a line). The counts are Peter Norvig's, norvig.com/ngrams,
MIT-licensed.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

from digestbot.grouping.words import stem, tokens

ROOT = Path(__file__).parents[2]
WORDS_PER_ITEM = 300  # an item of middling length; turns a share of words into a share of items
BURSTINESS = 0.5  # a word used once is used again in the same item, so fewer items hold it than chance says
KEPT_SHARE = 10**-3.6  # rarer words are left to the default for unlisted ones
SAMPLE_WEIGHT = 0.5  # the samples are all of one sector, a store is not
MIN_SAMPLE_ITEMS = 5
# Words of reporting, which the web at large uses far less than the press does: share of news items, by estimate.
NEWS_WORDS = {
    "said": 0.7, "told": 0.35, "say": 0.4, "according": 0.35, "announced": 0.3, "mr": 0.3, "who": 0.7, "his": 0.5,
    "he": 0.6, "they": 0.7, "their": 0.7, "had": 0.6, "were": 0.6, "would": 0.6, "been": 0.6, "after": 0.6,
    "statement": 0.3, "spokesman": 0.2, "spokeswoman": 0.1, "spokesperson": 0.1, "added": 0.3, "her": 0.4,
    "government": 0.35, "minister": 0.15, "week": 0.4, "month": 0.35, "year": 0.6, "yesterday": 0.2, "reported": 0.3,
    "reuters": 0.05, "million": 0.35, "company": 0.4, "people": 0.5, "monday": 0.2, "tuesday": 0.2,
    "wednesday": 0.2, "thursday": 0.2, "friday": 0.2, "saturday": 0.15, "sunday": 0.15,
}  # fmt: skip


def main(unigrams: Path) -> None:
    words: Counter[str] = Counter()
    total = 0
    for line in unigrams.read_text("utf-8").splitlines():
        word, count = line.split("\t")
        words[stem(word)] += int(count)
        total += int(count)
    shares = {w: 1 - math.exp(-WORDS_PER_ITEM * BURSTINESS * n / total) for w, n in words.items()}
    items, holding = 0, Counter[str]()
    for path in sorted((ROOT / "digestbot" / "sample" / "examples").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            example = json.loads(line)
            items += 1
            holding.update(set(tokens(f"{example['title']} {example['text']}")))
    for word, n in holding.items():
        if n >= MIN_SAMPLE_ITEMS:
            shares[word] = max(shares.get(word, 0.0), SAMPLE_WEIGHT * n / items)
    for word, share in NEWS_WORDS.items():
        shares[stem(word)] = max(shares.get(stem(word), 0.0), share)
    levels: defaultdict[int, list[str]] = defaultdict(list)
    for word, share in shares.items():
        if share >= KEPT_SHARE:
            levels[round(-10 * math.log10(share))].append(word)
    table = {
        "about": "Share of news items holding each stem: 10 ** (-level / 10). From word counts of the open web "
        "(Peter Norvig's, norvig.com/ngrams, MIT-licensed, as shipped in wordsegment 1.3.1, Apache-2.0) and this "
        "project's own sample texts.",
        "words_by_level": {str(level): " ".join(sorted(levels[level])) for level in sorted(levels)},
    }
    target = ROOT / "digestbot" / "grouping" / "background.json"
    target.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{target}: {sum(map(len, levels.values()))} words, {target.stat().st_size} bytes, {items} sample items")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
