"""Digests that are due → composed, kept in the outbox, written to ``state/digests/`` and sent: to Slack where a token
is set, else to whoever listens here (the terminal of ``run``).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from digestbot.deliver import Deliverer, web_client
from digestbot.digest import alerts, quiet
from digestbot.digest.window import Window
from digestbot.newsroom.editor import Editor
from digestbot.newsroom.room import Room
from digestbot.render import jsonform, slack, slack_answers
from digestbot.types import Channel, Delivery, Digest, Item

log = logging.getLogger(__name__)

FOLDER = "digests"
FORMS = {"html": "html", "txt": "text", "md": "markdown", "json": "json", "slack.json": "slack", "atom": "atom"}
ALERTED = "alerts.last_item"  # note in the store: the newest item that alerts have looked at
ALERTS_LOOKED = 50  # latest deliveries of a channel among which the last hour's alerts are counted
ALERT_ITEMS = 1000  # items looked at in one go; more in one round is a new source's archive, which is no news


class Publishing:
    """Sends what is due, once. ``say`` gets each digest when no Slack is connected."""

    def __init__(self, room: Room, editor: Editor) -> None:
        self._room = room
        self._editor = editor
        self.say: Callable[[Digest], None] = lambda _: None

    async def deliver_due(self) -> list[Delivery]:
        """Compose every digest whose hour has come, and send all that is in the outbox. Raises StoreError."""
        room = self._room
        for channel in room.config.channels:
            now = room.clock()
            window = await room.write(self._due, channel, now)
            if window is not None:
                digest = await room.write(self._editor.daily, channel, window, now)
                if await room.write(self._outcome, channel, digest) != "wait":
                    await self._put(channel, digest)
            if await room.write(self._editor.weekly_is_due, channel, now):
                await self._put(channel, await room.write(self._editor.weekly, channel, now))
        return await self._send()

    def _due(self, channel: Channel, now: datetime) -> Window | None:
        """The window to deliver now; None also when today's digest has been looked at and waits for more news."""
        window = self._editor.due(channel, now)
        held = self._held(channel)
        return None if window is not None and held.get("day") == window.day.isoformat() else window

    def _held(self, channel: Channel) -> dict[str, Any]:
        """Since when, and for how many delivery days, the channel's digest has been held back for more news."""
        found = self._room.store.notes.get(f"held {channel.channel}")
        return found if isinstance(found, dict) else {}

    def _outcome(self, channel: Channel, digest: Digest) -> str:
        held = self._held(channel)
        waited = int(held.get("days", 0))
        outcome = quiet.decide(digest, channel, waited)
        log.info("digest.decided id=%s action=%s reason=%s", digest.id, outcome.action, outcome.reason)
        key = f"held {channel.channel}"
        if outcome.action == "wait":
            self._room.store.notes.put(key, {"day": digest.date.isoformat(), "days": waited + 1})
        else:
            self._room.store.notes.remove(key)
        return outcome.action

    async def post(self, digest: Digest) -> Delivery:
        """Send one digest now, whatever the hour; a digest that was sent already is not sent again."""
        await self._put(self._room.channel(digest.channel), digest)
        await self._send()
        kept = await self._room.write(self._room.store.outbox.get, digest.id)
        assert kept is not None, "it was put there above"
        return kept

    async def _put(self, channel: Channel, digest: Digest) -> None:
        """Into the outbox and into files, before anything is sent."""
        room = self._room
        skipped = digest.kind == "daily" and quiet.decide(digest, channel).action == "skip"
        delivery = Delivery(
            digest_id=digest.id,
            channel=channel.channel,
            kind=digest.kind,
            state="skipped" if skipped else "pending",
            window_start=digest.window_start,
            window_end=digest.window_end,
            messages=() if skipped else slack.messages(digest, room.config.topics),
        )
        kept = await room.write(
            room.store.outbox.prepare,
            delivery,
            digest=jsonform.as_json(digest),
            stories=[(story.id, story.item_id) for story in digest.stories],
            now=room.clock(),
        )
        if kept.state != "pending" or kept.window_end != digest.window_end:
            return  # it was composed before, and that one stands
        await self.write(digest, room.state_folder / FOLDER)
        if room.config.secrets.bot_token is None:
            self.say(digest)

    async def write(self, digest: Digest, folder: Path) -> list[Path]:
        """The digest in every shape, as files named for channel and day; returns their paths."""
        # The channel's name comes from a file that people edit: only letters, digits and hyphens reach a file name.
        name = re.sub(r"[^\w-]+", "-", digest.id).strip("-") or "digest"
        texts = {suffix: self._editor.rendered(digest, form) for suffix, form in FORMS.items()}

        def save() -> list[Path]:
            folder.mkdir(parents=True, exist_ok=True)
            files = []
            for suffix, text in texts.items():
                file = folder / f"{name}.{suffix}"
                file.write_text(text, encoding="utf-8")
                files.append(file)
            return files

        return await self._room.write(save)

    async def _send(self) -> list[Delivery]:
        room = self._room
        token = room.config.secrets.bot_token
        if token is None:
            return await room.write(self._sent_here)
        settings = room.config.settings.slack
        async with AsyncExitStack() as stack:
            client = web_client(token, settings.api_url)
            if client.session is not None:
                stack.push_async_callback(client.session.close)
            deliverer = Deliverer(
                room.store, room.write, client, admin_channel=settings.admin_channel, clock=room.clock
            )
            return await deliverer.deliver_due()

    def _sent_here(self) -> list[Delivery]:
        """Without Slack the files and the terminal are the delivery: what is due has been sent."""
        outbox, now = self._room.store.outbox, self._room.clock()
        sent = []
        for delivery in outbox.due(now):
            for part in range(delivery.next_part, len(delivery.messages)):
                outbox.mark_sending(delivery.digest_id)
                outbox.mark_part_sent(delivery.digest_id, part)
            sent.append(outbox.mark_sent(delivery.digest_id, now))
        return sent

    async def alert_new(self) -> int:
        """Tell channels of new relevant articles that match their alert phrases; once a story. Returns how many."""
        room = self._room
        items, newest = await room.write(self._unlooked)
        told = 0
        for channel in room.config.channels:
            if items and channel.alerts:
                told += await room.write(self._alert, channel, items)
        await room.write(room.store.notes.put, ALERTED, newest)
        if told:
            await self._send()
        return told

    def _unlooked(self) -> tuple[list[Item], int]:
        """Relevant news stored since alerts last looked, oldest first, and the newest item's id."""
        store = self._room.store
        noted = store.notes.get(ALERTED)
        newest = store.items.newest_id()
        # The first look ever: everything there is archive.
        return (store.items.news_after(noted, ALERT_ITEMS) if isinstance(noted, int) else []), newest

    def _alert(self, channel: Channel, items: list[Item]) -> int:
        """In the database thread: the alerts of one round into the outbox; returns how many."""
        store, now = self._room.store, self._room.clock()
        hour = now - timedelta(hours=1)
        sent = sum(
            one.kind == "alert" and one.window_end > hour for one in store.outbox.recent(channel.channel, ALERTS_LOOKED)
        )
        told = frozenset(store.outbox.told(channel.channel, [item.story_id for item in items]))
        chosen = alerts.decide(items, channel, told_stories=told, sent_last_hour=sent, now=now)
        for one in chosen:
            log.info("alert.%s channel=%s item=%d reason=%s", one.action, channel.channel, one.item.id, one.reason)
        going = [one for one in chosen if one.action == "send"]
        for one in going:
            delivery = Delivery(
                digest_id=f"{channel.channel.lstrip('#')}-alert-{one.item.story_id}",
                channel=channel.channel,
                kind="alert",
                state="pending",
                window_start=now,
                window_end=now,
                messages=slack_answers.alert(one.item, one.phrase),
            )
            store.outbox.prepare(delivery, stories=[(one.item.story_id, one.item.id)], now=now)
        return len(going)

    async def alarm(self, text: str) -> None:
        """Tell the admins that something failed: in their channel where there is one, in the log in any case."""
        room = self._room
        settings = room.config.settings.slack
        log.error("alarm %s", text)
        if room.config.secrets.bot_token is None or settings.admin_channel is None:
            return
        now: datetime = room.clock()
        delivery = Delivery(
            digest_id=f"alarm-{now:%Y-%m-%dT%H}-{abs(hash(text)) % 10**8}",  # the same alarm once an hour
            channel=settings.admin_channel,
            kind="alert",
            state="pending",
            window_start=now,
            window_end=now,
            messages=slack_answers.notice(text),
        )
        await room.write(room.store.outbox.prepare, delivery, now=now)
        await self._send()
