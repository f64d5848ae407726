"""Runs of capitalised words → places: known by name, or standing where one does. Never a part of a name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from digestbot.extract.facts.bodies import DAYS, NATIONS, VENUES
from digestbot.extract.facts.names import CONNECTORS, STARTERS, Name, Run, bare, known, match_known, overlaps

_IN = re.compile(
    r"\b(?:in|at|near|from|across|around|to|of|outside|throughout|between|for)\s+(?:\w+\s+)?$|[A-Z]\w+,\s$"
)
_DATELINE = re.compile(  # "OAKLAND, Calif. (Feb. 14) — The city council …"
    r"(?P<name>[A-ZÀ-Þ](?<=^.)[A-ZÀ-Þ]{2,}(?:[ -][A-ZÀ-Þ]{2,}){0,2})"
    r"(?=(?:, [A-Z][\w. ]{1,14})?\s?(?:\([^)\n]{3,20}\)\s?)?[—–-]{1,2}\s)",
    re.M,
)
_LARGER = frozenset("Little Great Upper Lower North South East West Old New High Nether Over Long Market".split())
_AT_PLACE = re.compile(
    r"(?:\b(?:in|near|outside|(?:[Rr]esidents|[Pp]eople|[Vv]illagers|[Ii]slanders|[Cc]rofters"
    r"|[Tt]ownspeople|[Vv]illage"
    r"|[Tt]own|[Ii]sland|[Ii]sle|[Cc]ity|[Pp]arish|[Pp]ort|[Hh]amlet) of|(?:ferry|road|train|bus|returns?|returned"
    r"|trip|visit"
    r"|moves?|moved|comes?|came) to)|\b(?:Street|Road|Lane|Avenue|Square),)\s$"
)
_ONE_AT = re.compile(r"\b(?:[a-z]+|[Tt]he (?:[A-Z][\w’']+ ){1,2}) ?at $")  # "the shop at Wistow", "the Ivy at Nunhead"
_AT_ENDS = ("in", "near", "outside", "of", "to", ",", "at")
_NO_PLACE = frozenset(
    "January February March April May June July August September October November December Monday Tuesday"
    " Wednesday Thursday Friday Saturday"
    " Sunday Spring Summer Autumn Winter Parliament English Welsh Gaelic Irish French German Spanish Christmas"
    " Easter Ramadan Government Labour"
    " Conservative Court Congress Whitehall Westminster Council Hall Street Road Co-operation Partnership Act"
    " Bill Crown Excel Community"
    " Social Right Public Section Schedule Part Chapter House Senate Covid Brexit Lent Advent Epiphany"
    " Michaelmas Whitsun Holyrood Stormont Downing Q Parts".split()
)
_DATED = re.compile(r" \(\d")  # "Derby (25 February)"
_NO_PLACE_AFTER = re.compile(
    r"\$| time\b| (?:building societ|credit union|societ)|-(?:based|born)"
)  # "US$10m", "17:00 Brussels time"
_SEE = re.compile(r"\b(?:[Bb]ishop|Duke|Duchess|Earl|Dean|Marquess|Prince) of $")
_TOWN = re.compile(  # "Blythburgh's 410 inhabitants", "Dunmore community shop"
    r"['’]s (?:village|town|pub|shop|council|residents|library|station|high street|harbour|people"
    r"|\d[\d,]* (?:inhabitants|residents"
    r"|people|villagers|households))\b| (?:community (?:shop|pub|hall|hub)|village (?:hall|shop|green|pub)|town hall"
    r"|distillery|harbour)\b"
)
_BRACKETED = re.compile(r"\d(?:st|nd|rd|th)? [A-Z][a-z]+(?: \(|, )$")  # "8 April (Cupar)"
WORDS_UNKNOWN = 2  # in a place that no list knows; longer ones are bodies
_NEVER = STARTERS | NATIONS | DAYS | _NO_PLACE
_PLAIN = re.compile(r"[A-Z][a-z’'-]{2,}(?:-[a-zA-Z-]+)?")
_ON = re.compile(r" (?:[A-Z]|\d)")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d")
_LAND = frozenset("Island Islands Isles Valley Dale Dales Bay Peninsula Moor Moors Hills Mountains Vale County".split())
_OF_LAW = re.compile(r"\) (?:Bill|Act|Order|Regulations)\b")
_COUNTY = re.compile(r"^[A-Z][a-z]{3,}shire$")


def find_places(text: str, runs: list[Run], taken: list[Name]) -> list[Name]:
    """The places named outside the names ``taken``, in the order of the text."""
    found: list[Name] = []
    sure, unsure = known("places"), known("places after in or at")
    for run in runs:
        done, leads = run.start, True  # leads: only what a sentence begins with stands before the word
        for place, word in enumerate(run.words):
            led, leads = leads, leads and (word.text in STARTERS or word.text in CONNECTORS)
            if word.start < done or word.text in CONNECTORS:
                continue
            first = bare(word.text).rstrip(".")
            alone = led and len(run.words) - place <= WORDS_UNKNOWN
            listed = first in sure or first in unsure or word.text in sure or first.endswith("shire")
            if not (alone or listed):
                continue
            end = max(match_known(text, word.start, first, sure), match_known(text, word.start, word.text, sure))
            if end < 0 and first.endswith("shire") and _COUNTY.match(first):
                end = word.start + len(first)
            if end < 0 and (match := match_known(text, word.start, first, unsure)) > 0:
                beside = found and 0 < word.start - found[-1].end <= 6
                end = (
                    match
                    if beside or _DATED.match(text, match) or _IN.search(text[max(0, word.start - 24) : word.start])
                    else -1
                )
            if end > 0 and text[word.start - 1 : word.start] == "(" and _OF_LAW.match(text, end):
                continue  # the Mutuals (Scotland) Bill
            if end > 0 and not _whole(run, word.start, end, sure):
                continue
            if end < 0 and alone and _is_unknown(text, run, word):
                end = run.words[-1].start + len(bare(run.words[-1].text))
            if end > 0 and (
                _NO_PLACE_AFTER.match(text, end) or _SEE.search(text[max(0, word.start - 14) : word.start])
            ):
                continue
            if end > 0 and not overlaps(word.start, end, taken):
                start = _with_size(run, word)
                found.append(Name(start, end, text[start:end]))
                done = end
    datelines = [Name(*match.span("name"), match["name"]) for match in _DATELINE.finditer(text)]
    return sorted([*datelines, *(one for one in found if not overlaps(one.start, one.end, datelines))], key=_start)


def _start(name: Name) -> int:
    return name.start


def _with_size(run: Run, word: Name) -> int:
    """Where the name begins that ends in the place: "Little Marlow" is not Marlow."""
    before = next((one for one in run.words if one.end + 1 == word.start), None)
    return before.start if before and before.text in _LARGER else word.start


def _whole(run: Run, start: int, end: int, sure: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the place is a name of its own: "Awards Wales" and "Rochdale Pioneers" hold none."""
    before = next((word.text for word in reversed(run.words) if word.end < start), "")
    after = next((word for word in run.words if word.start > end), None)
    free_before = (
        not before
        or before in _LARGER
        or before in CONNECTORS
        or before in STARTERS
        or bare(before) != before
        or before in sure
    )
    inside = next((word for word in run.words if word.start <= end <= word.end), None)
    possessive = inside is not None and bare(inside.text) != inside.text
    return free_before and (
        after is None
        or _POSTCODE.match(after.text) is not None
        or possessive
        or after.text in CONNECTORS
        or after.text in sure
    )


def _is_unknown(text: str, run: Run, word: Name) -> bool:
    """Whether a short run that no list knows stands where a place does: "in Stirchley", "near Nyeri"."""
    land = len(run.words) == 2 and run.words[-1].text in _LAND
    left = text[max(0, word.start - 24) : word.start]
    town = _TOWN.match(text, word.start + len(bare(word.text))) or (
        left.rstrip("\n").endswith(("(", ", ")) and _BRACKETED.search(left)
    )
    leads = left.rstrip().endswith(_AT_ENDS)  # without one of them no pattern matches
    if not (land or town or leads) or bare(word.text) in _NEVER:
        return False
    if any(one.start >= word.start and (not _PLAIN.fullmatch(one.text) or one.text in _NO_PLACE) for one in run.words):
        return False
    if land:
        return True
    if run.words[-1].text in VENUES and len(run.words) > 1:
        return False
    if town:
        return len(run.words) == 1
    at = (len(run.words) == 1 and _ONE_AT.search(left)) or _AT_PLACE.search(left)
    return at is not None and not _ON.match(text[run.end : run.end + 2])
