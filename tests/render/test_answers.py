"""Slack's answers: valid whatever they tell, and nothing of it left out without a word."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from render.digests import HOSTILE, NOW, TODAY, words

from digestbot.render import actions, slack_answers
from digestbot.render.limits import validate
from digestbot.types import Deadline, Hit, Item, Message, SearchPage, Source, SourceHealth, SourceState, Why


def item(number: int = 1, **fields: Any) -> Item:
    filled: dict[str, Any] = {
        "id": number,
        "source_id": "s",
        "source_title": "Source",
        "url": f"https://example.org/{number}",
        "title": f"Headline {number}",
        "text": "",
        "summary": "A summary.",
        "author": None,
        "published": NOW,
        "first_seen": NOW,
        "relevant": True,
        "relevance": 0.9,
        "topics": ("housing",),
        "story_id": number,
    }
    return Item(**(filled | fields))


def page(hits: int, total: int, offset: int = 0, query: str = "land trust", **fields: Any) -> SearchPage:
    found = tuple(Hit(item(number), "the \u2068land\u2069 trust") for number in range(1, hits + 1))
    return SearchPage(query, total, found, offset, **fields)


def shown(message: Message) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


def pressed(message: Message) -> list[str]:
    return [one["action_id"] for block in message.blocks for one in block.get("elements", ()) if "action_id" in one]  # type: ignore[attr-defined]


def test_search_marks_the_words_found() -> None:
    assert '{"type": "text", "text": "land", "style": {"bold": true}}' in shown(slack_answers.search(page(1, 1)))


def test_search_pages_both_ways() -> None:
    assert actions.SEARCH_MORE in pressed(slack_answers.search(page(5, 20)))
    assert actions.SEARCH_BACK not in pressed(slack_answers.search(page(5, 20)))
    last = slack_answers.search(page(5, 20, offset=15))
    assert actions.SEARCH_BACK in pressed(last)
    assert actions.SEARCH_MORE not in pressed(last)


def test_a_page_button_carries_offset_and_query() -> None:
    message = slack_answers.search(page(5, 20, query='topic:housing "a: b"'))
    more = next(one for one in message.blocks[-1]["elements"] if one["action_id"] == actions.SEARCH_MORE)  # type: ignore[attr-defined]
    assert actions.read_page(more["value"]) == (5, 'topic:housing "a: b"')


def test_back_from_a_short_last_page_leads_to_the_page_before() -> None:
    message = slack_answers.search(page(2, 12, offset=10))
    back = next(one for one in message.blocks[-1]["elements"] if one["action_id"] == actions.SEARCH_BACK)  # type: ignore[attr-defined]
    assert actions.read_page(back["value"]) == (5, page(2, 12).query)


def test_a_long_note_is_told_whole() -> None:
    note = f"There is no topic “nope”. The topics are {', '.join(f'topic-number-{n}' for n in range(15))}."
    assert "topic-number-14" in shown(slack_answers.search(page(0, 0, notes=(note,))))


def test_nothing_found_says_so_and_what_to_try() -> None:
    message = slack_answers.search(page(0, 0, notes=("try fewer words",)))
    assert "Nothing found" in message.text
    assert "try fewer words" in shown(message)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(words, words), max_size=20), words, words)
def test_any_search_page_is_valid(found: list[tuple[str, str]], query: str, note: str) -> None:
    hits = tuple(Hit(item(n, title=title, source_title=title), body) for n, (title, body) in enumerate(found, start=1))
    message = slack_answers.search(SearchPage(query, 99, hits, 0, (note,)))
    validate(message)
    told = [block["block_id"] for block in message.blocks if str(block["block_id"]).startswith("hit-")]
    assert told == [f"hit-{number}" for number in range(1, len(told) + 1)]
    assert len(told) >= min(len(hits), 1)
    assert message.text.startswith(f"1–{len(told)} of 99" if told else "Nothing found")


def test_answers_that_do_not_fit_are_on_the_next_page() -> None:
    hits = tuple(Hit(item(number, title="新" * 200), "闻" * 300) for number in range(1, 21))
    message = slack_answers.search(SearchPage("x", 99, hits, 40))
    told = sum(str(block["block_id"]).startswith("hit-") for block in message.blocks)
    more = next(one for one in message.blocks[-1]["elements"] if one["action_id"] == actions.SEARCH_MORE)  # type: ignore[attr-defined]
    assert 2 <= told < 20
    assert actions.read_page(more["value"]) == (40 + told, "x")


def test_a_query_too_long_for_a_button_is_not_cut() -> None:
    message = slack_answers.search(page(2, 20, query="land " * 300))
    assert pressed(message) == []
    assert "too long" in shown(message)


def why(**fields: Any) -> Why:
    return replace(
        Why(item(), "#c", True, 2.5, {"relevance": 1.0, "freshness": 1.5}, ("It is in the digest.",)), **fields
    )


def test_why_tells_verdict_reasons_and_parts() -> None:
    message = slack_answers.why(why())
    assert "✅ Shown in #c" in shown(message)
    assert "Score 2.50 = relevance 1.00 + freshness 1.50" in shown(message)


@settings(max_examples=30, deadline=None)
@given(words, st.lists(words, max_size=20), words)
def test_any_why_is_valid(title: str, reasons: list[str], channel: str) -> None:
    validate(slack_answers.why(why(item=item(title=title, url=title), reasons=tuple(reasons), channel=channel)))


def test_no_dates_say_so() -> None:
    assert "Nothing that closes" in slack_answers.deadlines((), TODAY)[0].text


def test_all_dates_are_listed_in_as_many_messages_as_needed() -> None:
    found = [Deadline(TODAY + timedelta(days=n), "closes", f"Call {n}.", HOSTILE, HOSTILE, n) for n in range(90)]
    messages = slack_answers.deadlines(found, TODAY)
    assert len(messages) > 1
    assert all(any(f"Call {n}." in shown(message) for message in messages) for n in range(90))
    assert actions.CALENDAR in pressed(messages[-1])


def test_health_shows_trouble_first() -> None:
    def source(name: str, ok: bool) -> SourceHealth:
        return SourceHealth(Source(name, "https://example.org/"), SourceState(name), 5, 1.5, 0.5, NOW, ok, "Do this.")

    text = shown(slack_answers.health([source("fine", True), source("broken", False)])[0])
    assert text.index("broken") < text.index("fine")
    assert "2 sources, 1 in trouble" in text


def test_help_answers_an_unknown_word() -> None:
    assert "I do not know “frobnicate”" in shown(slack_answers.help_text("frobnicate"))


@settings(max_examples=30, deadline=None)
@given(words, words, words)
def test_any_alert_and_notice_is_valid(title: str, summary: str, phrase: str) -> None:
    for message in slack_answers.alert(item(title=title, summary=summary, source_title=title), phrase):
        validate(message)
    for message in slack_answers.notice(title):
        validate(message)


def test_an_alert_can_be_answered() -> None:
    menu = slack_answers.alert(item(7), "land")[0].blocks[-1]["accessory"]
    found = actions.read(menu["action_id"], menu["options"][1]["value"])  # type: ignore[index]
    assert found == actions.StoryAction("story_not_relevant", 7)
