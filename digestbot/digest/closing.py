"""Deadlines and events ahead → those that today's digest recalls, sorted by day. Never drops one for good: what is not
recalled today is recalled seven days and one day before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from digestbot.text import iso_day
from digestbot.types import Deadline, DigestStory

REMIND_DAYS = (7, 1)  # before the day itself: once to plan, once to act


def closing_soon(
    deadlines: Iterable[Deadline],
    stories: Sequence[DigestStory] = (),
    *,
    today: date,
    following: date,
    last: date | None = None,
) -> tuple[Deadline, ...]:
    """What to recall in the digest of ``today``, soonest first.

    ``following`` is the day of the next digest: a reminder that would fall on a day off is given on the delivery day
    before it. ``last``, after a gap, is the day of the last digest: reminders missed since are made up for. What the
    digest's own stories say closes within a week is recalled too, for its first reminder is past already.
    """
    begin = last + timedelta(days=1) if last is not None else today

    def recalled(one: Deadline) -> bool:
        return one.day >= today and any(begin <= one.day - timedelta(days=days) < following for days in REMIND_DAYS)

    week = today + timedelta(days=max(REMIND_DAYS))
    fresh = [one for story in stories for one in deadlines_of(story) if today <= one.day <= week]
    return ordered([*(one for one in deadlines if recalled(one)), *fresh])


def ahead(deadlines: Iterable[Deadline], today: date, days: int) -> tuple[Deadline, ...]:
    """Everything from ``today`` for so many days, soonest first: the list that is kept until each has passed."""
    return ordered(one for one in deadlines if today <= one.day <= today + timedelta(days=days))


def deadlines_of(story: DigestStory) -> list[Deadline]:
    """What one story says closes or takes place."""
    found = []
    for fact in story.facts:
        day = iso_day(fact.value) if fact.kind in ("deadline", "event") else None
        if day is not None:
            kind: Literal["closes", "event"] = "closes" if fact.kind == "deadline" else "event"
            found.append(
                Deadline(day, kind, story.title, story.url, story.source, story.id, fact.detail, fact.occasion)
            )
    return found


def ordered(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """By day, what closes before what takes place; one line a story and day, for a closing date is often read twice."""
    found: dict[tuple[date, int], Deadline] = {}
    for one in sorted(deadlines, key=lambda one: (one.day, one.kind != "closes", one.title, one.story_id)):
        found.setdefault((one.day, one.story_id), one)
    return tuple(found.values())
