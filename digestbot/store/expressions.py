"""``Query`` → the FTS5 expression that finds it, every word quoted so that none is an operator. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from digestbot.store.codec import tag
from digestbot.store.query import Query

_COOP = re.compile(r"\bco-?op", re.IGNORECASE)


def expression(asked: Query, sources: Sequence[str]) -> str:
    """The FTS5 expression of a query, every word quoted; empty when nothing must occur."""
    parts = [all_of(asked.terms)] if asked.terms else []
    if asked.topics:
        parts.append(_tagged("t", asked.topics))
    if sources:
        parts.append(_tagged("s", sources))
    if not parts:
        return ""
    expression = " AND ".join(parts)
    without = excluded(asked)
    return f"({expression}) NOT {without}" if without else expression


def excluded(asked: Query) -> str:
    """The FTS5 expression of all that must not occur; empty for nothing."""
    parts = [any_of(asked.excluded)] if asked.excluded else []
    if asked.excluded_topics:
        parts.append(_tagged("t", asked.excluded_topics))
    return f"({' OR '.join(parts)})" if parts else ""


def _tagged(kind: Literal["s", "t"], names: Iterable[str]) -> str:
    return "(tags : (" + " OR ".join(tag(kind, name) for name in names) + "))"


def all_of(terms: tuple[str, ...]) -> str:
    """No columns are named: nobody types a tag, and FTS5 counts a word in named columns at twice the cost."""
    return "(" + " AND ".join(map(_spellings, terms)) + ")" if terms else ""


def any_of(terms: tuple[str, ...]) -> str:
    return "(" + " OR ".join(map(_spellings, terms)) + ")" if terms else ""


def _spellings(term: str) -> str:
    """A word or phrase as FTS5 reads it, with and without its hyphens: co-op is coop, and coop is co-op."""
    forms = dict.fromkeys([term, _COOP.sub("co-op", term), _COOP.sub("coop", term), term.replace("-", "")])
    quoted = ['"' + form.replace('"', '""') + '"' for form in forms if form]
    return quoted[0] if len(quoted) == 1 else "(" + " OR ".join(quoted) + ")"
