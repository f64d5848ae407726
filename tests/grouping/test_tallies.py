"""A text read piece by piece has the stems and names that it has when it is read whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digestbot.grouping import tallies
from digestbot.grouping.tallies import tally
from digestbot.grouping.words import normal, raw_words, token

ODD = 'co Co- co-op, op co-\u200b “Mills" mill. 1,000 3.5 US … don’t (Anna ´s x\u00a8 Ǆ'.split(" ")
PLAIN = st.from_regex(r"[A-Za-z]{1,6}[.,;:!?]?", fullmatch=True)
PARTS = st.one_of(st.sampled_from(ODD), PLAIN, st.text(max_size=6))


@given(st.lists(st.tuples(PARTS, st.sampled_from([" ", "  ", "\n", "\xa0", ""])), max_size=14))
def test_pieces_give_what_the_whole_text_gives(drawn: list[tuple[str, str]]) -> None:
    text = "".join(part + space for part, space in drawn)
    whole = tallies._piece(normal(text), raw_words(normal(text)))
    pieces = tallies._read(text)
    assert (pieces.words, pieces.said, pieces.first) == (whole.words, whole.said, whole.first)
    assert [*whole.words] == [token(raw) for _, raw in raw_words(normal(text))]


def test_a_capital_at_the_beginning_of_a_line_or_sentence_is_no_name() -> None:
    assert tally("", "Mills were sold\nMills closed. Mills burnt").names == frozenset()
    assert tally("", "the Mills were sold").names == {"mill"}


def test_memory_of_pieces_is_bounded() -> None:
    memo = tallies._Memo()
    memo.LIMIT = 3  # type: ignore[misc]
    pieces = ("mill", "barn", "shop", "hall")
    assert [memo[piece].words for piece in pieces] == [(piece,) for piece in pieces]  # type: ignore[union-attr]
    assert len(memo) == 1
