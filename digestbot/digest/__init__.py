"""Stories → ranked, composed digests, when they fall due, and reasons. Pure: no network, no store, no clock."""

from digestbot.digest.compose import compose, digest_id
from digestbot.digest.rank import Ranking, rank
from digestbot.digest.weekly import compose_weekly
from digestbot.digest.why import explain
from digestbot.digest.window import Window, due_window, next_due, weekly_due

__all__ = [
    "Ranking",
    "Window",
    "compose",
    "compose_weekly",
    "digest_id",
    "due_window",
    "explain",
    "next_due",
    "rank",
    "weekly_due",
]
