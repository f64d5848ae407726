"""What people type after /digest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.slack.commands import ARGUMENTS, VERBS, Command, asks_for_help, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Command("help")),
        ("  HELP ", Command("help")),
        ("Preview", Command("preview")),
        ("pause coop-news", Command("pause", "coop-news")),
        ("pause “coop-news”", Command("pause", "coop-news")),
        ("add <https://a.example/x?b=1&amp;c=2|a.example>", Command("add", "https://a.example/x?b=1&c=2")),
        ("subscribe https://a.example", Command("add", "https://a.example")),
        ("why  12", Command("why", "12")),
        ("/digest preview", Command("preview")),
        ("deadlnes", Command("deadlines")),
        ("status", Command("health")),
        ("why #12", Command("why", "12")),
        ("story id 12.", Command("story", "12")),
        ("merge ID 12, #34", Command("merge", "12 34")),
        ("why https://a.example/#3", Command("why", "https://a.example/#3")),
        ("undo last", Command("undo", "last")),
        ("pause #1", Command("pause", "#1")),
        ("delete coop-news", Command("remove", "coop-news")),
        ("what is this", Command("help", unknown="what is this")),
    ],
)
def test_commands_are_read_forgivingly(text: str, expected: Command) -> None:
    assert parse(text) == expected


def test_help_after_news_is_no_search() -> None:
    assert asks_for_help(" Help ")
    assert asks_for_help("?")
    assert asks_for_help("help!")
    assert not asks_for_help('"help"')
    assert not asks_for_help("help for tenants")
    assert not asks_for_help("")


@pytest.mark.parametrize("text", ["noww", "remov x", "udno 7", "paus x", "resum x", "ad x"])
def test_a_guess_never_acts(text: str) -> None:
    command = parse(text)
    assert not command.for_admins
    assert command.verb == "help"


@given(st.text(max_size=200))
def test_nothing_typed_is_an_error(text: str) -> None:
    command = parse(text)
    assert command.verb in VERBS
    assert command.verb == "help" or not command.unknown


def test_every_argument_belongs_to_a_command() -> None:
    assert set(ARGUMENTS) <= set(VERBS)
