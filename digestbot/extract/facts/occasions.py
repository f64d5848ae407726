"""The words around the day of an event → what takes place on it, in a word or two: "AGM", "public meeting", "vote".

Reads no days, and leaves unsaid what no words tell.
"""

from __future__ import annotations

import re

from digestbot.anycase import AnyCase
from digestbot.extract.facts.passages import Passage, last_match

AFTER_CHARS = 80  # behind a day in which it may say what is held on it: "On 3 March members vote on the merger"
NAME_CHARS = 40  # of an occasion's name before its noun
LINKED_CHARS = 24  # between an occasion and a verb that only says that it is held: "the conference in Leeds opens on"

_SHORT = {
    "annual general meeting": "AGM",
    "extraordinary general meeting": "EGM",
    "special general meeting": "SGM",
    "agm": "AGM",
    "egm": "EGM",
    "sgm": "SGM",
    "budget": "Budget",
}
_NOUN = AnyCase(
    r"\b(?P<noun>(?:annual|extraordinary|special) general meeting|[AES]GM|budget(?! (?:of|for|cuts?|gap|deficit)\b)"
    r"|(?:(?:annual|public|special|general|members[’']|residents[’']|board|council|cabinet|committee|town[- ]hall|first"
    r"|founding|shareholders[’']|creditors[’']|emergency|open|community|online|inaugural) )?meeting"
    r"(?! (?:the|its|their|his|her|a|an|our|demand|targets?|needs?|costs?|rooms?|houses?|place)\b)"
    r"|(?:(?:annual|national|spring|autumn|winter|summer|party|regional|international|members[’']) )?"
    r"(?:conference(?! (?:room|centre|call)\b)|congress|convention|summit|symposium|forum|festival)"
    r"|(?:awards?|prize(?:-giving)?|opening|closing|graduation) (?:ceremony|dinner|night|evening|event)|ceremony"
    r"|gala(?: dinner)?|dinner|reception|webinar|workshop|seminar|masterclass|drop-in(?: sessions?)?"
    r"|(?:training|information|briefing|evidence|question[- ]and[- ]answer|planning)"
    r" (?:session|day|evening|event|course)"
    r"|open (?:day|evening|house)|road ?show|(?:book |online |public )?launch(?: event| party)?|(?:job )?fair"
    r"|lecture|debate|(?:court |public |select committee |tribunal )?hearing|(?:second|third|first) reading"
    r"|(?:committee|report) stage"
    r"|(?:public |members[’'] |ratification |confirmatory |final )?(?:vote|ballot)(?! papers?\b|s? of\b)"
    r"|referendum|(?:by-|general |local |mayoral |board )?elections?|(?:general )?strike|rally|demonstration"
    r"|day of action|picnic|concert|exhibition|study (?:visit|tour)|tour|hackathon|meet-?up|summer school"
    r"|auction|inquiry|inquest|trial|(?:re)?opening|hand-?over|share offer|fun run|autumn statement"
    r"|(?:supplier|bidders[’']|members[’']|volunteer|family|careers) day|memorial|celebration|talks|residential"
    r"|(?:site )?visit|briefing|course|weekend(?! of\b)|awards|quiz(?: night)?|vigil|picket|ceilidh"
    r"|screening|coffee morning|f[eê]te|parade|market day|live show|lunch|breakfast|supper)s?\b"
    r"(?! (?:halls?|cent(?:re|er)s?|house|theatre|rooms?|square|gardens?|place|street|road|park|suite|ground|fund"
    r"|trust|scheme|programme)\b)"
)  # fmt: skip
# Verbs that tell what happens where no noun does.
_VERBS = (
    ("decision", r"decides|agrees|approves|(?:will|to) (?:decide|rule)|decision|outcome"),
    ("vote", r"votes|(?:will|to) (?:vote|be (?:asked|polled))|goe?s? to the polls|be put to (?:a|the) vote"),
    ("opening", r"(?:re)?opens|(?:will|to) (?:re)?open|be (?:re)?opened"),
    ("launch", r"launches|(?:will|to) (?:be )?launch(?:ed)?|goes live|go live"),
    ("publication", r"publishes|(?:will|to) (?:be )?publish(?:ed)?|(?:will|to) report|comes out"),
    ("debate", r"debates|(?:will|to) (?:be )?debated?"),
    ("hearing", r"hears|(?:will|to) (?:be )?heard?|gives? evidence"),
    ("announcement", r"(?:is|are|be) (?:announced|named|unveiled|revealed)"),
    ("in force", r"comes? into (?:force|effect)|takes? effect|in force"),
    ("signing", r"(?:will|to|be) (?:sign|signed|exchanged?)|(?:are|is) to be (?:signed|exchanged)"),
    ("completion", r"completes|(?:will|to) (?:be )?completed?"),
    ("meeting", r"meets?|(?:will|to) meet"),
    ("start", r"starts?|begins?|(?:will|to) (?:start|begin|take over)|takes over|commences?"),
)  # fmt: skip
_VERB = AnyCase(r"\b(?:" + "|".join(f"(?P<v{place}>{words})" for place, (_, words) in enumerate(_VERBS)) + r")\b")
_DIARY = re.compile(r":\s+(?P<what>[A-Z][^.:;,\n]{3,40})(?=[.;,\n]|$)")  # "3 March: Young founders' supper, Exeter."
# The words of a name before a noun: "National Home Care Co-op" Summit.
_NAME = re.compile(
    r"(?:^|(?<=[\s“\"]))(?!(?:The|A|An|Our|Its|Their|His|Her|This|That|At|On|In|For|And|But|From|Next)\b)"
    r"[A-Z][\w’'&-]*(?: (?:(?:of|for|and|&|in) )?[A-Z][\w’'&-]*){0,5} $"
)
_NAME_ON = re.compile(
    r" (?:of|for) [A-Z][\w’'&-]+(?: [A-Z][\w’'&-]+)?(?= (?:on|in|at|from)\b|,)"
)  # Festival "of Ideas"
_NAMED_DAY = re.compile(  # "the Social Enterprise Futures day"
    r"\bthe (?P<name>(?!(?:[A-Z][a-z]+day|January|February|March|April|June|July|August|September|October|November"
    r"|December)\b)[A-Z][\w’'&-]+(?: [A-Z][\w’'&-]+){1,4} (?:[Dd]ay|[Ss]chool|[Ww]eek|[Ee]xpo|[Aa]cademy))\b"
)
# The next of several places and days: ", at Brighouse Library on", ", is now on".
_NEXT_PLACE = re.compile(
    r"^[^;]{0,40}?(?:,|\band\b) (?:and |or )?(?:at|in) (?:the )?[A-Z][^.,;]{2,50} on $"
    r"|^, (?:is|will be) (?:now )?(?:held )?on $"
)
_CLAUSE = AnyCase(r"\b(?:(?:that|which|who) \w|(?:where|when|while|and|but|because|as|if|before|after|until)\b)")
_HELD = frozenset({"opening", "start", "meeting", "launch"})  # said of an occasion they only tell that it is held


def occasion_of(around: Passage, headline: str = "") -> str:
    """What takes place on the day that stands in ``around``, or as ``headline`` says; empty where no words tell."""
    if not around.before.strip() and (entry := _DIARY.match(around.after)):
        return entry["what"].strip()
    held = _last(around.near) or _first(_after(around)) or (_last(around.line) if around.line else "")
    if not held and not around.first and _NEXT_PLACE.match(around.near):
        held = _last(around.before)
    return held or _last(headline)


def _after(around: Passage) -> str:
    """The words said of the day behind it: "If the lender agrees on 3 May, work would start" says them of another."""
    apart = around.after.startswith(",") and len(around.near.split()) > 1
    return "" if apart else around.after[:AFTER_CHARS]


def _last(words: str) -> str:
    noun, verb = last_match(_NOUN, words), last_match(_VERB, words)
    if noun is None and (day := _NAMED_DAY.search(words)):
        return day["name"]
    if noun is None or verb is None:
        return _named(noun, words) if noun else _done(verb) if verb else ""
    between = words[noun.end() : verb.start()]
    held = _done(verb) in _HELD and len(between) <= LINKED_CHARS and not _CLAUSE.search(between)
    return _named(noun, words) if held or verb.start() < noun.end() else _done(verb)


def _first(words: str) -> str:
    noun, verb = _NOUN.search(words), _VERB.search(words)
    if verb and (noun is None or verb.start() < noun.start()) and _done(verb) not in _HELD:
        return _done(verb)
    return _named(noun, words) if noun else _done(verb) if verb else ""


def _named(noun: re.Match[str], words: str) -> str:
    """The occasion by its own name, where it has one: "National Home Care Summit", but "AGM" and "public meeting"."""
    told = noun["noun"].lower()
    if told in _SHORT:
        return _SHORT[told]
    said = words[noun.start("noun") : noun.end("noun")]
    name = _NAME.search(words, 0, noun.start("noun")) if said[:1].isupper() else None
    if name is None or len(name.group()) > NAME_CHARS:
        return told
    further = _NAME_ON.match(words, noun.end("noun"))
    return f"{name.group()}{said}{further.group() if further else ''}"


def _done(verb: re.Match[str]) -> str:
    return _VERBS[int((verb.lastgroup or "v0")[1:])][0]
