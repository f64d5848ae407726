"""New items and a channel's phrases → what to post at once, what to leave to the digest. Matches whole words; queries
in the search language are matched by the store. Sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from digestbot.text import fold, words
from digestbot.types import Channel, Item

PER_HOUR = 4  # alerts a channel takes in one hour before people mute it; the rest is in the digest
QUIET_FROM, QUIET_UNTIL = time(20, 0), time(7, 0)  # digest-only hours, in the channel's zone
JOINERS = str.maketrans({"-": " ", "/": " "})  # "right-to-provide" is "right to provide"


@dataclass(frozen=True, slots=True)
class Alert:
    """One item that matches, and what is done with it: ``send`` now, or ``leave`` to the digest for ``reason``."""

    item: Item
    phrase: str
    action: Literal["send", "leave"]
    reason: str


def contains(phrase: str, title: str, text: str) -> bool:
    """Whether the words of the phrase stand side by side in title or text, as whole words, whatever case, quotes and
    hyphens. A last word that ends in ``*`` matches any word that begins so. A phrase without words matches nothing.
    """
    wanted = _words(phrase)
    if not wanted:
        return False
    prefix = phrase.rstrip().endswith("*")
    return any(_side_by_side(_words(part), wanted, prefix) for part in (title, text))


def matches(item: Item, phrases: Iterable[str]) -> str | None:
    """The first phrase that an item matches, or None."""
    return next((phrase for phrase in phrases if contains(phrase, item.title, item.text)), None)


def decide(
    items: Sequence[Item],
    channel: Channel,
    *,
    told_stories: frozenset[int] | set[int],
    sent_last_hour: int,
    now: datetime,
) -> list[Alert]:
    """Every item of a round that matches, newest first, one a story.

    ``told_stories`` are those that the channel was alerted to or told before; ``sent_last_hour`` its alerts of the
    last 60 minutes.
    """
    found: list[Alert] = []
    seen = set(told_stories)
    for item in sorted(items, key=lambda one: (one.published, one.id), reverse=True):
        phrase = matches(item, channel.alerts) if item.relevant and item.news_at else None
        if phrase is None:
            continue
        sent = sent_last_hour + sum(one.action == "send" for one in found)
        if item.story_id in seen:
            found.append(Alert(item, phrase, "leave", "this story was told before"))
        elif is_quiet(channel, now):
            found.append(Alert(item, phrase, "leave", "it is a digest-only hour"))
        elif sent >= PER_HOUR:
            found.append(Alert(item, phrase, "leave", f"the channel had {sent} alerts in the last hour"))
        else:
            found.append(Alert(item, phrase, "send", f"it says “{phrase}”"))
        seen.add(item.story_id)
    return found


def is_quiet(channel: Channel, now: datetime) -> bool:
    """Whether it is a digest-only hour for the channel."""
    local = now.astimezone(ZoneInfo(channel.timezone)).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL


def _words(text: str) -> list[str]:
    return words(fold(text).translate(JOINERS))


def _side_by_side(have: Sequence[str], wanted: Sequence[str], prefix: bool) -> bool:
    last = len(wanted) - 1
    for start in range(len(have) - last):
        if list(have[start : start + last]) == list(wanted[:last]):
            end = have[start + last]
            if end == wanted[last] or (prefix and end.startswith(wanted[last])):
                return True
    return False
