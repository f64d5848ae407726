"""What a person typed → a ``Query``. Forgiving: no text is an error, and what was guessed or left out is noted.

Pure: it knows no database; which sources exist is decided by ``search``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from digestbot.store.moments import moment
from digestbot.text import clean, fold

# Longer queries are cut: nobody types more by hand, and each word costs an index walk.
MAX_CHARS = 1_000
MAX_TERMS = 24
# How alike a mistyped topic must be to a real one (difflib ratio): "co-opratives" .96, "housng" .92; "house" .67 is
# as near to nothing in particular as to "housing" (.67), so it is left a word.
TOPIC_LIKENESS = 0.7

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂❝❞", '"'))
_DASHES = "-–—−‐‑"
_PART = re.compile(
    rf"""(?P<minus>[{_DASHES}]?)(?:(?P<key>topic|tag|source|from|since|after|before|until)\s?[:：]\s?)?"""
    r"""(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""",
    re.IGNORECASE,
)
_BARE_KEY = re.compile(r"(?:topic|tag|source|from|since|after|before|until)[:：]", re.IGNORECASE)
# A date of several words, which is quoted for those who did not: since:last week, since:3 november 2026, since:30 days.
_DATE_IN_WORDS = re.compile(
    r"\b(since|after|before|until)\s?[:：]\s?"
    r"((?:(?:last|this|past)\s(?:[0-9]{1,3}\s)?|[0-9]{1,3}(?:st|nd|rd|th)?\s(?=[a-z]{3}))[a-z]+(?:\sago|\s[0-9]{4}\b)?"
    r"|[a-z]{3,9}\s[0-9]{4}\b)",
    re.IGNORECASE,
)
_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})
_KINDS = {"topic": "topic", "tag": "topic", "source": "source", "from": "source"} | dict.fromkeys(
    ("since", "after", "before", "until"), "date"
)
_OR_NOTE = "OR stands between two words or phrases, as in land OR estate; elsewhere it was left out."


@dataclass(frozen=True, slots=True)
class Query:
    """A search as understood. ``terms`` must all occur, of each of ``either`` one, ``excluded`` none; each is a word or
    a phrase, and one that ends in ``*`` is the beginning of a word.

    ``topics`` are ids, any of which will do, and none of ``excluded_topics``; ``sources`` likewise, as typed; ``since``
    is included, ``before`` is not.
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
    excluded_sources: tuple[str, ...] = ()
    either: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word and phrase that answers may hold."""
        return (*self.terms, *(term for group in self.either for term in group))

    @property
    def is_empty(self) -> bool:
        wanted = (self.words, self.topics, self.sources, self.since, self.before)
        return not any((*wanted, self.excluded, self.excluded_topics, self.excluded_sources))


def parse(text: str, *, now: datetime, topics: Iterable[str] = ()) -> Query:
    """Reads words, "phrases", -exclusions, OR, ``topic:``, ``source:``, ``since:`` and ``before:``. Never raises.

    ``topics`` are the ids that exist; a mistyped one is taken for the nearest, with a note.
    """
    reader = _Reader(now, tuple(topics))
    shown = " ".join("".join(c if c.isprintable() else " " for c in clean(text[: MAX_CHARS + 1])).split())
    if len(text) > MAX_CHARS:
        reader.notes.append(f"Only the first {MAX_CHARS} characters of the query were read.")
        shown = shown[:MAX_CHARS]
    negated = False
    for match in _PART.finditer(_quoted(shown.translate(_QUOTES), reader.known)):
        word, phrase = match["word"], match["phrase"]
        value = word if phrase is None else phrase
        if _BARE_KEY.fullmatch(value):
            continue
        if phrase is None and not match["key"] and not match["minus"] and value in _OPERATORS:
            negated = value == "NOT"
            reader.operator(value)
            continue
        kind = _KINDS.get(key := (match["key"] or "").lower(), "word")
        # Several topics or sources with commas between them; a title in quotes may have commas of its own.
        values = value.split(",") if phrase is None and kind in ("topic", "source") else [value]
        for one in values:
            reader.take(kind, key, one.strip(), minus=bool(match["minus"]) or negated)
        negated = False
    return reader.query(shown)


def _quoted(text: str, topics: Iterable[str]) -> str:
    """``text`` with quotes around what belongs to a key though it is several words: topic:social enterprise."""
    if ":" not in text and "：" not in text:
        return text
    names = "|".join(re.escape(topic).replace("\\-", r"\s") for topic in topics if "-" in topic)
    if names:
        text = re.sub(rf"\b(topic|tag)\s?[:：]\s?({names})(?!\w)", r'\1:"\2"', text, flags=re.IGNORECASE)
    return _DATE_IN_WORDS.sub(r'\1:"\2"', text)


class _Reader:
    """Collects the parts of one query."""

    def __init__(self, now: datetime, topics: tuple[str, ...]) -> None:
        self.now = now.astimezone(UTC)
        self.known = topics
        self.groups: list[list[str]] = []  # words and phrases: one of each group must occur
        self.excluded: list[str] = []
        self.topics: list[str] = []
        self.excluded_topics: list[str] = []
        self.sources: list[str] = []
        self.excluded_sources: list[str] = []
        self.since: datetime | None = None
        self.before: datetime | None = None
        self.notes: list[str] = []
        self._last = ""  # the kind of the part before, if OR may follow it
        self._joins = ""  # after OR: the kind that must follow

    def take(self, kind: str, key: str, value: str, *, minus: bool) -> None:
        """One part of the query: a word or phrase, or the value of a key."""
        if not any(c.isalnum() for c in value):
            return
        joins, self._joins = self._joins, ""
        self._last = "" if minus else kind
        joined = joins == kind and not minus
        if joins and not joined:
            self.notes.append(_OR_NOTE)
        if kind == "date":
            self._date(key, value)
        elif kind == "topic":
            self._topic(value, minus=minus)
        elif kind == "source":
            _add(self.excluded_sources if minus else self.sources, value)
        else:
            self._term(value, minus=minus, joined=joined)

    def operator(self, value: str) -> None:
        if value == "OR":
            self._joins = self._last or "nothing"

    def _term(self, value: str, *, minus: bool, joined: bool = False) -> None:
        if sum(map(len, self.groups)) + len(self.excluded) >= MAX_TERMS:
            self.notes.append(f"Only the first {MAX_TERMS} words were searched for.")
        elif minus:
            _add(self.excluded, fold(value))
        elif joined:
            _add(self.groups[-1], fold(value))
        elif (folded := [fold(value)]) not in self.groups:
            self.groups.append(folded)

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
            if _squeezed(found) != _squeezed(value):
                self.notes.append(f"topic:{value} was taken for topic:{found}.")
            _add(self.excluded_topics if minus else self.topics, found)

    def _date(self, key: str, value: str) -> None:
        when = moment(value, self.now)
        if when is None:
            self.notes.append(
                f"{key}:{value} was left out: write 30d, 2w, 6m, 1y, yesterday, last month or a date like 2026-01-31."
            )
        elif key in ("since", "after"):
            self.since = when
        else:
            self.before = when

    def query(self, text: str) -> Query:
        if self._joins:
            self.notes.append(_OR_NOTE)
        if self.since and self.before and self.since >= self.before:
            self.notes.append("Nothing can be both since and before those dates.")
        return Query(
            text=text,
            terms=tuple(group[0] for group in self.groups if len(group) == 1),
            excluded=tuple(self.excluded),
            topics=tuple(self.topics),
            sources=tuple(self.sources),
            since=self.since,
            before=self.before,
            notes=tuple(dict.fromkeys(self.notes)),
            excluded_topics=tuple(self.excluded_topics),
            excluded_sources=tuple(self.excluded_sources),
            either=tuple(tuple(group) for group in self.groups if len(group) > 1),
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


def _add(values: list[str], value: str) -> None:
    if value and value not in values:
        values.append(value)
