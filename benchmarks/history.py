"""What a newsroom's people and channels have done in all the years of an archive: digests, corrections, saved items."""

from __future__ import annotations

from datetime import datetime, timedelta

from digestbot.render import jsonform
from digestbot.store import Store
from digestbot.types import Delivery, Digest, DigestStory, Item, Label, Message, Section, SourceState

CHANNEL = "#news"
HOUR = 8
TOLD = 12  # stories a digest
ADMIN = "U0ADMIN"


def add_history(store: Store, now: datetime) -> None:
    """A digest of each day but the last, a correction and a saved item of each, and the state of each source."""
    first = store.connection.row("select first_seen from items order by id limit 1")
    assert first is not None, "the archive holds items"
    day = datetime.fromisoformat(first[0]).replace(hour=HOUR, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with store.transaction():
        while day < now:
            _day(store, day)
            day += timedelta(days=1)
        for number in range(20):
            store.people.save_search(CHANNEL if number % 2 else ADMIN, f"housing {number}", now, alert=number % 4 == 0)
        for row in store.connection.rows("select distinct source_id from items indexed by items_source"):
            store.sources.put(SourceState(row[0], kind="feed", checked_at=now, changed_at=now, status="ok"))


def _day(store: Store, end: datetime) -> None:
    stories = store.items.relevant_window(end - timedelta(days=1), end)[:TOLD]
    leads = [story.lead for story in stories]
    digest_id = f"news-daily-{end.date().isoformat()}"
    digest = _digest(digest_id, end, leads)
    message = Message("Digest", tuple({"type": "section", "text": {"type": "mrkdwn", "text": _told(i)}} for i in leads))
    start = end - timedelta(days=1)
    delivery = Delivery(digest_id, CHANNEL, "daily", "pending", start, end, (message,))
    told = [(story.id, story.lead.id) for story in stories]
    store.outbox.prepare(delivery, digest=jsonform.as_json(digest), stories=told, now=end)
    store.outbox.mark_sending(digest_id)
    store.outbox.mark_part_sent(digest_id, 0, ts=f"{end.timestamp():.6f}", channel_id="C0NEWS")
    store.outbox.mark_sent(digest_id, end)
    for item in leads[:1]:
        store.labels.add(Label(item.id, ADMIN, "useful", item.topics, end))
        store.people.save(ADMIN, item.id, end)
        store.log.add(ADMIN, "labels.add", None, {"item": item.id, "verdict": "useful"}, end)


def _digest(digest_id: str, end: datetime, leads: list[Item]) -> Digest:
    stories = tuple(
        DigestStory(
            i.story_id, i.id, i.title, i.url, i.source_title, i.published, i.topics, i.summary, 1.0, facts=i.facts
        )
        for i in leads
    )
    sections = (Section("co-operatives", "Co-operatives", "🤝", stories),)
    return Digest(digest_id, CHANNEL, end.date(), "daily", end - timedelta(days=1), end, "Europe/London", sections)


def _told(item: Item) -> str:
    return f"*<{item.url}|{item.title}>*\n{item.summary}\n_{item.source_title}_"
