"""Matches of a search → item ids in the order to show them, copies folded. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from digestbot.store.connection import Row

# A brand-new item's rank is at most this much above the same match long ago, halving every RECENCY_HALF_LIFE.
RECENCY_BONUS = 0.6
RECENCY_HALF_LIFE = timedelta(days=60)
# What the topic model judged off-topic ranks as half as good a match.
IRRELEVANT_SHARE = 0.5


def rank(rows: Iterable[Row], now: datetime, *, by_date: bool) -> list[int]:
    """Item ids best first (or newest first), one for each set of copies: the first copy where it matches itself."""
    bonuses: dict[str, float] = {}
    best: dict[int, tuple[float | str, int]] = {}  # set of copies → its best rank
    shown: dict[int, tuple[bool, float | str, int]] = {}  # set of copies → the copy to show
    for item_id, published, duplicate_of, relevant, score in rows:
        place: float | str = published
        if not by_date:
            day = published[:10]
            if day not in bonuses:
                bonuses[day] = _bonus(day, now)
            place = -score * bonuses[day] * (1.0 if relevant else IRRELEVANT_SHARE)
        key = duplicate_of or item_id
        best[key] = max(best.get(key, (place, item_id)), (place, item_id))
        mine = (duplicate_of is None, place, item_id)
        shown[key] = max(shown.get(key, mine), mine)
    return [shown[key][2] for key in sorted(best, key=best.__getitem__, reverse=True)]


def _bonus(day: str, now: datetime) -> float:
    age = max((now.date() - date.fromisoformat(day)) / RECENCY_HALF_LIFE, 0.0)
    return float(1 + RECENCY_BONUS * 0.5**age)
