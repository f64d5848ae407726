"""Says how a source is doing in one plain sentence with what to do, and tells quiet from broken.

Pure: it judges what the store remembers and each source's own rhythm, and neither asks a server nor sends an alert.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from digestbot.fetch.schedule import MOVED_AFTER
from digestbot.types import SourceState
from digestbot.urls import redact

SILENT_TIMES = 3.0  # issue 3: "silent three times longer than usual"
MIN_GAPS = 4  # fewer gaps between items are no rhythm yet
NEWEST_ITEMS = 100  # of which the rhythm is learnt: spans weekends for hourly sources, years for monthly ones
LEAST_USUAL = timedelta(days=2)  # nobody need hear of a source that is silent over a long weekend
FAILURES_BEFORE_ALARM = 3  # in a row; one or two are the web's weather and come right by themselves
BARREN_AFTER = timedelta(days=7)  # a source that never brought an item by then is probably the wrong address


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A source's own pace: its longest usual gap between items (None: not known yet) and its newest item."""

    usual_gap: timedelta | None = None
    last_item: datetime | None = None


def learn(times: Iterable[datetime], now: datetime) -> Rhythm:
    """The rhythm of items published at ``times``, in any order; times after ``now`` are ignored.

    The usual gap is the second longest: nights, weekends and one holiday are usual, so a median would not do.
    """
    newest = sorted((time for time in times if time <= now), reverse=True)[:NEWEST_ITEMS]
    gaps = sorted(later - earlier for later, earlier in pairwise(newest))
    usual = max(gaps[-2], LEAST_USUAL) if len(gaps) >= MIN_GAPS else None
    return Rhythm(usual, newest[0] if newest else None)


def silent_for(rhythm: Rhythm, now: datetime) -> timedelta | None:
    """How long the source has been silent, if that is longer than three of its usual gaps; otherwise None."""
    if rhythm.usual_gap is None or rhythm.last_item is None:
        return None
    silence = now - rhythm.last_item
    return silence if silence > SILENT_TIMES * rhythm.usual_gap else None


def advice(state: SourceState, rhythm: Rhythm, now: datetime) -> tuple[bool, str]:
    """Whether the source is well, and one sentence for the admin: what is wrong and what to do."""
    if state.status == "paused":
        return True, "Paused; resume it to read it again."
    if state.status == "gone":
        return False, "Removed for good by its publisher (410); remove it, or add its new address."
    if state.checked_at is None:
        return True, "Not read yet; it is read in the next round."
    if state.failures:
        return _failing(state, now)
    if (silence := silent_for(rhythm, now)) is not None and rhythm.usual_gap is not None:
        return False, (
            f"Silent for {span(silence)}, three times longer than usual ({span(rhythm.usual_gap)}), "
            f"still answering {state.http_status or 200}; look whether its feed has moved."
        )
    if rhythm.last_item is None and state.added_at is not None and now - state.added_at > BARREN_AFTER:
        return False, "Answers, but has brought no item yet; check that its address is the feed you meant."
    if state.moved_to and state.moved_seen >= MOVED_AFTER:
        return True, f"Well; it moved to {redact(state.moved_to)}, which is read now. Change its address some time."
    last = f"; last item {_ago(now - rhythm.last_item)}" if rhythm.last_item is not None else ""
    return True, f"Well{last}."


def alert(title: str, before: tuple[bool, str] | None, after: tuple[bool, str]) -> str | None:
    """What to tell the admins of a source whose ``advice`` went from ``before`` to ``after``; None: nothing changed."""
    was_well = before is None or before[0]
    if was_well == after[0]:
        return None
    return f"{title} is well again." if after[0] else f"{title}: {after[1]}"


def summary(advices: Sequence[tuple[str, bool, str]]) -> str | None:
    """The admins' daily summary of (title, well, sentence) per source, in their order; None: all are well."""
    unwell = [f"• {title}: {sentence}" for title, well, sentence in advices if not well]
    if not unwell:
        return None
    verb = "needs" if len(unwell) == 1 else "need"
    return "\n".join([f"{len(unwell)} of {len(advices)} sources {verb} attention:", *unwell])


def _failing(state: SourceState, now: datetime) -> tuple[bool, str]:
    cause = state.error or "it could not be read"
    nxt = ""
    if state.next_check is not None:
        nxt = " The next try is due." if state.next_check <= now else f" Next try in {span(state.next_check - now)}."
    if state.failures < FAILURES_BEFORE_ALARM:
        return True, f"Failed just now: {cause}.{nxt}"
    since = f" Last news from it {_ago(now - state.changed_at)}." if state.changed_at is not None else ""
    return False, f"Failed {state.failures} times in a row: {cause}.{since}{nxt}"


def _ago(past: timedelta) -> str:
    return f"{span(past)} ago"


def span(duration: timedelta) -> str:
    """``duration`` in the largest unit that leaves at least two of it: "45 min", "30 h", "9 days"."""
    hours = duration.total_seconds() / 3600
    if hours < 2:
        return f"{max(1, round(hours * 60))} min"
    return f"{round(hours)} h" if hours < 48 else f"{round(hours / 24)} days"
