"""Names of the sector found in texts."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml
from ruamel.yaml import YAML

from digestbot.topics.examples import TOPICS
from digestbot.topics.lexicon import LEXICON_FILE, Group, Lexicon, load_lexicon


def names(text: str) -> set[str]:
    return {found.name for found in load_lexicon().find(text)}


def test_the_shipped_names_mean_the_same_in_old_and_new_yaml() -> None:
    """A name such as ``No`` without quotation marks would be a name to one parser and false to the quick one."""
    text = files("digestbot.topics").joinpath(LEXICON_FILE).read_text(encoding="utf-8")
    assert yaml.safe_load(text) == YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Right to Provide lets staff leave", "Right to Provide"),
        ("a co-operative housing scheme", "co-operative housing"),
        ("ABCUL welcomed the change", "ABCUL"),
        ("sold to an Employee-Ownership Trust", "employee ownership trust"),
        ("the Public Services (Social Value) Act 2012", "Public Services (Social Value) Act"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, name: str) -> None:
    assert name in names(text)


def test_a_name_that_is_an_ordinary_word_needs_its_capital() -> None:
    assert "Locality" in names("Locality said the fund would help")
    assert "Locality" not in names("people in the locality objected")


def test_overlapping_names_are_all_found() -> None:
    assert {"community land trust", "community land trusts"} & names("community land trusts in Devon")
    assert {"employee ownership", "employee ownership trust"} <= names("an employee ownership trust")


def test_every_group_names_known_topics_only() -> None:
    assert {topic for group in load_lexicon().groups for topic in group.topics} <= set(TOPICS)


def test_a_name_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="holds no word"):
        Lexicon([Group(("policy",), "strong", "phrase", False, ("—",))])
