"""Text and its people → what is quoted from whom. Without attribution it is none; a speaker in doubt stays empty."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digestbot.extract.facts.names import bare
from digestbot.extract.facts.people import Person
from digestbot.types import Fact

WORDS_AT_LEAST = 5  # shorter ones are scare quotes, titles and single words
LABEL_CHARS = 60  # between a name and the colon after it: room for a role
OPENING_WORDS = 3  # of a paragraph in which it names whom it is about: "Sir Percival Ashe", "Ms Ashe"
REACH = 160  # characters between quotation and attribution

_VERBS = (
    r"(?:said|says|told|tells|added|adds|commented|comments|explained|explains|argued|argues|warned|warns"
    r"|insisted|insists|claimed|noted|notes|stressed"
    r"|wrote|writes|declared|remarked|concluded|concludes|continued|suggested|stated|states|admitted|recalled"
    r"|replied|urged|predicted|joked|observed|shouted|asked|cautioned|cautions|thinks|pledged|promised|vowed"
    r"|laughs|laughed|jokes|smiles|smiled|quips|quipped|sighs|sighed|recalls|complains|hopes|thinks|thought|believes"
    r"|told"
    r"|announced|confirmed|replies|responded|tells|remembers|reckons|grins|shrugs|complained|reflected|acknowledged"
    r"|tweeted|posted)"
)
_CURLY = re.compile(r"“(?P<words>[^“”\n]{1,1500})(?P<close>”|(?=\n\s*“)|(?=\n|$))")
_STRAIGHT = re.compile(r"\"(?<![\w\"]\")(?P<words>[^\"\n]{1,1500})(?P<close>\"|(?=\n\s*\"))")
_SINGLE = re.compile(r"[‘'](?<![\w’'][‘'])(?P<words>(?=[A-Z\w])[^‘\n]{20,1500}?[.,!?…])[’'](?![\w])")
_AFTER = re.compile(
    rf"^[\s,–—-]*(?:(?P<first>{_VERBS})\b|(?P<according>according to)\b"
    rf"|(?P<subject>[^.!?“”\"\n]{{2,130}}?)\s(?P<verb>{_VERBS})\b)"
)
_NAMED_AS = r"(?<!-)(?:called|described|branded|hailed|dubbed)"  # "called it “…”": only ahead of the quotation
_BEFORE = re.compile(
    rf"(?:\b(?:{_VERBS}|{_NAMED_AS})\b[^.!?“”\"\n]{{0,70}}|\b[Aa]ccording to [^.!?“”\"\n]{{2,90}})[:,]?\s*$"
)
_PRONOUN = re.compile(r"^\W*(?:and\s+)?(?:he|she|they)\b", re.I)
_SAID_HE = re.compile(rf"[\s,–—-]*(?:(?:he|she) {_VERBS}|{_VERBS} (?:he|she))\b")
_OFFICE = re.compile(r"^\W*the (?P<office>judge|chair|chairman|minister|mayor|chancellor|author|professor|president)\b")
_SPOKES = re.compile(
    r"\b(?:an?|the)\s+(?P<who>(?:[\w’'-]+\s+){0,4}?spokes(?:man|woman"
    r"|person)(?:\s+for\s+(?:the\s+)?(?:[A-Z][\w’'&-]*\s?){1,6})?)",
    re.I,
)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_SENTENCE = re.compile(r"[.!?][”\"’]?\s+(?=[A-Z“\"])")
_MENTION = r"\b(?:(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Cllr)\.?\s+(?:[A-Z]\w+\s+)?)?{}\b"


@dataclass(frozen=True, slots=True)
class _Quote:
    start: int
    end: int
    words: str


def find_quotations(text: str, people: Sequence[Person]) -> list[Fact]:
    """Direct quotations of at least five words that the text attributes, with the speaker's name where it is sure."""
    found: list[Fact] = []
    last: _Quote | None = None
    last_speaker: str | None = None  # None: the last quotation had no attribution
    for quote in _quotes(text):
        speaker = _after(text, quote, people)
        if speaker is None:
            speaker = _before(text, quote, people)
        if speaker is None and last is not None and last_speaker is not None:
            between = text[last.end : quote.start]
            if "\n" not in between and len(between) <= REACH:
                speaker = last_speaker
        if speaker == "" and last and last_speaker and _SAID_HE.match(text, quote.end):
            others = (p.name for p in people if last.end <= p.start < quote.start and p.name != last_speaker)
            if text.count("\n", last.end, quote.start) == 1 and next(others, None) is None:
                speaker = last_speaker  # who spoke in the paragraph before, and nobody has come between
        if speaker is not None and len(quote.words.split()) >= WORDS_AT_LEAST:
            found.append(Fact("quotation", quote.words, quote.words.rstrip(","), speaker))
        last, last_speaker = quote, speaker
    return list({fact.value: fact for fact in found}.values())


def _quotes(text: str) -> Iterator[_Quote]:
    matches = list(_CURLY.finditer(text))
    for pattern in (_STRAIGHT, _SINGLE):
        taken = [match.span() for match in matches]
        for match in pattern.finditer(text):
            place = bisect_left(taken, (match.end(), 0))
            if not (place and taken[place - 1][1] > match.start()):
                matches.append(match)
        matches.sort(key=lambda match: match.start())
    open_quote: _Quote | None = None
    for match in matches:
        words = " ".join(match["words"].split())
        if open_quote is not None:
            if not text[open_quote.end : match.start()].strip():
                words, start = f"{open_quote.words} {words}", open_quote.start
            else:
                yield open_quote
                start = match.start()
            open_quote = None
        else:
            start = match.start()
        quote = _Quote(start, match.end(), words)
        if match.groupdict().get("close") == "":
            open_quote = quote
        else:
            yield quote
    if open_quote is not None:
        yield open_quote


def _after(text: str, quote: _Quote, people: Sequence[Person]) -> str | None:
    right = text[quote.end : quote.end + REACH]
    paragraph = right.split("\n", 1)[0]
    match = _AFTER.match(paragraph)
    if match is None or (match["subject"] and not quote.words.endswith((",", "!", "?", "…", "."))):
        return None
    offset = quote.end
    if match["subject"]:
        if quote.words.endswith(".") and _PRONOUN.match(match["subject"]) and match["verb"]:
            return None  # a new sentence, which leads to the next quotation
        return _who(text, offset + match.start("subject"), offset + match.end("subject"), people)
    end = re.search(r"[.!?](?:\s|$)|[“\"]", paragraph[match.end() :])
    stop = offset + match.end() + (end.start() if end else len(paragraph) - match.end())
    return _who(text, offset + match.end(), stop, people, first=True)


def _before(text: str, quote: _Quote, people: Sequence[Person]) -> str | None:
    reach = text[max(0, quote.start - 2 * REACH) : quote.start]
    end = quote.start
    if reach.rstrip().endswith(":"):  # "she said:" may stand at the end of the paragraph before
        reach = reach.rstrip()
        end = quote.start - (min(quote.start, 2 * REACH) - len(reach))
    left = reach[reach.rfind("\n") + 1 :]
    base = end - len(left)  # where in the text ``left`` begins
    match = _BEFORE.search(left)
    if match is None:
        return _labelled(left, base, people)
    if match.group().lower().startswith("according"):
        return _who(text, base + match.start(), base + match.end(), people)
    subject = left[: match.start()]
    cut = max((stop.end() for stop in _SENTENCE.finditer(subject)), default=0)
    if subject.rstrip().endswith(("”", '"')):
        cut = match.start()
    return _who(text, base + cut, base + match.start(), people)


def _labelled(left: str, base: int, people: Sequence[Person]) -> str | None:
    """The one whose name stands before the colon: "Lead author Minh Pham: “…”"."""
    if not left.rstrip().endswith(":"):
        return None
    colon = base + len(left.rstrip()) - 1
    return next((person.name for person in people if 0 <= colon - person.end <= LABEL_CHARS), None)


def _who(text: str, start: int, stop: int, people: Sequence[Person], *, first: bool = False) -> str:
    """The one full name between ``start`` and ``stop``, by itself, by surname or by pronoun; empty where in doubt."""
    part = text[start:stop]
    inside = list(dict.fromkeys(p.name for p in people if start <= p.start and p.end <= stop + 1))
    if inside and (first or len(inside) == 1):
        return inside[0]
    if inside:
        return inside[0] if re.search(r"\b(?:told|to)\b", part) else ""
    names = dict.fromkeys(p.name for p in people if p.name.split()[-1] in part)
    mentioned = [name for name in names if re.search(_MENTION.format(re.escape(name.split()[-1])), part)]
    if len(mentioned) == 1:
        return mentioned[0]
    if mentioned:
        return ""
    if _PRONOUN.match(part):
        return _antecedent(text, start, people)
    if office := _OFFICE.match(part):
        holders = {p.name for p in people if p.end <= start and office["office"].lower() in p.role.lower().split()}
        return holders.pop() if len(holders) == 1 else ""
    if spokes := _SPOKES.search(part):
        return " ".join(spokes["who"].split())
    return ""


def _antecedent(text: str, start: int, people: Sequence[Person]) -> str:
    """Whom "he" or "she" at ``start`` is; empty where in doubt."""
    before = list(dict.fromkeys(p.name for p in people if p.end <= start))
    if len(before) < 2:
        return "".join(before)
    begin = text.rfind("\n", 0, start) + 1
    opens = [p.name for p in people if p.start == begin and not text.startswith(" and ", p.end)]
    if opens:  # whom the paragraph begins with, it is about
        return opens[0] if len(opens) == 1 else ""
    told = _QUOTED.sub(" ", text[begin:start])
    said = [name for name in before if name.split()[-1] in told]
    if said or not begin:
        return said[0] if len(said) == 1 else ""
    # Whom the paragraph before began with, by whatever part of the name, still speaks.
    opening = text[text.rfind("\n", 0, begin - 1) + 1 :].split(maxsplit=OPENING_WORDS)[:OPENING_WORDS]
    said = [name for name in before if not {*name.split()}.isdisjoint(map(bare, opening))]
    return said[0] if len(said) == 1 else ""
