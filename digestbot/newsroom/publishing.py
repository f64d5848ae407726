"""Digests that are due → composed, kept in the outbox, written to ``state/digests/`` and sent: to Slack where a token
is set, else to whoever listens here (the terminal of ``run``).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from digestbot.deliver import Deliverer, web_client
from digestbot.digest.alerts import matches
from digestbot.newsroom.editor import Editor
from digestbot.newsroom.room import Room
from digestbot.render import jsonform, slack
from digestbot.types import Channel, Delivery, Digest, Item, Message

log = logging.getLogger(__name__)

FOLDER = "digests"
FORMS = {"html": "html", "txt": "text", "md": "markdown", "json": "json", "slack.json": "slack", "atom": "atom"}
ALERTED = "alerts.last_item"  # note in the store: the newest item that alerts have looked at
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
            window = await room.write(self._editor.due, channel, now)
            if window is not None:
                await self._put(channel, await room.write(self._editor.daily, channel, window, now))
            if await room.write(self._editor.weekly_is_due, channel, now):
                await self._put(channel, await room.write(self._editor.weekly, channel, now))
        return await self._send()

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
        quiet = digest.kind == "daily" and len(digest.stories) < channel.min_stories and not digest.deadlines
        skipped = quiet and channel.quiet_day == "skip"
        delivery = Delivery(
            digest_id=digest.id,
            channel=channel.channel,
            kind=digest.kind,
            state="skipped" if skipped else "pending",
            window_start=digest.window_start,
            window_end=digest.window_end,
            messages=() if skipped else slack.messages(digest),
        )
        await room.write(
            room.store.outbox.prepare,
            delivery,
            digest=jsonform.as_json(digest),
            stories=[(story.id, story.item_id) for story in digest.stories],
            now=room.clock(),
        )
        await self.write(digest, room.state_folder / FOLDER)
        if not skipped and room.config.secrets.bot_token is None:
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
        items, last = await room.write(self._unlooked)
        told = 0
        for channel in room.config.channels:
            for item in items:
                phrase = matches(item, channel.alerts)
                if phrase is not None and await room.write(self._alert, channel, item, phrase):
                    told += 1
        if last is not None:
            await room.write(room.store.notes.put, ALERTED, last)
        if told:
            await self._send()
        return told

    def _unlooked(self) -> tuple[list[Item], int | None]:
        """Relevant news stored since alerts last looked, oldest first, and the newest item's id."""
        store = self._room.store
        noted = store.notes.get(ALERTED)
        newest = store.items.newest_id()
        if not isinstance(noted, int):  # the first look ever: everything there is archive
            return [], newest
        return store.items.news_after(noted, ALERT_ITEMS), newest

    def _alert(self, channel: Channel, item: Item, phrase: str) -> bool:
        """In the database thread: one alert into the outbox, unless the story has been told there."""
        store, now = self._room.store, self._room.clock()
        if store.outbox.was_told(channel.channel, item.story_id) is not None:
            return False
        messages: tuple[Message, ...] = slack.alert(item, phrase)
        delivery = Delivery(
            digest_id=f"{channel.channel}-alert-{item.story_id}",
            channel=channel.channel,
            kind="alert",
            state="pending",
            window_start=now,
            window_end=now,
            messages=messages,
        )
        store.outbox.prepare(delivery, stories=[(item.story_id, item.id)], now=now)
        return True

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
            messages=slack.notice(text),
        )
        await room.write(room.store.outbox.prepare, delivery, now=now)
        await self._send()
