from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.store.query import MAX_CHARS, MAX_TERMS, Query, nearest_topic, parse

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
TOPICS = (
    "public-service-mutuals",
    "co-operatives",
    "employee-ownership",
    "social-enterprise",
    "social-finance",
    "community-ownership",
    "policy",
    "housing",
    "health-care",
    "events-awards",
)


def read(text: str) -> Query:
    return parse(text, now=NOW, topics=TOPICS)


def test_words_phrases_and_exclusions() -> None:
    query = read('Leeds "community shares" -bank -"mutual fund"')
    assert query.terms == ("leeds", "community shares")
    assert query.excluded == ("bank", "mutual fund")
    assert query.notes == ()


@pytest.mark.parametrize(
    "text", ["“community shares”", "„community shares“", "«community shares»", '"community shares']
)
def test_smart_and_unbalanced_quotes_are_quotes(text: str) -> None:
    assert read(text).terms == ("community shares",)


@pytest.mark.parametrize("dash", ["-", "–", "—", "−"])
def test_any_dash_excludes(dash: str) -> None:
    assert read(f"housing {dash}bank").excluded == ("bank",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("housing", "housing"),
        ("Housing", "housing"),
        ("housng", "housing"),
        ("co-opratives", "co-operatives"),
        ("cooperatives", "co-operatives"),
        ("social_finance", "social-finance"),
        ("health", "health-care"),
        ('"employee ownership"', "employee-ownership"),
        ("publicservicemutuals", "public-service-mutuals"),
    ],
)
def test_a_topic_is_found_however_it_is_spelt(typed: str, meant: str) -> None:
    assert read(f"topic:{typed}").topics == (meant,)


def test_a_guessed_topic_is_noted_and_a_right_one_is_not() -> None:
    assert read("topic:housng").notes == ("topic:housng was taken for topic:housing.",)
    assert read("topic:housing").notes == ()


def test_an_unknown_topic_becomes_a_word_with_a_note_that_lists_the_topics() -> None:
    query = read("topic:zebras leeds")
    assert (query.topics, query.terms) == ((), ("zebras", "leeds"))
    assert "There is no topic “zebras”" in query.notes[0]
    assert "community-ownership" in query.notes[0]


def test_an_ambiguous_beginning_is_no_topic() -> None:
    assert nearest_topic("social", TOPICS) is None


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("30d", NOW - timedelta(days=30)),
        ("2w", NOW - timedelta(days=14)),
        ("12h", NOW - timedelta(hours=12)),
        ("6m", NOW - timedelta(days=6 * 365.25 / 12)),
        ("1y", NOW - timedelta(days=365.25)),
        ("today", datetime(2026, 11, 24, tzinfo=UTC)),
        ("yesterday", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2026-01-01", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-03", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2025", datetime(2025, 1, 1, tzinfo=UTC)),
        ("3 days ago", NOW - timedelta(days=3)),
        ("last 30 days", NOW - timedelta(days=30)),
        ("3/11/2026", datetime(2026, 11, 3, tzinfo=UTC)),
        ("03.11.26", datetime(2026, 11, 3, tzinfo=UTC)),
        ("3 november", datetime(2026, 11, 3, tzinfo=UTC)),
        ("3rd November 2025", datetime(2025, 11, 3, tzinfo=UTC)),
        ("december", datetime(2025, 12, 1, tzinfo=UTC)),
        ("Sunday", datetime(2026, 11, 22, tzinfo=UTC)),
        ("last-month", datetime(2026, 10, 1, tzinfo=UTC)),
        ("last week", datetime(2026, 11, 17, tzinfo=UTC)),
        ("past week", datetime(2026, 11, 17, tzinfo=UTC)),
        ("this week", datetime(2026, 11, 23, tzinfo=UTC)),
        ("march 2026", datetime(2026, 3, 1, tzinfo=UTC)),
        ("this year", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_since_takes_spans_and_dates(typed: str, start: datetime) -> None:
    assert read(f"since:{typed}").since == start
    assert read(f"before: {typed}").before == start


def test_what_follows_a_date_in_words_is_searched_for() -> None:
    query = read("since:last month land trust before:3 november 2026 topic:housing")
    assert (query.since, query.before) == (datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC))
    assert (query.terms, query.topics, query.notes) == (("land", "trust"), ("housing",), ())


@pytest.mark.parametrize(
    "typed", ["soon", "2026-13-01", "13/13/2026", "banana", "2026-02-31", "d", "30x", "0000-01-01"]
)
def test_a_date_not_understood_is_left_out_with_a_note(typed: str) -> None:
    query = read(f"since:{typed} leeds")
    assert query.since is None
    assert query.terms == ("leeds",)
    assert f"since:{typed} was left out" in query.notes[0]


def test_a_span_beyond_reason_is_a_hundred_years() -> None:
    assert read("since:99999y").since == NOW - timedelta(days=36_525)


def test_dates_the_wrong_way_round_are_noted() -> None:
    assert read("since:2026-02-01 before:2026-01-01").notes == ("Nothing can be both since and before those dates.",)


def test_operators_of_other_search_boxes_do_not_become_words() -> None:
    query = read("housing AND leeds NOT bank")
    assert (query.terms, query.excluded, query.notes) == (("housing", "leeds"), ("bank",), ())


def test_of_words_joined_by_or_one_will_do() -> None:
    query = read('pub OR "community shop" OR café leeds (mill OR barn)')
    assert query.either == (("pub", "community shop", "café"), ("(mill", "barn)"))
    assert (query.terms, query.notes) == (("leeds",), ())


def test_of_topics_and_sources_any_will_do_with_or_without_or() -> None:
    query = read("topic:housing OR topic:policy source:guardian,herald")
    assert (query.topics, query.sources) == (("housing", "policy"), ("guardian", "herald"))
    assert (query.either, query.notes) == ((), ())
    assert read('source:"Shaw, Royton and Crompton"').sources == ("Shaw, Royton and Crompton",)


@pytest.mark.parametrize("text", ["OR pub", "pub OR", "pub OR topic:housing", "pub OR -shop", "-shop OR pub"])
def test_an_or_that_joins_no_two_words_is_left_out_with_a_note(text: str) -> None:
    query = read(text)
    assert (query.terms, query.either) == (("pub",), ())
    assert query.notes == ("OR stands between two words or phrases, as in land OR estate; elsewhere it was left out.",)


@pytest.mark.parametrize("text", ["topic:employee ownership pub", "pub TAG: Employee Ownership"])
def test_a_topic_of_several_words_needs_no_quotes(text: str) -> None:
    query = read(text)
    assert (query.topics, query.terms, query.notes) == (("employee-ownership",), ("pub",), ())


def test_a_source_may_be_left_out() -> None:
    query = read("pub -source:guardian")
    assert (query.sources, query.excluded_sources) == ((), ("guardian",))


@pytest.mark.parametrize("text", ["ba\u200bkery", "ba\u00adkery", "\u202ebakery\u202c"])
def test_invisible_characters_do_not_part_words(text: str) -> None:
    assert read(text).terms == ("bakery",)


def test_an_address_is_words_not_a_filter() -> None:
    assert read("https://example.org/a").terms == ("https://example.org/a",)


def test_sources_are_kept_as_typed() -> None:
    assert read('source:guardian from:"Co-op News"').sources == ("guardian", "Co-op News")


def test_very_long_queries_are_cut_with_a_note() -> None:
    query = read("a1 " * 50_000)
    assert query.text.startswith("a1 a1")
    assert len(query.text) <= MAX_CHARS
    assert f"{MAX_CHARS} characters" in query.notes[0]
    query = read(" ".join(f"w{n}" for n in range(100)))
    assert len(query.terms) == MAX_TERMS
    assert f"{MAX_TERMS} words" in query.notes[0]


@pytest.mark.parametrize("text", ["", "   ", '"', '""', "-", "***", "topic:", "\x00", "()", "🙂"])
def test_nothing_to_search_for_is_an_empty_query(text: str) -> None:
    assert read(text).is_empty


PIECES = st.sampled_from(
    [*'"“”-–:*^(){}[]+\\\x00\ud83d\n\t .,', "topic:", "source:", "since:", "before:", "NEAR(", "AND", "OR", "NOT"]
)


@given(st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5))).map("".join)))
def test_no_text_is_an_error(text: str) -> None:
    query = read(text)
    assert len(query.words) + len(query.excluded) <= MAX_TERMS
    assert set(query.topics) <= set(TOPICS)
    assert not any(ord(c) < 32 for term in query.words for c in term)


@given(st.lists(st.from_regex(r"[a-z]{2,12}", fullmatch=True), min_size=1, max_size=10, unique=True))
def test_plain_words_are_all_searched_for(words: list[str]) -> None:
    assert read(" ".join(words)).terms == tuple(words)
