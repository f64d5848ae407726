"""Records' fields ↔ columns: times, JSON and packed numbers. Pure; never touches the database."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import cast

from digestbot.terms import PackedTerms
from digestbot.types import Fact, Message

# Half a surrogate pair, which neither UTF-8 nor SQLite can hold; JSON would carry it through as an escape.
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once: json.dumps makes one a call
_EMPTY: dict[type, str] = {tuple: "[]", list: "[]", dict: "{}"}
EPOCH = date(1970, 1, 1)
LEAST_SCORE = 5e-5  # the least number that is not 0 at four decimals; to round one costs ten times a comparison


def stamp(when: datetime) -> str:
    """An aware time as fixed-width UTC text that sorts. Raises ValueError for a naive one."""
    if when.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be stored: {when!r}")
    utc = when if when.tzinfo is UTC else when.astimezone(UTC)
    # Half of what ``isoformat`` or an f-string takes: every article and every source of a round has several times.
    parts = (utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond)
    return "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ" % parts  # noqa: UP031


def maybe_stamp(when: datetime | None) -> str | None:
    return None if when is None else stamp(when)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def maybe_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def day_number(when: datetime) -> int:
    """Days since 1970 in UTC."""
    return (when.astimezone(UTC).date() - EPOCH).days


def dump(value: object) -> str:
    if not value and type(value) in _EMPTY:  # as most of what an article has beside its text
        return _EMPTY[type(value)]
    text = _json(value)
    return text if text.isascii() else _SURROGATE.sub("�", text)


def load(text: str) -> object:
    return json.loads(text)


def strings(text: str) -> tuple[str, ...]:
    return tuple(cast(list[str], json.loads(text)))


def dump_facts(facts: Iterable[Fact]) -> str:
    """Facts as rows; the last column, the occasion, is left out where there is none, as in rows of older versions."""
    rows = ([fact.kind, fact.text, fact.value, fact.detail, fact.occasion] for fact in facts)
    return dump([row if row[-1] else row[:-1] for row in rows])


def dump_scores(scores: Mapping[str, float]) -> str:
    """Probabilities to four decimals; without those that are nothing then. All digits would be 400 bytes an item."""
    return dump({topic: round(score, 4) for topic, score in scores.items() if score >= LEAST_SCORE})


def load_facts(text: str) -> tuple[Fact, ...]:
    return tuple(Fact(*row) for row in json.loads(text)) if text != "[]" else ()


def dump_messages(messages: Iterable[Message]) -> str:
    return dump([{"text": m.text, "blocks": list(m.blocks), "in_thread": m.in_thread} for m in messages])


def load_messages(text: str) -> tuple[Message, ...]:
    return tuple(Message(m["text"], tuple(m["blocks"]), m["in_thread"]) for m in json.loads(text))


def tag(kind: str, name: str) -> str:
    """A topic (kind ``t``) or source (kind ``s``) as one word that the stemmer leaves alone."""
    return f"{kind}{name.encode('utf-8', 'replace').hex()}0"


def tags(source_id: str, topics: Iterable[str]) -> str:
    return " ".join([tag("s", source_id), *(tag("t", topic) for topic in topics)])


def pack_ids(ids: Sequence[int]) -> bytes:
    """Unsigned 32-bit ids."""
    return struct.pack(f"<{len(ids)}I", *ids)


def unpack_ids(blob: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(blob) // 4}I", blob)


def pack_terms(terms: Mapping[int, float]) -> bytes:
    """See ``PackedTerms``."""
    return PackedTerms.of(terms).packed


def unpack_terms(blob: bytes) -> PackedTerms:
    """What ``pack_terms`` packed, without reading it yet."""
    return PackedTerms(blob)


def pack_keys(keys: Sequence[int]) -> bytes:
    """Signed 64-bit keys."""
    return struct.pack(f"<{len(keys)}q", *keys)


def unpack_keys(blob: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(blob) // 8}q", blob)
