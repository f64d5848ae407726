"""Works through the outbox: intent on disk, post, receipt on disk; after a doubt it looks before it posts again.

A message is split, or sent as text alone, only where Slack refuses it as it is. It never decides what is due.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from slack_sdk.web.async_client import AsyncWebClient

from digestbot.deliver.amending import amend, blocks
from digestbot.deliver.calls import CallError, LimitedError, LostReplyError, RefusedError, answer
from digestbot.deliver.lookup import Lookup, Sleep, metadata
from digestbot.deliver.turns import turn
from digestbot.deliver.verdicts import BAD_BLOCKS, SHORT_WAIT, SHORT_WAITS, TOO_LONG, judge
from digestbot.errors import DigestbotError
from digestbot.render.escaping import inert
from digestbot.render.slack import plain_fallback, split_smaller, without_pictures
from digestbot.store import Store
from digestbot.types import Delivery, Message
from digestbot.workspace import HOME, Workspace, local
from digestbot.writer import Writer

log = logging.getLogger(__name__)

PACE = timedelta(seconds=1)  # between posts to one channel: Slack's rate
GLANCE = 2.0  # seconds after a lost reply, or a crash, until the channel is looked at


class Deliverer:
    """Delivers what one store's outbox holds for one workspace. ``admin_channel`` is an address of it."""

    def __init__(
        self,
        store: Store,
        write: Writer,
        client: AsyncWebClient,
        *,
        admin_channel: str | None,
        clock: Callable[[], datetime],
        sleep: Sleep = asyncio.sleep,
        workspace: Workspace = HOME,
    ) -> None:
        self._store = store
        self._workspace = workspace
        self._outbox = store.outbox
        self._write = write
        self._client = client
        self._admins = admin_channel
        self._clock = clock
        self._sleep = sleep
        self._lookup = Lookup(client, sleep)
        self._posted_at: dict[str, datetime] = {}

    async def deliver_due(self) -> list[Delivery]:
        """Send all that is due, oldest first in each channel; returns each as it stands now.

        A delivery that fails waits or is given up, reported to the admins' channel, and stops no other.
        """
        done: dict[str, Delivery] = {}
        async with turn(self._store.path, self._workspace):
            while True:  # again, because giving up puts a report into the outbox
                due = await self._write(self._outbox.due, self._clock())
                ours = (one for one in due if self._workspace.holds(one.channel) and one.digest_id not in done)
                fresh = sorted(ours, key=lambda one: one.channel)
                if not fresh:
                    return list(done.values())
                queues = [list(group) for _, group in groupby(fresh, key=lambda one: one.channel)]
                results = await asyncio.gather(*map(self._channel, queues), return_exceptions=True)
                for result in results:
                    if isinstance(result, BaseException):
                        raise result
                    done.update((one.digest_id, one) for one in result)

    async def amend(self, delivery: Delivery, messages: Sequence[Message]) -> None:
        """Edit a posted digest in place; messages beyond those posted are not added. Raises DeliveryError."""
        await amend(self._client, self._lookup, delivery, messages, self._sleep)

    async def _channel(self, queue: Sequence[Delivery]) -> list[Delivery]:
        return [await self._one(delivery) for delivery in queue]

    async def _one(self, delivery: Delivery) -> Delivery:
        try:
            return await self._whole(delivery)
        except DigestbotError as error:  # the database refused, perhaps: the next run finds it as it stands
            log.error("delivery.broken digest=%s reason=%s", delivery.digest_id, error)
            return delivery

    async def _whole(self, delivery: Delivery) -> Delivery:
        """Every part that is not there yet, then the link, then done."""
        for part in range(delivery.next_part, len(delivery.messages)):
            there: dict[str, str] = {}  # the part's pieces that are in the channel for certain
            looking = delivery.state == "sending"
            try:
                if looking:
                    await self._sleep(GLANCE)
                    there.update(await self._lookup.pieces(delivery, part))
                    looking = False
                delivery = await self._write(self._outbox.mark_sending, delivery.digest_id)
                ts, channel = await self._part(delivery, part, there)
            except CallError as error:
                return await self._held(
                    delivery, part, error, certain=not (looking or there or isinstance(error, LostReplyError))
                )
            delivery = await self._write(
                self._outbox.mark_part_sent, delivery.digest_id, part, ts=ts, channel_id=channel or None
            )
        await self._keep_link(delivery)
        done = await self._write(self._outbox.mark_sent, delivery.digest_id, self._clock())
        log.info("delivery.sent digest=%s channel=%s parts=%d", done.digest_id, done.channel, done.next_part)
        return done

    async def _part(self, delivery: Delivery, part: int, there: dict[str, str]) -> tuple[str, str]:
        """Post what is missing of one part; its first ts and the channel's id. ``there`` grows with each piece."""
        waiting = deque([("", delivery.messages[part])])
        main, channel, first = delivery.ts, delivery.channel_id or "", ""
        while waiting:
            piece, message = waiting.popleft()
            if piece not in there and any(other.startswith(piece) for other in there):
                waiting.extendleft(reversed(_halves(piece, message)))  # refused whole before, and split
                continue
            if piece not in there:
                try:
                    there[piece], channel = await self._post(delivery, part, piece, message, main)
                except RefusedError as error:
                    if error.code not in TOO_LONG | BAD_BLOCKS or not message.blocks:
                        raise
                    log.warning("message.refused digest=%s part=%d reason=%s", delivery.digest_id, part, error.code)
                    halves = _halves(piece, message) if error.code in TOO_LONG else []
                    # A file that Slack cannot show yet, or any more, must not cost the message its form.
                    bare = without_pictures(message)
                    simpler = bare if bare != message else plain_fallback(message)
                    waiting.extendleft(reversed(halves or [(piece, simpler)]))
                    continue
            main, first = main or there[piece], first or there[piece]
        return first, channel

    async def _post(
        self, delivery: Delivery, part: int, piece: str, message: Message, main: str | None
    ) -> tuple[str, str]:
        """One post, its ts and the channel's id. Raises CallError; LostReplyError only when it is not seen."""
        for waits in range(SHORT_WAITS + 1):
            await self._pace(delivery.channel)
            try:
                found = await answer(
                    self._client.chat_postMessage(
                        channel=delivery.channel_id or local(delivery.channel),
                        text=message.text,
                        blocks=blocks(message),
                        thread_ts=main if main is not None and (message.in_thread or piece) else None,
                        metadata=metadata(delivery.digest_id, part, piece),
                        unfurl_links=False,
                        unfurl_media=False,
                    )
                )
            except LimitedError as error:
                if error.seconds > SHORT_WAIT or waits == SHORT_WAITS:
                    raise
                await self._sleep(error.seconds)
            except LostReplyError:
                ts = await self._glance(delivery, part, piece)
                if ts is None:
                    raise
                return ts, delivery.channel_id or await self._lookup.channel_id(local(delivery.channel))
            else:
                return str(found["ts"]), str(found["channel"])
        raise AssertionError("the last round returns or raises")

    async def _glance(self, delivery: Delivery, part: int, piece: str) -> str | None:
        """Whether a post whose reply was lost is there already; not seeing it proves nothing yet."""
        await self._sleep(GLANCE)
        try:
            return (await self._lookup.pieces(delivery, part)).get(piece)
        except CallError as error:
            log.info("glance.failed digest=%s reason=%s", delivery.digest_id, error)
            return None

    async def _pace(self, channel: str) -> None:
        last = self._posted_at.get(channel)
        if last is not None and (wait := PACE - (self._clock() - last)) > timedelta(0):
            await self._sleep(wait.total_seconds())
        self._posted_at[channel] = self._clock()

    async def _held(self, delivery: Delivery, part: int, error: CallError, *, certain: bool) -> Delivery:
        """Put it off or give it up. ``certain``: nothing of this part is in the channel."""
        verdict = judge(error, delivery.attempts - part)
        log.warning("delivery.held digest=%s part=%d reason=%s", delivery.digest_id, part, verdict.reason)
        again = self._clock() + verdict.wait
        if verdict.give_up:
            kept = await self._write(self._outbox.mark_failed, delivery.digest_id, verdict.reason, give_up=True)
            await self._report(delivery, verdict.reason, certain=certain and part == 0)
            return kept
        mark = self._outbox.mark_failed if certain else self._outbox.mark_doubt
        return await self._write(mark, delivery.digest_id, verdict.reason, not_before=again)

    async def _report(self, delivery: Delivery, reason: str, *, certain: bool) -> None:
        """A line to the admins, through the outbox as everything else; none about their own channel."""
        log.error("delivery.given_up digest=%s channel=%s reason=%s", delivery.digest_id, delivery.channel, reason)
        if self._admins is None or delivery.channel == self._admins:
            return
        what = "was not posted" if certain else "may have been posted in part only"
        name = local(delivery.channel)
        text = f"The digest {delivery.digest_id} for {name} {what}. {reason}. It is kept in state/digests/."
        now = self._clock()
        notice = Delivery(
            digest_id=f"{delivery.digest_id}-failed",
            channel=self._admins,
            kind="alert",
            state="pending",
            window_start=now,
            window_end=now,
            messages=(Message(inert(text), ()),),
        )
        await self._write(self._outbox.prepare, notice, now=now)

    async def _keep_link(self, delivery: Delivery) -> None:
        """Slack's own link to the digest, for "update to" marks; a digest without one is still delivered."""
        if delivery.ts is None or delivery.channel_id is None:
            return
        try:
            request = self._client.chat_getPermalink(channel=delivery.channel_id, message_ts=delivery.ts)
            found = await answer(request)
        except CallError as error:
            log.info("permalink.missing digest=%s reason=%s", delivery.digest_id, error)
            return
        await self._write(self._outbox.set_permalink, delivery.digest_id, str(found["permalink"]))


def _halves(piece: str, message: Message) -> list[tuple[str, Message]]:
    """Smaller messages with names that extend the whole's; none when it cannot be split."""
    smaller = split_smaller(message)
    return [(f"{piece}{number}", one) for number, one in enumerate(smaller)] if len(smaller) > 1 else []
