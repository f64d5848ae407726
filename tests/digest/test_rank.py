"""What comes first, what has no room, and why."""

from __future__ import annotations

import pytest
from digest.news import CHANNEL, NOW, TOPICS, alone, item, money, story, told

from digestbot.digest.rank import rank, share
from digestbot.types import Channel, Story


def order(stories: list[Story], channel: Channel = CHANNEL, **more: object) -> list[int]:
    return [one.story.id for one in rank(stories, channel, TOPICS, now=NOW, **more).chosen]  # type: ignore[arg-type]


def test_score_is_the_sum_of_its_parts() -> None:
    ranking = rank([story(item(1), item(2, 1))], CHANNEL, TOPICS, now=NOW, feedback={1: 2})
    one = ranking.chosen[0]
    assert one.score == pytest.approx(sum(one.parts.values()))
    assert {"relevance", "topic", "outlets", "freshness", "novelty", "feedback"} <= set(one.parts)


def test_a_surer_story_comes_first() -> None:
    assert order([alone(1, relevance=0.6), alone(2, relevance=0.99)]) == [2, 1]


def test_a_story_told_by_more_outlets_comes_first() -> None:
    assert order([alone(1), story(item(2), item(3, 2), item(4, 2))]) == [2, 1]


def test_copies_count_less_than_independent_reports() -> None:
    copies = story(item(1), item(2, 1, duplicate_of=1), item(3, 1, duplicate_of=1))
    reports = story(item(4), item(5, 4), item(6, 4))
    assert order([copies, reports]) == [4, 1]


def test_one_outlet_that_tells_a_story_thrice_is_one_outlet() -> None:
    thrice = story(item(1, source="A"), item(2, 1, source="A"), item(3, 1, source="A"))
    assert "outlets" not in rank([thrice], CHANNEL, TOPICS, now=NOW).chosen[0].parts


def test_a_fresher_story_comes_first() -> None:
    assert order([alone(1, hours=40), alone(2, hours=1)]) == [2, 1]


def test_a_trusted_source_comes_first() -> None:
    assert order([alone(1, source_weight=0.5), alone(2, source_weight=2.0)]) == [2, 1]


def test_the_channels_first_topic_comes_first() -> None:
    channel = Channel("#c", topics=("social-finance", "co-operatives"))
    assert order([alone(1, topics=("co-operatives",)), alone(2, topics=("social-finance",))], channel) == [2, 1]


def test_the_teams_feedback_lifts_and_sinks() -> None:
    stories = [alone(1), alone(2), alone(3)]
    assert order(stories, feedback={3: 2, 1: -2}) == [3, 2, 1]


def test_one_person_counts_less_than_two() -> None:
    one, two = (
        rank([alone(1)], CHANNEL, TOPICS, now=NOW, feedback={1: net}).chosen[0].parts["feedback"] for net in (1, 2)
    )
    assert 0 < one < two < 2 * one


def test_large_sums_and_open_deadlines_count() -> None:
    small, large = alone(1, facts=(money("£5", "GBP 5"),)), alone(2, facts=(money("£9m", "GBP 9000000"),))
    assert order([small, large]) == [2, 1]


def test_one_noisy_source_takes_no_more_than_a_third() -> None:
    stories = [alone(number, source="Noisy", hours=0.1) for number in range(1, 21)]
    stories += [alone(number, hours=30) for number in range(21, 40)]
    ranking = rank(stories, CHANNEL, TOPICS, now=NOW)
    assert sum(one.item.source_title == "Noisy" for one in ranking.chosen) == 4
    assert {one.reason for one in ranking.left_out} == {"source-limit", "cut-off"}


def test_two_sources_share_evenly_and_one_takes_all() -> None:
    assert [share(12, sources, 3) for sources in (1, 2, 3, 9)] == [12, 6, 4, 4]


def test_one_theme_takes_no_more_than_half() -> None:
    stories = [alone(number, hours=0.1) for number in range(1, 21)]
    stories += [alone(number, hours=30, topics=("social-finance",)) for number in range(21, 40)]
    ranking = rank(stories, CHANNEL, TOPICS, now=NOW)
    assert sum(one.topic == "co-operatives" for one in ranking.chosen) == 6


def test_a_story_told_before_is_left_out_with_its_reason() -> None:
    seen = item(1, hours=30)
    ranking = rank([story(seen)], CHANNEL, TOPICS, now=NOW, told={1: told([seen], 24)})
    assert [one.reason for one in ranking.left_out] == ["told"]


def test_what_was_cut_off_names_the_score_it_missed() -> None:
    channel = Channel("#c", max_stories=2)
    ranking = rank([alone(1), alone(2, hours=1), alone(3, hours=40)], channel, TOPICS, now=NOW)
    assert ranking.left_out[0].cutoff == min(one.score for one in ranking.chosen)
    assert ranking.left_out[0].scored.score < ranking.left_out[0].cutoff


def test_a_channel_gets_only_its_topics() -> None:
    channel = Channel("#c", topics=("housing",))
    ranking = rank([alone(1), alone(2, topics=("co-operatives", "housing"))], channel, TOPICS, now=NOW)
    assert [one.story.id for one in ranking.chosen] == [2]
    assert [one.reason for one in ranking.left_out] == ["topics"]


def test_no_story_is_lost() -> None:
    stories = [alone(number, source=f"S{number % 3}") for number in range(50)]
    ranking = rank(stories, CHANNEL, TOPICS, now=NOW)
    ids = [one.story.id for one in ranking.chosen] + [one.scored.story.id for one in ranking.left_out]
    assert sorted(ids) == list(range(50))


def test_order_does_not_depend_on_the_order_given() -> None:
    stories = [alone(number, hours=number % 5) for number in range(20)]
    assert order(stories) == order(stories[::-1])


def test_a_core_topic_heads_a_story_before_a_facet() -> None:
    ranking = rank([alone(1, topics=("housing", "co-operatives"))], CHANNEL, TOPICS, now=NOW)
    assert ranking.chosen[0].topic == "co-operatives"


def test_a_lead_judged_not_relevant_gives_way_to_one_that_was() -> None:
    one = story(item(1, relevant=False), item(2, 1))
    assert rank([one], CHANNEL, TOPICS, now=NOW).chosen[0].item.id == 2
