"""Tokens → names of the sector found in them, by the groups of ``lexicon.yaml``. Knows names, judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from digestbot.topics.tokens import tokens

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
            first: tuple((len(key), key, tuple(entries)) for key, entries in sorted(named.items(), key=_longest_first))
            for first, named in starts.items()
        }

    def find(self, folded: Sequence[str], raw: Sequence[str]) -> list[Found]:
        """Every name in the tokens, overlapping ones too. ``raw`` are the same tokens as written."""
        found: list[Found] = []
        starts = self._starts
        for position, token in enumerate(folded):
            named = starts.get(token)
            if named is None:
                continue
            for length, key, entries in named:
                if length > 1 and tuple(folded[position : position + length]) != key:
                    continue
                for number, name, cased in entries:
                    if not cased or not raw[position][0].islower():
                        found.append(Found(number, name, position))
        return found


def _longest_first(item: tuple[tuple[str, ...], object]) -> tuple[int, tuple[str, ...]]:
    return -len(item[0]), item[0]


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
