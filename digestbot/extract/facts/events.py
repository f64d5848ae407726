"""The words around a day → whether something takes place on it, ahead or just past, and where. Resolves no day."""

from __future__ import annotations

import re
from functools import lru_cache

from digestbot.extract.facts.bodies import OCCASIONS, VENUES
from digestbot.extract.facts.calendar import Lean
from digestbot.extract.facts.event_words import (
    ATTRIBUTED,
    CITED,
    COUNTED,
    DASH,
    DEARER,
    ELLIPSIS,
    FALLS_DUE,
    GATHERING,
    HALL,
    ISSUED,
    KIND_OF_DAY,
    MOVED,
    MOVING,
    NEXT_PLACE,
    NO_EVENT,
    NO_PLACE,
    NOT_HELD,
    NOUN_AFTER,
    OFF,
    OFF_CHARS,
    ON_DAY,
    ON_OFFER,
    PAST_EVENT,
    PERSONAL,
    PLACE,
    PLACE_BESIDE,
    PRICE,
    RUNS,
    RUNS_ON,
    SAID,
    SINCE,
    TENSE,
    TOLD_CHARS,
    TOLD_MEETING,
    WERE_TO_HAVE,
    WRITTEN_ON,
)
from digestbot.extract.facts.names import bare, known
from digestbot.extract.facts.passages import Passage, last_match

_OCCASIONS = OCCASIONS | {"Congress", "School", "Weekend", "Expo", "Gala", "Ball"}


@lru_cache(maxsize=64)
def _last_tense(words: str) -> re.Match[str] | None:
    """The last verb of the words that tells a tense; asked for twice of each day."""
    return last_match(TENSE, words)


def lean_of(around: Passage) -> Lean:
    """Whether the words put the day ahead or behind; ``near`` where they do not say."""
    if around.near.endswith(" for "):
        return "ahead"  # "has called a meeting for Thursday"
    if not around.first and ELLIPSIS.search(around.before):
        return "ahead"
    found = _last_tense(around.near or around.before)
    if found is None:
        found = TENSE.search(around.after)
    if found is None and not around.first:
        found = _last_tense(around.before)
    if found is None:
        return "near"
    return "ahead" if found["ahead"] else "behind"


def told_before(around: Passage) -> bool:
    """Whether the words that lead up to the day are in the past tense."""
    found = _last_tense(around.near)
    return found is not None and found["behind"] is not None


def takes_place(around: Passage, *, ahead: bool, told: bool = False, ranged: bool = False) -> bool:
    """Whether the day is that of an event. One ahead is unless the words say otherwise; one past only when they say so.

    ``told``: the words before it are in the past tense; ``ranged``: it is the first of several days.
    """
    if (
        NO_EVENT.search(around.near)
        or MOVED.match(around.after)
        or OFF.search(around.after[:OFF_CHARS])
        or (DASH.match(around.after) and WRITTEN_ON.match(around.near))
        or (around.after.startswith(")") and CITED.search(around.near))
        or _is_no_occasion(around, ranged)
    ):
        return False
    if ahead:
        return not NOT_HELD.search(around.near)
    if NOUN_AFTER.match(around.after) or TOLD_MEETING.search(around.near):
        return True
    if around.near.lower().endswith("between "):
        return False  # a period gone by
    if (told or _told_after(around)) and not ATTRIBUTED.search(around.near):
        return True
    return bool(PAST_EVENT.search(around.before) or PAST_EVENT.search(around.after)) and not ATTRIBUTED.search(
        around.near
    )


def is_gathering(around: Passage) -> bool:
    """Whether the words name a meeting of people that is held on the day."""
    return GATHERING.search(around.near) is not None


def is_issued(around: Passage) -> bool:
    """Whether the words say that something is brought out on the day: "launches today" is the article itself."""
    return ISSUED.search(around.near) is not None or ISSUED.search(around.after[:TOLD_CHARS]) is not None


def is_personal(around: Passage) -> bool:
    """Whether somebody tells what they did themselves: "I talked to my parents yesterday"."""
    return PERSONAL.search(around.before) is not None


def is_moved(around: Passage) -> bool:
    """Whether the days that follow are the old and the new one of something moved: "put back from 3 to 17 May"."""
    return MOVING.search(around.near) is not None


def _told_after(around: Passage) -> bool:
    found = TENSE.search(around.after[:TOLD_CHARS])
    return found is not None and found["behind"] is not None and not SAID.match(found["behind"])


def _is_no_occasion(around: Passage, ranged: bool) -> bool:
    near = around.near
    if (
        ON_OFFER.search(near)
        or RUNS.search(near)
        or WERE_TO_HAVE.search(near)
        or RUNS_ON.match(around.after)
        or FALLS_DUE.search(near)
        or DEARER.search(near)
        or COUNTED.search(near)
    ):
        return True
    if ranged or not SINCE.search(near):
        return False
    return bool(PRICE.search(near) or PRICE.search(around.after[: 2 * TOLD_CHARS]))


def place_of(around: Passage) -> str:
    """Where it takes place, as the sentence says it nearest to the day; empty where it does not."""
    beside = PLACE_BESIDE.search(around.near) if around.near.endswith(" on ") else None
    after = NEXT_PLACE.split(around.after, maxsplit=1)[0]  # where the next day's is told is not this one's
    for words in (around.near,) if beside else (after, around.near):
        places = [_ground(match["name"]) for match in PLACE.finditer(words) if _is_place(match)]
        if places:
            return places[0] if words is after else places[-1]
    hall = HALL.search(around.near) or HALL.search(after)
    return hall["name"] if hall else ""


def _ground(name: str) -> str:
    """The place alone: "Co-op Congress in Newport" is an occasion and where, "Ely Library on Friday" where and when."""
    name = ON_DAY.sub("", name)
    held, within, town = name.partition(" in ")
    return town if within and held.split()[-1] in _OCCASIONS else name


def _is_place(match: re.Match[str]) -> bool:
    """Whether what follows "in" or "at" is a place or a house: "at Arkle Pumps" is neither."""
    name = match["name"]
    if NO_PLACE.match(name):
        return False
    last = bare(name.split()[-1])
    if last not in VENUES and " in " not in name and not _OCCASIONS.isdisjoint(name.split()):
        return False  # "at the Bristol Festival of Ideas"
    return (
        not match.group().startswith("at")
        or last in VENUES
        or ", " in name
        or " in " in name
        or name.split()[0].rstrip(",") in known("places")
        or last in known("places")
        or (match.group().startswith("at the ") and " " in name and last not in _OCCASIONS)
    )


def is_kind_of_day(around: Passage) -> bool:
    """Whether a weekday stands for any such day: "a rainy Friday night"."""
    return KIND_OF_DAY.search(around.before) is not None
