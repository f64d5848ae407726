"""What people say of stories: obeyed, remembered against later grouping, and taken back."""

from __future__ import annotations

import pytest
from newsroom.conftest import CHANNEL, Clock, Opened, put

from digestbot.errors import DigestbotError
from digestbot.grouping import fingerprint
from digestbot.newsroom import Newsroom
from digestbot.types import Article, Judgement, Placement, Source


def story_of(newsroom: Newsroom, item: int) -> int:
    found = newsroom.room.store.items.get(item)
    assert found is not None
    return found.story_id


def four(newsroom: Newsroom) -> list[int]:
    """Two stories of two articles each."""
    one = put(newsroom, "A mill is bought")
    two = put(newsroom, "The mill is theirs", source="courier", story=story_of(newsroom, one))
    three = put(newsroom, "Bakery opens", text="Twelve bakers open a shop.")
    four = put(newsroom, "Bakers open up", text="A shop of twelve.", source="courier", story=story_of(newsroom, three))
    return [one, two, three, four]


async def test_a_story_is_shown_with_its_lead_and_why_each_article_is_there(opened: Opened, clock: Clock) -> None:
    async with opened() as newsroom:
        one, two, *_ = four(newsroom)
        await newsroom.publishing.deliver_due()
        shown = await newsroom.storytelling.show(str(two))
        assert [member.item.id for member in shown.members] == [one, two]
        assert (shown.lead, shown.because) == (one, "seen first")
        assert [member.placement.reason for member in shown.members] == ["said so by the test"] * 2
        assert [(told.digest_id, told.item_ids) for told in shown.told] == [("news-daily-2026-11-24", (one,))]
        by_address = await newsroom.storytelling.show(shown.members[0].item.url)
        assert by_address == shown


@pytest.mark.parametrize("wanted", ["999", "https://nowhere.example/", "", "²", "9" * 40])
async def test_an_unknown_article_is_an_error_that_says_how_to_find_one(opened: Opened, wanted: str) -> None:
    async with opened() as newsroom:
        for order in (newsroom.storytelling.show(wanted), newsroom.storytelling.split(wanted, "U1")):
            with pytest.raises(DigestbotError, match="not in the archive"):
                await order


async def test_every_article_of_a_merged_story_stays_when_grouping_wants_it_out(opened: Opened, clock: Clock) -> None:
    async with opened() as newsroom:
        stories = newsroom.room.store.stories
        items = four(newsroom)
        change, story = await newsroom.storytelling.merge(str(items[0]), str(items[3]), "U1")
        assert change is not None
        assert {story_of(newsroom, item) for item in items} == {story}
        for item in items:
            assert stories.part([item], clock()) is None
        assert {story_of(newsroom, item) for item in items} == {story}
        assert await newsroom.storytelling.merge(str(items[1]), str(items[2]), "U1") == (None, story)


async def test_a_split_stands_when_a_later_article_is_like_both_halves(opened: Opened, clock: Clock) -> None:
    text = "Members of the Wadsley society in Calderdale bought the Anchor mill for £312,000 on Monday."
    async with opened() as newsroom:
        room = newsroom.room

        def file(title: str, placement: Placement) -> int:
            address = f"https://x.example/{title}"
            print_ = fingerprint(title, text, address, clock())
            return room.store.items.add(
                Article(address, address, title, text), Judgement(True, 0.9, ()), None, print_, placement,
                Source("x", "https://x.example/feed"), clock(), clock(),
            )  # fmt: skip

        first = file("Mill bought", Placement(None, None, ""))
        second = file("Mill sold", Placement(story_of(newsroom, first), None, ""))
        _, apart = await newsroom.storytelling.split(str(second), "U1")
        file("The mill", Placement(story_of(newsroom, first), None, "", merge=(apart,)))
        assert story_of(newsroom, first) != story_of(newsroom, second) == apart


async def test_a_split_is_taken_back_with_all_that_was_said_before(opened: Opened) -> None:
    async with opened() as newsroom:
        one, two, *_ = four(newsroom)
        story = story_of(newsroom, one)
        change, new = await newsroom.storytelling.split(str(two), "U1")
        assert change is not None
        assert story_of(newsroom, two) == new != story
        await newsroom.admin.undo(change.id, "U2")
        assert story_of(newsroom, two) == story
        assert newsroom.room.store.stories.ruling(one, two) is None
        with pytest.raises(DigestbotError, match="undone before"):
            await newsroom.admin.undo(change.id, "U2")


async def test_a_merge_is_taken_back_and_the_earlier_split_holds_again(opened: Opened) -> None:
    async with opened() as newsroom:
        one, two, *_ = four(newsroom)
        await newsroom.storytelling.split(str(two), "U1")
        apart = story_of(newsroom, two)
        change, _ = await newsroom.storytelling.merge(str(one), str(two), "U1")
        assert change is not None
        assert newsroom.room.store.stories.ruling(one, two) is True
        await newsroom.admin.undo(change.id, "U1")
        assert story_of(newsroom, two) == apart
        assert newsroom.room.store.stories.current(apart) == apart
        assert newsroom.room.store.stories.ruling(one, two) is False


async def test_only_the_last_word_on_a_story_can_be_taken_back(opened: Opened) -> None:
    async with opened() as newsroom:
        one, _, three, _ = four(newsroom)
        first, _ = await newsroom.storytelling.merge(str(one), str(three), "U1")
        second, _ = await newsroom.storytelling.split(str(three), "U1")
        assert first is not None
        assert second is not None
        with pytest.raises(DigestbotError, match="followed by another"):
            await newsroom.admin.undo(first.id, "U1")
        await newsroom.admin.undo(second.id, "U1")
        await newsroom.admin.undo(first.id, "U1")
        assert story_of(newsroom, one) != story_of(newsroom, three)


async def test_splitting_an_article_that_is_alone_changes_and_logs_nothing(opened: Opened) -> None:
    async with opened() as newsroom:
        alone = put(newsroom, "A mill is bought")
        assert await newsroom.storytelling.split(str(alone), "U1") == (None, story_of(newsroom, alone))
        assert await newsroom.admin.log(5) == []


async def test_what_people_merge_is_told_once(opened: Opened, clock: Clock) -> None:
    async with opened() as newsroom:
        one, _, three, _ = four(newsroom)
        await newsroom.storytelling.merge(str(one), str(three), "U1")
        digest = await newsroom.editor.digest(CHANNEL)
        assert len(digest.stories) == 1
