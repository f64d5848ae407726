"""Any digest as Slack messages: within every limit, no story lost, nobody pinged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from render.digests import HOSTILE, any_digest, digest, story, usual, weekly

from digestbot.render import actions, slack, slack_stories
from digestbot.render.limits import BLOCKS_CHARS, MESSAGE_BLOCKS
from digestbot.render.marks import told_in
from digestbot.types import AlsoIn, Digest, Fact, Message, Section

PING = re.compile(r"<[!@#]|<(?!https?://)|@(?:here|channel|everyone)>")


def leaves(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within blocks."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner)


def menus(messages: tuple[Message, ...]) -> list[actions.StoryAction]:
    found = []
    for message in messages:
        for leaf in leaves(message.blocks):
            if leaf.get("type") == "overflow":
                action = actions.read(leaf["action_id"], leaf["options"][0]["value"])
                assert action is not None
                found.append(action)
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_digest())
def test_any_digest_is_valid_loses_no_story_and_pings_nobody(any_one: Digest) -> None:
    messages = slack.messages(any_one)
    assert not messages[0].in_thread
    assert all(message.in_thread for message in messages[1:])
    assert sorted(action.item_id for action in menus(messages)) == sorted(one.item_id for one in any_one.stories)
    for message in messages:
        slack.validate(message)
        assert len(json.dumps(message.blocks)) < BLOCKS_CHARS
        assert len(message.blocks) <= MESSAGE_BLOCKS
        assert message.text.strip()
        assert not PING.search(message.text)
        json.dumps(message.blocks, ensure_ascii=False).encode()  # no half surrogates
        kinds = {leaf.get("type") for leaf in leaves(message.blocks)}
        assert not kinds & {"mrkdwn", "user", "channel", "usergroup", "broadcast"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_digest())
def test_any_message_can_be_halved_or_put_as_text(any_one: Digest) -> None:
    for message in slack.messages(any_one):
        halves = slack.split_smaller(message)
        for half in halves:
            slack.validate(half)
        assert [block for half in halves for block in half.blocks] == list(message.blocks)
        fallback = slack.plain_fallback(message)
        slack.validate(fallback)
        assert not PING.search(fallback.text)


def test_a_hostile_headline_stays_text() -> None:
    shown = slack.messages(digest(story(1, title=HOSTILE, summary=HOSTILE, source=HOSTILE)))[0]
    anchor = next(leaf for leaf in leaves(shown.blocks) if leaf.get("type") == "link")
    assert (
        anchor["text"] == "<!channel> <@U1> *bold* _it_ ~no~ `code` [x](https://evil.example) <b>&amp; <script>gnp.exe"
    )
    assert "&lt;!channel&gt; &lt;@U1&gt; ∗bold∗ ˍitˍ ∼no∼ ˋcodeˋ" in shown.text


def test_a_usual_day_is_one_message() -> None:
    messages = slack.messages(usual())
    assert len(messages) == 1
    assert messages[0].text.startswith(
        "Daily digest, Tuesday 24 November 2026: 3 stories. 1 deadline coming up. Harbour"
    )


def test_the_lead_comes_first_and_its_empty_heading_is_not_shown() -> None:
    headers = [
        leaf["text"]["text"] for leaf in leaves(slack.messages(usual())[0].blocks) if leaf.get("type") == "header"
    ]
    assert headers[1:] == [
        "⭐ Lead story · Financial mutuals",
        "🏘️ Community ownership",
        "🏠 Housing",
        "⏰ Closing soon",
    ]


def test_the_main_message_has_every_headline_and_the_thread_tells_what_has_no_room() -> None:
    day = digest(*(story(number, summary="A plain sentence of nine words, no more. " * 5) for number in range(1, 13)))
    messages = slack.messages(day)
    assert len(messages) > 1
    linked = [leaf["text"] for leaf in leaves(messages[0].blocks) if leaf.get("type") == "link"]
    assert sorted(linked) == sorted(one.title for one in day.stories)
    main = json.dumps(messages[0].blocks, ensure_ascii=False)
    assert main.count("A plain sentence of nine words") >= 12  # each in brief at least
    told = [action.item_id for action in menus(messages[:1])]
    assert told == [one.item_id for one in day.stories[: len(told)]]  # the lead, then the best
    assert f"In the thread: {12 - len(told)} of these stories in full" in main
    assert [action.item_id for action in menus(messages)] == [one.item_id for one in day.stories]


def test_each_topic_lists_what_is_not_told_in_full() -> None:
    scores = {1: 9.0, 2: 1.0, 3: 5.0, 4: 1.1, 5: 4.0, 6: 0.9, 7: 0.8, 8: 0.7}
    told = {number: story(number, score=score, summary="word " * 170) for number, score in scores.items()}
    halves = (
        Section("housing", "Housing", "🏠", (told[1], told[2], told[3], told[7])),
        Section("policy", "Policy", "📜", (told[4], told[5], told[6], told[8])),
    )
    main = slack.messages(digest(sections=halves, lead=1))[0]
    assert [action.item_id for action in menus((main,))] == [1001, 1003, 1004, 1005]  # the best four, in their places
    assert [block["block_id"] for block in main.blocks] == [
        *("head", "overview", "lead", "story-1", "story-1.menu"),
        *("section-0", "story-3", "story-3.menu", "section-0.list"),
        *("section-1", "story-4", "story-4.menu", "story-5", "story-5.menu", "section-1.list"),
        *("rest", "foot-line", "foot"),
    ]


def test_a_story_in_brief_says_where_when_and_what_matters() -> None:
    one = story(
        1,
        summary="A first sentence. " + "A second that is far too long to stand here as well, " * 4 + "and ends.",
        also=(AlsoIn("https://echo.example/2", "Echo"), AlsoIn("https://ledger.example/3", "Ledger")),
        facts=(Fact("money", "£3m", "GBP 3000000", "fund"),),
    )
    told = [part["text"] for part in slack_stories.brief(one, digest(one))]
    assert told == ["Headline 1", "\nA first sentence.", "\nSource 1 · 24 Nov · also in Echo, Ledger · 💷 £3m fund"]


def test_an_edit_moves_no_story_between_messages() -> None:
    day = digest(*(story(number, summary="word " * 60) for number in range(1, 13)))
    posted = slack.messages(day)
    told = told_in(posted[0])
    short = tuple(replace(one, summary="") for one in day.stories)
    edited = slack.messages(digest(*short), revision=1, in_full=told)
    assert [told_in(one) for one in edited] == [told_in(one) for one in posted]


def test_where_lines_leave_no_room_for_the_lead_headlines_become_a_note() -> None:
    day = digest(*(story(number, title="Long " * 24, url="https://example.org/" + "a" * 300) for number in range(50)))
    messages = slack.messages(day)
    main = json.dumps(messages[0].blocks, ensure_ascii=False)
    assert menus(messages)[0].item_id == 1000
    assert "more stories in the thread" in main
    assert sorted(action.item_id for action in menus(messages)) == list(range(1000, 1050))


def test_a_non_latin_story_counts_as_it_is_sent() -> None:
    messages = slack.messages(digest(*(story(n, title="新" * 300, summary="闻" * 3000) for n in range(1, 13))))
    assert all(len(json.dumps(message.blocks)) < BLOCKS_CHARS for message in messages)


def test_many_outlets_with_long_addresses_are_counted_instead() -> None:
    also = tuple(AlsoIn("https://example.org/" + "a" * 2900, f"Outlet {number}") for number in range(9))
    shown = json.dumps(slack.messages(digest(story(1, also=also)))[0].blocks)
    assert "more" in shown


def test_an_address_that_is_none_leaves_the_headline_without_link() -> None:
    shown = slack.messages(digest(story(1, url="javascript:alert(1)")))[0]
    assert "javascript" not in json.dumps(shown.blocks)
    assert "Headline 1" in json.dumps(shown.blocks)


def test_an_update_links_to_what_was_told() -> None:
    links = [
        leaf for leaf in leaves(slack.messages(usual())[0].blocks) if leaf.get("url") == "https://slack.example/p1"
    ]
    assert [link["text"] for link in links] == ["Update to an earlier story · sum: £420,000"]


def test_an_edit_has_new_block_ids() -> None:
    first, second = (slack.messages(usual(), revision=number)[0] for number in (0, 1))
    assert not {block["block_id"] for block in first.blocks} & {block["block_id"] for block in second.blocks}


def test_a_quiet_day_reads_well() -> None:
    shown = slack.messages(digest())[0]
    assert shown.text == "Daily digest, Tuesday 24 November 2026: No news for this channel since the last digest."


def test_catching_up_is_labelled() -> None:
    assert "catching up on 3 missed days" in slack.messages(replace(usual(), gap_days=3))[0].text


def test_the_weekly_shows_trend_and_saved() -> None:
    shown = json.dumps(slack.messages(weekly())[0].blocks, ensure_ascii=False)
    assert "11 articles, up from 3 a week" in shown
    assert "3 readers" in shown


def test_the_weekly_shows_an_uploaded_chart_with_words_for_it() -> None:
    picture = next(block for block in slack.messages(weekly(), chart_file="F123")[0].blocks if block["type"] == "image")
    assert picture["slack_file"] == {"id": "F123"}
    assert "Housing: 11 articles, up from 3 a week" in str(picture["alt_text"])


def test_a_heading_stays_with_its_first_story_when_halved() -> None:
    for half in slack.split_smaller(slack.messages(usual())[0]):
        assert half.blocks[-1]["type"] not in ("header", "divider")


def test_the_fallback_has_every_headline_and_address() -> None:
    text = slack.plain_fallback(slack.messages(usual())[0]).text
    for told in usual().stories:
        assert told.title in text
        assert f"<{told.url}>" in text
