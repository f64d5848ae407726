"""Tells round-ups, bulletins and dated issues of a series from reports of one event, by title and by make-up.

It decides nothing about stories; ``places`` does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from digestbot.grouping.background import prior_share
from digestbot.grouping.words import term_id, token
from digestbot.text import fold

# A report names its people and places again and again; a round-up takes new ones in each part. At most this share of
# its parts may share a name with another. Of round-ups made of four to six of our own stories, as paragraphs, under
# headings, numbered or in one piece, .8 to 1.0 are told; of reports, none of 159 BASIL, 2 of 378 FNC bodies, 4 of 2,422
# of our topic examples are taken for one.
LINKED_SHARE = 0.26
PARTS = 4
MOST_PARTS = 16  # looked at; a report shows what it is by then
PART_SPACES = 3  # fewer words are a button or a date
HEADING_WORDS = 14
NAMES_EACH = 2.0
NAMES_EACH_LISTED = 1.0  # where all parts are short lines without a stop: a list of headlines
# A name held by more than this share of items ("London", "Monday") links no parts and tells nothing.
NAME_SHARE = 0.005
# So many parts must name somebody: a list of tips does not.
NAMED_SHARE = 0.75

_ROUNDUP = re.compile(
    r"\b(?:round[- ]?up|news in brief|in brief\b|(?:weekly|monthly|daily|morning|evening|friday|monday|member|news) "
    r"(?:digest|bulletin|briefing|update|links|newsletter|review)|newsletter|bulletin\b|digest\b"
    r"|(?:this|last) (?:week|month) in|(?:the )?week(?:'s)? (?:news|in (?:brief|review|co-?ops?))|week in review"
    r"|what we(?:'re| are) reading|things (?:you|we)(?: may| might)?(?: have)? (?:missed|learn(?:ed|t))"
    r"|(?:week|month|year)(?:'s)? in (?:review|brief|news|numbers|links|co-?ops?|social enterprise|mutuals)"
    r"|top (?:stories|news)\b|news from around"
    r"|(?:monday|friday|weekly|sector|policy|members'?) (?:memo|five|update|watch)\b"
    r"|links of the|what we read|bits and pieces|short takes|news bites|quick reads|around the (?:regions|network)"
    r"|live ?blog|as it happened|^live:|live updates|^issue \d+|: issue \d+"
    r"|headlines\b(?: for| of|:)|diary\b|what's on\b|links for|the .{3,30} stream:|stories (?:you|we) )"
)
_DATED = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?|spring|summer|autumn|winter|issue|no\.?|vol(?:ume)?|part|week|q[1-4]|h[12])\b|\d+(?:st|nd|rd|th)?"
    r"|\b(?:i{1,3}|iv|vi{0,3}|ix|x)\b"
)
# Both begin with a set of characters, which is what the engine searches for quickest.
_NAME = re.compile(r"[A-ZÀ-Þ](?<=\b.)[\w'’]{2,}")
# The last sign of a sentence and what stands before the next.
_GAP = re.compile(r"[.!?;][\"”’)]*\s+(?=[\"“‘(]*[A-Z0-9£])")
_ENDS = frozenset('.!?:;”"’)')
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PUNCTUATION = re.compile(r"[^\w]+")


def is_roundup(title: str, text: str) -> bool:
    """Whether an article names many stories and so belongs to none: by its title, or paragraph by paragraph."""
    return bool(_ROUNDUP.search(fold(title) or fold(text[:80]))) or _changes_subject(text)


def _changes_subject(text: str) -> bool:
    parts = _parts(text)
    if len(parts) < PARTS:
        return False
    found = [{word for raw in _NAME.findall(part) if (word := _telling(raw)) is not None} for part in parts]
    named = [names for names in found if names]
    listed = all(part[-1] not in _ENDS and part.count(" ") < HEADING_WORDS for part in parts)
    least = NAMES_EACH_LISTED if listed else NAMES_EACH
    if len(named) < max(PARTS, NAMED_SHARE * len(parts)) or sum(map(len, named)) < least * len(named):
        return False
    held = Counter(name for names in named for name in names)
    return sum(any(held[name] > 1 for name in names) for names in named) <= LINKED_SHARE * len(named)


@lru_cache(maxsize=8192)
def _telling(raw: str) -> str | None:
    """The stem of a name; None where too many items hold it."""
    word = token(raw)
    return word if prior_share(term_id(word)) < NAME_SHARE else None


def _parts(text: str) -> list[str]:
    """The paragraphs of a text, each with the heading above it, or the sentences where there are no paragraphs."""
    parts: list[str] = []
    heading = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        if line[-1] not in _ENDS and line.count(" ") < HEADING_WORDS:
            parts.append(heading)  # two in a row: a list
            heading = line
        else:
            parts.append(f"{heading} {line}")
            heading = ""
        if len(parts) > 2 * MOST_PARTS:
            break
    parts = [part for part in [*parts, heading] if part.count(" ") >= PART_SPACES]
    if len(parts) < PARTS - 1:
        parts = [one for part in parts for one in _sentences(part) if one.count(" ") >= PART_SPACES]
    return parts[:MOST_PARTS]


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for gap in _GAP.finditer(text):
        yield text[start : gap.start() + 1]
        start = gap.end()
    yield text[start:]


@lru_cache(maxsize=8192)
def series_key(title: str) -> str:
    """The title without what differs between issues of a series: dates, numbers, seasons, parts."""
    return _PUNCTUATION.sub(" ", _DATED.sub(" ", fold(title))).strip()


def is_other_issue(one: str, other: str) -> bool:
    """Whether two titles are of different issues of one series ("Bulletin: May", "Episode 14: land")."""
    if one == other:
        return False
    if _differ_by_issue(one, other):
        return True
    return ":" in one and ":" in other and _differ_by_issue(one.partition(":")[0], other.partition(":")[0])


def _differ_by_issue(one: str, other: str) -> bool:
    key = series_key(one)
    return key != "" and key == series_key(other) and issue_marks(one) != issue_marks(other)


@lru_cache(maxsize=8192)
def issue_marks(title: str) -> frozenset[str]:
    """What tells one issue of a series from another: the dates, numbers, seasons and parts in its title."""
    return frozenset(_DATED.findall(fold(title)))


def years(title: str) -> frozenset[str]:
    """The years a title names."""
    return frozenset(_YEAR.findall(title))
