"""The turns of phrase around a day on which something closes. Patterns only; see ``deadlines``."""

from __future__ import annotations

import re

from digestbot.extract.facts.closing_words import TIME

YEAR_ENDED = re.compile(
    r"\b(?:years?|quarters?|months?|periods?|weeks?|half|six months) (?:to|end(?:s|ed|ing)?|up"
    r" to)\b[^.;]{0,30}$",
    re.I,
)
AFTER = re.compile(
    r"^(?!,? and\b)[\s,)–—-]*(?:(?:at|by)\s)?(?:[\w.:]+\s){0,3}?(?:(?:is|as)\s+)?(?:(?:the|a|an|its"
    r"|their)\s+)?(?:[\w-]+\s+){0,2}?"
    r"(?:deadlines?|closing date|cut-?off|last (?:day|date|chance) (?:to|for))\b",
    re.I,
)
TO_ACT = re.compile(
    r"^[\s,)]*(?:(?:at|by) [\w.:]+ )?to (?:apply|respond|submit|register|enter|nominate|vote|comment|have"
    r" (?:your|their) say|book|bid|invest|reply|raise|make|file|put|decide|accept|lodge|send|sign|take part)\b",
    re.I,
)
DID = re.compile(
    r"\b(?:raised|sold|took|made|fell|rose|was|were|had|received|collected|attracted|held|ran|spent|lent|lost"
    r"|earned)\b",
    re.I,
)
CAME_IN = re.compile(r"(?<!\bbe )\b(?:lodged|cast|received|submitted|sent in|returned|handed in|filed|in) by\s+$", re.I)
CAME_TO = re.compile(
    r"^[\s,]*(?:showed|came|put|gave|made|totalled|numbered|suggested|revealed|indicated|amounted|pointed|were|was|had)\b",
    re.I,
)
APPLY_IN = re.compile(r"\b(?:open|apply|accepted|invited|available|runs?|running|window|period)\b[^.;]{0,30}$", re.I)
VOTES = re.compile(r"\b(?:vote|votes|voting|balloted|polled|elect)\b[^.;]{0,20}$", re.I)
HAVE = re.compile(
    r"\b(?:(?:have|has|had|got|given)\s+(?:only\s+|just\s+|now\s+)?|(?:gave|gives?|giving|given)\s+[^.;]{1,50}\s)"
    r"(?:until|till|up to)\b",
    re.I,
)
TO_DO = re.compile(r"[\s,]*(?:(?:rather than|instead of|not|at the latest)[^,.;]{0,40}, )?to \w+")
GIVEN_DAYS = re.compile(r"\b(?:given|gave|gives?|have|has|had) [^.;]{1,40}(?:days|weeks?|months?), to $", re.I)
RUNS_TO = re.compile(
    r"\b(?:ballots?|vot(?:e|ing)|polls?|consultations?|offers?|surveys?|calls?|nominations?|campaigns?|appeals?)\b"
    r"[^.;]{0,60}\b(?:runs?|open|running|lasts?) to\s+(?:the\s+)?$",
    re.I,
)
RUNS = re.compile(r"\b(?:runs?|running|lasts?)\b[^.;]{0,30}$", re.I)
CALL_RUNS = re.compile(
    r"\b(?:consultations?|surveys?|offers?|calls?|competitions?|windows?|voting|ballots?|polls?|crowdfund\w*|campaigns?"
    r"|appeals?|applications?|nominations?|registrations?|inquir(?:y|ies)|early[- ]bird|petitions?|sales?|rounds?"
    r"|issues?)\b",
    re.I,
)
OPENS = re.compile(r"\b(?:opens?|opening|launches|starts?|begins?|gets? under way|(?:is|are) (?:now )?open)\s+$", re.I)
TO = re.compile(r"(?<!\bup )\bto[\s\d:.apm]*$")
STRETCHED = re.compile(r"\bextend|\bopen to $|\b(?:weeks|days|months),? to (?:the )?$", re.I)
# "RSVP: 1 December", "Bids: 4 May".
LABEL = re.compile(
    r"(?:^|[.;|•\n(]\s*)(?:rsvp|appl(?:y|ications)|book(?:ings?)?|entries|nominations|bids|tenders|submissions|eois"
    r"|proposals"
    r"|responses|closes|closing|due|abstracts|enter|requests?)(?: (?:due|to participate|by|close|closing"
    r"|open until))?\s?[:–—-]\s*(?:by|before|no later than)?"
    rf"{TIME}(?:on\s+)?$",
    re.I,
)
LEADS = re.compile(r"^\W*(?:and |but |so )?(?:by|before|no later than|on or before)\b", re.I)
HAD = re.compile(r"\b(?:had|has|have|was|were) (?:\w+ly )?\w+(?:ed|en|ached|ut)\b", re.I)
# "the offer has been extended by two weeks from 17 February to 3 March"
STRETCH = re.compile(r"\bextend\w*\b[^.;]{0,40}\bfrom\s+(?:the\s+)?$", re.I)
WOULD = re.compile(
    r"(?<!been )(?<!was )(?<!were )(?<!are )\b(?:said|says|told|promised|expects?|hopes?)"
    r" [^.;]{0,30}\b(?:would|will|to) \w+",
    re.I,
)
PAYS_MORE = re.compile(r"\b(?:register|book|apply|sign up|pay|enter|order)(?:s|ing)? after\s+$", re.I)
LATE = re.compile(rf"\b(?:received|submitted|sent|arriving|arrive|posted|in) after{TIME}(?:on\s+)?$", re.I)
UNREAD = re.compile(r"^[\s,]*(?:will|can|may)(?:not| not)|^[\s,]*won['’]t|^[\s,]*(?:are|is) not\b", re.I)
WANTED = re.compile(
    rf"\b(?:expected|wanted|needed|required|(?:be|are) in|due|returned|submitted|received|invited)(?: back"
    rf"| in)?{TIME}(?:on"
    rf"|by)\s+$",
    re.I,
)
IS_DUE = re.compile(
    r"\b(?:votes?|debates?|ballot|hearings?|meetings?|decisions?|rulings?|talks|polls?),? (?:(?:is|are|was|were) )?due"
    r"(?: on)?\s+$",
    re.I,
)
DEADLINE_IS = re.compile(
    rf"\b(?:deadline|closing date|cut-?off)\b[^.;]{{1,160}}\b(?:is|falls)(?: at| on)?{TIME}(?:on\s+)?$", re.I
)
ASKED = re.compile(
    r"\b(?:(?:by|until) when|when (?:is|does|do|must|should|can)\b[^?]{0,40}\b(?:close|deadline|apply|due|end|submit"
    r"|bid))\b",
    re.I,
)
# "Closing soon: the Bell (24 April), the Swan (30 April)"
LIST_OF_CLOSINGS = re.compile(r"\b(?:clos(?:e|es|ing)|deadlines?|ends?|ending|last chance)\b[^.;:\d]{0,40}:\s", re.I)
IN_LIST = re.compile(r"(?:[(,–—-]\s*|\bon\s+)$")
ONLY_JOIN = re.compile(r"^\s*(?:,|and|or|&|, and)\s*$")
# "… closes on 30 May and round two on 26 September": what closes first has said so for both.
GAPPED = re.compile(
    r"^[\s,;]*\(?(?:(?:(?:and|then|&)\s+)+(?:(?:the|a|its)\s+)?(?:(?:rounds?|stages?|phases?|windows?|cohorts?"
    r"|tranches?|lots?"
    r"|streams?|strands?|second|third|other|next|one|two|three|II|[2-5B-D])\s+){0,3}|the (?:second|third|other|next"
    r"|last)\s+)"
    r"(?:on|by|at|is|of|from)?\s*$",
    re.I,
)
WAS = re.compile(r"\b(?:deadline|closing date|cut-?off)\s+(?:\w+\s+){0,3}?(?:was|passed|expired|of last)\b", re.I)
