"""What the team says of articles and stories: kept with who and when, obeyed at once, and learnt from at night."""

from __future__ import annotations

from digestbot import topics
from digestbot.errors import DigestbotError
from digestbot.newsroom.room import Room
from digestbot.topics import TrainReport
from digestbot.types import Item, Label, Verdict


class Learning:
    """The team's corrections of one newsroom."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def label(self, item_id: int, user: str, verdict: Verdict, named: tuple[str, ...] = ()) -> Label:
        """Remember a correction and carry it out on the article itself.

        Raises DigestbotError for an unknown article or topic.
        """
        room = self._room
        unknown = [topic for topic in named if room.config.topic(topic) is None]
        if unknown:
            raise DigestbotError(f"no topic {unknown[0]!r} in topics.yaml")
        label = Label(item_id, user, verdict, named, room.clock())

        def keep() -> None:
            with room.store.transaction():
                before = room.store.labels.add(label)
                if verdict == "not-relevant":
                    room.store.items.correct(item_id, False, ())
                elif verdict == "topics":
                    room.store.items.correct(item_id, bool(named), named)
                elif verdict == "relevant":
                    item = room.store.items.get(item_id)
                    assert item is not None, "labels.add has found it"
                    room.store.items.correct(item_id, True, named or item.topics)
                if before is None or (before.verdict, before.topics) != (verdict, named):
                    told = {"item": item_id, "verdict": verdict, "topics": list(named)}
                    earlier = before and {"item": item_id, "verdict": before.verdict, "topics": list(before.topics)}
                    room.store.log.add(user, "labels.add", earlier, told, label.at)

        await room.write(keep)
        return label

    async def uncertain(self, limit: int = 5) -> list[Item]:
        """Articles whose label would teach the model most."""
        return await self._room.write(self._room.store.items.uncertain, limit)

    async def train(self) -> TrainReport:
        """Fit the model anew from the shipped examples and the team's labels; keep it only if it is no worse."""
        room = self._room
        labels = await room.write(room.store.labels.all)
        return await room.workers.run(topics.train, room.state_folder, room.config.topics, labels, limit=None)

    async def split(self, item_id: int, user: str) -> int:
        """A person says that an article is not of its story; returns its new story."""
        room = self._room
        return await room.write(room.store.stories.split, item_id, user, room.clock())

    async def merge(self, first: int, second: int, user: str) -> int:
        """A person says that two articles tell one story; returns that story.

        Raises DigestbotError for an article that does not exist.
        """
        room = self._room

        def story_of(number: int) -> int:
            item = room.store.items.get(number)
            if item is None:
                raise DigestbotError(f"there is no article {number}")
            return item.story_id

        def join() -> int:
            return room.store.stories.merge(story_of(first), story_of(second), user, room.clock())

        return await room.write(join)
