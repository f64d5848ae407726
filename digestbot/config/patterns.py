"""Judges a ``link_pattern`` before it is let loose on pages from outside; it never runs the pattern.

Python's ``re`` can take exponential time, and a page could be made to provoke it. So repetition inside repetition
is refused, and the number of open-ended repetitions is bounded; both are stricter than need be and easy to explain.
"""

from __future__ import annotations

import re

MAX_LENGTH = 200  # characters; the longest pattern in the shipped configuration has under 40
MAX_REPEATS = 4  # open-ended ones in all: cost grows as link length to this power only in contrived cases
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P?<[^>=!]*>|[^)<]*?[:=!>]|<[=!])|.", re.DOTALL)
_OPEN_ENDED = re.compile(r"[*+]|\{\d*,\}")
_REPEAT = re.compile(r"[*+?]|\{(\d*)(,?)(\d*)\}")
_MANY = 10  # repetitions from which {n,m} counts as open-ended


def objection(pattern: str) -> str:
    """Why ``pattern`` is refused, in words that continue "the pattern …"; empty when it is fine."""
    if len(pattern) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH} characters"
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as exc:
        return f"is not a regular expression: {exc}"
    return _slow(pattern)


def _slow(pattern: str) -> str:
    """Walks the pattern once, knowing for each open group whether it holds a repetition or an alternative."""
    groups: list[bool] = [False]
    closed_risky = False  # whether the atom just read is a group that holds one
    repeats, at = 0, 0
    while at < len(pattern):
        quantifier = _REPEAT.match(pattern, at) if at else None
        if quantifier is not None:
            if _open_ended(quantifier):
                repeats += 1
                if closed_risky:
                    return "repeats a group that itself repeats or chooses, which can take for ever"
                groups[-1] = True
            at = quantifier.end()
            if at < len(pattern) and pattern[at] in "?+":  # lazy or possessive
                at += 1
            closed_risky = False
            continue
        atom = _ATOM.match(pattern, at)
        assert atom is not None  # the last branch takes any character
        at = atom.end()
        closed_risky = False
        text = atom.group()
        if text.startswith("("):
            groups.append(False)
        elif text == ")":
            closed_risky = groups.pop() if len(groups) > 1 else False
            groups[-1] = groups[-1] or closed_risky
        elif text == "|":
            groups[-1] = True
    if repeats > MAX_REPEATS:
        return f"has {repeats} open-ended repetitions, more than {MAX_REPEATS}"
    return ""


def _open_ended(quantifier: re.Match[str]) -> bool:
    text = quantifier.group()
    if text in ("*", "+"):
        return True
    if text == "?":
        return False
    most = quantifier[3] if quantifier[2] else quantifier[1]
    return not most or int(most) >= _MANY
