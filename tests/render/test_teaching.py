"""The weekly question is a valid message whatever the articles say."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from topics.test_teaching import item

from digestbot.render import actions, teaching
from digestbot.types import Topic


@given(st.text(max_size=400), st.text(max_size=3_000), st.text(max_size=200), st.floats(0, 1))
def test_any_text_makes_a_valid_message(title: str, summary: str, source: str, chance: float) -> None:
    one = replace(item(7, chance, title), summary=summary, source_title=source)
    topics = (Topic("housing", title, "", ""),)
    (message,) = teaching.messages([replace(one, id=number) for number in range(5)], topics)
    pressed = [e for block in message.blocks if block["type"] == "actions" for e in block["elements"]]
    assert len(pressed) == 15
    assert all(actions.read(one["action_id"], one["value"]) for one in pressed)
