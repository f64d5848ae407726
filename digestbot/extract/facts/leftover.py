"""Runs of capitalised words that are no known body, place or person → organisations, where nothing says otherwise.

Most names in the sector's press are of bodies no list knows. A name of several words that is no event, law, building
or brand is taken for one; a name of one word only where the words beside it say so.
"""

from __future__ import annotations

import re

from digestbot.extract.facts.bodies import DAYS, GENERIC, HEADS, NATIONS, OCCASIONS, TITLES
from digestbot.extract.facts.names import CONNECTORS, STARTERS, Name, Run, bare, known, known_set, match_known, overlaps
from digestbot.extract.facts.passages import last_word

# Last words of names that are of something else: places to meet, things to win, things to read, laws, days.
_NO_BODY = OCCASIONS | frozenset(
    "House Hall Hotel Inn Arms Head Castle Court Place Street Road Lane Avenue Square Park Green Hill Wood Mill"
    " Mills Bridge Station Airport Island Islands Islet Bay Beach Harbour Harbor Pier Valley Dale Dales Moor Moors"
    " Forest River Water Lake Loch Coast Estate Farm Field Fields Garden Gardens Quarter Village Stadium Ground"
    " Arena Pavilion Rooms Cup Medal Trophy Prizes Day Days Night Weekend Week Month Year Season Eve Fortnight Term"
    " Budget Statement Manifesto Paper Bible Declaration Agreement Treaty Convention Code Standard Standards"
    " Principle Principles Pact Covenant Loan Loans Credit Allowance Grant Grants Bond Bonds Share Shares Offer Fee"
    " Levy Insurance Pension Pensions Executive Officer Director Chair Chairman Manager President Secretary Minister"
    " Leader Editor Author Professor Course School Schools College Degree Diploma Certificate Lecture Lectures"
    " Webinar Workshop Tour Trail Line Route War Revolution Rising Crisis Crash Reform Movement Question Problem"
    " Effect Way Ways Story Stories Song Book Film Bid Build Own Provide Request Buy Meeting Vote Ballot Election"
    " Elections Referendum Hearing Inquiry Commission's Tuesday Monday Wednesday Thursday Friday Saturday Sunday"
    " Ltd. Constituency Constituencies County District Region Peninsula Plain Plains Basin Isle Isles Tower Towers"
    " Bar Café Tavern Abbey Cathedral Chapel Museum Festival Sale Fund's Time Halls Exchange Grange Right Rights"
    " Congress Conference Fair Fayre Show Exhibition Parade Carnival Games Championship Championships Final Index"
    " Zone  Rest Yard Tap Cross Point Walk Walks Democrat Democrats Republican Republicans".split()
)
# Words that make a name that of an event or a prize wherever they stand in it.
_OCCASION = frozenset(
    "Awards Award Prize Prizes Year Festival Conference Congress Summit Day Week Month Medal Cup Fortnight"
    " Weekend War".split()
)
_THING = re.compile(
    r"^(?: (?:\d|prize|award|medal|course|pot|report|scheme|programme|program|index|survey|conference|festival|event"
    r"|day\b"
    r"|week|bill\b|act\b|deal|model|standard|rules|app\b|case|pub\b|hotel|building|hall\b|school|village|estate|ward"
    r"|area"
    r"|site|line|route|valley|region|constituency|system|method|label|badge|mark\b|licence|bond|loan|tax|crisis|paper"
    r"|book"
    r"|film|magazine's|formula|effect|grants?\b|fund\b|relief|exemption|review|inquiry|bid|round|phase|conversation)"
    r"| to [A-Z])",
)
_AT = re.compile(r"\b(?:at|in|near|from|to|across|around|outside)(?: the)? $")
_AT_LAST = frozenset("at in near from to across around outside the".split())  # the last word where it matches
_STAFF_AT = re.compile(
    r"\b(?:[Mm]embers|[Ss]taff|[Ww]orkers|[Ee]mployees|[Pp]eople|[Cc]olleagues|[Dd]rivers|[Nn]urses|analysts?|partner"
    r"|director|[Aa]dministrators?|[Ll]awyers?|[Cc]onsultants?|[Aa]dvisers?|[Ee]xperts?|[Ee]conomists?|[Aa]uditors?"
    r"|manager|executive|chair|researchers?|lawyers?|jobs?|shares?|stake|job|move|role) (?:at|in|from"
    r"|to)(?: the)? $"
    r"|\b(?:loan|grant|support|funding|money|help|backing|investment|advice|cash|sum|\d[\w.]*|lent|sold|bought"
    r"|transfer\w*"
    r"|given|awarded|merge\w*|letter|bid|offer|pay\w*|owed) (?:from|to|into)(?: the)? $"
)
_BEGINS = re.compile(r"(?:^|[.!?:]\s+|\n\s*|[“\"‘]\s*)$")
# Before a name: someone who acts for it or on it.
_LEADS = re.compile(
    r"\b(?:said|says|told|according to|(?:supported|backed|sponsored|funded|run|owned|led|paid for|bought|founded"
    r"|managed"
    r"|organi[sz]ed|hosted|commissioned|published|endowed|advised|represented|set up|made|held|endorsed) by(?: the)?"
    r"|employer|sponsor|landlord|rival|owner|bidder|parent|subsidiary|trade body|law firm|consultants|accountants"
    r"|(?:support|help|backing|partnership) (?:of|from|between|with)|mutual|insurer|bank|lender|platform|society"
    r"|group|union|chain|the \w+ group|consultancy"
    r"|co-?op(?:erative)?,?)(?:,)? $"
)
_LEADS_LAST = frozenset(
    "said says told to by the employer sponsor landlord rival owner bidder parent subsidiary body firm consultants"
    " accountants of from between with mutual insurer bank lender platform society group union chain consultancy"
    " op operative coop cooperative".split()
)
# Behind a name: what only a body has or does.
_FOLLOWS = re.compile(
    r"^(?:(?:’s|'s) (?:(?:\d[\d,]*|own|new|former|first|two|chief|managing|other|many) )*(?:members|staff|workers"
    r"|employees|customers|shareholders|board|chair\w*|executive|director|directors|founders?|president|owners?|savers"
    r"|policyholders|trustees|tenants|annual|profits?|turnover|share)\b"
    r"| (?:company|members|staff|workers|employees|customers|agency|network|charity|co-?op(?:erative)?|group|bank"
    r"|workers'"
    r"|shareholders|drivers|tenants)\b"
    r"|, (?:an?|the|one of|which|whose|based|founded|set up|run|owned)\b[^.;]{0,80}?\b(?:mutual|co-?op(?:erative)?"
    r"|charity"
    r"|firm|company|society|business|enterprise|bank|insurer|union|runs|lends|makes|sells|employs|owns|expects|works"
    r"|trades"
    r"|provides|supports|trains|has \d|had \d|said)\b"
    r"| (?:employs|lends|lent|trades|runs \d|has (?:\d|lent|raised|launched|opened|appointed|named|bought|sold|won"
    r"|agreed"
    r"|signed|set|given|hired|told)|is (?:owned|run|hiring|seeking|recruiting|to (?:hire|cut|open|close|buy|sell"
    r"|merge))"
    r"|sponsors|published|launched|appointed|acquired|announced|said|says|wants|plans)\b)"
)
HEADING_CHARS = 90  # a line longer than that is a paragraph whose stop was lost
_ABBREVIATED = re.compile(r"[A-Z]{2,}s")
_ABBREVIATIONS = frozenset(
    "AGM EGM SGM VAT CEO CFO COO TV IT HR PR AI ESG EOT EOTs CIC CICs ESOP ESOPs CLT CLTs GDP PPE PhD MBA".split()
)
# "Its report, Quarrels Among Equals": what is written or shown has a name too.
_TITLED = re.compile(
    r"\b(?:report|paper|book|film|pamphlet|study|essay|play|song|series|podcast|manifesto|strategy|guide|plan"
    r"|programme|document|exhibition"
    r"|scheme|campaign|project|prize|award|ship|boat|vessel|ferry|skipper of|landlord of|tenants? of)(?: called"
    r"| entitled| titled| named|,)?(?: the)? $",
    re.I,
)
_TITLED_LAST = frozenset(
    "report paper book film pamphlet study essay play song series podcast manifesto strategy guide plan programme"
    " document exhibition scheme campaign project prize award ship boat vessel ferry of called entitled titled named"
    " the".split()
)
_COMPOUND = re.compile(r"-(?:based|owned|led|run|born|backed|only|style)$")
_PROPER = re.compile(r"^[A-ZÀ-Þ][\w’'&.-]*$")


def find_leftover(text: str, runs: list[Run], organisations: list[Name], taken: list[Name]) -> list[Name]:
    """Further organisations than those found, in the order of the text; none shares a word with a name ``taken``."""
    found: list[Name] = []
    surnames = {name.text.split()[-1] for name in taken} - {name.text for name in organisations}
    alone = {bare(run.words[0].text) for run in runs if len(run.words) == 1}
    for run in runs:
        if overlaps(run.start, run.end, taken) or _is_heading(text, run):
            continue
        beside = [*found[-1:], *(one for one in organisations if run.start - one.end == len(" and "))]
        name = _rest(text, run, beside)
        if name and not _is_person(name, surnames, alone):
            found.append(name)
    return found


def _is_person(name: Name, surnames: set[str], alone: set[str]) -> bool:
    """Whether the name is rather somebody's: a surname told before, or one whose last word stands for the whole.

    A body is shortened to its first word ("Lakeland"), a person to the last ("Weaver").
    """
    words = name.text.split()
    if len(words) == 1:
        return name.text in surnames
    return len(words) <= 3 and (words[0] in known_set("given names") or (words[-1] in alone and words[0] not in alone))


def _is_heading(text: str, run: Run) -> bool:
    """Whether the run stands in a line that is no sentence, where every word may have a capital."""
    begin = text.rfind("\n", 0, run.start) + 1
    end = text.find("\n", run.end)
    line = text[begin : end if end >= 0 else len(text)].rstrip()
    return len(line) <= HEADING_CHARS and not line.endswith((".", "!", "?", "”", '"', ")", "’"))


def _rest(text: str, run: Run, beside: list[Name]) -> Name | None:
    lead = text[max(0, run.start - 3) : run.start]
    begins = not (lead[-1:] == " " and lead[-2:-1].isalnum()) and _BEGINS.search(lead) is not None
    words = list(run.words)
    while words and (words[0].text in STARTERS or words[0].text in CONNECTORS or words[0].text in NATIONS):
        begins = False
        words = words[1:]
    if begins and len(words) > 2 and words[1].text in CONNECTORS and words[0].text not in HEADS:
        words = words[2:]  # "Crowdfunding for the Ambition turbine"
        while words and words[0].text in CONNECTORS:
            words = words[1:]
    of = next((n for n, word in enumerate(words) if word.text == "of"), 0)
    if of > 1 and len(words) == of + 2 and not any(bare(word.text) in HEADS for word in words[:of]):
        words = words[:of]  # "Burning Sky of Firle"
    while words and words[-1].text in CONNECTORS:
        words = words[:-1]
    if not words or any(
        word.text.rstrip(".") in TITLES or word.text in DAYS or word.text == "Member" for word in words
    ):
        return None
    end = words[-1].start + len(bare(words[-1].text))
    plain = [bare(word.text) for word in words if word.text not in CONNECTORS]
    if (
        plain[-1] in _NO_BODY
        or not _OCCASION.isdisjoint(plain)
        or all(word in GENERIC or word in NATIONS for word in plain)
    ):
        return None
    if (
        any(not _PROPER.match(word) for word in plain)
        or match_known(text, words[0].start, plain[0], known("places")) >= end
    ):
        return None
    if len(plain) == 1 and (begins or _is_no_name(plain[0])):
        return None
    name = Name(words[0].start, end, text[words[0].start : end])
    left, right = text[max(0, name.start - 40) : name.start], text[end : end + 110]
    last = last_word(left)
    leads = last in _LEADS_LAST and _LEADS.search(left)
    told = leads or _FOLLOWS.match(right) or any(text[one.end : name.start] == " and " for one in beside)
    if not told and len(plain) == 1:
        return None
    titled = last in _TITLED_LAST and _TITLED.search(left)
    if titled or _THING.match(right) or _COMPOUND.search(plain[-1]):
        return None
    if not told and last in _AT_LAST and _AT.search(left) and not _STAFF_AT.search(left):
        return None  # where something is, not who
    return name


def _is_no_name(word: str) -> bool:
    """Whether a single word is rather a person's, a nation's or an abbreviation's than a body's."""
    return (
        word in known_set("given names")
        or len(word) < 3
        or word.endswith(("ian", "ish", "ese"))
        or _ABBREVIATED.fullmatch(word) is not None
        or word in _ABBREVIATIONS
    )
