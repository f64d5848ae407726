"""A small web under real names: one server on loopback that every name leads to, over http and https."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

import digestbot
from digestbot.fetch import Fetcher
from digestbot.newsroom import Newsroom


@dataclass(frozen=True)
class Reply:
    """What an address answers."""

    body: bytes | str = ""
    kind: str = "text/html"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def moved(where: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": where})


def feed(*entries: dict[str, str], title: str = "News", extra: str = "") -> Reply:
    """An RSS feed; each entry is element → text."""
    items = "".join(
        "<item>" + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in one.items()) + "</item>"
        for one in entries
    )
    body = f'<rss version="2.0"><channel><title>{title}</title>{extra}{items}</channel></rss>'
    return Reply(body, "application/rss+xml")


def article(title: str, words: str, head: str = "") -> Reply:
    return Reply(
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1><p>{words}</p></article></body></html>"
    )


@dataclass
class World:
    """Addresses without their scheme → answers; ``down``: no name is known any more, as when our own line is cut."""

    pages: dict[str, Reply] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)
    forms: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # address, what was posted there
    agents: set[str] = field(default_factory=set)
    down: bool = False
    ports: dict[int, int] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        address = f"{request.host}{request.rel_url.raw_path_qs}"
        self.hits[address] += 1
        self.agents.add(request.headers["User-Agent"])
        if request.method == "POST":
            self.forms.append((address, {name: str(value) for name, value in (await request.post()).items()}))
        found = self.pages.get(address)
        if found is None:
            raise web.HTTPNotFound
        body = found.body.encode() if isinstance(found.body, str) else found.body
        etag = found.headers.get("ETag")
        if etag is not None and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, status=found.status, content_type=found.kind, headers=found.headers)

    def enter(self, newsroom: Newsroom) -> None:
        """From now on the newsroom's web is this one."""
        newsroom.room.fetcher = Fetcher(
            newsroom.room.config.settings.network,
            version=digestbot.__version__,
            resolver=_Names(self),
            tls=self.tls,
            clock=newsroom.room.clock,
        )


class _Names(AbstractResolver):
    def __init__(self, world: World) -> None:
        self._world = world

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        if self._world.down:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        there = self._world.ports.get(port, port)
        return [ResolveResult(hostname=host, host="127.0.0.1", port=there, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        return None


def _certificate(folder: Path) -> Path:
    """A certificate with its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    made = folder / "world.pem"
    wish = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=world.example"
    subprocess.run(
        [openssl, *wish.split(), "-keyout", made, "-out", folder / "cert.pem"], check=True, capture_output=True
    )
    made.write_bytes(made.read_bytes() + (folder / "cert.pem").read_bytes())
    return made


@asynccontextmanager
async def world_on_loopback(folder: Path) -> AsyncIterator[World]:
    """The world for as long as the block runs."""
    certificate = await asyncio.to_thread(_certificate, folder)
    served = World()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    served.tls = ssl.create_default_context()
    served.tls.check_hostname = False  # one certificate for every name; that bad ones are refused is tested in fetch/
    served.tls.verify_mode = ssl.CERT_NONE
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", served.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=server).start()
    served.ports = {80: runner.addresses[0][1], 443: runner.addresses[1][1]}
    try:
        yield served
    finally:
        await runner.cleanup()
