"""What somebody typed after ``/digest`` → a typed command. Pure; an unknown word is a command too, never an error."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from digestbot.text import fold

# Verb → whether only admins may give the order.
VERBS: dict[str, bool] = {
    "help": False,
    "now": True,
    "preview": False,
    "topics": False,
    "topic": True,
    "sources": False,
    "add": True,
    "pause": True,
    "resume": True,
    "remove": True,
    "channel": True,
    "health": False,
    "why": False,
    "story": False,
    "split": True,
    "merge": True,
    "deadlines": False,
    "coverage": False,
    "log": True,
    "undo": True,
    "setup": True,
}
# These change what every workspace shares: orders for home's admins.
SHARED = frozenset({"add", "pause", "resume", "remove", "topic", "split", "merge"})
# What each of these needs, as a form asks for it: label and hint.
ARGUMENTS: dict[str, tuple[str, str]] = {
    "why": ("Address or id of an article", "A search shows ids."),
    "story": ("Address or id of an article", "A search shows ids."),
    "split": ("Address or id of the article that does not belong", "/digest story shows ids."),
    "merge": ("Addresses or ids of two articles, a space between", "A search shows ids."),
    "pause": ("Id of the source", "/digest sources shows ids."),
    "resume": ("Id of the source", "/digest sources shows ids."),
    "remove": ("Id of the source", "/digest sources shows ids. What it brought stays; /digest undo brings it back."),
    "undo": ("Number of the change", "/digest log shows numbers."),
}
SYNONYMS = {
    "": "help",
    "?": "help",
    "hi": "help",
    "hello": "help",
    "send": "now",
    "post": "now",
    "show": "preview",
    "source": "sources",
    "feeds": "sources",
    "list": "sources",
    "watch": "add",
    "subscribe": "add",
    "stop": "pause",
    "start": "resume",
    "unpause": "resume",
    "delete": "remove",
    "unwatch": "remove",
    "schedule": "channel",
    "settings": "channel",
    "config": "channel",
    "status": "health",
    "dates": "deadlines",
    "calendar": "deadlines",
    "history": "log",
    "revert": "undo",
}
# These take numbers, which people type as they are shown ("id 12") or as elsewhere ("#12.").
NUMBERED = frozenset({"why", "story", "split", "merge", "undo"})
_AS_SHOWN = re.compile(r"(?<!\S)(?:id\s+|#)?([0-9]+)[.,]?(?!\S)", re.IGNORECASE)
TYPED_TWICE = re.compile(r"^(?:/digest\s+)+", re.IGNORECASE)
# After ``/digest channel``: no digest here any more.
OFF = frozenset({"off", "stop", "none", "remove", "delete"})
# How alike a mistyped verb must be (difflib ratio): "prevew" .92, "heath" .91, "sauces" .77; "banana" .46 is nothing.
CLOSE_ENOUGH = 0.75


@dataclass(frozen=True, slots=True)
class Command:
    """``verb`` is one of ``VERBS``; ``unknown`` what was typed instead of one (the verb is then help)."""

    verb: str
    argument: str = ""
    unknown: str = ""

    @property
    def for_admins(self) -> bool:
        return VERBS[self.verb]

    @property
    def ends_digest(self) -> bool:
        return self.verb == "channel" and fold(self.argument) in OFF

    @property
    def shared(self) -> bool:
        return self.verb in SHARED


def parse(text: str) -> Command:
    """``pause coop-news`` → Command("pause", "coop-news"). Case, quotes and small typos do not matter."""
    word, _, rest = TYPED_TWICE.sub("", text.strip()).partition(" ")
    verb = fold(word).strip("\"'/.:")
    verb = SYNONYMS.get(verb, verb)
    if verb in VERBS:
        return Command(verb, argument_of(verb, rest))
    near = difflib.get_close_matches(verb, VERBS, n=1, cutoff=CLOSE_ENOUGH)
    # A guess must not act: only what shows something is taken for what was meant.
    if near and not VERBS[near[0]]:
        return Command(near[0], argument_of(near[0], rest))
    return Command("help", unknown=text.strip())


def argument_of(verb: str, typed: str) -> str:
    """What a verb is about, as meant: without quotes, an address out of Slack's brackets, a number as a number."""
    argument = typed.strip().strip('"“”').strip()
    return unlinked(_AS_SHOWN.sub(r"\1", argument) if verb in NUMBERED else argument)


def asks_for_help(text: str) -> bool:
    """Whether somebody who typed this after ``/news`` wants to know how to search."""
    return text.strip().strip("/.:!").lower() in ("help", "?")


def unlinked(text: str) -> str:
    """An address as typed: Slack may have made ``<https://a.example|a.example>`` of it."""
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].split("|")[0]
    return text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
