"""The words all shapes of a digest share: its headings, days and counts. Text in, plain text out; what a shape must
escape, it escapes itself. A story's facts in words are in ``key_facts``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from digestbot.text import clean
from digestbot.types import Digest, DigestStory, Section, TopicTrend, Unjudged

NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}
UNTITLED = "(untitled)"
# Half a surrogate pair can be neither sent nor stored; direction marks and tag characters are invisible and can steer.
_UNSAFE = re.compile(r"[\ud800-\udfff\u061c\u200e\u200f\ufffe\uffff\U000e0000-\U000e007f]")


def tidy(text: str) -> str:
    """Text from outside on one line, without control, invisible or direction-changing characters."""
    return clean(_UNSAFE.sub("", text))


def title_of(story: DigestStory) -> str:
    """The headline, never empty."""
    return tidy(story.title) or UNTITLED


def long_day(day: date) -> str:
    """``Tuesday 24 November 2026``."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def short_day(day: date, beside: date) -> str:
    """``4 Dec``; with the year where the day beside it is of another."""
    return f"{day.day} {day:%b}" + ("" if day.year == beside.year else f" {day.year}")


def local_day(moment: datetime, digest: Digest) -> date:
    """The day a moment falls on for the digest's readers."""
    return moment.astimezone(ZoneInfo(digest.timezone)).date()


def name(digest: Digest) -> str:
    """What the digest is called."""
    return "Weekly round-up" if digest.kind == "weekly" else "Daily digest"


def count(number: int, noun: str) -> str:
    """``1 story``, ``2 stories``."""
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and not noun.endswith("ay") else f"{noun}s"
    return f"{number:,} {plural}"


def overview(digest: Digest) -> str:
    """``9 stories`` or that it was quiet, and the gap it makes up for."""
    told = count(len(digest.stories), "story") if digest.stories else "No news for this channel since the last digest"
    if digest.gap_days:
        told += f" · catching up on {count(digest.gap_days, 'missed day')}"
    return told


def omitted(digest: Digest) -> str:
    """How many stories had no room; empty when none."""
    return f"{count(digest.omitted, 'more story')} had no room" if digest.omitted else ""


def lead_of(digest: Digest) -> DigestStory | None:
    """The story that is shown first."""
    return next((story for story in digest.stories if story.id == digest.lead), None)


def lead_heading(digest: Digest) -> str:
    """``⭐ Lead story · Co-operatives``: the lead stands before its own topic's section."""
    label = next((one.label for one in digest.sections for story in one.stories if story.id == digest.lead), "")
    return " · ".join(["⭐ Lead story", *([tidy(label)] if tidy(label) else [])])


def sections_after_lead(digest: Digest) -> list[Section]:
    """The sections without the lead story and without those it leaves empty."""
    rest = [
        Section(section.topic, section.label, section.emoji, tuple(s for s in section.stories if s.id != digest.lead))
        for section in digest.sections
    ]
    return [section for section in rest if section.stories]


def heading(section: Section) -> str:
    """Emoji and label of a section."""
    return tidy(f"{section.emoji} {section.label}") or "Stories"


def update_mark(story: DigestStory) -> str:
    """``Update to an earlier story`` and what is new; empty for a story that was not told before."""
    if story.update_of is None:
        return ""
    return f"Update to an earlier story · {tidy(story.news)}" if story.news else "Update to an earlier story"


def unjudged(digest: Digest) -> str:
    """``3 articles in other languages were not judged``; empty when none came in."""
    number = digest.unjudged_count
    told = "article in another language was" if number == 1 else "articles in other languages were"
    return f"🌐 {number:,} {told} not judged" if number else ""


def foreign(one: Unjudged) -> str:
    """``German, Der Bote``: what stands behind the headline of an article that was not judged."""
    return ", ".join(part for part in (tidy(one.language), tidy(one.source)) if part)


def trend(one: TopicTrend) -> str:
    """``7 articles, up from 3 a week``; the number alone while no week before is known."""
    this, before = one.weeks[-1] or 0, usual(one)
    told = count(this, "article")
    if before is None:
        return told
    if round(before) == this:
        return f"{told}, as usual"
    return f"{told}, {'up' if this > before else 'down'} from {before:.0f} a week"


def usual(one: TopicTrend) -> float | None:
    """The mean of the known weeks before the one reported on; None where none is known."""
    before = [week for week in one.weeks[:-1] if week is not None]
    return sum(before) / len(before) if before else None


def trend_heading(digest: Digest) -> str:
    """What the trend is called; it compares with no more weeks than are known."""
    known = known_weeks(digest.trend)
    against = {0: "", 1: " against the one before"}.get(known, f" against the {NUMBERS.get(known, known)} before")
    return f"📈 This week{against}"


def known_weeks(trends: Sequence[TopicTrend]) -> int:
    """How many weeks before the one reported on are known; a chart of none says nothing."""
    return max((sum(week is not None for week in one.weeks[:-1]) for one in trends), default=0)


def in_short(digest: Digest, titles: Sequence[str]) -> str:
    """The digest in a few sentences, as a notification or a screen reader gives it; ``titles`` as they are shown."""
    told = f"{name(digest)}, {long_day(digest.date)}: {overview(digest)}."
    closing = sum(one.kind == "closes" for one in digest.deadlines)
    if closing:
        told += f" {count(closing, 'deadline')} coming up."
    return f"{told} {'; '.join(titles)}".strip()
