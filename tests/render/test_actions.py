"""Values of buttons are read as they were written, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.render import actions


@given(st.sampled_from(actions.LABELS), st.integers(0, 10**17), st.integers(0, 10**17), st.text(max_size=80))
def test_menu_and_button_say_the_same(label: tuple[actions.Verb, str], item: int, story: int, digest: str) -> None:
    verb = label[0]
    expected = actions.StoryAction(verb, item, story, digest)
    assert actions.read(actions.STORY_MENU, actions.option_value(verb, item, story, digest)) == expected
    assert actions.read(verb, actions.story_value(item, story, digest)) == expected


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
        ("story_useful", "1"),
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


def test_values_fit_with_the_longest_channel_name() -> None:
    digest_id = f"{'c' * 80}-weekly-2026-11-24"
    longest = max(actions.option_value(verb, 10**7, 10**7, digest_id) for verb, _ in actions.LABELS)
    assert len(longest) <= 150
