"""A text read piece by piece has the tokens that it has when it is read whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.topics.pieces import Pieces
from digestbot.topics.tokens import raw_tokens, tokens

ODD = "co Co- co-op, co\xadop c\xado op own 'tis don`t don’t U.S. U.S.A £3.5m 1,000 5% ſociety İ (co) multi-co".split(
    " "
)
PLAIN = st.from_regex(r"[A-Za-z]{1,6}[.,;:!?]?", fullmatch=True)
PARTS = st.one_of(st.sampled_from(ODD), PLAIN, st.text(max_size=6))


def as_read(text: str) -> tuple[list[str], list[str]]:
    pieces = Pieces(lambda token, folded: (len(token), len(folded)))
    rows = pieces.rows(text)
    return [pieces.raw[row] for row in rows], [pieces.folded[row] for row in rows]


@given(st.lists(st.tuples(PARTS, st.sampled_from([" ", "  ", "\n", "\xa0", ""])), max_size=12))
def test_pieces_give_the_tokens_of_the_whole_text(drawn: list[tuple[str, str]]) -> None:
    text = "".join(part + space for part, space in drawn)
    assert as_read(text) == (raw_tokens(text), tokens(text))


@pytest.mark.parametrize("text", ["a co op opens", "a co\xad op opens", "don`t – stop", "don`t stop", "CO op, so-so"])
def test_what_depends_on_the_words_around_it_is_read_with_them(text: str) -> None:
    assert as_read(text)[0] == raw_tokens(text)


def test_marks_stand_by_row() -> None:
    pieces = Pieces(lambda token, folded: (len(token), len(folded)))
    rows = pieces.rows("mills and cafés")
    assert pieces.marks()[rows].tolist() == [[5, 4], [3, 3], [5, 4]]
    assert pieces.rows("mills") == rows[:1]
