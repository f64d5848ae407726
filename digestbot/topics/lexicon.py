"""Tokens → names of the sector found in them, by the groups of ``lexicon.yaml``. Knows names, judges nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from digestbot.topics.tokens import fold_tokens, raw_tokens, tokens

LEXICON_FILE: Final = "lexicon.yaml"


@dataclass(frozen=True, slots=True)
class Group:
    """Names that suggest the same topics equally strongly; ``topics`` empty: wording that only resembles the sector's."""

    topics: tuple[str, ...]
    strength: str
    kind: str
    cased: bool
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{'+'.join(self.topics) or 'noise'}:{self.kind}:{self.strength}"


@dataclass(frozen=True, slots=True)
class Found:
    """One name in a text: its group's number, the name as the lexicon writes it, and the position of its first token."""

    group: int
    name: str
    position: int


class Lexicon:
    """All groups, and a look-up from first token to the names that start with it, longest first."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        starts: dict[str, dict[tuple[str, ...], list[tuple[int, str, bool]]]] = {}
        for number, group in enumerate(self.groups):
            for name in group.names:
                folded = tuple(tokens(name))
                if not folded:
                    raise ValueError(f"{LEXICON_FILE}: {name!r} holds no word")
                entry = (number, name, group.cased)
                known = starts.setdefault(folded[0], {}).setdefault(folded, [])
                if all(number != other for other, _, _ in known):
                    known.append(entry)
        self._starts = {
            first: tuple((len(key), key, tuple(entries)) for key, entries in sorted(named.items()))
            for first, named in starts.items()
        }
        self.starters = frozenset(self._starts)

    def match(self, folded: Sequence[str], position: int, raw: str) -> list[Found]:
        """The names that begin at a position of the folded tokens; ``raw`` is its token as written."""
        found = []
        for length, key, entries in self._starts.get(folded[position], ()):
            if length > 1 and tuple(folded[position : position + length]) != key:
                continue
            found += [Found(number, name, position) for number, name, cased in entries if not cased or not raw[0].islower()]
        return found

    def find(self, text: str) -> list[Found]:
        """Every name in a text, overlapping ones too, in order."""
        raw = raw_tokens(text)
        folded = fold_tokens(raw)
        return [
            found
            for position, token in enumerate(folded)
            if token in self.starters
            for found in self.match(folded, position, raw[position])
        ]


def lexicon_hash() -> str:
    """A short hash of the shipped lexicon: a model made with another one counts other groups."""
    return hashlib.sha256(files(__package__).joinpath(LEXICON_FILE).read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The shipped lexicon, read once a process."""
    from ruamel.yaml import YAML

    text = files(__package__).joinpath(LEXICON_FILE).read_text(encoding="utf-8")
    return Lexicon(
        [
            Group(
                topics=tuple(one["topics"]),
                strength=one["strength"],
                kind=one["kind"],
                cased=bool(one.get("cased", False)),
                names=tuple(str(name) for name in one["names"]),
            )
            for one in YAML(typ="safe", pure=False).load(text)
        ]
    )
