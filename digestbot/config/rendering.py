"""Writes plain values as YAML text: plain where that is safe, quoted elsewhere, lists of words on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import Any

from digestbot.config.quantities import duration_text

# Text that YAML 1.1 and 1.2 both read back as the same text without quotes, also inside brackets.
_PLAIN = re.compile(r"(?:[^\W\d_]|\d+[a-z]+\Z|/)(?:[\w./+%=?~()'-]|:(?=\S)| (?=[\w(/]))*")
_WORDS = frozenset("true false null yes no on off y n".split())
_NUMBER_LIKE = re.compile(r"0[xob][\da-f_]*|\d+e\d*", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def plain(value: object) -> Any:
    """``value`` in the types a file can hold; durations and times of day in the notation of our files."""
    match value:
        case timedelta():
            return duration_text(value)
        case time():
            return value.strftime("%H:%M")
        case Mapping():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
    return value


def flow(value: object) -> str:
    """``value`` on one line."""
    value = plain(value)
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(flow(inner) for inner in value)}]"
        case dict():
            return f"{{{', '.join(f'{flow(key)}: {flow(inner)}' for key, inner in value.items())}}}"
        case str():
            return _text(value)
    return str(value)


def block(entries: Sequence[Mapping[str, object]], column: int, offset: int) -> str:
    """``entries`` as items of a list whose dashes stand in ``column``, their keys ``offset`` further on.

    A list of mappings gets a line for each; everything else stays on its key's line.
    """
    return "".join(_item(entry, column, offset) for entry in entries)


def _item(entry: Mapping[str, object], column: int, offset: int) -> str:
    lines: list[str] = []
    for key, value in plain(entry).items():
        if value is None:
            continue
        if isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
            lines.append(f"{key}:")
            lines += [f"  - {flow(inner)}" for inner in value]
        else:
            lines.append(f"{key}: {flow(value)}")
    indent = " " * (column + offset)
    first, *rest = lines or ["{}"]
    return f"{' ' * column}-{' ' * (offset - 1)}{first}\n" + "".join(f"{indent}{line}\n" for line in rest)


def _text(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS and not _NUMBER_LIKE.fullmatch(value):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)
