"""Links that lead to the article by other means than a redirect: Google News, refreshing pages, scripts."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from scenarios.conftest import told
from scenarios.test_intake_trouble import AT, SOURCE, entry
from scenarios.world import Reply, World, article, feed, world_on_loopback

TITLE = "Members of place1 society have bought the village shop"
WORDS = (
    "Members of place1 society, a community co-operative, have bought the village shop from its owners for £210,000. "
    "More than 300 people hold community shares in the society, which was set up in March to keep the shop open. "
    "Each member has one vote. The co-operative will take on the four people who work there."
)
CALL = "news.google.com/_/DotsSplashUi/data/batchexecute?rpcids=Fbv4je"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with world_on_loopback(tmp_path) as served:
        yield served


def google_id(target: bytes) -> str:
    """An article id as Google News makes it: a record with the address, or an opaque word, in field 4."""
    length = bytes([len(target)]) if len(target) < 128 else bytes([len(target) & 0x7F | 0x80, len(target) >> 7])
    return base64.urlsafe_b64encode(b'\x08\x13"' + length + target + b"\xd2\x01\x00").decode().rstrip("=")


OPAQUE = google_id(b"AU_yqLMopaqueword" * 6)
GOOGLE = f"https://news.google.com/rss/articles/{OPAQUE}?oc=5"
INTERSTITIAL = Reply(
    "<!doctype html><html><head><title>Google News</title></head><body><c-wiz><div "
    'data-n-a-id="x" data-n-a-sg="AZ5r3eSignature_1-2" data-n-a-ts="1795000000"></div></c-wiz></body></html>'
)


def batch(target: str) -> Reply:
    """The form of Google's answer: a guard line, then rows, of which one holds JSON in JSON."""
    rows = [["wrb.fr", "Fbv4je", json.dumps(["garturlres", target, 1]), None, None, None, "generic"], ["di", 12]]
    return Reply(")]}'\n\n" + json.dumps(rows) + "\n", "application/json")


def google_entry(**other: str) -> dict[str, str]:
    described = f'<a href="{GOOGLE}">{TITLE}</a>&nbsp;&nbsp;<font color="#6f6f6f">Village Paper</font>'
    item = entry(1, title=f"{TITLE} - Village Paper", link=GOOGLE, guid=OPAQUE, description=described)
    return item | {"source": "Village Paper"} | other


async def taken(opened: Any, world: World, items_of: Any, *entries: dict[str, str]) -> list[Any]:
    world.pages[AT] = feed(*entries)
    async with opened({"s": SOURCE}) as newsroom:
        world.enter(newsroom)
        report = await newsroom.poll(every=True)
        assert report.sources[0].status == "ok", report
        found: list[Any] = items_of(newsroom)
        return found


async def test_an_id_of_google_news_that_carries_the_address_is_read_without_asking_google(
    opened: Any, world: World, items_of: Any
) -> None:
    link = f"https://news.google.com/rss/articles/{google_id(b'https://paper.example/shop?id=7')}?oc=5"
    world.pages["paper.example/shop?id=7"] = article(TITLE, told(1))
    (item,) = await taken(opened, world, items_of, google_entry(link=link))
    assert (item.url, item.title, item.wall) == ("https://paper.example/shop?id=7", TITLE, None)
    assert item.source_title == "Village Paper"  # whose article it is, not who passed it on
    assert told(1) in item.text
    assert not any(address.startswith("news.google.com") for address in world.hits)


async def test_google_is_asked_for_an_opaque_id_as_its_own_page_asks(opened: Any, world: World, items_of: Any) -> None:
    world.pages |= {
        GOOGLE.partition("//")[2]: INTERSTITIAL,
        CALL: batch("https://paper.example/shop"),
        "paper.example/shop": article(TITLE, told(1)),
    }
    (item,) = await taken(opened, world, items_of, google_entry())
    assert (item.url, item.title, item.wall) == ("https://paper.example/shop", TITLE, None)
    assert told(1) in item.text
    ((_, form),) = world.forms
    ((call,),) = json.loads(form["f.req"])
    assert json.loads(call[1])[-3:] == [OPAQUE, 1795000000, "AZ5r3eSignature_1-2"]


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({}, id="404"),
        pytest.param({GOOGLE.partition("//")[2]: INTERSTITIAL}, id="no answer to the call"),
        pytest.param({GOOGLE.partition("//")[2]: INTERSTITIAL, CALL: Reply("[[[[[")}, id="nonsense"),
        pytest.param({GOOGLE.partition("//")[2]: INTERSTITIAL, CALL: batch("javascript:alert(1)")}, id="no address"),
        pytest.param(
            {"news.google.com/robots.txt": Reply("User-agent: *\nDisallow: /", "text/plain")}, id="robots.txt forbids"
        ),
        pytest.param(
            {
                GOOGLE.partition("//")[2]: INTERSTITIAL,
                CALL: batch("https://paper.example/shop"),
                "news.google.com/robots.txt": Reply("User-agent: *\nDisallow: /_/", "text/plain"),
            },
            id="robots.txt forbids the call",
        ),
    ],
)
async def test_what_google_does_not_tell_stays_marked_with_its_headline_and_joins_its_copies(
    opened: Any, world: World, items_of: Any, answers: dict[str, Reply]
) -> None:
    world.pages |= answers
    world.pages["paper.example/shop"] = article(TITLE, WORDS)
    own = entry(2, title=TITLE, link="https://paper.example/shop", guid="2", description="")
    first, second = sorted(
        await taken(opened, world, items_of, google_entry(), own), key=lambda item: item.wall is None
    )
    assert (first.title, first.url, first.wall, first.text) == (TITLE, GOOGLE, "unresolved", "")
    assert second.url == "https://paper.example/shop"
    assert first.story_id == second.story_id


async def test_the_same_headline_by_two_opaque_ids_is_one_story(opened: Any, world: World, items_of: Any) -> None:
    other = GOOGLE.replace(OPAQUE, google_id(b"AU_yqLMotherword_" * 6))
    second = google_entry(link=other, guid="other", title=f"{TITLE} - County Herald") | {"source": "County Herald"}
    items = await taken(opened, world, items_of, google_entry(), second)
    assert [item.title for item in items] == [TITLE, TITLE]
    assert {item.source_title for item in items} == {"Village Paper", "County Herald"}
    assert len({item.story_id for item in items}) == 1


LEADS_ON = {
    "meta refresh": '<html><head><meta http-equiv="refresh" content="0; url=https://paper.example/shop"></head></html>',
    "in single quotes": "<html><head><META HTTP-EQUIV='Refresh' CONTENT='1;URL=\"https://paper.example/shop\"'></head>",
    "after the content": '<html><head><meta content="0;URL=\'https://paper.example/shop\'" http-equiv="refresh">',
    "a relative address": '<html><head><meta http-equiv=refresh content="0;url=//paper.example/shop"></head></html>',
    "escaped": '<html><meta http-equiv="refresh" content="0;url=https&#58;//paper.example/shop"></html>',
    "t.co": '<head><noscript><META http-equiv="refresh" content="0;URL=https://paper.example/shop"></noscript>'
    "<title>https://paper.example/shop</title></head><script>window.opener = null; "
    'location.replace("https:\\/\\/paper.example\\/shop")</script>',
    "a script": "<html><body><p>Redirecting…</p><script>window.location.href = 'https://paper.example/shop';</script>",
    "location.assign": '<html><body><script>setTimeout(function(){location.assign("https://paper.example/shop")},9)'
    "</script></body></html>",
    "a warning": "<html><body><h1>You are leaving us</h1><p>We cannot vouch for this page:</p><a class='button' "
    "href='https://paper.example/shop'> <span>https://paper.example/shop</span> </a> <a href='/help'>Help</a></body>",
}


@pytest.mark.parametrize("markup", LEADS_ON.values(), ids=LEADS_ON.keys())
async def test_a_page_that_only_leads_on_is_followed(opened: Any, world: World, items_of: Any, markup: str) -> None:
    world.pages |= {"t.co/x": Reply(markup), "paper.example/shop": article(TITLE, told(1))}
    (item,) = await taken(opened, world, items_of, entry(1, link="https://t.co/x", guid="1", description=""))
    assert item.url == "https://paper.example/shop"
    assert told(1) in item.text


STAYS = {
    "renews itself": '<meta http-equiv="refresh" content="0;url=https://t.co/x">',
    "renews itself later": '<meta http-equiv="refresh" content="900;url=https://paper.example/other">',
    "without an address": '<meta http-equiv="refresh" content="300">',
    "no web address": '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "a choice of two": "<script>if (a) location.href='https://paper.example/1'; "
    "else location.href='https://paper.example/2'</script>",
    "two written out": "<a href='https://paper.example/1'>https://paper.example/1</a>"
    "<a href='https://paper.example/2'>https://paper.example/2</a>",
    "says another": "<a href='https://paper.example/1'>https://bank.example/1</a>",
    "compares": "<script>if (location.href == 'https://paper.example/1') go()</script>",
    "inside our network": '<meta http-equiv="refresh" content="0;url=file:///etc/passwd">',
}


@pytest.mark.parametrize("head", STAYS.values(), ids=STAYS.keys())
async def test_a_page_that_does_not_lead_on_is_left_where_it_is(
    opened: Any, world: World, items_of: Any, head: str
) -> None:
    world.pages["t.co/x"] = Reply(f"<!doctype html><html><head>{head}</head><body><p>Please wait.</p></body></html>")
    (item,) = await taken(opened, world, items_of, entry(1, link="https://t.co/x", guid="1"))
    assert item.url == "https://t.co/x"
    assert told(1) in item.text  # the feed's own
    assert not any(address.startswith("paper.example") for address in world.hits)


async def test_an_article_with_a_refresh_for_old_browsers_is_the_article(
    opened: Any, world: World, items_of: Any
) -> None:
    head = '<noscript><meta http-equiv="refresh" content="0;url=https://paper.example/no-script"></noscript>'
    world.pages["paper.example/shop"] = article(TITLE, told(1) * 2, head)
    (item,) = await taken(opened, world, items_of, entry(1, link="https://paper.example/shop", description=""))
    assert (item.url, item.wall) == ("https://paper.example/shop", None)
    assert told(1) in item.text


async def test_pages_that_lead_in_circles_or_nowhere_end(opened: Any, world: World, items_of: Any) -> None:
    def to(address: str) -> Reply:
        return Reply(f'<html><meta http-equiv="refresh" content="0;url={address}"></html>')

    world.pages |= {
        "a.example/": to("https://b.example/"),
        "b.example/": to("https://a.example/"),
        **{f"c.example/{number}": to(f"https://c.example/{number + 1}") for number in range(50)},
        "d.example/": to("https://gone.example/"),
    }
    items = await taken(
        opened,
        world,
        items_of,
        entry(1, link="https://a.example/", guid="1"),
        entry(2, link="https://c.example/0", guid="2"),
        entry(3, link="https://d.example/", guid="3"),
    )
    assert len(items) == 3
    assert all(told(number) in "".join(item.text for item in items) for number in (1, 2, 3))
    assert sum(hits for address, hits in world.hits.items() if address.startswith(("a.", "b."))) <= 4
    assert sum(hits for address, hits in world.hits.items() if address.startswith("c.")) <= 5
