"""Every limit of Slack is noticed when it is broken."""

from __future__ import annotations

from typing import Any

import pytest

from digestbot.errors import RenderError
from digestbot.render import blocks as make
from digestbot.render.limits import validate, validate_view
from digestbot.types import Message


def plain(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * length}


def button(**fields: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": plain(5)} | fields


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def overflow(*options: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "section",
        "text": plain(5),
        "accessory": {"type": "overflow", "action_id": "o", "options": options},
    }


def option(value: str = "v", length: int = 5) -> dict[str, Any]:
    return {"text": plain(length), "value": value}


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(parts)}]}


GOOD = [
    {"type": "divider"},
    {"type": "header", "text": plain(150)},
    {"type": "section", "text": mrkdwn(3000)},
    {"type": "section", "fields": [plain(2000)] * 2},
    {"type": "context", "elements": [plain(5)] * 10},
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"},
    actions(*(button(action_id=str(number)) for number in range(25))),
    actions(button(text=plain(75), value="v" * 2000)),
    overflow(*(option(str(number) * 20, 75) for number in range(5))),
    rich({"type": "link", "url": "https://example.org/", "text": "a"}, {"type": "text", "text": "\n"}),
]
BAD = {
    "header too long": {"type": "header", "text": plain(151)},
    "header in mrkdwn": {"type": "header", "text": mrkdwn(5)},
    "header empty": {"type": "header", "text": plain(0)},
    "section too long": {"type": "section", "text": mrkdwn(3001)},
    "section empty": {"type": "section"},
    "too many fields": {"type": "section", "fields": [plain(5)] * 11},
    "field too long": {"type": "section", "fields": [plain(2001)]},
    "context too many": {"type": "context", "elements": [plain(5)] * 11},
    "context none": {"type": "context", "elements": []},
    "too many buttons": actions(*(button(action_id=str(number)) for number in range(26))),
    "no buttons": actions(),
    "same action_id": actions(button(), button()),
    "action_id too long": actions(button(action_id="a" * 256)),
    "button label too long": actions(button(text=plain(76))),
    "button value too long": actions(button(value="v" * 2001)),
    "button url too long": actions(button(url="https://example.org/" + "a" * 3000)),
    "button url no address": actions(button(url="javascript:x")),
    "too many options": overflow(*(option(str(number)) for number in range(6))),
    "option value too long": overflow(option("v" * 151), option()),
    "option label too long": overflow(option(length=76), option()),
    "block_id too long": {"type": "divider", "block_id": "b" * 256},
    "unknown block": {"type": "carousel"},
    "image without alt": {"type": "image", "image_url": "https://example.org/a.png", "alt_text": ""},
    "image without address": {"type": "image", "image_url": "file:///a.png", "alt_text": "a"},
    "rich text that pings": rich({"type": "broadcast", "range": "channel"}),
    "rich text that names a user": rich({"type": "user", "user_id": "U1"}),
    "rich link no address": rich({"type": "link", "url": "javascript:x", "text": "a"}),
    "rich link too long": rich({"type": "link", "url": "https://example.org/" + "a" * 3000, "text": "a"}),
    "rich text empty": rich({"type": "text", "text": ""}),
    "rich section empty": rich(),
    "input in a message": {
        "type": "input",
        "label": plain(5),
        "element": {"type": "plain_text_input", "action_id": "i"},
    },
}


def test_what_keeps_the_limits_passes() -> None:
    for block in GOOD:
        validate(Message("text", (block,)))


@pytest.mark.parametrize("block", BAD.values(), ids=BAD)
def test_what_breaks_a_limit_is_refused(block: dict[str, Any]) -> None:
    with pytest.raises(RenderError):
        validate(Message("text", (block,)))


@pytest.mark.parametrize(
    "message",
    [
        Message("  ", ()),
        Message("x" * 40_001, ()),
        Message("t", ({"type": "divider"},) * 51),
        Message("t", ({"type": "divider", "block_id": "a"},) * 2),
        Message("t", tuple(make.section("x" * 2500, str(number)) for number in range(5))),
    ],
    ids=["no text", "text too long", "too many blocks", "same block_id", "too many characters"],
)
def test_a_message_as_a_whole_is_checked(message: Message) -> None:
    with pytest.raises(RenderError):
        validate(message)


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(RenderError) as caught:
        validate(Message("", (BAD["header too long"], BAD["no buttons"])))
    assert len(caught.value.problems) >= 3


MODAL = {"type": "modal", "title": plain(24), "submit": plain(24), "close": plain(24), "blocks": [{"type": "divider"}]}
INPUT = {"type": "input", "label": plain(5), "element": {"type": "plain_text_input", "action_id": "i"}}


def test_a_modal_that_keeps_the_limits_passes() -> None:
    validate_view(MODAL | {"blocks": [INPUT] + [{"type": "divider"}] * 99})


@pytest.mark.parametrize(
    "change",
    [
        {"title": plain(25)},
        {"title": None},
        {"submit": plain(25)},
        {"close": plain(25)},
        {"blocks": [{"type": "divider"}] * 101},
        {"blocks": [INPUT], "submit": None},
        {"private_metadata": "m" * 3001},
        {"callback_id": "c" * 256},
        {"external_id": "e" * 256},
    ],
)
def test_a_modal_that_breaks_a_limit_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(RenderError):
        validate_view(MODAL | change)


def test_a_home_tab_needs_no_title() -> None:
    validate_view({"type": "home", "blocks": [{"type": "divider"}]})
