"""Requests and answers: conditional headers, redirects, credentials, statuses, cancellation, broken servers."""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
from datetime import timedelta

import pytest
from aiohttp import web

from digestbot.errors import BlockedFetchError, FetchError, PermanentFetchError, TransientFetchError
from digestbot.fetch import Fetcher
from digestbot.types import Request


async def hello(request: web.BaseRequest) -> web.StreamResponse:
    return web.Response(text="hello", headers={"ETag": '"1"', "Link": "<a>"})


def leading(**routes: tuple[int, str]):
    """A handler whose path ``/name`` answers the status and Location given under ``name``; others say hello."""

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        if request.path[1:] in routes:
            status, location = routes[request.path[1:]]
            return web.Response(status=status, headers={"Location": location})
        return await hello(request)

    return handler


async def test_a_body_comes_with_address_headers_and_time(serve, fetcher) -> None:
    server = await serve(hello)
    client = await fetcher()
    response = await client.get(Request(server.url("/feed#x")))
    assert (response.status, response.body, response.url) == (200, b"hello", server.url("/feed"))
    assert (response.headers["etag"], response.moved_to) == ('"1"', None)
    assert response.fetched_at.utcoffset() == timedelta(0)


async def test_the_user_agent_names_version_and_contact(serve, fetcher) -> None:
    server = await serve(hello)
    client = await fetcher(contact="mailto:news@example.org\r\nX-Bad: 1", version="3.4")
    await client.get(Request(server.url()))
    headers = server.seen[0][1]
    assert headers["User-Agent"] == "digestbot/3.4 (+mailto:news@example.orgX-Bad: 1)"
    assert "X-Bad" not in headers


async def test_without_a_contact_the_user_agent_is_plain(serve, fetcher) -> None:
    server = await serve(hello)
    await (await fetcher(version="3.4")).get(Request(server.url()))
    assert server.seen[0][1]["User-Agent"] == "digestbot/3.4"


async def test_validators_are_sent_and_304_is_an_empty_answer(serve, fetcher) -> None:
    async def unchanged(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=304, headers={"ETag": '"1"'})

    server = await serve(unchanged)
    client = await fetcher()
    day = "Tue, 24 Nov 2026 10:00:00 GMT"
    response = await client.get(Request(server.url(), etag='W/"1"', last_modified=day))
    assert (response.status, response.body) == (304, b"")
    headers = server.seen[0][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('W/"1"', day)


@pytest.mark.parametrize("etag", ["", "bad\r\nX: y", "größe", None])
async def test_validators_unfit_to_send_are_left_out(serve, fetcher, etag) -> None:
    server = await serve(hello)
    await (await fetcher()).get(Request(server.url(), etag=etag))
    assert "If-None-Match" not in server.seen[0][1]


async def test_a_304_that_nobody_asked_for_is_no_answer(serve, fetcher) -> None:
    async def unchanged(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=304)

    server = await serve(unchanged)
    with pytest.raises(TransientFetchError, match="answered 304"):
        await (await fetcher()).get(Request(server.url()))


async def test_validators_are_sent_behind_a_redirect_too(serve, fetcher) -> None:
    server = await serve(leading(old=(301, "/new")))
    await (await fetcher()).get(Request(server.url("/old"), etag='"1"'))
    assert [headers["If-None-Match"] for _, headers in server.seen] == ['"1"', '"1"']


@pytest.mark.parametrize(
    ("first", "second", "moved"),
    [(301, 308, True), (308, 301, True), (301, 302, False), (302, 301, False), (307, 303, False)],
)
async def test_only_permanent_hops_all_the_way_are_a_move(serve, fetcher, first, second, moved) -> None:
    server = await serve(leading(a=(first, "/b"), b=(second, "/c")))
    response = await (await fetcher()).get(Request(server.url("/a")))
    assert response.url == server.url("/c")
    assert response.moved_to == (server.url("/c") if moved else None)


@pytest.mark.parametrize("path", ["/self", "/ping"])
async def test_circles_are_detected(serve, fetcher, path) -> None:
    server = await serve(leading(self=(302, "/self"), ping=(302, "/pong"), pong=(302, "/ping")))
    with pytest.raises(BlockedFetchError, match="redirects in a circle"):
        await (await fetcher()).get(Request(server.url(path)))


async def test_a_redirect_to_itself_that_sets_a_cookie_is_followed_with_it(serve, fetcher) -> None:
    async def gate(request: web.BaseRequest) -> web.StreamResponse:
        if request.cookies.get("seen") == "1":
            return await hello(request)
        answer = web.Response(status=302, headers={"Location": request.path})
        answer.set_cookie("seen", "1")
        return answer

    server = await serve(gate)
    client = await fetcher()
    assert (await client.get(Request(server.url("/gate")))).body == b"hello"
    await client.get(Request(server.url("/gate")))
    assert "Cookie" not in server.seen[2][1]  # nothing is remembered from one request to the next


async def test_cookies_stay_with_the_host_that_set_them(serve, fetcher) -> None:
    other = await serve(hello, host="127.0.0.2")

    async def lead(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.Response(status=302, headers={"Location": other.url()})
        answer.set_cookie("id", "secret")
        return answer

    server = await serve(lead)
    await (await fetcher()).get(Request(server.url()))
    assert "Cookie" not in other.seen[0][1]


async def test_redirects_end_at_the_limit(serve, fetcher) -> None:
    server = await serve(leading(**{str(n): (302, f"/{n + 1}") for n in range(20)}))
    client = await fetcher(max_redirects=3)
    assert (await client.get(Request(server.url("/17")))).body == b"hello"
    with pytest.raises(BlockedFetchError, match="redirects more than 3 times"):
        await client.get(Request(server.url("/16")))


async def test_slow_redirects_share_one_time_limit(serve, fetcher) -> None:
    hops: list[str] = []

    async def slow(request: web.BaseRequest) -> web.StreamResponse:
        hops.append(request.path)
        await asyncio.sleep(0.15)
        return web.Response(status=302, headers={"Location": f"{request.path}x"})

    server = await serve(slow)
    client = await fetcher(timeout=timedelta(seconds=0.4), max_redirects=20)
    with pytest.raises(TransientFetchError, match=r"within 0\.4 s"):
        await client.get(Request(server.url("/")))
    assert len(hops) <= 3  # a limit anew for each hop would have followed all twenty


@pytest.mark.parametrize("status", [300, 301, 305, 308])
async def test_a_redirect_without_an_address_leads_nowhere(raw, fetcher, status) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 %d Gone elsewhere\r\nContent-Length: 0\r\n\r\n" % status)

    server = await raw(talk)
    with pytest.raises(PermanentFetchError, match=f"answered {status}: a redirect that leads nowhere"):
        await (await fetcher()).get(Request(server.url()))


async def test_a_latin_1_location_is_understood(raw, fetcher) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        first = len(server.seen) == 1
        writer.write(
            b"HTTP/1.1 302 Found\r\nLocation: /caf\xe9\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            if first
            else b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        )

    server = await raw(talk)
    assert (await (await fetcher()).get(Request(server.url()))).url == server.url("/caf%C3%A9")


async def test_credentials_are_sent_but_shown_nowhere(serve, fetcher, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    server = await serve(leading(old=(301, "/new")))
    url = server.url("/old", host="me:hunter2@127.0.0.1")
    response = await (await fetcher()).get(Request(url))
    assert [headers["Authorization"] for _, headers in server.seen] == ["Basic bWU6aHVudGVyMg=="] * 2
    assert "hunter2" not in response.url + caplog.text
    assert response.moved_to is None  # the new address would lack them


async def test_credentials_do_not_follow_a_redirect_to_another_host(serve, fetcher) -> None:
    other = await serve(hello, host="127.0.0.2")
    server = await serve(leading(old=(301, other.url("/new"))))
    await (await fetcher()).get(Request(server.url("/old", host="me:hunter2@127.0.0.1")))
    assert "Authorization" not in other.seen[0][1]


async def test_errors_hold_no_credentials(serve, fetcher) -> None:
    server = await serve(leading(old=(301, "/")))
    await (await fetcher()).get(Request(server.url()))

    async def missing(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=404)

    server = await serve(missing)
    with pytest.raises(PermanentFetchError) as caught:
        await (await fetcher()).get(Request(server.url("/?token=hunter2", host="me:hunter2@127.0.0.1")))
    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert "hunter2" not in " ".join(map(str, chain))


async def test_an_error_behind_a_redirect_names_both_addresses(serve, fetcher) -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/old":
            return web.Response(status=301, headers={"Location": "/new"})
        return web.Response(status=410)

    server = await serve(handler)
    with pytest.raises(PermanentFetchError) as caught:
        await (await fetcher()).get(Request(server.url("/old")))
    assert (caught.value.url, caught.value.status) == (server.url("/old"), 410)
    assert f"(redirected to {server.url('/new')})" in caught.value.reason


async def test_cancelling_passes_through_and_frees_the_turn(serve, fetcher) -> None:
    arrived = asyncio.Event()

    async def slow(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/slow":
            arrived.set()
            await asyncio.sleep(5)
        return await hello(request)

    server = await serve(slow)
    client = await fetcher(concurrency=1, per_host_concurrency=1)
    task = asyncio.create_task(client.get(Request(server.url("/slow"))))
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await client.get(Request(server.url("/quick")))).body == b"hello"


async def test_a_fetcher_outside_async_with_is_a_mistake_of_ours(serve, fetcher) -> None:
    closed = Fetcher((await fetcher())._settings, version="1")
    with pytest.raises(RuntimeError, match="async with"):
        await closed.get(Request("http://127.0.0.1:1/"))


@pytest.mark.parametrize(
    "junk",
    [b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/9.9 200 OK\r\n\r\n", b"\x00" * 100, b"\r\n" * 50,
     b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
)  # fmt: skip
async def test_what_is_no_http_is_transient(raw, fetcher, junk) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(junk)
        await writer.drain()

    server = await raw(talk)
    with pytest.raises(TransientFetchError):
        await (await fetcher()).get(Request(server.url()))


async def test_random_answers_raise_nothing_but_fetch_errors(raw, fetcher) -> None:
    dice = random.Random(7)
    parts = [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 301 X\r\n", b"Location: ", b"http://[", b"\xff\xfe\r\n", b"\r\n",
             b"Content-Length: 3",
             b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"\x1f\x8b\x08", b"ffffffffffffffff\r\n",
             b"Set-Cookie: a=\xff; x\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", b"Retry-After: \xd9\r\n",
             b": \r\n", b"\x00"]  # fmt: skip

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"".join(dice.choices(parts, k=dice.randrange(1, 9))))
        await writer.drain()

    server = await raw(talk)
    client = await fetcher(idle_timeout=timedelta(seconds=0.3), per_host_concurrency=50, concurrency=50)
    results = await asyncio.gather(
        *(client.get(Request(server.url(f"/{n}"))) for n in range(400)), return_exceptions=True
    )
    strange = [result for result in results if isinstance(result, BaseException) and not isinstance(result, FetchError)]
    assert strange == []


@pytest.mark.parametrize(
    "bomb",
    [b"X: " + b"a" * 200_000 + b"\r\n", b"".join(b"X-%d: a\r\n" % n for n in range(5000)), b"a" * 200_000],
    ids=["long line", "many lines", "no end"],
)
async def test_header_bombs_are_blocked(raw, fetcher, bomb) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + bomb + b"\r\n")
        await writer.drain()

    server = await raw(talk)
    with pytest.raises(BlockedFetchError, match="more headers than any page needs"):
        await (await fetcher()).get(Request(server.url()))


async def test_interim_answers_without_end_stop_at_the_time_limit(raw, fetcher) -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        for _ in itertools.count():
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)

    server = await raw(talk)
    client = await fetcher(timeout=timedelta(seconds=0.3))
    with pytest.raises(TransientFetchError):
        await client.get(Request(server.url()))
