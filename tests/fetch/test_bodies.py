"""Bodies: what is decompressed how, and that no answer takes more than the limit in bytes or in time."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from digestbot.errors import BlockedFetchError, PermanentFetchError, TransientFetchError
from digestbot.fetch.bodies import TooLargeError, read_body
from digestbot.types import Request

TEXT = b"news " * 1000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def gzipped(data: bytes) -> bytes:
    """Without the time of packing, which would give cases another name in each process that collects them."""
    return gzip.compress(data, mtime=0)


async def pieces(data: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (TEXT, "utf-8"),  # a character set in the wrong header
        (gzipped(TEXT), "gzip"),
        (gzipped(TEXT), "X-GZIP"),
        (gzipped(TEXT[:10]) + gzipped(TEXT[10:]), "gzip"),  # two members
        (gzipped(TEXT) + b"\0\0rubbish", "gzip"),
        (TEXT, "gzip"),  # called gzip, but plain
        (zlib.compress(TEXT), "deflate"),
        (raw_deflate(TEXT), "deflate"),
        (gzipped(zlib.compress(TEXT)), "deflate, gzip"),
    ],
)
async def test_bodies_are_unpacked_however_they_come(packed: bytes, encoding: str, size: int) -> None:
    assert await read_body(pieces(packed, size), encoding, 10_000) == TEXT


async def test_an_empty_body_is_empty_in_every_encoding() -> None:
    assert await read_body(pieces(b"", 1), "gzip", 10) == b""


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
async def test_a_body_of_exactly_the_limit_passes_and_one_byte_more_does_not(encoding: str) -> None:
    pack = {"": bytes, "gzip": gzip.compress, "deflate": zlib.compress}[encoding]
    assert len(await read_body(pieces(pack(b"x" * 5000), 999), encoding, 5000)) == 5000
    with pytest.raises(TooLargeError):
        await read_body(pieces(pack(b"x" * 5001), 999), encoding, 5000)


@pytest.mark.parametrize("cut_at", [5, 30, -9, -1])
async def test_a_compressed_body_that_breaks_off_is_an_error(cut_at: int) -> None:
    with pytest.raises(EOFError):
        await read_body(pieces(gzip.compress(TEXT)[:cut_at], 16), "gzip", 10_000)


async def test_a_swarm_of_empty_gzip_members_is_refused() -> None:
    with pytest.raises(zlib.error, match="too many"):
        await read_body(pieces(gzip.compress(b"") * 5000, 100_000), "gzip", 1_000_000)


async def test_cut_gives_the_beginning_of_a_larger_body() -> None:
    assert await read_body(pieces(TEXT, 999), "", 1500, cut=True) == TEXT[:1500]
    assert TEXT.startswith(await read_body(pieces(gzip.compress(TEXT), 9), "gzip", 1500, cut=True))


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "gzip, deflate"]), st.integers(1, 50))
def test_any_bytes_are_read_within_the_limit_or_refused_by_name(data: bytes, encoding: str, size: int) -> None:
    with contextlib.suppress(TooLargeError, zlib.error, EOFError):  # anything else fails the test
        assert len(asyncio.run(read_body(pieces(data, size), encoding, 200))) <= 200


async def test_a_bomb_stops_at_the_limit_without_being_unpacked(serve, fetcher) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000, 6)

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    server = await serve(answer)
    client = await fetcher(max_response_bytes=1_000_000)
    tracemalloc.start()
    with pytest.raises(BlockedFetchError, match="larger than 1 MB when unpacked"):
        await client.get(Request(server.url()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


async def test_a_length_beyond_the_limit_is_refused_before_the_body_is_read(raw, fetcher) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
        await writer.drain()
        await never.wait()

    never = (
        asyncio.Event()
    )  # a client that waited for the body would hang until its own time limit, which says otherwise
    server = await raw(talk)
    client = await fetcher()
    with pytest.raises(BlockedFetchError, match="larger than 1 MB, the limit"):
        await client.get(Request(server.url()))


async def test_a_body_that_never_ends_stops_at_the_limit(raw, fetcher) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            await writer.drain()

    server = await raw(talk)
    client = await fetcher()
    with pytest.raises(BlockedFetchError, match="larger than 1 MB"):
        await client.get(Request(server.url()))


async def test_a_trickle_ends_at_the_total_time_limit(raw, fetcher) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    server = await raw(talk)
    client = await fetcher(timeout=timedelta(seconds=0.4))
    with pytest.raises(TransientFetchError, match=r"did not answer in full within 0\.4 s"):
        await client.get(Request(server.url()))


async def test_headers_that_trickle_end_at_the_total_time_limit(raw, fetcher) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-A: b\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    server = await raw(talk)
    client = await fetcher(timeout=timedelta(seconds=0.3))
    with pytest.raises(TransientFetchError, match="did not answer in full"):
        await client.get(Request(server.url()))


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc"])
async def test_silence_ends_at_the_idle_limit(raw, fetcher, head: bytes) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await asyncio.sleep(10)

    server = await raw(talk)
    client = await fetcher(idle_timeout=timedelta(seconds=0.2))
    with pytest.raises(TransientFetchError, match=r"fell silent for 0\.2 s"):
        await client.get(Request(server.url()))


async def test_a_slow_body_that_keeps_coming_is_not_idle(raw, fetcher) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
        for _ in range(8):
            await asyncio.sleep(0.15)
            writer.write(b"x")
            await writer.drain()

    server = await raw(talk)
    client = await fetcher(idle_timeout=timedelta(seconds=1))
    assert (await client.get(Request(server.url()))).body == b"x" * 8


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\ntoo little",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + gzip.compress(TEXT)[:25],
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n\x1f\x8bnonsense",
    ],
    ids=["shorter than its length", "chunk cut off", "gzip cut off", "gzip garbled"],
)
async def test_a_body_that_breaks_off_is_transient(raw, fetcher, answer: bytes) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    server = await raw(talk)
    client = await fetcher()
    with pytest.raises(TransientFetchError, match="broke off or was garbled"):
        await client.get(Request(server.url()))


async def test_a_connection_reset_in_the_body_is_transient(raw, fetcher) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
        await writer.drain()
        writer.transport.abort()

    server = await raw(talk)
    client = await fetcher()
    with pytest.raises(TransientFetchError):
        await client.get(Request(server.url()))


async def test_an_answer_longer_than_it_says_is_no_proper_http(raw, fetcher) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews and more")
        await writer.drain()

    server = await raw(talk)
    client = await fetcher()
    with pytest.raises(TransientFetchError, match="not proper HTTP"):
        await client.get(Request(server.url()))


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip, gzip"])
async def test_a_compression_we_did_not_offer_is_refused_by_name(serve, fetcher, encoding: str) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=b"...", headers={"Content-Encoding": encoding})

    server = await serve(answer)
    client = await fetcher()
    with pytest.raises(PermanentFetchError, match="did not ask for"):
        await client.get(Request(server.url()))
    assert server.seen[0][1]["Accept-Encoding"] == "gzip, deflate"
