"""Summaries measured by stated criteria on the articles of the bundled newsroom, beside the first two sentences.

Run as a script it prints the table of docs/measurements/facts.md, with LexRank where sumy is installed; ``--show``
prints every summary too.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digestbot import voices
from digestbot.extract import reports
from digestbot.extract.facts import find
from digestbot.extract.summary import ROOM, ROOM_EACH_FURTHER, summarise
from digestbot.sample.newsroom.articles import fill, load
from digestbot.text import fold, sentences, words
from digestbot.types import Fact

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FLOORS = json.loads(Path(__file__).with_name("facts-floors.json").read_text("utf-8"))["summary"]
REPORT_ROOM = reports.FINDING_CHARS + reports.WARNING_CHARS + max(reports.ASKING_CHARS, reports.LIST_CHARS)
WORDS_AT_LEAST = 60  # in an article; a shorter one is its own summary

# What pages carry around an article, put around each here as extraction sometimes lets it through.
ABOVE = "Photo: Ana Reyes/Getty Images\nBy Tom Ashdown\nPublished 24 November 2026\n"
BELOW = "\nRead more: our guide to community shares.\nSign up to our newsletter for the news every Friday.\n"
BOILERPLATE = re.compile(
    r"^(?:photo|by [A-Z]|published|read more|sign up|subscribe|we use cookies|notes to editors)|newsletter|getty", re.I
)
LEANING = re.compile(
    r"^[\"“‘']?(?:he|she|they|it|this|that|these|those|however|but|and|also|so|his|her|their|its|we|i|our"
    r"|meanwhile|such|both)\b",
    re.I,
)


@dataclass(frozen=True)
class Text:
    title: str
    body: str
    facts: tuple[Fact, ...]


def articles() -> list[Text]:
    found = []
    for outlet in load():
        for article in outlet.articles:
            body = _plain(fill(article, NOW).body)
            if (
                article.language == "en"
                and not article.copy_of
                and not article.damage
                and len(body.split()) >= WORDS_AT_LEAST
            ):
                title = fill(article, NOW).title
                found.append(Text(title, body, find(title, body, NOW, NOW)))
    return found


def _plain(body: str) -> str:
    lines = [re.sub(r"^(?:## |- |> )", "", " ".join(part.split())) for part in re.split(r"\n\s*\n|\n(?=- |## )", body)]
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", "\n".join(lines))


def judge(text: Text, summary: str) -> dict[str, bool]:
    """Whether a summary meets each criterion; True where the article gives no occasion to fail."""
    told = sentences(summary)
    joined = " ".join(text.body.split())
    of_report = REPORT_ROOM if reports.tells_of_report(text.title, text.body) else 0
    own = voices.is_opinion(text.title, text.body)  # what its writer says as "I" leans on nothing
    title = set(words(fold(text.title)))
    kinds = {
        kind: [fact for fact in text.facts if fact.kind == kind]
        for kind in ("money", "deadline", "event", "organisation", "person")
    }

    def tells(*names: str) -> bool:
        asked = [fact for name in names for fact in kinds[name]]
        return not asked or any(fact.text in summary for fact in asked)

    return {
        # A mark may stand between the heading of a list and its lines, where the page has a new line.
        "verbatim": bool(told) and all(part in joined for one in told for part in re.split(r"[:;] ", one)),
        "no leaning start": not any(LEANING.match(voices.impersonal(one) if own else one) for one in told),
        "no boilerplate": not any(BOILERPLATE.search(one) for one in told),
        "says more than the title": all(len(set(words(fold(one))) - title) > 4 for one in told),
        "quotations whole": summary.count("“") == summary.count("”") and summary.count('"') % 2 == 0,
        f"≤ {ROOM} characters": len(summary) <= ROOM + ROOM_EACH_FURTHER * max(0, len(told) - 2) + of_report,
        "who": tells("organisation", "person"),
        "how much or by when": tells("money", "deadline", "event"),
        "by when": tells("deadline"),
    }


def ours(text: Text) -> str:
    return summarise(text.title, ABOVE + text.body + BELOW, text.facts)


def first_two(text: Text) -> str:
    return " ".join(sentences(ABOVE + text.body + BELOW)[:2])


def first_two_clean(text: Text) -> str:
    return " ".join(sentences(text.body)[:2])


def lexrank_clean(text: Text) -> str:
    return lexrank(text, text.body)


def lexrank(text: Text, body: str = "") -> str:
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer

    class Ours:
        def to_sentences(self, paragraph: str) -> list[str]:
            return sentences(paragraph)

        def to_words(self, sentence: str) -> list[str]:
            return words(sentence)

    parser = PlaintextParser.from_string(body or ABOVE + text.body + BELOW, Ours())
    return " ".join(str(one) for one in LexRankSummarizer()(parser.document, 2))


def shares(texts: Sequence[Text], method: Callable[[Text], str]) -> dict[str, float]:
    judged = [judge(text, method(text)) for text in texts]
    result = {name: sum(one[name] for one in judged) / len(judged) for name in judged[0]}
    result["all of them"] = sum(all(one.values()) for one in judged) / len(judged)
    return result


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    return articles()


def test_there_are_enough_articles_to_judge_by(texts: list[Text]) -> None:
    assert len(texts) >= 60


def test_no_criterion_falls_below_its_floor(texts: list[Text]) -> None:
    found = shares(texts, ours)
    assert {name: share for name, share in found.items() if share < FLOORS[name]} == {}


def test_more_summaries_meet_every_criterion_than_first_two_sentences_do(texts: list[Text]) -> None:
    assert shares(texts, ours)["all of them"] > shares(texts, first_two_clean)["all of them"]


def main(arguments: Sequence[str]) -> None:
    texts = articles()
    methods = {
        "ours": ours,
        "first two": first_two,
        "first two, page furniture taken off": first_two_clean,
        "LexRank": lexrank,
        "LexRank, page furniture taken off": lexrank_clean,
    }
    print(len(texts), "articles")
    for name, method in methods.items():
        print(
            name,
            {what: round(share, 3) for what, share in shares(texts, method).items()},
            round(sum(len(method(t)) for t in texts) / len(texts)),
        )
    if "--show" in arguments:
        for text in texts:
            told = ours(text)
            missed = [name for name, met in judge(text, told).items() if not met]
            print(f"\n# {text.title}\n{told}\n   {len(told)} {missed}")


if __name__ == "__main__":
    main(sys.argv[1:])
