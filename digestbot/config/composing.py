"""The text of one YAML 1.2 file → its tree of nodes, with marks. Builds no objects, resolves no aliases.

Two parsers give the same events: libyaml (through PyYAML), thirty times faster, for text of the plain layout that it
and ruamel read alike; ruamel for all else, and for saying what is wrong. Which text is plain is a rule of this module,
and a test compares the two over texts of every kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode as _RuamelScalar

MAP, SEQ = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
MAX_NESTING = 200  # collections within each other while composing; what is taken nests far less

# Where the two parsers differ or may: block texts, long keys (? ), document marks, tabs and carriage returns, breaks
# that only YAML 1.1 knows, and characters that only one of them refuses. Everything else was read alike in 83,000
# random texts of the kind that the test makes.
_UNUSUAL = re.compile(
    r"[^\n -~\u00a1-\u200d\u2010-\u2027\u202f-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    r"|(?:^|[\s\[{,:-])(?:\?(?=\s|$)|[|>][-+0-9]* *(?:#[^\n]*)?$)|^(?:---|\.\.\.)",
    re.MULTILINE,
)


class Mark(Protocol):
    """A place in the text, counted from 0."""

    index: int
    line: int
    column: int


@dataclass(slots=True)
class ScalarNode:
    """One value as written: ``style`` is its quote, or nothing for a plain one."""

    tag: str
    value: str
    start_mark: Mark
    end_mark: Mark
    style: str | None = None


@dataclass(slots=True)
class SequenceNode:
    """A list; ``flow_style``: in brackets."""

    tag: str
    value: list[Node]
    start_mark: Mark
    end_mark: Mark
    flow_style: bool = False


@dataclass(slots=True)
class MappingNode:
    """Keys with their values, in order, repeated keys too; ``flow_style``: in braces."""

    tag: str
    value: list[tuple[Node, Node]]
    start_mark: Mark
    end_mark: Mark
    flow_style: bool = False


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


class AnchorError(Exception):
    """The text holds an anchor or, with ``alias``, an alias without one; ``mark`` says where."""

    def __init__(self, mark: Mark, alias: bool) -> None:
        super().__init__("alias" if alias else "anchor")
        self.mark, self.alias = mark, alias


class NestingError(Exception):
    """The text nests deeper than MAX_NESTING."""


class SecondDocumentError(Exception):
    """A second document begins at ``mark``."""

    def __init__(self, mark: Mark) -> None:
        super().__init__("second document")
        self.mark = mark


@lru_cache(maxsize=4)  # an edit reads the text before and the one after several times, the reload after it once more
def compose(text: str) -> Node | None:
    """The node tree of ``text``, not to be changed; None when there is nothing in it.

    Raises ruamel's YAMLError, AnchorError, SecondDocumentError or NestingError.
    """
    if is_plain(text):
        try:
            return build(yaml.parse(text, Loader=_Fast))
        except (yaml.YAMLError, AnchorError, SecondDocumentError, NestingError):
            pass  # ruamel says what is wrong, in the words that are explained to people
    return build(_carefully(text))


def is_plain(text: str) -> bool:
    """Whether both parsers read ``text`` alike."""
    return _UNUSUAL.search(text) is None


_Fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # without libyaml PyYAML's own parser, which is slower


def _carefully(text: str) -> Iterator[Any]:
    events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))
    return events


def build(events: Iterable[Any]) -> Node | None:
    """The tree that ``events`` of either parser describe; iterative, so that depth costs no stack."""
    root: Node | None = None
    open_: list[SequenceNode | MappingNode] = []
    keys: list[Node | None] = []
    documents = 0
    for event in events:
        name = type(event).__name__
        node: Node | None = None
        if getattr(event, "anchor", None) is not None:
            raise AnchorError(event.start_mark, alias=name == "AliasEvent")
        match name:
            case "ScalarEvent":
                tag = _scalar_tag(event.value, event.implicit[0]) if event.tag in (None, "!") else str(event.tag)
                style = event.style or None
                node = ScalarNode(tag, event.value, event.start_mark, event.end_mark, style)
            case "SequenceStartEvent" | "MappingStartEvent":
                tag = str(event.tag) if event.tag not in (None, "!") else SEQ if name.startswith("S") else MAP
                make = SequenceNode if name.startswith("S") else MappingNode
                made = make(tag, [], event.start_mark, event.end_mark, bool(event.flow_style))
                open_.append(made)
                keys.append(None)
                if len(open_) > MAX_NESTING:
                    raise NestingError
            case "SequenceEndEvent" | "MappingEndEvent":
                node = open_.pop()
                keys.pop()
                node.end_mark = event.end_mark
            case "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise SecondDocumentError(event.start_mark)
        if node is None:
            continue
        if not open_:
            root = node
        elif isinstance(parent := open_[-1], SequenceNode):
            parent.value.append(node)
        elif (key := keys[-1]) is None:
            keys[-1] = node
        else:
            parent.value.append((key, node))
            keys[-1] = None
    return root


_RESOLVER = YAML(typ="safe", pure=True).resolver


@lru_cache(maxsize=20_000)
def _scalar_tag(value: str, plain: bool) -> str:
    """What a scalar without a tag is in YAML 1.2: text, number, truth value or nothing."""
    return str(_RESOLVER.resolve(_RuamelScalar, value, (plain, not plain)))


__all__ = ["AnchorError", "MappingNode", "NestingError", "Node", "ScalarNode", "SecondDocumentError", "SequenceNode",
           "YAMLError", "compose"]  # fmt: skip
