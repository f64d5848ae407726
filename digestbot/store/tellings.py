"""Which channel was told which story by which digest, for "update to" marks and corrections of posted messages."""

# ruff: noqa: S608  # statements are put together from constants of this module only; values are always bound

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from digestbot.store.codec import dump, moment
from digestbot.store.connection import Connection, Row

# A story counts as told once a digest with it is on its way; a failed one is told by the next digest instead.
_COUNTS = "('pending', 'sending', 'sent')"


@dataclass(frozen=True, slots=True)
class Told:
    """The latest digest in which a channel was told a story; ``permalink`` None until Slack gave one."""

    digest_id: str
    story_id: int
    item_id: int
    permalink: str | None
    at: datetime


class Tellings:
    """The table ``delivered_stories``, which the outbox fills."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def stories(self, digest_id: str) -> list[tuple[int, int]]:
        """The (story id, item id) pairs that a digest tells."""
        rows = self._db.rows(
            "select story_id, item_id from delivered_stories where digest_id = ? order by story_id", (digest_id,)
        )
        return [(row[0], row[1]) for row in rows]

    def digests_with(self, item_id: int, limit: int) -> list[str]:
        """The digests that tell an article, the latest first."""
        rows = self._db.rows(
            "select s.digest_id from delivered_stories s join deliveries d on d.digest_id = s.digest_id"
            " where s.item_id = ? order by d.window_end desc, d.digest_id limit ?",
            (item_id, limit),
        )
        return [row[0] for row in rows]

    def was_told(self, channel: str, story_id: int) -> Told | None:
        """The latest digest that told this channel the story, or None."""
        return self.told(channel, [story_id]).get(story_id)

    def told(self, channel: str, story_ids: Iterable[int]) -> dict[int, Told]:
        """``was_told`` for many stories at once, by story id."""
        rows = self._db.rows(
            "select s.*, d.window_end from delivered_stories s join deliveries d on d.digest_id = s.digest_id"
            f" where s.channel = ? and s.story_id in (select value from json_each(?)) and d.state in {_COUNTS}"
            " order by d.window_end, d.digest_id",
            (channel, dump(list(story_ids))),
        )
        return {row["story_id"]: _told(row) for row in rows}

    def told_anywhere(self, story_id: int) -> list[Told]:
        """Every digest that tells the story, oldest first: for corrections of posted messages."""
        rows = self._db.rows(
            "select s.*, d.window_end from delivered_stories s join deliveries d on d.digest_id = s.digest_id"
            f" where s.story_id = ? and d.state in {_COUNTS} order by d.window_end, d.digest_id",
            (story_id,),
        )
        return [_told(row) for row in rows]

    def set_permalink(self, digest_id: str, permalink: str) -> None:
        """Remembers Slack's link to a digest's message, for "update to" marks."""
        self._db.run("update delivered_stories set permalink = ? where digest_id = ?", (permalink, digest_id))


def _told(row: Row) -> Told:
    return Told(row["digest_id"], row["story_id"], row["item_id"], row["permalink"], moment(row["window_end"]))
