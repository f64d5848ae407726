"""The turns of phrase around a day on which something closes. Patterns only; see ``deadlines``."""

from __future__ import annotations

import re

from digestbot.anycase import AnyCase
from digestbot.extract.facts.closing_words import TIME

YEAR_ENDED = AnyCase(
    r"\b(?:years?|quarters?|months?|(?<!call-in )(?<!offer )(?<!consultation )(?<!objection )(?<!application )"
    r"(?<!nomination )(?<!voting )(?<!submission )(?<!comment )(?<!booking )periods?|weeks?|half|six months)"
    r" (?:to|end(?:s|ed|ing)?|up to)\b[^.;]{0,30}$"
)
AFTER = AnyCase(
    r"^(?!,? and\b)[\s,)–—-]*(?:(?:at|by)\s)?(?:[\w.:]+\s){0,3}?(?:(?:is|as)\s+)?(?:(?:the|a|an|its"
    r"|their)\s+)?(?:[\w-]+\s+){0,2}?"
    r"(?:deadlines?|closing date|cut-?off|last (?:day|date|chance) (?:to|for))\b"
)
TO_ACT = AnyCase(
    r"^[\s,)]*(?:(?:at|by) [\w.:]+ )?to (?:apply|respond|submit|register|enter|nominate|vote|comment|have"
    r" (?:your|their) say|book|bid|invest|reply|raise|make|file|put|decide|accept|lodge|send|sign|take part)\b"
)
DID = AnyCase(
    r"\b(?:raised|sold|took|made|fell|rose|was|were|had|received|collected|attracted|held|ran|spent|lent|lost"
    r"|earned)\b"
)
CAME_IN = AnyCase(r"(?<!\bbe )\b(?:lodged|cast|received|submitted|sent in|returned|handed in|filed|in) by\s+$")
CAME_TO = AnyCase(
    r"^[\s,]*(?:showed|came|put|gave|made|totalled|numbered|suggested|revealed|indicated|amounted|pointed|were|was|had)\b"
)
APPLY_IN = AnyCase(r"\b(?:open|apply|accepted|invited|available|runs?|running|window|period)\b[^.;]{0,30}$")
VOTES = AnyCase(r"\b(?:vote|votes|voting|balloted|polled|elect)\b[^.;]{0,20}$")
HAVE = AnyCase(
    r"\b(?:(?:have|has|had|got|given)\s+(?:only\s+|just\s+|now\s+)?|(?:gave|gives?|giving|given)\s+[^.;]{1,50}\s)"
    r"(?:until|till|up to)\b"
)
# "Ministers have until": what those who govern or own something must do by a day closes nothing for anybody else …
ITS_TURN = AnyCase(
    r"\b(?:ministers|mps|peers|directors|administrators|(?<!of )(?<!to )(?<!into )(?<!with )(?<!by )(?<!from )(?<!for )"
    r"(?<!against )the (?:[\w-]+ )?(?:government|council|court|judge"
    r"|regulator|minister|department|treasury|authority|commission(?:er)?|watchdog|bank|company|firm|landlord|owner|trust|board"
    r"|university|cma|fca|pra|secretary of state))\b"
    r"(?:(?!\b(?:members|residents|people|applicants|investors|bidders|villagers|customers|staff|workers|tenants"
    r"|shareholders|savers|voters|readers|anyone|you|we|they|who)\b)[^.;])*"
    r"\b(?:has|have|had) (?:only |just |now )?(?:until|till)\b[^.;]*$"
)
# … but for what anybody may do.
ANYBODY = AnyCase(
    r"^[\s,]*to (?:apply|submit|register|enter|nominate|vote|comment|have|book|bid|invest|take part|sign|raise)\b"
)
TO_DO = re.compile(r"[\s,]*(?:(?:rather than|instead of|not|at the latest)[^,.;]{0,40}, )?to \w+")
GIVEN_DAYS = AnyCase(r"\b(?:given|gave|gives?|have|has|had) [^.;]{1,40}(?:days|weeks?|months?), to $")
RUNS_TO = AnyCase(
    r"\b(?:ballots?|vot(?:e|ing)|polls?|consultations?|offers?|surveys?|calls?|nominations?|campaigns?|appeals?)\b"
    r"[^.;]{0,60}\b(?:runs?|open|running|lasts?) to\s+(?:the\s+)?$"
)
RUNS = AnyCase(r"\b(?:runs?|running|lasts?)\b[^.;]{0,30}$")
CALL_RUNS = AnyCase(
    r"\b(?:consultations?|surveys?|offers?|calls?|competitions?|windows?|voting|ballots?|polls?|crowdfund\w*|campaigns?"
    r"|appeals?|applications?|nominations?|registrations?|inquir(?:y|ies)|early[- ]bird|petitions?|sales?|rounds?"
    r"|issues?)\b"
)
OPENS = AnyCase(r"\b(?:opens?|opening|launches|starts?|begins?|gets? under way|(?:is|are) (?:now )?open)\s+$")
TO = re.compile(r"(?<!\bup )\bto[\s\d:.apm]*$")
STRETCHED = AnyCase(r"\bextend|\bopen to $|\b(?:weeks|days|months),? to (?:the )?$")
# "RSVP: 1 December", "Bids: 4 May".
LABEL = AnyCase(
    r"(?:^|[.;|•\n(]\s*)(?:rsvp|appl(?:y|ications)|book(?:ings?)?|entries|nominations|bids|tenders|submissions|eois"
    r"|proposals"
    r"|responses|closes|closing|due|abstracts|enter|requests?)(?: (?:due|to participate|by|close|closing"
    r"|open until))?\s?[:–—-]\s*(?:by|before|no later than)?"
    rf"{TIME}(?:on\s+)?$"
)
LEADS = AnyCase(r"^\W*(?:and |but |so )?(?:by|before|no later than|on or before)\b")
HAD = AnyCase(r"\b(?:had|has|have|was|were) (?:\w+ly )?\w+(?:ed|en|ached|ut)\b")
# "the offer has been extended by two weeks from 17 February to 3 March"
STRETCH = AnyCase(r"\bextend\w*\b[^.;]{0,40}\bfrom\s+(?:the\s+)?$")
WOULD = AnyCase(
    r"(?<!been )(?<!was )(?<!were )(?<!are )\b(?:said|says|told|promised|expects?|hopes?)"
    r" [^.;]{0,30}\b(?:would|will|to) \w+"
)
PAYS_MORE = AnyCase(r"\b(?:register|book|apply|sign up|pay|enter|order)(?:s|ing)? after\s+$")
LATE = AnyCase(rf"\b(?:received|submitted|sent|arriving|arrive|posted|in) after{TIME}(?:on\s+)?$")
UNREAD = AnyCase(r"^[\s,]*(?:will|can|may)(?:not| not)|^[\s,]*won['’]t|^[\s,]*(?:are|is) not\b")
WANTED = AnyCase(
    rf"\b(?:expected|wanted|needed|required|(?:be|are) in|due|returned|submitted|received|invited)(?: back"
    rf"| in)?{TIME}(?:on"
    rf"|by)\s+$"
)
IS_DUE = AnyCase(
    r"\b(?:votes?|debates?|ballot|hearings?|meetings?|decisions?|rulings?|talks|polls?),? (?:(?:is|are|was|were) )?due"
    r"(?: on)?\s+$"
)
DEADLINE_IS = AnyCase(
    rf"\b(?:deadline|closing date|cut-?off)\b[^.;]{{1,160}}\b(?:is|falls)(?: at| on)?{TIME}(?:on\s+)?$"
)
ASKED = AnyCase(
    r"\b(?:(?:by|until) when|when (?:is|does|do|must|should|can)\b[^?]{0,40}\b(?:close|deadline|apply|due|end|submit"
    r"|bid))\b"
)
# "Closing soon: the Bell (24 April), the Swan (30 April)"
LIST_OF_CLOSINGS = AnyCase(r"\b(?:clos(?:e|es|ing)|deadlines?|ends?|ending|last chance)\b[^.;:\d]{0,40}:\s")
IN_LIST = re.compile(r"(?:[(,–—-]\s*|\bon\s+)$")
ONLY_JOIN = re.compile(r"^\s*(?:,|and|or|&|, and)\s*$")
# "… closes on 30 May and round two on 26 September": what closes first has said so for both.
GAPPED = AnyCase(
    r"^[\s,;]*\(?(?:(?:(?:and|then|&)\s+)+(?:(?:the|a|its)\s+)?(?:(?:rounds?|stages?|phases?|windows?|cohorts?"
    r"|tranches?|lots?"
    r"|streams?|strands?|second|third|other|next|one|two|three|II|[2-5B-D])\s+){0,3}|the (?:second|third|other|next"
    r"|last)\s+)"
    r"(?:on|by|at|is|of|from)?\s*$"
)
WAS = AnyCase(r"\b(?:deadline|closing date|cut-?off)\s+(?:\w+\s+){0,3}?(?:was|passed|expired|of last)\b")
