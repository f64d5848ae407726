"""What sources and topics brought, counted for the coverage report. It writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digestbot.store.codec import moment, stamp
from digestbot.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Totals:
    """Relevant articles of a span: ``copies`` of them repeat another; together they tell so many ``stories``."""

    articles: int
    copies: int
    stories: int


class Coverage:
    """Counts by index scans over one span of ``published`` times, the end not included."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def began(self) -> datetime | None:
        """When the first article of all came in; None: none has."""
        row = self._db.row("select min(first_seen) from items")
        return moment(row[0]) if row is not None and row[0] is not None else None

    def sources_told(self) -> set[str]:
        """The ids of the sources whose own version of a story was in any digest that is still kept."""
        rows = self._db.rows(
            "select distinct i.source_id from delivered_stories s join deliveries d on d.digest_id = s.digest_id"
            " join items i on i.id = s.item_id where d.kind <> 'alert' and d.state = 'sent'"
        )
        return {row[0] for row in rows}

    def topic_sources(self, start: datetime, end: datetime) -> dict[str, dict[str, int]]:
        """Topic → source id → its relevant articles, copies not counted."""
        rows = self._db.rows(
            "select t.topic, i.source_id, count(*) from items i indexed by items_originals"
            " join item_topics t on t.item_id = i.id where i.published >= ? and i.published < ? and i.relevant = 1"
            " and i.duplicate_of is null group by t.topic, i.source_id",
            (stamp(start), stamp(end)),
        )
        found: dict[str, dict[str, int]] = {}
        for topic, source, count in rows:
            found.setdefault(topic, {})[source] = count
        return found

    def addresses(self, start: datetime, end: datetime) -> dict[str, list[str]]:
        """Source id → the addresses of its relevant articles."""
        rows = self._db.rows(
            "select source_id, url from items indexed by items_published"
            " where published >= ? and published < ? and relevant = 1",
            (stamp(start), stamp(end)),
        )
        found: dict[str, list[str]] = {}
        for source, url in rows:
            found.setdefault(source, []).append(url)
        return found

    def totals(self, start: datetime, end: datetime) -> Totals:
        """How many articles, copies and stories."""
        row = self._db.row(
            "select count(*), count(duplicate_of), count(distinct story_id) from items indexed by items_published"
            " where published >= ? and published < ? and relevant = 1",
            (stamp(start), stamp(end)),
        )
        assert row is not None
        return Totals(row[0], row[1], row[2])
