"""Changes one entry in the text of a list file and leaves every other byte as it stands; pure, text into text.

Works on the marks of the parsed text, so comments, order, quoting and line ends survive. Files or entries written
in braces and brackets go through ruamel's round trip instead, which keeps comments but may move blanks.
Every result is read back and compared with what was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from digestbot.config.composing import MappingNode, Node, ScalarNode, SequenceNode
from digestbot.config.documents import compose, read
from digestbot.config.rendering import block, flow, plain

_BOM = "\ufeff"


class UneditableError(Exception):
    """The text is laid out in a way that this room cannot change safely; ``edits`` says so with the file's name."""


def add_entries(text: str, section: str, entries: Sequence[Mapping[str, object]]) -> str:
    """``text`` with ``entries`` after the last one of ``section``; a missing section is made at the end."""
    meant = {**_data(text), section: [*_entries(text, section), *plain(entries)]}
    return _checked(text, _add(text.removeprefix(_BOM), section, entries), meant)


def remove_entry(text: str, section: str, number: int) -> str:
    """``text`` without entry ``number`` (from 0) of ``section``; comments around it stay."""
    entries = _entries(text, section)
    meant = {**_data(text), section: entries[:number] + entries[number + 1 :]}
    return _checked(text, _remove(text.removeprefix(_BOM), section, number), meant)


def change_entry(text: str, section: str, number: int, changes: Mapping[str, object]) -> str:
    """``text`` with the keys of entry ``number`` set as ``changes`` says; None takes a key out."""
    entries = _entries(text, section)
    entries[number] = {**entries[number], **plain(changes)}
    meant = {**_data(text), section: entries}
    body = text.removeprefix(_BOM)
    for key, value in changes.items():
        body = _set_key(body, section, number, key, value)
    return _checked(text, body, meant)


def keys(text: str, section: str, number: int) -> list[str]:
    """The keys that entry ``number`` of ``section`` spells out."""
    return list(_entries(text, section)[number])


def _checked(before: str, body: str, meant: object) -> str:
    """``body`` with the byte-order mark of ``before``, once it is proved to say what was meant."""
    document = read(Path(), body)
    if document.broken or _without_none(document.data) != _without_none(meant):
        raise UneditableError
    return (_BOM if before.startswith(_BOM) else "") + body


def _data(text: str) -> dict[str, Any]:
    data = read(Path(), text).data
    return data if isinstance(data, dict) else {}


def _entries(text: str, section: str) -> list[Any]:
    entries = _data(text).get(section)
    return list(entries) if isinstance(entries, list) else []


def _without_none(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    return [_without_none(inner) for inner in value] if isinstance(value, list) else value


# Where things stand


def _pair(node: Node | None, key: str) -> tuple[ScalarNode, Node] | None:
    if not isinstance(node, MappingNode):
        return None
    return next(((k, v) for k, v in node.value if k.value == key), None)


def _after_colon(text: str, key: Node) -> int:
    return text.index(":", key.end_mark.index) + 1


def _is_empty(node: Node) -> bool:
    """Whether a key has no value at all; the marks of that nothing mean nothing."""
    return isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index


def _in_brackets(node: Node) -> bool:
    return not isinstance(node, ScalarNode) and node.flow_style


def _content_end(text: str, node: Node) -> int:
    """Where the last character of ``node`` has been; the marks of block collections reach further than that."""
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        return len(text[: node.end_mark.index].rstrip())
    last = node.value[-1]
    if isinstance(last, tuple):
        key, value = last
        return _after_colon(text, key) if _is_empty(value) else _content_end(text, value)
    return _content_end(text, last)


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _next_line(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _dash(text: str, rows: SequenceNode, number: int) -> int:
    """Where the dash of entry ``number`` stands: the last one at the sequence's column before the entry itself."""
    index = rows.value[number].start_mark.index
    column = rows.start_mark.column
    while True:
        index = text.rindex("-", 0, index)
        if index - _line_start(text, index) == column and not text[_line_start(text, index) : index].strip():
            return index


def _insert_lines(text: str, index: int, lines: str) -> str:
    """``lines`` put in at a line start, or after a last line that has no end, which stays without one."""
    newline = _newline(text)
    lines = lines.replace("\n", newline)
    if index == len(text) and text and not text.endswith("\n"):
        return text + newline + lines.removesuffix(newline)
    return text[:index] + lines + text[index:]


def _delete_lines(text: str, start: int, end: int) -> str:
    if end == len(text) and not text.endswith("\n") and start > 0:
        return text[:start].removesuffix("\n").removesuffix("\r")
    return text[:start] + text[end:]


# The three changes


def _add(text: str, section: str, entries: Sequence[Mapping[str, object]]) -> str:
    root = compose(text)
    pair = _pair(root, section)
    if pair is None:
        if isinstance(root, MappingNode) and root.flow_style:
            return _round_trip(text, lambda data: data.update({section: plain(entries)}))
        gap = "" if not text or text.endswith("\n") else _newline(text)
        return text + gap + (f"{section}:\n" + block(entries, 2, 2)).replace("\n", _newline(text))
    key, rows = pair
    if not rows.value or _data(text)[section] is None:
        colon = _after_colon(text, key)
        end = colon if _is_empty(rows) else rows.end_mark.index
        text = text[:colon] + text[end:]
        return _insert_lines(text, _next_line(text, colon), block(entries, key.start_mark.column + 2, 2))
    if not isinstance(rows, SequenceNode) or rows.flow_style:
        return _round_trip(text, lambda data: data[section].extend(plain(entries)))
    first = rows.value[0]
    offset = max(2, first.start_mark.column - rows.start_mark.column)
    offset = offset if first.start_mark.line == rows.start_mark.line and not _in_brackets(first) else 2
    at = _next_line(text, _content_end(text, rows))
    return _insert_lines(text, at, block(entries, rows.start_mark.column, offset))


def _remove(text: str, section: str, number: int) -> str:
    key, rows = _section(text, section)
    if rows.flow_style:
        return _round_trip(text, lambda data: data[section].pop(number))
    start = _line_start(text, _dash(text, rows, number))
    end = _next_line(text, _content_end(text, rows.value[number]))
    text = _delete_lines(text, start, end)
    if len(rows.value) == 1:
        colon = _after_colon(text, key)
        text = text[:colon] + " []" + text[colon:]
    return text


def _set_key(text: str, section: str, number: int, name: str, value: object) -> str:
    _, rows = _section(text, section)
    entry = rows.value[number]
    if rows.flow_style or _in_brackets(entry):
        return _round_trip(text, lambda data: _set_in(data[section][number], name, value))
    pair = _pair(entry, name)
    if pair is None:
        if value is None:
            return text
        indent = " " * entry.start_mark.column
        at = _next_line(text, _content_end(text, entry))
        return _insert_lines(text, at, f"{indent}{name}: {flow(value)}\n")
    key, old = pair
    colon = _after_colon(text, key)
    end = colon if _is_empty(old) else _content_end(text, old)
    if value is None:
        start = _line_start(text, key.start_mark.index)
        if not text[start : key.start_mark.index].strip():
            return _delete_lines(text, start, _next_line(text, end))
        return text[:colon] + text[end:]  # beside the dash: the key stays, without a value
    if end == colon or not text[colon : old.start_mark.index].strip():
        return text[:colon] + " " + flow(value) + text[end:]
    return text[: old.start_mark.index] + flow(value) + text[end:]


def _section(text: str, section: str) -> tuple[ScalarNode, SequenceNode]:
    pair = _pair(compose(text), section)
    assert pair is not None  # the caller has counted the entries
    assert isinstance(pair[1], SequenceNode)
    return pair[0], pair[1]


def _set_in(entry: dict[str, object], name: str, value: object) -> None:
    if value is None:
        entry.pop(name, None)
    else:
        entry[name] = plain(value)


def _round_trip(text: str, change: Callable[[Any], object]) -> str:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000  # characters: never fold a line that was not folded
    data = yaml.load(text)
    change(data)
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()
