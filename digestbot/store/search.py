"""Full-text search over everything stored: query → one page of hits, ranked, copies folded, with helpful notes.

Bounded: of a query that matches very many items the newest are ranked, and the answer says so. It never raises for
what somebody typed.
"""

# ruff: noqa: S608  # statements are put together from constants of this module only; values are always bound

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from digestbot.store.arrivals import PUBLISHED_AHEAD
from digestbot.store.codec import stamp
from digestbot.store.connection import Connection, Row
from digestbot.store.expressions import excluded, expression, wanted
from digestbot.store.items import Items
from digestbot.store.query import Query, parse
from digestbot.store.ranking import rank
from digestbot.store.suggestions import suggestions
from digestbot.text import fold
from digestbot.types import Hit, SearchPage

# Matches ranked for one answer: the newest that match. Enough that every rare query is ranked whole, few enough that
# a word of every second item is answered as fast as a rare one.
RANKED = 2_000
# Matches looked at where before: leaves most of them out.
EXAMINED = 20_000
# bm25 weights of title, text, source title and tags: a word in a headline counts four times one in the text.
_BM25 = "bm25(items_fts, 4.0, 1.0, 2.0, 0.0)"
SNIPPET_TOKENS = 28
PAGE_SIZE = 10
MAX_PAGE_SIZE = 100
# How alike a mistyped source must be to a real one (difflib ratio, as for topics).
SOURCE_LIKENESS = 0.7

_MARKS = str.maketrans({"\x02": "\u2068", "\x03": "\u2069", "\u2068": None, "\u2069": None})


class Search:
    """Answers queries from ``items_fts`` and the item tables."""

    def __init__(self, connection: Connection, items: Items) -> None:
        self._db = connection
        self._items = items

    def page(
        self,
        query: str | Query,
        *,
        now: datetime,
        offset: int = 0,
        limit: int = PAGE_SIZE,
        topics: Iterable[str] = (),
    ) -> SearchPage:
        """One page of answers, best first; ``topics`` are the configured ids (those stored are known anyway).

        ``total`` counts answers with copies folded; when more than ``RANKED`` items match it counts the newest
        ``RANKED`` of them, and a note says so.
        """
        known = self._topics(topics)
        asked = parse(query, now=now, topics=known) if isinstance(query, str) else query
        notes = list(asked.notes)
        asked = self._with_sources(asked, notes)
        offset, limit = max(offset, 0), min(max(limit, 1), MAX_PAGE_SIZE)
        rows, capped = self._rows(asked)
        if capped:
            notes.append(f"More than {RANKED:,} items match: the newest were searched. Add a word or since:30d.")
        if asked.is_empty:
            notes.append('No words to search for: these are the newest items. Try a word, a "phrase" or topic:…')
        ranked = rank(rows, now, by_date=not asked.words)
        shown = ranked[offset : offset + limit]
        if not ranked:
            notes += suggestions(asked, known, self._occurs)
        return SearchPage(asked.text, len(ranked), self._hits(shown, asked), offset, tuple(dict.fromkeys(notes)))

    def matching(self, query: str | Query, item_ids: Iterable[int], *, now: datetime) -> set[int]:
        """Those of the given items that a query finds: for alerts on what a round stored."""
        asked = parse(query, now=now, topics=self._topics(())) if isinstance(query, str) else query
        among = sorted(set(item_ids))
        if not among or asked.is_empty:
            return set()
        rows, _ = self._rows(self._with_sources(asked, []), between=(among[0], among[-1]))
        return {row["id"] for row in rows} & set(among)

    def _rows(self, asked: Query, between: tuple[int, int] = (0, 2**62)) -> tuple[list[Row], bool]:
        """The newest matches, at most ``RANKED``, and whether older ones were left out."""
        first, last = between
        if asked.since:
            first = max(first, self._first_seen(asked.since - PUBLISHED_AHEAD))
        match = expression(asked)
        if not match:
            return self._newest(asked, first, last)
        if not asked.before:
            rows = self._matches(match, first, last, RANKED)
            return [row for row in rows if asked.since is None or row["published"] >= stamp(asked.since)], (
                len(rows) == RANKED
            )
        # What was seen before that day was published before it; what was seen later has to be looked at.
        seen = self._first_seen(asked.before)
        rows = self._matches(match, first, min(last, seen - 1), RANKED)
        if len(rows) == RANKED:
            return rows, True
        later = self._matches(match, max(first, seen), last, EXAMINED)
        rows += [row for row in later if row["published"] < stamp(asked.before)]
        since = stamp(asked.since) if asked.since else ""
        return [row for row in rows if row["published"] >= since][:RANKED], len(later) == EXAMINED

    def _matches(self, match: str, first: int, last: int, limit: int) -> list[Row]:
        return self._db.rows(
            "select i.id, i.published, i.duplicate_of, i.relevant, f.score from ("
            f" select rowid as id, {_BM25} as score from items_fts"
            " where items_fts match ? and rowid between ? and ? order by rowid desc limit ?) f"
            " cross join items i on i.id = f.id",
            (match, first, last, limit),
        )

    def _newest(self, asked: Query, first: int, last: int) -> tuple[list[Row], bool]:
        """For queries that name no word, topic or source: by date of publication, without the excluded."""
        rows = self._db.rows(
            "select i.id, i.published, i.duplicate_of, i.relevant, 0.0 as score"
            " from items i indexed by items_published"
            " where i.published >= ? and i.published < ? and i.id between ? and ?"
            " order by i.published desc, i.id desc limit ?",
            (
                stamp(asked.since) if asked.since else "",
                stamp(asked.before) if asked.before else "~",
                first,
                last,
                RANKED,
            ),
        )
        without = excluded(asked)
        if rows and without:
            gone = {
                row["id"]
                for row in self._matches(
                    without, min(row["id"] for row in rows), max(row["id"] for row in rows), EXAMINED
                )
            }
            return [row for row in rows if row["id"] not in gone], len(rows) == RANKED
        return rows, len(rows) == RANKED

    def _first_seen(self, when: datetime) -> int:
        """The lowest id among items seen from then on; above every id when there is none."""
        row = self._db.row(
            "select id from items where first_seen >= ? order by first_seen, id limit 1", (stamp(max(when, _EARLIEST)),)
        )
        return 2**62 if row is None else int(row[0])

    def _hits(self, item_ids: list[int], asked: Query) -> tuple[Hit, ...]:
        items = self._items.many(item_ids)
        words = wanted(asked)
        snippets: dict[int, str] = {}
        if words and items:
            for item in items:
                row = self._db.row(
                    f"select snippet(items_fts, 1, '\x02', '\x03', '…', {SNIPPET_TOKENS}) from items_fts"
                    " where items_fts match ? and rowid = ?",
                    (words, item.id),
                )
                if row is not None and row[0]:
                    snippets[item.id] = " ".join(str(row[0]).translate(_MARKS).split())
        return tuple(Hit(item, snippets.get(item.id) or item.summary or item.title) for item in items)

    def _topics(self, configured: Iterable[str]) -> list[str]:
        """The configured topics and those stored, found by skipping through the index."""
        stored = self._db.rows(
            "with recursive t(topic) as (select min(topic) from item_topics union all"
            " select (select min(topic) from item_topics where topic > t.topic) from t where t.topic is not null)"
            " select topic from t where topic is not null"
        )
        return list(dict.fromkeys([*configured, *(row[0] for row in stored)]))

    def _with_sources(self, asked: Query, notes: list[str]) -> Query:
        """The query with ids in place of the sources that somebody named; what was guessed is added to ``notes``."""
        if not asked.sources and not asked.excluded_sources:
            return asked
        known = self._db.rows(
            "select s.source_id as id, (select source_title from items where source_id = s.source_id limit 1) as title"
            " from source_items s where s.items > 0"
        )
        names = {row["id"]: (fold(row["id"]), fold(row["title"])) for row in known}
        wanted_ids = _named(asked.sources, names, notes)
        return replace(asked, sources=wanted_ids, excluded_sources=_named(asked.excluded_sources, names, notes))

    def _occurs(self, asked: Query) -> bool:
        """Whether any item may be an answer; cheap, as none is ranked. ``since`` and ``before`` are taken roughly."""
        match = expression(asked)
        first = self._first_seen(asked.since - PUBLISHED_AHEAD) if asked.since else 0
        if not match:
            return bool(self._newest(asked, first, 2**62)[0])
        found = self._db.row("select 1 from items_fts where items_fts match ? and rowid >= ? limit 1", (match, first))
        return found is not None


def _named(typed: tuple[str, ...], names: Mapping[str, tuple[str, str]], notes: list[str]) -> tuple[str, ...]:
    """The ids of the sources that somebody meant. ``names``: id → its folded id and title."""
    found: list[str] = []
    for name in typed:
        folded = fold(name)
        ids = [i for i, (short, title) in names.items() if folded in (short, title)]
        ids = ids or [i for i, (short, title) in names.items() if folded in short or folded in title]
        if not ids:
            spelt = {spelling: i for i, both in names.items() for spelling in both}
            near = difflib.get_close_matches(folded, list(spelt), n=1, cutoff=SOURCE_LIKENESS)
            ids = [spelt[near[0]]] if near else []
            notes.append(
                f"source:{name} was taken for source:{ids[0]}."
                if ids
                else f"There is no source “{name}” with any item, so source:{name} was left out."
            )
        found += ids
    return tuple(found)


_EARLIEST = datetime.fromisoformat("0002-01-01T00:00:00Z")
