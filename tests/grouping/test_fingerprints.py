from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestbot.grouping.background import prior_share
from digestbot.grouping.copies import copies, jaccard
from digestbot.grouping.fingerprints import BANDS, HASHES, KEPT_TERMS, POSTED_TERMS, fingerprint
from digestbot.grouping.roundups import is_other_issue, is_roundup
from digestbot.grouping.words import NAME_MARK, stem, term_id, tokens
from digestbot.types import Candidate

NOW = datetime(2024, 1, 1, tzinfo=UTC)


@given(st.text(max_size=80), st.text(max_size=400), st.sampled_from(["", "https://example.org/a", "::bad::"]))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_bounded_fingerprint(title: str, text: str, url: str) -> None:
    made = fingerprint(title, text, url, NOW)
    assert made == fingerprint(title, text, url, NOW)
    assert len(made.posted) <= POSTED_TERMS
    assert len(made.terms) <= KEPT_TERMS
    assert set(made.posted) <= set(made.terms)
    assert len(made.minhash) in (0, 4 * HASHES)
    assert len(made.bands) in (0, BANDS)
    assert all(0 <= term < 2**32 and 0 < weight < 65 for term, weight in made.terms.items())


def test_quotes_case_and_spacing_do_not_change_the_text_hash() -> None:
    words = "It’s the members’ society that the board serves " * 5
    one = fingerprint("", words, "", NOW)
    assert one.text_hash == fingerprint("", words.replace("’", "'").upper() + " \n", "", NOW).text_hash


def test_the_share_of_common_phrases_is_estimated_and_a_cut_text_known() -> None:
    words = [f"word{n}" for n in range(200)]
    one = fingerprint("", " ".join(words), "", NOW)
    half = fingerprint("", " ".join(words[:100]), "", NOW)
    assert jaccard(one, half) == pytest.approx(0.5, abs=0.12)
    (found,) = copies(one, [Candidate(1, 1, None, half, NOW)])
    assert found.similarity > 0.85


def test_without_a_story_only_address_and_words_are_kept_to_know_it_again_by() -> None:
    text = "Tregenza and the Penrose trust met the Carrick planners about the homes on Trewarne field again."
    whole = fingerprint("Homes at Trewarne", text, "https://a.example/1", NOW)
    bare = fingerprint("Homes at Trewarne", text, "https://a.example/1", NOW, story=False)
    assert (bare.canonical_url, bare.text_hash) == (whole.canonical_url, whole.text_hash)
    assert replace(whole, terms={}, posted=(), minhash=b"", bands=()) == bare


def test_figures_are_told_apart_by_their_points() -> None:
    words = "Lending by the society grew by {0} per cent in the year, and its members by {0}. " * 3
    one, other = (fingerprint("", words.format(figure), "", NOW).text_hash for figure in ("2.5", "25"))
    assert one != other


def test_names_are_marked_and_weigh_more() -> None:
    made = fingerprint("", "Yesterday the members met Tregenza and a plumber in the hall.", "", NOW)
    assert made.terms[term_id("tregenza")] > NAME_MARK > made.terms[term_id(stem("plumber"))]


def test_rare_words_are_posted_before_common_ones() -> None:
    made = fingerprint("", "The society in Hartsop said that the members were happy.", "", NOW)
    assert made.posted[0] == term_id("hartsop")
    assert prior_share(term_id("the")) > prior_share(term_id("hartsop"))


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("co-operatives Co-op cooperative", ["cooperativ", "coop", "cooperativ"]),
        ("companies' company's", ["company", "company"]),
        ("approved approving approves", ["approv", "approv", "approv"]),
        ("£1,200 and 2.5%", ["1200", "and", "2.5"]),
        ("didn't they're", ["did", "they"]),
    ],
)
def test_forms_of_a_word_share_a_stem(text: str, stems: list[str]) -> None:
    assert tokens(text) == stems


@pytest.mark.parametrize(
    "title",
    ["Weekly digest", "Co-op news round-up", "Harbour bulletin: May", "Morning briefing, 3 May", "News in brief"],
)
def test_titles_of_round_ups_are_known(title: str) -> None:
    assert is_roundup(title, "")


@pytest.mark.parametrize("title", ["Society rounds up strays", "Staff buy brewer", "Bank digests a bitter defeat"])
def test_reports_are_not_taken_for_round_ups(title: str) -> None:
    assert not is_roundup(title, "")


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Bulletin: May", "Bulletin: June", True),
        ("Podcast, episode 14: land", "Podcast, episode 15: care", True),
        ("Results for 2020", "Results for 2021", True),
        ("Weekly digest", "Weekly digest", False),
        ("Staff buy brewer", "Fans buy club", False),
    ],
)
def test_issues_of_one_series_are_told_apart(one: str, other: str, apart: bool) -> None:
    assert is_other_issue(one, other) is apart
