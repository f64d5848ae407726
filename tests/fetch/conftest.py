"""Real servers on loopback, a scripted name service and a certificate, for the tests of fetch/."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from digestbot.fetch import Fetcher, guard


@dataclass(frozen=True)
class Network:
    allow_private_addresses: bool = True
    contact: str = ""
    max_response_bytes: int = 1_000_000
    timeout: timedelta = timedelta(seconds=60)
    idle_timeout: timedelta = timedelta(seconds=30)
    max_redirects: int = 5
    concurrency: int = 20
    per_host_concurrency: int = 20
    per_host_delay: timedelta = timedelta(0)
    obey_robots: bool = True


@dataclass
class Server:
    """A running server: its address, and the requests it got as (path, headers)."""

    port: int
    seen: list[tuple[str, dict[str, str]]]
    scheme: str = "http"
    host: str = "127.0.0.1"

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"{self.scheme}://{host or self.host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.seen]


class ScriptedResolver(AbstractResolver):
    """Answers each look-up with the next of ``answers`` (the last one again and again)."""

    def __init__(self, *answers: list[str] | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_UNSPEC) -> list[ResolveResult]:
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return [
            ResolveResult(
                hostname=host,
                host=ip,
                port=port,
                family=socket.AF_INET6 if ":" in ip else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for ip in answer
        ]

    async def close(self) -> None:
        return None


def only_first_loopback(ip: str) -> str | None:
    """The real rule, but for 127.0.0.1, which stands for a public site."""
    return None if ip == "127.0.0.1" else guard.refusal(ip, False)


CA_CONFIG = """
[req]
distinguished_name = name
[name]
[ca]
default_ca = own
[own]
dir = {folder}
database = {folder}/index.txt
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
policy = anything
x509_extensions = site
[anything]
commonName = supplied
[site]
subjectAltName = {name}
basicConstraints = CA:TRUE
"""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
def serve(stack: AsyncExitStack) -> Callable[..., Awaitable[Server]]:
    """``await serve(handler)`` starts an aiohttp server; ``tls`` and ``host`` choose how and where it listens."""

    async def start(handler: Handler, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Server:
        server = Server(0, [], "https" if tls else "http", host)

        async def remember(request: web.BaseRequest) -> web.StreamResponse:
            server.seen.append((request.path_qs, dict(request.headers)))
            return await handler(request)  # type: ignore[arg-type]

        runner = web.ServerRunner(web.Server(remember), shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, host, 0, ssl_context=tls)
        await site.start()
        server.port = runner.addresses[0][1]
        return server

    return start


@pytest.fixture
def raw(stack: AsyncExitStack) -> Callable[..., Awaitable[Server]]:
    """``await raw(talk)`` starts a server that answers each request head by ``talk(writer)``: any bytes at all."""

    async def start(talk: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> Server:
        server = Server(0, [])

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
                server.seen.append((head.split()[1].decode(), {}))
                await talk(writer)
            except (ConnectionError, asyncio.IncompleteReadError):
                return
            finally:
                writer.close()

        listener = await asyncio.start_server(answer, "127.0.0.1", 0)
        stack.push_async_callback(listener.wait_closed)
        stack.callback(listener.close)
        server.port = listener.sockets[0].getsockname()[1]
        return server

    return start


@pytest.fixture
def fetcher(stack: AsyncExitStack) -> Callable[..., Awaitable[Fetcher]]:
    """``await fetcher(timeout=…)`` opens a Fetcher with those settings, on the loopback-friendly defaults above."""

    async def start(
        *,
        resolver: AbstractResolver | None = None,
        judge: Callable[[str], str | None] | None = None,
        tls: ssl.SSLContext | None = None,
        version: str = "1.2",
        **settings: object,
    ) -> Fetcher:
        network = replace(Network(), **settings)  # type: ignore[arg-type]
        return await stack.enter_async_context(
            Fetcher(network, version=version, resolver=resolver, judge=judge, tls=tls)
        )

    return start


@pytest.fixture
def network() -> type[Network]:
    return Network


@pytest.fixture
def resolver() -> type[ScriptedResolver]:
    return ScriptedResolver


@pytest.fixture
def public_loopback() -> Callable[[str], str | None]:
    return only_first_loopback


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """``certificates(name, expired=…)`` makes a self-signed certificate with its key in one PEM file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")

    def make(name: str = "IP:127.0.0.1", *, expired: bool = False) -> Path:
        folder = tmp_path_factory.mktemp("certificate")
        (folder / "index.txt").touch()
        (folder / "ca.cnf").write_text(CA_CONFIG.format(folder=folder, name=name))

        def run(*arguments: str) -> None:
            subprocess.run([openssl, *arguments, "-config", "ca.cnf"], cwd=folder, check=True, capture_output=True)

        run("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", "/CN=test", "-keyout", "key.pem", "-out", "request.pem")  # fmt: skip
        years = ("2020", "2021") if expired else ("2020", "2045")
        run("ca", "-batch", "-selfsign", "-notext", "-keyfile", "key.pem", "-in", "request.pem", "-out", "cert.pem",
            "-startdate", f"{years[0]}0101000000Z", "-enddate", f"{years[1]}0101000000Z")  # fmt: skip
        both = folder / "both.pem"
        both.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
        return both

    return make


@pytest.fixture
def server_tls() -> Callable[[Path], ssl.SSLContext]:
    def make(pem: Path) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        return context

    return make
