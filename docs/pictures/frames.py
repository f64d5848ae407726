"""What draw.cjs is given: one scene a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digestbot.demo import CHANNEL
from digestbot.types import Message

Scene = dict[str, Any]


def said(name: str, messages: tuple[Message, ...], *, whisper: bool = False) -> Scene:
    """Messages in a channel; ``whisper``: only the asker sees them."""
    view = {
        "channel": CHANNEL.removeprefix("#"),
        "messages": [{"blocks": list(one.blocks)} for one in messages],
        "whisper": whisper,
        "at": [9, 12] if whisper else [8, 30],
    }
    return shown(name, "message", view)


def shown(name: str, kind: str, view: Mapping[str, Any]) -> Scene:
    return {"name": name, "kind": kind, "view": dict(view)}
