"""Runs of capitalised words → organisations: known by name, or called what they are."""

from __future__ import annotations

import re

from digestbot.extract.facts.bodies import (
    DAYS,
    GENERIC,
    HEADS,
    KINDS,
    LOOSE,
    NATIONS,
    OCCASIONS,
    REGIONS,
    SOLID_HEADS,
    TITLES,
)
from digestbot.extract.facts.bounds import in_charge_of, is_one_of_two, is_place, pair_before
from digestbot.extract.facts.names import CONNECTORS, STARTERS, Name, Run, bare, known, known_set, match_known
from digestbot.extract.facts.passages import last_word

_OF_YEAR = re.compile(r"(?:19|20)\d\d")
_POT = re.compile(r" (?:pot|grants?|scheme|programme|round)\b")
_KIND_BEFORE = re.compile(
    r"\b(?:co-?op(?:erative)?|charity|firm|think[- ]tank|supplier|operator|maker|manufacturer|grocer|chain|builder"
    r"|developer|housing association|trade body|campaign group|pressure group|newspaper|magazine|website|broadcaster"
    r"|platform|bakery|brewery|dairy|mutual|auditor|pollster|landlord|bidder|agency|social enterprise|consultancy"
    r"|retailer|insurer|lender"
    r"|brewer|start-?up|publisher|wholesaler) $"
)
_KIND_LAST = frozenset(  # the last word where it matches
    "coop cooperative op operative charity firm tank supplier operator maker manufacturer grocer chain builder"
    " developer association body group newspaper magazine website broadcaster platform bakery brewery dairy mutual"
    " auditor pollster landlord bidder agency enterprise consultancy retailer insurer lender brewer startup up"
    " publisher wholesaler".split()
)
_OWNED = tuple("-owned -led -run -based -backed -funded -controlled -only -wide -style -born".split())
_AND = re.compile(r" and ((?:[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+)?)")  # "Office of Rail and Road"
_SITE = re.compile(
    r" (?:[a-z]+ )?(?:plant|works|mill|factory|site|yard|depot|mine|colliery|estate|school|hospital|area)\b"
)
_OF_STATE = frozenset("Department Ministry Office Regulator Agency".split())
_POLITICIAN = re.compile(
    r" (?:and Co-operative )?(?:MPs?|MSPs?|minister|peer|councillor|mayor|leader|candidate|government|politician)\b"
)
_KIND_WORDS = KINDS | SOLID_HEADS | REGIONS | {"&"}
_LEGAL = frozenset("CIC CIO Ltd Limited LLP plc Inc CBS".split())
_PRIZES = frozenset("Awards Award Prize Festival Conference Summit Year".split())
_AND_HEADS = ("Department", "Ministry", "Office", "Institute", "Committee", "Centre", "Council for")
# Said of a body that no lexicon knows: what people are to it, or what it is.
_BELONG = re.compile(
    r"\b(?:[Mm]embers|[Ss]taff|[Ww]orkers|[Ee]mployees|[Cc]ustomers|[Ss]hareholders|[Dd]irectors|[Nn]urses"
    r"|[Dd]rivers|[Bb]rewers|[Cc]ouriers|[Ss]avers|[Pp]olicyholders"
    r"|[Oo]wners|[Ff]ounders?|[Bb]osses|[Ll]ending|[Tt]enants|chief executive|managing director|partner|chair"
    r"|spokes\w+) (?:of|at|with|for)(?: the)? $"
)
_BELONG_ENDS = (" of", " at", " with", " for", " the")
_IS = re.compile(
    r"^(?:, (?:an?|the) (?:[\w’'-]+ ){0,4}?(?:co-?op(?:erative)?s?|society|charity|company|firm|business|mutual"
    r"|social enterprise|think tank|trust|network|union|lender|bank|insurer"
    r"|brewery|bakery|association|federation|consultancy|provider|start-?up|retailer|publisher"
    r"|foundation)(?=[,.;:)]| (?:in|of|that|which|based|with|for|from|and|has|set|owned|run|founded|is|was|on"
    r"|near)\b)"
    r"| (?:network|charity|think tank|co-?op(?:erative)?|workers|staff|employees|drivers|shareholders"
    r"|supporters' trust|credit union|building society)\b)"
)
_JOINED_BEFORE = re.compile(r"(?:^|[.\n]\s*)[A-Z][\w’'-]+ and $")


def find_organisations(text: str, runs: list[Run]) -> list[Name]:
    """The organisations named in the text, in its order; one name is there as often as it is written."""
    found: list[Name] = []
    lexicon = known("organisations")
    done = 0
    for run in runs:
        kinds = not _KIND_WORDS.isdisjoint(bare(word.text) for word in run.words)
        for place, word in enumerate(run.words):
            if word.start < done or word.text in CONNECTORS:
                continue
            # A longer name by its kind beats a known one inside it: "Nationwide Building Society".
            name = _by_kind(text, run, place) if kinds else None
            end = match_known(text, word.start, bare(word.text), lexicon)
            if end < 0 and bare(word.text) != word.text:
                end = match_known(text, word.start, word.text, lexicon)  # "Moody's"
            if end > 0 and (name is None or name.start != word.start or end >= name.end):
                if _POLITICIAN.match(text, end):
                    continue
                end = max(end, _regional(run, word, end))
                name = Name(word.start, end, text[word.start : end])
            if name is None and (not place or run.words[place - 1].text in STARTERS):
                name = _by_company(text, run, place)
            if name:
                found.append(_without_person(name))
                done = name.end
    return found


def _without_person(name: Name) -> Name:
    """The body alone: "Shona MacVicar of Uist Wool" is somebody and where they work."""
    words = name.text.split(" ", 3)
    if len(words) < 4 or words[2] != "of" or words[0] not in known_set("given names"):
        return name
    return Name(name.end - len(words[3]), name.end, words[3])


def _regional(run: Run, word: Name, end: int) -> int:
    """Where the name of one of a body's parts ends: "NHS Fife", "Midcounties Phoenix"."""
    further = [one for one in run.words if one.start > end]
    if (
        end != word.end
        or not 0 < len(further) <= 3
        or any(one.text in CONNECTORS or one.text in TITLES for one in further)
    ):
        return end
    if any(one.text in known_set("given names") or one.text in DAYS or one.text in OCCASIONS for one in further):
        return end
    return further[-1].start + len(bare(further[-1].text))


def _by_company(text: str, run: Run, place: int) -> Name | None:
    """What is left of the run from word ``place``, where the words beside it say that it is an organisation."""
    words = run.words[place:]
    first, last = words[0], words[-1]
    end = last.start + len(bare(last.text))
    is_one = _IS.match(text[end : end + 90]) if end == last.end else None
    left = text[max(0, first.start - 40) : first.start]
    belongs = (left.rstrip().endswith(_BELONG_ENDS) and _BELONG.search(left)) or (
        last_word(left) in _KIND_LAST and _KIND_BEFORE.search(left[-20:])
    )
    if not (is_one or belongs):  # asked first: hardly any run has one of them
        return None
    if (
        first.text in STARTERS
        or first.text in NATIONS
        or first.text.rstrip(".") in TITLES
        or any(word.text.endswith(_OWNED) for word in words)
    ):
        return None
    if _SITE.match(text[end : end + 24]):
        return None  # "the Dalzell steel plant"
    name = text[first.start : end]
    places = known("places")
    if match_known(text, first.start, bare(first.text), places) == end or name.split()[0] in known_set("given names"):
        return None
    if all(bare(word.text) in GENERIC or word.text in DAYS for word in words):
        return None
    if is_one and (joined := _JOINED_BEFORE.search(text[max(0, first.start - 30) : first.start])):
        begin = first.start - len(joined.group().lstrip())
        return Name(begin, end, text[begin:end])  # "Loaf and Leaven, a workers' co-operative"
    starts = (
        place == 0 and len(words) == 1 and re.search(r"(?:^|[.!?\n]\s*)$", text[max(0, first.start - 3) : first.start])
    )
    if belongs or (is_one and not (starts and is_one.group().startswith(" "))):
        return Name(first.start, end, name)
    return None


def _by_kind(text: str, run: Run, first: int) -> Name | None:
    """The organisation that begins at word ``first`` of the run."""
    words = run.words
    if words[first].text in NATIONS and first + 1 < len(words) and words[first + 1].text in _OF_STATE:
        return None  # "Irish Department of Enterprise" is said of the department
    if (
        (words[first].text in STARTERS and not _is_first(words, first))
        or words[first].text.endswith(_OWNED)
        or (words[first].text.rstrip(".") in TITLES and not _is_first(words, first))
        or (bare(words[first].text) != words[first].text and (first == len(words) - 1 or is_place(words[first].text)))
    ):
        return None
    last = -1
    heads = words[first].text in SOLID_HEADS and first + 2 < len(words) and words[first + 1].text in ("of", "for")
    if heads:
        last = _to_possessive(words, first)
    for place in range(first, len(words)):
        word, plain = words[place].text, bare(words[place].text)
        joins = word in CONNECTORS and word != "&"
        if joins and words[place - 1].text not in HEADS and words[place - 1].text not in CONNECTORS:
            break
        if (
            plain in SOLID_HEADS
            and place == first + 1
            and place + 2 < len(words)
            and words[place + 1].text in ("of", "for")
        ):
            last = _to_possessive(words, place)  # "London School of Economics"
            break
        if plain in KINDS and place > first and not heads:
            last = place
            if place + 2 < len(words) and words[place + 1].text in ("of", "for") and plain in SOLID_HEADS:
                last = _to_possessive(words, place)
                break
        if word in REGIONS and place > first and (words[place - 1].text in KINDS or words[place - 1].text in GENERIC):
            last = place  # "Development Trusts NI"
        if words[place].text == "&" and _is_partner(words, first, place) and place + 1 < len(words) and last < 0:
            last = place + 1  # "Harrow & Finch"
        if word != plain and plain in KINDS:  # "Leeds Building Society's": what follows is its, not it
            break
    if last < 0:
        return None
    chosen = words[first : last + 1]
    end = chosen[-1].start + len(bare(chosen[-1].text))
    follows = words[last + 1].text if last + 1 < len(words) else text[end : end + 5].strip()
    if not heads and (follows in OCCASIONS or _OF_YEAR.match(follows) or _POT.match(text[end : end + 14])):
        return None  # "Social Enterprise Awards", "Ethical Finance 2027", "the Coastal Communities pot"
    more = _AND.match(text[end : end + 40]) if last == len(words) - 1 else None
    if more and match_known(text, end + 5, more.group(1).split()[0], known("organisations")) < 0:
        joined = all(word in KINDS or word in GENERIC for word in more.group(1).split())  # "Unity Homes and Enterprise"
        if joined or (heads and chosen[0].text in _AND_HEADS):
            end += more.end()
    name = text[chosen[0].start : end].rstrip(".,")
    if any(word.text in _PRIZES for word in chosen):
        return None  # "Social Enterprise Awards Wales"
    start = chosen[0].start
    if in_charge_of(text, start, chosen):
        return None
    pair = pair_before(text, start)
    if pair and is_one_of_two(text, start - len(pair.group()), pair["one"], chosen):
        start -= len(pair.group())  # "Argyll and Bute Council"
        name = text[start:end].rstrip(".,")
    content = [bare(word.text) for word in chosen if word.text not in CONNECTORS]
    if not heads and all(word in GENERIC for word in content) and (len(content) < 3 or "of" not in name):
        return None
    if len(content) == 2 and content[1] in LOOSE and content[0] in GENERIC:
        return None
    return Name(start, end, name)


def _is_first(words: tuple[Name, ...], first: int) -> bool:
    """Whether the sentence begins with a name like "First Western Growers"."""
    return first == 0 and len(words) > 2 and (words[0].text == "First" or bare(words[-1].text) in _LEGAL)


def _is_partner(words: tuple[Name, ...], first: int, place: int) -> bool:
    """Whether one name stands before the "&": a surname, or a person's in full."""
    return place == first + 1 or (place == first + 2 and words[first].text in known_set("given names"))


def _to_possessive(words: tuple[Name, ...], first: int) -> int:
    """The last word of a name after "of" or "for": "England's" in "Bank of England's Andrew Bailey"."""
    return next((n for n in range(first, len(words)) if words[n].text.endswith(("’s", "'s"))), len(words) - 1)
