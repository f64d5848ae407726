"""Corrections: the latest stands, each can be taken back, and what the model had said comes back with the last."""

from __future__ import annotations

from dataclasses import replace

import pytest
from newsroom.conftest import NOW, Opened, put

from digestbot.errors import DigestbotError
from digestbot.grouping import fingerprint
from digestbot.newsroom import Newsroom


async def filed(newsroom: Newsroom, item: int) -> tuple[bool, tuple[str, ...]]:
    found = await newsroom.room.write(newsroom.room.store.items.get, item)
    assert found is not None
    return found.relevant, found.topics


async def last(newsroom: Newsroom) -> int:
    return (await newsroom.admin.log(1))[0].id


async def test_who_changes_their_mind_from_not_relevant_to_useful_gives_the_article_back(opened: Opened) -> None:
    async with opened() as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.learning.label(item, "U1", "not-relevant")
        assert await filed(newsroom, item) == (False, ())
        await newsroom.learning.label(item, "U1", "useful")
        assert await filed(newsroom, item) == (True, ("co-operatives",))


async def test_undoing_one_persons_word_leaves_anothers(opened: Opened) -> None:
    async with opened() as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.learning.label(item, "U1", "not-relevant")
        first = await last(newsroom)
        newsroom.room.clock.later(minutes=1)  # type: ignore[attr-defined]
        await newsroom.learning.label(item, "U2", "topics", ("housing",))
        second = await last(newsroom)
        await newsroom.admin.undo(second, "UADMIN")
        assert await filed(newsroom, item) == (False, ())
        await newsroom.admin.undo(first, "UADMIN")
        assert await filed(newsroom, item) == (True, ("co-operatives",))
        assert await newsroom.room.write(newsroom.room.store.labels.all) == []


async def test_undoing_a_second_thought_brings_the_first_back(opened: Opened) -> None:
    async with opened() as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.learning.label(item, "U1", "topics", ("housing",))
        before = await newsroom.room.write(newsroom.room.store.labels.of, item)
        newsroom.room.clock.later(minutes=1)  # type: ignore[attr-defined]
        await newsroom.learning.label(item, "U1", "not-relevant")
        await newsroom.admin.undo(await last(newsroom), "UADMIN")
        assert await filed(newsroom, item) == (True, ("housing",))
        assert await newsroom.room.write(newsroom.room.store.labels.of, item) == before


async def test_a_correction_that_was_followed_by_another_is_not_undone_under_it(opened: Opened) -> None:
    async with opened() as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.learning.label(item, "U1", "not-relevant")
        first = await last(newsroom)
        await newsroom.learning.label(item, "U1", "useful")
        with pytest.raises(DigestbotError, match="followed by another"):
            await newsroom.admin.undo(first, "UADMIN")


async def test_a_correction_is_undone_once(opened: Opened) -> None:
    async with opened() as newsroom:
        item = put(newsroom, "A mill is bought")
        await newsroom.learning.label(item, "U1", "not-relevant")
        change = await last(newsroom)
        await newsroom.admin.undo(change, "UADMIN")
        with pytest.raises(DigestbotError, match="undone before"):
            await newsroom.admin.undo(change, "UADMIN")


async def test_an_article_that_the_model_missed_goes_back_to_the_archive_when_its_label_is_undone(
    opened: Opened,
) -> None:
    async with opened() as newsroom:
        item = put(newsroom, "A mill is bought", relevant=False, topics=())
        await newsroom.learning.label(item, "U1", "topics", ("housing",))
        assert await filed(newsroom, item) == (True, ("housing",))
        await newsroom.admin.undo(await last(newsroom), "UADMIN")
        assert await filed(newsroom, item) == (False, ())


async def test_an_article_that_the_model_missed_is_found_by_later_reports_once_it_is_corrected(opened: Opened) -> None:
    async with opened() as newsroom:
        text = "The Larkhill Mill in Otley was bought by its forty weavers, who paid £310,000 through the Ings Fund. "
        item = put(newsroom, "Larkhill Mill is bought", text=text, relevant=False, topics=())
        index = newsroom.room.store.index
        await newsroom.room.write(
            index.add, item, fingerprint("Larkhill Mill is bought", text, "", NOW, story=False), NOW
        )
        later = fingerprint("Weavers own Larkhill Mill", text + "It opens again in May.", "", NOW)
        bands = replace(later, bands=(), minhash=b"")  # by its words alone
        assert await newsroom.room.write(index.candidates, bands, NOW) == []
        await newsroom.learning.label(item, "U1", "topics", ("co-operatives",))
        assert [one.item_id for one in await newsroom.room.write(index.candidates, bands, NOW)] == [item]
