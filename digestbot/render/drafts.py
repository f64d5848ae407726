"""A draft and what an editor decided → the message with which it can be changed: a menu a story, and two buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from digestbot.render import actions, wording
from digestbot.render import blocks as make
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert
from digestbot.render.limits import validate
from digestbot.text import shorten
from digestbot.types import Digest, DigestStory, Message
from digestbot.workspace import local

STORIES = 40  # shown, kept and dropped; a message holds 50 blocks
TITLE_CHARS = 150
SOURCE_CHARS = 60
NOTE_CHARS = 500


def draft(digest: Digest, dropped: Sequence[DigestStory], goes_out: time, *, revision: int = 0) -> Message:
    """The draft as it stands; ``dropped`` are listed last, to be put back. Valid whatever it holds."""
    tag = f".r{revision}" if revision else ""
    lead = wording.lead_of(digest)
    told = [("⭐ Lead", lead)] if lead is not None else []
    told += [(wording.heading(one), story) for one in wording.sections_after_lead(digest) for story in one.stories]
    rows = [_row(story, under, digest.id, tag, dropped=False) for under, story in told]
    rows += [_row(story, "Dropped", digest.id, tag, dropped=True) for story in dropped]
    hidden = len(rows) - STORIES
    blocks = [
        *_head(f"✏️ Draft for {local(digest.channel)}", f"{_moment(goes_out)} {wording.overview(digest)}", tag),
        *(
            [make.section(f"✍️ {shorten(wording.tidy(digest.note), NOTE_CHARS)}", f"draft-note{tag}")]
            if digest.note
            else []
        ),
        *rows[:STORIES],
        *([make.context(f"and {hidden} more stories", f"draft-more{tag}")] if hidden > 0 else []),
        make.buttons(
            [
                make.button("✍️ Note…", actions.DRAFT_NOTE, digest.id),
                make.button("📤 Publish now", actions.DRAFT_PUBLISH, digest.id),
            ],
            f"draft-actions{tag}",
        ),
    ]
    return _valid(f"Draft of the digest for {local(digest.channel)}", blocks)


def closed(digest: Digest, told: str, *, revision: int) -> Message:
    """What stands in the draft's place once there is nothing more to change."""
    return _valid(
        f"Draft for {local(digest.channel)}: {told}",
        _head(f"✏️ Draft for {local(digest.channel)}", told, f".r{revision}"),
    )


def _head(title: str, told: str, tag: str) -> list[Block]:
    return [make.header(title, f"draft{tag}"), make.context(told, f"draft-when{tag}")]


def _moment(goes_out: time) -> str:
    return f"It goes out at {goes_out:%H:%M}, as it then stands, if nobody publishes it before."


def _row(story: DigestStory, under: str, digest_id: str, tag: str, *, dropped: bool) -> Block:
    words = f"{wording.tidy(under)} · {shorten(wording.title_of(story), TITLE_CHARS)}"
    verbs: list[tuple[actions.DraftVerb, str]] = (
        [("keep", "↩ Put back")] if dropped else [("up", "⬆ Up"), ("drop", "✖ Drop")]
    )
    options: list[dict[str, Any]] = [
        {"text": {"type": "plain_text", "text": label}, "value": actions.draft_value(verb, story.id, digest_id)}
        for verb, label in verbs
    ]
    menu = {"type": "overflow", "action_id": actions.DRAFT_STORY, "options": options}
    return make.section(
        f"{words} · {shorten(wording.tidy(story.source), SOURCE_CHARS)}", f"draft-{story.id}{tag}", menu
    )


def _valid(text: str, blocks: Sequence[Block]) -> Message:
    message = Message(inert(text), tuple(blocks))
    validate(message)
    return message
