"""Two parsers, one reading: what libyaml reads is what ruamel reads, marks included; the rest is left to ruamel."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from digestbot.config.composing import Node, ScalarNode, SequenceNode, build, compose, is_plain

# Pieces of files, ordinary and odd: put together at random they make every kind of layout.
PIECES = [
    "sources:\n", "  - url: ", "    title: ", "- ", "  ", "    ", "\n", "\n\n", "\n  - ", "a", "b: ",
    "key with spaces: ", "https://x.org/a?b=1&c=2", "[a, b]", "[a:b]", "[", "]", "{a: 1}", '{"a":1}', "{", "}",
    ", ", ",", ": ", ":", "::", "'", '"', "''", "'it''s'", '"q\\"q"', '"\\u263a"', '"\\/"', '"\\x41"',
    '"two\n  lines"', "plain\n    goes on", "# c", " #x", "#", "8:30", "yes", "1_000", "0o17", "0x1F", "010",
    "1e3", ".inf", "~", "null", "2026-01-01", "<<: ", "é…", "\u2028", "\x85", "\ufeff", "| ", "|\n", "> ",
    "&a ", "*a", "!x ", "!!str ", "%", "@", "`", "? ", "---\n", "...", "\t", "\r\n", "\r", "\\", "\x7f",
    "\xa0", "🎉", "R & D",
]  # fmt: skip


def shape(node: Node | None) -> Any:
    """Everything of a tree; but of nothing (an empty value) not where it stands, which means nothing."""
    if node is None:
        return None
    marks = (node.start_mark.index, node.start_mark.line, node.start_mark.column, node.end_mark.index)
    if isinstance(node, ScalarNode):
        return (node.tag, node.value, node.style, marks if node.value or node.style else ())
    if isinstance(node, SequenceNode):
        return (node.tag, node.flow_style, marks, [shape(one) for one in node.value])
    return (node.tag, node.flow_style, marks, [(shape(key), shape(value)) for key, value in node.value])


def assert_alike(text: str) -> None:
    if not is_plain(text):
        return
    loader = yaml.CSafeLoader
    try:
        fast = build(yaml.parse(text, Loader=loader))
    except Exception:  # noqa: BLE001 - whatever libyaml refuses is ruamel's to judge
        return
    assert shape(fast) == shape(build(YAML(typ="safe", pure=True).parse(text))), text


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_both_parsers_are_given_they_read_alike(text: str) -> None:
    assert_alike(text)
    assert_alike("sources:\n  - url: " + text)


@given(st.text(max_size=40))
def test_any_text_is_read_alike(text: str) -> None:
    assert_alike(text)


@pytest.mark.parametrize(
    "text",
    [
        "sources:\n  - url: https://x.org/?a=1&b=2  # a comment\n    topics: [a, b-c]\n    every: 30m\n",
        'channels:\n  - channel: "#news"\n    at: "08:30"\n    alerts: ["right | to > provide"]\n',
        "topics:\n  - id: a\n    label: Health & care\n    definition: It goes on\n      in the next line.\n",
    ],
)
def test_files_as_people_write_them_take_the_fast_way(text: str) -> None:
    assert is_plain(text)
    assert shape(compose(text)) == shape(build(YAML(typ="safe", pure=True).parse(text)))


@pytest.mark.parametrize(
    "text", ["a: |\n  b\n", "a: >-\n  b\n", "a: # c\n- >2 # d\n  b\n", "a:\t1\n", "a: b\u2028c\n", "? a\n: b\n"]
)
def test_unusual_layouts_are_read_with_care(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize("text", ["[" * 50_000, "- " * 50_000, "{a: " * 50_000, "a: [\n" * 50_000])
def test_nesting_without_end_is_refused_and_ends_no_process(text: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - each layout fails in its own way
        compose(text)
    assert type(caught.value).__name__ in ("NestingError", "RecursionError") or isinstance(caught.value, YAMLError)
