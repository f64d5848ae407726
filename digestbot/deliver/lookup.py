"""Channel and digest id → which of its messages are there, by the metadata they were posted with. Posts nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from digestbot.deliver.calls import LimitedError, RefusedError, answer
from digestbot.types import Delivery
from digestbot.workspace import local

EVENT_TYPE = "digestbot_digest"
Sleep = Callable[[float], Awaitable[object]]
Page = Callable[[str | None], Awaitable[AsyncSlackResponse]]

SKEW = timedelta(minutes=5)  # by how much Slack's clock and ours may differ
PAGE = 100  # messages asked for at once; apps of the strictest tier are given 15
CHANNELS_PAGE = 200  # Slack's own advice
# Seconds a look-up may wait for the strictest tier (one page a minute) before it is put off: five pages.
PATIENCE = 300.0
_ID = re.compile(r"[CGD][A-Z0-9]+")  # a name has no capitals
_PERSON = re.compile(r"[UW][A-Z0-9]+")


def metadata(digest_id: str, part: int, piece: str) -> dict[str, Any]:
    """What a message carries so that it can be found again. ``piece`` is "" unless Slack wanted the part smaller."""
    payload: dict[str, Any] = {"digest_id": digest_id, "part": part}
    if piece:
        payload["piece"] = piece
    return {"event_type": EVENT_TYPE, "event_payload": payload}


class Lookup:
    """Looks at one workspace. Every method raises CallError."""

    def __init__(self, client: AsyncWebClient, sleep: Sleep = asyncio.sleep) -> None:
        self._client = client
        self._sleep = sleep
        self._ids: dict[str, str] = {}

    async def pieces(self, delivery: Delivery, part: int) -> dict[str, str]:
        """The pieces of one part that are in the channel, each with its ts."""
        return {piece: ts for (number, piece), ts in (await self.parts(delivery)).items() if number == part}

    async def parts(self, delivery: Delivery) -> dict[tuple[int, str], str]:
        """Every message of the digest that is there: (part, piece) → ts."""
        channel = delivery.channel_id or await self.channel_id(local(delivery.channel))
        found: dict[tuple[int, str], str] = {}
        main = delivery.ts
        if main is None:
            oldest = str((delivery.window_end - SKEW).timestamp())

            async def history(cursor: str | None) -> AsyncSlackResponse:
                return await self._client.conversations_history(
                    channel=channel, oldest=oldest, include_all_metadata=True, limit=PAGE, cursor=cursor
                )

            async for message in self._each(history, "messages"):
                key = _key(message, delivery.digest_id)
                if key is not None:  # only the main message stands in the channel itself
                    main = str(message["ts"])
                    found[key] = main
                    break
        if main is None:
            return found

        async def replies(cursor: str | None) -> AsyncSlackResponse:
            return await self._client.conversations_replies(
                channel=channel, ts=main, include_all_metadata=True, limit=PAGE, cursor=cursor
            )

        async for message in self._each(replies, "messages"):
            key = _key(message, delivery.digest_id)
            if key is not None:
                found[key] = str(message["ts"])
        return found

    async def channel_id(self, channel: str) -> str:
        """The id of a channel of ours by name, or of our messages with a person.

        Raises RefusedError when we are in no channel of that name.
        """
        if _ID.fullmatch(channel):
            return channel
        if _PERSON.fullmatch(channel):
            return str((await answer(self._client.conversations_open(users=channel)))["channel"]["id"])
        name = channel.removeprefix("#")
        if name not in self._ids:

            async def ours(cursor: str | None) -> AsyncSlackResponse:
                return await self._client.users_conversations(
                    types="public_channel,private_channel", exclude_archived=True, limit=CHANNELS_PAGE, cursor=cursor
                )

            async for one in self._each(ours, "channels"):
                self._ids[str(one.get("name"))] = str(one["id"])
        if name not in self._ids:
            raise RefusedError("channel_not_found")
        return self._ids[name]

    async def _each(self, page: Page, key: str) -> AsyncIterator[Mapping[str, Any]]:
        """The objects of every page, waiting where Slack says so, up to ``PATIENCE``."""
        cursor: str | None = None
        waited = 0.0
        while True:
            try:
                found = await answer(page(cursor))
            except LimitedError as error:
                waited += error.seconds
                if waited > PATIENCE:
                    raise
                await self._sleep(error.seconds)
                continue
            for one in found.get(key) or ():
                yield one
            cursor = (found.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return


def _key(message: Mapping[str, Any], digest_id: str) -> tuple[int, str] | None:
    found = message.get("metadata") or {}
    payload = found.get("event_payload") or {}
    if found.get("event_type") != EVENT_TYPE or payload.get("digest_id") != digest_id:
        return None
    return int(payload.get("part", 0)), str(payload.get("piece", ""))
