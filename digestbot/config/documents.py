"""Turns the bytes of one YAML file into plain values that know their lines; never builds objects, never expands.

Anchors, aliases, tags, directives, duplicate keys, NUL bytes, other encodings, deep nesting and huge files are
refused with their line. YAML 1.2: ``8:30`` and ``yes`` stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from digestbot.config import composing
from digestbot.config.composing import MappingNode, Node, ScalarNode, SequenceNode
from digestbot.config.problems import Problem, show

Place = tuple[str | int, ...]  # where in a document: keys, and positions counted from 0

MAX_BYTES = 1_000_000  # about 12,000 sources; ruamel reads 200 kB a second, so a service still starts in seconds
MAX_DEPTH = 12  # the deepest file of ours nests 5; a bomb nests thousands
MAX_DIGITS = 18  # a longer integer is a mistake under every key we have, and int() of millions of digits is slow

_TAG = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset(_TAG + name for name in ("str", "null", "bool", "int", "float", "timestamp", "merge", "value"))
_FLOAT = re.compile(r"[-+]?(?:\d[\d_]*)?\.?\d*(?:[eE][-+]?\d+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|nan)", re.IGNORECASE)
_NO_ANCHORS = "anchors (&name) and aliases (*name) are not used here"
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_ODD_INDENT = re.compile(r"^ *[\u00a0\u2000-\u200b\u202f\u3000]", re.MULTILINE)


class Unreadable(Exception):  # noqa: N818 - never leaves this room: it becomes a Problem
    """A file that is no YAML we take, and the line (from 1) where that shows."""

    def __init__(self, line: int, what: str, allowed: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.line, self.what, self.allowed, self.hint = line, what, allowed, hint


@dataclass(slots=True)
class Document:
    """One file as read: ``data`` is None when it is missing, empty or ``broken``; then ``problems`` say why."""

    path: Path
    text: str = ""
    data: object = None
    lines: dict[Place, int] = field(default_factory=dict)  # of keys and list entries, counted from 1
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False  # nothing can be said about what it holds

    def line(self, place: Place) -> int:
        """The line of ``place``, or of the nearest thing around it that the file holds."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, what: str, allowed: str = "", hint: str = "") -> Problem:
        """A problem located at ``place``."""
        return Problem(str(self.path), self.line(place), key_text(place), what, allowed, hint)


def key_text(place: Place) -> str:
    """``("sources", 1, "every")`` → ``sources[2].every``: entries are counted from 1, as people do."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read(path: Path, text: str | None = None) -> Document:
    """The document at ``path``, or, with ``text``, the one that would stand there."""
    document = Document(path)
    try:
        document.text = _text_of(path) if text is None else text
        root = compose(document.text)
        if root is not None:
            document.data = _plain(root, (), document)
    except FileNotFoundError:
        return document
    except Unreadable as exc:
        document.broken = True
        document.problems.append(Problem(str(path), exc.line, "", exc.what, exc.allowed, exc.hint))
    except OSError as exc:
        document.broken = True
        document.problems.append(Problem(str(path), 1, "", f"cannot be read ({exc.strerror or exc})"))
    return document


def compose(text: str) -> Node | None:
    """The node tree of ``text``, with marks; None when there is nothing in it. Raises Unreadable."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise _too_large()
    if directive := _DIRECTIVE.search(text):
        raise Unreadable(text.count("\n", 0, directive.start()) + 1, "a line begins with %", "", "Remove it.")
    if odd := _ODD_INDENT.search(text):
        what = "a line begins with a space that is none to YAML"
        raise Unreadable(text.count("\n", 0, odd.start()) + 1, what, "spaces only", "Indent with the space bar.")
    try:
        return composing.compose(text.removeprefix("\ufeff"))
    except ReaderError as exc:
        line = text.count("\n", 0, exc.position) + 1
        code = exc.character if isinstance(exc.character, int) else ord(exc.character)
        raise Unreadable(line, f"holds the control character U+{code:04X}", "printable text", "Delete it.") from exc
    except MarkedYAMLError as exc:
        raise _explain(exc, text) from exc
    except YAMLError as exc:
        raise Unreadable(1, f"is not YAML ({exc})") from exc
    except composing.AnchorError as exc:
        hint = "Write the value out" + (", or put text that begins with * in quotes." if exc.alias else ".")
        raise Unreadable(exc.mark.line + 1, _NO_ANCHORS, "", hint) from exc
    except composing.SecondDocumentError as exc:
        raise Unreadable(exc.mark.line + 1, "a second document begins (---)", "one document a file") from exc
    except (composing.NestingError, RecursionError) as exc:
        raise Unreadable(1, "is nested too deeply", f"at most {MAX_DEPTH} levels") from exc


def _text_of(path: Path) -> str:
    with path.open("rb") as file:
        body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise _too_large()
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as exc:
        line = body.count(b"\n", 0, exc.start) + 1
        what = f"byte 0x{body[exc.start]:02X} is not UTF-8"
        raise Unreadable(line, what, "UTF-8 text", "Save the file again with the encoding UTF-8.") from exc


def _too_large() -> Unreadable:
    return Unreadable(1, "the file is too large", f"at most {MAX_BYTES // 1000} kB")


def _explain(exc: MarkedYAMLError, text: str) -> Unreadable:
    """The parser's complaint in an admin's words, for the mistakes people make."""
    mark = exc.problem_mark or exc.context_mark
    line = (mark.line if mark else 0) + 1
    said = f"{exc.problem or exc.context or exc}"
    at = text.removeprefix("\ufeff")[mark.index : mark.index + 1] if mark else ""
    if "\\t" in said:
        return Unreadable(line, "a tab stands where spaces are expected", "spaces only", "Indent with spaces.")
    if "cannot start any token" in said:
        return Unreadable(line, f"a value begins with {at}", "", f'Put it in quotes, such as "{at}name".')
    if "mapping values are not allowed" in said:
        hint = "Put a value that holds a colon in quotes, and check the indentation."
        return Unreadable(line, "a colon stands where no key can be", "", hint)
    if "unexpected end of stream" in said and exc.context_mark:
        line = exc.context_mark.line + 1
        return Unreadable(line, "a quoted text that begins here never ends", "", "Add the missing quote.")
    return Unreadable(line, f"is not YAML ({said.replace('<', '').replace('>', '')})", "", "Check the indentation.")


def _plain(node: Node, place: Place, document: Document) -> object:
    """The plain value of ``node``; refusals are noted in ``document`` and give None."""
    line = node.start_mark.line + 1
    document.lines.setdefault(place, line)
    if len(place) > MAX_DEPTH:
        raise Unreadable(line, "is nested too deeply", f"at most {MAX_DEPTH} levels")
    match node:
        case MappingNode() if node.tag == _TAG + "map":
            return _mapping(node, place, document)
        case SequenceNode() if node.tag == _TAG + "seq":
            values = []
            for number, item in enumerate(node.value):
                values.append(_plain(item, (*place, number), document))
            return values
        case ScalarNode() if node.tag in _SCALAR_TAGS:
            return _scalar(node, place, document)
    tag = str(node.tag).replace(_TAG, "!!")
    document.problems.append(document.problem(place, f"the tag {show(tag)} is not used here", "", "Remove it."))
    return None


def _mapping(node: MappingNode, place: Place, document: Document) -> dict[str, object]:
    values: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            raise Unreadable(line, "a key is not plain text", "keys such as url or title")
        key = str(key_node.value)
        inner = (*place, key)
        if key in values:
            first = document.lines[inner]
            problem = Problem(
                str(document.path),
                line,
                key_text(inner),
                f"the key stands twice, first in line {first}",
                "each key once",
                "Delete one of them.",
            )
            document.problems.append(problem)
            continue
        document.lines[inner] = line
        values[key] = _plain(value_node, inner, document)
    return values


def _scalar(node: ScalarNode, place: Place, document: Document) -> object:
    text = str(node.value)
    if node.style is not None or node.tag in (_TAG + "str", _TAG + "timestamp"):
        return text
    match str(node.tag).removeprefix(_TAG):
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            digits = text.replace("_", "")
            if len(digits) > MAX_DIGITS:
                document.problems.append(document.problem(place, f"{show(text)} is too large a number"))
                return None
            return _integer(digits)
        case "float":
            if _NOT_FINITE.fullmatch(text):
                document.problems.append(document.problem(place, f"{show(text)} is not a finite number", "a number"))
                return None
            return float(text.replace("_", "")) if _FLOAT.fullmatch(text) else text
    return text


def _integer(digits: str) -> int | str:
    """YAML 1.2: ``010`` is ten, ``0o10`` eight; what Python does not read stays text."""
    try:
        return int(digits, 10 if digits.lstrip("+-").isdecimal() else 0)
    except ValueError:
        return digits
