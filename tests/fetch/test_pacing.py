"""Turns: few at once, well apart per host, and none where a host asked us to stay away."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import timedelta

import pytest
from aiohttp import web

from digestbot.errors import TransientFetchError
from digestbot.fetch import Fetcher, pacing
from digestbot.fetch.pacing import HeldError, Pacing
from digestbot.types import Request


class Gauge:
    """A handler that notes how many requests are under way at once, over all and per Host."""

    def __init__(self) -> None:
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.times: list[float] = []

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.times.append(time.monotonic())
        for name in ("all", request.host):
            self.now[name] += 1
            self.most[name] = max(self.most[name], self.now[name])
        await asyncio.sleep(0.03)
        for name in ("all", request.host):
            self.now[name] -= 1
        return web.Response(text="ok")


async def test_one_host_gets_few_requests_at_once(serve, fetcher) -> None:
    gauge = Gauge()
    server = await serve(gauge)
    client = await fetcher(per_host_concurrency=2)
    await asyncio.gather(*(client.get(Request(server.url(f"/{n}"))) for n in range(8)))
    assert gauge.most["all"] == 2


async def test_all_hosts_together_get_no_more_than_the_limit(serve, fetcher, resolver) -> None:
    gauge = Gauge()
    server = await serve(gauge)
    client = await fetcher(concurrency=3, resolver=resolver(["127.0.0.1"]))
    await asyncio.gather(*(client.get(Request(server.url(host=f"h{n}.example"))) for n in range(9)))
    assert gauge.most["all"] == 3


async def test_requests_to_one_host_keep_their_distance(serve, fetcher) -> None:
    gauge = Gauge()
    server = await serve(gauge)
    client = await fetcher(per_host_delay=timedelta(seconds=0.1))
    await asyncio.gather(*(client.get(Request(server.url(f"/{n}"))) for n in range(4)))
    gaps = [later - earlier for earlier, later in zip(gauge.times, gauge.times[1:], strict=False)]
    assert min(gaps) > 0.08


async def test_a_slow_host_does_not_hold_up_the_others(serve, fetcher, resolver) -> None:
    gauge = Gauge()
    server = await serve(gauge)
    client = await fetcher(
        concurrency=2, per_host_concurrency=2, per_host_delay=timedelta(seconds=0.3), resolver=resolver(["127.0.0.1"])
    )
    crowd = [asyncio.create_task(client.get(Request(server.url(f"/{n}", host="slow.example")))) for n in range(3)]
    await asyncio.sleep(0.05)
    await client.get(Request(server.url(host="quick.example")))
    assert not all(task.done() for task in crowd)
    await asyncio.gather(*crowd)


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_holds_the_whole_host(serve, fetcher, status) -> None:
    async def busy(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=status, headers={"Retry-After": "3600"})

    server = await serve(busy)
    client = await fetcher()
    with pytest.raises(TransientFetchError):
        await client.get(Request(server.url("/a")))
    with pytest.raises(TransientFetchError, match="asked us to stay away") as caught:
        await client.get(Request(server.url("/b")))
    assert timedelta(minutes=59) < (caught.value.retry_after or timedelta(0)) <= timedelta(hours=1)
    assert server.paths == ["/a"]


async def test_a_fetcher_that_is_entered_again_remembers_what_hosts_asked_for(serve, network) -> None:
    async def busy(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=429, headers={"Retry-After": "3600"})

    server = await serve(busy)
    client = Fetcher(network(), version="1")
    for _ in range(2):
        async with client:
            with pytest.raises(TransientFetchError):
                await client.get(Request(server.url()))
    assert len(server.seen) == 1


async def test_a_fetcher_in_use_twice_closes_with_its_last_user(serve, network) -> None:
    server = await serve(Gauge())
    client = Fetcher(network(), version="1")
    async with client:
        async with client:
            pass
        assert (await client.get(Request(server.url()))).body == b"ok"


async def test_a_429_that_names_no_time_holds_the_host_for_a_while(serve, fetcher) -> None:
    async def busy(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=429)

    server = await serve(busy)
    client = await fetcher()
    for _ in range(2):
        with pytest.raises(TransientFetchError):
            await client.get(Request(server.url()))
    assert len(server.seen) == 1


async def test_a_short_hold_is_waited_for(serve, fetcher) -> None:
    async def busy_once(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/a":
            return web.Response(status=503, headers={"Retry-After": "1"})
        return web.Response(text="ok")

    server = await serve(busy_once)
    client = await fetcher()
    with pytest.raises(TransientFetchError):
        await client.get(Request(server.url("/a")))
    started = time.monotonic()
    assert (await client.get(Request(server.url("/b")))).body == b"ok"
    assert time.monotonic() - started > 0.7


async def test_a_longer_hold_is_not_shortened_by_a_later_one() -> None:
    turns = Pacing(5, 5, 0)
    turns.hold("a", 100)
    turns.hold("a", 10)
    with pytest.raises(HeldError) as caught:
        async with turns.turn("a"):
            pass
    assert caught.value.seconds > 90


async def test_idle_hosts_are_forgotten_and_held_ones_are_not(monkeypatch) -> None:
    monkeypatch.setattr(pacing, "_MAX_HOSTS", 10)
    turns = Pacing(5, 5, 0)
    turns.hold("held", 100)
    for number in range(50):
        async with turns.turn(f"host {number}"):
            pass
    assert len(turns._hosts) <= 11
    with pytest.raises(HeldError):
        async with turns.turn("held"):
            pass
