"""Tells round-ups, bulletins and dated issues of a series from reports of one event, by title and by make-up.

It decides nothing about stories; ``places`` does.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from digestbot.grouping.background import prior_share
from digestbot.grouping.words import term_id, token
from digestbot.text import fold

# A report names its people and places again and again; a round-up takes new ones in each paragraph. At most this
# share of paragraphs may share a name with another: none of 159 BASIL reports, 1 of 309 FNC bodies, all our round-ups.
LINKED_SHARE = 0.2
PARAGRAPHS = 5
PARAGRAPH_WORDS = 8
NAMES_EACH = 2
# A name held by more than this share of items ("London") links no paragraphs.
NAME_SHARE = 0.02

_ROUNDUP = re.compile(
    r"\b(?:round[- ]?up|news in brief|in brief\b|(?:weekly|monthly|daily|morning|evening|friday|monday|member|news) "
    r"(?:digest|bulletin|briefing|update|links|newsletter|review)|newsletter|bulletin\b|digest\b"
    r"|(?:this|last) (?:week|month) in|(?:the )?week(?:'s)? (?:news|in (?:brief|review|co-?ops?))|week in review"
    r"|what we(?:'re| are) reading|things (?:you|we)(?: may| might)?(?: have)? (?:missed|learn(?:ed|t))"
    r"|headlines\b(?: for| of|:)|diary\b|what's on\b|links for|the .{3,30} stream:|stories (?:you|we) )"
)
_DATED = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?|spring|summer|autumn|winter|issue|no\.?|vol(?:ume)?|part|week|q[1-4]|h[12])\b|\d+(?:st|nd|rd|th)?"
    r"|\b(?:i{1,3}|iv|vi{0,3}|ix|x)\b"
)
# A capital inside a sentence.
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÀ-Þ][\w'’]{2,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PUNCTUATION = re.compile(r"[^\w]+")


def is_roundup(title: str, text: str) -> bool:
    """Whether an article names many stories and so belongs to none: by its title, or paragraph by paragraph."""
    return bool(_ROUNDUP.search(fold(title) or fold(text[:80]))) or _changes_subject(text)


def _changes_subject(text: str) -> bool:
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.count(" ") >= PARAGRAPH_WORDS - 1]
    if len(paragraphs) < PARAGRAPHS:
        return False
    found = [
        {word for raw in _NAME.findall(paragraph) if prior_share(term_id(word := token(raw))) < NAME_SHARE}
        for paragraph in paragraphs
    ]
    named = [names for names in found if names]
    if len(named) < PARAGRAPHS or sum(map(len, named)) < NAMES_EACH * len(named):
        return False
    held = Counter(name for names in named for name in names)
    return sum(any(held[name] > 1 for name in names) for names in named) <= LINKED_SHARE * len(named)


@lru_cache(maxsize=8192)
def series_key(title: str) -> str:
    """The title without what differs between issues of a series: dates, numbers, seasons, parts."""
    return _PUNCTUATION.sub(" ", _DATED.sub(" ", fold(title))).strip()


def is_other_issue(one: str, other: str) -> bool:
    """Whether two titles are of different issues of one series ("Bulletin: May", "Episode 14: land")."""
    if one == other:
        return False
    pairs = [(one, other)]
    if ":" in one and ":" in other:
        pairs.append((one.split(":")[0], other.split(":")[0]))
    return any((key := series_key(a)) and key == series_key(b) and issue_marks(a) != issue_marks(b) for a, b in pairs)


@lru_cache(maxsize=8192)
def issue_marks(title: str) -> frozenset[str]:
    """What tells one issue of a series from another: the dates, numbers, seasons and parts in its title."""
    return frozenset(_DATED.findall(fold(title)))


def years(title: str) -> frozenset[str]:
    """The years a title names."""
    return frozenset(_YEAR.findall(title))
