"""The words beside a person's name → the role they give, as written. Reads no names."""

from __future__ import annotations

import re
from functools import lru_cache

from digestbot.anycase import AnyCase
from digestbot.extract.facts.passages import last_word
from digestbot.extract.facts.role_words import COMMON, LAST, NOUN, ROLE, TRADE_ENDS

ROLE_CHARS = 90  # a longer one is a sentence about somebody
TRADE_CHARS = 40  # room for "night support worker "
BEFORE = 110
AFTER = 130

_SPOKEN_OF = (
    r"(?:is|was|becomes|became|as|(?:has been|have been|was|is|will be|being) (?:appointed|named|elected|confirmed"
    r"|made)"
    r"(?: as| to be)?|takes over as|took over as|steps down as|stepped down as|(?:will|to|would) (?:stand"
    r"|step) down as|stands? down as"
    r"|retires as|will (?:become|serve as|take over as)|(?:re-?)?elected(?: as)?|appointed(?: as)?)"
)
_AFTER = re.compile(
    r"^(?:\s(?:OBE|CBE|MBE|MP|MSP|MS|TD|KC|QC|FRSA|PhD),?)*"
    rf"(?:,\s+(?:who (?:is|was|leads)\s+)?|\s+\(|\s+[–—-]\s+|\s+{_SPOKEN_OF}\s+)(?P<role>[^,.;:()\"“”\n]{{2,120}})"
)
# "…, formerly a banker, has been named chief executive": the second is the news.
_NAMED_TO = re.compile(rf"^, [^,.;\"“”\n]{{2,90}}, {_SPOKEN_OF}\s+(?P<role>[^,.;:()\"“”\n]{{2,120}})")
# ", a postman who": what anybody may be; no office, so what stands before the name goes first.
_APPOSED = re.compile(
    r"^, (?:an?|one of the) (?P<role>(?!(?:move|day|week|year|decision|view|fact|claim|step|point|figure|sum|post|job"
    r"|position|charity|company|trust|body|group|firm|third|quarter|half|former)\b)(?:[a-z-]{3,} ){0,2}?[a-z-]{4,})"
    r"(?=[,.;]| (?:who|whose|and|in|at|from|with|of|on|for)\b)"
)
_CHAIRS = re.compile(
    r"^,? who (?:also )?(?:will (?:also )?)?(?:co-)?"
    r"(?P<verb>chairs?|chaired|heads?|headed|led|edits|founded|manages?)\b"
    r"(?P<study>(?: the| this)? (?:study|research|paper|report|review))?"
)
_WILL_CHAIR = re.compile(
    r"^(?:, [^.;\"“”\n]{2,90},)? (?:will (?:also )?chair|is to chair|chairs) (?:the|its|a|an|it)\b"
)
_CHAIR = {"chair": "chair", "chairs": "chair", "chaired": "chair", "head": "head", "heads": "head", "headed": "head",
          "led": "leader", "edits": "editor", "founded": "founder", "manage": "manager",
          "manages": "manager"}  # fmt: skip
_OF_BODY = re.compile(r"^,? (?P<role>(?:of|from|at) (?:the )?[^,.;:()\"“”\n]{2,60})")
# "driver", "porter", "artist": a trade told in small letters before a name.
_TRADE = re.compile(
    r"\b(?P<role>(?:(?:home|shop|bus|taxi|social|care|civil|film|market|night|school|youth|support) )?(?!after|under"
    r"|over\b|other"
    r"|another|whether|rather|either|neither|however|later|earlier|never|former|together|further|order|offer|per|order)"
    r"[a-z-]{2,}(?:[^e]er|ist|man|woman|eer|ician|smith|wright|aide|cook|nurse|pilot|poet|student|clerk|pensioner"
    r"|carer|skipper))\s$"
)
_SEVERAL = re.compile(
    rf"\b(?P<role>(?:[\w-]+ )?{NOUN})s?,? (?:[A-ZÀ-Þ][\w’'-]+ (?:[A-ZÀ-Þ][\w’'-]+ ?){{1,2}}(?:,|and) ?)*$"
)
_ROLE_STOP = re.compile(
    r"\s(?:who|said|says|told|has|have|had|will|is|was|were|are|added|which|that|whose|when|after|since|from \d"
    r"|as|until|because|while|but|commented"
    r"|explained|warned|argued|at the end|and (?:he|she|they|told|said|the)|[–—])(?=\s|$)|\s(?:today|yesterday|this"
    r"|next (?:week|month|year|spring|summer|autumn|winter|\w+day|[A-Z])|on \w+day|(?:in|on|from) (?:\d+ )?(?:January"
    r"|February|March|April|May|June|July|August|September|October|November|December))\b"
)
_SOUGHT = AnyCase(
    r"(?:looking|seeking|recruiting|hiring|searching|advertising|to|being|going|in|at|on|not|will|would|has|had|have|can"
    r"|may|told|asked|wrote|thanked|urged|warned|called"
    r"|(?!retired|elected|appointed)\w+ed (?:to|by|the|its|his|her|their|for))\b"
)
_LEAD = re.compile(
    r"^(?:(?:the|its|a|an|our|their|his|her|one of|of|whose|now|then|another|and|but)\s+|\w+['’]s?\s+(?=[a-z]))+", re.I
)
_AT_MOST_THREE = r"(?=(?:\S++\s++){1,3}+$)"  # words are left: keeps the engine from trying a hundred nouns everywhere
_BEFORE = re.compile(
    rf"(?P<role>(?:(?:[A-ZÀ-Þ][\w’'&-]*|of|for|&|UK|former|new|interim|acting|group|deputy|outgoing|incoming"
    rf"|founding|current|senior|national|joint|local"
    rf"|regional|executive|independent|elected|worker|managing|assistant|trust|economy|land|social|care|justice"
    rf"|health|culture|finance|committee|board|union|council|party|club|society's|committee's|department|project"
    rf"|programme|branch|community|energy|education|schools|trade|growth|communities|levelling|transport|home|foreign"
    rf"|pensions|work|farming|rural|environment|policy|research|finance"
    rf"|operations"
    rf"|development|communications"
    rf"|housing|business|Labour|Conservative|shop|parish|civil|society|its|the|whose)\s+){{0,8}}{_AT_MOST_THREE}(?i:{NOUN})),?\s+$"
)
_PARTING = '.,:;()"“”£'  # stands in no word of it
_ENDS = AnyCase(rf"\b{NOUN},?\s+$")
_OF_BEFORE = re.compile(
    rf"(?P<role>\b(?:(?:cabinet|deputy|vice|shadow|board|executive|managing|regional) )?{NOUN}"
    rf"\s(?:of|for|at|in)\s[^,.;:\n\"“”]{{2,60}}),\s+$",
    re.I,
)
_FOR_BEFORE = re.compile(
    r"(?P<role>\b(?:(?:[Cc]abinet|[Dd]eputy|[Ss]hadow|[Vv]ice) )?(?:[Mm]inister|[Ss]ecretary|[Ss]pokes\w+|[Mm]ayor"
    r"|[Mm]ember|[Cc]ommissioner|[Dd]irector|[Hh]ead|[Cc]hampion)(?: of [Ss]tate)? for (?:[\w’'-]+,? ){1,6})$"
)


_NEW = re.compile(r"\b(?:new|next|first|its|their) [^:.\n]{3,60}: $")
_DOERS = {"chaired": "chair", "written": "author", "authored": "author", "founded": "founder", "edited": "editor"}
_DONE_BY = re.compile(
    rf"\b(?i:(?P<done>{'|'.join(_DOERS)}))(?: in \d{{4}})? by (?:[A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ][\w’'-]+(?:,| and) )?$"
)
_ARE = (" is ", " be ", " was ")
_IS = re.compile(r" (?:is|was|will be|is to be) $")
_SIGNED = re.compile(r"[A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ][\w’'-]+, $")  # "Ann Lee, managing director, Firstlight": hers


@lru_cache(maxsize=1 << 12)
def is_role(word: str) -> bool:
    """Whether a word by itself is a role: "Editor"."""
    return ROLE.fullmatch(word) is not None


@lru_cache(maxsize=1 << 12)
def _may_end(word: str) -> bool:
    """Whether a role may end in the word."""
    return LAST.fullmatch(word) is not None


def role_after(text: str, end: int) -> str:
    """The role that follows a name ending at ``end``; empty where none does."""
    right = text[end : end + AFTER]
    if chairs := _CHAIRS.match(right):
        return "lead author" if chairs["study"] else _CHAIR[chairs["verb"]]
    if _WILL_CHAIR.match(right):
        return "chair"
    for pattern in (_NAMED_TO, _AFTER):
        match = pattern.match(right)
        if match and not match["role"].startswith("and ") and (role := _role(match["role"])):
            return role
    return ""


def _role(role: str) -> str:
    """The role that the words give; empty where they tell of something else."""
    if stop := _ROLE_STOP.search(role):
        role = role[: stop.start()]
    role = _LEAD.sub("", role.strip()).strip()
    if _SOUGHT.match(role):
        return ""  # "is looking for a chair"
    named = ROLE.search(role)
    if named is None or len(role) > ROLE_CHARS or len(role[: named.start()].split()) > 5:
        return ""
    return _trim(role)


def trade_after(text: str, end: int) -> str:
    """The trade or station in which a name ending at ``end`` is introduced: "a postman"; empty where it is not."""
    match = _APPOSED.match(text[end : end + AFTER])
    return match["role"] if match else ""


def body_after(text: str, end: int) -> str:
    """The body that the name ending at ``end`` is said to be of, as written: "of the Phone Co-op"; or empty."""
    match = _OF_BODY.match(text[end : end + AFTER])
    if match is None:
        return ""
    role = match["role"]
    stop = _ROLE_STOP.search(role)
    return _trim(role[: stop.start()] if stop else role)


def role_before(text: str, start: int) -> str:
    """The role that leads up to a name beginning at ``start``; empty where none does."""
    left = text[max(0, start - BEFORE) : start]
    left = left[left.rfind("\n") + 1 :]
    # The long patterns are tried only where the word before the name, or a comma, makes a match possible.
    if left.endswith(("by ", "and ", ", ")) and " by " in left and (done := _DONE_BY.search(left)):
        return _DOERS[done["done"].lower()]
    if left.endswith(": ") and _NEW.search(left):
        left = f"{left[:-2]} "  # "the Mark has a new chief executive: Ann Lee"
    elif left.endswith(_ARE) and (ahead := _IS.search(left)):
        left = left[: ahead.start()] + " "  # "Its chief executive is Ann Lee"
    match = _BEFORE.search(left, _clause(left)) if _may_end(last_word(left)) and _ENDS.search(left[-24:]) else None
    if match and left.endswith(", ") and not _LEAD.match(match["role"]) and _SIGNED.search(left[: match.start()]):
        return ""
    if match is None and left.endswith(", ") and ROLE.search(left):
        match = _OF_BEFORE.search(left)
    if match is None and " for " in left:
        match = _FOR_BEFORE.search(left)
    if match is None and left[:-1].endswith(TRADE_ENDS):
        match = _TRADE.search(left[-TRADE_CHARS:])
    if match is None and left.endswith(("and ", ", ")):
        match = _SEVERAL.search(left)
    if match is None:
        return ""
    role = match["role"].strip()
    if _begins(left, match.start("role")):
        role = _small(role)
    role = _LEAD.sub("", role).strip()
    return _trim(role) if len(role) <= ROLE_CHARS else ""


def _begins(left: str, start: int) -> bool:
    """Whether a sentence begins at ``start`` of the words that lead up to a name."""
    return left[:start].rstrip(' “"‘')[-1:] in ("", ".", "!", "?", "”", '"')


def _small(role: str) -> str:
    """A role without the capital of a sentence's beginning: "managing director", but "Oxfam director"."""
    first, space, rest = role.partition(" ")
    own = first[1:].islower() and (is_role(first) or first.lower() in COMMON)
    return f"{first.lower()}{space}{rest}" if own and not rest[:1].isupper() and "of State" not in rest else role


def _clause(left: str) -> int:
    """Where the last words begin that no mark parts: no role that leads up to a name begins before them."""
    words = left.rstrip().removesuffix(",")
    return max(map(words.rfind, _PARTING)) + 1


def _trim(role: str) -> str:
    return " ".join(role.split()).strip(" ,-–—")
