"""The words around a day → whether something closes on it. Reads cues, resolves no day."""

from __future__ import annotations

import re

from digestbot.extract.facts.closing_words import (
    ACTION,
    ASKS,
    AWAITED,
    BY,
    CALL,
    CARRY_OUT,
    CLOSE,
    CLOSED,
    FOR_WEEKS,
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
    TIME,
    UNTIL,
    WAS_DONE,
)
from digestbot.extract.facts.passages import Passage, last_match

SUBJECT = 200  # characters before "closes" in which its subject stands; clauses may come between
GAP = 70  # characters between the cue ("deadline") and the day it is about

_YEAR_ENDED = re.compile(
    r"\b(?:years?|quarters?|months?|periods?|weeks?|half|six months) (?:to|end(?:s|ed|ing)?|up"
    r" to)\b[^.;]{0,30}$",
    re.I,
)
_AFTER = re.compile(
    r"^(?!,? and\b)[\s,)–—-]*(?:(?:at|by)\s)?(?:[\w.:]+\s){0,3}?(?:(?:is|as)\s+)?(?:(?:the|a|an|its"
    r"|their)\s+)?(?:[\w-]+\s+){0,2}?"
    r"(?:deadlines?|closing date|cut-?off|last (?:day|date|chance) (?:to|for))\b",
    re.I,
)
_TO_ACT = re.compile(
    r"^[\s,)]*(?:(?:at|by) [\w.:]+ )?to (?:apply|respond|submit|register|enter|nominate|vote|comment|have"
    r" (?:your|their) say|book|bid|invest|reply|raise|make|file|put|decide|accept|lodge|send|sign|take part)\b",
    re.I,
)
_DID = re.compile(
    r"\b(?:raised|sold|took|made|fell|rose|was|were|had|received|collected|attracted|held|ran|spent|lent|lost"
    r"|earned)\b",
    re.I,
)
_APPLY_IN = re.compile(r"\b(?:open|apply|accepted|invited|available|runs?|running)\b[^.;]{0,30}$", re.I)
_VOTES = re.compile(r"\b(?:vote|votes|voting|balloted|polled|elect)\b[^.;]{0,20}$", re.I)
_HAVE = re.compile(
    r"\b(?:(?:have|has|had|got|given)\s+(?:only\s+|just\s+|now\s+)?|(?:gave|gives?|giving|given)\s+[^.;]{1,50}\s)"
    r"(?:until|till|up to)\b",
    re.I,
)
_RUNS_TO = re.compile(
    r"\b(?:ballots?|vot(?:e|ing)|polls?|consultations?|offers?|surveys?|calls?|nominations?|campaigns?|appeals?)\b"
    r"[^.;]{0,60}\b(?:runs?|open|running|lasts?) to\s+(?:the\s+)?$",
    re.I,
)
_RUNS = re.compile(r"\b(?:runs?|running|lasts?)\b[^.;]{0,30}$", re.I)
_CALL_RUNS = re.compile(
    r"\b(?:consultations?|surveys?|offers?|calls?|competitions?|windows?|voting|ballots?|polls?|crowdfund\w*|campaigns?"
    r"|appeals?|applications?|nominations?|registrations?|inquir(?:y|ies)|early[- ]bird|petitions?|sales?|rounds?"
    r"|issues?)\b",
    re.I,
)
_OPENS = re.compile(r"\b(?:opens?|opening|launches|starts?|begins?|gets? under way|(?:is|are) (?:now )?open)\s+$", re.I)
_TO = re.compile(r"(?<!\bup )\bto[\s\d:.apm]*$")
_STRETCHED = re.compile(r"\bextend|\bopen to $|\b(?:weeks|days|months),? to (?:the )?$", re.I)
# "RSVP: 1 December", "Bids: 4 May".
_LABEL = re.compile(
    r"(?:^|[.;|•\n(]\s*)(?:rsvp|appl(?:y|ications)|book(?:ings?)?|entries|nominations|bids|tenders|submissions|eois"
    r"|proposals"
    r"|responses|closes|closing|due|abstracts|enter|requests?)(?: (?:due|to participate|by|close|closing"
    r"|open until))?\s?[:–—-]\s*(?:by|before|no later than)?"
    rf"{TIME}(?:on\s+)?$",
    re.I,
)
_LEADS = re.compile(r"^\W*(?:and |but |so )?(?:by|before|no later than|on or before)\b", re.I)
_HAD = re.compile(r"\b(?:had|has|have|was|were) (?:\w+ly )?\w+(?:ed|en|ached|ut)\b", re.I)
# "the offer has been extended by two weeks from 17 February to 3 March"
_STRETCH = re.compile(r"\bextend\w*\b[^.;]{0,40}\bfrom\s+(?:the\s+)?$", re.I)
_WOULD = re.compile(r"\b(?:said|says|told|promised|expects?|hopes?) [^.;]{0,30}\b(?:would|will|to) \w+", re.I)
_PAYS_MORE = re.compile(r"\b(?:register|book|apply|sign up|pay|enter|order)(?:s|ing)? after\s+$", re.I)
_LATE = re.compile(rf"\b(?:received|submitted|sent|arriving|arrive|posted|in) after{TIME}(?:on\s+)?$", re.I)
_UNREAD = re.compile(r"^[\s,]*(?:will|can|may)(?:not| not)|^[\s,]*won['’]t|^[\s,]*(?:are|is) not\b", re.I)
_WANTED = re.compile(
    rf"\b(?:expected|wanted|needed|required|(?:be|are) in|due|returned|submitted|received|invited)(?: back"
    rf"| in)?{TIME}(?:on"
    rf"|by)\s+$",
    re.I,
)
_DEADLINE_IS = re.compile(
    rf"\b(?:deadline|closing date|cut-?off)\b[^.;]{{1,160}}\b(?:is|falls)(?: at| on)?{TIME}(?:on\s+)?$", re.I
)
_ASKED = re.compile(
    r"\b(?:(?:by|until) when|when (?:is|does|do|must|should|can)\b[^?]{0,40}\b(?:close|deadline|apply|due|end|submit"
    r"|bid))\b",
    re.I,
)
_ONLY_JOIN = re.compile(r"^\s*(?:,|and|or|&|, and)\s*$")
# "… closes on 30 May and round two on 26 September": what closes first has said so for both.
_GAPPED = re.compile(
    r"^[\s,;]*\(?(?:(?:(?:and|then|&)\s+)+(?:(?:the|a|its)\s+)?(?:(?:rounds?|stages?|phases?|windows?|cohorts?"
    r"|tranches?|lots?"
    r"|streams?|strands?|second|third|other|next|one|two|three|II|[2-5B-D])\s+){0,3}|the (?:second|third|other|next"
    r"|last)\s+)"
    r"(?:on|by|at|is|of|from)?\s*$",
    re.I,
)
_WAS = re.compile(r"\b(?:deadline|closing date|cut-?off)\s+(?:\w+\s+){0,3}?(?:was|passed|expired|of last)\b", re.I)


def closes_on(around: Passage, *, ranged: bool, joined: bool) -> bool:
    """Whether the day is a closing date. ``ranged``: it ends a range; ``joined``: the day named before it is one."""
    near, before = around.near or "", around.before
    if around.line:
        near = before = around.line + ": "
    if joined and (_ONLY_JOIN.match(around.near) or _GAPPED.match(around.near)):
        return True
    if _YEAR_ENDED.search(near) and not FOR_WEEKS.search(near):
        return False
    return (
        _LABEL.search(near) is not None
        or _by_name(near, around)
        or _by_closing(near, before)
        or _by_until(near, before, around.after)
        or _by_before(near, before, around.after)
        or (ranged and _by_range(near, before))
    )


def opens(around: Passage) -> bool:
    """Whether the words say that something to hand in for opens on the day: "a consultation opens today"."""
    found = _OPENS.search(around.near)
    return found is not None and CALL.search(around.near[: found.start()]) is not None


def leans_behind(around: Passage) -> bool:
    """Whether the words tell of a closing date that has passed."""
    near = around.near
    return bool(
        _WAS.search(near)
        or ((found := CLOSED.search(near)) and not re.search(r"\b(?:be|is|are|will)\s+$", near[: found.start()]))
    )


def has_closed(around: Passage) -> bool:
    """Whether the words say that an offer or call has closed on the day: neither a deadline nor an event."""
    found = last_match(CLOSED, around.near)
    return bool(found and len(around.near) - found.end() <= 12 and LAPSED.search(around.near[: found.start()])) or bool(
        _WAS.search(around.near)
    )


def _by_name(near: str, around: Passage) -> bool:
    if _PAYS_MORE.search(near):
        return True
    if _LATE.search(near) and _UNREAD.match(around.after):
        return True
    if _WANTED.search(near) and SUBMIT.search(near):
        return True
    if _DEADLINE_IS.search(near) or _ASKED.search(near):
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
    return bool(_AFTER.match(around.after[:GAP]))


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
    if _TO.search(near):
        if _RUNS_TO.search(near):
            return True
        if not _STRETCHED.search(near):
            return False  # "from 9am to 5pm on", "moved to"
        if STRONG.search(before):
            return True
    if _TO_ACT.match(after) or (_HAVE.search(near) and re.match(r"[\s,]*to \w+", after)):
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
    if _WOULD.search(clause) or CARRY_OUT.search(clause) or WAS_DONE.search(clause):
        return False
    if _LEADS.match(clause):  # "Before 5 June, members must …"
        return bool(SUBMIT.search(after[:GAP])) and not _HAD.search(after[:GAP])
    return bool(SUBMIT.search(clause) or ASKS.search(clause) or ORDER.match(clause.lstrip()))


def _by_range(near: str, before: str) -> bool:
    if _STRETCH.search(near) and ACTION.search(before):
        return True
    near = _clause(near)
    if NO_OFFER.search(near) or _VOTES.search(near) or _DID.search(near):
        return False
    if re.search(r"\bopen\b[^.;]{0,30}\b(?:from|between)\s+$", near, re.I):
        return True
    if _RUNS.search(near) and not _CALL_RUNS.search(before):
        return False  # a course runs, and nothing closes when it ends
    return bool(ACTION.search(before) and (_APPLY_IN.search(near) or re.search(r"\b(?:from|between)\s+$", near, re.I)))


def _clause(words: str) -> str:
    """The last clause of the words, where it says of itself what is handed in: "Because of the strike, the offer …"."""
    last = words.rpartition(", ")[2]
    return last if ACTION.search(last) else words
