"""Patterns in small letters on texts in small letters find what ``re.I`` finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot import prose, voices
from digestbot.anycase import AnyCase
from digestbot.extract import reports
from digestbot.extract.facts import closing_phrases, closing_words, event_words, occasions, purposes, roles

MODULES = (prose, voices, reports, closing_phrases, closing_words, event_words, occasions, purposes, roles)
OURS = [one for module in MODULES for one in vars(module).values() if isinstance(one, AnyCase)]
WORDS = (
    "The AGM will be Held on UNTIL until by before closes Closing date: Applications must BE submitted is was Unit "
    "United CVs ſhould THİNK thınk \u212aeep É é GMT noon 5pm £5 fund Worth reported Recommends chief EXECUTIVE, MP "
    "“Yes” he Said. photo: By Ann Lee \n"
).split(" ")


@pytest.mark.parametrize(
    "pattern", [r"\b(?P<who>CVs?|[A-Z][a-z]+Day)\b", r"^\W*MP\S", r"\BA(?=B)|[^A-C]\.", r"(?<!\bUnit)ED\b"]
)
@given(text=st.text("aAbBcCdDeEvVsSmMpPuUnNiItT .İıſ\u212aÉ", max_size=20))
def test_a_pattern_written_in_any_case(pattern: str, text: str) -> None:
    told = [match.span() for match in re.compile(pattern, re.I).finditer(text)]
    assert [match.span() for match in AnyCase(pattern).finditer(text)] == told


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_all_our_patterns(text: str) -> None:
    for one in OURS:
        same = re.compile(one.pattern.pattern, re.I)
        for found, told in (
            (one.search(text), same.search(text)),
            (one.match(text), same.match(text)),
            (one.fullmatch(text), same.fullmatch(text)),
        ):
            assert (found and found.span()) == (told and told.span())


def test_groups_are_in_small_letters() -> None:
    found = AnyCase(r"\b(?P<what>Loans?|Fund)\b").search("The FUND")
    assert found is not None
    assert (found["what"], found.span()) == ("fund", (4, 8))
