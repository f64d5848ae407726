"""Turns one mistake in a configuration file into one line an admin can act on, secrets masked.

The line names file, line, key, value and what is allowed, and guesses what was meant. It never raises.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from digestbot.errors import ConfigError
from digestbot.urls import redact_pair

# Slack's own prefixes of tokens that open something; xoxe is a refresh token.
TOKEN = re.compile(r"\b(?:xox[abceoprs]|xapp)-[A-Za-z0-9-]{6,}")
_IN_QUERY = re.compile(r"(?<=[?&])[^?&#\s]+=[^&#\s]+")
_USERINFO = re.compile(r"(?<=://)[^/@\s\"]+@")

MAX_SHOWN = 60  # characters of a value in a message: enough to recognise it, short enough for a terminal line
# Similarity from which a guess helps more than it misleads; difflib's own default, tried on swapped, missing
# and doubled letters in every key and topic id we have.
CLOSE_ENOUGH = 0.6


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. ``line`` counts from 1, 0 is none; ``key`` is a path such as ``sources[2].every``, from 1 too."""

    file: str
    line: int
    key: str
    what: str
    allowed: str = ""
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        where += f"{self.key}: " if self.key else ""
        parts = [f"{self.what}."]
        if self.hint:
            parts.append(self.hint)
        if self.allowed:
            parts.append(f"Allowed: {self.allowed}.")
        return where + " ".join(parts)


class LocatedConfigError(ConfigError):
    """A ConfigError whose ``located`` holds the problems themselves, for a form that shows them beside their field."""

    def __init__(self, located: list[Problem]) -> None:
        super().__init__([str(problem) for problem in located])
        self.located = located


def refuse(what: str, allowed: str = "", hint: str = "") -> PydanticCustomError:
    """The error a validator raises; its parts come back through ``ctx`` when the file and line are known."""
    return PydanticCustomError("digestbot", "{what}", {"what": what, "allowed": allowed, "hint": hint})


def show(value: object) -> str:
    """``value`` as it would stand in the file, shortened, with tokens and credentials masked."""
    match value:
        case None:
            text = "nothing"
        case str():
            text = json.dumps(mask(value), ensure_ascii=False)
        case dict():
            return "a mapping of keys"
        case list() | tuple():
            return "a list"
        case bool():
            text = str(value).lower()
        case _:
            text = str(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 2] + "…" + text[-1]


def mask(text: str) -> str:
    """``text`` without Slack tokens and without what opens an address: user and password, keys in its query."""
    text = TOKEN.sub(lambda found: found.group().partition("-")[0] + "-***", text)
    return _IN_QUERY.sub(lambda found: redact_pair(found.group()), _USERINFO.sub("***@", text))


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest of ``known``, or nothing when none is near."""
    options = list(known)
    folded = {option.casefold(): option for option in options}
    wrong = wrong.casefold()[:MAX_SHOWN]
    near = difflib.get_close_matches(wrong, folded, n=1, cutoff=CLOSE_ENOUGH)
    if not near and len(wrong) >= 3:  # "London" for "Europe/London", "monday" for "mon"
        near = [option for option in folded if option.endswith("/" + wrong) or wrong.startswith(option)][:1]
    return f'Did you mean "{folded[near[0]]}"?' if near else ""


def listing(options: Iterable[str]) -> str:
    """``a, b or c``."""
    names = list(options)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]
