"""Sources that name a hub → subscriptions to their news, and calls of hubs → sources to be read at once.

Used only where the service has a public address; without one, and whenever a hub fails, polling brings the same.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from digestbot.errors import FetchError
from digestbot.fetch import Fetcher, websub
from digestbot.fetch.listening import PATH
from digestbot.newsroom.room import Room
from digestbot.types import Subscription

log = logging.getLogger(__name__)

# Bytes of what hubs sent that wait to be read; beyond it the sources are asked instead.
HELD_BYTES = 32_000_000
AT_ONCE = 20  # hubs asked in one go; the rest follow at the next round
HUB_MOVED = (307, 308)  # answers of a hub by which the same wish is to be sent elsewhere (WebSub, section 5.1)
TOKEN_BYTES = 24  # of callback and secret: nobody guesses 192 bits


@dataclass(frozen=True, slots=True)
class Sent:
    """A feed, or the new part of it, as a hub sent it along with its call."""

    body: bytes
    content_type: str


class Pushes:
    """The subscriptions of one newsroom. ``wake`` is told the id of a source that has news, ``sent`` has the news."""

    def __init__(self, room: Room, wake: Callable[[str], None] = lambda _: None) -> None:
        self._room = room
        self.wake = wake
        self._held: dict[str, list[Sent]] = {}

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
            answer = await fetcher.post(one.hub, websub.form(one))
            if answer.status in HUB_MOVED and answer.leads_on:  # to be asked there instead, once
                answer = await fetcher.post(urljoin(one.hub, answer.headers["location"]), websub.form(one))
            if not 200 <= answer.status < 300:
                problem = f"the hub answered {answer.status}"
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

    async def deliver(self, token: str, body: bytes, content_type: str, signature: str) -> bool:
        """As ``listening.Listener`` says; what is not signed is not acted upon, and the caller is not told."""
        one = await self._room.write(self._of, token)
        if one is None:
            return False
        if websub.is_genuine(one, body, signature):
            self._hold(one.source_id, Sent(body, content_type))
            self.wake(one.source_id)
        else:
            log.warning("websub.not_genuine source=%s", one.source_id)
        return True

    def _hold(self, source_id: str, sent: Sent) -> None:
        """Keep what was sent until it is read; where it is too much, or nothing, the source itself is to be asked."""
        held = sum(len(other.body) for many in self._held.values() for other in many)
        allowed = min(self._room.config.settings.network.max_response_bytes, HELD_BYTES - held)
        usable = 0 < len(sent.body) <= allowed
        self._held.setdefault(source_id, []).append(sent if usable else Sent(b"", ""))

    def sent(self, source_id: str) -> list[Sent]:
        """What hubs have sent of a source since the last call, in order; an empty body stands for a call without."""
        return self._held.pop(source_id, [])

    async def missed(self) -> frozenset[str]:
        """The sources that hubs tell of, and may have called for while nobody listened."""
        watched = {source.id for source in self._room.config.sources if not source.paused}
        return await self._room.write(self._room.store.subscriptions.in_force, self._room.clock()) & watched

    async def give_up(self) -> None:
        """Nobody listens any more: what hubs told of is due at once, and its rhythm learnt anew from a full reading."""
        store, told = self._room.store, await self.missed()

        def forget() -> None:
            states = store.sources.all()
            known = [states[one] for one in sorted(told & states.keys())]
            anew = [replace(one, next_check=None, etag=None, last_modified=None, body_hash=None) for one in known]
            store.sources.put_many(anew)

        await self._room.write(forget)

    def _of(self, token: str) -> Subscription | None:
        for one in self._room.store.subscriptions.all().values():
            if secrets.compare_digest(one.callback.rpartition("/")[2].encode(), token.encode()):
                return one
        return None
