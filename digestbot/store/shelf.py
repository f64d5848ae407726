"""Stored articles and stories read back as ``Item`` and ``Story`` records. It writes nothing."""

# ruff: noqa: S608  # statements are put together from constants of this module only; values are always bound

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from digestbot.store.codec import dump, load, load_facts, maybe_moment, moment, stamp, strings
from digestbot.store.connection import Connection, Row
from digestbot.store.outbox import Outbox
from digestbot.store.stories import Stories
from digestbot.types import Item, Placement, Story

# Characters of text read with each item of a window: a lead's three sentences and its facts lie well within.
WINDOW_TEXT_CHARS = 6_000
# Stories read for one window and items read of each, so that one odd day cannot fill the memory.
WINDOW_STORIES = 5_000
STORY_ITEMS = 200
MOST = 2**62  # an item id that none is above


_COLUMNS = (
    "i.id, i.source_id, i.source_title, i.url, i.title, i.summary, i.author, i.published, i.first_seen, i.relevant,"
    " i.relevance, i.topics, i.story_id, i.duplicate_of, i.language, i.image, i.wall, i.source_weight, i.news_at,"
    " i.scores, i.facts"
)
_WHOLE = f"select {_COLUMNS}, t.text from items i join texts t on t.item_id = i.id"
_CUT = (
    f"select {_COLUMNS}, substr(t.text, 1, {WINDOW_TEXT_CHARS}) as text from items i join texts t on t.item_id = i.id"
)

LAST = "9999-12-31"  # no stored time sorts after it
BATCH = 200  # articles read at a time where all are read: 1 MB of text
_BATCH = (
    "select i.id, i.published from items i indexed by items_originals"
    " where (i.published, i.id) < (?, ?) and i.relevant = 1"
    " and i.duplicate_of is null order by i.published desc, i.id desc limit ?"
)
_TOPIC_BATCH = (
    "select i.id, t.published from item_topics t join items i on i.id = t.item_id"
    " where t.topic = ? and (t.published, t.item_id) < (?, ?) and i.relevant = 1 and i.duplicate_of is null"
    " order by t.published desc, t.item_id desc limit ?"
)


class Shelf:
    """The reading half of ``Items``."""

    def __init__(self, connection: Connection, stories: Stories, outbox: Outbox) -> None:
        self._db = connection
        self._stories = stories
        self._outbox = outbox

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
        self,
        start: datetime,
        end: datetime,
        topics: Sequence[str] = (),
        channel: str | None = None,
        *,
        after: int | None = None,
    ) -> list[Story]:
        """The stories with a relevant item that became news from ``start`` up to, not including, ``end``.

        ``after``: and those with one stored after that item and dated before ``start``, by a clock that was set back.
        With a ``channel``, those too that it saw only behind another story's headline (``Tellings.astray``).

        Each story comes with all its items, whenever they came; its lead is the earliest full relevant version
        (``grouping.best`` knows better). ``topics`` empty: any; ``channel``: fills in what an earlier digest told.
        """
        rows = self._db.rows(
            "select story_id, max(news_at) as latest from ("
            " select id, story_id, news_at from items indexed by items_news"
            " where news_at is not null and relevant = 1 and news_at >= :start and news_at < :end"
            " union all"
            " select id, story_id, news_at from items where id > :after and relevant = 1 and news_at < :start"
            " union all"
            " select id, story_id, news_at from items where id in (select value from json_each(:astray))"
            "  and relevant = 1 and news_at is not null"
            ") i where (:all or exists (select 1 from item_topics t where t.item_id = i.id"
            "      and t.topic in (select value from json_each(:topics))))"
            " group by story_id order by latest desc limit :limit",
            {
                "start": stamp(start),
                "end": stamp(end),
                "all": not topics,
                "topics": dump(list(topics)),
                "after": MOST if after is None else after,
                "astray": dump(sorted(self._outbox.astray(channel, end)) if channel else []),
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
        """Recent items of which nobody has spoken, ``limit`` about whose relevance the model was least sure, then the
        newest that are surely relevant, a third as many, because their topics may be in doubt. No copies.
        """
        recent = (
            "select id from (select id, relevance, duplicate_of from items order by id desc limit 5000) i"
            " where duplicate_of is null and not exists (select 1 from labels l where l.item_id = i.id)"
        )
        rows = self._db.rows(f"{recent} order by abs(relevance - 0.5), id desc limit ?", (limit,))
        sure = self._db.rows(f"{recent} and relevance > 0.8 order by id desc limit ?", (limit // 3,))
        return self.many(dict.fromkeys(row["id"] for row in (*rows, *sure)))

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

    def originals(self, topic: str | None = None) -> Iterator[Item]:
        """Every relevant article that is no copy, newest first, read a batch at a time; ``topic``: only of that one.

        An article stored while it runs may be missed; none comes twice.
        """
        statement, of = (_TOPIC_BATCH, [topic]) if topic else (_BATCH, [])
        published, item_id = LAST, 0
        while rows := self._db.rows(statement, (*of, published, item_id, BATCH)):
            yield from self.many(row["id"] for row in rows)
            published, item_id = rows[-1]["published"], rows[-1]["id"]

    def count_originals(self, topic: str | None = None) -> int:
        """How many articles ``originals`` gives."""
        statement, of = (_TOPIC_BATCH, [topic]) if topic else (_BATCH, [])
        row = self._db.row(f"select count(*) from ({statement})", (*of, LAST, 0, -1))
        assert row is not None
        return int(row[0])

    def topic_counts(self, start: datetime, end: datetime) -> dict[str, int]:
        """Relevant, uncopied items per topic published from ``start`` up to ``end``."""
        rows = self._db.rows(
            "select t.topic, count(*) from items i indexed by items_originals join item_topics t on t.item_id = i.id"
            " where i.published >= ? and i.published < ? and i.relevant = 1 and i.duplicate_of is null"
            " group by t.topic",
            (stamp(start), stamp(end)),
        )
        return {row[0]: row[1] for row in rows}


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
