"""The words around a day → whether something closes on it. Reads cues, resolves no day."""

from __future__ import annotations

import re

from digestbot.extract.facts.closing_phrases import (
    AFTER,
    ANYBODY,
    APPLY_IN,
    ASKED,
    CALL_RUNS,
    CAME_IN,
    CAME_TO,
    DEADLINE_IS,
    DID,
    GAPPED,
    GIVEN_DAYS,
    HAD,
    HAVE,
    IN_LIST,
    IS_DUE,
    ITS_TURN,
    LABEL,
    LATE,
    LEADS,
    LIST_OF_CLOSINGS,
    ONLY_JOIN,
    OPENS,
    PAYS_MORE,
    RUNS,
    RUNS_TO,
    STRETCH,
    STRETCHED,
    TO,
    TO_ACT,
    TO_DO,
    UNREAD,
    VOTES,
    WANTED,
    WAS,
    WOULD,
    YEAR_ENDED,
)
from digestbot.extract.facts.closing_words import (
    ACTION,
    ASKED_FOR,
    ASKS,
    AWAITED,
    BY,
    CALL,
    CARRY_OUT,
    CLOSE,
    CLOSED,
    FOR_WEEKS,
    HANDED_IN,
    LAPSED,
    LASTS,
    NO_OFFER,
    OFFER,
    OPEN,
    ORDER,
    PLAIN_GAP,
    SOFT_CLOSE,
    STANDS_OPEN,
    STRONG,
    SUBMIT,
    UNTIL,
    WAS_DONE,
)
from digestbot.extract.facts.passages import Passage, last_match

SUBJECT = 200  # characters before "closes" in which its subject stands; clauses may come between
GAP = 70  # characters between the cue ("deadline") and the day it is about


def closes_on(around: Passage, *, ranged: bool, joined: bool) -> bool:
    """Whether the day is a closing date. ``ranged``: it ends a range; ``joined``: the day named before it is one."""
    near, before = around.near or "", around.before
    if around.line:
        near = before = around.line + ": "
    if joined and (ONLY_JOIN.match(around.near) or GAPPED.match(around.near)):
        return True
    if CAME_IN.search(near) and CAME_TO.match(around.after):
        return False  # "proxies lodged by Monday showed": what had come in, not what is still to come
    if YEAR_ENDED.search(near) and not FOR_WEEKS.search(near):
        return False
    return (
        LABEL.search(near) is not None
        or _by_name(near, around)
        or _by_closing(near, before)
        or (LIST_OF_CLOSINGS.search(around.before) is not None and IN_LIST.search(near) is not None)
        or _by_until(near, before, around.after)
        or _by_before(near, before, around.after)
        or (ranged and _by_range(near, before))
    )


def opens(around: Passage) -> bool:
    """Whether the words say that something to hand in for opens on the day: "a consultation opens today"."""
    found = OPENS.search(around.near)
    return found is not None and CALL.search(around.near[: found.start()]) is not None


def leans_behind(around: Passage) -> bool:
    """Whether the words tell of a closing date that has passed."""
    near = around.near
    return bool(
        WAS.search(near)
        or ((found := CLOSED.search(near)) and not re.search(r"\b(?:be|is|are|will)\s+$", near[: found.start()]))
    )


def has_closed(around: Passage) -> bool:
    """Whether the words say that an offer or call has closed on the day: neither a deadline nor an event."""
    found = last_match(CLOSED, around.near)
    return bool(found and len(around.near) - found.end() <= 12 and LAPSED.search(around.near[: found.start()])) or bool(
        WAS.search(around.near)
    )


def _by_name(near: str, around: Passage) -> bool:
    if PAYS_MORE.search(near):
        return True
    if LATE.search(near) and UNREAD.match(around.after):
        return True
    if WANTED.search(near) and SUBMIT.search(near) and not IS_DUE.search(near):
        return True
    if DEADLINE_IS.search(near) or ASKED.search(near):
        return True
    found = last_match(STRONG, near)
    if found and len(near) - found.end() <= GAP and ";" not in near[found.end() :]:
        if "due" in found.group().lower() and AWAITED.search(near[: found.start()]):
            return False
        return not re.search(
            r"\b(?:missed|after|since|before|event|conference|meet|held|will be|announced|interviews?)\b",
            near[found.end() :],
            re.I,
        )
    return bool(AFTER.match(around.after[:GAP]))


def _by_closing(near: str, before: str) -> bool:
    found = last_match(CLOSE, near)
    if found is None or len(near) - found.end() > GAP or not PLAIN_GAP.match(near[found.end() :]):
        return False
    subject = _clause(before[: len(before) - len(near) + found.start()])[-SUBJECT:]
    offered = last_match(OFFER, subject)
    other = last_match(NO_OFFER, subject)
    if other and not CALL.search(subject) and (offered is None or other.start() > offered.start()):
        return False
    # What closes and is no house, firm or deal is a call, whatever it is called.
    return offered is not None or (other is None and not SOFT_CLOSE.match(found.group()))


def _by_until(near: str, before: str, after: str) -> bool:
    if not UNTIL.search(near):
        return False
    if TO.search(near):
        if RUNS_TO.search(near):
            return True
        if GIVEN_DAYS.search(near) and TO_DO.match(after):
            return True
        if not STRETCHED.search(near):
            return False  # "from 9am to 5pm on", "moved to"
        if STRONG.search(before):
            return True
    if not ANYBODY.match(after) and ITS_TURN.search(near):
        return False
    if TO_ACT.match(after) or (HAVE.search(near) and TO_DO.match(after)):
        return True
    clause = _clause(near)
    if LASTS.search(clause) or (NO_OFFER.search(clause) and not SUBMIT.search(clause)):
        return False
    if STANDS_OPEN.search(near) and not NO_OFFER.search(before):
        return True
    return bool(ACTION.search(before) and (OPEN.search(before) or ACTION.search(near)))


def _by_before(near: str, before: str, after: str) -> bool:
    if not BY.search(near):
        return False
    clause = re.split(r"[;:]|\bbut\b|\bwhile\b", before)[-1] if len(before) > GAP else before
    if any(words.search(clause) for words in (WOULD, WAS_DONE, ASKED_FOR)) or (
        CARRY_OUT.search(clause) and not HANDED_IN.search(clause)
    ):
        return False
    if LEADS.match(clause):  # "Before 5 June, members must …"
        return bool(SUBMIT.search(after[:GAP])) and not HAD.search(after[:GAP])
    return bool(SUBMIT.search(clause) or ASKS.search(clause) or ORDER.match(clause.lstrip()))


def _by_range(near: str, before: str) -> bool:
    if STRETCH.search(near) and ACTION.search(before):
        return True
    near = _clause(near)
    if NO_OFFER.search(near) or VOTES.search(near) or DID.search(near):
        return False
    if re.search(r"\bopen\b[^.;]{0,30}\b(?:from|between)\s+$", near, re.I):
        return True
    if RUNS.search(near) and not CALL_RUNS.search(before):
        return False  # a course runs, and nothing closes when it ends
    return bool(ACTION.search(before) and (APPLY_IN.search(near) or re.search(r"\b(?:from|between)\s+$", near, re.I)))


def _clause(words: str) -> str:
    """The last clause of the words, where it says of itself what is handed in: "Because of the strike, the offer …"."""
    last = words.rpartition(", ")[2]
    return last if ACTION.search(last) else words
