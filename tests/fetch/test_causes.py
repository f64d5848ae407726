"""Every failure in words an admin understands, in the right class."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web

from digestbot.errors import PermanentFetchError, TransientFetchError
from digestbot.fetch.causes import FORESEEN, explain, refuse_status, retry_after
from digestbot.types import Request

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (400, PermanentFetchError, "did not understand"),
        (401, PermanentFetchError, "user name and password"),
        (402, PermanentFetchError, "paid"),
        (403, TransientFetchError, "refuses us"),
        (404, PermanentFetchError, "answered 404: the address no longer exists; look for the feed's new address"),
        (405, PermanentFetchError, "answered 405"),
        (408, TransientFetchError, "answered 408"),
        (410, PermanentFetchError, "removed for good"),
        (425, TransientFetchError, "answered 425"),
        (429, TransientFetchError, "too often"),
        (451, PermanentFetchError, "legal"),
        (500, TransientFetchError, "in trouble"),
        (503, TransientFetchError, "overloaded"),
        (599, TransientFetchError, "in trouble"),
        (202, TransientFetchError, "nothing to show"),
        (204, TransientFetchError, "nothing to show"),
    ],
)
async def test_each_status_has_its_class_and_its_words(serve, fetcher, status, kind, words) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=status)

    server = await serve(answer)
    with pytest.raises(kind, match=words) as caught:
        await (await fetcher()).get(Request(server.url()))
    assert (type(caught.value), caught.value.status, caught.value.url) == (kind, status, server.url())


@pytest.mark.parametrize("status", [200, 201, 203, 226])
def test_other_2xx_are_read(status: int) -> None:
    assert refuse_status(status, "http://a/", {}, NOW) is None


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(0)),
        (" 5 ", timedelta(seconds=5)),
        ("Tue, 24 Nov 2026 10:30:00 GMT", timedelta(minutes=30)),
        ("Tuesday, 24-Nov-26 10:30:00 GMT", timedelta(minutes=30)),
        ("Tue, 24 Nov 2026 09:00:00 GMT", timedelta(0)),
        ("99999999999999999999", timedelta(days=1)),
        ("Tue, 24 Nov 2099 10:30:00 GMT", timedelta(days=1)),
        ("-1", None),
        ("soon", None),
        ("", None),
        ("١٢", None),
        ("Tue, 99 Nov 2026 99:30:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date_and_capped_at_a_day(header: str, wait: timedelta | None) -> None:
    assert retry_after({"retry-after": header}, NOW) == wait


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_comes_with_the_error(serve, fetcher, status) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=status, headers={"Retry-After": "90"})

    server = await serve(answer)
    with pytest.raises(TransientFetchError) as caught:
        await (await fetcher()).get(Request(server.url()))
    assert caught.value.retry_after == timedelta(seconds=90)


async def test_a_self_signed_certificate_is_refused(serve, fetcher, certificates, server_tls) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="never")

    server = await serve(answer, tls=server_tls(certificates()))
    with pytest.raises(PermanentFetchError, match="the certificate is self-signed, so nobody vouches for it"):
        await (await fetcher()).get(Request(server.url()))
    assert server.seen == []


@pytest.mark.parametrize(
    ("name", "expired", "words"),
    [
        ("IP:127.0.0.1", True, "the certificate has expired"),
        ("DNS:other.example", False, "the certificate belongs to another (name|address)"),
    ],
)
async def test_a_trusted_but_wrong_certificate_is_refused(
    serve, fetcher, certificates, server_tls, name, expired, words
) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="never")

    pem = certificates(name, expired=expired)
    server = await serve(answer, tls=server_tls(pem))
    client = await fetcher(tls=ssl.create_default_context(cafile=str(pem)))
    with pytest.raises(PermanentFetchError, match=words):
        await client.get(Request(server.url()))
    assert server.seen == []


async def test_a_good_certificate_is_accepted_and_leaving_https_is_noted(
    serve, fetcher, certificates, server_tls, caplog
) -> None:
    async def hello(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="hello")

    plain = await serve(hello)

    async def leave(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/stay":
            return web.Response(text="safe")
        return web.Response(status=301, headers={"Location": plain.url("/?token=hunter2")})

    pem = certificates()
    server = await serve(leave, tls=server_tls(pem))
    client = await fetcher(tls=ssl.create_default_context(cafile=str(pem)))
    assert (await client.get(Request(server.url("/stay")))).body == b"safe"
    response = await client.get(Request(server.url()))
    assert (response.body, response.moved_to) == (b"hello", None)  # followed, but never remembered
    assert [record.message for record in caplog.records] == ["redirect leaves https"]
    assert "hunter2" not in str(caplog.records[0].__dict__)


async def test_a_server_that_speaks_no_tls_is_said_to_be_broken(serve, fetcher) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="plain")

    server = await serve(answer)
    with pytest.raises(PermanentFetchError, match="no secure connection could be made"):
        await (await fetcher()).get(Request(server.url().replace("http:", "https:")))


async def test_a_closed_port_is_refused(fetcher) -> None:
    with pytest.raises(TransientFetchError, match="nothing answers at this address"):
        await (await fetcher()).get(Request("http://127.0.0.1:1/"))


@pytest.mark.parametrize(
    ("failure", "kind", "words"),
    [
        (socket.gaierror(socket.EAI_NONAME, "?"), PermanentFetchError, r"the name gone\.example does not exist"),
        (socket.gaierror(socket.EAI_AGAIN, "?"), TransientFetchError, "could not be looked up"),
        (OSError(errno.EMFILE, "?"), TransientFetchError, "too many files open"),
        (UnicodeError("label too long"), PermanentFetchError, "not an address"),
    ],
)
async def test_names_that_cannot_be_looked_up(fetcher, resolver, failure, kind, words) -> None:
    client = await fetcher(resolver=resolver(failure))
    with pytest.raises(kind, match=words):
        await client.get(Request("http://gone.example/"))


async def test_a_server_that_closes_at_once_has_cut_the_connection(raw, fetcher) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    server = await raw(talk)
    with pytest.raises(TransientFetchError, match="cut the connection"):
        await (await fetcher()).get(Request(server.url()))


@pytest.mark.parametrize(
    "exc",
    [TimeoutError(), OSError(), ConnectionResetError(errno.ECONNRESET, "x"), ssl.SSLError("x"), EOFError(),
     UnicodeError(), aiohttp.ClientError("secret"), aiohttp.ServerDisconnectedError(),
     aiohttp.ClientPayloadError("secret"),
     aiohttp.ClientOSError(errno.EPIPE, "x"), aiohttp.InvalidURL("http://secret"),
     aiohttp.ClientConnectionError("secret")],
    ids=lambda exc: type(exc).__name__,
)  # fmt: skip
def test_every_foreseen_exception_becomes_plain_words(network, exc: Exception) -> None:
    assert isinstance(exc, FORESEEN)
    error = explain(exc, "http://a.example/", network())
    assert error.url == "http://a.example/"
    assert len(error.reason) > 15
    assert "secret" not in str(error)
