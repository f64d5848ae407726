"""Slack's limits, and whether a message or view keeps them. Checks and tells; never mends and never cuts.

Counts and lengths are those of Slack's reference and of ``slack_sdk``'s own models, which are asked too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from digestbot.errors import RenderError
from digestbot.render.escaping import LINK_CHARS
from digestbot.types import Message
from digestbot.urls import is_http

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
BLOCKS_CHARS = 12_000  # serialized; undocumented, messages were refused near 13,200
TEXT_CHARS = 40_000
VIEW_BYTES = 250_000
TITLE_CHARS = 24
METADATA_CHARS = 3_000
ID_CHARS = 255
LENGTHS = {
    "header": 150,
    "section": 3000,
    "context": 2000,
    "field": 2000,
    "button": 75,
    "option": 75,
    "markdown": 12_000,
}
COUNTS = {"context": 10, "actions": 25, "overflow": 5, "fields": 10, "options": 100}
VALUE_CHARS = {"button": 2000, "option": 150}
ALT_CHARS = 2000
LABEL_CHARS = 2000
PLACEHOLDER_CHARS = 150
KNOWN = frozenset("header section context divider actions rich_text image input markdown".split())
RICH = frozenset("rich_text_section rich_text_list rich_text_quote rich_text_preformatted".split())
RICH_PARTS = frozenset("text link emoji date".split())  # no user, channel, usergroup or broadcast: none may ping


def size(blocks: Sequence[Mapping[str, object]]) -> int:
    """The characters of the blocks as they are sent, non-ASCII counted as the escapes that JSON may make of it."""
    return len(json.dumps(list(blocks)))


def validate(message: Message) -> None:
    """Raise RenderError naming every rule that the message breaks."""
    problems = list(_message_problems(message))
    if problems:
        raise RenderError(problems)


def validate_view(view: Mapping[str, Any]) -> None:
    """Raise RenderError naming every rule that a modal or Home tab breaks."""
    problems = list(_view_problems(view))
    if problems:
        raise RenderError(problems)


def _message_problems(message: Message) -> Iterator[str]:
    if not message.text.strip():
        yield "text is empty"
    if len(message.text) > TEXT_CHARS:
        yield f"text has {len(message.text)} characters, at most {TEXT_CHARS} are allowed"
    yield from _blocks_problems(message.blocks, MESSAGE_BLOCKS)
    if size(message.blocks) >= BLOCKS_CHARS:
        yield f"blocks have {size(message.blocks)} characters, fewer than {BLOCKS_CHARS} are allowed"
    if any(block.get("type") == "input" for block in message.blocks):
        yield "a message can hold no input block"


def _view_problems(view: Mapping[str, Any]) -> Iterator[str]:
    blocks = view.get("blocks", ())
    yield from _blocks_problems(blocks, VIEW_BLOCKS)
    if len(json.dumps(dict(view)).encode()) > VIEW_BYTES:
        yield f"view is larger than {VIEW_BYTES} bytes"
    if len(str(view.get("private_metadata", ""))) > METADATA_CHARS:
        yield f"private_metadata is longer than {METADATA_CHARS}"
    for key in ("callback_id", "external_id"):
        if len(str(view.get(key, ""))) > ID_CHARS:
            yield f"{key} is longer than {ID_CHARS}"
    if view.get("type") != "modal":
        return
    for key in ("title", "submit", "close"):
        words = str(view.get(key, {}).get("text", "")) if view.get(key) else ""
        if len(words) > TITLE_CHARS:
            yield f"{key} {words!r} is longer than {TITLE_CHARS}"
    if not view.get("title"):
        yield "a modal needs a title"
    if any(block.get("type") == "input" for block in blocks) and not view.get("submit"):
        yield "a modal with an input needs submit"


def _blocks_problems(blocks: Sequence[Mapping[str, Any]], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"{len(blocks)} blocks, at most {most} are allowed"
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    yield from (f"block_id {name!r} is used {times} times" for name, times in ids.items() if times > 1)
    for number, block in enumerate(blocks):
        where = f"block {number} ({block.get('type')} {str(block.get('block_id', ''))[:60]})"
        yield from (f"{where}: {problem}" for problem in (*_block_problems(block), *_sdk_problems(block)))


def _block_problems(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    if kind not in KNOWN:
        yield "is of no kind that we send"
    if len(str(block.get("block_id", ""))) > ID_CHARS:
        yield f"block_id is longer than {ID_CHARS}"
    if kind == "header":
        yield from _text_problems(block.get("text"), LENGTHS["header"], plain=True)
    elif kind == "section":
        if "text" not in block and "fields" not in block:
            yield "has neither text nor fields"
        if "text" in block:
            yield from _text_problems(block["text"], LENGTHS["section"])
        fields = block.get("fields", ())
        if len(fields) > COUNTS["fields"]:
            yield f"{len(fields)} fields"
        for field in fields:
            yield from _text_problems(field, LENGTHS["field"])
        if "accessory" in block:
            yield from _elements_problems([block["accessory"]])
    elif kind == "context":
        yield from _context_problems(block.get("elements", ()))
    elif kind == "actions":
        elements = block.get("elements", ())
        if not 1 <= len(elements) <= COUNTS["actions"]:
            yield f"{len(elements)} elements"
        yield from _elements_problems(elements)
    elif kind == "rich_text":
        for part in block.get("elements", ()):
            yield from _rich_problems(part)
    elif kind == "image":
        yield from _image_problems(block)
    elif kind == "markdown" and not 1 <= len(str(block.get("text", ""))) <= LENGTHS["markdown"]:
        yield "markdown text has a wrong length"
    elif kind == "input":
        yield from _text_problems(block.get("label"), LABEL_CHARS, plain=True)
        if "hint" in block:
            yield from _text_problems(block["hint"], LABEL_CHARS, plain=True)
        yield from _elements_problems([block.get("element", {})])


def _context_problems(elements: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not 1 <= len(elements) <= COUNTS["context"]:
        yield f"{len(elements)} elements"
    for element in elements:
        if element.get("type") == "image":
            yield from _image_problems(element)
        else:
            yield from _text_problems(element, LENGTHS["context"])


def _text_problems(text: Any, most: int, *, plain: bool = False) -> Iterator[str]:
    if not isinstance(text, Mapping) or text.get("type") not in ("plain_text", "mrkdwn"):
        yield "has no text object"
        return
    if plain and text["type"] != "plain_text":
        yield "takes plain_text only"
    length = len(str(text.get("text", "")))
    if not 1 <= length <= most:
        yield f"text has {length} characters, 1 to {most} are allowed"


def _elements_problems(elements: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    ids = Counter(element.get("action_id") for element in elements if element.get("action_id"))
    yield from (f"action_id {name!r} is used {times} times" for name, times in ids.items() if times > 1)
    for element in elements:
        if len(str(element.get("action_id", ""))) > ID_CHARS:
            yield f"action_id is longer than {ID_CHARS}"
        if element.get("type") == "button":
            yield from _text_problems(element.get("text"), LENGTHS["button"], plain=True)
            if len(str(element.get("value", ""))) > VALUE_CHARS["button"]:
                yield "button value is too long"
            if "url" in element and not (is_http(element["url"]) and len(element["url"]) <= LINK_CHARS):
                yield "button url is no web address, or too long"
        if "placeholder" in element:
            yield from _text_problems(element["placeholder"], PLACEHOLDER_CHARS, plain=True)
        yield from _options_problems(element)


def _options_problems(element: Mapping[str, Any]) -> Iterator[str]:
    if "options" not in element:
        return
    options = element["options"]
    most = COUNTS["overflow"] if element.get("type") == "overflow" else COUNTS["options"]
    if not 1 <= len(options) <= most:
        yield f"{len(options)} options, 1 to {most} are allowed"
    for option in options:
        yield from _text_problems(option.get("text"), LENGTHS["option"])
        if len(str(option.get("value", ""))) > VALUE_CHARS["option"]:
            yield f"option value {option['value'][:40]!r}… is longer than {VALUE_CHARS['option']}"


def _image_problems(image: Mapping[str, Any]) -> Iterator[str]:
    if not 1 <= len(str(image.get("alt_text", ""))) <= ALT_CHARS:
        yield "image has no alt_text, or too long a one"
    url = str(image.get("image_url", ""))
    if "slack_file" not in image and not (is_http(url) and len(url) <= LINK_CHARS):
        yield "image_url is no web address, or too long"


def _rich_problems(part: Mapping[str, Any]) -> Iterator[str]:
    if part.get("type") in RICH:
        if not part.get("elements"):
            yield f"{part['type']} is empty"
        for inner in part.get("elements", ()):
            yield from _rich_problems(inner)
    elif part.get("type") not in RICH_PARTS:
        yield f"rich text part {part.get('type')!r} is not one that we send"
    elif part["type"] == "link":
        if not (is_http(str(part.get("url", ""))) and len(part["url"]) <= LINK_CHARS):
            yield "link is no web address, or too long"
    elif part["type"] == "text" and not 1 <= len(str(part.get("text", ""))) <= LENGTHS["section"]:
        yield "rich text part has a wrong length"


def _sdk_problems(block: Mapping[str, Any]) -> Iterator[str]:
    """What Slack's own models say."""
    from slack_sdk.errors import SlackObjectFormationError
    from slack_sdk.models.blocks import Block

    try:
        parsed = Block.parse(dict(block))
        if parsed is None:
            yield "slack_sdk knows no such block"
        else:
            parsed.validate_json()
    except (SlackObjectFormationError, TypeError, ValueError, KeyError, AttributeError) as error:
        yield f"slack_sdk: {error}"
