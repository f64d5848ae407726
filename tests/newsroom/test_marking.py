"""What people say of a story shows in every message that told it: at once, once, and along with corrections."""

from __future__ import annotations

import asyncio

import pytest
from newsroom.conftest import Clock, Opened, connected, put, retitle
from slackd import Fault, Slackd

ADMIN = "UADMIN"  # of the workspace; the settings name nobody
UPDATE = "chat.update"


def shown(slack: Slackd) -> str:
    (message,) = slack.workspace.channels["C1"].messages
    return str(message["blocks"])


async def test_readers_who_found_a_story_useful_are_counted(opened: Opened, slack: Slackd) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        desk = newsroom.desk()
        for user in ("U1", "U2", "U1"):  # the last is a second click
            await desk.label(item, user, "useful", ())
            await desk.show(item)
    assert "2 readers found this useful" in shown(slack)
    assert len(slack.called(UPDATE)) == 2
    assert slack.refusals == []


async def test_clicks_of_many_at_once_end_in_what_the_last_left(opened: Opened, slack: Slackd) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        desk = newsroom.desk()

        async def click(user: str) -> None:
            await desk.label(item, user, "useful", ())
            await desk.show(item)

        await asyncio.gather(*(click(f"U{number}") for number in range(12)))
    assert "12 readers found this useful" in shown(slack)


async def test_two_people_who_differ_the_latest_word_stands_in_the_message_and_in_the_archive(
    opened: Opened, slack: Slackd
) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "Football in Leeds")
        await newsroom.publishing.deliver_due()
        desk = newsroom.desk()
        await desk.label(item, ADMIN, "not-relevant", ())
        await desk.show(item)
        assert "'strike': True" in shown(slack)
        assert "Not for us, says an admin" in shown(slack)
        newsroom.room.clock.later(minutes=1)  # type: ignore[attr-defined]
        await desk.label(item, "U1", "topics", ("housing",))
        await desk.show(item)
        kept = await desk.article(item)
        assert kept is not None
        assert (kept.relevant, kept.topics) == (True, ("housing",))
    assert "'strike': True" not in shown(slack)
    assert "Corrected to" in shown(slack)
    assert "by a reader" in shown(slack)


async def test_a_label_that_is_undone_leaves_the_message_and_the_archive_as_they_were(
    opened: Opened, slack: Slackd
) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        desk = newsroom.desk()
        await desk.label(item, "U1", "topics", ("housing",))
        await desk.show(item)
        assert "Corrected to" in shown(slack)
        (change, *_) = await desk.log(1)
        undone = await desk.undo(change.id, ADMIN)
        assert undone.undone_by == ADMIN
        kept = await desk.article(item)
        assert kept is not None
        assert (kept.relevant, kept.topics) == (True, ("co-operatives",))
    assert "Corrected to" not in shown(slack)


async def test_a_correction_keeps_the_marks_and_a_mark_keeps_the_correction(opened: Opened, slack: Slackd) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "Bakery opens in Leeds")
        await newsroom.publishing.deliver_due()
        desk = newsroom.desk()
        await desk.label(item, "U1", "useful", ())
        await desk.show(item)
        retitle(newsroom, item, "Bakery opens in Hull")
        assert await newsroom.correcting.correct_posted() == 1
        assert "Hull" in shown(slack)
        assert "1 reader found this useful" in shown(slack)
        await desk.label(item, "U2", "useful", ())
        await desk.show(item)
    assert "Hull" in shown(slack)
    assert "2 readers found this useful" in shown(slack)


async def test_an_edit_waits_when_slack_says_so(opened: Opened, slack: Slackd) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        slack.faults.add(UPDATE, Fault("limited", seconds=0))
        await newsroom.desk().label(item, "U1", "useful", ())
        await newsroom.desk().show(item)
    assert "1 reader found this useful" in shown(slack)
    assert len(slack.called(UPDATE)) == 2


async def test_slack_being_away_loses_no_word(opened: Opened, slack: Slackd) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        desk = newsroom.desk()
        slack.faults.add(UPDATE, Fault("drop"))
        await desk.label(item, "U1", "useful", ())
        await desk.show(item)
        assert "useful" not in shown(slack).replace("story_useful", "").replace("Useful", "")
        await desk.label(item, "U2", "useful", ())
        await desk.show(item)
    assert "2 readers found this useful" in shown(slack)


async def test_an_alert_shows_what_people_say_as_well(opened: Opened, slack: Slackd) -> None:
    async with opened(channel={"alerts": ["bakery"]}, **connected(slack)) as newsroom:
        await newsroom.alerting.alert_new()  # the first look ever takes everything for archive
        item = put(newsroom, "Bakery opens in Leeds")
        assert await newsroom.alerting.alert_new() == 1
        await newsroom.desk().label(item, "U1", "useful", ())
        await newsroom.desk().show(item)
    assert "1 reader found this useful" in shown(slack)


async def test_without_slack_nothing_is_edited(opened: Opened) -> None:
    async with opened() as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        desk = newsroom.desk()
        await desk.label(item, "U1", "useful", ())
        await desk.show(item)
        labels = await newsroom.room.write(newsroom.room.store.labels.of, item)
    assert [label.verdict for label in labels] == ["useful"]


@pytest.mark.parametrize("fault", [Fault("drop"), Fault("broken"), Fault("limited", seconds=60), Fault("no_json")])
async def test_a_mark_that_slack_did_not_take_is_shown_later(
    fault: Fault, opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        slack.faults.add(UPDATE, fault, fault)
        await newsroom.desk().label(item, "U1", "useful", ())
        await newsroom.desk().show(item)
        assert await newsroom.marking.show_due() == 0, "it is left alone for a while"
        clock.later(minutes=1)
        assert await newsroom.marking.show_due() == 1
        assert "found this useful" not in shown(slack)
        clock.later(minutes=1)
        assert await newsroom.marking.show_due() == 0, "longer after each refusal"
    async with opened(**connected(slack)) as newsroom:  # and through a restart
        clock.later(minutes=1)
        assert await newsroom.marking.show_due() == 1
        assert "1 reader found this useful" in shown(slack)
        clock.later(days=1)
        assert await newsroom.marking.show_due() == 0


async def test_a_click_while_the_digest_is_still_being_posted_shows_once_it_is_there(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "A mill is bought")
        slack.faults.add("chat.postMessage", Fault("limited", seconds=60))
        await newsroom.publishing.deliver_due()
        await newsroom.desk().label(item, "U1", "useful", ())
        await newsroom.desk().show(item)
        clock.later(minutes=2)
        await newsroom.publishing.deliver_due()
        assert await newsroom.marking.show_due() == 1
        assert "1 reader found this useful" in shown(slack)


async def test_a_mark_on_a_message_that_is_gone_is_not_tried_for_ever(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        slack.workspace.channels["C1"].messages.clear()
        await newsroom.desk().label(item, "U1", "useful", ())
        await newsroom.desk().show(item)
        clock.later(days=1)
        assert await newsroom.marking.show_due() == 0


async def test_after_a_week_of_refusals_a_mark_is_let_be(opened: Opened, slack: Slackd, clock: Clock) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        slack.faults.add(UPDATE, *(Fault("error", code="token_revoked") for _ in range(100)))
        await newsroom.desk().label(item, "U1", "useful", ())
        await newsroom.desk().show(item)
        tries = 0
        for _ in range(24 * 9):
            clock.later(hours=1)
            tries += await newsroom.marking.show_due()
        assert 25 < tries < 45
        clock.later(days=30)
        assert await newsroom.marking.show_due() == 0
