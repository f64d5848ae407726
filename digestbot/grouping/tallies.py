"""Title and text → the stems of the text, how often each meaning occurs, and which are written as names.

A text is cut at white space, and each piece is read once and then looked up: news repeats its words. Keeps no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from digestbot.grouping.words import meanings, normal, raw_words, token
from digestbot.text import only_word

# A word of the headline counts as this many more occurrences in the text.
TITLE_OCCURRENCES = 2
# A headline that writes most of its words with a capital says nothing about which of them are names.
TITLE_CASE_SHARE = 0.6

_STOPPED = re.compile(r"[.!?:;\n\"“”‘(\[•|][\W_]*\Z")  # the text ends, or a quotation opens, behind the last word
_MAY_JOIN = re.compile(r"\bco[-‐‑]\Z", re.I)  # "co- op" is one word: its parts are not read one by one

# How a word stands: in small letters or with a capital inside a sentence, or at its beginning, where a capital tells
# nothing.
_SMALL, _CAPITAL, _FIRST = range(3)

_Raw = Sequence[tuple[str, str]]  # as ``raw_words`` gives them


class _Piece(NamedTuple):
    words: tuple[str, ...]
    said: tuple[str, ...]  # their meanings
    inside: tuple[int, ...]  # how each stands when the piece goes on with a sentence
    first: tuple[int, ...]  # and when one begins before it
    stops: bool  # whether the next piece begins a sentence


class _Memo(dict[str, _Piece | None]):
    """Piece → what it says; None where it may be one word with the next. Emptied when full."""

    LIMIT = 65_536  # pieces, about 15 MB

    def __missing__(self, piece: str) -> _Piece | None:
        if len(self) >= self.LIMIT:
            self.clear()
        word = only_word(piece)
        text = piece if word else normal(piece)
        may_join = not word and _MAY_JOIN.search(text)
        found = self[piece] = None if may_join else _piece(text, [("", word)] if word else raw_words(text))
        return found


def _piece(text: str, raw: _Raw) -> _Piece:
    words = tuple([token(one) for _, one in raw])
    said = tuple(meanings(words))
    inside = _shared(*[_FIRST if stop else _CAPITAL if one[0].isupper() else _SMALL for stop, one in raw])
    stops = _STOPPED.search(text) is not None
    return _Piece(words, words if said == words else said, inside, _shared(*[_FIRST, *inside[1:]][: len(raw)]), stops)


@lru_cache(maxsize=256)
def _shared(*standing: int) -> tuple[int, ...]:
    """The same tuple for all pieces whose words stand alike: one that is at hand is read sooner than one apiece."""
    return standing


_piece_of = _Memo()


@dataclass(frozen=True, slots=True)
class Tally:
    """The stems of a text in order; how often each meaning occurs in title and text, and which are written as names."""

    words: Sequence[str]
    counts: Mapping[str, int]
    names: frozenset[str]


def tally(title: str, text: str) -> Tally:
    """Reads title and text once; a stem is a name when most of its uses inside sentences are capitalised."""
    heading_text = normal(title)
    raw = raw_words(heading_text)
    heading, body = _piece(heading_text, raw), _read(text)
    counts = Counter(body.said)
    for word in heading.said:
        counts[word] += TITLE_OCCURRENCES
    said, standing = body.said, body.first
    if not _is_title_case(raw):
        said, standing = (*heading.said, *said), (*heading.first, *standing)
    capital = Counter([word for word, how in zip(said, standing, strict=True) if how == _CAPITAL])
    uses = Counter([word for word, how in zip(said, standing, strict=True) if how != _FIRST and word in capital])
    return Tally(body.words, counts, frozenset([word for word, n in capital.items() if 2 * n > uses[word]]))


def _read(text: str) -> _Piece:
    """The whole text as one piece."""
    words: list[str] = []
    said: list[str] = []
    standing: list[int] = []
    stopped = True
    for line in text.split("\n"):
        stopped = True
        for one in map(_piece_of.__getitem__, line.split()):
            if one is None:
                return _piece(whole := normal(text), raw_words(whole))
            words += one.words
            said += one.said
            standing += one.first if stopped else one.inside
            stopped = one.stops or (stopped and not one.words)
    stand = tuple(standing)
    return _Piece(tuple(words), tuple(said), stand, stand, stopped)


def _is_title_case(raw: Sequence[tuple[str, str]]) -> bool:
    long = [word for stop, word in raw[1:] if not stop and len(word) > 3]
    return not long or sum([word[0].isupper() for word in long]) > TITLE_CASE_SHARE * len(long)
