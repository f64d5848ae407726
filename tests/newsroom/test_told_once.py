"""Stories split and merged after they were told, over several days: nothing is posted twice, nothing new is lost, and
what was posted is put right.
"""

from __future__ import annotations

from typing import Any

from newsroom.conftest import CHANNEL, Clock, Opened, connected, put
from slackd import Slackd

from digestbot.newsroom import Newsroom
from digestbot.render import jsonform
from digestbot.types import Digest

MILL = "Society buys its mill"
BAKERY = "Bakery opens in Leeds"
OTHER_TEXT = "Twelve bakers open a shop of their own in Leeds. Neighbours lent them the oven. It bakes on Sundays."


async def morning(newsroom: Newsroom) -> Digest | None:
    """The day's digest, posted; None when none was due."""
    before = {one.digest_id for one in newsroom.room.store.outbox.recent()}
    await newsroom.publishing.deliver_due()
    went = [one for one in newsroom.room.store.outbox.recent() if one.digest_id not in before]
    if not went:
        return None
    kept: Any = newsroom.room.store.outbox.digest(went[0].digest_id)
    return jsonform.from_json(kept)


def titles(digest: Digest | None) -> list[str]:
    assert digest is not None
    return sorted(one.title for one in digest.stories)


def posted(slack: Slackd, number: int) -> str:
    message = slack.workspace.channels["C1"].messages[number]
    return str(message["text"]) + str(message["blocks"])


def permalink(slack: Slackd, number: int) -> str:
    return "p" + str(slack.workspace.channels["C1"].messages[number]["ts"]).replace(".", "")


def story_of(newsroom: Newsroom, item: int) -> int:
    found = newsroom.room.store.items.get(item)
    assert found is not None
    return found.story_id


async def test_an_article_split_off_is_told_once_and_vanishes_from_the_posted_message(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack)) as newsroom:
        mill = put(newsroom, MILL)
        bakery = put(newsroom, BAKERY, text=OTHER_TEXT, source="courier", story=story_of(newsroom, mill))
        assert titles(await morning(newsroom)) == [MILL]
        assert "courier.example" in posted(slack, 0)
        await newsroom.storytelling.split(str(bakery), "U1")
        assert await newsroom.correcting.correct_posted() == 1
        assert "courier.example" not in posted(slack, 0)
        assert MILL in posted(slack, 0)
        clock.later(days=1)
        second = await morning(newsroom)
        assert titles(second) == [BAKERY]
        assert second is not None
        assert second.stories[0].update_of is None
        for _ in range(2):
            clock.later(days=1)
            assert titles(await morning(newsroom)) == []
    assert slack.refusals == []


async def test_grouping_that_parts_a_told_story_loses_nothing_and_repeats_nothing(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack)) as newsroom:
        stories = newsroom.room.store.stories
        mill = put(newsroom, MILL)
        bakery = put(newsroom, BAKERY, text=OTHER_TEXT, source="courier", story=story_of(newsroom, mill))
        assert titles(await morning(newsroom)) == [MILL]
        clock.later(days=1)
        # The story's name may go with either half: the shown article leaves it this time.
        stories.part([mill], clock())
        assert titles(await morning(newsroom)) == [BAKERY]
        clock.later(days=1)
        stories.join(story_of(newsroom, mill), [story_of(newsroom, bakery)], clock())
        assert titles(await morning(newsroom)) == []
        clock.later(days=1)
        stories.part([bakery], clock())
        assert titles(await morning(newsroom)) == []


async def test_stories_told_on_two_days_and_merged_are_marked_and_told_no_more(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack)) as newsroom:
        first = put(newsroom, MILL)
        assert titles(await morning(newsroom)) == [MILL]
        clock.later(days=1)
        second = put(newsroom, "The mill is theirs", source="courier")
        assert titles(await morning(newsroom)) == ["The mill is theirs"]
        assert "Update to" not in posted(slack, 1)
        await newsroom.storytelling.merge(str(first), str(second), "U1")
        assert await newsroom.correcting.correct_posted() == 1
        assert await newsroom.correcting.correct_posted() == 0
        assert "Update to an earlier story" in posted(slack, 1)
        assert permalink(slack, 0) in posted(slack, 1)
        clock.later(days=1)
        assert titles(await morning(newsroom)) == []
        third = put(newsroom, "Mill approved by 71% of members", text="The vote was 71% in favour.", source="third")
        newsroom.room.store.stories.move(third, story_of(newsroom, first), clock())
        clock.later(days=1)
        digest = await morning(newsroom)
        assert digest is not None
        assert "71%" in digest.stories[0].news
        assert permalink(slack, 1) in str(digest.stories[0].update_of)


async def test_a_merge_that_is_taken_back_gives_the_posted_message_both_entries_again(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack)) as newsroom:
        mill, bakery = put(newsroom, MILL), put(newsroom, BAKERY, text=OTHER_TEXT, source="courier")
        assert titles(await morning(newsroom)) == [BAKERY, MILL]
        await newsroom.storytelling.merge(str(mill), str(bakery), "U1")
        assert await newsroom.correcting.correct_posted() == 1
        page = newsroom.room.state_folder / "digests" / "news-daily-2026-11-24.txt"
        assert BAKERY not in page.read_text()
        await newsroom.storytelling.split(str(bakery), "U1")
        assert await newsroom.correcting.correct_posted() == 1
        assert BAKERY in page.read_text()
        assert MILL in page.read_text()
        assert BAKERY in posted(slack, 0)
        clock.later(days=1)
        assert titles(await morning(newsroom)) == []


async def test_facts_of_a_story_that_was_never_told_are_still_new_when_it_joins_a_told_one(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack), channel={"max_stories": 1}) as newsroom:
        one = put(newsroom, "The mill costs 4,500 pounds", text="It costs 4,500 pounds, says a neighbour.")
        other = put(newsroom, "The mill costs 7,200 pounds", text="It costs 7,200 pounds.", source="courier")
        (told,) = titles(await morning(newsroom))
        shown, cut, figure = (one, other, "7200") if "4,500" in told else (other, one, "4500")
        newsroom.room.store.stories.join(story_of(newsroom, shown), [story_of(newsroom, cut)], clock())
        clock.later(hours=2)
        text = "Neighbours speak of 4,500 and of 7,200 pounds."
        put(newsroom, "What the mill costs", text=text, source="third", story=story_of(newsroom, shown))
        clock.later(days=1)
        digest = await morning(newsroom)
        assert digest is not None
        assert digest.stories[0].news == f"figure: {figure}"


async def test_what_was_cut_is_not_told_because_its_story_was_split(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    async with opened(**connected(slack)) as newsroom:
        mill = put(newsroom, MILL)
        old = put(newsroom, BAKERY, text=OTHER_TEXT, source="courier", story=story_of(newsroom, mill), news=False)
        assert titles(await morning(newsroom)) == [MILL]
        newsroom.room.store.stories.part([old], clock())
        clock.later(days=1)
        assert titles(await morning(newsroom)) == []  # archive is no news, in whichever story


async def test_a_second_alert_of_a_split_story_is_not_taken_for_the_first(
    opened: Opened, slack: Slackd, clock: Clock
) -> None:
    clock.later(hours=2)
    async with opened(**connected(slack), channel={"alerts": ["mill"]}) as newsroom:
        await newsroom.alerting.alert_new()
        first = put(newsroom, MILL)
        story = story_of(newsroom, first)
        assert await newsroom.alerting.alert_new() == 1
        put(newsroom, "Mill again", text="The mill again.", source="courier", story=story)
        assert await newsroom.alerting.alert_new() == 0
        newsroom.room.store.stories.part([first], clock())
        put(newsroom, "Another mill", text="A mill in Hull.", source="third", story=story)
        assert await newsroom.alerting.alert_new() == 1
    said = [str(one["text"]) for one in slack.workspace.channels["C1"].messages]
    assert len(said) == 2
    assert "Another mill" in said[1] + str(slack.workspace.channels["C1"].messages[1]["blocks"])


async def test_another_channel_is_told_what_the_first_was_told(opened: Opened, slack: Slackd, clock: Clock) -> None:
    async with opened(**connected(slack)) as newsroom:
        outbox = newsroom.room.store.outbox
        mill = put(newsroom, MILL)
        await morning(newsroom)
        assert outbox.was_told(CHANNEL, story_of(newsroom, mill)) is not None
        assert outbox.was_told("#other", story_of(newsroom, mill)) is None
