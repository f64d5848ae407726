"""A quick look before a costly pattern never hides what the pattern would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digestbot import prose
from digestbot.extract import summary

WORDS = (
    "Read more click here sign up to the our privacy cookie policy subscribe now newsletter your inbox cookies on all "
    "rights reserved press release photo: photograph: image: getty shutterstock registered charity number continue "
    "reading e-mail me@here.example mail report reports study Think-tank think tank analysis EVALUATION reviews "
    "recommends call for calls on urge urges proposals are proposed should be Should ſhould thınk THİNK he said. 'Yes',"
).split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


@given(TEXTS)
def test_furniture_within_a_sentence(one: str) -> None:
    told = prose._FURNITURE.match(one) or prose._FURNITURE_WITHIN.search(one)
    assert prose.is_furniture(one) == bool(told)


@given(TEXTS)
def test_speech_that_leans(one: str) -> None:
    assert prose._is_leaning_speech(one) == bool(prose._LEANING_SPEECH.search(one))


@given(TEXTS)
def test_reports_and_what_they_ask(one: str) -> None:
    assert summary._tells_of_report(one) == bool(summary._REPORT.search(one))
    assert summary._asks(one) == bool(summary._ASKS.search(one))
