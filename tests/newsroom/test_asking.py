"""The weekly question: at its hour, once, never about the same article, and what is answered is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from newsroom.conftest import Clock, Opened, connected, put
from slackd import Slackd

from digestbot.newsroom import Newsroom
from digestbot.render import teaching

TITLES = (
    "Villagers weigh up harbour inn",
    "Nurses ask about leaving trust",
    "Bakers talk of wages",
    "Orchard society seeks neighbours",
    "Bus drivers meet accountants",
    "Librarians consider charity",
    "Weavers and their mill",
)


def texts(slack: Slackd, channel: str) -> list[str]:
    return [str(message["text"]) for message in slack.workspace.channel(channel).messages]


def fill(newsroom: Newsroom, titles: tuple[str, ...] = TITLES) -> list[int]:
    return [put(newsroom, one, relevant=False, relevance=0.4 + number / 100) for number, one in enumerate(titles)]


async def test_admins_are_asked_once_a_week_about_five_articles_and_never_the_same(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack, admin_channel="#admins")) as newsroom:
        assert await newsroom.asking.ask_due() == ()  # the first look ever: last Tuesday is past
        ids = fill(newsroom)
        clock.now = datetime(2026, 11, 24, 9, 59, tzinfo=UTC)
        assert await newsroom.asking.ask_due() == ()
        clock.later(minutes=1)
        first = await newsroom.asking.ask_due()
        assert len(first) == 5
        assert await newsroom.asking.ask_due() == ()
        clock.later(days=7)
        second = await newsroom.asking.ask_due()
        assert {one.id for one in (*first, *second)} == set(ids)
        clock.later(days=7)
        assert await newsroom.asking.ask_due() == ()
        assert texts(slack, "#admins") == ["🎓 5 articles I am not sure of", "🎓 2 articles I am not sure of"]


async def test_what_has_been_answered_or_is_sure_is_not_asked_about(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack, admin_channel="#admins")) as newsroom:
        await newsroom.asking.ask_due()
        ids = fill(newsroom)
        put(newsroom, "Football", relevant=False)
        await newsroom.learning.label(ids[0], "U1", "not-relevant")
        clock.later(days=1)
        assert ids[0] not in {one.id for one in await newsroom.asking.ask_due()}


async def test_an_hour_missed_while_nothing_ran_is_made_up_for(opened: Opened, slack: Slackd, clock: Clock) -> None:
    async with opened(**connected(slack, admin_channel="#admins")) as newsroom:
        await newsroom.asking.ask_due()
        fill(newsroom)
    clock.later(days=3)
    async with opened(**connected(slack, admin_channel="#admins")) as newsroom:
        assert len(await newsroom.asking.ask_due()) == 5


async def test_without_a_channel_for_admins_each_admin_is_asked(opened: Opened, slack: Slackd, clock: Clock) -> None:
    async with opened(**connected(slack, admins=["U1"])) as newsroom:
        await newsroom.asking.ask_due()
        fill(newsroom)
        clock.later(days=1)
        assert len(await newsroom.asking.ask_due()) == 5
        (sent,) = await newsroom.room.write(newsroom.room.store.outbox.recent, "U1", 5)
        assert sent.state == "sent"


@pytest.mark.parametrize("off", [{"model": {"ask_on": None}}, {"slack": {"admins": ["U1"]}}])
async def test_it_is_off_by_setting_and_without_slack(opened: Opened, clock: Clock, off: dict[str, object]) -> None:
    async with opened(settings=off) as newsroom:
        await newsroom.asking.ask_due()
        fill(newsroom)
        clock.later(days=8)
        assert await newsroom.asking.ask_due() == ()


async def test_a_guess_is_told_in_words(opened: Opened) -> None:
    async with opened() as newsroom:
        (item_id, *_) = fill(newsroom)
        item = await newsroom.room.write(newsroom.room.store.items.get, item_id)
        assert item is not None
        assert teaching.guess(item, newsroom.room.config.topics) == "for us? 40%; perhaps Co-operatives (80%)"
