"""What is in the outbox → files in ``state/digests/`` and Slack where a token is set, else whoever listens here (the
terminal of ``run``). Composes nothing.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32

from digestbot.deliver import Deliverer
from digestbot.deliver.calls import CallError
from digestbot.errors import DigestbotError
from digestbot.newsroom.editor import Editor
from digestbot.newsroom.room import Room
from digestbot.render import jsonform, slack_answers
from digestbot.types import Channel, Delivery, Digest
from digestbot.workspace import HOME, Workspace, workspace_of

log = logging.getLogger(__name__)

FOLDER = "digests"
FORMS = {"html": "html", "txt": "text", "md": "markdown", "json": "json", "slack.json": "slack", "atom": "atom"}


class Sending:
    """Sends what the outbox holds, once. ``say`` gets each digest when no Slack is connected."""

    def __init__(self, room: Room, editor: Editor) -> None:
        self._room = room
        self._editor = editor
        self._sending = asyncio.Lock()
        self.say: Callable[[Digest], None] = lambda _: None

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

    async def send(self) -> list[Delivery]:
        """Everything in the outbox that is due: first into files, then to Slack, or else to whoever listens here.

        A digest that a crash left in the outbox is read back from there, so that it gets its files all the same.
        """
        room = self._room
        async with self._sending:
            due = await room.write(room.store.outbox.due, room.clock())
            digests = {one.digest_id: await self.composed(one) for one in due if one.kind != "alert"}
            for digest in digests.values():
                if digest is not None:
                    await self._keep_files(digest)
            if not room.config.secrets.connects:
                return [await self._tell_here(one, digests.get(one.digest_id)) for one in due]
            # Each workspace by itself: one that Slack slows down, or that is gone, holds up no other.
            there = sorted({workspace_of(one.channel).team for one in due})
            done = await asyncio.gather(*(self._deliver(Workspace(team)) for team in there))
            return [delivery for deliveries in done for delivery in deliveries]

    async def _deliver(self, workspace: Workspace) -> list[Delivery]:
        """What is due in one workspace; where the app is not installed it waits in the outbox."""
        try:
            async with self.deliverer(workspace) as deliverer:
                return await deliverer.deliver_due()
        except CallError as error:
            log.warning("workspace.waits team=%s reason=%s", workspace.team or "home", error)
            return []

    @asynccontextmanager
    async def deliverer(self, workspace: Workspace) -> AsyncIterator[Deliverer]:
        """The one that posts and edits in a workspace. Raises CallError where the app is not installed."""
        room = self._room
        async with room.workspaces.client(workspace) as client:
            admins = await self.admin_address(workspace)
            yield Deliverer(room.store, room.write, client, admin_channel=admins, clock=room.clock, workspace=workspace)

    async def channels(self) -> list[Channel]:
        """The channels of workspaces in which the app is installed; those of others wait until it is again."""
        channels = self._room.config.channels
        away = await self.away(channel.channel for channel in channels)
        return [channel for channel in channels if workspace_of(channel.channel) not in away]

    async def away(self, addresses: Iterable[str]) -> set[Workspace]:
        """Of the workspaces of some addresses, those in which the app is not installed: nothing is made for them."""
        room = self._room
        if not room.config.secrets.connects:  # everything goes to files and the terminal
            return set()
        there = {workspace_of(address) for address in addresses}
        return {one for one in there if not await room.workspaces.installed(one)}

    async def admin_address(self, workspace: Workspace) -> str | None:
        """Where a workspace's admins are told: at home the settings' channel, elsewhere whoever installed the app."""
        if workspace == HOME:
            return self._room.config.settings.slack.admin_channel
        installer = await self._room.workspaces.installer(workspace)
        return workspace.address(installer) if installer else None

    async def composed(self, delivery: Delivery) -> Digest | None:
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

    async def alarm(self, text: str) -> None:
        """Tell the admins that something failed: in their channel where there is one, in the log in any case.

        Raises nothing of ours: it is called where something has failed already.
        """
        try:
            if await self._put_alarm(text):
                await self.send()
        except DigestbotError as error:
            log.error("alarm.not_sent reason=%s", error)

    async def _put_alarm(self, text: str) -> bool:
        """Log it, and put it into the outbox where admins have a channel; whether it is there."""
        room = self._room
        settings = room.config.settings.slack
        log.error("alarm %s", text)
        if not room.config.secrets.connects or settings.admin_channel is None:
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
