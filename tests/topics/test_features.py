"""What a text becomes before it is judged."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digestbot.topics import carrying, features
from digestbot.topics.carrying import OPENING, excerpt
from digestbot.topics.features import Table
from digestbot.topics.lexicon import load_lexicon

TABLE = Table(("bank", "pub"), None)


def test_a_titles_words_count_twice() -> None:
    table = Table(("bank", "pub"), None)
    counts = table.read([("pub", "bank pub")]).counts
    assert counts.tolist() == [1, 3]


def test_no_name_runs_from_the_title_into_the_text() -> None:
    table = Table((), None)
    batch = table.read([("A building", "society opened")])
    assert "building society" not in {found.name for found in batch.names[0]}


def test_rows_have_length_one_and_unknown_words_none() -> None:
    table = Table(("bank", "pub"), None)
    matrix = table.words(table.read([("pub", "bank bank"), ("", "zebra")]), np.ones(2, np.float32))
    assert np.allclose(np.linalg.norm(matrix.toarray(), axis=1), [1, 0])


def test_the_table_starts_anew_when_it_is_full(monkeypatch: object) -> None:
    table = Table(("alpha", "omega"), None)
    before = table.read([("alpha", "omega")]).columns
    old, features.MEMORY = features.MEMORY, 4
    try:
        table.read([("many other words here", "that fill it up")])
        after = table.read([("alpha", "omega")]).columns
    finally:
        features.MEMORY = old
    assert before.tolist() == after.tolist()


def test_languages_are_told_by_their_small_words() -> None:
    texts = [
        ("", "La coopérative est une entreprise dont les membres sont aussi les propriétaires."),
        ("", "Die Genossenschaft ist mit ihren Mitgliedern und der Bank auf einem guten Weg."),
        ("", "The co-operative is owned by the people who work in it."),
        ("", "協同組合は組合員が所有する事業体です"),
        ("Mondragon", ""),
    ]
    assert Table((), None).read(texts).languages == ("French", "German", None, "another script", None)


def test_a_short_text_is_read_whole() -> None:
    assert excerpt("short") == "short"


def test_of_a_long_text_with_a_passing_mention_only_the_opening_is_read() -> None:
    text = "word " * 600 + "a credit union was mentioned " + "word " * 600
    assert len(excerpt(text)) <= OPENING
    assert "credit union" not in excerpt(text)


def test_of_a_long_text_that_keeps_speaking_of_the_sector_those_parts_are_read() -> None:
    text = "word " * 600 + "the credit union grew and a credit union merged with a building society " + "word " * 600
    assert "credit union grew" in excerpt(text)


SPOKEN = (
    "co-op Co-operatives coop's mutualising MUTUALS employee-owned staff owned worker own social-enterprise social "
    "entrepreneurs community interest company socıal ınvestment impact bonds ımpact invest building ſocieties credit "
    "unıon friendly society community-owned shares share land trust asset transfer ownership spun out B Corps Corp"
).split(" ")


@given(st.lists(st.sampled_from(SPOKEN), max_size=12))
def test_what_carries_the_topic_is_never_overlooked(words: list[str]) -> None:
    rest = " " + " ".join(words)
    said = len(list(carrying._SPEAKS.finditer(rest)))
    assert (excerpt("word " * 200 + rest) == ("word " * 200).strip()) == (said < carrying.MENTIONS)


NAMES = [name for group in load_lexicon().groups for name in group.names]
WORDS = st.sampled_from([*"the of a and to community building social trust society land fund, . x".split(), *NAMES])


@given(st.lists(st.tuples(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=25)), max_size=4))
def test_a_batch_finds_the_names_that_each_text_holds(drawn: list[tuple[list[str], list[str]]]) -> None:
    texts = [(" ".join(title), " ".join(body)) for title, body in drawn]
    batch = TABLE.read(texts)
    for (title, body), names, title_end in zip(texts, batch.names, batch.title_ends, strict=True):
        found, titled = load_lexicon().find(body), load_lexicon().find(title)
        assert [one.name for one in names if one.position < title_end] == [one.name for one in titled]
        assert [one.name for one in names] == [one.name for one in [*titled, *found]]


def test_names_count_anywhere_in_the_title_and_in_the_lead() -> None:
    late = f"procurement {'word ' * features.LEAD} credit union, procurement, conference"
    batch = TABLE.read([("Bank", "pub"), ("Conference", late)])  # the second: positions go on from the first
    counts = TABLE.names(batch)[1].reshape(3, -1) > 0  # anywhere, title, lead
    found = {one.name: counts[:, one.group].tolist() for one in batch.names[1]}
    assert found["conference"] == [True, True, True]
    assert found["procurement"] == [True, False, True]
    assert found["credit union"] == [True, False, False]
