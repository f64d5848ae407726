"""What people say of told stories → the messages that told them, with it: a line under the story, its headline struck
through where it is not for us. Names nobody: `/digest log` does, to admins.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digestbot.errors import RenderError
from digestbot.render import actions, wording
from digestbot.render.blocks import SECTION_CHARS, Block
from digestbot.render.limits import ID_CHARS, validate
from digestbot.text import shorten
from digestbot.types import Label, Message, Topic

TOPICS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """``line`` goes under the story; ``struck``: its headline is struck through."""

    line: str
    struck: bool = False


def mark(labels: Sequence[Label], admins: Collection[str], topics: Sequence[Topic]) -> Mark | None:
    """What stands under a story, given everything said of it, oldest first; None: nothing.

    Readers who found it useful are counted; of corrections the latest stands, whoever made it.
    """
    parts = []
    useful = sum(label.verdict == "useful" for label in labels)
    if useful:
        parts.append(f"👍 {wording.count(useful, 'reader')} found this useful")
    corrections = [label for label in labels if label.verdict != "useful"]
    if not corrections:
        return Mark(parts[0]) if parts else None
    latest = corrections[-1]
    who = "an admin" if latest.user in admins else "a reader"
    if latest.verdict == "not-relevant":
        parts.append(f"👎 Not for us, says {who}")
    elif latest.verdict == "topics":
        named = {topic.id: topic.label for topic in topics}
        labelled = [named[topic] for topic in latest.topics if topic in named]
        parts += [f"🏷 Corrected to {', '.join(labelled[:TOPICS_NAMED])} by {who}"] if labelled else []
    struck = latest.verdict == "not-relevant" and latest.user in admins
    return Mark(" · ".join(parts), struck) if parts else None


def marked(messages: Sequence[Message], marks: Mapping[int, Mark], revision: int) -> tuple[Message, ...]:
    """The messages with the mark of each article (by id), each valid; a mark that has no room is left out.

    ``revision`` counts the edits of these messages: Slack wants other block ids in each.
    """
    return tuple(_marked(message, marks, revision) for message in messages)


def told_in(message: Message) -> frozenset[int]:
    """The ids of the articles that a message tells in full: those with a menu."""
    return frozenset(item for block in message.blocks if (item := _item(block)) is not None)


def _marked(message: Message, marks: Mapping[int, Mark], revision: int) -> Message:
    wanted = [item for block in message.blocks if (item := _item(block)) in marks]
    for most in range(len(wanted), -1, -1):
        kept = {item: marks[item] for item in wanted[:most] if item is not None}
        made = Message(message.text, tuple(_blocks(message.blocks, kept, revision)), message.in_thread)
        try:
            validate(made)
        except RenderError:
            continue
        return made
    return message  # full to the brim: not even the longer ids have room


def _blocks(blocks: Sequence[Mapping[str, Any]], marks: Mapping[int, Mark], revision: int) -> list[Block]:
    made: list[Block] = []
    for block in blocks:
        new = {**block}
        if "block_id" in block:
            tag = f".e{revision}"
            new["block_id"] = f"{str(block['block_id'])[: ID_CHARS - len(tag)]}{tag}"
        item = _item(block)
        if item is not None and item in marks:
            told = f"{block['text']['text']}\n{marks[item].line}"
            new["text"] = {**block["text"], "text": _shortened(told)}
            if marks[item].struck and made and made[-1]["type"] == "rich_text":
                made[-1] = _struck(made[-1])
        made.append(new)
    return made


def _shortened(text: str) -> str:
    """Two lines, of which the first gives way."""
    first, _, last = text.rpartition("\n")
    return f"{shorten(first, SECTION_CHARS - len(last) - 1)}\n{last}"


def _item(block: Mapping[str, Any]) -> int | None:
    """The article that a block's menu is about; None for a block without one."""
    menu = block.get("accessory") or {}
    if menu.get("action_id") != actions.STORY_MENU:
        return None
    pressed = actions.read(actions.STORY_MENU, menu["options"][0]["value"])
    return pressed.item_id if pressed is not None else None


def _struck(block: Mapping[str, Any]) -> Block:
    """A story's words with the headline struck through: it comes first."""
    section, *more = block["elements"]
    headline, *rest = section["elements"]
    through = {**headline, "style": {**headline.get("style", {}), "strike": True}}
    return {**block, "elements": [{**section, "elements": [through, *rest]}, *more]}
