"""What people want to know and to say of stories: which articles one holds and why, that one does not belong, that two
are one. Each word is obeyed at once, kept with who and when, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from digestbot.errors import DigestbotError
from digestbot.grouping.lead import choose
from digestbot.newsroom.room import Room
from digestbot.store import Store
from digestbot.store.log import Change
from digestbot.store.rulings import State
from digestbot.text import is_number
from digestbot.types import Item, StoryMember, StoryShown, ToldBefore

SPLIT, MERGED = "stories.split", "stories.merge"  # what the log calls them


class Storytelling:
    """The stories of one newsroom, as people see them."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, wanted: str, channel: str | None = None) -> StoryShown:
        """The story of an article, by address or id; ``channel``: with its tellings in that channel alone, for where
        others were told what is theirs to know. Raises DigestbotError when the article was never stored.
        """
        return await self._room.write(self._show, wanted, channel)

    async def split(self, wanted: str, user: str) -> tuple[Change | None, int]:
        """A person says that an article is not of its story. Returns the change and its story; no change when it was
        alone there. Raises DigestbotError for an unknown article.
        """

        def carry_out() -> tuple[Change | None, int]:
            store, item = self._room.store, find(self._room.store, wanted)
            split = store.stories.split
            return self._change(SPLIT, user, [item], lambda: split(item.id, user, self._room.clock()))

        return await self._room.write(carry_out)

    async def merge(self, first: str, second: str, user: str) -> tuple[Change | None, int]:
        """A person says that two articles tell one story. Returns the change and the story; no change when they were
        of one already. Raises DigestbotError for an unknown article.
        """

        def carry_out() -> tuple[Change | None, int]:
            store, now = self._room.store, self._room.clock()
            merge, one, other = store.stories.merge, find(store, first), find(store, second)
            return self._change(MERGED, user, [one, other], lambda: merge(one.story_id, other.story_id, user, now))

        return await self._room.write(carry_out)

    async def take_back(self, entry: Change, user: str) -> Change:
        """Undo a split or a merge. Raises DigestbotError when its articles have been moved or spoken of since."""
        room = self._room

        def restore() -> Change:
            before, after = _state(entry.before), _state(entry.after)
            with room.store.transaction():
                if not room.store.stories.restore(before, after, room.clock()):
                    raise DigestbotError(
                        f"change {entry.id} was followed by another of the same story: undo that first"
                    )
                if not room.store.log.mark_undone(entry.id, user, room.clock()):
                    raise DigestbotError(f"change {entry.id} was undone before")
            return replace(entry, undone_by=user, undone_at=room.clock())

        return await room.write(restore)

    def _change(
        self, what: str, user: str, items: list[Item], carry_out: Callable[[], int]
    ) -> tuple[Change | None, int]:
        store = self._room.store
        with store.transaction():
            before = store.stories.state(item.story_id for item in items)
            story = carry_out()
            after = store.stories.state({story, *(item.story_id for item in items)})
            if before == after:
                return None, story
            said = {"articles": [item.id for item in items], "story": story, **asdict(after)}
            return store.log.add(user, what, asdict(before), said, self._room.clock()), story

    def _show(self, wanted: str, channel: str | None) -> StoryShown:
        store = self._room.store
        item = find(store, wanted)
        story = store.items.story(item.story_id)
        assert story is not None, "every item has a story"
        chosen = choose(story.items)
        ruled = {one for pair in store.stories.rulings(one.id for one in story.items) for one in pair}
        members = []
        for one in story.items:
            placement = store.items.placement(one.id)
            assert placement is not None, "it was read a line above"
            members.append(StoryMember(one, placement, one.id in ruled))
        told = tuple(
            ToldBefore(one.permalink, (one.item_id,), (), one.at, one.digest_id)
            for one in store.outbox.told_anywhere(story.id, channel)
        )
        return StoryShown(story.id, tuple(members), chosen.item.id, chosen.reason, told)


def find(store: Store, wanted: str) -> Item:
    """In the database thread: an article by address or id. Raises DigestbotError when it was never stored."""
    wanted = wanted.strip()
    item = store.items.get(int(wanted)) if is_number(wanted) else store.items.by_url(wanted)
    if item is None:
        raise DigestbotError(
            f"{wanted} is not in the archive: it was not in any source that is watched, or not yet polled; "
            "/news and `digestbot search` find articles and their ids"
        )
    return item


def _state(kept: object) -> State:
    assert isinstance(kept, dict), "_change() wrote it"
    value: Any = kept
    return State.read(value)
