"""Values of buttons are read as they were written, and nothing else is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.render import actions
from digestbot.render import blocks as make


@given(st.sampled_from(actions.LABELS), st.integers(0, 10**17))
def test_menu_and_button_say_the_same(label: tuple[actions.Verb, str], item: int) -> None:
    verb = label[0]
    expected = actions.StoryAction(verb, item)
    assert actions.read(actions.STORY_MENU, actions.option_value(verb, item)) == expected
    assert actions.read(verb, actions.story_value(item)) == expected


@given(st.sampled_from(actions.LABELS), st.integers(0, 10**17), st.text(max_size=80))
def test_messages_posted_before_values_were_short_still_work(
    label: tuple[actions.Verb, str], item: int, digest: str
) -> None:
    verb = label[0]
    expected = actions.StoryAction(verb, item)
    assert actions.read(actions.STORY_MENU, f"{verb}:{item}:7:{digest}") == expected
    assert actions.read(verb, f"{item}:7:{digest}") == expected


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        ("story_menu", ""),
        ("story_menu", "story_useful:1:2"),
        ("story_menu", "drop_table:1:2:d"),
        ("story_menu", "story_useful:x:2:d"),
        ("story_menu", "story_useful:-1:2:d"),
        ("story_menu", "story_useful:²:2:d"),
        ("story_menu", f"story_useful:{'9' * 30}:2:d"),
        ("other", "1:2:d"),
        ("other", "1"),
        ("story_useful", ""),
        ("story_useful", "1:2"),
    ],
)
def test_made_up_values_mean_nothing(action_id: str, value: str) -> None:
    assert actions.read(action_id, value) is None


@given(st.integers(0, 10**9), st.text())
def test_a_page_is_read_as_it_was_written(offset: int, query: str) -> None:
    assert actions.read_page(actions.page_value(offset, query)) == (offset, query)


@pytest.mark.parametrize("value", ["", "x:q", "5", "-1:q"])
def test_a_made_up_page_means_nothing(value: str) -> None:
    assert actions.read_page(value) is None


def test_a_menu_is_small_for_it_stands_beside_every_story() -> None:
    assert len(json.dumps(make.story_menu(10**7))) < 600
