"""Which channel was told which story by which digest, for "update to" marks and corrections of posted messages.

What was told goes with the articles: stories may be split and merged afterwards, by grouping or by people, and what a
digest showed stays told, while what only stood behind another story's headline is told again.
"""

# ruff: noqa: S608  # statements are put together from constants of this module only; values are always bound

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from digestbot.store.codec import dump, moment, stamp
from digestbot.store.connection import Connection, Row
from digestbot.types import Delivery

# A story counts as told once a digest with it is on its way; a failed one is told by the next digest instead.
_COUNTS = "('pending', 'sending', 'sent')"
# So long an article may be told after all when it turns out that it only stood behind another story's headline: as long
# as posted digests are corrected. Older ones are no news.
ASTRAY = timedelta(days=7)
# A story is told by the entries that show one of its present articles.
_TOLD = (
    "select s.digest_id, s.item_id, s.permalink, s.channel, i.story_id, d.window_end from items i"
    " join delivered_stories s on s.item_id = i.id join deliveries d on d.digest_id = s.digest_id"
    f" where i.story_id in (select value from json_each(:stories)) and d.state in {_COUNTS}"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A digest in which a channel was told a story; ``story_id`` is the story as it is now.

    ``permalink`` is None until Slack gave one.
    """

    digest_id: str
    story_id: int
    item_id: int
    permalink: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """One article that stood in an entry of a digest: the entry's story id then, and the article's story now."""

    entry: int
    item_id: int
    url: str
    story_id: int


class Tellings:
    """The tables ``delivered_stories`` and ``delivered_items``, which the outbox fills."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def _tell(self, delivery: Delivery, stories: Iterable[tuple[int, int]]) -> None:
        """Keeps what a new digest tells: the article shown of each story, and all that belonged to the story then."""
        digest, told = delivery.digest_id, list(stories)
        self._db.many(
            "insert or ignore into delivered_stories(digest_id, channel, story_id, item_id) values (?, ?, ?, ?)",
            [(digest, delivery.channel, story, item) for story, item in told],
        )
        into = "insert or ignore into delivered_items(digest_id, item_id, story_id)"
        self._db.many(f"{into} values (?, ?, ?)", [(digest, item, story) for story, item in told])
        self._db.many(
            f"{into} select ?, id, ? from items where story_id = ? and first_seen <= ?",
            [(digest, story, story, stamp(delivery.window_end)) for story, _ in told],
        )

    def stories(self, digest_id: str) -> list[tuple[int, int]]:
        """The (story id, item id) pairs that a digest tells, as they were then."""
        rows = self._db.rows(
            "select story_id, item_id from delivered_stories where digest_id = ? order by story_id", (digest_id,)
        )
        return [(row[0], row[1]) for row in rows]

    def held(self, digest_id: str) -> list[Held]:
        """Every article that stood in an entry of a digest, shown or not."""
        rows = self._db.rows(
            "select m.story_id as entry, i.id, i.url, i.story_id from delivered_items m"
            " join items i on i.id = m.item_id where m.digest_id = ? order by i.id",
            (digest_id,),
        )
        return [Held(row["entry"], row["id"], row["url"], row["story_id"]) for row in rows]

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

    def told(self, channel: str, story_ids: Iterable[int], *, before: str | None = None) -> dict[int, Told]:
        """``was_told`` for many stories at once, by story id; ``before``: only digests kept earlier than that one.

        Earlier by order, not by time: clocks are set back.
        """
        rows = self._db.rows(
            f"{_TOLD} and s.channel = :channel"
            " and (:before is null or d.rowid < (select rowid from deliveries where digest_id = :before))"
            " order by d.window_end, d.digest_id",
            {"stories": dump(list(story_ids)), "channel": channel, "before": before},
        )
        return {row["story_id"]: _told(row) for row in rows}

    def told_anywhere(self, story_id: int, channel: str | None = None) -> list[Told]:
        """Every digest that tells the story, oldest first; ``channel``: of those only that channel's."""
        rows = self._db.rows(
            f"{_TOLD} and (:channel is null or s.channel = :channel) order by d.window_end, d.digest_id",
            {"stories": dump([story_id]), "channel": channel},
        )
        return [_told(row) for row in rows]

    def told_items(self, channel: str, story_ids: Iterable[int]) -> dict[int, set[int]]:
        """Story → those of its articles that this channel was told: they stood in an entry that showed the story."""
        rows = self._db.rows(
            "select distinct shown.story_id, i.id from items shown"
            " join delivered_stories s on s.item_id = shown.id join deliveries d on d.digest_id = s.digest_id"
            " join delivered_items m on m.digest_id = s.digest_id and m.story_id = s.story_id"
            " join items i on i.id = m.item_id and i.story_id = shown.story_id"
            f" where shown.story_id in (select value from json_each(?)) and s.channel = ? and d.state in {_COUNTS}",
            (dump(list(story_ids)), channel),
        )
        found: dict[int, set[int]] = {}
        for story, item in rows:
            found.setdefault(story, set()).add(item)
        return found

    def astray(self, channel: str, now: datetime) -> set[int]:
        """Articles that stood behind the headline of what has turned out to be another story, and nowhere else.

        The channel was told nothing of them. Only digests of the last seven days (``ASTRAY``) count.
        """
        rows = self._db.rows(
            "select m.item_id, max(i.story_id = shown.story_id or s.item_id = i.id) as told"
            " from deliveries d join delivered_items m on m.digest_id = d.digest_id"
            " join delivered_stories s on s.digest_id = m.digest_id and s.story_id = m.story_id"
            " join items i on i.id = m.item_id join items shown on shown.id = s.item_id"
            f" where d.channel = ? and d.window_end >= ? and d.state in {_COUNTS} group by m.item_id having told = 0",
            (channel, stamp(now - ASTRAY)),
        )
        return {row[0] for row in rows}

    def set_permalink(self, digest_id: str, permalink: str) -> None:
        """Remembers Slack's link to a digest's message, for "update to" marks."""
        self._db.run("update delivered_stories set permalink = ? where digest_id = ?", (permalink, digest_id))


def _told(row: Row) -> Told:
    return Told(row["digest_id"], row["story_id"], row["item_id"], row["permalink"], moment(row["window_end"]))
