"""What the team says of articles and stories: kept with who and when, obeyed at once, and learnt from at night."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from digestbot import topics
from digestbot.errors import DigestbotError
from digestbot.grouping import fingerprint
from digestbot.newsroom.room import Room
from digestbot.store.log import Change
from digestbot.topics import teaching
from digestbot.types import Item, Label, Verdict
from digestbot.workspace import HOME, workspace_of

if TYPE_CHECKING:
    from digestbot.topics import TrainReport  # brings scikit-learn, which few commands need

LOGGED = "labels.add"  # what the log calls a correction
CANDIDATES = 200  # doubtful articles among which the most telling are looked for
JUDGED = "judged.{}"  # note in the store: how the model had filed an article that people have corrected


class Learning:
    """The team's corrections of one newsroom."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def label(self, item_id: int, user: str, verdict: Verdict, named: tuple[str, ...] = ()) -> Label:
        """Remember a correction; one from the home workspace is carried out on the article itself, one from another
        holds for that workspace's digests (``digest.elsewhere``) until the model has learned from it.

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
                if workspace_of(user) == HOME:
                    self._file(item_id)
                if before is None or (before.verdict, before.topics) != (verdict, named):
                    told = {"item": item_id, "verdict": verdict, "topics": list(named)}
                    room.store.log.add(user, LOGGED, before and _kept(before), told, label.at)

        await room.write(keep)
        return label

    async def take_back(self, entry: Change, user: str) -> Change:
        """Undo a correction that the log holds: what the same person said before stands again, or nothing.

        Raises DigestbotError when that person has said something else of the article since, or it was undone before.
        """
        room, said = self._room, entry.after
        assert entry.what == LOGGED, "callers look first"
        assert isinstance(said, dict), "label() wrote it"
        undone = replace(entry, undone_by=user, undone_at=room.clock())

        def restore() -> None:
            with room.store.transaction():
                item_id = int(said["item"])
                now = room.store.labels.get(item_id, entry.user)
                if now is None or (now.verdict, list(now.topics)) != (said["verdict"], said["topics"]):
                    raise DigestbotError(
                        f"change {entry.id} was followed by another of the same person: undo that first"
                    )
                if isinstance(entry.before, dict):
                    room.store.labels.add(_read(entry.before, entry))
                else:
                    room.store.labels.remove(item_id, entry.user)
                if workspace_of(entry.user) == HOME:
                    self._file(item_id)
                if not room.store.log.mark_undone(entry.id, user, room.clock()):
                    raise DigestbotError(f"change {entry.id} was undone before")

        await room.write(restore)
        return undone

    def _file(self, item_id: int) -> None:
        """In the database thread: file as the latest correction says; where none stands, as the model did."""
        store = self._room.store
        item = store.items.get(item_id)
        if item is None:  # retired meanwhile
            return
        note = JUDGED.format(item_id)
        kept: Any = store.notes.get(note)
        judged = kept or {"relevant": item.relevant, "topics": list(item.topics)}
        said = [label for label in store.labels.of(item_id) if label.verdict != "useful"]
        if not said:
            if kept is not None:
                store.items.correct(item_id, judged["relevant"], judged["topics"])
                store.notes.remove(note)
            return
        store.notes.put(note, judged)
        match said[-1].verdict:
            case "not-relevant":
                store.items.correct(item_id, False, ())
            case "topics":
                store.items.correct(item_id, bool(said[-1].topics), said[-1].topics)
            case _:
                store.items.correct(item_id, True, said[-1].topics or judged["topics"])
        corrected = store.items.get(item_id)
        if corrected is not None and corrected.relevant and not item.relevant:
            # What no digest tells is kept without the terms by which stories are found; now later reports must find it.
            print_ = fingerprint(item.title, item.text, item.url, item.published)
            store.index.add(item_id, print_, self._room.clock())

    async def uncertain(self, limit: int = 5, *, leaving_out: Collection[int] = ()) -> list[Item]:
        """Articles whose label would teach the model most: doubtful, and unlike each other; the most telling first."""
        room, known = self._room, frozenset(leaving_out)
        found = await room.write(room.store.items.uncertain, CANDIDATES)
        needed = room.config.settings.model.relevance_threshold or teaching.RELEVANT
        return teaching.choose([one for one in found if one.id not in known], limit, needed)

    async def train(self) -> TrainReport:
        """Fit the model anew from the shipped examples and the team's labels; keep it only if it is no worse."""
        room = self._room
        labels = await room.write(room.store.labels.all)
        return await room.workers.run(topics.train, room.state_folder, room.config.topics, labels, limit=None)


def _kept(label: Label) -> dict[str, Any]:
    """A label as the log keeps it, to be put back."""
    return {
        "item": label.item_id,
        "verdict": label.verdict,
        "topics": list(label.topics),
        "at": label.at.isoformat(),
    }


def _read(kept: dict[str, Any], entry: Change) -> Label:
    at = datetime.fromisoformat(kept["at"]) if "at" in kept else entry.at
    return Label(int(kept["item"]), entry.user, kept["verdict"], tuple(kept["topics"]), at)
