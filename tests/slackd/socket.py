"""Slack's end of Socket Mode: hello, envelopes and their acks, disconnect, and vanishing without a word."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web

from slackd.workspace import Json


class Socket:
    """The app's open connections. ``acks`` counts the acks of each envelope."""

    def __init__(self) -> None:
        self.connections: list[web.WebSocketResponse] = []
        self.opened = 0
        self.acks: dict[str, list[Json]] = {}
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections.append(socket)
        self.opened += 1
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.connections),
                "connection_info": {"app_id": "A1"},
                "debug_info": {"host": "slackd", "approximate_connection_time": 18060},
            }
        )
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._acked(json.loads(message.data))
        finally:
            if socket in self.connections:
                self.connections.remove(socket)
        return socket

    def _acked(self, message: Json) -> None:
        id_ = message.get("envelope_id", "")
        self.acks.setdefault(id_, []).append(message)
        future = self._waiting.pop(id_, None)
        if future is not None and not future.done():
            future.set_result(message.get("payload") or {})

    async def send(self, envelope: str, kind: str, payload: Json, number: int, within: float) -> Json | None:
        """One envelope down one connection; the payload of its ack, or None when there is none in time."""
        assert self.connections, "the app is not connected"
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = future
        message: dict[str, Any] = {
            "envelope_id": envelope,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        if number:
            message |= {"retry_attempt": number, "retry_reason": "timeout"}
        await self.connections[-1].send_json(message)
        try:
            return await asyncio.wait_for(future, within)
        except TimeoutError:
            return None

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to be replaced, then close it."""
        for socket in list(self.connections):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "slackd"}})
        gone, self.connections = self.connections, []
        for socket in gone:
            await socket.close()

    def vanish(self) -> None:
        """Cut every connection without a closing word, as a dying server does."""
        gone, self.connections = self.connections, []
        for socket in gone:
            transport = socket._req.transport if socket._req is not None else None
            if transport is not None:
                transport.abort()
