"""What a person typed → a ``Query``. Forgiving: no text is an error, and what was guessed or left out is noted.

Pure: it knows no database; which sources exist is decided by ``search``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from digestbot.text import fold

# Longer queries are cut: nobody types more by hand, and each word costs an index walk.
MAX_CHARS = 1_000
MAX_TERMS = 24
# How alike a mistyped topic must be to a real one (difflib ratio): "co-opratives" .96, "housng" .92; "house" .67 is
# as near to nothing in particular as to "housing" (.67), so it is left a word.
TOPIC_LIKENESS = 0.7
# The longest span that since: and before: take, so that no number overflows a date.
MAX_SPAN = timedelta(days=36_525)

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂❝❞", '"'))
_DASHES = "-–—−‐‑"
_PART = re.compile(
    rf"""(?P<minus>[{_DASHES}]?)(?:(?P<key>topic|tag|source|from|since|after|before|until)\s?[:：]\s?)?"""
    r"""(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""",
    re.IGNORECASE,
)
_BARE_KEY = re.compile(r"(?:topic|tag|source|from|since|after|before|until)[:：]", re.IGNORECASE)
_SPAN = re.compile(r"([0-9]{1,5})\s?(h|d|w|m|mo|y|hours?|days?|weeks?|months?|years?)", re.IGNORECASE)
_SPAN_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 365.25 / 12, "y": 365.25}
_DATE = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?(?:T.*)?")
_NAMED_DAYS = {"today": 0, "yesterday": 1}
_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})


@dataclass(frozen=True, slots=True)
class Query:
    """A search as understood. ``terms`` must all occur, ``excluded`` none; each is a word or a phrase.

    ``topics`` are ids, any of which will do, and none of ``excluded_topics``; ``sources`` are as typed; ``since`` is
    included, ``before`` is not.
    """

    text: str
    terms: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None
    notes: tuple[str, ...] = field(default=())
    excluded_topics: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        wanted = (self.terms, self.topics, self.sources, self.since, self.before)
        return not any((*wanted, self.excluded, self.excluded_topics))


def parse(text: str, *, now: datetime, topics: Iterable[str] = ()) -> Query:
    """Reads words, "phrases", -exclusions, ``topic:``, ``source:``, ``since:`` and ``before:``. Never raises.

    ``topics`` are the ids that exist; a mistyped one is taken for the nearest, with a note.
    """
    reader = _Reader(now, tuple(topics))
    shown = " ".join("".join(c if c.isprintable() else " " for c in text[: MAX_CHARS + 1]).split())
    if len(text) > MAX_CHARS:
        reader.notes.append(f"Only the first {MAX_CHARS} characters of the query were read.")
        shown = shown[:MAX_CHARS]
    negated = False
    for match in _PART.finditer(shown.translate(_QUOTES)):
        word, phrase = match["word"], match["phrase"]
        value = word if phrase is None else phrase
        if _BARE_KEY.fullmatch(value):
            continue
        if phrase is None and not match["key"] and not match["minus"] and value in _OPERATORS:
            negated = value == "NOT"
            reader.operator(value)
            continue
        reader.take((match["key"] or "").lower(), value, minus=bool(match["minus"]) or negated)
        negated = False
    return reader.query(shown)


class _Reader:
    """Collects the parts of one query."""

    def __init__(self, now: datetime, topics: tuple[str, ...]) -> None:
        self.now = now.astimezone(UTC)
        self.known = topics
        self.terms: list[str] = []
        self.excluded: list[str] = []
        self.topics: list[str] = []
        self.excluded_topics: list[str] = []
        self.sources: list[str] = []
        self.since: datetime | None = None
        self.before: datetime | None = None
        self.notes: list[str] = []

    def take(self, key: str, value: str, *, minus: bool) -> None:
        value = value.strip()
        if key in ("since", "after", "before", "until"):
            self._date(key, value)
        elif key in ("topic", "tag"):
            self._topic(value, minus=minus)
        elif key in ("source", "from"):
            if any(c.isalnum() for c in value):
                _add(self.sources, value)
        else:
            self._term(value, minus=minus)

    def operator(self, value: str) -> None:
        if value == "OR":
            self.notes.append("OR is not understood: every word must occur. Search twice instead.")

    def _term(self, value: str, *, minus: bool) -> None:
        if not any(c.isalnum() for c in value):
            return
        if len(self.terms) + len(self.excluded) >= MAX_TERMS:
            note = f"Only the first {MAX_TERMS} words were searched for."
            if note not in self.notes:
                self.notes.append(note)
            return
        _add(self.excluded if minus else self.terms, fold(value))

    def _topic(self, value: str, *, minus: bool) -> None:
        found = nearest_topic(value, self.known)
        if found is None:
            listed = ", ".join(self.known)
            self.notes.append(
                f"There is no topic “{value}”, so it was searched for as a word."
                + (f" The topics are {listed}." if listed else "")
            )
            self._term(value, minus=minus)
        else:
            if found != fold(value):
                self.notes.append(f"topic:{value} was taken for topic:{found}.")
            _add(self.excluded_topics if minus else self.topics, found)

    def _date(self, key: str, value: str) -> None:
        when = _moment(value, self.now)
        if when is None:
            self.notes.append(
                f"{key}:{value} was left out: write 30d, 2w, 6m, 1y, today, yesterday or a date like 2026-01-31."
            )
        elif key in ("since", "after"):
            self.since = when
        else:
            self.before = when

    def query(self, text: str) -> Query:
        if self.since and self.before and self.since >= self.before:
            self.notes.append("Nothing can be both since and before those dates.")
        return Query(
            text=text,
            terms=tuple(self.terms),
            excluded=tuple(self.excluded),
            topics=tuple(self.topics),
            sources=tuple(self.sources),
            since=self.since,
            before=self.before,
            notes=tuple(dict.fromkeys(self.notes)),
            excluded_topics=tuple(self.excluded_topics),
        )


def nearest_topic(value: str, topics: Sequence[str]) -> str | None:
    """The topic that somebody meant: spelt so, begun so, or nearly so; None when nothing is near."""
    wanted = _squeezed(value)
    if not wanted:
        return None
    squeezed = {_squeezed(topic): topic for topic in topics}
    if wanted in squeezed:
        return squeezed[wanted]
    begun = [topic for key, topic in squeezed.items() if key.startswith(wanted)]
    if len(begun) == 1 and len(wanted) >= 3:
        return begun[0]
    near = difflib.get_close_matches(wanted, list(squeezed), n=1, cutoff=TOPIC_LIKENESS)
    return squeezed[near[0]] if near else None


def _squeezed(value: str) -> str:
    return "".join(c for c in fold(value) if c.isalnum())


def _moment(value: str, now: datetime) -> datetime | None:
    """The start of what a since: or before: value means; None when it means nothing."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    folded = value.lower()
    if folded in _NAMED_DAYS:
        return midnight - timedelta(days=_NAMED_DAYS[folded])
    if match := _SPAN.fullmatch(folded):
        days = int(match[1]) * _SPAN_DAYS[match[2][0]]
        return now - min(timedelta(days=days), MAX_SPAN)
    if match := _DATE.fullmatch(value):
        try:
            return datetime(int(match[1]), int(match[2] or 1), int(match[3] or 1), tzinfo=UTC)
        except ValueError:  # a thirteenth month: the caller says what is understood
            return None
    return None


def _add(values: list[str], value: str) -> None:
    if value and value not in values:
        values.append(value)
