"""Feeds to consider: outlets that come by way of others."""

from __future__ import annotations

from newsroom.conftest import Clock, Opened, put

from digestbot.errors import FetchError
from digestbot.newsroom.considering import consider, looked_at
from digestbot.render.coverage import OutletNote, text
from digestbot.types import Preview, Source

SOURCES = (
    Source("wire", "https://wire.example/rss", title="Sector Wire"),
    Source("planet", "https://planet.example/atom", title="Planet Co-op"),
    Source("echo", "https://feeds.proxy.example/echo", title="Echo"),
)


def addresses(**hosts: int) -> list[str]:
    return [f"https://www.{host}.example/{number}" for host, count in hosts.items() for number in range(count)]


def test_an_outlet_that_comes_by_way_of_others_is_named_with_them() -> None:
    found = consider({"wire": addresses(north=3, once=1, wire=3), "planet": addresses(north=1, wire=1)}, SOURCES)
    assert found == [OutletNote("north.example", 4, ("Sector Wire", "Planet Co-op"))]


def test_where_a_source_lives_is_watched_whatever_serves_its_feed() -> None:
    found = consider({"echo": addresses(echo=9), "wire": addresses(echo=2, south=2, west=1)}, SOURCES)
    assert [one.host for one in found] == ["south.example"]


def test_no_address_is_no_outlet() -> None:
    assert consider({"wire": ["", "mailto:a@b.example", "http://[", *addresses(north=1)]}, SOURCES) == []


async def test_each_is_looked_at_and_what_is_watched_under_another_name_is_left_out() -> None:
    async def look(url: str) -> Preview:
        if "gone" in url:
            raise FetchError(url, "did not answer")
        known = "echo" if "twin" in url else None
        return Preview(f"{url}feed", "feed", "North", (), 0, known_as=known)

    notes = [OutletNote(f"{name}.example", 2, ("Sector Wire",)) for name in ("north", "gone", "twin")]
    found = await looked_at(notes, look)
    assert [(one.host, one.feed) for one in found] == [
        ("north.example", "https://north.example/feed"),
        ("gone.example", ""),
    ]


async def test_the_report_says_what_to_do(opened: Opened, clock: Clock) -> None:
    async with opened() as newsroom:
        for number in range(6):
            put(newsroom, f"Told by the gazette {number}")
        for number in range(2):
            put(newsroom, f"Passed on {number}", url=f"https://unwatched.invalid/{number}")
        report = await newsroom.covering.report()
    assert [(one.host, one.articles, one.by_way_of) for one in report.consider] == [
        ("unwatched.invalid", 2, ("Gazette",))
    ]
    told = text(report)
    assert "Feeds to consider\n  - unwatched.invalid: 2 articles by way of Gazette; its home page names no feed" in told
