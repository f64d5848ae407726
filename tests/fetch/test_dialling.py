"""The address that is dialled is the address that was judged, whatever name servers, proxies and redirects do."""

from __future__ import annotations

import asyncio
import socket
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from digestbot.errors import BlockedFetchError, TransientFetchError
from digestbot.fetch.dialling import RefusedAddressError, guarded_connector
from digestbot.fetch.guard import refusal
from digestbot.types import Request


async def secret(request: web.BaseRequest) -> web.StreamResponse:
    return web.Response(text="secret")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f.1", "017700000001", "127.1", "[::ffff:127.0.0.1]", "[::1]", "localhost",
     "LOCALHOST.", "feed.localhost", "127.0.0.1.", "１２７.0.0.1", "127。0。0。1", "ⓛocalhost", "0", "0.0.0.0"],
)  # fmt: skip
async def test_no_way_to_write_loopback_reaches_it(serve, fetcher, host) -> None:
    server = await serve(secret)
    client = await fetcher(allow_private_addresses=False)
    with pytest.raises(BlockedFetchError, match="does not connect to such addresses"):
        await client.get(Request(server.url(host=host)))
    assert server.seen == []


@pytest.mark.parametrize("ips", [["127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["10.0.0.1", "127.0.0.1"]])
async def test_a_name_that_leads_inside_is_refused(serve, fetcher, resolver, ips) -> None:
    server = await serve(secret)
    client = await fetcher(allow_private_addresses=False, resolver=resolver(ips))
    with pytest.raises(BlockedFetchError, match=r"evil\.example leads to"):
        await client.get(Request(server.url(host="evil.example")))
    assert server.seen == []


async def test_refused_addresses_are_dropped_from_a_mixed_answer(serve, fetcher, resolver, public_loopback) -> None:
    inside = await serve(secret, host="127.0.0.2")
    client = await fetcher(judge=public_loopback, resolver=resolver(["127.0.0.2", "127.0.0.1"]))
    with pytest.raises(Exception, match="connection was refused"):
        await client.get(Request(inside.url(host="mixed.example")))  # nothing listens there on 127.0.0.1
    assert inside.seen == []


async def test_a_name_is_looked_up_once_and_the_judged_address_dialled(
    serve, fetcher, resolver, public_loopback
) -> None:
    server = await serve(secret)
    names = resolver(["127.0.0.1"], ["127.0.0.2"])
    client = await fetcher(judge=public_loopback, resolver=names)
    assert (await client.get(Request(server.url(host="rebind.example")))).body == b"secret"
    assert names.asked == ["rebind.example"]


async def test_a_name_whose_answer_turns_inside_is_refused_at_the_next_look_up(
    serve, fetcher, resolver, public_loopback
) -> None:
    inside = await serve(secret, host="127.0.0.2")
    names = resolver(["127.0.0.1"], ["127.0.0.2"])
    client = await fetcher(judge=public_loopback, resolver=names)
    await names.resolve("rebind.example")  # the look-up of somebody who checks first and dials later
    with pytest.raises(BlockedFetchError, match=r"leads to 127\.0\.0\.2"):
        await client.get(Request(inside.url(host="rebind.example")))
    assert inside.seen == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
async def test_the_connector_judges_literals_that_pass_by_the_resolver(serve, resolver, host) -> None:
    server = await serve(secret)
    connector = guarded_connector(resolver(["8.8.8.8"]), lambda ip: refusal(ip, False), limit=1, tls=None)
    async with aiohttp.ClientSession(connector=connector) as session:
        with pytest.raises(aiohttp.ClientConnectorError) as caught:
            await session.get(server.url(host=host))
    assert isinstance(caught.value.os_error, RefusedAddressError)
    assert server.seen == []


async def test_a_resolver_that_slips_a_name_past_the_guard_meets_it_at_the_socket(serve, resolver) -> None:
    server = await serve(secret)
    judged: list[str] = []

    def judge(ip: str) -> str | None:  # fine when resolved, refused when dialled
        judged.append(ip)
        return "turned inside" if len(judged) > 1 else None

    connector = guarded_connector(resolver(["127.0.0.1"]), judge, limit=1, tls=None)
    async with aiohttp.ClientSession(connector=connector) as session:
        with pytest.raises(aiohttp.ClientConnectorError) as caught:
            await session.get(server.url(host="rebind.example"))
    assert str(caught.value.os_error) == "127.0.0.1 turned inside"
    assert server.seen == []


async def test_every_hop_of_a_redirect_is_judged(serve, fetcher, public_loopback) -> None:
    inside = await serve(secret, host="127.0.0.2")

    async def lead_inside(request: web.BaseRequest) -> web.StreamResponse:
        raise web.HTTPFound(inside.url("/admin"))

    outside = await serve(lead_inside)
    client = await fetcher(judge=public_loopback)
    with pytest.raises(BlockedFetchError, match=r"127\.0\.0\.2 is this machine's own \(loopback\)"):
        await client.get(Request(outside.url()))
    assert len(outside.seen) == 1
    assert inside.seen == []


async def test_a_redirect_to_a_name_that_leads_inside_is_refused(serve, fetcher, resolver, public_loopback) -> None:
    inside = await serve(secret, host="127.0.0.2")

    async def lead_inside(request: web.BaseRequest) -> web.StreamResponse:
        raise web.HTTPMovedPermanently(inside.url("/admin", host="inside.example"))

    outside = await serve(lead_inside)
    client = await fetcher(judge=public_loopback, resolver=resolver(["127.0.0.2"]))
    with pytest.raises(BlockedFetchError, match=r"inside\.example leads to 127\.0\.0\.2"):
        await client.get(Request(outside.url()))
    assert inside.seen == []


async def test_cloud_metadata_is_refused_on_an_intranet_too(serve, fetcher) -> None:
    async def lead_inside(request: web.BaseRequest) -> web.StreamResponse:
        raise web.HTTPFound("http://169.254.169.254/latest/meta-data/")

    outside = await serve(lead_inside)
    client = await fetcher(allow_private_addresses=True)
    with pytest.raises(BlockedFetchError, match="link-local"):
        await client.get(Request(outside.url()))


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
async def test_proxies_of_the_environment_are_not_used(serve, fetcher, monkeypatch, name) -> None:
    proxy = await serve(secret)
    server = await serve(secret)
    monkeypatch.setenv(name, proxy.url())
    client = await fetcher()
    await client.get(Request(server.url()))
    assert (len(server.seen), proxy.seen) == (1, [])


async def test_the_system_resolver_finds_names_of_this_machine_for_an_intranet(serve, fetcher) -> None:
    server = await serve(secret)
    client = await fetcher(allow_private_addresses=True)
    assert (await client.get(Request(server.url(host="localhost")))).body == b"secret"


async def test_an_empty_answer_of_a_resolver_is_a_name_that_does_not_exist(fetcher, resolver) -> None:
    client = await fetcher(resolver=resolver([]))
    with pytest.raises(Exception, match=r"the name empty\.example does not exist"):
        await client.get(Request("http://empty.example/"))


async def test_a_name_server_that_never_answers_ends_at_the_time_limit(fetcher, resolver) -> None:
    class Dead(resolver):
        async def resolve(self, host, port=0, family=0):
            await asyncio.sleep(60)

    client = await fetcher(resolver=Dead(), timeout=timedelta(seconds=0.2))
    with pytest.raises(TransientFetchError, match="did not answer in full"):
        await client.get(Request("http://slow.example/"))


async def test_addresses_of_both_families_are_tried(serve, fetcher, resolver) -> None:
    server = await serve(secret)
    client = await fetcher(resolver=resolver(["::1", "127.0.0.1"]))
    assert socket.has_ipv6
    assert (await client.get(Request(server.url(host="both.example")))).body == b"secret"
