"""Text and its people → what is quoted from whom. A quotation without attribution is none; a speaker in doubt stays empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digestbot.extract.facts.people import Person
from digestbot.types import Fact

WORDS_AT_LEAST = 5  # shorter ones are scare quotes, titles and single words
QUOTE_CHARS = 1500  # of one paragraph; a longer one has lost its closing mark
REACH = 160  # characters between quotation and attribution

_VERBS = (
    r"(?:said|says|told|tells|added|adds|commented|comments|explained|explains|argued|argues|warned|warns|insisted|insists|claimed|noted|notes|stressed"
    r"|wrote|writes|declared|remarked|concluded|concludes|continued|suggested|stated|states|admitted|recalled|replied|urged|predicted|joked|observed|shouted|asked|cautioned|pledged|promised|vowed"
    r"|complained|reflected|acknowledged|tweeted|posted|called|described|branded|hailed|dubbed)"
)
_CURLY = re.compile(r"“(?P<words>[^“”\n]{1,1500})(?P<close>”|(?=\n\s*“)|(?=\n|$))")
_STRAIGHT = re.compile(r"(?<![\w\"])\"(?P<words>[^\"\n]{1,1500})(?P<close>\"|(?=\n\s*\"))")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?P<words>(?=[A-Z\w])[^‘\n]{20,1500}?[.,!?…])[’'](?![\w])")
_AFTER = re.compile(rf"^[\s,–—-]*(?:(?P<first>{_VERBS})\b|(?P<according>according to)\b|(?P<subject>[^.!?“”\"\n]{{2,130}}?)\s(?P<verb>{_VERBS})\b)")
_BEFORE = re.compile(rf"(?:\b{_VERBS}\b[^.!?“”\"\n]{{0,70}}|\b[Aa]ccording to [^.!?“”\"\n]{{2,90}})[:,]?\s*$")
_PRONOUN = re.compile(r"^\W*(?:and\s+)?(?:he|she|they)\b", re.I)
_PRONOUN_BEFORE = re.compile(rf"(?:^|[\s,.])(?:he|she)\s+(?:also\s+)?{_VERBS}\b[^.!?“”\"\n]{{0,70}}[:,]?\s*$", re.I)
_SPOKES = re.compile(r"\b(?:an?|the)\s+(?P<who>(?:[\w’'-]+\s+){0,4}?spokes(?:man|woman|person)(?:\s+for\s+(?:the\s+)?(?:[A-Z][\w’'&-]*\s?){1,6})?)", re.I)
_MENTION = r"\b(?:(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Cllr)\.?\s+(?:[A-Z]\w+\s+)?)?{}\b"


@dataclass(frozen=True, slots=True)
class _Quote:
    start: int
    end: int
    words: str


def find_quotations(text: str, people: Sequence[Person]) -> list[Fact]:
    """Direct quotations of at least five words that the text attributes, with the speaker's full name where it is sure."""
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
        if speaker is not None and len(quote.words.split()) >= WORDS_AT_LEAST:
            found.append(Fact("quotation", quote.words, quote.words.rstrip(","), speaker))
        last, last_speaker = quote, speaker
    return list({fact.value: fact for fact in found}.values())


def _quotes(text: str) -> Iterator[_Quote]:
    matches = list(_CURLY.finditer(text)) or []
    matches.extend(m for m in _STRAIGHT.finditer(text) if not any(c.start() < m.end() and m.start() < c.end() for c in matches))
    if "‘" in text or " '" in text or "\n'" in text:
        matches.extend(m for m in _SINGLE.finditer(text) if not any(c.start() < m.end() and m.start() < c.end() for c in matches))
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
    left = text[max(0, quote.start - 2 * REACH) : quote.start]
    if left.rstrip().endswith(":"):
        left = left.rstrip()
    left = left[left.rfind("\n") + 1 :]
    match = _BEFORE.search(left)
    if match is None:
        return None
    cut = max((m.end() for m in re.finditer(r"[.!?][”\"’]?\s+(?=[A-Z“\"])", left[: match.start()])), default=0)
    if left[: match.start()].rstrip().endswith(tuple("”\"")):
        cut = match.start()
    end = quote.start - (len(text[max(0, quote.start - 2 * REACH) : quote.start]) - len(text[max(0, quote.start - 2 * REACH) : quote.start].rstrip())) if left and text[quote.start - 1 : quote.start].isspace() else quote.start
    base = end - len(left.rstrip()) if left.rstrip() != left else end - len(left)
    according = match.group().lower().startswith("according")
    start, stop = (base + match.start(), base + match.end()) if according else (base + cut, base + match.start())
    return _who(text, start, stop, people)


def _who(text: str, start: int, stop: int, people: Sequence[Person], *, first: bool = False) -> str:
    """The one full name between ``start`` and ``stop``, by itself, by surname or by pronoun; empty where in doubt."""
    part = text[start:stop]
    inside = list(dict.fromkeys(p.name for p in people if start <= p.start and p.end <= stop + 1))
    if inside and (first or len(inside) == 1):
        return inside[0]
    if inside:
        return inside[0] if re.search(r"\b(?:told|to)\b", part) else ""
    names = list(dict.fromkeys(p.name for p in people))
    mentioned = [name for name in names if re.search(_MENTION.format(re.escape(name.split()[-1])), part)]
    if len(mentioned) == 1:
        return mentioned[0]
    if mentioned:
        return ""
    if _PRONOUN.match(part):
        before = list(dict.fromkeys(p.name for p in people if p.end <= start))
        return before[0] if len(before) == 1 else ""
    if spokes := _SPOKES.search(part):
        return " ".join(spokes["who"].split())
    return ""
