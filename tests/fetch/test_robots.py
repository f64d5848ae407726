"""robots.txt: obeyed for pages, not for sources; read once a day, and what happens when it cannot be read."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from digestbot.errors import BlockedFetchError, FetchError, PermanentFetchError, TransientFetchError
from digestbot.fetch.robots import Robots, Rules
from digestbot.types import Request

NO = "User-agent: *\nDisallow: /private\n"


def site(robots: str | int, headers: dict[str, str] | None = None):
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/robots.txt":
            if isinstance(robots, int):
                return web.Response(status=robots, headers=headers)
            return web.Response(text=robots)
        if request.path == "/jump":
            return web.Response(status=302, headers={"Location": "/private/1"})
        return web.Response(text="page")

    return handler


def page(url: str) -> Request:
    return Request(url, purpose="page")


async def test_a_page_that_robots_txt_forbids_is_not_fetched(serve, fetcher) -> None:
    server = await serve(site(NO))
    client = await fetcher()
    with pytest.raises(BlockedFetchError, match=r"robots\.txt asks programs not to read"):
        await client.get(page(server.url("/private/1")))
    assert server.paths == ["/robots.txt"]


async def test_a_page_that_it_allows_is_fetched_and_robots_txt_read_once(serve, fetcher) -> None:
    server = await serve(site(NO))
    client = await fetcher()
    await asyncio.gather(*(client.get(page(server.url(f"/{n}"))) for n in range(5)))
    assert server.paths.count("/robots.txt") == 1
    assert len(server.paths) == 6


async def test_a_source_does_not_ask_robots_txt(serve, fetcher) -> None:
    server = await serve(site(NO))
    await (await fetcher()).get(Request(server.url("/private/feed")))
    assert server.paths == ["/private/feed"]


async def test_the_rule_for_digestbot_goes_before_the_rule_for_all(serve, fetcher) -> None:
    server = await serve(site("User-agent: *\nDisallow: /\n\nUser-agent: Digestbot\nAllow: /\n"))
    assert (await (await fetcher()).get(page(server.url("/a")))).body == b"page"


async def test_a_version_behind_our_name_changes_nothing(serve, fetcher) -> None:
    server = await serve(site("User-Agent: DigestBot/1.0 # an old one\nDisallow: /private\n\nUser-agent: *\nDisallow:"))
    with pytest.raises(BlockedFetchError):
        await (await fetcher()).get(page(server.url("/private/1")))


async def test_a_redirect_into_forbidden_pages_is_not_followed(serve, fetcher) -> None:
    server = await serve(site(NO))
    with pytest.raises(BlockedFetchError, match=r"robots\.txt"):
        await (await fetcher()).get(page(server.url("/jump")))
    assert "/private/1" not in server.paths


async def test_robots_txt_can_be_left_aside_by_setting(serve, fetcher) -> None:
    server = await serve(site(NO))
    await (await fetcher(obey_robots=False)).get(page(server.url("/private/1")))
    assert server.paths == ["/private/1"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_missing_robots_txt_allows_everything(serve, fetcher, status) -> None:
    server = await serve(site(status))
    assert (await (await fetcher()).get(page(server.url("/private/1")))).body == b"page"


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_a_robots_txt_in_trouble_makes_pages_wait(serve, fetcher, status) -> None:
    server = await serve(site(status))
    client = await fetcher()
    for _ in range(2):
        with pytest.raises(TransientFetchError, match=r"robots\.txt cannot be read"):
            await client.get(page(server.url("/a")))
    assert server.paths == ["/robots.txt"]


async def test_a_huge_robots_txt_is_read_to_its_limit_only(serve, fetcher) -> None:
    server = await serve(site(NO + "# filler\n" * 100_000 + "Disallow: /late\n"))
    client = await fetcher(max_response_bytes=1000)
    with pytest.raises(BlockedFetchError):
        await client.get(page(server.url("/private/1")))
    assert (await client.get(page(server.url("/late")))).body == b"page"


async def test_crawl_delay_keeps_pages_apart(serve, fetcher) -> None:
    server = await serve(site("User-agent: *\nCrawl-delay: 0.2\n"))
    client = await fetcher()
    started = time.monotonic()
    await asyncio.gather(*(client.get(page(server.url(f"/{n}"))) for n in range(3)))
    assert time.monotonic() - started > 0.35


@pytest.mark.parametrize(
    ("text", "delay"), [("Crawl-delay: 3600", 10.0), ("Crawl-delay: -3", 0.0), ("Crawl-delay: x", 0.0), ("", 0.0)]
)
async def test_crawl_delay_is_capped(text: str, delay: float) -> None:
    async def read(url: str) -> bytes:
        return f"User-agent: *\n{text}\n".encode()

    rules = await Robots(read, lambda: datetime.now(UTC)).rules("http://a.example")
    assert rules.crawl_delay == delay


@pytest.mark.parametrize(
    ("answer", "asked_again_after"),
    [
        (b"User-agent: *\nDisallow: /", timedelta(hours=24)),
        (TransientFetchError("http://a.example/robots.txt", "slow"), timedelta(hours=1)),
    ],
)
async def test_rules_are_kept_for_a_day_and_trouble_for_an_hour(answer, asked_again_after) -> None:
    clock = [datetime(2026, 11, 24, tzinfo=UTC)]
    asked: list[str] = []

    async def read(url: str) -> bytes:
        asked.append(url)
        if isinstance(answer, FetchError):
            raise answer
        return answer

    robots = Robots(read, lambda: clock[0])
    await robots.rules("http://a.example")
    clock[0] += asked_again_after - timedelta(seconds=1)
    assert not (await robots.rules("http://a.example")).allows("http://a.example/x")
    assert asked == ["http://a.example/robots.txt"]
    clock[0] += timedelta(seconds=1)
    await robots.rules("http://a.example")
    assert len(asked) == 2


@pytest.mark.parametrize(
    "body", [b"", b"\xef\xbb\xbfUser-agent: *\nAllow: /", b"\xff\xfe\x00rubbish", b"<html>not found</html>"]
)
async def test_odd_files_allow_everything(body: bytes) -> None:
    async def read(url: str) -> bytes:
        return body

    assert (await Robots(read, lambda: datetime.now(UTC)).rules("http://a.example")).allows("http://a.example/")


async def test_a_site_whose_robots_txt_cannot_be_reached_keeps_its_reason(fetcher) -> None:
    with pytest.raises(TransientFetchError, match="nothing answers at this address"):
        await (await fetcher()).get(page("http://127.0.0.1:1/"))


def test_trouble_without_a_status_allows_nothing() -> None:
    rules = Rules(trouble=PermanentFetchError("http://a.example/robots.txt", "the certificate has expired"))
    assert not rules.allows("http://a.example/")
