"""Sources that name a hub: subscribed to at a hub on loopback, read when it calls, and polled whatever it does."""

from __future__ import annotations

import asyncio
import hmac
import io
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from scenarios.conftest import told

import digestbot
from digestbot.errors import BlockedFetchError
from digestbot.fetch import Fetcher
from digestbot.newsroom.pushes import HELD_BYTES, Sent
from digestbot.service import running
from digestbot.types import SourceState, Subscription

DAY = timedelta(days=1)


@dataclass
class Hub:
    """A hub as the specification has it: it takes a wish, asks the subscriber back, and calls with signed bodies."""

    url: str = ""
    wishes: list[dict[str, str]] = field(default_factory=list)
    confirmed: list[tuple[int, str]] = field(default_factory=list)
    answers: int = 202
    mode: str = "subscribe"
    lease: int = 10 * 86400
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def take(self, request: web.Request) -> web.Response:
        wish = {key: str(value) for key, value in (await request.post()).items()}
        self.wishes.append(wish)
        if self.answers == 202:
            task = asyncio.create_task(self._verify(wish))
            self.tasks.add(task)
        return web.Response(status=self.answers)

    async def lead_on(self, _: web.Request) -> web.Response:
        return web.Response(status=308, headers={"Location": "/"})

    async def _verify(self, wish: dict[str, str]) -> None:
        query = {
            "hub.mode": self.mode,
            "hub.topic": wish["hub.topic"],
            "hub.challenge": f"challenge-{len(self.wishes)}",
            "hub.lease_seconds": str(self.lease),
        }
        async with aiohttp.ClientSession() as session, session.get(wish["hub.callback"], params=query) as reply:
            self.confirmed.append((reply.status, await reply.text()))

    async def publish(self, body: bytes = b"<rss/>", *, method: str = "sha256", secret: str | None = None) -> int:
        wish = self.wishes[-1]
        key = (wish["hub.secret"] if secret is None else secret).encode()
        signature = f"{method}={hmac.new(key, body, method).hexdigest()}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(wish["hub.callback"], data=body, headers={"X-Hub-Signature": signature}) as reply,
        ):
            return reply.status


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    served = Hub()
    app = web.Application()
    app.router.add_post("/", served.take)
    app.router.add_post("/old", served.lead_on)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    served.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield served
    await runner.cleanup()


@pytest.fixture
def public() -> str:
    """Settings of a service that the hub can reach."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return f"\nservice: {{public_url: 'http://127.0.0.1:{port}', listen_port: {port}}}\n"


async def until(true: Callable[[], Any], seconds: float = 120) -> None:
    for _ in range(int(seconds * 50)):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came to pass")


def with_hub(press: Any, hub: Hub) -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        link = f'<{hub.url}>; rel="hub", <{press.base_url}/feeds/s>; rel="self"'
        return web.Response(body=press.feed("s"), content_type="application/rss+xml", headers={"Link": link})

    return answer


async def test_news_comes_when_the_hub_calls_and_the_source_is_asked_seldom(
    press: Any, post: Any, opened: Any, hub: Hub, public: str, items_of: Any, clock: Any
) -> None:
    press.posts["s"] = [post(number) for number in range(3)]
    press.answers["/feeds/s"] = with_hub(press, hub)
    async with opened({"s": f"{press.base_url}/feeds/s"}, settings=public) as newsroom, running(newsroom, tick=0.2):
        state = newsroom.room.store.sources
        await until(lambda: hub.confirmed)
        assert hub.confirmed == [(200, "challenge-1")]
        assert hub.wishes[0]["hub.topic"] == f"{press.base_url}/feeds/s"
        clock.later(hours=2)
        await until(lambda: state.get("s").status == "unchanged")
        assert state.get("s").next_check - clock.now == DAY
        press.posts["s"].insert(0, post(7))
        assert await hub.publish() == 202
        await until(lambda: len(items_of(newsroom)) == 4)
        assert state.get("s").next_check - clock.now == DAY
        clock.later(days=1, minutes=1)
        asked = press.hits["/feeds/s"]
        await until(lambda: press.hits["/feeds/s"] > asked)  # the fallback, should the hub have fallen silent


async def test_calls_that_are_not_signed_by_the_hub_are_not_acted_upon(
    press: Any, post: Any, opened: Any, hub: Hub, public: str
) -> None:
    press.posts["s"] = [post(1)]
    press.answers["/feeds/s"] = with_hub(press, hub)
    async with opened({"s": f"{press.base_url}/feeds/s"}, settings=public) as newsroom, running(newsroom, tick=0.2):
        await until(lambda: hub.confirmed)
        woken: list[str] = []
        newsroom.pushes.wake = woken.append
        assert await hub.publish(secret="guessed") == 202
        assert await hub.publish(method="md5") == 202
        odd = {"X-Hub-Signature": "sha256=é"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(hub.wishes[0]["hub.callback"], data=b"<rss/>", headers=odd) as reply,
        ):
            assert reply.status == 202
        assert woken == []
        assert await hub.publish(method="sha1") == 202
        assert woken == ["s"]
        callback = hub.wishes[0]["hub.callback"]
        hub.wishes.append(hub.wishes[0] | {"hub.callback": callback[:-3] + "xyz"})
        assert await hub.publish() == 410
        other = {"hub.mode": "subscribe", "hub.topic": "https://other.example/", "hub.challenge": "x"}
        async with aiohttp.ClientSession() as session, session.get(callback, params=other) as reply:
            assert reply.status == 404
        async with (
            aiohttp.ClientSession() as session,
            session.post(callback, data=io.BytesIO(bytes(11_000_000))) as reply,
        ):
            assert reply.status == 413


@pytest.mark.parametrize("trouble", ["refuses", "denies", "away"])
async def test_a_hub_that_will_not_changes_nothing_and_is_asked_again_a_day_later(
    press: Any, post: Any, opened: Any, hub: Hub, public: str, clock: Any, trouble: str
) -> None:
    press.posts["s"] = [post(number, timedelta(hours=number)) for number in range(5)]
    hub.answers = 500 if trouble == "refuses" else 202
    hub.mode = "denied" if trouble == "denies" else "subscribe"
    if trouble == "away":
        hub.url = "http://127.0.0.1:9/"
    press.answers["/feeds/s"] = with_hub(press, hub)
    async with opened({"s": f"{press.base_url}/feeds/s"}, settings=public) as newsroom, running(newsroom, tick=0.2):
        subscriptions = newsroom.room.store.subscriptions
        await until(lambda: any(one.problem for one in subscriptions.all().values()))
        clock.later(hours=3)
        await until(lambda: newsroom.room.store.sources.get("s").checked_at == clock.now)
        assert newsroom.room.store.sources.get("s").next_check - clock.now < timedelta(hours=3)
        first = subscriptions.all()["s"]
        assert await newsroom.pushes.subscribe_due() == 0
        clock.later(days=1)
        await until(lambda: subscriptions.all()["s"].asked_at > first.asked_at)


async def test_a_hub_that_has_moved_is_asked_where_it_leads(
    press: Any, post: Any, opened: Any, hub: Hub, public: str
) -> None:
    press.posts["s"] = [post(1)]
    hub.url += "old"
    press.answers["/feeds/s"] = with_hub(press, hub)
    async with opened({"s": f"{press.base_url}/feeds/s"}, settings=public) as newsroom, running(newsroom, tick=0.2):
        await until(lambda: hub.confirmed)
        assert hub.confirmed == [(200, "challenge-1")]
        assert newsroom.room.store.subscriptions.all()["s"].until is not None


async def test_a_lease_is_renewed_in_time_under_the_same_address(
    press: Any, post: Any, opened: Any, hub: Hub, public: str, clock: Any
) -> None:
    press.posts["s"] = [post(1)]
    press.answers["/feeds/s"] = with_hub(press, hub)
    async with opened({"s": f"{press.base_url}/feeds/s"}, settings=public) as newsroom, running(newsroom, tick=0.2):
        await until(lambda: hub.confirmed)
        clock.later(days=7)
        await until(lambda: newsroom.room.store.sources.get("s").checked_at == clock.now)
        assert len(hub.wishes) == 1
        clock.later(days=1)
        await until(lambda: len(hub.confirmed) == 2)
        assert hub.wishes[1] == hub.wishes[0]
        assert newsroom.room.store.subscriptions.all()["s"].until == clock.now + 10 * DAY
        await newsroom.admin.remove_source("s", "cli")
        await until(lambda: not newsroom.room.store.subscriptions.all())


async def test_without_a_public_address_nobody_is_asked_and_old_promises_are_not_relied_upon(
    press: Any, post: Any, opened: Any, hub: Hub, clock: Any
) -> None:
    press.posts["s"] = [post(number, timedelta(hours=number)) for number in range(5)]
    press.answers["/feeds/s"] = with_hub(press, hub)
    async with opened({"s": f"{press.base_url}/feeds/s"}) as newsroom:
        promised = Subscription("s", hub.url, "t", "c/x", "y", asked_at=clock.now, until=clock.now + 9 * DAY)
        newsroom.room.store.subscriptions.put(promised)
        await newsroom.poll()
        state: SourceState = newsroom.room.store.sources.get("s")
        assert state.hub == hub.url
        assert state.next_check is not None
        assert state.next_check - clock.now < timedelta(hours=3)
        assert await newsroom.pushes.subscribe_due() == 0
        assert await newsroom.pushes.missed() == {"s"}
        await newsroom.pushes.give_up()  # as a service without a public address does at its start
        assert newsroom.room.store.sources.get("s").next_check is None
    assert hub.wishes == []


async def test_what_hubs_called_for_while_the_service_was_off_is_read_at_its_start(
    press: Any, post: Any, opened: Any, hub: Hub, public: str, items_of: Any
) -> None:
    press.posts["s"] = [post(1)]
    press.answers["/feeds/s"] = with_hub(press, hub)
    sources = {"s": f"{press.base_url}/feeds/s"}
    async with opened(sources, settings=public) as newsroom, running(newsroom, tick=0.2):
        await until(lambda: hub.confirmed)
    press.posts["s"].insert(0, post(2))
    async with opened(sources, settings=public) as newsroom, running(newsroom, tick=0.2):
        await until(lambda: len(items_of(newsroom)) == 2)


async def test_a_hub_inside_our_own_network_is_not_called(opened: Any) -> None:
    async with opened({"s": "https://s.example/feed"}) as newsroom:
        strict = newsroom.room.config.settings.network.model_copy(update={"allow_private_addresses": False})
        async with Fetcher(strict, version=digestbot.__version__) as fetcher:
            for url in ("http://10.0.0.1/hub", "http://localhost/", "http://[::ffff:127.0.0.1]/", "http://2130706433/"):
                with pytest.raises(BlockedFetchError):
                    await fetcher.post(url, {"hub.mode": "subscribe"})


def sent(press: Any, *numbers: int, now: Any) -> bytes:
    """The new part of a feed, as hubs send it: items with all their words."""
    items = "".join(
        f"<item><title>Society {number} of place{number} has met for matter{number}</title>"
        f"<link>{press.base_url}/pages/{number}</link><guid>{number}</guid>"
        f"<pubDate>{format_datetime(now)}</pubDate><description>{told(number)}</description></item>"
        for number in numbers
    )
    return f'<rss version="2.0"><channel><title>s</title>{items}</channel></rss>'.encode()


@pytest.fixture
def listening(press: Any, post: Any, opened: Any, hub: Hub, public: str) -> Any:
    """A service that has read its source and is subscribed to its hub."""

    @asynccontextmanager
    async def made() -> AsyncIterator[Any]:
        press.posts["s"] = [post(number) for number in range(3)]
        press.answers["/feeds/s"] = with_hub(press, hub)
        async with opened({"s": f"{press.base_url}/feeds/s"}, settings=public) as newsroom, running(newsroom, tick=0.2):
            await until(lambda: hub.confirmed)
            yield newsroom

    return made


async def test_what_a_hub_sends_along_is_read_and_the_source_is_not_asked(
    listening: Any, press: Any, hub: Hub, items_of: Any, clock: Any
) -> None:
    async with listening() as newsroom:
        asked, before = press.hits["/feeds/s"], newsroom.room.store.sources.get("s")
        assert await hub.publish(sent(press, 71, 72, now=clock.now)) == 202
        await until(lambda: len(items_of(newsroom)) == 5)
        assert await hub.publish(sent(press, 72, 73, now=clock.now)) == 202  # hubs repeat themselves
        await until(lambda: len(items_of(newsroom)) == 6)
        assert press.hits["/feeds/s"] == asked
        assert newsroom.room.store.sources.get("s") == before
        news = {item.url: item for item in items_of(newsroom)}[f"{press.base_url}/pages/71"]
        assert told(71) in news.text
        assert news.news_at == clock.now


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>a login page</html>",
        b"\x1f\x8b\x08 no gzip",
        b'<rss version="2.0"><channel></channel></rss>',
        b"<?xml",
    ],
)
async def test_a_call_that_says_nothing_leads_to_the_source_itself(
    listening: Any, press: Any, post: Any, hub: Hub, items_of: Any, body: bytes
) -> None:
    async with listening() as newsroom:
        press.posts["s"].insert(0, post(9))
        assert await hub.publish(body) == 202
        await until(lambda: len(items_of(newsroom)) == 4)


async def test_more_than_the_settings_allow_of_a_source_is_not_read_from_a_hub(
    listening: Any, press: Any, hub: Hub, items_of: Any, clock: Any
) -> None:
    async with listening() as newsroom:
        asked = press.hits["/feeds/s"]
        limit = newsroom.room.config.settings.network.max_response_bytes
        assert await hub.publish(sent(press, 71, now=clock.now) + b" " * limit) in (202, 413)
        assert await hub.publish(sent(press, 71, now=clock.now), secret="guessed") == 202
        newsroom.pushes._hold("s", Sent(sent(press, 71, now=clock.now) + b" " * limit, ""))
        newsroom.pushes.wake("s")
        await until(lambda: press.hits["/feeds/s"] > asked)
        assert len(items_of(newsroom)) == 3


async def test_a_hub_that_floods_fills_no_memory(opened: Any, press: Any) -> None:
    async with opened({"s": f"{press.base_url}/feeds/s"}) as newsroom:
        limit = newsroom.room.config.settings.network.max_response_bytes
        for _ in range(100):
            newsroom.pushes._hold("s", Sent(b" " * limit, ""))
        held = newsroom.pushes.sent("s")
        assert sum(len(one.body) for one in held) <= HELD_BYTES
        assert newsroom.pushes.sent("s") == []


async def test_a_public_address_is_taken_up_and_given_up_without_a_restart(
    press: Any, post: Any, opened: Any, hub: Hub, public: str, clock: Any
) -> None:
    press.posts["s"] = [post(number, timedelta(hours=number)) for number in range(5)]
    press.answers["/feeds/s"] = with_hub(press, hub)
    async with opened({"s": f"{press.base_url}/feeds/s"}) as newsroom, running(newsroom, tick=0.2):
        state = newsroom.room.store.sources
        await until(lambda: state.get("s") is not None)
        assert hub.wishes == []
        file = newsroom.room.config_folder / "settings.yaml"
        before = file.read_text()
        file.write_text(before + public)
        await until(lambda: hub.confirmed)
        assert hub.confirmed == [(200, "challenge-1")]
        clock.later(hours=2)
        await until(lambda: state.get("s").next_check - clock.now == DAY)
        file.write_text(before + "\n")
        await until(
            lambda: (planned := state.get("s").next_check) and planned - clock.now < DAY
        )  # asked, and often again
        with pytest.raises(aiohttp.ClientConnectorError):
            await hub.publish()
