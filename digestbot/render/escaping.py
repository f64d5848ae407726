"""Text from outside → text that Slack shows as it is: no ping, no link, no markup of its own."""

from __future__ import annotations

import re
from urllib.parse import quote

from digestbot.render.wording import tidy
from digestbot.urls import is_http

LINK_CHARS = 3000  # Slack's limit for the address of a button or link
# mrkdwn has no escape for these four; their look-alikes read the same and steer nothing.
_LOOK_ALIKE = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_EDGE_UNDERSCORE = re.compile(r"(?<!\w)_+|_+(?!\w)")
_UNSAFE_IN_URL = re.compile(r"[\s<>|\"`\\^{}\x00-\x1f\x7f\ud800-\udfff]")


def escape(text: str) -> str:
    """``&``, ``<`` and ``>`` as Slack wants them. Not enough where mrkdwn is read: use ``inert``."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inert(text: str) -> str:
    """Text from outside for a place that reads mrkdwn: it neither pings nor links nor changes style."""
    flat = tidy(text).translate(_LOOK_ALIKE)
    return escape(_EDGE_UNDERSCORE.sub(lambda found: "ˍ" * len(found.group()), flat))


def link(url: str) -> str | None:
    """An address fit for Slack; None where it is no web address or too long, so that the text stands alone."""
    safe = _UNSAFE_IN_URL.sub(lambda found: quote(found.group(), safe="", errors="replace"), url.strip())
    return safe if is_http(safe) and len(safe) <= LINK_CHARS else None
