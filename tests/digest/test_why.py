"""The answer to "why is this here", or "why is it not"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest.news import CHANNEL, NOW, TOPICS, alone, item, story, told

from digestbot.digest.rank import rank
from digestbot.digest.why import DECISIONS, explain
from digestbot.digest.window import Window
from digestbot.types import Channel, Item, Placement, Story, Why

WINDOW = Window(NOW - timedelta(days=1), NOW, NOW.date())


@dataclass(frozen=True)
class Told:
    item_id: int
    permalink: str | None
    at: datetime


def why(
    one: Item,
    of: Story | None = None,
    others: tuple[Story, ...] = (),
    channel: Channel = CHANNEL,
    before: Told | None = None,
    **more: object,
) -> Why:
    found = of or story(one)
    memory = {found.id: told([each for each in found.items if each.id == before.item_id], 24)} if before else {}
    window = [found, *others] if any(each.news_at and each.news_at >= WINDOW.start for each in found.items) else others
    ranking = rank(window, channel, TOPICS, now=NOW, told=memory)
    return explain(one, found, channel, TOPICS, ranking=ranking, window=WINDOW, told=before, **more)  # type: ignore[arg-type]


def test_a_shown_story_names_its_parts_and_their_sum() -> None:
    answer = why(item(1))
    assert (answer.decision, answer.shown) == ("shown", True)
    assert f"{answer.score:.2f}" in answer.reasons[-1]
    assert abs(answer.score - sum(answer.parts.values())) < 0.001


def test_a_shown_story_names_its_topics_and_what_spoke_for_them() -> None:
    answer = why(item(1), because={"co-operatives": ("worker co-op", "Rochdale")})
    assert any(
        "Co-operatives (90% sure), because it says “worker co-op” and “Rochdale”" in one for one in answer.reasons
    )
    assert answer.topics == {"co-operatives": ("worker co-op", "Rochdale")}


def test_a_story_without_room_names_the_score_it_missed() -> None:
    one = item(1, hours=23)
    answer = why(one, others=tuple(alone(n, hours=1) for n in range(2, 9)), channel=Channel("#c", max_stories=3))
    assert (answer.decision, answer.shown) == ("cut-off", False)
    assert answer.cutoff is not None
    assert answer.cutoff > answer.score
    assert f"{answer.cutoff:.2f}" in " ".join(answer.reasons)


def test_a_noisy_source_is_named_as_the_reason() -> None:
    one = item(1, hours=2, source="Noisy")
    others = tuple(alone(n, source="Noisy", hours=1) for n in range(2, 9)) + tuple(alone(n) for n in range(20, 24))
    assert why(one, others=others, channel=Channel("#c", max_stories=6)).decision == "source-limit"


def test_what_is_not_relevant_names_both_figures() -> None:
    answer = why(item(1, relevant=False, relevance=0.21), threshold=0.6)
    assert answer.decision == "not-relevant"
    assert "21%" in answer.reasons[1]
    assert "60%" in answer.reasons[1]


def test_a_topic_the_channel_does_not_follow() -> None:
    assert why(item(1), channel=Channel("#c", topics=("housing",))).decision == "topics"


def test_another_version_of_a_shown_story_names_the_one_shown() -> None:
    shown, other = item(1), item(2, 1)
    answer = why(other, story(shown, other))
    assert (answer.decision, answer.shown) == ("version", True)
    assert shown.url in " ".join(answer.reasons)


def test_a_story_in_yesterdays_digest_says_so_and_links() -> None:
    one = item(1, hours=40)
    answer = why(one, before=Told(1, "https://slack.example/p1", NOW - timedelta(days=1)))
    assert (answer.decision, answer.shown) == ("was-shown", True)
    assert "23 November 2026: https://slack.example/p1" in answer.reasons[1]


def test_a_repeat_says_that_it_brings_nothing_new() -> None:
    first, repeat = item(1, hours=40), item(2, 1, hours=2)
    answer = why(repeat, story(first, replace(repeat, text=first.text)), before=Told(1, None, NOW - timedelta(days=1)))
    assert (answer.decision, answer.shown) == ("told", False)


def test_what_came_outside_the_window() -> None:
    assert why(item(1, hours=100)).decision == "outside"


def test_what_went_into_the_archive() -> None:
    assert why(item(1, news_at=None)).decision == "archive"


def test_a_copy_and_its_placement_are_explained() -> None:
    shown, copy = item(1), item(2, 1, duplicate_of=1)
    answer = why(copy, story(shown, copy), placement=Placement(1, 1, "nine tenths of the text are the same"))
    assert "Its text is a copy of Source 1's." in answer.reasons
    assert "It joined its story: nine tenths of the text are the same." in answer.reasons


def test_every_decision_has_a_sentence() -> None:
    assert all(sentence[0].isupper() and not sentence.endswith(".") for sentence in DECISIONS.values())
