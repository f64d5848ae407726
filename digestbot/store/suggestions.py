"""What to try when a search found nothing: which part of the query stands in the way. Pure; asks through ``occurs``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from digestbot.store.query import Query, nearest_topic

_ADDRESS = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
_NO_KEY = re.compile(r"([a-z]{2,12}):\S", re.IGNORECASE)  # as other search boxes have: is:saved, title:bakery
_NOTHING = Query("")
LIKE_A_TOPIC = 4  # letters; a pub is no public service mutual


def suggestions(asked: Query, topics: Sequence[str], occurs: Callable[[Query], bool]) -> list[str]:
    """What to tell whose query (its sources are ids) has no answer. ``occurs``: whether a query may have one."""
    if not occurs(_NOTHING):
        return ["Nothing has been read yet: the running bot fills the archive, and so does `digestbot poll`."]
    found = []
    if (asked.since or asked.before) and occurs(replace(asked, since=None, before=None)):
        found.append("Nothing in that time; there are items at other times: leave out since: and before:.")
    if (asked.topics or asked.sources) and occurs(replace(asked, topics=(), sources=())):
        found.append("Nothing with that topic or source, but elsewhere: leave out topic: and source:.")
    found += _words(asked, occurs)
    if any(map(_ADDRESS.match, asked.words)):
        found.append("For the article at an address: /digest why ADDRESS, or `digestbot why ADDRESS`.")
    else:
        found += _keys(asked.words)
    near = [nearest_topic(term, topics) for term in asked.words if len(term) >= LIKE_A_TOPIC]
    near = [topic for topic in near if topic not in (None, *asked.topics)]
    found += [f"Did you mean topic:{topic}?" for topic in dict.fromkeys(near)]
    return found or ["Nothing found: check the spelling, try another word of the same meaning, or topic: alone."]


def _words(asked: Query, occurs: Callable[[Query], bool]) -> list[str]:
    """Those that stand nowhere; or that it is their coming together that does not happen."""
    groups = [(term,) for term in asked.terms] + list(asked.either)
    if len(groups) < 2 and not any(" " in term for term in asked.words):
        return []
    missing = [term for term in asked.words if not occurs(replace(_NOTHING, terms=(term,)))]
    if any(set(group) <= set(missing) for group in groups):
        return [f"Nothing stored has “{'”, “'.join(missing)}”."]
    return ["Each of the words occurs, but never all of them together: try fewer."] if len(groups) > 1 else []


def _keys(words: Iterable[str]) -> list[str]:
    typed = dict.fromkeys(match[1] for word in words if (match := _NO_KEY.match(word)))
    return [f"There is no {key}: in a search; there are topic:, source:, since: and before:." for key in typed]
