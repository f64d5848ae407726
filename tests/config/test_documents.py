"""Hostile and broken YAML: refused in little time, with its line, and without harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestbot.config.documents import MAX_BYTES, read

BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

SAID = [
    (b"a: 1\nb: \x00\n", "2: holds the control character U+0000. Delete it. Allowed: printable text."),
    (
        b"a: 1\nb: \xff\n",
        "2: byte 0xFF is not UTF-8. Save the file again with the encoding UTF-8. Allowed: UTF-8 text.",
    ),
    (
        "a: 1\n".encode("utf-16"),
        "1: byte 0xFF is not UTF-8. Save the file again with the encoding UTF-8. Allowed: UTF-8 text.",
    ),
    (b"a:\n\tb: 1\n", "2: a tab stands where spaces are expected. Indent with spaces. Allowed: spaces only."),
    (
        b"a: 1\nb: &x 1\nc: *x\n",
        "2: anchors (&name) and aliases (*name) are not used here. Write the value out.",
    ),
    (
        b"a: 1\nlink_pattern: *.html\n",
        (
            "2: anchors (&name) and aliases (*name) are not used here. "
            "Write the value out, or put text that begins with * "
            "in quotes."
        ),
    ),
    (BOMB.encode(), "1: anchors (&name) and aliases (*name) are not used here. Write the value out."),
    (b"&a [*a]\n", "1: anchors (&name) and aliases (*name) are not used here. Write the value out."),
    (
        "a:\n  b: 1\n \u00a0c: 2\n".encode(),
        "3: a line begins with a space that is none to YAML. Indent with the space bar. Allowed: spaces only.",
    ),
    (b"%YAML 1.1\n---\na: 8:30\n", "1: a line begins with %. Remove it."),
    (b"a: 1\n---\nb: 2\n", "2: a second document begins (---). Allowed: one document a file."),
    (b"a: @b\n", '1: a value begins with @. Put it in quotes, such as "@name".'),
    (
        b"a: 1\nb: c: d\n",
        "2: a colon stands where no key can be. Put a value that holds a colon in quotes, and check the indentation.",
    ),
    (b"a: 1\nb: 'c\nd: 1\n", "2: a quoted text that begins here never ends. Add the missing quote."),
    (b"[1]: 2\n", "1: a key is not plain text. Allowed: keys such as url or title."),
    (b"[" * 1_000, "1: is nested too deeply. Allowed: at most 12 levels."),
    (b"[" * 20 + b"]" * 20, "1: is nested too deeply. Allowed: at most 12 levels."),
]


@pytest.mark.parametrize(("body", "said"), SAID, ids=[said[:40] for _, said in SAID])
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, body: bytes, said: str) -> None:
    (tmp_path / "x.yaml").write_bytes(body)
    document = read(tmp_path / "x.yaml")
    assert [str(problem) for problem in document.problems] == [f"{tmp_path}/x.yaml:{said}"]
    assert document.broken


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    with (tmp_path / "x.yaml").open("wb") as file:
        file.truncate(50_000_000)
    document = read(tmp_path / "x.yaml")
    assert [problem.what for problem in document.problems] == ["the file is too large"]
    assert len(document.text) < MAX_BYTES


def test_tags_build_nothing_and_the_rest_is_still_read(tmp_path: Path) -> None:
    marker = tmp_path / "harm"
    body = f"a: !!python/object/apply:os.system ['touch {marker}']\nb: !!binary aGk=\nc: !!set {{x}}\nd: 1\n"
    document = read(tmp_path / "x.yaml", body)
    assert [problem.line for problem in document.problems] == [1, 2, 3]
    assert document.data == {"a": None, "b": None, "c": None, "d": 1}
    assert not marker.exists()


def test_a_key_that_stands_twice_is_refused_and_named_with_both_lines(tmp_path: Path) -> None:
    document = read(tmp_path / "x.yaml", "a:\n  b: 1\n  c: 2\n  b: 3\n")
    assert [str(problem) for problem in document.problems] == [
        f"{tmp_path}/x.yaml:4: a.b: the key stands twice, first in line 2. Delete one of them. Allowed: each key once."
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("8:30", "8:30"),
        ("08:30", "08:30"),
        ("yes", "yes"),
        ("2026-11-24", "2026-11-24"),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", 1000),
        ("1e3", 1000.0),
        ("-1.5", -1.5),
        ("~", None),
        ("True", True),
        ("'true'", "true"),
        ("|\n  a\n  b", "a\nb\n"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_scalars_are_yaml_1_2(written: str, value: object) -> None:
    assert read(Path("x"), f"a: {written}\n").data == {"a": value}


def test_merge_keys_merge_nothing() -> None:
    assert read(Path("x"), "<<: {b: 1}\n").data == {"<<": {"b": 1}}


def test_a_byte_order_mark_and_windows_line_ends_are_taken(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - c\r\n")
    document = read(tmp_path / "x.yaml")
    assert document.data == {"a": 1, "b": ["c"]}
    assert document.line(("b", 0)) == 3


def test_a_folder_in_the_place_of_a_file_is_said_so(tmp_path: Path) -> None:
    (problem,) = read(tmp_path).problems
    assert problem.what.startswith("cannot be read (")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text("-:[]{}&*!|>%@#'\"\n\t ab?,.0", max_size=60)))
def test_any_text_is_read_or_refused(text: str) -> None:
    document = read(Path("x.yaml"), text)
    assert document.data is None or not document.broken
    assert all(1 <= problem.line <= text.count("\n") + text.count("\r") + 2 for problem in document.problems)
