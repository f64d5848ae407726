"""New articles → their rows, written many at a time: one statement a table costs a fraction of one an article.

Decides nothing. Must be used inside a transaction; what was added is there for others once it was written, and for
search when the transaction ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from digestbot.store.codec import dump, dump_facts, dump_scores, maybe_stamp, stamp, tags
from digestbot.store.connection import Connection, Value
from digestbot.store.dates import Dates
from digestbot.store.index import Index
from digestbot.types import Article, Fingerprint, Judgement, Placement, Reading, Source

# A publication time may lie this far after the moment we saw it (other clocks, embargoes); later ones are cut to it.
# Search relies on it: what was published since a day was first seen at most this long before.
PUBLISHED_AHEAD = timedelta(days=1)
# Search marks found words with these two before it shows them; in a text they mean nothing.
_MARKS = ("\x02", "\x03")
_ITEM = (
    "insert into items(id, source_id, source_title, source_weight, url, canonical_url, title, author, language,"
    " image, wall, published, first_seen, news_at, relevant, relevance, story_id, duplicate_of, topics,"
    " tags, scores, because, facts, placed_because, similarity, summary)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_WORDS = (
    "insert into items_fts(rowid, title, text, source_title, tags)"
    " select id, title, text, source_title, tags from items_content where id >= ?"
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new article with all that is stored of it. ``news_at`` None: it belongs into the archive only."""

    article: Article
    judgement: Judgement
    reading: Reading | None
    fingerprint: Fingerprint
    placement: Placement
    source: Source
    news_at: datetime | None

    def known_by(self) -> Fingerprint:
        """The fingerprint that is kept: with an address, and as a round-up's where grouping found that it is one."""
        own = self.fingerprint
        address, roundup = own.canonical_url or self.article.canonical_url, own.roundup or self.placement.roundup
        if (address, roundup) == (own.canonical_url, own.roundup):
            return own
        return replace(own, canonical_url=address, roundup=roundup)


class Arrivals:
    """The rows of new items in ``items``, ``texts``, ``item_topics``, ``dates`` and the index."""

    def __init__(self, connection: Connection, index: Index, dates: Dates) -> None:
        self._db = connection
        self._index = index
        self._dates = dates

    def next_ids(self) -> tuple[int, int]:
        """The ids of the next item and the next story, those that SQLite would give them."""
        row = self._db.row(
            "select (select coalesce(max(id), 0) from items) + 1, (select coalesce(max(id), 0) from stories) + 1"
        )
        assert row is not None, "an aggregate always has a row"
        return row[0], row[1]

    def write(self, arrived: Sequence[tuple[int, int, int | None, Arrival]], now: datetime) -> None:
        """Stores articles as (item id, story id, id of the item it repeats, article), at least one.

        Their ids follow one another; their stories are there. Their terms remain to be posted.
        """
        at = stamp(now)
        items: list[Sequence[Value]] = []
        topics: list[Sequence[Value]] = []
        for item_id, story_id, original, new in arrived:
            published = stamp(min(new.article.published or now, now + PUBLISHED_AHEAD))
            items.append(_item(item_id, story_id, original, new, published, at))
            topics += [(topic, published, item_id) for topic in new.judgement.topics]
        self._db.many(_ITEM, items)
        self._db.many(
            "insert into texts(item_id, text) values (?, ?)",
            [(item_id, unmarked(new.article.text)) for item_id, _, _, new in arrived],
        )
        # Each writing of the full-text index costs as much as some hundred words: one a transaction.
        self._db.put_off("words", partial(self._db.run, _WORDS, (arrived[0][0],)))
        if topics:
            self._db.many("insert or ignore into item_topics(topic, published, item_id) values (?, ?, ?)", topics)
        self._dates.add([(item_id, new.reading.facts) for item_id, _, _, new in arrived if new.reading])
        self._index.extend([(item_id, new.known_by()) for item_id, _, _, new in arrived], now)


def _item(item_id: int, story_id: int, original: int | None, new: Arrival, published: str, at: str) -> Sequence[Value]:
    article, judgement, reading = new.article, new.judgement, new.reading
    return (
        item_id,
        new.source.id,
        article.outlet or new.source.title or new.source.id,
        new.source.weight,
        *said(article, new.fingerprint),
        published,
        at,
        maybe_stamp(new.news_at),
        judgement.relevant,
        judgement.relevance,
        story_id,
        original,
        dump(judgement.topics),
        tags(new.source.id, judgement.topics),
        dump_scores(judgement.scores),
        dump(dict(judgement.because)),
        dump_facts(reading.facts if reading else ()),
        new.placement.reason,
        new.placement.similarity,
        reading.summary if reading else article.summary,
    )


def said(article: Article, fingerprint: Fingerprint) -> tuple[Value, ...]:
    """What an article says of itself: url, canonical_url, title, author, language, image, wall."""
    return (
        article.url,
        fingerprint.canonical_url or article.canonical_url,
        article.title,
        article.author,
        article.language,
        article.image,
        article.wall,
    )


def unmarked(text: str) -> str:
    """The text without the characters that search marks words with."""
    for mark in _MARKS:  # translate() costs a hundred times as much on a long text
        text = text.replace(mark, "")
    return text
