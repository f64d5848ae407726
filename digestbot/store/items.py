"""Stored articles: added, updated, corrected and read back as ``Item`` and ``Story`` records.

Decides nothing: judgement, reading, placement and the time at which it is news are given.
"""

# ruff: noqa: S608  # statements are put together from constants of this module only; values are always bound

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from digestbot.errors import StoreError
from digestbot.store.codec import (
    dump,
    dump_facts,
    load,
    load_facts,
    maybe_moment,
    maybe_stamp,
    moment,
    stamp,
    strings,
    tags,
)
from digestbot.store.connection import Connection, Row, Value
from digestbot.store.dates import Dates
from digestbot.store.index import Index
from digestbot.store.outbox import Outbox
from digestbot.store.stories import Stories
from digestbot.types import Article, Fingerprint, Item, Judgement, Placement, Reading, Source, Story

# A publication time may lie this far after the moment we saw it (other clocks, embargoes); later ones are cut to it.
# Search relies on it: what was published since a day was first seen at most this long before.
PUBLISHED_AHEAD = timedelta(days=1)
# Characters of text read with each item of a window: a lead's three sentences and its facts lie well within.
WINDOW_TEXT_CHARS = 6_000
# Stories read for one window and items read of each, so that one odd day cannot fill the memory.
WINDOW_STORIES = 5_000
STORY_ITEMS = 200

# Search marks found words with these two before it shows them; in a text they mean nothing.
_MARKS = {2: None, 3: None}
_COLUMNS = (
    "i.id, i.source_id, i.source_title, i.url, i.title, i.summary, i.author, i.published, i.first_seen, i.relevant,"
    " i.relevance, i.topics, i.story_id, i.duplicate_of, i.language, i.image, i.wall, i.source_weight, i.news_at,"
    " i.scores, i.facts"
)
_WHOLE = f"select {_COLUMNS}, t.text from items i join texts t on t.item_id = i.id"
_CUT = (
    f"select {_COLUMNS}, substr(t.text, 1, {WINDOW_TEXT_CHARS}) as text from items i join texts t on t.item_id = i.id"
)


class Items:
    """The tables ``items``, ``texts`` and ``item_topics``."""

    def __init__(self, connection: Connection, index: Index, stories: Stories, dates: Dates, outbox: Outbox) -> None:
        self._db = connection
        self._index = index
        self._stories = stories
        self._dates = dates
        self._outbox = outbox

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
        """Stores an article where ``placement`` says, findable at once, and returns the item's id.

        An undated article counts as published ``now``. A copy of a copy is stored as a copy of the first.
        """
        published = min(article.published or now, now + PUBLISHED_AHEAD)
        with self._db.transaction():
            story_id = None if placement.story_id is None else self._stories.current(placement.story_id)
            if story_id is None:
                story_id = self._stories.new(now)
            else:
                self._stories.touch(story_id, now)
            title = source.title or source.id
            item_id = self._db.insert(
                "insert into items(source_id, source_title, source_weight, url, canonical_url, title, author, language,"
                " image, wall, published, first_seen, news_at, relevant, relevance, story_id, duplicate_of, topics,"
                " tags, scores, because, facts, placed_because, similarity, summary)"
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    source.id,
                    title,
                    source.weight,
                    article.url,
                    fingerprint.canonical_url or article.canonical_url,
                    article.title,
                    article.author,
                    article.language,
                    article.image,
                    article.wall,
                    stamp(published),
                    stamp(now),
                    maybe_stamp(news_at),
                    judgement.relevant,
                    judgement.relevance,
                    story_id,
                    self._first_copy(placement.duplicate_of),
                    dump(judgement.topics),
                    tags(source.id, judgement.topics),
                    dump(dict(judgement.scores)),
                    dump(dict(judgement.because)),
                    dump_facts(reading.facts if reading else ()),
                    placement.reason,
                    placement.similarity,
                    reading.summary if reading else article.summary,
                ),
            )
            self._db.run("insert into texts(item_id, text) values (?, ?)", (item_id, article.text.translate(_MARKS)))
            self._put_topics(item_id, judgement.topics, published)
            if reading:
                self._dates.put(item_id, reading.facts)
            self._index.add(item_id, fingerprint, now)
            if placement.merge:
                self._stories.join(story_id, placement.merge, now)
        return item_id

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
        with self._db.transaction():
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
                    article.url,
                    fingerprint.canonical_url or article.canonical_url,
                    article.title,
                    article.author,
                    article.language,
                    article.image,
                    article.wall,
                    stamp(published),
                    stamp(now),
                    maybe_stamp(news_at),
                    relevant,
                    judgement.relevance,
                    dump(topics),
                    tags(old["source_id"], topics),
                    dump(dict(judgement.scores)),
                    dump(dict(judgement.because)),
                    dump_facts(reading.facts if reading else ()),
                    reading.summary if reading else article.summary,
                    item_id,
                ),
            )
            self._db.run("update texts set text = ? where item_id = ?", (article.text.translate(_MARKS), item_id))
            self._put_topics(item_id, topics, published)
            self._dates.put(item_id, reading.facts if reading else ())
            self._index.add(item_id, fingerprint, now)

    def correct(self, item_id: int, relevant: bool, topics: Sequence[str]) -> None:
        """Stores what a person says it is about. Raises StoreError when there is no such item."""
        with self._db.transaction():
            row = self._db.row("select source_id, published from items where id = ?", (item_id,))
            if row is None:
                raise StoreError(f"there is no item {item_id}")
            self._db.run(
                "update items set relevant = ?, topics = ?, tags = ? where id = ?",
                (relevant, dump(list(topics)), tags(row["source_id"], topics), item_id),
            )
            self._put_topics(item_id, topics, moment(row["published"]))

    def get(self, item_id: int) -> Item | None:
        row = self._db.row(f"{_WHOLE} where i.id = ?", (item_id,))
        return None if row is None else _item(row)

    def many(self, item_ids: Iterable[int]) -> list[Item]:
        """The items that exist, in the order asked for, texts cut to ``WINDOW_TEXT_CHARS``."""
        wanted = list(item_ids)
        rows = self._db.rows(f"{_CUT} where i.id in (select value from json_each(?))", (dump(wanted),))
        found = {row["id"]: _item(row) for row in rows}
        return [found[item_id] for item_id in wanted if item_id in found]

    def by_url(self, url: str) -> Item | None:
        """The first item with this address, as given or canonical."""
        row = self._db.row(
            f"{_WHOLE} where i.id = (select min(id) from ("
            " select id from items where url = :url union all select id from items where canonical_url = :url))",
            {"url": url},
        )
        return None if row is None else _item(row)

    def because(self, item_id: int) -> dict[str, tuple[str, ...]]:
        """Topic → the terms that spoke for it; empty for an unknown item."""
        row = self._db.row("select because from items where id = ?", (item_id,))
        loaded = load(row["because"]) if row else {}
        assert isinstance(loaded, dict)
        return {topic: tuple(terms) for topic, terms in loaded.items()}

    def placement(self, item_id: int) -> Placement | None:
        """Where it was put, and why."""
        row = self._db.row(
            "select story_id, duplicate_of, placed_because, similarity from items where id = ?", (item_id,)
        )
        return None if row is None else Placement(row[0], row[1], row[2], row[3])

    def story(self, story_id: int) -> Story | None:
        """A story with all its items; a merged one as what it has become."""
        current = self._stories.current(story_id)
        found = [] if current is None else self._with_items([current])
        return found[0] if found else None

    def relevant_window(
        self, start: datetime, end: datetime, topics: Sequence[str] = (), channel: str | None = None
    ) -> list[Story]:
        """The stories with a relevant item that became news from ``start`` up to, not including, ``end``.

        Each story comes with all its items, whenever they came; its lead is the earliest full relevant version
        (``grouping.best`` knows better). ``topics`` empty: any; ``channel``: fills in what an earlier digest told.
        """
        rows = self._db.rows(
            "select story_id, max(news_at) as latest from items i indexed by items_news"
            " where news_at is not null and relevant = 1 and news_at >= :start and news_at < :end"
            " and (:all or exists (select 1 from item_topics t where t.item_id = i.id"
            "      and t.topic in (select value from json_each(:topics))))"
            " group by story_id order by latest desc limit :limit",
            {
                "start": stamp(start),
                "end": stamp(end),
                "all": not topics,
                "topics": dump(list(topics)),
                "limit": WINDOW_STORIES,
            },
        )
        return self._with_items([row["story_id"] for row in rows], channel)

    def _with_items(self, story_ids: list[int], channel: str | None = None) -> list[Story]:
        rows = self._db.rows(
            f"{_CUT} where i.id in (select id from ("
            "  select id, row_number() over (partition by story_id order by id desc) as place from items"
            "  where story_id in (select value from json_each(?))) where place <= ?)"
            " order by i.id",
            (dump(story_ids), STORY_ITEMS),
        )
        members: dict[int, list[Item]] = {story_id: [] for story_id in story_ids}
        for row in rows:
            members[row["story_id"]].append(_item(row))
        told = self._outbox.told(channel, story_ids) if channel else {}
        stories = []
        for story_id, items in members.items():
            if items:
                earlier = told.get(story_id)
                lead = min(items, key=lambda i: (not i.relevant, i.duplicate_of is not None, i.wall is not None, i.id))
                stories.append(
                    Story(
                        story_id,
                        lead,
                        tuple(items),
                        follows=earlier.digest_id if earlier else None,
                        follows_link=earlier.permalink if earlier else None,
                    )
                )
        return stories

    def uncertain(self, limit: int = 5) -> list[Item]:
        """Recent items about whose relevance the model was least sure and nobody has spoken, for labelling."""
        rows = self._db.rows(
            "select id from (select id, relevance, duplicate_of from items order by id desc limit 5000) i"
            " where duplicate_of is null and not exists (select 1 from labels l where l.item_id = i.id)"
            " order by abs(relevance - 0.5), id desc limit ?",
            (limit,),
        )
        return self.many(row["id"] for row in rows)

    def newest_id(self) -> int:
        """The highest item id so far; 0 when nothing is stored. Ids only grow."""
        row = self._db.row("select coalesce(max(id), 0) from items")
        assert row is not None
        return int(row[0])

    def news_after(self, item_id: int, limit: int) -> list[Item]:
        """Relevant news, no copies, stored after this item, oldest first: what alerts look at."""
        rows = self._db.rows(
            "select id from items where id > ? and news_at is not null and relevant = 1 and duplicate_of is null"
            " order by id limit ?",
            (item_id, limit),
        )
        return self.many(row["id"] for row in rows)

    def topic_counts(self, start: datetime, end: datetime) -> dict[str, int]:
        """Relevant, uncopied items per topic published from ``start`` up to ``end``."""
        rows = self._db.rows(
            "select t.topic, count(*) from items i indexed by items_published join item_topics t on t.item_id = i.id"
            " where i.published >= ? and i.published < ? and i.relevant = 1 and i.duplicate_of is null"
            " group by t.topic",
            (stamp(start), stamp(end)),
        )
        return {row[0]: row[1] for row in rows}

    def _put_topics(self, item_id: int, topics: Iterable[str], published: datetime) -> None:
        self._db.run("delete from item_topics where item_id = ?", (item_id,))
        rows: list[Sequence[Value]] = [(topic, stamp(published), item_id) for topic in topics]
        if rows:
            self._db.many("insert or ignore into item_topics(topic, published, item_id) values (?, ?, ?)", rows)

    def _first_copy(self, item_id: int | None) -> int | None:
        if item_id is None:
            return None
        row = self._db.row("select coalesce(duplicate_of, id) from items where id = ?", (item_id,))
        return None if row is None else int(row[0])


def _item(row: Row) -> Item:
    return Item(
        id=row["id"],
        source_id=row["source_id"],
        source_title=row["source_title"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        summary=row["summary"],
        author=row["author"],
        published=moment(row["published"]),
        first_seen=moment(row["first_seen"]),
        relevant=bool(row["relevant"]),
        relevance=row["relevance"],
        topics=strings(row["topics"]),
        story_id=row["story_id"],
        duplicate_of=row["duplicate_of"],
        language=row["language"],
        image=row["image"],
        wall=row["wall"],
        source_weight=row["source_weight"],
        news_at=maybe_moment(row["news_at"]),
        scores=_scores(row["scores"]),
        facts=load_facts(row["facts"]),
    )


def _scores(text: str) -> dict[str, float]:
    loaded = load(text)
    assert isinstance(loaded, dict)
    return loaded
