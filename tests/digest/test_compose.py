"""What a digest is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from digest.news import CHANNEL, NOW, TOPICS, alone, deadline, item, money, story, told
from hypothesis import given, settings
from hypothesis import strategies as st

from digestbot.digest import compose
from digestbot.types import Channel, Digest, Story

DAY = timedelta(days=1)


def made(stories: list[Story], channel: Channel = CHANNEL, **more: object) -> Digest:
    return compose(stories, channel, TOPICS, window_start=NOW - DAY, window_end=NOW, now=NOW, **more)  # type: ignore[arg-type]


def test_id_names_channel_kind_and_day() -> None:
    assert made([]).id == "mutuals-news-daily-2026-11-24"


def test_sections_follow_the_channels_order() -> None:
    channel = Channel("#c", topics=("housing", "social-finance", "co-operatives"))
    stories = [alone(1), alone(2, topics=("housing",)), alone(3, topics=("social-finance",))]
    assert [section.topic for section in made(stories, channel).sections] == list(channel.topics)


def test_a_story_of_three_topics_is_told_once() -> None:
    digest = made([alone(1, topics=("co-operatives", "housing", "social-finance")), alone(2)])
    assert sorted(one.id for one in digest.stories) == [1, 2]


def test_the_lead_has_three_sentences_and_the_others_two() -> None:
    digest = made([story(item(1), item(2, 1), item(3, 1)), alone(4)])
    by_id = {one.id: one for one in digest.stories}
    assert digest.lead == 1
    assert by_id[1].summary.count(".") == 3
    assert by_id[4].summary.count(".") == 2


def test_what_has_no_room_is_counted_and_what_was_told_is_not() -> None:
    seen = item(1, hours=30)
    channel = Channel("#c", max_stories=2)
    digest = made([story(seen), alone(2), alone(3), alone(4), alone(5)], channel, told={1: told([seen], 24)})
    assert len(digest.stories) == 2
    assert digest.omitted == 2


def test_other_outlets_are_named_once_each() -> None:
    digest = made([story(item(1), item(2, 1, source="B"), item(3, 1, source="B"), item(4, 1, source="C"))])
    assert [one.source for one in digest.stories[0].also] == ["B", "C"]


def test_an_aggregators_outlets_are_named_each_and_none_twice() -> None:
    shown = item(1, source="Village Paper")
    others = [
        item(2, 1, source="Google News", source_title="County Herald"),
        item(3, 1, source="Google News", source_title="Village paper"),
        item(4, 1, source="County Herald"),
    ]
    assert [one.source for one in made([story(shown, *others)]).stories[0].also] == ["County Herald"]


def test_an_outlets_own_report_is_named_before_its_reprint() -> None:
    reprint, own = item(2, 1, source="B", hours=9, duplicate_of=1), item(3, 1, source="B", hours=3)
    assert made([story(item(1), reprint, own)]).stories[0].also[0].url == own.url


def test_an_update_names_what_is_new_and_links_to_the_message() -> None:
    first = item(1, hours=30)
    later = item(2, 1, hours=2, title="The sum has grown", facts=(money("£9m", "GBP 9000000"),))
    shown = made([story(first, later)], told={1: told([first], 24)}).stories[0]
    assert (shown.item_id, shown.update_of, shown.news) == (2, "https://slack.example/p1", "sum: £9m")


def test_an_update_before_slack_gave_a_link_is_marked_all_the_same() -> None:
    first, later = item(1, hours=30), item(2, 1, hours=2, facts=(money("£9m", "GBP 9000000"),))
    assert made([story(first, later)], told={1: told([first], 24, link=None)}).stories[0].update_of == ""


def test_a_new_story_is_no_update() -> None:
    assert made([alone(1)]).stories[0].update_of is None


def test_facts_that_only_another_version_has_are_added() -> None:
    shown = made([story(item(1), item(2, 1, facts=(deadline("2026-12-20"),)))]).stories[0]
    assert [fact.kind for fact in shown.facts] == ["deadline"]


def test_a_story_of_no_configured_topic_is_told_all_the_same() -> None:
    digest = made([alone(1, topics=("unheard-of",))])
    assert [section.label for section in digest.sections] == ["Also relevant"]


def test_gap_is_passed_on() -> None:
    assert made([], gap_days=3).gap_days == 3


def test_the_local_day_is_that_of_the_channel() -> None:
    late = NOW.replace(hour=23, minute=30)
    channel = Channel("#c", timezone="Asia/Kolkata")
    digest = compose([], channel, TOPICS, window_start=late - DAY, window_end=late, now=late)
    assert digest.date.isoformat() == "2026-11-25"


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 12),
            st.lists(st.sampled_from([topic.id for topic in TOPICS]), unique=True, max_size=4),
            st.sampled_from("ABCD"),
            st.floats(0, 1),
        ),
        max_size=40,
    ),
    followed=st.lists(st.sampled_from([topic.id for topic in TOPICS]), unique=True),
    seats=st.integers(1, 15),
)
def test_every_story_is_in_one_section_or_counted(
    rows: list[tuple[int, list[str], str, float]], followed: list[str], seats: int
) -> None:
    groups: dict[int, list[object]] = {}
    for number, (story_id, topics, source, sure) in enumerate(rows, start=100):
        one = item(number, story_id, source=source, topics=tuple(topics), relevance=sure)
        groups.setdefault(story_id, []).append(replace(one, scores=dict.fromkeys(topics, sure)))
    stories = [story(*items) for items in groups.values()]  # type: ignore[arg-type]
    channel = Channel("#c", topics=tuple(followed), max_stories=seats)
    digest = made(stories, channel)
    ids = [one.id for one in digest.stories]
    assert len(ids) == len(set(ids)) <= seats
    reachable = [
        one for one in stories if not followed or any(topic in followed for each in one.items for topic in each.topics)
    ]
    assert len(ids) + digest.omitted == len(reachable)
    assert (digest.lead in ids) == bool(ids)
