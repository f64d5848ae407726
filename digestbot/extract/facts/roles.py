"""The words beside a person's name → the role they give, as written. Reads no names."""

from __future__ import annotations

import re

ROLE_CHARS = 90  # a longer one is a sentence about somebody
BEFORE = 110
AFTER = 130

_NOUN = (
    r"(?:chief (?:executive|operating|financ\w+|technology|people|commercial|impact|investment|economist"
    r"|medical|constable|information)(?: officer)?"
    r"|chief of staff|C[EFOT]O|(?:[\w-]+ )?director(?:[- ]general)?|(?:vice[- ]|deputy |co-)?chair(?:man|woman"
    r"|person)?|(?:vice[- ])?president"
    r"|secretary[- ]general|general secretary|secretary of state|secretary|(?:prime |first |shadow |junior"
    r" )?minister|chancellor|manager|head"
    r"|(?:co-?)?founder|(?:deputy )?leader|spokes(?:man|woman|person)|partner|professor|lecturer|fellow"
    r"|researcher|economist|analyst|author"
    r"|editor|owner|governor|commissioner|ombudsman|conven[oe]r|organi[sz]er|(?:co-?)?ordinator|trustee"
    r"|treasurer|councillor|mayor"
    r"|MP|MSP|MEP|MS|TD|peer|senator|congress(?:man|woman)|representative|ambassador|advis[eo]r|consultant"
    r"|officer|member|chef|farmer|baker"
    r"|driver|nurse|GP|doctor|solicitor|lawyer|barrister|barista|apprentice|tenant|resident|landlord|landlady"
    r"|postmaster|postmistress|bishop"
    r"|vicar|engineer|supporter|volunteer|worker|employee|regulator|registrar|principal|dean|vice-chancellor"
    r"|campaigner|entrepreneur|clerk|steward"
    r"|winner|judge|strategist|architect|designer|actuary|accountant|broker|builder|midwife|teacher|headteacher"
    r"|executive|lead|specialist"
    r"|shopkeeper|publican|brewer|grower|shepherd|crofter|historian|academic|scientist|journalist|broadcaster"
    r"|deputy|chairs?)"
)
_ROLE = re.compile(rf"\b{_NOUN}s?\b", re.I)
_AFTER = re.compile(
    r"^(?:\s(?:OBE|CBE|MBE|MP|MSP|MS|TD|KC|QC|FRSA|PhD),?)*(?:,\s+(?:who (?:is|was|chairs|leads)\s+)?|\s+\(|\s+[–—-]\s+"
    r"|\s+(?:is|was|becomes|became|as|(?:has been|have been|was|is|will be|being) (?:appointed|named|elected"
    r"|confirmed|made)(?: as| to be)?"
    r"|takes over as|took over as|steps down as|stepped down as|retires as|will (?:become|serve as|take over"
    r" as)|(?:re-?)?elected(?: as)?|appointed(?: as)?)\s+)"
    r"(?P<role>[^,.;:()\"“”\n]{2,120})"
)
_ROLE_STOP = re.compile(
    r"\s(?:who|said|says|told|has|have|had|will|is|was|were|are|added|which|that|whose|when|after|since|from \d"
    r"|as|until|because|while|but|commented"
    r"|explained|warned|argued|and (?:he|she|they|told|said|the)|[–—])(?=\s|$)|\s(?:today|yesterday|this|next|on"
    r" \w+day|(?:in|on|from) (?:\d+ )?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December))\b"
)
_SOUGHT = re.compile(r"(?:looking|seeking|recruiting|hiring|searching|advertising|to|being|going|in|at|on|not)\b", re.I)
_LEAD = re.compile(
    r"^(?:(?:the|its|a|an|our|their|his|her|one of|whose|now|then|another|and)\s+|\w+['’]s?\s+(?=[a-z]))+", re.I
)
_BEFORE = re.compile(
    rf"(?P<role>(?:(?:[A-ZÀ-Þ][\w’'&-]*|of|for|&|UK|former|new|interim|acting|group|deputy|outgoing|incoming"
    rf"|founding|current|senior|national|joint|local"
    rf"|regional|executive|independent|elected|worker|managing|assistant|policy|research|finance|operations"
    rf"|development|communications"
    rf"|housing|business|Labour|Conservative|shop|parish|civil|society|its|the|whose)\s+){{0,8}}(?i:{_NOUN})),?\s+$"
)
_ENDS = re.compile(rf"\b{_NOUN},?\s+$", re.I)
_OF_BEFORE = re.compile(rf"(?P<role>\b{_NOUN}\s(?:of|for|at|in)\s[^,.;:\n\"“”]{{2,60}}),\s+$", re.I)
_FOR_BEFORE = re.compile(
    r"(?P<role>\b(?:[Mm]inister|[Ss]ecretary|[Ss]pokes\w+)(?: of [Ss]tate)? for (?:[\w’'-]+,? ){1,6})$"
)


def is_role(word: str) -> bool:
    """Whether a word by itself is a role: "Editor"."""
    return _ROLE.fullmatch(word) is not None


def role_after(text: str, end: int) -> str:
    """The role that follows a name ending at ``end``; empty where none does."""
    match = _AFTER.match(text[end : end + AFTER])
    if match is None:
        return ""
    role = match["role"]
    if stop := _ROLE_STOP.search(role):
        role = role[: stop.start()]
    role = _LEAD.sub("", role.strip()).strip()
    if _SOUGHT.match(role):
        return ""  # "is looking for a chair"
    named = _ROLE.search(role)
    if named is None or len(role) > ROLE_CHARS or len(role[: named.start()].split()) > 5:
        return ""
    return _trim(role)


def role_before(text: str, start: int) -> str:
    """The role that leads up to a name beginning at ``start``; empty where none does."""
    left = text[max(0, start - BEFORE) : start]
    left = left[left.rfind("\n") + 1 :]
    # The long patterns are tried only where the word before the name, or a comma, makes a match possible.
    match = _BEFORE.search(left) if _ENDS.search(left[-24:]) else None
    if match is None and left.endswith(", ") and _ROLE.search(left):
        match = _OF_BEFORE.search(left)
    if match is None and " for " in left:
        match = _FOR_BEFORE.search(left)
    if match is None:
        return ""
    role = match["role"].strip()
    role = _LEAD.sub("", role).strip()
    return _trim(role) if len(role) <= ROLE_CHARS else ""


def _trim(role: str) -> str:
    return " ".join(role.split()).strip(" ,-–—")
