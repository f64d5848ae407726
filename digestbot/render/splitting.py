"""Blocks → messages that Slack takes: packed in order, halved when it finds one too long, or put as text alone. Stories
and lists stay whole; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digestbot.render import blocks as make
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert, link
from digestbot.render.limits import size
from digestbot.text import shorten
from digestbot.types import Message

CHARS = 11_400  # of one message's blocks: below the limit of 12,000 by the room that longer ids and marks take
BLOCKS = 46  # of the 50 allowed: the rest is for a note and for what an edit may add
FALLBACK_CHARS = 39_000  # Slack cuts text past 40,000

Group = list[Block]  # blocks that stay together


def pack(
    groups: Sequence[tuple[Group, list[str]]], *, first: int = BLOCKS, room: int = CHARS
) -> list[list[tuple[Group, list[str]]]]:
    """Fill messages in order: the first has ``first`` blocks and ``room`` characters for groups, the others all."""
    parts: list[list[tuple[Group, list[str]]]] = [[]]
    blocks, chars = first, room
    for group in groups:
        needed = size(group[0])
        if len(group[0]) > blocks or needed > chars:
            parts.append([])
            blocks, chars = BLOCKS, CHARS
        parts[-1].append(group)
        blocks -= len(group[0])
        chars -= needed
    return parts


def fitting(rows: Sequence[Sequence[Block]], total: int, more: str, room: int, block_id: str) -> Block:
    """A list of as many rows as fit into ``room`` characters; those that do not are counted in a last row."""
    for shown in range(len(rows), -1, -1):
        rest = [[make.words(more.format(total - shown))]] if total > shown else []
        block = make.bullets([*rows[:shown], *rest], block_id)
        if size([block]) <= room:
            break
    return block


def split_smaller(message: Message) -> tuple[Message, ...]:
    """A message that Slack found too long as two of about half the size; the second goes to the thread.

    Stories stay whole. A message that cannot be split comes back alone: post ``plain_fallback`` of it then.
    """
    groups = _grouped(message.blocks)
    if len(groups) < 2:
        return (message,)
    whole, used, cut = size(message.blocks), 0, 1
    for number, group in enumerate(groups[:-1], start=1):
        used += size(group)
        cut = number
        if used * 2 >= whole:
            break
    halves = (groups[:cut], groups[cut:])
    return (
        Message(message.text, tuple(block for group in halves[0] for block in group), message.in_thread),
        Message(message.text, tuple(block for group in halves[1] for block in group), in_thread=True),
    )


def plain_fallback(message: Message) -> Message:
    """A message that Slack refuses in blocks as text alone: every word and address of it, escaped."""
    lines = [line for block in message.blocks for line in _text_lines(block)]
    return Message(shorten("\n".join(lines) or message.text, FALLBACK_CHARS), (), message.in_thread)


def without_pictures(message: Message) -> Message:
    """The message with each picture's words in its place; the same message where it shows none."""
    blocks = tuple(
        make.section(str(block["alt_text"]), str(block["block_id"])) if block["type"] == "image" else block
        for block in map(dict, message.blocks)
    )
    return Message(message.text, blocks, message.in_thread)


def _grouped(blocks: Sequence[Any]) -> list[Group]:
    """Blocks of a made message in groups that stay together: headings with what follows, a menu with its story."""
    groups: list[Group] = []
    open_heading = False
    for block in blocks:
        follows = ".menu" in str(block.get("block_id", "")) or block["type"] == "actions"
        if groups and (follows or open_heading):
            groups[-1].append(dict(block))
        else:
            groups.append([dict(block)])
        open_heading = block["type"] in ("header", "divider")
    return groups


def _text_lines(block: Any) -> list[str]:
    """The words of a block as text that pings and styles nothing, addresses in full."""
    if block["type"] == "rich_text":
        rows = [row for part in block["elements"] for row in (part["elements"] if "list" in part["type"] else [part])]
        return ["".join(_part_text(part) for part in row["elements"]) for row in rows]
    if block["type"] in ("header", "section"):
        return [inert(block["text"]["text"])]
    if block["type"] == "context":
        return [inert(element["text"]) for element in block["elements"] if "text" in element]
    return []


def _part_text(part: Any) -> str:
    if part["type"] == "link":
        return f"{inert(part['text'])} <{link(part['url'])}>"
    text = part["text"]
    start = text[:1] if text[:1] in (" ", "\n") else ""
    return start + inert(text) + (" " if text[1:][-1:] == " " else "")
