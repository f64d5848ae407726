"""The words by which a role is told: offices and trades, and what stands before them. Patterns and lists only."""

from __future__ import annotations

from digestbot.anycase import AnyCase

NOUN = (
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
    r"|(?:auditor|attorney|counsel|solicitor|director)[- ]general|skipper|porter|aide|shopkeeper|publican|brewer"
    r"|grower|shepherd|crofter|historian|academic|scientist|journalist"
    r"|broadcaster"
    r"|co-operator|associate|assistant|deputy|chairs?)"
)
ROLE = AnyCase(rf"\b{NOUN}s?\b")
# The last word of any of them.
LAST = AnyCase(
    rf"{NOUN}|operating|financ\w+|technology|people|commercial|impact|investment|medical|constable|information|staff"
    r"|state|general"
)
TRADE_ENDS = (
    "er", "ist", "man", "woman", "ician", "smith", "wright", "aide", "cook", "nurse", "pilot", "poet", "student",
    "clerk",
)  # fmt: skip
COMMON = frozenset(  # words that roles begin with and no name is
    "former new interim acting group deputy outgoing incoming founding current senior national joint local regional"
    " executive independent elected worker managing assistant land social care justice health culture finance committee"
    " board union council party club department project programme branch community energy education schools trade"
    " transport home foreign pensions work farming rural environment policy research operations development"
    " communications housing business shop parish civil society chief general vice co-founder landlord-in-waiting"
    " medical clinical commercial technical creative artistic sales marketing people data digital lead head shadow"
    " prime first junior cabinet district county town school head-teacher youth night".split()
)
