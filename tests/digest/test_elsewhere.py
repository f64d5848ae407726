"""What another workspace than home says of articles, in its own digests."""

from __future__ import annotations

from digest.news import NOW, alone, item, story

from digestbot.digest.elsewhere import as_said
from digestbot.types import Label, Verdict


def said(number: int, verdict: Verdict, *topics: str) -> dict[int, Label]:
    return {number: Label(number, "T2/U1", verdict, topics, NOW)}


def test_nothing_said_nothing_changed() -> None:
    stories = [alone(1), alone(2, topics=("housing",))]
    assert as_said(stories, {}, ()) == stories


def test_a_story_of_which_nothing_is_left_is_gone_and_one_with_another_report_stays() -> None:
    stories = [alone(1), story(item(2), item(3, story=2))]
    assert [one.id for one in as_said(stories, said(1, "not-relevant"), ())] == [2]
    (kept,) = as_said(stories[1:], said(2, "not-relevant"), ())
    assert [one.relevant for one in kept.items] == [False, True]


def test_a_topic_put_right_brings_a_story_to_who_follows_it_and_takes_it_from_others() -> None:
    label = said(1, "topics", "housing")
    assert [one.id for one in as_said([alone(1)], label, ("housing",))] == [1]
    assert as_said([alone(1)], label, ("co-operatives",)) == []
    assert as_said([alone(1)], {}, ("housing",)) == []


def test_no_topic_at_all_is_not_for_us() -> None:
    assert as_said([alone(1)], said(1, "topics"), ()) == []


def test_relevant_keeps_the_topics_unless_others_are_named() -> None:
    (kept,) = as_said([alone(1)], said(1, "relevant"), ())
    assert kept.items[0].topics == ("co-operatives",)
