"""Once a week: a few articles of which the model is unsure → the admins, with buttons. Which they are says
``topics.teaching``; what people answer is kept by ``learning``.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from digestbot.newsroom.learning import Learning
from digestbot.newsroom.room import Room
from digestbot.newsroom.sending import Sending
from digestbot.render import teaching
from digestbot.types import WEEKDAYS, Delivery, Item

log = logging.getLogger(__name__)

ASKED_ON: Final = "teaching.asked_on"  # note in the store: the last day on which was asked, as 2026-11-24
ASKED: Final = "teaching.asked"  # note in the store: ids of the articles asked about, newest last
REMEMBERED: Final = 1_000  # of those: four years of five a week; older articles are no candidates any more
LIMIT: Final = 5  # articles a week


class Asking:
    """The weekly question of one newsroom."""

    def __init__(self, room: Room, sending: Sending, learning: Learning) -> None:
        self._room = room
        self._sending = sending
        self._learning = learning

    async def ask_due(self) -> tuple[Item, ...]:
        """At the hour that ``model.ask_on`` and ``ask_at`` name, once: what was asked about. Raises StoreError.

        An hour missed while nothing ran is made up for; the first hour after the service was set up is waited for.
        Without anything uncertain, or anybody to ask, the week passes in silence.
        """
        due = self._due()
        if due is None:
            return ()
        store = self._room.store
        day = f"{due:%Y-%m-%d}"
        asked_on = await self._room.write(store.notes.get, ASKED_ON)
        if not isinstance(asked_on, str):
            await self._room.write(store.notes.put, ASKED_ON, day)
            return ()
        if asked_on >= day:
            return ()
        places = self._places()
        known = await self._room.write(store.notes.get, ASKED)
        asked = [int(one) for one in known] if isinstance(known, list) else []
        items = await self._learning.uncertain(LIMIT, leaving_out=asked) if places else []
        await self._room.write(self._keep, items, places, day, asked)
        if items:
            log.info("teaching.asked articles=%s places=%d", ",".join(str(one.id) for one in items), len(places))
            await self._sending.send()
        return tuple(items)

    def _due(self) -> datetime | None:
        """The latest hour at or before now at which is asked; None: never."""
        settings = self._room.config.settings
        if settings.model.ask_on is None:
            return None
        zone = ZoneInfo(settings.service.timezone)
        now = self._room.clock().astimezone(zone)
        back = (now.weekday() - WEEKDAYS.index(settings.model.ask_on)) % 7
        due = datetime.combine(now.date() - timedelta(days=back), settings.model.ask_at, tzinfo=zone)
        return due if due <= now else datetime.combine(due.date() - timedelta(days=7), due.timetz())

    def _places(self) -> tuple[str, ...]:
        """The admins' channel, or else each admin's own messages; nowhere without Slack."""
        config = self._room.config
        if not config.secrets.connects:
            return ()
        channel = config.settings.slack.admin_channel
        return (channel,) if channel is not None else config.settings.slack.admins

    def _keep(self, items: Sequence[Item], places: Sequence[str], day: str, asked: Sequence[int]) -> None:
        """In the database thread: the question into the outbox and what was asked about, together."""
        store, now = self._room.store, self._room.clock()
        with store.transaction(durable=True):
            if items:
                told = teaching.messages(items, self._room.config.topics)
                for place in places:
                    name = f"{place.lstrip('#')}-teaching-{day}"
                    delivery = Delivery(name, place, "alert", "pending", now, now, told)
                    store.outbox.prepare(delivery, now=now)
                store.notes.put(ASKED, [*asked, *(one.id for one in items)][-REMEMBERED:])
            store.notes.put(ASKED_ON, day)
