"""A reading of any text: never an error, bounded time, all kinds at once."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestbot.extract.facts import find
from digestbot.extract.reading import READ_CHARS, read

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECONDS = 3.0  # for the longest text read; two cores that eight others use
SCRAPS = st.sampled_from(
    "£2m|$3|€1,5|50p|two million pounds|by 5pm on|Friday 4 December|31 February 2027|99/99/9999|0/0/00|end of March"
    '|“|”|‘|’|"|said Jane Smith|told|(|)|\n|King’s|Credit Union|of|for|&|The|In Leeds|closes on|until|12–14 June|May|1'
    "|A.|St.|Mr|according to|\x00|\ud7ff|İ|ß|…|next Thursday".split("|")
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(SCRAPS | st.text(max_size=8), max_size=60).map(" ".join),
    st.sampled_from([None, "en", "fr", "cy", "xx", ""]),
)
def test_no_text_raises(text: str, language: str | None) -> None:
    reading = read(text[:40], text, NOW, NOW, language)
    assert all(fact.value for fact in reading.facts)
    assert isinstance(find(text, text, None, NOW), tuple)


@settings(max_examples=60, deadline=None)
@given(st.integers(-2_000_000_000, 3_800_000_000))
def test_no_day_of_publication_raises(seconds: int) -> None:
    published = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    read("Last day", "Apply by 29 February or Friday week, the end of the year or 31 December.", published, NOW)


@pytest.mark.parametrize(
    "scrap",
    (
        "Aa |“| 'a|£1|1|1,|A of |1 May |12 and 13 June to |one hundred and |two pounds |King's |Credit Union of "
        "|chief executive of the |by 5pm on |“Aaa bbb ccc ddd eee,” said Jane Smith. |\n| |A-"
    ).split("|"),
)
def test_no_repetition_takes_long(scrap: str) -> None:
    started = time.process_time()
    read("T", scrap * (READ_CHARS // len(scrap)), NOW, NOW)
    assert time.process_time() - started < SECONDS


def test_an_undated_article_is_read_as_of_now() -> None:
    reading = read("Call", "Entries close on Friday 4 December, the trust says.", None, NOW)
    assert [(fact.kind, fact.value) for fact in reading.facts if fact.kind == "deadline"] == [
        ("deadline", "2026-12-04")
    ]


def test_summary_and_facts_come_together() -> None:
    reading = read("Fund opens", "Acorn Bank has opened a £2m fund in Leeds for village shops.", NOW, NOW)
    assert reading.summary == "Acorn Bank has opened a £2m fund in Leeds for village shops."
    assert {fact.kind for fact in reading.facts} == {"money", "organisation", "place"}


def test_a_title_alone_gives_facts_and_no_summary() -> None:
    reading = read("Acorn Bank opens £2m fund", "", NOW, NOW)
    assert reading.summary == ""
    assert [fact.value for fact in reading.facts if fact.kind == "money"] == ["GBP 2000000"]
