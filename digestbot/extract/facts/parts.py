"""The words beside an organisation → the part it has in the matter: sponsor, funder, buyer, lender. Reads no names."""

from __future__ import annotations

import re

from digestbot.text import holds

LEFT_CHARS = 60
RIGHT_CHARS = 40

_BEFORE = (
    ("sponsor", re.compile(
        r"\b(?:[Ss]ponsored by|[Ss]ponsors?(?:,? (?:is|are|was|include))?(?= )|[Ss]ponsors?:|sponsor,|sponsorship (?:of"
        r"|from))(?: [Tt]he)?(?: [a-z-]+){0,3} $")),
    ("funder", re.compile(
        r"\b(?:(?:[Ff]unded|[Ff]inanced|[Pp]aid for|endowed) by|(?:a |with )?(?:grant|funding|money"
        r"|cash|(?:grant|gift) of \S+(?: million)?) from)(?: [Tt]he)?(?: [a-z-]+){0,3} $"
        r"|\b[Ff]und(?:ing|ers?):(?: [Tt]he)? $"
        r"|\b(?:[Bb]ursar(?:y|ies)|[Gg]rants?|[Ss]cholarships?|[Pp]rizes?|[Aa]wards?) (?:is|are) (?:also )?"
        r"(?:offered|provided|given|paid) by(?: [Tt]he)?(?: [a-z-]+){0,3} $"
        r"|(?:[£$€]\S+|money|cash|funding|backing|[Tt]hird|[Hh]alf|rest|remainder|quarter|which)"
        r"(?: [\w-]+){0,3} (?:comes?|came|coming) from(?: the)? $")),
    ("lender", re.compile(r"\b(?:loan|loans|borrowed|loan of \S+(?: million)?) from(?: [Tt]he)?(?: [a-z-]+){0,3} $")),
    ("organiser", re.compile(r"\b(?:[Oo]rgani[sz]ed|[Hh]osted|run) by(?: [Tt]he)?(?: [a-z-]+){0,2} $")),
    ("backer", re.compile(
        r"\b(?:(?:[Bb]acked|[Ss]upported) by|[Ww]ith (?:the )?(?:support|backing|help) (?:from|of))"
        r"(?: [Tt]he)?(?: [a-z-]+){0,3} $")),
    ("commissioner", re.compile(r"\b[Cc]ommissioned by(?: [Tt]he)?(?: [a-z-]+){0,3} $")),
    ("partner", re.compile(r"\bin partnership with(?: [Tt]he)? $")),
    ("author", re.compile(
        r"\b(?:report|study|paper|survey|research|review|pamphlet) (?:by|from|for)(?: [Tt]he)?(?: [a-z-]+){0,3} $")),
)  # fmt: skip
# One is in whatever one of them matches.
_BEFORE_SIGNS = (
    "ponsor", " by", " from", " for", "partnership with", "support of", "backing of", "help of", "unding:",
    "under:", "unders:",
)  # fmt: skip
_AFTER = (
    (
        "sponsor",
        re.compile(
            r"^,? (?:which |who )?(?:sponsors|is sponsoring|has sponsored|sponsored)\b"
            r"|^(?: is|,) (?:the|its|our) (?:[\w’'-]+ ){0,3}?sponsor\b"
        ),
    ),
    (
        "funder",
        re.compile(
            r"^,? (?:which |who )?(?:funds|is funding|has funded|pays for|paid for|is paying for|endowed)\b"
            r"|^(?: is|,) (?:the|its|our) (?:[\w’'-]+ ){0,3}?funder\b"
            r"|^ (?:will |is |has |have )?(?:match|matching|puts?|putting|gave|gives|given|giving|pledged)(?: in| up)?"
            r" (?:up to |another |a further )?[A-Z]{0,2}[£$€]\d"
        ),
    ),
)


def part_of(text: str, start: int, end: int) -> str:
    """The part of the organisation named at ``text[start:end]``; empty where the words beside it do not say."""
    left, right = text[max(0, start - LEFT_CHARS) : start], text[end : end + RIGHT_CHARS]
    for part, words in _BEFORE if holds(left, _BEFORE_SIGNS) else ():
        if words.search(left):
            return part
    return next((part for part, words in _AFTER if words.match(right)), "")
