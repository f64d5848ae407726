"""What a form holds → the fields of a configuration entry, or what is wrong beside each field. Pure: the entry's own
rules are those of ``config``, so a form takes what the file takes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from digestbot.config.documents import Document
from digestbot.config.models import ChannelEntry, TopicEntry
from digestbot.config.validation import validate
from digestbot.slack.asking import Asked
from digestbot.urls import is_http, slug

NONE = "none"  # the option that stands for nothing chosen, where Slack's menu wants one


def metadata(asked: Asked) -> dict[str, Any]:
    """What we gave the form to remember."""
    found = json.loads(asked.view.get("private_metadata") or "{}")
    return found if isinstance(found, dict) else {}


def value(asked: Asked, block: str) -> str:
    """The text, time or one choice of an input; "" when empty."""
    element = next(iter(asked.state.get(block, {}).values()), {})
    option = element.get("selected_option") or {}
    found = element.get("value") or element.get("selected_time") or option.get("value") or ""
    return str(found).strip()


def values(asked: Asked, block: str) -> tuple[str, ...]:
    """The choices of an input that takes many."""
    element = next(iter(asked.state.get(block, {}).values()), {})
    return tuple(str(option["value"]) for option in element.get("selected_options") or ())


def address(asked: Asked) -> tuple[str, dict[str, str]]:
    """The address of a new source, ``https://`` put before one that lacks it."""
    typed = value(asked, "address")
    url = typed if "://" in typed else f"https://{typed}"
    if not is_http(url) or " " in url or "." not in url:
        return typed, {"address": "This is no web address: it looks like https://example.org/news"}
    return url, {}


def channel(asked: Asked) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of ``channels.yaml`` for the channel the form is about."""
    wrong: dict[str, str] = {}
    stories: object = value(asked, "max_stories")
    if str(stories).isascii() and str(stories).isdigit():
        stories = int(str(stories))
    weekly = value(asked, "weekly")
    fields: dict[str, Any] = {
        "channel": metadata(asked)["name"],
        "at": value(asked, "at"),
        "timezone": value(asked, "timezone"),
        "days": list(values(asked, "days")),
        "topics": list(values(asked, "topics")),
        "max_stories": stories,
        "quiet_day": value(asked, "quiet_day"),
        "weekly": None if weekly == NONE else weekly,
        "alerts": lines(value(asked, "alerts")),
    }
    wrong = problems(ChannelEntry, fields)
    return fields, _placed(wrong, ("at", "timezone", "days", "max_stories", "alerts"), "days")


def topic(asked: Asked, taken: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of ``topics.yaml`` for a new topic; its id is made of its name."""
    label = value(asked, "label")
    fields: dict[str, Any] = {
        "id": slug(label),
        "label": label,
        "definition": value(asked, "definition"),
        "kind": value(asked, "kind"),
        "terms": lines(value(asked, "terms")),
    }
    if emoji := value(asked, "emoji"):
        fields["emoji"] = emoji
    if fields["id"] in taken:
        return fields, {"label": f"There is a topic {fields['id']} already."}
    return fields, _placed(problems(TopicEntry, fields), ("label", "definition", "emoji", "terms"), "label")


def problems(model: type[BaseModel], fields: Mapping[str, Any]) -> dict[str, str]:
    """Field → what is wrong with it, in the words that the file's reader uses; "" for the entry as a whole."""
    document = Document(Path("form"))
    validate(model, dict(fields), (), document)
    found: dict[str, str] = {}
    for problem in document.problems:
        parts = [f"{problem.what}.", problem.hint, f"Allowed: {problem.allowed}." if problem.allowed else ""]
        found.setdefault(re.split(r"[\[.]", problem.key)[0], " ".join(part for part in parts if part))
    return found


def lines(text: str) -> list[str]:
    """One entry a line or comma, none twice."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[\n,]", text) if part.strip()))


def _placed(wrong: Mapping[str, str], shown: tuple[str, ...], otherwise: str) -> dict[str, str]:
    """Each problem beside its own field, or beside ``otherwise`` when the form has none of that name."""
    return {(field if field in shown else otherwise): text for field, text in reversed(list(wrong.items()))}
