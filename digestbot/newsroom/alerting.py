"""Articles stored since the last look → alerts to channels and people whose phrases or saved searches match, by the
rules of ``digest.alerts``. Every article is looked at once.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from digestbot.digest import alerts
from digestbot.newsroom.room import Room
from digestbot.newsroom.sending import Sending
from digestbot.render import slack_answers
from digestbot.store.people import SavedSearch
from digestbot.types import Channel, Delivery, Item
from digestbot.workspace import workspace_of

log = logging.getLogger(__name__)

LOOKED_AT = "alerts.last_item"  # note in the store: the newest item that alerts have looked at
RECENT = 50  # latest deliveries of a channel among which the last hour's alerts are counted
ITEMS = 1000  # looked at in one go; the next round looks at the rest
HOUR = timedelta(hours=1)


class Alerting:
    """The alerts of one newsroom."""

    def __init__(self, room: Room, sending: Sending) -> None:
        self._room = room
        self._sending = sending

    async def alert_new(self) -> int:
        """Tell everybody of new relevant articles that match; once a story. Returns how many. Raises StoreError."""
        searches = await self._room.write(self._room.store.people.alerts)
        owners = self._owners(searches)
        away = await self._sending.away(one.channel for one in owners)
        there = [one for one in owners if workspace_of(one.channel) not in away]
        told = await self._room.write(self._look, there, searches)
        if told:
            await self._sending.send()
        return told

    def _look(self, owners: Sequence[Channel], searches: list[SavedSearch]) -> int:
        """In the database thread: the alerts of one round into the outbox, and how far it has looked, together."""
        store = self._room.store
        items, newest = self._unlooked()
        told = 0
        with store.transaction(durable=True):
            if items:
                told = sum(self._alert(one, items, searches) for one in owners)
            store.notes.put(LOOKED_AT, newest)
        return told

    def _unlooked(self) -> tuple[list[Item], int]:
        """Relevant news stored since the last look, oldest first, and the newest item's id."""
        store = self._room.store
        noted = store.notes.get(LOOKED_AT)
        newest = store.items.newest_id()
        if not isinstance(noted, int):  # the first look ever: everything there is archive
            return [], newest
        items = store.items.news_after(noted, ITEMS)
        return items, items[-1].id if len(items) == ITEMS else newest

    def _owners(self, searches: list[SavedSearch]) -> list[Channel]:
        """Every channel with phrases or searches, and every person with searches, as a channel without a digest."""
        config = self._room.config
        wanted = {one.owner for one in searches}
        channels = [one for one in config.channels if one.alerts or one.channel in wanted]
        known = {one.channel for one in config.channels}
        zone = config.settings.service.timezone
        return [*channels, *(Channel(owner, days=(), timezone=zone) for owner in sorted(wanted - known))]

    def _alert(self, channel: Channel, items: list[Item], searches: list[SavedSearch]) -> int:
        """One owner's alerts; returns how many."""
        store, now = self._room.store, self._room.clock()
        # Who gets a digest finds the night's news in it; who gets none is told in the morning.
        when = now if channel.days else alerts.awake(channel, now)
        recent = store.outbox.recent(channel.channel, RECENT)
        chosen = alerts.decide(
            items,
            channel,
            told_stories=set(store.outbox.told(channel.channel, [item.story_id for item in items])),
            sent_last_hour=sum(one.kind == "alert" and one.window_end > when - HOUR for one in recent),
            now=when,
            searched=self._searched(channel, items, searches),
        )
        for one in chosen:
            log.info("alert.%s channel=%s item=%d reason=%s", one.action, channel.channel, one.item.id, one.reason)
        going = [one for one in chosen if one.action == "send"]
        for one in going:
            delivery = Delivery(
                # By article: a story may be split, and then its next article is another alert.
                digest_id=f"{channel.channel.lstrip('#')}-alert-article-{one.item.id}",
                channel=channel.channel,
                kind="alert",
                state="pending",
                window_start=now,
                window_end=when,
                messages=slack_answers.alert(one.item, one.phrase, search=one.search),
                not_before=when if when > now else None,
            )
            store.outbox.prepare(delivery, stories=[(one.item.story_id, one.item.id)], now=now)
        return len(going)

    def _searched(self, channel: Channel, items: list[Item], searches: list[SavedSearch]) -> dict[int, str]:
        """Item id → the owner's first saved search that finds it."""
        store, now = self._room.store, self._room.clock()
        found: dict[int, str] = {}
        for search in searches:
            if search.owner == channel.channel:
                matching = store.search.matching(search.query, [item.id for item in items], now=now)
                found = dict.fromkeys(matching, search.query) | found
        return found
