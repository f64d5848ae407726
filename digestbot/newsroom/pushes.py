"""Sources that name a hub → subscriptions to their news, and calls of hubs → sources to be read at once.

Used only where the service has a public address; without one, and whenever a hub fails, polling brings the same.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace

from digestbot.errors import FetchError
from digestbot.fetch import Fetcher, websub
from digestbot.fetch.listening import PATH
from digestbot.newsroom.room import Room
from digestbot.types import Subscription

log = logging.getLogger(__name__)

AT_ONCE = 20  # hubs asked in one go; the rest follow at the next round
TOKEN_BYTES = 24  # of callback and secret: nobody guesses 192 bits


class Pushes:
    """The subscriptions of one newsroom. ``wake`` is told the id of a source that has news."""

    def __init__(self, room: Room, wake: Callable[[str], None] = lambda _: None) -> None:
        self._room = room
        self.wake = wake

    async def subscribe_due(self) -> int:
        """Ask the hubs for what is to be asked for now; how many were asked. Drops what is watched no longer."""
        base = self._room.config.settings.service.public_url
        if base is None:
            return 0
        wanted = await self._room.write(self._wanted, base.rstrip("/"))
        if wanted:
            async with self._room.fetcher as fetcher:
                await asyncio.gather(*(self._ask(fetcher, one) for one in wanted))
        return len(wanted)

    def _wanted(self, base: str) -> list[Subscription]:
        """In the database thread: the subscriptions to ask for, marked as asked for."""
        store, now = self._room.store, self._room.clock()
        known, states = store.subscriptions.all(), store.sources.all()
        watched = {source.id for source in self._room.config.sources if not source.paused}
        for gone in known.keys() - watched:
            store.subscriptions.remove(gone)
        found: list[Subscription] = []
        for source_id in sorted(watched & states.keys()):
            hub, topic = states[source_id].hub, states[source_id].topic
            if hub is None or topic is None:
                if source_id in known:
                    store.subscriptions.remove(source_id)
                continue
            one = known.get(source_id)
            if one is None or (one.hub, one.topic) != (hub, topic) or not one.callback.startswith(base + PATH):
                callback = base + PATH + secrets.token_urlsafe(TOKEN_BYTES)
                one = Subscription(source_id, hub, topic, callback, secrets.token_urlsafe(TOKEN_BYTES))
            if websub.due(one, now) and len(found) < AT_ONCE:
                found.append(replace(one, asked_at=now))
                store.subscriptions.put(found[-1])
        return found

    async def _ask(self, fetcher: Fetcher, one: Subscription) -> None:
        problem = ""
        try:
            status = (await fetcher.post(one.hub, websub.form(one))).status
            if not 200 <= status < 300:
                problem = f"the hub answered {status}"
        except FetchError as error:
            problem = error.reason
        if problem:
            log.info("websub.refused source=%s reason=%s", one.source_id, problem)

            def note() -> None:
                kept = self._room.store.subscriptions.all().get(one.source_id)
                if kept is not None and kept.callback == one.callback:
                    self._room.store.subscriptions.put(replace(kept, problem=problem))

            await self._room.write(note)

    async def confirm(self, token: str, query: Mapping[str, str]) -> str | None:
        """As ``listening.Listener`` says."""
        room = self._room

        def settle() -> str | None:
            one = self._of(token)
            if one is None:
                return None
            after, words = websub.confirmed(one, query, room.clock())
            if after != one:
                room.store.subscriptions.put(after)
                log.info("websub.settled source=%s until=%s problem=%s", one.source_id, after.until, after.problem)
            return words

        return await room.write(settle)

    async def deliver(self, token: str, body: bytes, signature: str) -> bool:
        """As ``listening.Listener`` says; what is not signed is not acted upon, and the caller is not told."""
        one = await self._room.write(self._of, token)
        if one is None:
            return False
        if websub.is_genuine(one, body, signature):
            self.wake(one.source_id)
        else:
            log.warning("websub.not_genuine source=%s", one.source_id)
        return True

    async def missed(self) -> frozenset[str]:
        """The sources that hubs may have called for while nobody listened."""
        if self._room.config.settings.service.public_url is None:
            return frozenset()
        watched = {source.id for source in self._room.config.sources if not source.paused}
        return await self._room.write(self._room.store.subscriptions.in_force, self._room.clock()) & watched

    def _of(self, token: str) -> Subscription | None:
        for one in self._room.store.subscriptions.all().values():
            if secrets.compare_digest(one.callback.rpartition("/")[2].encode(), token.encode()):
                return one
        return None
