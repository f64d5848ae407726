"""The sample newsroom over real HTTP on loopback."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from sample.sheets import NOW

from digestbot.sample.server import SampleNewsroom

SLOW = 0.2  # seconds


@pytest.fixture
async def served() -> AsyncIterator[SampleNewsroom]:
    async with SampleNewsroom(now=NOW, slow=SLOW) as newsroom:
        yield newsroom


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def url(served: SampleNewsroom, id: str) -> str:  # noqa: A002 - a source's id is called id
    return next(source.url for source in served.sources() if source.id == id)


def page(served: SampleNewsroom, id: str) -> str:  # noqa: A002
    return next(gold.url for gold in served.gold() if gold.article.id == id)


async def test_every_source_answers_as_its_outlet_should(served: SampleNewsroom, web: aiohttp.ClientSession) -> None:
    answers = {}
    for source in served.sources():
        async with web.get(source.url) as response:
            answers[source.id] = response.status
    assert answers.pop("mutual-quarterly") == 500
    assert answers.pop("third-way-bulletin") == 410
    assert set(answers.values()) == {200}


async def test_every_article_stands_at_the_address_that_gold_names(
    served: SampleNewsroom, web: aiohttp.ClientSession
) -> None:
    missing = []
    for gold in served.gold():
        async with web.get(gold.url) as response:
            if response.status != 200:
                missing.append(gold.url)
    assert missing == []


async def test_kinds_are_given_only_where_they_must_be(served: SampleNewsroom) -> None:
    kinds = {source.id: source.kind for source in served.sources() if source.kind}
    assert kinds == {"common-ground": "site", "care-commons": "sitemap"}


async def test_it_listens_on_loopback_only(served: SampleNewsroom) -> None:
    assert served.base_url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(("answer", "ask"), [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
async def test_what_has_not_changed_is_not_sent_again(
    served: SampleNewsroom, web: aiohttp.ClientSession, answer: str, ask: str
) -> None:
    async with web.get(url(served, "co-op-courier")) as first:
        token = first.headers[answer]
    async with web.get(url(served, "co-op-courier"), headers={ask: token}) as second:
        assert second.status == 304
        assert await second.read() == b""


@pytest.mark.parametrize(("answer", "ask"), [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
async def test_a_revision_changes_feed_and_page_of_the_edited_article(
    served: SampleNewsroom, web: aiohttp.ClientSession, answer: str, ask: str
) -> None:
    addresses = (url(served, "co-op-courier"), page(served, "courier-ferry"))
    tokens = []
    for address in addresses:
        async with web.get(address) as response:
            tokens.append(response.headers[answer])
    served.revision = 2
    for address, token in zip(addresses, tokens, strict=True):
        async with web.get(address, headers={ask: token}) as response:
            assert response.status == 200
            assert "cracks in the hull" in await response.text()


async def test_a_revision_leaves_other_outlets_unchanged(served: SampleNewsroom, web: aiohttp.ClientSession) -> None:
    async with web.get(url(served, "mutual-matters")) as response:
        token = response.headers["ETag"]
    served.revision = 2
    async with web.get(url(served, "mutual-matters"), headers={"If-None-Match": token}) as response:
        assert response.status == 304


async def test_robots_txt_forbids_the_members_page(served: SampleNewsroom, web: aiohttp.ClientSession) -> None:
    async with web.get(f"{served.base_url}/robots.txt") as response:
        assert "Disallow: /*/members/" in await response.text()
    assert "/sector-wire/members/" in page(served, "wire-members-briefing")


async def test_the_slow_outlet_takes_its_time_for_its_feed(served: SampleNewsroom, web: aiohttp.ClientSession) -> None:
    start = time.monotonic()
    async with web.get(url(served, "across-the-water")) as response:
        assert response.status == 200
    assert time.monotonic() - start >= SLOW


async def test_an_unknown_address_is_not_found(served: SampleNewsroom, web: aiohttp.ClientSession) -> None:
    for path in ("/nowhere/", "/co-op-courier/nothing-here"):
        async with web.get(served.base_url + path) as response:
            assert response.status == 404


async def test_requests_are_counted_by_path(served: SampleNewsroom, web: aiohttp.ClientSession) -> None:
    for _ in range(2):
        async with web.get(url(served, "owners-review")):
            pass
    assert served.hits["/owners-review/index.rdf"] == 2


async def test_the_same_moment_gives_the_same_bytes(web: aiohttp.ClientSession) -> None:
    bodies = []
    for _ in range(2):
        async with SampleNewsroom(now=NOW, slow=0) as served, web.get(url(served, "social-ledger")) as response:
            bodies.append((await response.text()).replace(served.base_url, ""))
    assert bodies[0] == bodies[1]
