"""Digests for tests of the renderers: a usual one, and any one that Hypothesis can think of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from digestbot.types import AlsoIn, Deadline, Digest, DigestStory, Fact, MostSaved, Section, TopicTrend, Unjudged, View

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
TODAY = NOW.date()
HOSTILE = "<!channel> <@U1> *bold* _it_ ~no~ `code` [x](https://evil.example) <b>&amp; <script>\u202egnp.exe\u200b"


def story(number: int, **fields: Any) -> DigestStory:
    filled: dict[str, Any] = {
        "id": number,
        "item_id": number + 1000,
        "title": f"Headline {number}",
        "url": f"https://example.org/{number}",
        "source": f"Source {number}",
        "published": NOW - timedelta(hours=number % 20),
        "topics": ("co-operatives", "housing"),
        "summary": f"First sentence of story {number}. A second sentence says more.",
        "score": 3.0 - number / 100,
        "parts": {"relevance": 1.0, "freshness": 2.0 - number / 100},
    }
    return DigestStory(**(filled | fields))


def digest(*stories: DigestStory, **fields: Any) -> Digest:
    """All stories under one heading unless ``sections`` say otherwise; the first leads."""
    filled: dict[str, Any] = {
        "id": "mutuals-news-daily-2026-11-24",
        "channel": "#mutuals-news",
        "date": TODAY,
        "kind": "daily",
        "window_start": NOW - timedelta(days=1),
        "window_end": NOW,
        "timezone": "Europe/London",
        "sections": (Section("co-operatives", "Co-operatives", "🤝", stories),) if stories else (),
        "lead": stories[0].id if stories else None,
    }
    return Digest(**(filled | fields))


def usual() -> Digest:
    """A day as it comes: a lead with outlets and facts, an update, two headings, dates, some without room."""
    lead = story(
        1,
        title="Harbour and Vale members back merger",
        summary="Members voted by 71% to merge. The society will have 412,000 members. No branch closes before 2029.",
        facts=(
            Fact("money", "£3.1bn", "GBP 3100000000", "joint assets"),
            Fact("person", "Anne Lowe", "Anne Lowe", "chief executive"),
        ),
        also=(
            AlsoIn("https://echo.example/2", "Northern Echo Chamber"),
            AlsoIn("https://ledger.example/3", "The Ledger"),
        ),
    )
    update = story(
        2, title="Share offer for the Plough grows", update_of="https://slack.example/p1", news="sum: £420,000"
    )
    other = story(3, title="Homes bill read again", facts=(Fact("deadline", "closes 4 December", "2026-12-04"),))
    sections = (
        Section("financial-mutuals", "Financial mutuals", "🏦", (lead,)),
        Section("community-ownership", "Community ownership", "🏘️", (update,)),
        Section("housing", "Housing", "🏠", (other,)),
    )
    dates = (
        Deadline(TODAY + timedelta(days=1), "event", "Platform co-ops day", "https://example.org/e", "Calendar", 10),
        Deadline(TODAY + timedelta(days=7), "closes", "Call for evidence", "https://example.org/c", "Watch", 9),
    )
    return digest(sections=sections, lead=1, deadlines=dates, omitted=5)


def weekly() -> Digest:
    """A round-up with a trend and what people saved."""
    trend = (
        TopicTrend("housing", "Housing", "🏠", (3, 2, 4, 3, 3, 2, 5, 4, 11)),
        TopicTrend("co-operatives", "Co-operatives", "🤝", (9, 12, 8, 10, 11, 9, 10, 9, 4)),
        TopicTrend("social-finance", "Social finance", "💷", (0, 1, 0, 2, 1, 1, 0, 1, 1)),
    )
    saved = (MostSaved("Harbour and Vale members back merger", "https://example.org/1", "Source 1", 3),)
    return digest(*(story(number) for number in range(1, 6)), kind="weekly", trend=trend, most_saved=saved)


# Any Unicode, half surrogates too; sometimes hostile, sometimes very long.
words = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(), max_size=300),
    st.just(HOSTILE),
    st.builds(lambda part, times: part * times, st.text(min_size=1, max_size=9), st.integers(1, 900)),
)
urls = st.one_of(
    st.builds(lambda path: f"https://example.org/{path}", st.text(max_size=40)),
    st.builds(lambda times: "https://example.org/" + "a" * times, st.integers(0, 4000)),
    st.text(max_size=40),
)
facts = st.builds(
    Fact,
    st.sampled_from(["deadline", "event", "money", "person", "organisation", "place", "quotation"]),
    words,
    st.one_of(
        words, st.sampled_from(["2026-12-04", "2026-12-04T10:00", "GBP 2000000", "EUR 1e400", "GBP nan", "X -5"])
    ),
    words,
    words,
)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)).map(lambda found: found.replace(tzinfo=UTC))  # noqa: DTZ001
stories = st.builds(
    DigestStory,
    id=st.integers(1, 10**12),
    item_id=st.integers(1, 10**12),
    title=words,
    url=urls,
    source=words,
    published=moments,
    topics=st.lists(st.sampled_from(["co-operatives", "housing", "policy"]), max_size=3, unique=True).map(tuple),
    summary=words,
    score=st.floats(-5, 9),
    facts=st.lists(facts, max_size=4).map(tuple),
    also=st.lists(st.builds(AlsoIn, urls, words), max_size=9).map(tuple),
    update_of=st.one_of(st.none(), urls),
    news=words,
    opinion=st.booleans(),
    view=st.one_of(st.none(), st.none(), st.none(), st.builds(View, words, urls, words, words)),
)


def _weeks(found: list[int], unknown: int) -> tuple[int | None, ...]:
    before = min(unknown, len(found) - 1)
    return (*(None,) * before, *found[before:])


weeks = st.builds(_weeks, st.lists(st.integers(0, 10**6), min_size=1, max_size=9), st.integers(0, 9))


@st.composite
def any_digest(draw: st.DrawFn) -> Digest:
    """Up to thirty stories under up to four headings."""
    told = draw(st.lists(stories, max_size=30, unique_by=lambda one: one.id))
    cuts = sorted(draw(st.lists(st.integers(0, len(told)), max_size=3)))
    bounds = [0, *cuts, len(told)]
    sections = [
        Section(draw(words), draw(words), draw(st.sampled_from(["🏠", "", "**", "<!here>"])), tuple(told[start:end]))
        for start, end in pairwise(bounds)
        if start < end
    ]
    days = st.dates(date(2026, 1, 1), date(9999, 12, 31))
    kinds = st.sampled_from(["closes", "event"])
    dates = st.builds(Deadline, days, kinds, words, urls, words, st.integers(1, 10**9))
    trends = st.builds(TopicTrend, words, words, words, weeks)
    return digest(
        sections=tuple(sections),
        lead=draw(st.sampled_from([one.id for one in told])) if told else None,
        deadlines=tuple(draw(st.lists(dates, max_size=20))),
        omitted=draw(st.integers(0, 10**6)),
        gap_days=draw(st.integers(0, 40)),
        kind=draw(st.sampled_from(["daily", "weekly"])),
        channel=draw(words),
        trend=tuple(draw(st.lists(trends, max_size=14))),
        unjudged=tuple(draw(st.lists(st.builds(Unjudged, words, urls, words, words), max_size=2))),
        unjudged_count=draw(st.integers(0, 9)),
        most_saved=tuple(draw(st.lists(st.builds(MostSaved, words, urls, words, st.integers(1, 99)), max_size=9))),
    )
