"""Small makers of form fields and forms. Text from outside goes into ``plain_text`` only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from digestbot.render import blocks as make
from digestbot.render.blocks import Block
from digestbot.text import capital, shorten

_ADDRESS = re.compile(r"\w+://")
Option = tuple[str, str]  # value, label
VALUE = "value"  # action_id of every field: the block_id tells which it is
LABEL_CHARS = 75  # of an option
TITLE_CHARS = 24
PROBLEM = "-problem"  # ends the block_id of what is told beside a field


def field(
    name: str, label: str, element: Mapping[str, Any], *, optional: bool = False, hint: str = "", problem: str = ""
) -> list[Block]:
    """A field, and under it what is wrong with what was typed."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": make.plain_text(label, 150),
        "element": {"action_id": VALUE, **element},
        "optional": optional,
    }
    if hint:
        block["hint"] = make.plain_text(hint, 300)
    return [block, told(problem, f"{name}{PROBLEM}")] if problem else [block]


def told(problem: str, block_id: str) -> Block:
    """What is wrong, as a sentence."""
    told = problem if _ADDRESS.match(problem) else capital(problem)
    return make.context(f"⚠ {told}", block_id)


def line(initial: str = "", placeholder: str = "", *, many: bool = False) -> Block:
    element: Block = {"type": "plain_text_input", "multiline": many}
    if initial:
        element["initial_value"] = initial[:2_900]
    if placeholder:
        element["placeholder"] = make.plain_text(placeholder, 150)
    return element


def choice(kind: str, options: Iterable[Option], chosen: str | None = None) -> Block:
    """``kind``: static_select or radio_buttons."""
    made = [option(one) for one in options]
    initial = [one for one in made if one["value"] == chosen]
    return {"type": kind, "options": made, **({"initial_option": initial[0]} if initial else {})}


def choices(kind: str, options: Iterable[Option], chosen: Iterable[str] = ()) -> Block:
    """``kind``: multi_static_select or checkboxes."""
    made = [option(one) for one in options]
    wanted = set(chosen)
    initial = [one for one in made if one["value"] in wanted]
    return {"type": kind, "options": made, **({"initial_options": initial} if initial else {})}


def clock(initial: str) -> Block:
    return {"type": "timepicker", "initial_time": initial}


def option(one: Option) -> Block:
    value, label = one
    return {"value": value, "text": make.plain_text(label or value, LABEL_CHARS)}


def refilled(blocks: Sequence[Block], chosen: Mapping[str, str]) -> list[Block]:
    """Fields of one choice each as a person left them; ``chosen``: block_id → value. Problems told before are gone."""
    kept = []
    for block in blocks:
        if str(block.get("block_id", "")).endswith(PROBLEM):
            continue
        if block["type"] == "input":
            element = {key: value for key, value in block["element"].items() if key != "initial_option"}
            initial = [one for one in element["options"] if one["value"] == chosen.get(block["block_id"])]
            block = {**block, "element": element | ({"initial_option": initial[0]} if initial else {})}
        kept.append(block)
    return kept


def form(
    callback: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = "Close",
    remember: Mapping[str, Any] | None = None,
) -> Block:
    """A modal; ``remember`` comes back with what is submitted."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": make.plain_text(shorten(title, TITLE_CHARS), TITLE_CHARS),
        "close": make.plain_text(close, TITLE_CHARS),
        "blocks": list(blocks),
        "private_metadata": json.dumps(dict(remember or {}), ensure_ascii=False),
    }
    if submit is not None:
        view["submit"] = make.plain_text(submit, TITLE_CHARS)
    return view
