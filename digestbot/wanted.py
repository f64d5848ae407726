"""Sightings of one source → the entries to take in, in the order in which they claim pages. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from digestbot.filing import Sighted
from digestbot.types import Sighting

# An entry without words of its own waits this long for a page that fails; then its headline is taken alone.
WAIT_FOR_PAGES = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry to take in. ``may_wait``: it may be left for a later round when its page cannot be had now."""

    sighting: Sighting
    news_at: datetime | None
    may_wait: bool


def in_order(sighted: Sighted, now: datetime, *, partial: bool = False) -> list[Wanted]:
    """The entries to take in; the oldest first, news before the rest: it has the first claim on the page budget, and
    within it what the feed will forget first.

    Only news may wait for another round, which by then must find it again: where a feed has nothing left of what it
    held at the last call, it turns over faster than we call, and what it holds is taken as it is; of the new part of a
    feed alone (``partial``) that cannot be said. Where pages fail, an entry waits a day.
    """
    turned_over = not partial and bool(sighted.entries) and all(one.kind == "new" for one in sighted.entries)
    patient = sighted.waiting_since is None or now - sighted.waiting_since < WAIT_FOR_PAGES
    may_wait = patient and not (turned_over and not sighted.first)
    both = zip(sighted.entries, sighted.news_at, strict=True)
    fresh = [
        Wanted(one, news_at, may_wait=may_wait and one.kind == "new" and news_at is not None)
        for one, news_at in both
        if one.kind != "seen"
    ]
    fresh.reverse()  # documents run from the newest to the oldest; where dates say otherwise, they decide
    fresh.sort(key=lambda one: one.sighting.entry.published or now)
    return sorted(fresh, key=lambda one: one.news_at is None)
