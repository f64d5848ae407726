"""Alerts by phrases and saved searches, to channels and people, at a strict Slack."""

from __future__ import annotations

from datetime import datetime

from newsroom.conftest import CHANNEL, Clock, Opened, connected, put
from slackd import Slackd

from digestbot.newsroom import Newsroom


def messages(slack: Slackd, channel: str) -> list[str]:
    found = slack.workspace.channels.get(channel)
    return [str(one["text"]) for one in found.messages] if found else []


def wants(newsroom: Newsroom, owner: str, query: str) -> None:
    newsroom.room.store.people.save_search(owner, query, newsroom.room.clock(), alert=True)


async def test_a_persons_saved_search_is_a_direct_message_once_a_story(opened: Opened, slack: Slackd) -> None:
    async with opened(**connected(slack)) as newsroom:
        wants(newsroom, "U1", "bakery topic:housing")
        newsroom.room.store.people.save_search("U2", "bakery", newsroom.room.clock(), alert=False)
        assert await newsroom.alerting.alert_new() == 0
        item = put(newsroom, "Bakery homes", topics=("housing",))
        put(newsroom, "Bakery bread", topics=("co-operatives",))
        put(newsroom, "The bakery homes again", topics=("housing",), story=1)
        assert await newsroom.alerting.alert_new() == 1
        assert await newsroom.alerting.alert_new() == 0
        put(newsroom, "More of the bakery homes", topics=("housing",), story=1)
        assert await newsroom.alerting.alert_new() == 0
        assert item == 1
    assert len(messages(slack, "D1")) == 1
    assert "topic:housing" in messages(slack, "D1")[0]
    assert messages(slack, "D2") == []
    shown = str(slack.workspace.channels["D1"].messages[0]["blocks"])
    assert "found by the saved search" in shown
    assert slack.refusals == []


async def test_a_channel_has_its_phrases_and_its_searches_and_one_alert_a_story(opened: Opened, slack: Slackd) -> None:
    async with opened(channel={"alerts": ["right to provide"]}, **connected(slack)) as newsroom:
        wants(newsroom, CHANNEL, "mill")
        await newsroom.alerting.alert_new()
        put(newsroom, "Mill workers use the right to provide")
        put(newsroom, "A mill is bought")
        assert await newsroom.alerting.alert_new() == 2
    told = messages(slack, "C1")
    assert sorted(one.partition("”")[0] for one in told) == ["Alert for “mill", "Alert for “right to provide"]


async def test_what_matches_is_no_alert_when_it_is_not_relevant_or_no_news(opened: Opened, slack: Slackd) -> None:
    async with opened(**connected(slack)) as newsroom:
        wants(newsroom, "U1", "bakery")
        await newsroom.alerting.alert_new()
        put(newsroom, "Bakery football", relevant=False, topics=())
        put(newsroom, "Bakery of old", news=False)
        assert await newsroom.alerting.alert_new() == 0


async def test_a_person_has_at_most_four_in_an_hour(opened: Opened, slack: Slackd, clock: Clock) -> None:
    async with opened(**connected(slack)) as newsroom:
        wants(newsroom, "U1", "bakery")
        await newsroom.alerting.alert_new()
        for number in range(6):
            put(newsroom, f"Bakery {number} opens")
        assert await newsroom.alerting.alert_new() == 4
        put(newsroom, "Bakery 7 opens")
        assert await newsroom.alerting.alert_new() == 0
        clock.later(hours=1, minutes=1)
        put(newsroom, "Bakery 8 opens")
        assert await newsroom.alerting.alert_new() == 1


async def test_a_person_is_told_of_the_nights_news_in_the_morning(opened: Opened, slack: Slackd, clock: Clock) -> None:
    async with opened(**connected(slack)) as newsroom:
        wants(newsroom, "U1", "bakery")
        clock.later(hours=13)  # half past nine in the evening
        await newsroom.alerting.alert_new()
        put(newsroom, "Bakery opens at night")
        assert await newsroom.alerting.alert_new() == 1
        assert messages(slack, "D1") == []
        clock.later(hours=9)
        await newsroom.publishing.send()
        assert messages(slack, "D1") == []
        clock.later(minutes=31)  # one minute past seven
        await newsroom.publishing.send()
        assert clock() == datetime(2026, 11, 25, 7, 1, tzinfo=clock().tzinfo)
    assert len(messages(slack, "D1")) == 1
