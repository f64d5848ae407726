"""People at Slack, the app and a newsroom: what they ask for is asked of the newsroom once, and answered."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import fake_desk
import pytest
from slackd import Slackd
from slackd.people import until
from slackd.workspace import View

from digestbot.errors import DigestbotError
from digestbot.render import teaching
from digestbot.render.actions import STORY_MENU, option_value
from digestbot.slack import listening
from digestbot.store.log import Change

Desk = Any


@pytest.fixture(autouse=True)
def fast_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "FORM_SETTLES", 0.05)


async def told(slack: Slackd, count: int = 1) -> list[dict[str, Any]]:
    """What only the asker sees, once there are ``count`` answers."""
    await until(lambda: len(slack.workspace.ephemeral) >= count, what=f"{count} answers")
    return slack.workspace.ephemeral


async def shown(slack: Slackd, user: str = "U1") -> View:
    """The form on top, once there is one."""
    await until(lambda: slack.workspace.stacks.get(user), what="a form")
    return slack.people.form(user)


async def result(view: View, title: str) -> str:
    """What a form says once it has become ``title``."""
    await until(lambda: view.body["title"]["text"] == title and "⏳" not in words(view), what=title)
    return words(view)


def words(thing: Any) -> str:
    body = thing.body if isinstance(thing, View) else thing
    return json.dumps(body["blocks"], ensure_ascii=False)


# --- /news


async def test_a_search_is_answered_to_the_asker_alone(app: Slackd, desk: Desk) -> None:
    outcome = await app.people.command("/news", "bakery", user="U1")
    (answer,) = await told(app)
    assert outcome.acked
    assert (answer["user"], answer["channel"]) == ("U1", "C1")
    assert "Bakery <!channel> opens" in words(answer)
    assert app.workspace.channels["C1"].messages == []


async def test_help_after_news_tells_how_to_search(app: Slackd, desk: Desk) -> None:
    await app.people.command("/news", "help", user="U1")
    assert "search everything" in words((await told(app))[0])


async def test_a_search_without_answers_helps(app: Slackd, desk: Desk) -> None:
    desk.total = 0
    await app.people.command("/news", "zzz", user="U1")
    (answer,) = await told(app)
    assert "Try fewer words." in words(answer)


async def test_paging_replaces_the_page(app: Slackd) -> None:
    await app.people.command("/news", "bakery", user="U1")
    (answer,) = await told(app)
    await app.people.press(answer, "search_more", user="U1")
    await until(lambda: "news.example/7" in words(answer), what="page two")
    await app.people.press(answer, "search_back", user="U1")
    await until(lambda: "news.example/2" in words(answer), what="page one")
    assert len(app.workspace.ephemeral) == 1


async def test_share_here_shows_the_page_to_the_channel(app: Slackd) -> None:
    await app.people.command("/news", "bakery", user="U1")
    (answer,) = await told(app)
    await app.people.press(answer, "search_share", user="U1", times=2)
    await until(lambda: app.workspace.channels["C1"].messages, what="sharing")
    (message,) = app.workspace.channels["C1"].messages
    assert "search_share" not in words(message)


async def test_a_double_click_shows_others_nothing_twice(app: Slackd) -> None:
    """Two clicks are two deliveries with triggers of their own; Slack repeats neither."""
    await app.people.command("/news", "bakery", user="U1")
    (answer,) = await told(app)
    for _ in range(2):
        await app.people.press(answer, "search_share", user="U1")
    assert "done already" in words((await told(app, 2))[1])
    assert len(app.workspace.channels["C1"].messages) == 1
    await app.people.press(answer, "search_more", user="U1")
    await until(lambda: "news.example/7" in words(answer), what="page two")
    await app.people.press(answer, "search_share", user="U1")
    await until(lambda: len(app.workspace.channels["C1"].messages) == 2, what="sharing another page")
    await app.people.command("/digest", "now", user="U1")
    refusal = (await told(app, 3))[2]
    await asyncio.gather(*(app.people.press(refusal, "ask_admin", user="U1") for _ in range(2)))
    await until(lambda: app.workspace.channels["C2"].messages, what="asking")
    assert len(app.workspace.channels["C2"].messages) == 1


async def test_a_search_is_saved_and_turned_into_an_alert(app: Slackd, desk: Desk) -> None:
    await app.people.command("/news", "topic:housing", user="U1")
    (answer,) = await told(app)
    await app.people.press(answer, "search_save", user="U1")
    await app.people.press(answer, "search_alert", user="U1")
    await told(app, 3)
    assert [(one.query, one.alert) for one in desk.queries["U1"]] == [("topic:housing", False), ("topic:housing", True)]


# --- /digest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "What I can do"),
        ("help", "What I can do"),
        ("frobnicate", "I do not know"),
        ("preview", "Preview of #news"),
        ("prevew", "Preview of #news"),
        ("preview Weekly", "Preview of #news for the week"),
        ("topics", "topic:housing"),
        ("sources", "id coop-news"),
        ("health", "The feed is gone."),
        ("why 3", "It is fresh."),
        ("deadlines", "Fund closes"),
        ("coverage", "nothing for 60 days"),
    ],
)
async def test_everybody_may_ask(text: str, expected: str, app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", text, user="U1")
    answer = (await told(app))[0]
    assert expected in words(answer)
    assert desk.done == []


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("now", ("now", "#news", "UADMIN")),
        ("pause coop-news", ("pause", "coop-news", "UADMIN")),
        ("delete coop-news", ("remove", "coop-news", "UADMIN")),
        ("merge 12 and 34", ("merge", "12", "34", "UADMIN")),
        ("merge 12,34", ("merge", "12", "34", "UADMIN")),
        ("channel off", ("channel off", "#news", "UADMIN")),
        ("undo #7.", ("undo", 7, "UADMIN")),
        ("resume coop-news", ("resume", "coop-news", "UADMIN")),
        ("undo 7", ("undo", 7, "UADMIN")),
        ("split 12", ("split", "12", "UADMIN")),
        ("merge <https://a.example/1> 34", ("merge", "https://a.example/1", "34", "UADMIN")),
    ],
)
async def test_an_admins_order_is_carried_out_once(text: str, order: Any, app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", text, user="UADMIN", times=3)
    await told(app)
    await app.people.command("/digest", "help", user="U1")
    await told(app, 2)
    assert desk.done == [order]
    assert len(app.workspace.ephemeral) == 2


@pytest.mark.parametrize(
    "text",
    [
        "now",
        "pause coop-news",
        "resume x",
        "remove x",
        "undo 7",
        "split 3",
        "merge 3 4",
        "log",
        "add",
        "topic",
        "channel",
        "channel off",
        "setup",
    ],
)
async def test_others_are_refused_politely_and_may_ask_an_admin(text: str, app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", text, user="U1")
    (answer,) = await told(app)
    assert "Only admins" in words(answer)
    await app.people.press(answer, "ask_admin", user="U1", times=2)
    await until(lambda: app.workspace.channels["C2"].messages, what="asking")
    (message,) = app.workspace.channels["C2"].messages
    assert message["text"].startswith("<@U1> in <#C1> asks an admin for: /digest")
    assert desk.done == []
    assert app.workspace.stacks == {}


async def test_a_story_is_shown_with_why_each_article_is_there(app: Slackd) -> None:
    await app.people.command("/digest", "story 12", user="U1")
    (answer,) = await told(app)
    assert "id 12" in words(answer)
    assert "nothing stored is like it · leads: the only version" in words(answer)


@pytest.mark.parametrize("text", ["merge 12", "merge 1 2 3"])
async def test_a_merge_wants_two_articles(text: str, app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", text, user="UADMIN")
    (answer,) = await told(app)
    assert "Two articles are wanted" in words(answer)
    assert desk.done == []


async def test_who_asks_an_admin_pings_nobody_else(app: Slackd) -> None:
    await app.people.command("/digest", "pause <!channel> <@U2>", user="U1")
    (answer,) = await told(app)
    await app.people.press(answer, "ask_admin", user="U1")
    await until(lambda: app.workspace.channels["C2"].messages, what="asking")
    (message,) = app.workspace.channels["C2"].messages
    assert "<!channel>" not in message["text"]
    assert "<@U2>" not in message["text"]


async def test_an_admin_of_the_settings_may_give_orders(app: Slackd, desk: Desk) -> None:
    desk.admin_ids = ("U2",)
    await app.people.command("/digest", "pause coop-news", user="U2")
    await told(app)
    assert desk.done == [("pause", "coop-news", "U2")]
    assert app.called("users.info") == []


async def test_an_admin_of_another_organisation_in_a_shared_channel_is_none_here(app: Slackd, desk: Desk) -> None:
    app.workspace.users["U2"] |= {"is_admin": True, "is_stranger": True}
    await app.people.command("/digest", "pause coop-news", user="U2")
    assert "Only admins" in words((await told(app))[0])
    assert desk.done == []


async def test_what_the_newsroom_refuses_is_told(app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", "pause cop-news", user="UADMIN")
    (answer,) = await told(app)
    assert "did you mean coop-news" in words(answer)


async def test_a_fault_of_ours_is_told_and_logged(app: Slackd, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(query: str, offset: int) -> Any:
        raise ZeroDivisionError

    desk.search = broken
    outcome = await app.people.command("/news", "x", user="U1")
    (answer,) = await told(app)
    assert outcome.acked
    assert "Something broke" in words(answer)
    assert any(record.exc_info for record in caplog.records if "slack.broken" in record.message)


async def test_a_fault_while_a_form_is_worked_on_loses_nothing(app: Slackd, desk: Desk) -> None:
    async def broken(url: str) -> Any:
        raise ZeroDivisionError

    desk.find_source = broken
    await app.people.command("/digest", "add https://example.org", user="UADMIN")
    form = await shown(app, "UADMIN")
    await app.people.submit(form)
    await until(lambda: "Something broke" in words(form), what="the problem")
    assert form.body["blocks"][0]["element"]["initial_value"] == "https://example.org"


async def test_the_log_and_the_setup_are_shown_to_admins(app: Slackd) -> None:
    await app.people.command("/digest", "log", user="UADMIN")
    await app.people.command("/digest", "setup", user="UADMIN")
    log, setup = await told(app, 2)
    assert "add source x" in words(log)
    assert "✅ scopes" in words(setup)


async def test_a_private_channels_digest_is_shown_in_it_alone(app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", "preview", user="U1", channel="G1")
    (answer,) = await told(app)
    assert "Preview of G1" in words(answer)
    app.workspace.add_channel("C9", "other")
    await app.people.command("/digest", "preview G1", user="U1", channel="C9")
    answers = await told(app, 2)
    assert "gets no digest yet" in words(answers[1])


@pytest.mark.parametrize("text", ["preview G1", "preview #board", "now G1", "why 3 G1", "why 3 #board"])
async def test_naming_a_private_channel_elsewhere_shows_and_sends_nothing_of_it(
    text: str, app: Slackd, desk: Desk
) -> None:
    asked_of: list[str] = []

    async def why(wanted: str, channel: str) -> Any:
        asked_of.append(channel)
        raise DigestbotError(f"{wanted} is not in the archive")

    desk.why = why
    app.workspace.channels["G1"].people = ("U2",)
    await app.people.command("/digest", text, user="UADMIN")
    await told(app)
    assert "Preview of G1" not in words(app.workspace.ephemeral[0])
    assert {channel for _, channel, *_ in desk.done} <= {"#news"}
    assert set(asked_of) <= {"#news"}
    assert app.workspace.channels["G1"].messages == []


async def test_in_ones_own_messages_no_channels_digest_is_shown(app: Slackd) -> None:
    app.workspace.direct("U1")
    await app.people.command("/digest", "preview", user="U1", channel="D1")
    (answer,) = await told(app)
    assert "Ask that in the channel" in words(answer)


async def test_every_command_is_a_button_of_the_help(app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", "", user="U1")
    (answer,) = await told(app)
    await app.people.press(answer, "verb_coverage", user="U1")
    assert "Coverage" in words((await told(app, 2))[1])
    await app.people.press(answer, "verb_why", user="U1")
    form = await shown(app)
    await app.people.submit(form, {"argument": "id 5."})
    assert "It is fresh." in await result(form, "/digest why")


async def test_an_argument_that_is_refused_stays_in_its_form(app: Slackd) -> None:
    await app.people.command("/digest", "why", user="U1")
    form = await shown(app)
    await app.people.submit(form, {"argument": "nothing"})
    await until(lambda: "argument-problem" in words(form), what="the problem")
    assert form.body["blocks"][0]["element"]["initial_value"] == "nothing"
    await app.people.submit(form, {"argument": "5"})
    assert "It is fresh." in await result(form, "/digest why")


# --- stories


def a_digest(slack: Slackd) -> dict[str, Any]:
    options = [
        {"text": {"type": "plain_text", "text": verb}, "value": option_value(verb, 3)}
        for verb in ("story_useful", "story_not_relevant", "story_wrong_topic", "story_save", "story_why")
    ]
    menu = {"type": "overflow", "action_id": STORY_MENU, "options": options}
    block = {"type": "section", "block_id": "s", "text": {"type": "plain_text", "text": "A story"}, "accessory": menu}
    message = {"type": "message", "bot_id": "BBOT", "text": "x", "blocks": [block], "ts": slack.workspace.ts()}
    slack.workspace.channels["C1"].messages.append(message)
    return message


@pytest.mark.parametrize(
    ("verb", "order"),
    [
        ("story_useful", ("label", 3, "useful", (), "U1")),
        ("story_not_relevant", ("label", 3, "not-relevant", (), "U1")),
    ],
)
async def test_a_storys_button_pressed_and_delivered_again_counts_once(
    verb: str, order: Any, app: Slackd, desk: Desk
) -> None:
    outcome = await app.people.press(a_digest(app), STORY_MENU, value=verb, user="U1", times=3)
    await told(app)
    assert outcome.acked
    assert desk.done == [order]
    await until(lambda: desk.shown == [3], what="bringing the message up to date")


async def test_a_double_click_leaves_one_label(app: Slackd, desk: Desk) -> None:
    digest = a_digest(app)
    await app.people.press(digest, STORY_MENU, value="story_useful", user="U1")
    await app.people.press(digest, STORY_MENU, value="story_useful", user="U1")
    await told(app, 2)
    assert list(desk.labels) == [(3, "U1")]


async def test_a_story_is_saved_once(app: Slackd, desk: Desk) -> None:
    digest = a_digest(app)
    await app.people.press(digest, STORY_MENU, value="story_save", user="U1")
    await app.people.press(digest, STORY_MENU, value="story_save", user="U1")
    first, second = await told(app, 2)
    assert desk.kept == {"U1": [3]}
    assert "Saved" in first["text"]
    assert "already" in second["text"]


async def test_why_is_told_to_the_asker(app: Slackd) -> None:
    await app.people.press(a_digest(app), STORY_MENU, value="story_why", user="U1")
    (answer,) = await told(app)
    assert "It is fresh." in words(answer)


async def test_a_wrong_topic_is_corrected_by_form(app: Slackd, desk: Desk) -> None:
    await app.people.press(a_digest(app), STORY_MENU, value="story_wrong_topic", user="U1", times=2)
    form = await shown(app)
    (field,) = [block for block in form.body["blocks"] if block["type"] == "input"]
    assert [one["value"] for one in field["element"]["initial_options"]] == ["co-operatives"]
    await app.people.submit(form, {"topics": ["housing"]}, times=2)
    assert "Housing" in await result(form, "Thank you")
    assert desk.done == [("label", 3, "topics", ("housing",), "U1")]
    assert desk.shown == [3]


async def test_no_topic_at_all_means_not_for_us(app: Slackd, desk: Desk) -> None:
    await app.people.press(a_digest(app), STORY_MENU, value="story_wrong_topic", user="U1")
    form = await shown(app)
    await app.people.submit(form, {"topics": []})
    await result(form, "Thank you")
    assert desk.done == [("label", 3, "not-relevant", (), "U1")]


async def test_a_form_opens_in_time_though_the_newsroom_is_slow(app: Slackd, desk: Desk) -> None:
    desk.slow = 5.0
    outcome = await app.people.press(a_digest(app), STORY_MENU, value="story_wrong_topic", user="U1")
    form = await shown(app)
    assert outcome.seconds < desk.slow
    assert "initial_options" not in words(form)


async def test_a_value_that_somebody_made_up_is_refused(app: Slackd, desk: Desk) -> None:
    digest = a_digest(app)
    digest["blocks"][0]["accessory"]["options"][0]["value"] = "story_useful:drop table:1:x"
    await app.people.press(digest, STORY_MENU, value="story_useful", user="U1")
    (answer,) = await told(app)
    assert "older version" in answer["text"]
    assert desk.done == []


async def test_the_calendar_comes_to_ones_own_messages(app: Slackd) -> None:
    await app.people.command("/digest", "deadlines", user="U1")
    (answer,) = await told(app)
    await app.people.press(answer, "deadlines_ics", user="U1")
    await told(app, 2)
    (file,) = app.workspace.files
    assert (file["name"], file["channel"]) == ("closing-soon.ics", "D1")
    assert file["body"].startswith(b"BEGIN:VCALENDAR")


# --- forms


async def test_a_source_is_added_in_two_steps(app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", "add", user="UADMIN")
    form = await shown(app, "UADMIN")
    await app.people.submit(form, {"address": "example.org/news"})
    await until(lambda: form.body["callback_id"] == "source_preview", what="the preview")
    assert "Entry 4 *bold* <@U1>" in words(form)
    assert "9 items last week" in words(form)
    await app.people.submit(form, {"title": "Example", "topics": ["housing"]}, times=2)
    await result(form, "Added")
    assert desk.done == [("add", "https://example.org/news/feed.xml", "feed", "Example", ("housing",), "UADMIN")]


@pytest.mark.parametrize("typed", ["not an address", "ftp://x.example", "https://", "javascript:alert(1)"])
async def test_a_bad_address_is_told_beside_its_field(typed: str, app: Slackd) -> None:
    await app.people.command("/digest", f"add {typed}", user="UADMIN")
    form = await shown(app, "UADMIN")
    outcome = await app.people.submit(form)
    assert "no web address" in outcome.payload["errors"]["address"]
    assert form.open


async def test_an_address_where_nothing_is_found_keeps_what_was_typed(app: Slackd, desk: Desk) -> None:
    desk.refuse = "no feed was found on this page"
    await app.people.command("/digest", "add https://example.org", user="UADMIN")
    form = await shown(app, "UADMIN")
    await app.people.submit(form)
    await until(lambda: "No feed was found" in words(form), what="the problem")
    assert form.body["blocks"][0]["element"]["initial_value"] == "https://example.org"


async def test_a_source_that_is_watched_is_not_added_again(app: Slackd, desk: Desk) -> None:
    desk.known_source = "coop-news"
    await app.people.command("/digest", "add https://example.org", user="UADMIN")
    form = await shown(app, "UADMIN")
    await app.people.submit(form)
    await until(lambda: "watched already, as coop-news" in words(form), what="that it is known")
    assert "submit" not in form.body


async def test_a_refused_source_keeps_what_was_typed(app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", "add https://example.org", user="UADMIN")
    form = await shown(app, "UADMIN")
    await app.people.submit(form)
    await until(lambda: form.body["callback_id"] == "source_preview", what="the preview")
    desk.refuse = "sources.yaml:3: it is broken"
    await app.people.submit(form, {"title": "Mine", "topics": ["housing"]})
    await until(lambda: "it is broken" in words(form), what="the problem")
    fields = {block["block_id"]: block["element"] for block in form.body["blocks"] if block["type"] == "input"}
    assert fields["title"]["initial_value"] == "Mine"
    assert fields["topics"]["initial_options"][0]["value"] == "housing"
    desk.refuse = ""
    await app.people.submit(form)
    await result(form, "Added")
    assert desk.done == [("add", "https://example.org/feed.xml", "feed", "Mine", ("housing",), "UADMIN")]


async def test_a_channels_schedule_is_set_by_form(app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", "channel", user="UADMIN")
    form = await shown(app, "UADMIN")
    given = {
        "at": "07:15",
        "timezone": "Asia/Kolkata",
        "days": ["mon", "fri"],
        "topics": ["housing"],
        "max_stories": "5",
        "quiet_day": "skip",
        "weekly": "fri",
        "alerts": "right to provide\nland trust, right to provide",
    }
    await app.people.submit(form, given)
    assert "07:15 (Asia/Kolkata)" in await result(form, "Saved")
    ((what, fields, user),) = desk.done
    assert (what, user) == ("channel", "UADMIN")
    assert fields == given | {
        "channel": "#news",
        "max_stories": 5,
        "alerts": ["right to provide", "land trust"],
    }


@pytest.mark.parametrize(
    ("field", "value", "beside"),
    [
        ("timezone", "Lundon", "timezone"),
        ("max_stories", "lots", "max_stories"),
        ("max_stories", "900", "max_stories"),
        ("alerts", "x", "alerts"),
        ("days", [], "days"),
    ],
)
async def test_what_is_wrong_in_a_schedule_is_told_beside_its_field(
    field: str, value: Any, beside: str, app: Slackd, desk: Desk
) -> None:
    await app.people.command("/digest", "channel", user="UADMIN")
    form = await shown(app, "UADMIN")
    outcome = await app.people.submit(form, {field: value})
    assert list(outcome.payload["errors"]) == [beside]
    assert desk.done == []


async def test_a_schedule_that_the_newsroom_refuses_loses_nothing(app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", "channel", user="UADMIN")
    form = await shown(app, "UADMIN")
    desk.refuse = "channels.yaml was changed meanwhile"
    await app.people.submit(form, {"at": "06:45", "alerts": "land trust"})
    await until(lambda: "changed meanwhile" in words(form), what="the problem")
    fields = {block["block_id"]: block["element"] for block in form.body["blocks"] if block["type"] == "input"}
    assert fields["at"]["initial_time"] == "06:45"
    assert fields["alerts"]["initial_value"] == "land trust"


async def test_a_private_channel_is_kept_by_its_id(app: Slackd, desk: Desk) -> None:
    app.workspace.add_channel("G0SECRET", "secret", private=True)
    await app.people.command("/digest", "channel", user="UADMIN", channel="G0SECRET")
    await app.people.submit(await shown(app, "UADMIN"))
    await until(lambda: desk.done, what="the order")
    assert desk.done[0][1]["channel"] == "G0SECRET"


async def test_a_new_topic_is_added_by_form(app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", "topic Land trusts", user="UADMIN")
    form = await shown(app, "UADMIN")
    given = {"emoji": "🌳", "definition": "Trusts that hold land.", "terms": "land trust\nCLT"}
    await app.people.submit(form, given)
    await result(form, "Added")
    ((_, fields, user),) = desk.done
    assert user == "UADMIN"
    assert fields == {
        "id": "land-trusts",
        "label": "Land trusts",
        "definition": "Trusts that hold land.",
        "kind": "core",
        "terms": ["land trust", "CLT"],
        "emoji": "🌳",
    }


async def test_a_topic_that_exists_is_told_beside_its_name(app: Slackd) -> None:
    await app.people.command("/digest", "topic Housing", user="UADMIN")
    form = await shown(app, "UADMIN")
    outcome = await app.people.submit(form, {"definition": "x", "terms": "home"})
    assert "already" in outcome.payload["errors"]["label"]


async def test_somebody_who_is_no_admin_any_more_cannot_submit(app: Slackd, desk: Desk) -> None:
    desk.admin_ids = ("U1",)
    await app.people.command("/digest", "channel", user="U1")
    form = await shown(app)
    desk.admin_ids = ()
    await app.people.submit(form)
    await until(lambda: "Only admins" in words(form), what="the refusal")
    assert desk.done == []


# --- Home


async def test_the_home_tab_shows_ones_own_things(app: Slackd, desk: Desk) -> None:
    await desk.save(3, "U1")
    await desk.save_search("U1", "topic:housing", True)
    app.workspace.channels["G1"].people = ("U2",)
    await app.people.open_home("U1")
    await until(lambda: "U1" in app.workspace.homes, what="the tab")
    text = words(app.workspace.homes["U1"])
    assert "#news" in text
    assert "G1" not in text
    assert "news.example/3" in text
    assert "🔔 topic:housing" in text
    assert "Fund closes" in text
    assert "in trouble" not in text


async def test_an_admins_home_tab_shows_health(app: Slackd) -> None:
    await app.people.open_home("UADMIN")
    await until(lambda: "UADMIN" in app.workspace.homes, what="the tab")
    assert "1 source, 1 in trouble" in words(app.workspace.homes["UADMIN"])


async def test_saved_things_are_removed_from_the_home_tab(app: Slackd, desk: Desk) -> None:
    await desk.save(3, "U1")
    await desk.save_search("U1", "bakery", False)
    await app.people.open_home("U1")
    await until(lambda: "U1" in app.workspace.homes, what="the tab")
    await app.people.press(app.workspace.homes["U1"], "home_unsave", user="U1", times=2)
    await until(lambda: "news.example/3" not in words(app.workspace.homes["U1"]), what="removal")
    await app.people.press(app.workspace.homes["U1"], "home_forget_search", user="U1")
    await until(lambda: "bakery" not in words(app.workspace.homes["U1"]), what="removal")


async def test_a_saved_search_is_run_from_the_home_tab(app: Slackd, desk: Desk) -> None:
    await desk.save_search("U1", "bakery", False)
    await app.people.open_home("U1")
    await until(lambda: "U1" in app.workspace.homes, what="the tab")
    await app.people.press(app.workspace.homes["U1"], "home_run_search", user="U1")
    form = await shown(app)
    assert "news.example/1" in words(form)
    more = next(
        element["action_id"]
        for block in form.body["blocks"]
        for element in block.get("elements", ())
        if element.get("action_id") == "search_more"
    )
    await app.people.press(form, more, user="U1")
    await until(lambda: "news.example/7" in words(form), what="page two")


async def test_uncertain_articles_are_labelled_by_form(app: Slackd, desk: Desk) -> None:
    await app.people.open_home("U1")
    await until(lambda: "U1" in app.workspace.homes, what="the tab")
    await app.people.press(app.workspace.homes["U1"], "home_uncertain", user="U1")
    form = await shown(app)
    await app.people.submit(form, {"item-1": "relevant", "item-4": "not-relevant"})
    assert "2 labelled" in await result(form, "Thank you")
    assert desk.done == [("label", 1, "relevant", (), "U1"), ("label", 4, "not-relevant", (), "U1")]


async def test_labels_that_the_newsroom_refuses_stay_chosen(app: Slackd, desk: Desk) -> None:
    await app.people.open_home("U1")
    await until(lambda: "U1" in app.workspace.homes, what="the tab")
    await app.people.press(app.workspace.homes["U1"], "home_uncertain", user="U1")
    form = await shown(app)
    desk.refuse = "the disk is full"
    for _ in range(2):
        await app.people.submit(form, {"item-1": "relevant", "item-4": "not-relevant"})
        await until(lambda: "The disk is full" in words(form), what="the problem")
        fields = {block["block_id"]: block["element"] for block in form.body["blocks"] if block["type"] == "input"}
        chosen = {name: field.get("initial_option", {}).get("value") for name, field in fields.items()}
        assert chosen == dict.fromkeys(fields) | {"item-1": "relevant", "item-4": "not-relevant"}
    desk.refuse = ""
    await app.people.submit(form)
    assert "2 labelled" in await result(form, "Thank you")
    assert len(desk.done) == 2


async def test_a_topic_that_the_newsroom_refuses_loses_nothing(app: Slackd, desk: Desk) -> None:
    await app.people.command("/digest", "topic Land trusts", user="UADMIN")
    form = await shown(app, "UADMIN")
    desk.refuse = "topics.yaml was changed meanwhile"
    await app.people.submit(form, {"emoji": "🌳", "definition": "Trusts.", "kind": "facet", "terms": "CLT\nland trust"})
    await until(lambda: "changed meanwhile" in words(form), what="the problem")
    fields = {block["block_id"]: block["element"] for block in form.body["blocks"] if block["type"] == "input"}
    typed = {name: field.get("initial_value") for name, field in fields.items() if name != "kind"}
    assert typed == {"label": "Land trusts", "emoji": "🌳", "definition": "Trusts.", "terms": "CLT\nland trust"}
    assert fields["kind"]["initial_option"]["value"] == "facet"


async def test_a_correction_that_the_newsroom_refuses_keeps_what_was_chosen(app: Slackd, desk: Desk) -> None:
    await app.people.press(a_digest(app), STORY_MENU, value="story_wrong_topic", user="U1")
    form = await shown(app)
    desk.refuse = "there is no item 3"
    await app.people.submit(form, {"topics": ["housing"]})
    await until(lambda: "There is no item 3" in words(form), what="the problem")
    (field,) = [block for block in form.body["blocks"] if block["type"] == "input"]
    assert [one["value"] for one in field["element"]["initial_options"]] == ["housing"]


async def test_the_log_names_people_and_says_what_they_said(app: Slackd, desk: Desk) -> None:
    async def log(limit: int) -> list[Change]:
        said = {"item": 3, "verdict": "topics", "topics": ["housing"]}
        return [Change(8, desk.now(), "U1", "labels.add", None, said), *(await former(limit))]

    former, desk.log = desk.log, log
    await app.people.command("/digest", "log", user="UADMIN")
    (answer,) = await told(app)
    assert "Ben · called article 3 about housing" in words(answer)
    assert "Ada · add source x" in words(answer)


async def test_answers_to_the_weekly_question_are_acknowledged_and_kept(app: Slackd, desk: Desk) -> None:
    (asked,) = teaching.messages([fake_desk.item(3)], fake_desk.TOPICS)
    message = {"type": "message", "bot_id": "BBOT", "text": "x", "blocks": list(asked.blocks), "ts": app.workspace.ts()}
    app.workspace.channels["C1"].messages.append(message)
    outcome = await app.people.press(message, "story_relevant", user="U1", times=2)
    await told(app)
    assert outcome.acked
    assert desk.done == [("label", 3, "relevant", (), "U1")]
    await until(lambda: desk.shown == [3], what="filing it")
