"""What people say of stories in the messages that told them: counted, named nobody, valid, and as new each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from render.digests import any_digest

from digestbot.render import blocks as make
from digestbot.render import slack
from digestbot.render.limits import MESSAGE_BLOCKS, validate
from digestbot.render.marks import Mark, mark, marked
from digestbot.types import Digest, Label, Message, Topic, Verdict

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TOPICS = (Topic("housing", "Housing", "🏠", ""), Topic("co-operatives", "Co-operatives", "🤝", ""))


def said(*labels: tuple[str, Verdict] | tuple[str, Verdict, str]) -> list[Label]:
    return [
        Label(3, user, verdict, tuple(topics), NOW + timedelta(minutes=number))
        for number, (user, verdict, *topics) in enumerate(labels)
    ]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (said(), None),
        (said(("U1", "relevant")), None),
        (said(("U1", "useful")), Mark("👍 1 reader found this useful")),
        (said(("U1", "useful"), ("U2", "useful")), Mark("👍 2 readers found this useful")),
        (said(("U1", "not-relevant")), Mark("👎 Not for us, says a reader")),
        (said(("UADMIN", "not-relevant")), Mark("👎 Not for us, says an admin", struck=True)),
        (said(("UADMIN", "not-relevant"), ("U1", "topics", "housing")), Mark("🏷 Corrected to Housing by a reader")),
        (
            said(("U1", "topics", "housing"), ("U2", "useful"), ("UADMIN", "not-relevant")),
            Mark("👍 1 reader found this useful · 👎 Not for us, says an admin", struck=True),
        ),
        (said(("U1", "topics", "gone-since")), None),
    ],
)
def test_of_corrections_the_latest_stands_and_useful_is_counted(labels: list[Label], expected: Mark | None) -> None:
    assert mark(labels, {"UADMIN"}, TOPICS) == expected


def story(item: int) -> list[make.Block]:
    return [
        make.rich_text(
            [make.anchor(f"https://a.example/{item}", f"Story {item}", bold=True), make.newline(), make.words("Told.")],
            f"story-{item}",
        ),
        make.section("Gazette · 24 Nov", f"story-{item}.menu", make.story_menu(item)),
    ]


def test_a_mark_stands_under_its_story_and_no_other() -> None:
    message = Message("Digest", (*story(3), *story(4)))
    (made,) = marked([message], {3: Mark("👎 Not for us, says an admin", struck=True)}, 1)
    assert made.blocks[1]["text"]["text"] == "Gazette · 24 Nov\n👎 Not for us, says an admin"  # type: ignore[index]
    first, _, told = made.blocks[0]["elements"][0]["elements"]  # type: ignore[index]
    assert first["style"] == {"bold": True, "strike": True}
    assert "style" not in told
    assert [{**block, "block_id": ""} for block in made.blocks[2:]] == [{**one, "block_id": ""} for one in story(4)]
    assert message.blocks[1]["text"]["text"] == "Gazette · 24 Nov"  # type: ignore[index]


def test_every_edit_has_block_ids_of_its_own() -> None:
    message = Message("Digest", (*story(3), make.divider("line")))
    first, second = (marked([message], {}, number)[0] for number in (1, 2))
    assert {one["block_id"] for one in first.blocks}.isdisjoint(one["block_id"] for one in second.blocks)
    assert [replace(one, blocks=()) for one in (first, second)] == [replace(message, blocks=())] * 2


def test_marks_that_have_no_room_are_left_out_and_the_message_stays_valid() -> None:
    filling = [make.section("x" * 2_600, f"long-{number}") for number in range(4)]
    message = Message("Digest", (*story(3), *filling))
    validate(message)
    (made,) = marked([message], {3: Mark("too long " * 200)}, 1)
    validate(made)
    assert "too long" not in str(made.blocks)
    assert len(made.blocks) <= MESSAGE_BLOCKS


EVERYTHING = Mark(
    "👍 12 readers found this useful · 🏷 Corrected to Housing, Co-operatives, Policy and law by a reader", True
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_digest())
def test_any_digest_with_everything_said_of_every_story_is_valid_and_loses_none(found: Digest) -> None:
    before = slack.messages(found)
    after = marked(before, {story.item_id: EVERYTHING for story in found.stories}, 9_999)
    for one in after:
        validate(one)
    assert [menus(one) for one in after] == [menus(one) for one in before]


def menus(message: Message) -> list[object]:
    return [block["accessory"] for block in message.blocks if "accessory" in block]
