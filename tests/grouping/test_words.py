"""Which words are compared as one."""

from __future__ import annotations

import pytest

from digestbot.grouping.forms import FORMS
from digestbot.grouping.tallies import tally
from digestbot.grouping.words import meaning, stem, token


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bought", "buys"),
        ("sold", "selling"),
        ("women", "woman"),
        ("Scots", "Scottish"),
        ("US", "American"),
        ("60", "sixty"),
    ],
)
def test_forms_of_one_word_mean_the_same(one: str, other: str) -> None:
    assert meaning(token(one)) == meaning(token(other))


@pytest.mark.parametrize(("one", "other"), [("us", "US"), ("plan", "decision"), ("union", "unit")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert meaning(token(one)) != meaning(token(other))


def test_no_form_stands_for_two_words_and_none_leads_on_to_another() -> None:
    forms = [form for line in FORMS for form in line]
    assert len(set(forms)) == len(forms)
    assert all(meaning(meaning(stem(form))) == meaning(stem(form)) for form in forms)


def test_phrases_keep_the_words_as_they_are() -> None:
    counted = tally("", "The mill was bought. They buy mills.")
    assert "bought" in counted.words
    assert counted.counts["buy"] == 2
