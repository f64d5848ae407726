"""Which link patterns are taken: no mistake in them, and no way to make ``re`` work for ever."""

from __future__ import annotations

import re
import time

import pytest

from digestbot.config.patterns import MAX_LENGTH, objection


@pytest.mark.parametrize(
    "pattern",
    [
        r"/news/\d{4}/",
        r"^https://a\.example/(news|blog)/[^/]+$",
        r"/(?:\d{4}/)?[\w-]+-\d+\.html",
        r"/news/(?!page)[a-z]+",
        r"[)(+*]+x",
        r"\(a\)+",
        r"/(?P<year>\d{4})/(\d\d/)?.+",
        r"a{,3}(b|c)?",
        r"(ab){2}",
    ],
)
def test_patterns_of_real_sites_are_taken(pattern: str) -> None:
    assert objection(pattern) == ""


@pytest.mark.parametrize(
    "pattern", [r"(a+)+$", r"(a|a)*$", r"(?:x(\w*))*", r"([a-z]+)*1", r"((a{2,})b?)+", r"(.*a){12}x"]
)
def test_patterns_that_can_take_for_ever_are_refused(pattern: str) -> None:
    assert objection(pattern) == "repeats a group that itself repeats or chooses, which can take for ever"


def test_the_guard_refuses_what_really_hangs() -> None:
    slow = re.compile(r"(a|a)*$")
    before = time.perf_counter()
    slow.search("a" * 18 + "b")
    assert time.perf_counter() - before > 0.001  # doubles with each letter: 40 letters are hours
    assert objection(slow.pattern)


def test_too_many_repetitions_are_refused() -> None:
    assert objection(".*a.*b.*c.*d.*e") == "has 5 open-ended repetitions, more than 4"


def test_a_long_pattern_is_refused() -> None:
    assert objection("a" * (MAX_LENGTH + 1)) == "is longer than 200 characters"


@pytest.mark.parametrize("pattern", ["(", "[", "*a", "(?P<1>a)", "a{5,2}", "\\"])
def test_what_is_no_regular_expression_is_refused(pattern: str) -> None:
    assert objection(pattern).startswith("is not a regular expression: ")
