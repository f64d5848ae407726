"""``Query`` → the FTS5 expression that finds it, every word quoted so that none is an operator. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from digestbot.store.codec import tag
from digestbot.store.query import Query

_COOP = re.compile(r"\bco-?op", re.IGNORECASE)
_SHORT = re.compile(r"\bco-?ops?\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"'s\b")  # fold has made every apostrophe this one
_FULL = re.compile(r"\bco-?operatives?\b", re.IGNORECASE)


def expression(asked: Query) -> str:
    """The FTS5 expression of a query whose sources are ids, every word quoted; empty when nothing must occur."""
    parts = [words] if (words := wanted(asked)) else []
    if asked.topics:
        parts.append(_tagged("t", asked.topics))
    if asked.sources:
        parts.append(_tagged("s", asked.sources))
    if not parts:
        return ""
    expression = " AND ".join(parts)
    without = excluded(asked)
    return f"({expression}) NOT {without}" if without else expression


def wanted(asked: Query) -> str:
    """The FTS5 expression of the words and phrases alone; empty for none.

    No columns are named: nobody types a tag, and FTS5 counts a word in named columns at twice the cost.
    """
    parts = [*map(_spellings, asked.terms), *map(_any_of, asked.either)]
    return "(" + " AND ".join(parts) + ")" if parts else ""


def excluded(asked: Query) -> str:
    """The FTS5 expression of all that must not occur; empty for nothing."""
    parts = [_any_of(asked.excluded)] if asked.excluded else []
    if asked.excluded_topics:
        parts.append(_tagged("t", asked.excluded_topics))
    if asked.excluded_sources:
        parts.append(_tagged("s", asked.excluded_sources))
    return f"({' OR '.join(parts)})" if parts else ""


def _tagged(kind: Literal["s", "t"], names: Iterable[str]) -> str:
    return "(tags : (" + " OR ".join(tag(kind, name) for name in names) + "))"


def _any_of(terms: Iterable[str]) -> str:
    return "(" + " OR ".join(map(_spellings, terms)) + ")"


def _spellings(term: str) -> str:
    """A word or phrase as FTS5 reads it, with and without its hyphens: co-op is coop, and coop is co-op; and as the
    sector's press writes it, a co-op being a co-operative, and a member's right the right of members. With a star at
    its end it is a beginning.
    """
    beginning = " *" if term.endswith("*") else ""
    named = (term, _SHORT.sub("co-operative", term), _FULL.sub("co-op", term), _POSSESSIVE.sub("", term))
    forms = [form for one in named for form in (one, _COOP.sub("co-op", one), _COOP.sub("coop", one))]
    spelt = dict.fromkeys([*forms, *(form.replace("-", "") for form in forms)])
    quoted = ['"' + form.replace('"', '""') + '"' + beginning for form in spelt if form]
    return quoted[0] if len(quoted) == 1 else "(" + " OR ".join(quoted) + ")"
