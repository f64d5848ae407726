"""Stored articles: added, updated and corrected; reading them back is ``Shelf``'s half.

Decides nothing: judgement, reading, placement and the time at which it is news are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from digestbot.errors import StoreError
from digestbot.store.arrivals import PUBLISHED_AHEAD, Arrival, Arrivals, said, unmarked
from digestbot.store.codec import dump, dump_facts, dump_scores, maybe_stamp, moment, stamp, strings, tags
from digestbot.store.connection import Connection, Value
from digestbot.store.dates import Dates
from digestbot.store.index import Index
from digestbot.store.outbox import Outbox
from digestbot.store.shelf import Shelf
from digestbot.store.stories import Stories
from digestbot.types import Article, Fingerprint, Judgement, Placement, Reading, Source


class Items(Shelf):
    """The tables ``items``, ``texts`` and ``item_topics``."""

    def __init__(self, connection: Connection, index: Index, stories: Stories, dates: Dates, outbox: Outbox) -> None:
        super().__init__(connection, stories, outbox)
        self._index = index
        self._dates = dates
        self._arrivals = Arrivals(connection, index, dates)

    def add(
        self,
        article: Article,
        judgement: Judgement,
        reading: Reading | None,
        fingerprint: Fingerprint,
        placement: Placement,
        source: Source,
        news_at: datetime | None,
        now: datetime,
    ) -> int:
        """Stores an article where ``placement`` says and returns the item's id.

        It is a candidate at once, and searched when the transaction ends.

        An undated article counts as published ``now``. A copy of a copy is stored as a copy of the first.
        """
        new = Arrival(article, judgement, reading, fingerprint, placement, source, news_at)
        with self._db.part():
            story_id = None if placement.story_id is None else self._stories.current(placement.story_id)
            if story_id is None:
                story_id = self._stories.new(now)
            else:
                self._stories.touch(story_id, now)
            item_id, _ = self._arrivals.next_ids()
            self._arrivals.write([(item_id, story_id, self.first_copy(placement.duplicate_of), new)], now)
            self._index.post(item_id, fingerprint, now)
            if placement.merge:
                self._stories.join(story_id, placement.merge, now)
            for leaving in placement.split:
                self._stories.part(leaving, now)
            if placement.copies:
                self._stories.link(
                    item_id if placement.duplicate_of is None else placement.duplicate_of, placement.copies, now
                )
        return item_id

    def next_ids(self) -> tuple[int, int]:
        """The id of the next article, and that of its story if it starts one; those after them count on."""
        return self._arrivals.next_ids()

    def add_all(self, many: Sequence[tuple[int, int, int | None, Arrival]], now: datetime, next_story: int) -> None:
        """Stores articles together whose places change none of those stored, under the next ids, in order.

        Given as (item id, story id, id of the item it repeats, article); ``next_story``: ids from here on are new
        stories. ``Index.post`` has their terms already.
        """
        stories = dict.fromkeys(story_id for _, story_id, _, _ in many)
        with self._db.part():
            self._stories.start([story_id for story_id in stories if story_id >= next_story], now)
            self._stories.touch_all([story_id for story_id in stories if story_id < next_story], now)
            self._arrivals.write(many, now)

    def update(
        self,
        item_id: int,
        article: Article,
        judgement: Judgement,
        reading: Reading | None,
        fingerprint: Fingerprint,
        news_at: datetime | None,
        now: datetime,
    ) -> None:
        """Stores new words of a known article. ``news_at`` None: not news again. What a person corrected stays.

        Raises StoreError when there is no such item.
        """
        with self._db.part():
            self._db.settle()  # the old words are taken out of the index, so that they must be in it
            old = self._db.row("select source_id, published, first_seen from items where id = ?", (item_id,))
            if old is None:
                raise StoreError(f"there is no item {item_id}")
            corrected = self._db.row(
                "select i.relevant, i.topics from items i join labels l on l.item_id = i.id"
                " where i.id = ? and l.verdict <> 'useful' limit 1",
                (item_id,),
            )
            relevant = bool(corrected["relevant"]) if corrected else judgement.relevant
            topics = strings(corrected["topics"]) if corrected else judgement.topics
            published = min(article.published or moment(old["published"]), now + PUBLISHED_AHEAD)
            self._db.run(
                "update items set url = ?, canonical_url = ?, title = ?, author = ?, language = ?, image = ?, wall = ?,"
                " published = ?, updated = ?, news_at = coalesce(?, news_at), relevant = ?, relevance = ?, topics = ?,"
                " tags = ?, scores = ?, because = ?, facts = ?, summary = ?, retired = null where id = ?",
                (
                    *said(article, fingerprint),
                    stamp(published),
                    stamp(now),
                    maybe_stamp(news_at),
                    relevant,
                    judgement.relevance,
                    dump(topics),
                    tags(old["source_id"], topics),
                    dump_scores(judgement.scores),
                    dump(dict(judgement.because)),
                    dump_facts(reading.facts if reading else ()),
                    reading.summary if reading else article.summary,
                    item_id,
                ),
            )
            self._db.run("update texts set text = ? where item_id = ?", (unmarked(article.text), item_id))
            self._put_topics(item_id, topics, published)
            self._dates.put(item_id, reading.facts if reading else ())
            self._index.add(item_id, fingerprint, now)

    def correct(self, item_id: int, relevant: bool, topics: Sequence[str]) -> None:
        """Stores what a person says it is about. Raises StoreError when there is no such item."""
        with self._db.part():
            self._db.settle()  # as in ``update``
            row = self._db.row("select source_id, published from items where id = ?", (item_id,))
            if row is None:
                raise StoreError(f"there is no item {item_id}")
            self._db.run(
                "update items set relevant = ?, topics = ?, tags = ? where id = ?",
                (relevant, dump(list(topics)), tags(row["source_id"], topics), item_id),
            )
            self._put_topics(item_id, topics, moment(row["published"]))

    def _put_topics(self, item_id: int, topics: Iterable[str], published: datetime) -> None:
        self._db.run("delete from item_topics where item_id = ?", (item_id,))
        rows: list[Sequence[Value]] = [(topic, stamp(published), item_id) for topic in topics]
        if rows:
            self._db.many("insert or ignore into item_topics(topic, published, item_id) values (?, ?, ?)", rows)

    def first_copy(self, item_id: int | None) -> int | None:
        """What an item repeats, or itself; None where there is no such item."""
        if item_id is None:
            return None
        row = self._db.row("select coalesce(duplicate_of, id) from items where id = ?", (item_id,))
        return None if row is None else int(row[0])
