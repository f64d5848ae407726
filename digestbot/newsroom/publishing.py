"""Digests that are due → composed, kept in the outbox, written to ``state/digests/`` and sent: to Slack where a token
is set, else to whoever listens here (the terminal of ``run``).
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

from digestbot.deliver import Deliverer, web_client
from digestbot.digest import alerts, quiet
from digestbot.digest.window import Window
from digestbot.errors import DigestbotError, StoreError
from digestbot.newsroom.editor import Editor
from digestbot.newsroom.room import Room
from digestbot.render import jsonform, slack, slack_answers
from digestbot.types import Channel, Delivery, Digest, Item

log = logging.getLogger(__name__)

FOLDER = "digests"
FORMS = {"html": "html", "txt": "text", "md": "markdown", "json": "json", "slack.json": "slack", "atom": "atom"}
ALERTED = "alerts.last_item"  # note in the store: the newest item that alerts have looked at
ALERTS_LOOKED = 50  # latest deliveries of a channel among which the last hour's alerts are counted
ALERT_ITEMS = 1000  # items looked at in one go; the next round looks at the rest


class Publishing:
    """Sends what is due, once. ``say`` gets each digest when no Slack is connected."""

    def __init__(self, room: Room, editor: Editor) -> None:
        self._room = room
        self._editor = editor
        self._composing = asyncio.Lock()  # the round and a channel's own hour may fall together
        self._sending = asyncio.Lock()
        self.say: Callable[[Digest], None] = lambda _: None

    async def deliver_due(self) -> list[Delivery]:
        """Compose every digest whose hour has come, and send all that is in the outbox. Raises StoreError."""
        room = self._room
        async with self._composing:
            for channel in room.config.channels:
                try:
                    await self._compose_due(channel)
                except StoreError:
                    raise
                except Exception as error:  # one channel's digest must not cost the others theirs
                    log.exception("digest.broken channel=%s", channel.channel)
                    await self.alarm(f"The digest for {channel.channel} could not be made: {error}")
        return await self._send()

    async def _compose_due(self, channel: Channel) -> None:
        room = self._room
        now = room.clock()
        window = await room.write(self._due, channel, now)
        if window is not None:
            digest = await room.write(self._editor.daily, channel, window, now)
            if await room.write(self._outcome, channel, digest) != "wait":
                await self._put(channel, digest)
        if await room.write(self._editor.weekly_is_due, channel, now):
            await self._put(channel, await room.write(self._editor.weekly, channel, now))

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
        """Into the outbox, before anything is written or sent."""
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
        await room.write(
            room.store.outbox.prepare,
            delivery,
            digest=jsonform.as_json(digest),
            stories=[(story.id, story.item_id) for story in digest.stories],
            now=room.clock(),
        )

    async def write(self, digest: Digest, folder: Path) -> list[Path]:
        """The digest in every shape, as files named for channel and day; returns their paths.

        Raises DigestbotError when the folder cannot be written.
        """

        def save() -> list[Path]:
            files = _files(digest.id, folder)
            try:
                folder.mkdir(parents=True, exist_ok=True)
                for form, file in files.items():
                    part = file.with_name(f"{file.name}.part")  # a full disk must not leave half a page
                    part.write_text(self._editor.rendered(digest, form), encoding="utf-8")
                    part.replace(file)
            except OSError as error:
                raise DigestbotError(f"{folder} cannot be written: {error.strerror}") from error
            return list(files.values())

        return await self._room.write(save)

    async def _send(self) -> list[Delivery]:
        """Everything in the outbox that is due: first into files, then to Slack, or else to whoever listens here.

        A digest that a crash left in the outbox is read back from there, so that it gets its files all the same.
        """
        room = self._room
        token = room.config.secrets.bot_token
        async with self._sending:
            due = await room.write(room.store.outbox.due, room.clock())
            digests = {one.digest_id: await self._composed(one) for one in due if one.kind != "alert"}
            for digest in digests.values():
                if digest is not None:
                    await self._keep_files(digest)
            if token is None:
                return [await self._tell_here(one, digests.get(one.digest_id)) for one in due]
            settings = room.config.settings.slack
            async with AsyncExitStack() as stack:
                client = web_client(token, settings.api_url)
                if client.session is not None:
                    stack.push_async_callback(client.session.close)
                deliverer = Deliverer(
                    room.store, room.write, client, admin_channel=settings.admin_channel, clock=room.clock
                )
                return await deliverer.deliver_due()

    async def _composed(self, delivery: Delivery) -> Digest | None:
        """The digest of a delivery as it was composed; None when what is kept cannot be read."""
        kept: Any = await self._room.write(self._room.store.outbox.digest, delivery.digest_id)
        try:
            return jsonform.from_json(kept)
        except (KeyError, TypeError, ValueError) as error:  # its messages are kept apart, and go out all the same
            log.error("digest.unreadable id=%s reason=%s", delivery.digest_id, error)
            return None

    async def _keep_files(self, digest: Digest) -> None:
        """The digest's files, unless they are there; a full disk is reported and does not hold up the digest."""
        folder = self._room.state_folder / FOLDER
        if all(file.exists() for file in _files(digest.id, folder).values()):
            return
        try:
            await self.write(digest, folder)
        except DigestbotError as error:
            await self._put_alarm(f"The files of {digest.id} are missing: {error}")

    async def _tell_here(self, delivery: Delivery, digest: Digest | None) -> Delivery:
        """Without Slack the files and the terminal are the delivery."""
        if digest is not None:
            self.say(digest)
        else:
            log.info("told channel=%s text=%s", delivery.channel, " ".join(one.text for one in delivery.messages))

        def mark() -> Delivery:
            outbox = self._room.store.outbox
            for part in range(delivery.next_part, len(delivery.messages)):
                outbox.mark_sending(delivery.digest_id)
                outbox.mark_part_sent(delivery.digest_id, part)
            return outbox.mark_sent(delivery.digest_id, self._room.clock())

        return await self._room.write(mark)

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
        if not isinstance(noted, int):  # the first look ever: everything there is archive
            return [], newest
        items = store.items.news_after(noted, ALERT_ITEMS)
        return items, items[-1].id if len(items) == ALERT_ITEMS else newest

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
        """Tell the admins that something failed: in their channel where there is one, in the log in any case.

        Raises nothing of ours: it is called where something has failed already.
        """
        try:
            if await self._put_alarm(text):
                await self._send()
        except DigestbotError as error:
            log.error("alarm.not_sent reason=%s", error)

    async def _put_alarm(self, text: str) -> bool:
        """Log it, and put it into the outbox where admins have a channel; whether it is there."""
        room = self._room
        settings = room.config.settings.slack
        log.error("alarm %s", text)
        if room.config.secrets.bot_token is None or settings.admin_channel is None:
            return False
        now: datetime = room.clock()
        delivery = Delivery(
            digest_id=f"alarm-{now:%Y-%m-%dT%H}-{crc32(text.encode()):08x}",  # the same alarm once an hour
            channel=settings.admin_channel,
            kind="alert",
            state="pending",
            window_start=now,
            window_end=now,
            messages=slack_answers.notice(text),
        )
        await room.write(room.store.outbox.prepare, delivery, now=now)
        return True


def _files(digest_id: str, folder: Path) -> dict[str, Path]:
    """Form → file. The channel's name comes from a file that people edit: only letters, digits and hyphens of it are
    used.
    """
    name = re.sub(r"[^\w-]+", "-", digest_id).strip("-") or "digest"
    return {form: folder / f"{name}.{suffix}" for suffix, form in FORMS.items()}
