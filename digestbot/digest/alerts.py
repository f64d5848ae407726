"""New items and a channel's phrases → what to post at once, what to leave to the digest. Matches whole words; queries
in the search language are matched by the store. Sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from digestbot.text import fold, words
from digestbot.types import Channel, Item

PER_HOUR = 4  # alerts a channel takes in one hour before people mute it; the rest is in the digest
QUIET_FROM, QUIET_UNTIL = time(20, 0), time(7, 0)  # digest-only hours, in the channel's zone
JOINERS = str.maketrans({"-": " ", "/": " "})  # "right-to-provide" is "right to provide"


@dataclass(frozen=True, slots=True)
class Alert:
    """One item that matches, and what is done with it: ``send`` now, or ``leave`` to the digest for ``reason``.

    ``search``: ``phrase`` is a saved search that found it, not words that it says.
    """

    item: Item
    phrase: str
    action: Literal["send", "leave"]
    reason: str
    search: bool = False


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
    searched: Mapping[int, str] | None = None,
) -> list[Alert]:
    """Every item of a round that matches, newest first, one a story.

    ``told_stories`` are those that the channel was alerted to or told before; ``sent_last_hour`` its alerts of the
    last 60 minutes; ``searched`` the ids of items that a saved search finds, with that search.
    """
    found: list[Alert] = []
    seen = set(told_stories)
    for item in sorted(items, key=lambda one: (one.published, one.id), reverse=True):
        if not item.relevant or item.news_at is None:
            continue
        said = matches(item, channel.alerts)
        phrase, search = (said, False) if said is not None else ((searched or {}).get(item.id), True)
        if phrase is None:
            continue
        sent = sent_last_hour + sum(one.action == "send" for one in found)
        if item.story_id in seen:
            found.append(Alert(item, phrase, "leave", "this story was told before", search))
        elif is_quiet(channel, now):
            found.append(Alert(item, phrase, "leave", "it is a digest-only hour", search))
        elif sent >= PER_HOUR:
            found.append(Alert(item, phrase, "leave", f"the channel had {sent} alerts in the last hour", search))
        else:
            found.append(Alert(item, phrase, "send", f"it {'is found by' if search else 'says'} “{phrase}”", search))
        seen.add(item.story_id)
    return found


def awake(channel: Channel, now: datetime) -> datetime:
    """``now``, or the end of the digest-only hours in which it lies: when a person who gets no digest is told."""
    if not is_quiet(channel, now):
        return now
    zone = ZoneInfo(channel.timezone)
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=zone).astimezone(UTC)


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
