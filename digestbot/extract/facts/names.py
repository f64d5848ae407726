"""Text → its runs of capitalised words, and what names.json knows by name. Judges none:
organisations, people and places each read them for themselves.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

RUN_WORDS = 16  # more capitalised words in a row are a heading, and looking at every part of them takes long

_REST = (
    r"[\w’'&\-]*(?:\.[\w’'&\-]+)*(?:(?<=\b[A-Z])\.|(?<=\bSt)\.|(?<=\bDr)\.|(?<=\bMr)\.|(?<=\bMs)\.|(?<=\bRep)\."
    r"|(?<=\bSen)\.|(?<=\bMrs)\."
    r"|(?<=\bProf)\.)?"
)
_WORD = rf"(?:[dl][’'])?[A-ZÀ-ÞĀ-Ž]{_REST}"  # "Rosaline d'Entremont"
_JOIN = (
    r"(?:[ \u00a0](?:of|for|&|upon|de|del|von|van|der|du|la|y|ap|ab|di|da|dos|bin)(?:[ \u00a0](?:the|la))?)?[ \u00a0]"
)
# What may not stand before a run is looked at behind its first letter: to begin with the letter makes the search quick.
_ALONE = r"(?<![\w’'@/&-][A-ZÀ-ÞĀ-Ž])"
_RUN = re.compile(rf"[A-ZÀ-ÞĀ-Ž]{_ALONE}{_REST}(?:{_JOIN}{_WORD}){{0,{RUN_WORDS - 1}}}")
_GOES_ON = re.compile(r"\w|-\w")
_SPLIT = re.compile(r"[^ \u00a0]+")
CONNECTORS = frozenset("of for & upon de del von van der du la y ap ab di da dos bin the".split())

# Words with a capital because a sentence begins, not because they are part of a name.
STARTERS = frozenset(
    "A About According Across Act After Again Against All Almost Alongside Also Although Among An And Announcing"
    " Annual Another Any Anyone Apart Applications Around As Asked At Back Backed Because Before Below Between"
    " Beyond Both Bids But By Campaigners Closing Commenting Contact Councillors Date Deadline Despite Details"
    " Directors Each Earlier Early Eight Either Employees Entries Even Ever Every Everyone Few Finally First Five"
    " For Former Founded Four Free From Further Get Given Had Half Has Have Having He Her Here His How However I If"
    " In Including Indeed Instead Into Is It Its Join Just Last Later Launched Less Like Made Many Meanwhile Members"
    " Ministers More Most Much My Nearly Neither New Next Nine No Nominations None Nor Not Now Of Off On Once One"
    " Only Open Or Other Others Our Out Over Owned People Perhaps Photo Previously Read Residents Run Said Second"
    " Set Seven Several She Shareholders Should Similarly Since Six So Some Soon Speaking Staff Still Such Supported"
    " Ten Thanks That The Their Then There These They Third This Those Though Three Through Thus To Today Tomorrow"
    " Tonight Too Two Under Unlike Unless Until Up Us Was We What When Where Whether Which While Who Why With Within"
    " Without Would Yesterday Yet You Your Workers Welcoming Writing Responding Asking Are Be Been Can Could Did Do"
    " Does Down During Book Register Apply Submit Bidder Insurer Lender Retailer Landlord Regulator Pollster"
    " Broadcaster Crowdfunding Unemployment Turning Polling Voting Turnover Customers Tenants Farmers Growers"
    " Villagers Islanders Parents Drivers Nurses Doctors Fans Supporters Savers Borrowers Investors Tenders Requests"
    " Questions".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands in the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row, with the small words ("of", "&") that join them."""

    start: int
    end: int
    words: tuple[Name, ...]


def find_runs(text: str) -> list[Run]:
    """Every run of capitalised words in the text, in order."""
    runs = []
    for match in _RUN.finditer(text):
        if match.group() in STARTERS:
            continue  # most runs are the one word that a sentence begins with
        start = match.start()
        found = tuple(Name(start + w.start(), start + w.end(), w.group()) for w in _SPLIT.finditer(match.group()))
        runs.append(Run(start, match.end(), found))
    return runs


@cache
def known(kind: str) -> Mapping[str, tuple[str, ...]]:
    """The names of a kind in names.json by their first word, longest first."""
    found: dict[str, list[str]] = {}
    for name in _load()[kind]:
        found.setdefault(name.split(" ")[0].rstrip(",="), []).append(name)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}


@cache
def known_set(kind: str) -> frozenset[str]:
    """The names of a kind in names.json."""
    return frozenset(_load()[kind])


def match_known(text: str, start: int, first: str, names: Mapping[str, tuple[str, ...]]) -> int:
    """Where the longest known name that begins at ``start`` ends; -1 where none does."""
    for name in names.get(first, ()):
        end = start + len(name)
        if name.startswith("The ") and text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
            continue  # "The Co-operative College" is not The Co-operative
        if text.startswith(name, start) and not _GOES_ON.match(text, end):
            return end
    return -1


@lru_cache(maxsize=1 << 14)
def bare(word: str) -> str:
    """The word without a possessive ending."""
    return word[:-2] if word.endswith(("’s", "'s")) else word.rstrip("’'")


def overlaps(start: int, end: int, names: Sequence[Name]) -> bool:
    """Whether any of the names, which stand in the order of the text and apart, shares a character with the place."""
    before = bisect_left(names, end, key=lambda name: name.start)
    return before > 0 and names[before - 1].end > start


@cache
def _load() -> Mapping[str, list[str]]:
    loaded: dict[str, list[str]] = json.loads(files(__package__ or "").joinpath("names.json").read_text("utf-8"))
    return loaded
