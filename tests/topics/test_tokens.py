"""One word, one token, however it is written."""

from __future__ import annotations

import pytest

from digestbot.topics.tokens import tokens


@pytest.mark.parametrize(
    "written", ["co-operative", "Co-operatives", "cooperative", "co op", "Co-op's", "co‑op", "coops"]
)
def test_spellings_of_co_operative_are_one_token(written: str) -> None:
    assert tokens(written) == ["coop"]


def test_sums_years_and_numbers_are_told_apart() -> None:
    assert tokens("£2.5m in 2014 for 300, or 5%") == [
        "#money", "in", "#year", "for", "#number", "or", "#number", "#percent",
    ]  # fmt: skip


def test_hyphens_part_words_so_that_names_match_either_way() -> None:
    assert tokens("employee-owned") == tokens("employee owned")


@pytest.mark.parametrize(("american", "british"), [("demutualization", "demutualisation"), ("labor", "labour")])
def test_american_spelling_is_read_as_british(american: str, british: str) -> None:
    assert tokens(american) == tokens(british)


def test_accents_do_not_matter() -> None:
    assert tokens("café") == tokens("cafe")


def test_words_that_end_in_s_by_nature_keep_it() -> None:
    assert tokens("business news of the census") == ["business", "news", "of", "the", "census"]
