"""The words around a day → whether something closes on it. Reads cues, resolves no day."""

from __future__ import annotations

import re

from digestbot.extract.facts.passages import Passage, last_match

SUBJECT = 200  # characters before "closes" in which its subject stands; clauses may come between
GAP = 70  # characters between the cue ("deadline") and the day it is about

# What people hand in, and the ways of doing so: beside "by" and "until" these make a day a closing date.
_ACTION = re.compile(
    r"\b(?:appl(?:y|ying|ications?|icants?)|submi(?:t|ts|tted|tting|ssions?)|nominat\w+|entr(?:y|ies|ants?)"
    r"|enter(?:ed)?|respon(?:d|ds"
    r"|ding|ses?)|repl(?:y|ies)|bid(?:s|ders?)?|tender(?:s|ers)?|quot(?:e|es|ations)|regist\w+|book(?:ed|ing"
    r"|ings)?|rsvp|return(?:ed)?"
    r"|sign(?:ed)? up|comments?|views|feedback|evidence|proposals?|expressions? of interest|eois?|contact"
    r"|e-?mail|sen[dt]"
    r"|received?|invest|investors?|pledg\w+|cast|claims?|discounts?|withdrawals?|prices|rates"
    r"|objections?|representations?|survey|questionnaire|consultation"
    r"|inquiry|must|need to|needs to|have to|has to|required to|raise the|to raise|call for|vot(?:e|es|ing)"
    r"|ballot|papers?"
    r"|share offer|shares?|offer|abstracts?|stands?|tickets?|places?|CVs?|cover(?:ing)? letters?|forms?|join"
    r"|order|window"
    r"|needs? \S*\d\S*|must find|short of|target|grants?|funding|round|fund|programme|scheme|opportunity"
    r"|calls?|crowdfunder|petition|appeal|file|filed)\b",
    re.I,
)
# The narrower ones that make "by" a closing date: much happens "by" a day that nobody has to hand anything in for.
_SUBMIT = re.compile(
    r"\b(?:appl(?:y|ying|ications?|icants?)|submi(?:t|ts|tted|tting|ssions?)|nominat\w+|entr(?:y|ies)"
    r"|enter(?:ed)?|respon(?:d|ses?)|repl(?:y|ies)|bids?|tenders?|quotations"
    r"|regist(?:er|ers|ered|ering|rations?)|book(?:ed|ings?)?|rsvp|return(?:ed)?|sign(?:ed)? up|comments?|views"
    r"|feedback|evidence|proposals|expressions? of interest|eois?|contact|e-?mail"
    r"|send|sent|post|reach|declare|arrive|receiv\w+|pledg\w+|cast"
    r"|claims?|objections?|representations?|complete|completed (?:forms?|surveys?)|survey|questionnaire|must"
    r"|need to|needs to|have to|has to|had to"
    r"|required to|to raise|raise|needs? \S*\d\S*|wants? [£$€]\S+|must find|find [£$€]|found|short of|target"
    r"|abstracts?|stands?|cvs?|cover(?:ing)? letters?|forms?|filed?|pay|invest|vote)\b",
    re.I,
)
_STRONG = re.compile(
    r"\b(?:deadlines?|clos(?:ing|ure) (?:date|time|day)s?|cut-?off(?: date| point)?|last (?:date|day|chance)"
    r"|final (?:date|day|call)"
    r"|due (?:date|by|in by|back by|no later than)|latest date|(?:submissions?|applications?|entries"
    r"|nominations?|responses?"
    r"|(?:concept )?notes|plans|drafts|outlines|pitches|manuscripts|claims|fees|subscriptions|forms"
    r"|abstracts?|bids|tenders|proposals|comments|papers|returns|payments?) (?:is|are|were|was)? ?due(?!"
    r" to\b))\b",
    re.I,
)
_CLOSE = re.compile(
    r"\b(?:clos(?:e|es|ing)(?! to\b(?! (?:applications|entries|new|nominations|bids|submissions|bookings"
    r"|responses))| ties\b| links\b)|stops?(?! short)|ends?|ending|expir(?:e|es|ing)|shuts?(?! down\b)"
    r"|finish(?:es)?|conclud(?:e|es)"
    r"|laps(?:e|es)|runs? out)\b",
    re.I,
)
_CLOSED = re.compile(r"\b(?:closed|ended|expired|lapsed|finished|concluded|passed)\b", re.I)
_SOFT_CLOSE = re.compile(r"\b(?:end|conclu|finish|laps|run)", re.I)
_OFFER = re.compile(
    r"\b(?:applications?|nominat\w+|entr(?:y|ies)"
    r"|consultations?|calls?|offers?|submissions?|surveys?|registrations?|bookings?|tenders?"
    r"|bids?|bidding|funds?|windows?|rounds?|schemes?|ballots?|votes?|voting|poll(?:s"
    r"|ing)?|elections?|shares?|issues?|campaigns?|crowdfund\w*"
    r"|expressions? of interest"
    r"|eois?|responses?|comments?|competitions?|awards?|prizes?|programmes?|programs?|recruitment"
    r"|vacanc(?:y|ies)|inquir(?:y|ies)|petitions?|periods?|portals?|grants?|early[- ]bird"
    r"|tickets?|discounts?|it|they|this|these"
    r"|evidence|appeals?|pledges?|feedback|process|proposals?|roles?|posts?|sales?|listing|questionnaires?|reviews?)\b",
    re.I,
)
# Things that close or run and leave nobody anything to hand in by then.
_NO_OFFER = re.compile(
    r"\b(?:branch(?:es)?|stores?|shops?|pubs?|factor(?:y|ies)|plants?|offices?|librar(?:y|ies)"
    r"|hospitals?|schools?|centres?|sites?|hotels?"
    r"|restaurants?|cafes?|cafés?|doors"
    r"|depots?|mines?|exhibitions?|festivals?|strikes?|shows?|tours?|seasons?|leases?|tenanc(?:y|ies)"
    r"|contracts?|in post|in office|chairs?|terms? of office|financial year|accounts|quarter|conference|jailed"
    r"|suspended)\b",
    re.I,
)
# What closes whatever else the sentence names: applications to a school are not a school.
_CALL = re.compile(
    r"\b(?:applications?|nominations?|entries"
    r"|consultations?|submissions?|registrations?|bookings?|tenders?|bids?|windows?|calls? for"
    r"|competitions?|expressions? of interest)\b",
    re.I,
)
_YEAR_ENDED = re.compile(
    r"\b(?:years?|quarters?|months?|periods?|weeks?|half|six months) (?:to|end(?:s|ed|ing)?|up"
    r" to)\b[^.;]{0,30}$",
    re.I,
)
_TIME = (
    r"(?:[\s,(]*(?:\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b\.?)?|(?:12\s)?noon|midday|midnight|close of (?:business"
    r"|play)|the end of(?: the day)?|end of"
    r"(?: the day| play| business)?|cob|5 o'clock|hours|hrs|first post|last post|first thing|latest|lunchtime"
    r"|GMT|BST|UTC|E[SD]?T|P[SD]?T|C[ES]*T|UK time|local time|Eastern(?: Time)?))*[\s,)]*"
)
_UNTIL = re.compile(
    rf"\b(?:until|till|til|up to and including|up to|up until|through(?: to)?|to){_TIME}(?:on\s+"
    rf"|of\s+)?(?:the\s+)?[\s,(:–—-]*$",
    re.I,
)
_BY = re.compile(
    rf"\b(?:by|before|(?:no|not) later than|at the latest by|on or before|ahead of){_TIME}(?:on\s+"
    rf"|of\s+)?(?:the\s+)?[\s,(:–—-]*$",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:open|extend(?:ed|ing|s)?|extension|ha(?:ve|s|ving|d)|runs?|running|remains?|available|accept\w*"
    r"|invit\w+|welcom\w+|live"
    r"|can|may|postponed)\b",
    re.I,
)
_AFTER = re.compile(
    r"^[\s,)–—-]*(?:(?:at|by)\s)?(?:[\w.:]+\s){0,3}?(?:(?:is|as)\s+)?(?:(?:the|a|an|its|their)\s+)?(?:[\w-]+\s+){0,2}?"
    r"(?:deadlines?|closing date|cut-?off|last (?:day|date|chance) (?:to|for))\b",
    re.I,
)
_TO_ACT = re.compile(
    r"^[\s,)]*(?:(?:at|by) [\w.:]+ )?to (?:apply|respond|submit|register|enter|nominate|vote|comment|have"
    r" (?:your|their) say|book|bid|invest|reply|raise|make|file|put|decide|accept|lodge|send|sign|take part)\b",
    re.I,
)
_LAPSED = re.compile(
    r"\b(?:applications?|nominations?|entries|consultation|call|offer|submissions?|registration|booking|window"
    r"|round|issue|motions|tenders?|bids|deadline|closing date"
    r"|competition|survey|crowdfunder)\b[^.;]{0,40}$",
    re.I,
)
_AWAITED = re.compile(
    r"\b(?:report|reports|decisions?|results?|verdict|ruling|findings|completion|outcome|judgment|publication"
    r"|answer|reply from|work)\b[^.;]*$",
    re.I,
)
_DID = re.compile(
    r"\b(?:raised|sold|took|made|fell|rose|was|were|had|received|collected|attracted|held|ran|spent|lent|lost"
    r"|earned)\b",
    re.I,
)
_APPLY_IN = re.compile(r"\b(?:open|apply|accepted|invited|available|runs?|running)\b[^.;]{0,30}$", re.I)
_VOTES = re.compile(r"\b(?:vote|votes|voting|balloted|polled|elect)\b[^.;]{0,20}$", re.I)
_HAVE = re.compile(r"\b(?:have|has|had|got|given)\s+(?:only\s+|just\s+|now\s+)?(?:until|till|up to)\b", re.I)
_PLAIN_GAP = re.compile(
    r"^(?:[\s,:;(–—-]|\b(?:on|at|by|is|are|the|to|for|of|new|all|both|early|in|a|one|two|three|four|five|six"
    r"|seven|eight|ten|twelve|weeks?|days?|months?|time|from|will|be|next|this|until|midnight|noon|midday|end"
    r"|applications?|entries"
    r"|submissions?|responses?|nominations?|orders|public|first|second|round|this|year|formally|officially"
    r"|online|now|only|again|latest|time"
    r"|bookings?|registrations?|am|pm|a\.m\.?|p\.m\.?|UK|GMT|BST|UTC|E[SD]?T|P[SD]?T|AE[SD]T|CES?T|NZ[SD]T|COB"
    r"|business|comments?|investors?|members)\b|\d{1,2}(?:[:.]\d\d)?(?:[ap]m)?\b)*$",
    re.I,
)
_ONLY_JOIN = re.compile(r"^\s*(?:,|and|or|&|, and)\s*$")
_WAS = re.compile(r"\b(?:deadline|closing date|cut-?off)\s+(?:\w+\s+){0,3}?(?:was|passed|expired|of last)\b", re.I)


def closes_on(around: Passage, *, ranged: bool, joined: bool) -> bool:
    """Whether the day is a closing date. ``ranged``: it ends a range; ``joined``: the day named before it is one."""
    near, before = around.near or "", around.before
    if around.line:
        near = before = around.line + ": "
    if joined and _ONLY_JOIN.match(around.near):
        return True
    if _YEAR_ENDED.search(near):
        return False
    return (
        _by_name(near, around)
        or _by_closing(near, before)
        or _by_until(near, before, around.after)
        or _by_before(near, before, around.after)
        or (ranged and _by_range(near, before))
    )


def leans_behind(around: Passage) -> bool:
    """Whether the words tell of a closing date that has passed."""
    near = around.near
    return bool(
        _WAS.search(near)
        or ((found := _CLOSED.search(near)) and not re.search(r"\b(?:be|is|are|will)\s+$", near[: found.start()]))
    )


def has_closed(around: Passage) -> bool:
    """Whether the words say that an offer or call has closed on the day: neither a deadline nor an event."""
    found = last_match(_CLOSED, around.near)
    return bool(
        found and len(around.near) - found.end() <= 12 and _LAPSED.search(around.near[: found.start()])
    ) or bool(_WAS.search(around.near))


def _by_name(near: str, around: Passage) -> bool:
    found = last_match(_STRONG, near)
    if found and len(near) - found.end() <= GAP and ";" not in near[found.end() :]:
        if "due" in found.group().lower() and _AWAITED.search(near[: found.start()]):
            return False
        return not re.search(
            r"\b(?:missed|after|since|before|event|conference|meet|held|will be|announced|interviews?)\b",
            near[found.end() :],
            re.I,
        )
    return bool(_AFTER.match(around.after[:GAP]))


def _by_closing(near: str, before: str) -> bool:
    found = last_match(_CLOSE, near)
    if found is None or len(near) - found.end() > GAP or not _PLAIN_GAP.match(near[found.end() :]):
        return False
    lead = before[: len(before) - len(near) + found.start()]
    subject = lead[-SUBJECT:]
    offered = last_match(_OFFER, subject)
    other = last_match(_NO_OFFER, subject)
    if other and not _CALL.search(subject) and (offered is None or other.start() > offered.start()):
        return False
    return offered is not None or (not lead.strip() and not _SOFT_CLOSE.match(found.group()))


def _by_until(near: str, before: str, after: str) -> bool:
    if not _UNTIL.search(near) or (_NO_OFFER.search(near) and not _SUBMIT.search(near)):
        return False
    if re.search(r"(?<!\bup )\bto[\s\d:.apm]*$", near) and not re.search(r"\bextend|\bopen to $", near, re.I):
        return False  # "from 9am to 5pm on", "moved to"
    if _TO_ACT.match(after) or (_HAVE.search(near) and re.match(r"[\s,]*to \w+", after)):
        return True
    return bool(_ACTION.search(before) and (_OPEN.search(before) or _ACTION.search(near)))


def _by_before(near: str, before: str, after: str) -> bool:
    if not _BY.search(near):
        return False
    clause = re.split(r"[;:]|\bbut\b|\bwhile\b", before)[-1] if len(before) > GAP else before
    return bool(_SUBMIT.search(clause) or _SUBMIT.search(after[:GAP]))


def _by_range(near: str, before: str) -> bool:
    if _NO_OFFER.search(near) or _VOTES.search(near) or _DID.search(near):
        return False
    if re.search(r"\bopen\b[^.;]{0,30}\b(?:from|between)\s+$", near, re.I):
        return True
    return bool(_ACTION.search(before) and (_APPLY_IN.search(near) or re.search(r"\b(?:from|between)\s+$", near, re.I)))
