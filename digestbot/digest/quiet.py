"""A composed digest → whether it is posted, waits for more news, or gives way to a note or silence. Sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digestbot.types import Channel, Digest

WAIT_AT_MOST = 5  # delivery days: news older than a working week is better told by itself than kept


@dataclass(frozen=True, slots=True)
class Outcome:
    """``post`` it, ``note`` that it was quiet, ``skip`` without a word, or ``wait`` with the window left open."""

    action: Literal["post", "note", "skip", "wait"]
    reason: str


def decide(digest: Digest, channel: Channel, waited: int = 0) -> Outcome:
    """What to do with a digest that may have too few stories; ``waited``: delivery days it has been held back for.

    What closes soon is never held back: it would be of no use the day after.
    """
    told = len(digest.stories)
    if told >= max(channel.min_stories, 1):
        return Outcome("post", f"{told} stories, at least {channel.min_stories} wanted")
    if digest.deadlines:
        return Outcome("post", "few stories, but a reminder of what closes soon cannot wait")
    if told and waited >= WAIT_AT_MOST:
        return Outcome("post", f"few stories, but they have waited for {waited} delivery days")
    if told:
        return Outcome("wait", f"{told} of the {channel.min_stories} stories wanted: they wait for the next digest")
    return Outcome(channel.quiet_day, "no stories")
