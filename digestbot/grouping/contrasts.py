"""Finds what tells two articles apart however alike their words are: other names, another subject, year or issue.

It keeps look-alikes (bulletins, form letters, yearly awards) from being taken for one story or for copies.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from digestbot.grouping.copies import jaccard
from digestbot.grouping.roundups import is_other_issue, years
from digestbot.grouping.stories import Profile, days_apart, subjects
from digestbot.text import fold

# Two texts of which both keep this share of their names (by rarity) to themselves report two events. Of true pairs
# in the shared sets 1 in 100 reach .81 (BASIL), .9 (FNC bodies), .43 (energy); of our look-alikes half reach it.
OTHER_NAMES = 0.92
# Of texts with much wording in common (Jaccard similarity of phrases), less: a form letter with other names in it.
FORM_LETTER = 0.25
FORM_LETTER_NAMES = 0.35
# Two headlines of which neither's rare words occur in the other's article; true pairs with text stay below .66.
OTHER_SUBJECT = 0.9
# With fewer words of text than this there are too few names to judge by.
TEXT_WORDS = 25
# One headline again after this long is a recurring one ("Weekly digest").
RECURS_AFTER = timedelta(days=3)
# Reports further apart than this are never one story: an annual award of last year is another.
APART_AT_MOST = timedelta(days=60)


def contrast(one: Profile, other: Profile) -> str | None:
    """Why two articles cannot be one story, in plain words; None when nothing speaks against it."""
    a, b = one.fingerprint, other.fingerprint
    apart = days_apart(one.published, other.published)
    if apart > APART_AT_MOST.days:
        return f"{apart:.0f} days apart"
    if a.title and b.title and (reason := _other_issue(a.title, b.title, apart)):
        return reason
    if min(a.length, b.length) < TEXT_WORDS:
        return None
    if _both_missing(subjects(a.title), one, subjects(b.title), other) >= OTHER_SUBJECT:
        return "headlines about different subjects"
    unshared = _both_missing(one.names, one, other.names, other)
    if unshared >= OTHER_NAMES:
        return "different names"
    if unshared >= FORM_LETTER_NAMES and jaccard(a, b) >= FORM_LETTER:
        return "one form of words with different names"
    return None


def _other_issue(one: str, other: str, apart: float) -> str | None:
    if one != other:
        if is_other_issue(one, other):
            return "two issues of one series"
        if (named := years(one)) and (named_too := years(other)) and not named & named_too:
            return "different years"
    elif apart >= RECURS_AFTER.days and fold(one):
        return "a recurring headline"
    return None


def _both_missing(ours: Mapping[int, float], one: Profile, theirs: Mapping[int, float], other: Profile) -> float:
    """The smaller of the two shares, by rarity, of terms that the other article lacks; 0 when either has none."""
    return min(_missing(ours, other), _missing(theirs, one))


def _missing(terms: Mapping[int, float], other: Profile) -> float:
    whole, held = sum(terms.values()), other.terms
    return sum([rare for term, rare in terms.items() if term not in held]) / whole if whole else 0.0
