"""Digests that are due → composed and kept in the outbox, from which they are sent."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from digestbot.deliver import upload
from digestbot.digest import quiet
from digestbot.digest.window import Window
from digestbot.errors import DigestbotError, StoreError
from digestbot.newsroom.drafting import Drafting
from digestbot.newsroom.editor import Editor
from digestbot.newsroom.holding import held, hold, release
from digestbot.newsroom.room import Room
from digestbot.newsroom.sending import Sending
from digestbot.render import chart, jsonform, slack, wording
from digestbot.render.slack_lists import ALT_CHARS
from digestbot.text import shorten
from digestbot.types import Channel, Delivery, Digest
from digestbot.workspace import Workspace, workspace_of

log = logging.getLogger(__name__)


class Publishing(Sending):
    """Composes what is due, and sends it."""

    def __init__(self, room: Room, editor: Editor) -> None:
        super().__init__(room, editor)
        self.drafting = Drafting(room, editor, self)
        self._composing = asyncio.Lock()  # the round and a channel's own hour may fall together

    async def deliver_due(self) -> list[Delivery]:
        """Compose every digest whose hour has come, and send all that is in the outbox. Raises StoreError."""
        async with self._composing:
            for channel in await self.channels():
                try:
                    await self._compose_due(channel)
                except StoreError:
                    raise
                except Exception as error:  # one channel's digest must not cost the others theirs
                    log.exception("digest.broken channel=%s", channel.channel)
                    await self.alarm(f"The digest for {channel.channel} could not be made: {error}")
        return await self.send()

    async def _compose_due(self, channel: Channel) -> None:
        room = self._room
        now = room.clock()
        window = await room.write(self._due, channel, now)
        if window is not None:
            composed = await room.write(self._editor.daily, channel, window, now)
            digest = await room.write(self.drafting.applied, composed)
            if await room.write(self._outcome, channel, digest) != "wait":
                await self._put(channel, digest)
                await self.drafting.close(digest.id, "Its hour has come, and it has gone out.")
        if await room.write(self._editor.weekly_is_due, channel, now):
            await self._put(channel, await room.write(self._editor.weekly, channel, now))

    def _due(self, channel: Channel, now: datetime) -> Window | None:
        """The window to deliver now; None also when today's digest has been looked at and waits for more news."""
        window = self._editor.due(channel, now)
        if window is not None and held(self._room.store, channel.channel).day == window.day.isoformat():
            return None
        return window

    def _outcome(self, channel: Channel, digest: Digest) -> str:
        store = self._room.store
        outcome = quiet.decide(digest, channel, held(store, channel.channel).days)
        log.info("digest.decided id=%s action=%s reason=%s", digest.id, outcome.action, outcome.reason)
        if outcome.action == "wait":
            hold(store, channel.channel, digest.date)
        else:
            release(store, channel.channel)
        return outcome.action

    async def post(self, digest: Digest) -> Delivery:
        """Send one digest now, whatever the hour; a digest that was sent already is not sent again."""
        await self._put(self._room.channel(digest.channel), await self._room.write(self.drafting.applied, digest))
        await self.send()
        await self.drafting.close(digest.id, "It has been published by hand.")
        kept = await self._room.write(self._room.store.outbox.get, digest.id)
        assert kept is not None, "it was put there above"
        return kept

    async def _put(self, channel: Channel, digest: Digest) -> None:
        """Into the outbox, before anything is written or sent."""
        room = self._room
        if await room.write(room.store.outbox.get, digest.id) is not None:
            return  # composed before: that one stands
        skipped = digest.kind == "daily" and quiet.decide(digest, channel).action == "skip"
        picture = await self._picture(digest, workspace_of(channel.channel))
        delivery = Delivery(
            digest_id=digest.id,
            channel=channel.channel,
            kind=digest.kind,
            state="skipped" if skipped else "pending",
            window_start=digest.window_start,
            window_end=digest.window_end,
            messages=() if skipped else slack.messages(digest, chart_file=picture),
        )
        await room.write(
            room.store.outbox.prepare,
            delivery,
            digest=jsonform.as_json(digest) | ({"chart_file": picture} if picture else {}),
            stories=[(story.id, story.item_id) for story in digest.stories],
            now=room.clock(),
        )

    async def _picture(self, digest: Digest, workspace: Workspace) -> str:
        """Slack's id of the round-up's uploaded chart; "" for none: the digest then says in words what it shows."""
        if not wording.known_weeks(digest.trend) or not self._room.config.secrets.connects:
            return ""
        try:
            alt = shorten(chart.alt_text(digest.trend), ALT_CHARS)
            async with self._room.workspaces.client(workspace) as client:
                return await upload(client, f"{digest.id}.png", chart.png(digest.trend), alt)
        except DigestbotError as error:
            log.warning("chart.left_out digest=%s reason=%s", digest.id, error)
            return ""
