"""Posted digests that no longer hold are edited in Slack, once a change, and nothing is posted twice."""

from __future__ import annotations

from newsroom.conftest import CHANNEL, Opened, connected, put, retitle
from slackd import Fault, Slackd

ADMIN = "UADMIN"
POST, UPDATE = "chat.postMessage", "chat.update"


def shown(slack: Slackd) -> str:
    (message,) = slack.workspace.channels["C1"].messages
    return str(message["text"]) + str(message["blocks"])


async def test_a_new_headline_is_shown_in_the_posted_message(opened: Opened, slack: Slackd) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "Bakery opens in Leeds")
        put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        assert await newsroom.correcting.correct_posted() == 0
        retitle(newsroom, item, "Bakery opens in Bradford")
        assert await newsroom.correcting.correct_posted() == 1
        assert await newsroom.correcting.correct_posted() == 0
        assert "Bradford" in shown(slack)
        assert "Leeds" not in shown(slack)
        assert "A mill is bought" in shown(slack)
        retitle(newsroom, item, "Bakery opens in Hull")
        assert await newsroom.correcting.correct_posted() == 1
        assert await newsroom.publishing.deliver_due() == []
        page = newsroom.room.state_folder / "digests" / "news-daily-2026-11-24.html"
        assert "Bakery opens in Hull" in page.read_text()
    assert "Hull" in shown(slack)
    assert (len(slack.called(POST)), len(slack.called(UPDATE))) == (1, 2)
    first, second = slack.called(UPDATE)
    ids = [{block["block_id"] for block in call["blocks"]} for call in (first, second)]
    assert ids[0].isdisjoint(ids[1])  # Slack wants new block ids for an edit
    assert slack.refusals == []


async def test_what_an_admin_calls_not_relevant_is_withdrawn_and_a_readers_word_is_not_enough(
    opened: Opened, slack: Slackd
) -> None:
    async with opened(**connected(slack, admins=[ADMIN])) as newsroom:
        wrong = put(newsroom, "Football in Leeds")
        other = put(newsroom, "A mill is bought")
        await newsroom.publishing.deliver_due()
        await newsroom.learning.label(other, "U1", "not-relevant")
        assert await newsroom.correcting.correct_posted() == 0
        await newsroom.learning.label(wrong, ADMIN, "not-relevant")
        assert await newsroom.correcting.correct_posted() == 1
        assert "Withdrawn: Football in Leeds" in shown(slack)
        assert "Withdrawn: A mill" not in shown(slack)
        await newsroom.learning.label(wrong, ADMIN, "relevant")
        assert await newsroom.correcting.correct_posted() == 1
    assert "Withdrawn" not in shown(slack)
    assert "Members of the society met" in shown(slack)


async def test_the_workspaces_own_admins_withdraw_and_what_cannot_be_asked_changes_nothing(
    opened: Opened, slack: Slackd
) -> None:
    async with opened(**connected(slack)) as newsroom:  # the settings name nobody
        wrong = put(newsroom, "Football in Leeds")
        await newsroom.publishing.deliver_due()
        await newsroom.learning.label(wrong, ADMIN, "not-relevant")
        slack.faults.add("users.info", Fault("limited", seconds=30))
        assert await newsroom.correcting.correct_posted() == 0
        assert await newsroom.correcting.correct_posted() == 1
        assert "Withdrawn: Football in Leeds" in shown(slack)
    async with opened(**connected(slack)) as newsroom:  # who is an admin is not remembered
        slack.faults.add("users.info", Fault("drop"))
        assert await newsroom.correcting.correct_posted() == 0
        assert await newsroom.correcting.correct_posted() == 0
    assert "Withdrawn: Football in Leeds" in shown(slack)


async def test_two_stories_that_turn_out_to_be_one_are_told_once(opened: Opened, slack: Slackd) -> None:
    async with opened(**connected(slack)) as newsroom:
        one, two = put(newsroom, "A mill is bought"), put(newsroom, "Society buys its mill", source="courier")
        await newsroom.publishing.deliver_due()
        await newsroom.storytelling.merge(str(one), str(two), ADMIN)
        assert await newsroom.correcting.correct_posted() == 1
        assert await newsroom.correcting.correct_posted() == 0
    assert str(shown(slack)).count("story-1.menu") + str(shown(slack)).count("story-2.menu") == 1


async def test_a_lost_reply_is_tried_again_and_a_refusal_not_for_ever(opened: Opened, slack: Slackd) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "Bakery opens in Leeds")
        await newsroom.publishing.deliver_due()
        retitle(newsroom, item, "Bakery opens in Hull")
        slack.faults.add(UPDATE, Fault("drop"))
        assert await newsroom.correcting.correct_posted() == 0
        assert await newsroom.correcting.correct_posted() == 1
        retitle(newsroom, item, "Bakery opens in York")
        slack.workspace.channels["C1"].messages.clear()
        for _ in range(5):
            assert await newsroom.correcting.correct_posted() == 0
    assert len(slack.called(UPDATE)) == 5  # two of the first, three of the second


async def test_without_slack_the_files_are_corrected(opened: Opened) -> None:
    async with opened() as newsroom:
        item = put(newsroom, "Bakery opens in Leeds")
        await newsroom.publishing.deliver_due()
        retitle(newsroom, item, "Bakery opens in Hull")
        assert await newsroom.correcting.correct_posted() == 1
        text = (newsroom.room.state_folder / "digests" / "news-daily-2026-11-24.txt").read_text()
        assert "Bakery opens in Hull" in text
        digest = await newsroom.editor.digest(CHANNEL)
        assert digest.stories == ()


async def test_a_headline_that_only_differs_in_what_cannot_be_shown_is_not_corrected(
    opened: Opened, slack: Slackd
) -> None:
    async with opened(**connected(slack)) as newsroom:
        item = put(newsroom, "Bakery opens")
        await newsroom.publishing.deliver_due()
        retitle(newsroom, item, "Bakery \u202eopens\x07")
        assert await newsroom.correcting.correct_posted() == 0
