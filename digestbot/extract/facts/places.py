"""Runs of capitalised words → places known by name, and counties by their ending. Never reads a part of another name as one."""

from __future__ import annotations

import re

from digestbot.extract.facts.names import CONNECTORS, Name, Run, bare, known, match_known, overlaps

_IN = re.compile(r"\b(?:in|at|near|from|across|around|to|of|outside|throughout|between|for)\s+(?:\w+\s+)?$")
_COUNTY = re.compile(r"^[A-Z][a-z]{3,}shire$")


def find_places(text: str, runs: list[Run], taken: list[Name]) -> list[Name]:
    """The places named outside the names ``taken``, in the order of the text."""
    found: list[Name] = []
    sure, unsure = known("places"), known("places after in or at")
    for run in runs:
        done = run.start
        for word in run.words:
            if word.start < done or word.text in CONNECTORS:
                continue
            first = bare(word.text).rstrip(".")
            end = match_known(text, word.start, first, sure)
            if end < 0 and _COUNTY.match(first):
                end = word.start + len(first)
            if end < 0 and (match := match_known(text, word.start, first, unsure)) > 0:
                end = match if _IN.search(text[max(0, word.start - 24) : word.start]) else -1
            if end > 0 and not overlaps(word.start, end, taken):
                found.append(Name(word.start, end, text[word.start : end]))
                done = end
    return found
