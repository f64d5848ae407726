"""A long text → the parts to judge it by: its opening, and some of the later passages that carry the topic. Pure."""

from __future__ import annotations

import re
from typing import Final

from digestbot.text import lowered

OPENING: Final = 1_000  # characters, some 160 words: a little more than the examples have, which open pages too
FURTHEST: Final = 12_000  # characters looked at
MENTIONS: Final = 3  # so often must the rest speak of the sector: fewer is a passing mention
AROUND: Final = 150  # characters kept on each side of a mention
PARTS: Final = 3  # mentions kept

_SPEAKS: Final = re.compile(
    r"co-?op(?:erative)?s?\b|mutual(?:i[sz]|s\b)|employee[- ]own|staff[- ]own|worker[- ]own|social[- ]enterprise"
    r"|social entrepreneur|community interest compan|social invest|impact invest|impact bond|building societ"
    r"|credit union|friendly societ|community[- ]own|community shares?\b|community land trust|asset transfer"
    r"|ownership trust|spun out|\bB Corps?\b",
    re.IGNORECASE,
)
# Each match begins with one of these, which are quick to count.
_MARKS: Final = (
    "co-op", "coop", "mutual", "employee-own", "employee own", "staff-own", "staff own", "worker-own", "worker own",
    "social enterprise", "social-enterprise", "social entrepreneur", "community interest compan", "social invest",
    "impact invest", "impact bond", "building societ", "credit union", "friendly societ", "community-own",
    "community own", "community share", "community land trust", "asset transfer", "ownership trust", "spun out",
    "b corp",
)  # fmt: skip


def excerpt(text: str) -> str:
    """The text itself when it is short; else its opening and a few of the later passages that carry the topic."""
    if len(text) <= OPENING:
        return text
    opening = text[:OPENING].rsplit(" ", 1)[0]
    rest = text[len(opening) : FURTHEST]
    said = lowered(rest)
    if sum(map(said.count, _MARKS)) < MENTIONS:
        return opening
    mentions = [match.span() for match in _SPEAKS.finditer(rest)]
    if len(mentions) < MENTIONS:
        return opening
    parts = [opening]
    reached = 0
    for start, end in mentions:
        if start < reached:
            continue
        reached = end + AROUND
        parts.append(rest[max(0, start - AROUND) : reached].partition(" ")[2].rpartition(" ")[0])
        if len(parts) > PARTS:
            break
    return "\n".join(parts)
