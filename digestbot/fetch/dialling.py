"""Turns a host name into sockets to addresses that the guard let pass, and into no others.

The guard stands in two places: names lose their refused addresses when they are resolved, and every socket is judged
once more by the very address it is about to dial, so that neither a changing name server nor a literal slips past.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

Judge = Callable[[str], str | None]
"""An IP address in, why it may not be dialled out; None: it may."""

DNS_CACHE_S = 60  # long enough for the pages of one host in one round, short enough to follow a move
KEEP_ALIVE_S = 15.0  # aiohttp's default: a round is over by then


class RefusedAddressError(OSError):
    """The guard said no. An ``OSError``, so that aiohttp carries it to the seam in ``causes`` as it does others."""

    def __init__(self, host: str, ip: str, why: str) -> None:
        super().__init__(f"{ip} {why}" if host == ip else f"{host} leads to {ip}, which {why}")


class SystemResolver(AbstractResolver):
    """The system's name service, asked in threads of its own: a dead name server must not starve other threads."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="digestbot-dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
        )
        return [
            ResolveResult(
                hostname=host, host=str(address[0]), port=port, family=kind, proto=proto, flags=socket.AI_NUMERICHOST
            )
            for kind, _, proto, _, address in found
        ]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class GuardedResolver(AbstractResolver):
    """Another resolver's answers without the addresses that ``judge`` refuses; raises when none is left."""

    def __init__(self, inner: AbstractResolver, judge: Judge) -> None:
        self._inner = inner
        self._judge = judge

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        answers = await self._inner.resolve(host, port, family)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        verdicts = [(answer, self._judge(answer["host"])) for answer in answers]
        allowed = [answer for answer, why in verdicts if why is None]
        if not allowed:
            answer, why = verdicts[0]
            raise RefusedAddressError(host, answer["host"], why or "")
        return allowed

    async def close(self) -> None:
        await self._inner.close()


def guarded_connector(
    resolver: AbstractResolver, judge: Judge, *, limit: int, tls: ssl.SSLContext | None
) -> aiohttp.TCPConnector:
    """A connector whose every socket was judged by the address it dials."""

    def open_socket(address: tuple[Any, ...]) -> socket.socket:
        family, kind, proto, _, where = address
        if (why := judge(where[0])) is not None:
            raise RefusedAddressError(where[0], where[0], why)
        return socket.socket(family=family, type=kind, proto=proto)

    return aiohttp.TCPConnector(
        resolver=GuardedResolver(resolver, judge),
        socket_factory=open_socket,
        ssl=tls if tls is not None else True,
        limit=limit,
        ttl_dns_cache=DNS_CACHE_S,
        keepalive_timeout=KEEP_ALIVE_S,
    )
