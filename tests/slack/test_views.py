"""Forms, the Home tab and lists: whatever stands in titles, ids and searches, they keep every limit and ping nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import fake_desk
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from slackd.blocks import problems, too_large, view_problems

from digestbot.render.limits import validate, validate_view
from digestbot.slack import answers, forms
from digestbot.slack.desk import Coverage
from digestbot.slack.home import Home, view
from digestbot.store.log import Change
from digestbot.store.people import SavedSearch
from digestbot.types import Channel, Deadline, Entry, Item, Message, Preview, Source, SourceHealth, SourceState, Topic

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HOSTILE = [
    "<!channel>",
    "<@U0BEN>",
    "*x*",
    "`x`",
    "<https://e.example|x>",
    "\u202e\u200b",
    "&amp;",
    "x" * 5000,
    "\x00",
    " ",
]
text = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=400), st.text(min_size=100, max_size=400).map(lambda s: s * 9)
)
url = st.one_of(
    st.sampled_from(["https://e.example/", "", "javascript:alert(1)", "https://e.example/" + "x" * 4000]),
    text.map(lambda path: f"https://e.example/{path}"),
)
slow = settings(
    max_examples=40, phases=(Phase.reuse, Phase.generate), deadline=None, suppress_health_check=list(HealthCheck)
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    return replace(
        fake_desk.item(draw(st.integers(1, 2**60))),
        title=draw(text),
        url=draw(url),
        summary=draw(text),
        source_title=draw(text),
    )


@st.composite
def sources(draw: st.DrawFn) -> SourceHealth:
    source = Source("s" * draw(st.integers(1, 64)), draw(url), title=draw(text), paused=draw(st.booleans()))
    return SourceHealth(source, SourceState("s"), 3, 2.5, 0.5, NOW, draw(st.booleans()), draw(text))


@st.composite
def topics(draw: st.DrawFn) -> tuple[Topic, ...]:
    found = draw(st.lists(st.tuples(text, text), min_size=1, max_size=16))
    return tuple(Topic(f"topic-{n}", label, "🏠", definition) for n, (label, definition) in enumerate(found))


def pings(blocks: Any) -> bool:
    """Whether anything in the blocks is more than text and links."""
    if isinstance(blocks, dict):
        steering = blocks.get("type") in ("user", "usergroup", "channel", "broadcast", "mrkdwn")
        return steering or any(pings(inner) for inner in blocks.values())
    return isinstance(blocks, list | tuple) and any(pings(inner) for inner in blocks)


def fit(messages: tuple[Message, ...]) -> None:
    for message in messages:
        validate(message)
        blocks = [dict(block) for block in message.blocks]
        assert problems(blocks, "message") == []
        assert not too_large(blocks)
        assert not pings(blocks)
        assert "<!" not in message.text
        assert "<@" not in message.text


def fit_view(made: dict[str, Any]) -> None:
    validate_view(made)
    assert view_problems(made) == []
    assert not pings(made["blocks"])


@slow
@given(
    channel=st.from_regex(r"#[a-z0-9-]{1,80}", fullmatch=True),
    saved=st.lists(items(), max_size=15, unique_by=lambda one: one.id),
    searches=st.lists(text.filter(str.strip), max_size=12),
    dates=st.lists(st.tuples(text, url), max_size=12),
    health=st.one_of(st.none(), st.lists(sources(), max_size=15)),
)
def test_any_home_tab_is_valid(channel: str, saved: Any, searches: Any, dates: Any, health: Any) -> None:
    home = Home(
        channels=((Channel(channel, topics=("housing",), weekly="fri"), NOW),) * 12,
        saved=tuple(saved),
        searches=tuple(SavedSearch(number, "U1", query, True, NOW) for number, query in enumerate(searches)),
        deadlines=tuple(Deadline(date(2026, 12, 1), "closes", title, link, title, 1) for title, link in dates),
        health=None if health is None else tuple(health),
    )
    fit_view(view(home, NOW.date()))


@slow
@given(topics=topics(), item=items(), problem=text, title=text, link=url)
def test_any_form_is_valid(topics: tuple[Topic, ...], item: Item, problem: str, title: str, link: str) -> None:
    entries = tuple(Entry("preview", f"g{number}", link, title) for number in range(5))
    found = Preview("https://e.example/feed", "feed", title, entries, 3)
    known = Channel("#news", topics=tuple(topic.id for topic in topics), alerts=(title,), timezone=title)
    for made in (
        forms.address(title, problem),
        forms.source(found, topics, problem=problem),
        forms.source(replace(found, known_as="x"), topics),
        forms.channel("#news", known, topics, timezone="UTC", problem=problem),
        forms.correction(1, topics, item, problem=problem),
        forms.topic({"label": title, "definition": title, "terms": [title]}, problem),
        forms.uncertain([replace(item, id=number) for number in range(5)]),
        forms.argument("why", "C1", "news", given=title, problem=problem),
        forms.told("x", answers.topics(topics)),
        forms.working("x"),
    ):
        fit_view(made)


@slow
@given(topics=topics(), health=st.lists(sources(), max_size=25), words=text)
def test_any_list_is_valid_and_whole(topics: tuple[Topic, ...], health: list[SourceHealth], words: str) -> None:
    changes = [Change(number, NOW - timedelta(hours=number), words, words, {}, {}) for number in range(20)]
    listed = answers.topics(topics)
    fit(listed)
    assert sum(block["type"] == "rich_text" for message in listed for block in message.blocks) == len(topics)
    fit(answers.sources(health))
    fit(answers.coverage(Coverage(tuple((topic, 0) for topic in topics), tuple(health), ((words, 50),))))
    fit(answers.changes(changes, NOW, {}))
    fit(answers.plain(words))
    fit(answers.refusal(words))
    fit((answers.helping(words),))


def test_a_source_with_an_endless_address_in_another_script_is_listed() -> None:
    source = Source("s" * 64, "https://e.example/" + "\U00091234" * 2_900, title="t")
    fit(answers.sources([SourceHealth(source, SourceState("s"), 3, 2.5, 0.5, NOW, True, "Well.")] * 3))


@pytest.mark.parametrize("address", ["https://joe:hush@e.example/feed", "https://e.example/feed?token=hush"])
def test_what_opens_a_source_is_not_shown_with_it(address: str) -> None:
    found = answers.sources(
        [SourceHealth(Source("s", address, title="t"), SourceState("s"), 3, 2.5, 0.5, NOW, True, "")]
    )
    assert "e.example/feed" in str(found)
    assert "hush" not in str(found)


@pytest.mark.parametrize("order", ["<!channel> <@U0BEN>", "*now*", "x" * 3000])
def test_passing_on_mentions_only_who_asks(order: str) -> None:
    message = answers.passed_on("U0ASKER", order, "C0NEWS")
    validate(message)
    assert message.text.count("<@") == 1
    assert "<!" not in message.text
