"""Blocks and views → what Slack would refuse in them. One line a problem; the limits are those of ``slack.md``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

SURFACE_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MESSAGE_SIZE = 13_200  # where messages were seen refused
INTERACTIVE = {
    "button",
    "overflow",
    "static_select",
    "multi_static_select",
    "external_select",
    "users_select",
    "multi_users_select",
    "conversations_select",
    "multi_conversations_select",
    "channels_select",
    "multi_channels_select",
    "datepicker",
    "timepicker",
    "checkboxes",
    "radio_buttons",
    "plain_text_input",
    "number_input",
    "url_text_input",
    "email_text_input",
}
ONLY_IN_INPUT = {"plain_text_input", "number_input", "url_text_input", "email_text_input"}
SURFACES = {"input": {"modal", "home"}}
KINDS = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video", "markdown"}
RICH_ELEMENTS = {"text", "link", "emoji", "user", "usergroup", "channel", "broadcast", "date", "color"}


def problems(blocks: Any, surface: str) -> list[str]:
    """Everything Slack would refuse."""
    if not isinstance(blocks, list):
        return ["blocks is no list"]
    found = list(_all(blocks, surface))
    if surface == "message" and any(block.get("type") == "input" for block in blocks):
        found.append("input in a message")
    return found


def too_large(blocks: list[Any]) -> bool:
    return len(json.dumps(blocks, ensure_ascii=False)) > MESSAGE_SIZE


def view_problems(view: Any) -> list[str]:
    if not isinstance(view, dict):
        return ["view is no object"]
    found = problems(view.get("blocks"), view.get("type", "?")) if view.get("type") in SURFACE_BLOCKS else ["view type"]
    for key, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if len(view.get(key, "")) > most:
            found.append(f"{key} longer than {most}")
    if view.get("type") == "modal":
        if "title" not in view:
            found.append("no title")
        for key in ("title", "submit", "close"):
            if key in view:
                found.extend(f"{key}: {p}" for p in _text(view[key], 24, plain=True))
        if any(block.get("type") == "input" for block in view.get("blocks", ())) and "submit" not in view:
            found.append("input without submit")
    unknown = set(view) - {
        "type",
        "title",
        "blocks",
        "close",
        "submit",
        "private_metadata",
        "callback_id",
        "clear_on_close",
        "notify_on_close",
        "external_id",
        "submit_disabled",
    }
    found.extend(f"view has unknown {key}" for key in unknown)
    return found


def _all(blocks: list[Any], surface: str) -> Iterator[str]:
    if not 0 <= len(blocks) <= SURFACE_BLOCKS[surface]:
        yield f"{len(blocks)} blocks"
    ids = Counter(block.get("block_id") for block in blocks if block.get("block_id"))
    yield from (f"block_id {name} repeated" for name, count in ids.items() if count > 1)
    for number, block in enumerate(blocks):
        yield from (f"{number} {block.get('type')}: {problem}" for problem in _block(block, surface))


def _block(block: dict[str, Any], surface: str) -> Iterator[str]:
    kind = block.get("type")
    if kind not in KINDS:
        yield "unknown block"
        return
    if len(block.get("block_id", "")) > 255:
        yield "block_id too long"
    if surface not in SURFACES.get(kind, {surface}):
        yield f"not allowed in a {surface}"
    match kind:
        case "header":
            yield from _text(block.get("text"), 150, plain=True)
        case "section":
            if "text" not in block and "fields" not in block:
                yield "neither text nor fields"
            if "text" in block:
                yield from _text(block["text"], 3000)
            if not 0 <= len(block.get("fields", ())) <= 10:
                yield "fields"
            for one in block.get("fields", ()):
                yield from _text(one, 2000)
            if "accessory" in block:
                yield from _element(block["accessory"], input_block=False)
        case "context":
            if not 1 <= len(block.get("elements", ())) <= 10:
                yield "elements"
            for one in block.get("elements", ()):
                yield from _image(one) if one.get("type") == "image" else _text(one, 2000)
        case "actions":
            elements = block.get("elements", ())
            if not 1 <= len(elements) <= 25:
                yield "elements"
            ids = Counter(one.get("action_id") for one in elements)
            yield from (f"action_id {name} repeated" for name, count in ids.items() if name and count > 1)
            for one in elements:
                yield from _element(one, input_block=False)
        case "input":
            yield from _text(block.get("label"), 2000, plain=True)
            if "hint" in block:
                yield from _text(block["hint"], 2000, plain=True)
            yield from _element(block.get("element", {}), input_block=True)
        case "image":
            yield from _image(block)
        case "rich_text":
            if not block.get("elements"):
                yield "empty"
            for one in block.get("elements", ()):
                yield from _rich(one)
        case "markdown":
            if not 1 <= len(block.get("text", "")) <= 12_000:
                yield "text length"


def _text(text: Any, most: int, *, plain: bool = False) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in ("plain_text", "mrkdwn"):
        yield "no text object"
        return
    if plain and text["type"] != "plain_text":
        yield "mrkdwn where plain_text is wanted"
    if text["type"] == "mrkdwn" and "emoji" in text:
        yield "emoji on mrkdwn"
    if not 1 <= len(text.get("text", "")) <= most:
        yield f"text of {len(text.get('text', ''))}, 1 to {most}"


def _element(one: dict[str, Any], *, input_block: bool) -> Iterator[str]:
    kind = one.get("type")
    if kind == "image" and not input_block:
        yield from _image(one)
        return
    if kind not in INTERACTIVE:
        yield f"unknown element {kind}"
        return
    if kind in ONLY_IN_INPUT and not input_block:
        yield f"{kind} outside an input block"
    if kind in ("button", "overflow") and input_block:
        yield f"{kind} in an input block"
    if len(one.get("action_id", "")) > 255:
        yield "action_id too long"
    if kind == "button":
        yield from _text(one.get("text"), 75, plain=True)
        if len(one.get("value", "")) > 2000 or len(one.get("url", "")) > 3000:
            yield "value or url too long"
        if one.get("style", "primary") not in ("primary", "danger"):
            yield "style"
    if "placeholder" in one:
        yield from _text(one["placeholder"], 150, plain=True)
    if "confirm" in one:
        for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _text(one["confirm"].get(key), most, plain=key != "text")
    if kind in ("overflow", "static_select", "multi_static_select", "checkboxes", "radio_buttons"):
        most = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}.get(kind, 100)
        options = [*one.get("options", ()), *(o for group in one.get("option_groups", ()) for o in group["options"])]
        if not 1 <= len(options) <= most:
            yield f"{len(options)} options"
        for option in options:
            yield from _text(option.get("text"), 75)
            if not 1 <= len(option.get("value", "")) <= 150:
                yield "option value"
        initial = [*one.get("initial_options", ()), *([one["initial_option"]] if "initial_option" in one else [])]
        if "initial_options" in one and not initial:
            yield "initial_options empty"
        for option in initial:
            if option not in options:
                yield "initial option is not among the options"
    if kind == "plain_text_input" and len(one.get("initial_value", "")) > 3000:
        yield "initial_value"


def _image(one: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(one.get("alt_text", "")) <= 2000:
        yield "alt_text"
    file = one.get("slack_file")
    if file is not None and (not isinstance(file, dict) or file.keys() not in ({"id"}, {"url"}) or "image_url" in one):
        yield "slack_file"
    if file is None and not 1 <= len(one.get("image_url", "")) <= 3000:
        yield "image_url"


def _rich(one: dict[str, Any]) -> Iterator[str]:
    kind = one.get("type", "")
    if kind in ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"):
        if not one.get("elements"):
            yield f"{kind} empty"
        for inner in one.get("elements", ()):
            if kind == "rich_text_list" and inner.get("type") != "rich_text_section":
                yield "a list holds sections only"
            yield from _rich(inner)
    elif kind not in RICH_ELEMENTS:
        yield f"unknown rich text {kind}"
    elif kind == "text" and not one.get("text"):
        yield "empty rich text"
    elif kind == "link" and not one.get("url"):
        yield "link without url"
