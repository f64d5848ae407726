"""Text and a place in it → the words of the same sentence before and after. Cuts, and judges nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digestbot.anycase import AnyCase
from digestbot.text import lowered

REACH = 240  # characters looked at on either side; a sentence longer than that is a list

_HOUR = re.compile(
    r"(?:\s|\b(?:at|by|before|on|until|noon|midday|midnight|the|no later than)\b"
    r"|\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b\.?)?|,)*",
    re.I,
)
_QUESTION = re.compile(r"(?<=[.!?])\s+")
_GOES_ON = re.compile(r"\s+[A-Z]|\n")
_STOP = re.compile(r"\n|[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9£$€])")
_NO_STOP = re.compile(r"(?:^|[\s(])(?:[A-Z]|[ap]\.m|Mr|Mrs|Ms|Dr|Prof|St|Rev|Cllr|No|Sir|Rt|Hon)\.$")
_MONTH_STOP = re.compile(r"(?:^|[\s(])(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$")  # "by 16 Oct. Decisions"


_WORD = re.compile(r"\w+")
LAST_CHARS = 24  # of what is looked at for the last word; a longer word is none that a pattern waits for


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands around a day: the sentence ``before`` and ``after`` it, and ``near``: before, from the last day on.

    ``line`` is the line above, where the sentence begins with the day: a heading such as "Closing date".
    """

    before: str
    near: str
    after: str
    line: str = ""
    first: bool = True  # no other day stands before it in its sentence


def last_match(pattern: re.Pattern[str] | AnyCase, text: str) -> re.Match[str] | None:
    """The last place in a text where a pattern matches."""
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is what is asked for
        pass
    return found


def last_word(words: str) -> str:
    """The last word of the words, ``lowered``; empty where there is none.

    To look it up tells where a long pattern of what stands before a name need not be tried, and costs a part of it.
    """
    pieces = words.rsplit(None, 1)
    if pieces and pieces[-1].isalpha():
        return lowered(pieces[-1])
    found = _WORD.findall(words[-LAST_CHARS:])
    return lowered(found[-1]) if found else ""


def passage(text: str, start: int, end: int, previous_end: int = 0) -> Passage:
    """The passage around ``text[start:end]``; ``previous_end`` is where the last day named before it ends."""
    reach = max(0, start - REACH)
    left = text[reach:start]
    begin, last = 0, ""
    for stop in _STOP.finditer(text, reach, start + 1):  # what follows a stop may be the day itself
        if stop.end() <= start and _is_stop(text, stop):
            begin, last = stop.end() - reach, stop.group()
    right = text[end : end + REACH]
    finish = len(right)
    for stop in _STOP.finditer(text, end, end + REACH):
        if _is_stop(text, stop):
            finish = stop.start() - end + (stop.group() != "\n")
            break
    if text[end - 1 : end] == "." and _GOES_ON.match(right):
        finish = 0  # "by 30 Nov. Money must be spent …": the stop is the month's and the sentence's
    before = left[begin:]
    from_previous = max(0, previous_end - (start - len(before)))
    line = ""
    if begin and _HOUR.fullmatch(before):
        above = left[:begin].rstrip("\n ")
        if last == "\n":
            line = above.rsplit("\n", 1)[-1]
        elif above.endswith("?"):
            line = _QUESTION.split(above)[-1]  # "By when? 6pm on 28 April."
    return Passage(before, before[from_previous:], right[:finish], line, from_previous == 0)


def _is_stop(text: str, stop: re.Match[str]) -> bool:
    """Whether a sentence ends there."""
    if stop.group() == "\n":
        return True
    lead = text[max(0, stop.start() - 6) : stop.start() + 1]
    if _MONTH_STOP.search(lead):
        return not text[stop.end() : stop.end() + 1].isdigit()
    return not _NO_STOP.search(lead)
