"""A posted digest → the same messages reading otherwise, edited in place. Posts none."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from digestbot.deliver.calls import CallError, LimitedError, answer
from digestbot.deliver.lookup import Lookup, Sleep, metadata
from digestbot.deliver.verdicts import SHORT_WAIT, SHORT_WAITS
from digestbot.errors import DeliveryError
from digestbot.types import Delivery, Message
from digestbot.workspace import local

log = logging.getLogger(__name__)


async def amend(
    client: AsyncWebClient, lookup: Lookup, delivery: Delivery, messages: Sequence[Message], sleep: Sleep
) -> None:
    """Messages beyond those posted are not added. Raises DeliveryError, whose cause is the CallError."""
    if delivery.ts is None or delivery.channel_id is None:
        raise DeliveryError(delivery.channel, f"{delivery.digest_id} was never posted")
    try:
        there = {(0, ""): delivery.ts} if len(messages) == 1 else await lookup.parts(delivery)
        for part, message in enumerate(messages):
            ts = there.get((part, ""))
            if ts is None:
                log.warning("amend.part_missing digest=%s part=%d", delivery.digest_id, part)
                continue
            await _update(client, delivery, part, ts, message, sleep)
    except CallError as error:
        raise DeliveryError(delivery.channel, str(error)) from error


async def _update(
    client: AsyncWebClient, delivery: Delivery, part: int, ts: str, message: Message, sleep: Sleep
) -> None:
    """One edit; a short wait that Slack asks for is waited out. Raises CallError."""
    for waits in range(SHORT_WAITS + 1):
        request = client.chat_update(
            channel=delivery.channel_id or local(delivery.channel),
            ts=ts,
            text=message.text,
            blocks=blocks(message),
            metadata=metadata(delivery.digest_id, part, ""),
        )
        try:
            await answer(request)
        except LimitedError as error:
            if error.seconds > SHORT_WAIT or waits == SHORT_WAITS:
                raise
            await sleep(error.seconds)
        else:
            return


def blocks(message: Message) -> list[dict[str, Any]] | None:
    """A message's blocks as slack_sdk takes them; None for text alone."""
    return [dict(block) for block in message.blocks] or None
