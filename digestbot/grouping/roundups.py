"""Tells round-ups, bulletins and dated issues of a series from reports of one event, by title and by make-up.

It decides nothing about stories; ``places`` does.
"""

from __future__ import annotations

import re

from digestbot.text import fold

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
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PUNCTUATION = re.compile(r"[^\w]+")


def is_roundup(title: str, text: str) -> bool:
    """Whether an article names many stories and so belongs to none."""
    return bool(_ROUNDUP.search(fold(title) or fold(text[:80])))


def series_key(title: str) -> str:
    """The title without what differs between issues of a series: dates, numbers, seasons, parts."""
    return _PUNCTUATION.sub(" ", _DATED.sub(" ", fold(title))).strip()


def issue_marks(title: str) -> frozenset[str]:
    """What tells one issue of a series from another: the dates, numbers, seasons and parts in its title."""
    return frozenset(_DATED.findall(fold(title)))


def years(title: str) -> frozenset[str]:
    """The years a title names."""
    return frozenset(_YEAR.findall(title))
