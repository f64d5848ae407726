"""Small makers of Slack blocks from text that is shown as it stands. Text goes into ``plain_text`` and ``rich_text``,
which no text from outside can steer; only ``limits`` knows what is too long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from digestbot.render import actions
from digestbot.render.escaping import link
from digestbot.render.wording import tidy
from digestbot.text import shorten

Block = dict[str, Any]

HEADER_CHARS = 150
CONTEXT_CHARS = 2000  # of one context element
SECTION_CHARS = 3000
BUTTON_CHARS = 75
RICH_CHARS = 3000  # of one rich_text text; Slack names no limit, so that of a section


def plain_text(text: str, limit: int) -> Block:
    """A text object that shows its text as it is, ``:smile:`` too."""
    return {"type": "plain_text", "text": shorten(text, limit) or " ", "emoji": False}


def header(text: str, block_id: str) -> Block:
    return {"type": "header", "block_id": block_id, "text": plain_text(tidy(text), HEADER_CHARS)}


def divider(block_id: str) -> Block:
    return {"type": "divider", "block_id": block_id}


def context(text: str, block_id: str) -> Block:
    """Small grey text."""
    return {"type": "context", "block_id": block_id, "elements": [plain_text(tidy(text), CONTEXT_CHARS)]}


def section(text: str, block_id: str, accessory: Block | None = None) -> Block:
    """One paragraph, perhaps with a menu or button at its right."""
    block: Block = {"type": "section", "block_id": block_id, "text": plain_text(tidy(text), SECTION_CHARS)}
    return block | ({"accessory": accessory} if accessory else {})


def rich_text(parts: Iterable[Block], block_id: str) -> Block:
    """Text and links in one paragraph; made of ``words``, ``anchor`` and ``newline``."""
    kept = list(parts) or [words(" ")]
    return {
        "type": "rich_text",
        "block_id": block_id,
        "elements": [{"type": "rich_text_section", "elements": kept}],
    }


def bullets(items: Iterable[Sequence[Block]], block_id: str) -> Block:
    """A list, one row of parts each."""
    rows = [{"type": "rich_text_section", "elements": list(parts)} for parts in items]
    return {
        "type": "rich_text",
        "block_id": block_id,
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": rows}],
    }


def picture(slack_file: str, alt: str, block_id: str) -> Block:
    """A file uploaded to Slack, with the words for who cannot see it."""
    return {"type": "image", "block_id": block_id, "slack_file": {"id": slack_file}, "alt_text": alt}


def words(text: str, *, bold: bool = False, italic: bool = False) -> Block:
    """Text from outside or ours, shown as it is. Space at either end is kept."""
    start, end = text[:1].isspace(), text[-1:].isspace()
    flat = (" " if start else "") + shorten(tidy(text), RICH_CHARS - start - end) + (" " if end else "")
    return _styled({"type": "text", "text": flat or " "}, bold, italic)


def newline() -> Block:
    return {"type": "text", "text": "\n"}


def line(text: str, *, italic: bool = False) -> Block:
    """The same as ``words`` after a line break, in one part: each costs thirty characters of the message's room."""
    begun = words(text, italic=italic)
    return begun | {"text": f"\n{shorten(begun['text'], RICH_CHARS - 1)}"}


def anchor(url: str, label: str, *, bold: bool = False, italic: bool = False) -> Block:
    """A link with its label; the label alone where the address cannot be linked."""
    safe = link(url)
    if safe is None:
        return words(label, bold=bold, italic=italic)
    return _styled({"type": "link", "url": safe, "text": shorten(tidy(label), RICH_CHARS) or safe}, bold, italic)


def button(label: str, action_id: str, value: str) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain_text(label, BUTTON_CHARS), "value": value}


def buttons(elements: Sequence[Block], block_id: str) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def story_menu(item_id: int) -> Block:
    """The five things a reader can say of a story, as one light menu."""
    options = [
        {
            "text": {"type": "plain_text", "text": label},  # our own words, as short as can be: there is one a story
            "value": actions.option_value(verb, item_id),
        }
        for verb, label in actions.LABELS
    ]
    return {"type": "overflow", "action_id": actions.STORY_MENU, "options": options}


def _styled(element: Block, bold: bool, italic: bool) -> Block:
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    return element | ({"style": style} if style else {})
