"""Tokens → names of the sector found in them, by the groups of ``lexicon.yaml``. Knows names, judges nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from digestbot.topics.tokens import fold_tokens, raw_tokens, tokens

LEXICON_FILE: Final = "lexicon.yaml"


@dataclass(frozen=True, slots=True)
class Group:
    """Names that suggest the same topics equally strongly; without topics: wording that only resembles them."""

    topics: tuple[str, ...]
    strength: str
    kind: str
    cased: bool
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{'+'.join(self.topics) or 'noise'}:{self.kind}:{self.strength}"


class Found(NamedTuple):
    """One name in a text: its group's number, the name as the lexicon writes it, and where its first token stands."""

    group: int
    name: str
    position: int


class Lexicon:
    """All groups, and a look-up from first token to the names that start with it, longest first."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        starts: dict[str, dict[int, dict[tuple[str, ...], list[tuple[int, str, bool]]]]] = {}
        for number, group in enumerate(self.groups):
            for name in group.names:
                folded = tuple(tokens(name))
                if not folded:
                    raise ValueError(f"{LEXICON_FILE}: {name!r} holds no word")
                entries = starts.setdefault(folded[0], {}).setdefault(len(folded), {}).setdefault(folded, [])
                if all(number != other for other, _, _ in entries):
                    entries.append((number, name, group.cased))
        self._starts = {first: tuple(sorted(named.items())) for first, named in starts.items()}
        self.starters = frozenset(self._starts)
        # Folded name → its group's number, the name as written, and whether it needs its capital; shorter names first.
        self.names = {
            name: tuple(entries)
            for named in self._starts.values()
            for _, found in named
            for name, entries in found.items()
        }

    def match(self, folded: Sequence[str], position: int, raw: str) -> list[Found]:
        """The names that begin at a position of the folded tokens; ``raw`` is its token as written."""
        found = []
        for length, named in self._starts.get(folded[position], ()):
            for number, name, cased in named.get(tuple(folded[position : position + length]), ()):
                if not cased or not raw[0].islower():
                    found.append(Found(number, name, position))
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
    """The shipped lexicon, read once a process; by libyaml where it is, a tenth of the time of any other parser."""
    import yaml

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
            for one in yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe
        ]
    )
