"""Facts measured on the labelled set in digestbot/sample/facts: F1 by kind, with floors in facts-floors.json.

``python tests/extract/test_facts_quality.py`` prints the table of docs/measurements/facts.md; ``--errors`` every miss,
``--libraries`` what dateparser and price-parser find alone.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digestbot.extract.facts import find
from digestbot.text import fold, sentences
from digestbot.types import Fact

LABELLED = Path(__file__).parents[2] / "digestbot" / "sample" / "facts"
FLOORS = json.loads(Path(__file__).with_name("facts-floors.json").read_text("utf-8"))
KINDS = ("deadline", "event", "money", "person", "organisation", "place", "quotation")
# The labelled files and the kinds each labels, in the order in which they were written: the first was tuned on from the
# start, each further one was read blind once before it was.
FILES = {
    "tuned": KINDS,
    "unseen": KINDS,
    "dates-and-sums": ("deadline", "event", "money"),
    "held-back": KINDS,
    "short-tuned": KINDS,
    "short-held-back": KINDS,
    "short-second": KINDS,
    "short-third": KINDS,
    "short-last": KINDS,
    "short-other-author": ("deadline", "event"),
    "short-natural": ("deadline", "event"),
    "short-plain": ("deadline", "event"),
}
Finder = Callable[[Mapping[str, str], datetime], Sequence[Fact]]


def labelled(name: str) -> list[dict]:
    lines = (LABELLED / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [{**json.loads(line), "kinds": FILES[name]} for line in lines]


def ours(item: Mapping[str, str], published: datetime) -> Sequence[Fact]:
    return find(item["title"], item["text"], published, published)


def key(kind: str, value: str) -> str:
    if kind in ("deadline", "event"):
        return value[:10]
    folded = fold(value)
    if kind == "organisation":
        folded = re.sub(r"^the ", "", folded)
    return re.sub(r"[^\w ]", "", folded).strip() if kind == "quotation" else folded


def compare(items: Iterable[Mapping], finder: Finder = ours) -> Iterator[tuple[Mapping, str, set[str], set[str]]]:
    """Item, kind, gold keys, found keys."""
    for item in items:
        published = datetime.fromisoformat(item["published"] + "T09:00:00+00:00").astimezone(UTC)
        found = finder(item, published)
        for kind in item["kinds"]:
            gold = {key(kind, fact["value"]) for fact in item["facts"] if fact["kind"] == kind}
            yield item, kind, gold, {key(kind, fact.value) for fact in found if fact.kind == kind}


def f1(items: Sequence[Mapping], finder: Finder = ours) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and the number of gold facts by kind."""
    counts = {kind: [0, 0, 0] for kind in KINDS}
    for _, kind, gold, found in compare(items, finder):
        counts[kind][0] += len(gold & found)
        counts[kind][1] += len(found)
        counts[kind][2] += len(gold)
    result = {}
    for kind, (right, found, gold) in counts.items():
        precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
        result[kind] = (precision, recall, 2 * right / (found + gold) if found + gold else 0.0, gold)
    return result


def details(items: Sequence[Mapping]) -> dict[str, float]:
    """Of the facts found: share of roles and speakers as labelled, and of hours where a deadline gives one."""
    right, asked = dict.fromkeys(("role", "speaker", "hour"), 0), dict.fromkeys(("role", "speaker", "hour"), 0)
    for item in items:
        published = datetime.fromisoformat(item["published"] + "T09:00:00+00:00")
        found = {(fact.kind, key(fact.kind, fact.value)): fact for fact in ours(item, published)}
        for gold in item["facts"]:
            fact = found.get((gold["kind"], key(gold["kind"], gold["value"])))
            if fact is None:
                continue
            if gold["kind"] == "deadline" and "T" in gold["value"]:
                asked["hour"] += 1
                right["hour"] += fact.value.startswith(gold["value"])
            elif gold["kind"] in ("person", "quotation"):
                name = "role" if gold["kind"] == "person" else "speaker"
                asked[name] += 1
                said, got = fold(gold["detail"]), fold(fact.detail)
                right[name] += said == got or (name == "role" and bool(got) and (got in said or said in got))
    return {name: right[name] / count for name, count in asked.items() if count}


@pytest.fixture(scope="module")
def every() -> list[dict]:
    return [item for name in FILES for item in labelled(name)]


@pytest.mark.parametrize("kind", KINDS)
def test_f1_of_a_kind_does_not_fall_below_its_floor(kind: str, every: list[dict]) -> None:
    assert f1(every)[kind][2] >= FLOORS["f1"][kind]


@pytest.mark.parametrize("name", ["role", "speaker", "hour"])
def test_details_do_not_fall_below_their_floor(name: str, every: list[dict]) -> None:
    assert details(every)[name] >= FLOORS["details"][name]


def test_the_labelled_set_is_as_large_as_promised(every: list[dict]) -> None:
    assert len(every) >= 540
    assert len({item["id"] for item in every}) == len(every)


def test_every_gold_value_stands_in_its_text(every: list[dict]) -> None:
    strays = [
        (item["id"], fact["value"])
        for item in every
        for fact in item["facts"]
        if fact["kind"] in ("person", "organisation", "place", "quotation") and fact["value"] not in item["text"]
    ]
    assert strays == []


def with_dateparser(item: Mapping[str, str], published: datetime) -> Sequence[Fact]:
    """Every date that dateparser finds by itself, as an event: it does not tell deadlines apart."""
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": published.replace(tzinfo=None), "PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY"}
    found = search_dates(f"{item['title']}\n{item['text']}", languages=["en"], settings=settings) or []
    return [Fact("event", written, day.date().isoformat()) for written, day in found]


def with_price_parser(item: Mapping[str, str], published: datetime) -> Sequence[Fact]:
    """The one sum that price-parser, which is made for price tags, reads in each sentence."""
    from price_parser import Price

    codes = {"£": "GBP", "$": "USD", "€": "EUR", "A$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD"}
    prices = [Price.fromstring(sentence) for sentence in sentences(item["text"])]
    return [
        Fact("money", "", f"{codes.get(price.currency, price.currency)} {price.amount.normalize():f}")
        for price in prices
        if price.amount and price.currency
    ]


def days_f1(items: Sequence[Mapping], finder: Finder) -> tuple[float, float, float]:
    """Precision, recall and F1 of days, whether labelled as deadline or as event."""
    right = found = gold = 0
    for item in items:
        published = datetime.fromisoformat(item["published"] + "T09:00:00+00:00")
        asked = {fact["value"][:10] for fact in item["facts"] if fact["kind"] in ("deadline", "event")}
        told = {fact.value[:10] for fact in finder(item, published) if fact.kind in ("deadline", "event")}
        right, found, gold = right + len(asked & told), found + len(told), gold + len(asked)
    return right / max(found, 1), right / gold, 2 * right / (found + gold)


def main(arguments: Sequence[str]) -> None:
    names = [one for one in arguments if not one.startswith("-")] or list(FILES)
    for name in names:
        items = labelled(name)
        print(f"{name}: {len(items)} items")
        for kind, (precision, recall, score, gold) in f1(items).items():
            if gold:
                print(f"  {kind:13} n={gold:<4} precision {precision:.3f}  recall {recall:.3f}  F1 {score:.3f}")
        print("  " + "  ".join(f"{what} {share:.3f}" for what, share in details(items).items()))
        if "--errors" in arguments:
            for item, kind, gold_keys, found in compare(items):
                if gold_keys != found and kind in FILES[name]:
                    print(f"{item['id']} {item['published']} {kind}", item["text"], sep="\n    ")
                    print(f"    missed {sorted(gold_keys - found)}, false {sorted(found - gold_keys)}")
    if "--libraries" in arguments:
        items = [item for name in names for item in labelled(name)]
        for what, finder in (("ours", ours), ("dateparser", with_dateparser)):
            print("days, deadline or event,", what, *(f"{share:.3f}" for share in days_f1(items, finder)))
        for what, finder in (("ours", ours), ("price-parser", with_price_parser)):
            print("money,", what, *(f"{share:.3f}" for share in f1(items, finder)["money"][:3]))


if __name__ == "__main__":
    main(sys.argv[1:])
