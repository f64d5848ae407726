"""Sources on bad days: what misbehaves is reported with its reason, and everything else is taken in."""

from __future__ import annotations

import asyncio
import gzip
import time
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from hostile_reading import load_nothing, parse_or_die, read_or_die, unfit

import digestbot
from digestbot import contents, pages, pipeline
from digestbot.fetch import Fetcher, guard

DAY = timedelta(days=1)


def plain(body: bytes, kind: str = "application/rss+xml", **headers: str) -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type=kind, headers=headers)

    return answer


def to(where: str, status: int = 302) -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": where})

    return answer


async def trickle(request: web.Request) -> web.StreamResponse:
    reply = web.StreamResponse()
    await reply.prepare(request)
    for _ in range(100):
        await reply.write(b" ")
        await asyncio.sleep(0.2)
    return reply


async def endless(request: web.Request) -> web.StreamResponse:
    reply = web.StreamResponse()
    await reply.prepare(request)
    while True:
        await reply.write(b"<item/>" * 10_000)


async def short(request: web.Request) -> web.StreamResponse:
    reply = web.StreamResponse(headers={"Content-Length": "5000"})
    await reply.prepare(request)
    await reply.write(b"<rss>")
    assert request.transport is not None
    request.transport.close()
    return reply


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "%s">' % (b"a" * 1000)
    + b"".join(
        b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10 if level > 1 else b"&a;" * 10)
        for level in range(1, 9)
    )
    + b"]><rss><channel><title>&a8;</title></channel></rss>"
)


async def test_every_kind_of_bad_source_is_reported_and_costs_the_healthy_ones_nothing(
    press: Any, post: Any, opened: Any, hang: Any, items_of: Any
) -> None:
    for name in range(4):
        press.posts[f"healthy{name}"] = [post(10 * name + number) for number in range(3)]
    press.answers |= {
        "/hangs": hang,
        "/trickles": trickle,
        "/never-ends": endless,
        "/ends-early": short,
        "/large": plain(b"x", **{"Content-Length": "9000000"}),
        "/gzip": plain(gzip.compress(b"\0" * 50_000_000), **{"Content-Encoding": "gzip"}),
        "/circle": to("/circle2"),
        "/circle2": to("/circle"),
        "/inside": to("http://10.0.0.1/secret"),
        "/metadata": to("http://169.254.169.254/latest/"),
        "/mapped": to("http://[::ffff:192.168.0.1]/"),
        "/decimal": to("http://2130706434/"),
        "/xml-bomb": plain(BOMB),
        "/empty": plain(b""),
        "/noise": plain(bytes(range(256)) * 50),
    }
    bad = [path.removeprefix("/") for path in press.answers if path != "/circle2"]
    sources = {name: f"{press.base_url}/feeds/{name}" for name in press.posts}
    sources |= {name: f"{press.base_url}/{name}" for name in bad}
    async with opened(sources) as newsroom:
        strict = newsroom.room.config.settings.network.model_copy(update={"allow_private_addresses": False})
        newsroom.room.fetcher = Fetcher(
            strict,
            version=digestbot.__version__,
            judge=lambda ip: None if ip == "127.0.0.1" else guard.refusal(ip, False),  # it stands for a public site
        )
        report = await newsroom.poll()
        reports = {one.id: one for one in report.sources}
        assert {name for name, one in reports.items() if one.status == "ok"} >= set(press.posts)
        # A document whose entities are not expanded may be read, and then has nothing in it.
        assert {name: reports[name].status for name in bad if name != "xml-bomb"} == {
            name: "failed" for name in bad if name != "xml-bomb"
        }
        assert all(reports[name].error for name in bad), {name: reports[name].error for name in bad}
        assert all("fault in digestbot" not in str(one.error) for one in report.sources)
        assert len(items_of(newsroom)) == 12
        failures = {name: state.failures for name, state in newsroom.room.store.sources.all().items()}
        assert failures["hangs"] == 1
        assert "private" in str(reports["inside"].error)


async def test_a_fault_of_ours_over_one_source_is_reported_and_the_round_goes_on(
    press: Any, post: Any, opened: Any, items_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.posts = {"good": [post(1)], "odd": [post(2)]}
    real = pipeline.schedule.is_unchanged

    def broken(state: Any, response: Any) -> bool:
        if response.url.endswith("odd"):
            raise RecursionError("too deep")
        return real(state, response)

    monkeypatch.setattr(pipeline.schedule, "is_unchanged", broken)
    async with opened({name: f"{press.base_url}/feeds/{name}" for name in press.posts}) as newsroom:
        report = await newsroom.poll()
        assert {one.id: one.status for one in report.sources} == {"good": "ok", "odd": "failed"}
        assert "RecursionError" in str(report.sources[1].error)
        assert len(items_of(newsroom)) == 1


async def test_a_page_that_kills_or_hangs_its_worker_costs_that_page_alone(
    press: Any, post: Any, opened: Any, items_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "read_all", read_or_die)
    monkeypatch.setattr(pages, "warm_up", load_nothing)
    monkeypatch.setattr(pages, "READ_LIMIT", 4.0)
    monkeypatch.setattr(pages, "ALONE_LIMIT", 2.0)
    press.posts["one"] = [post(number) for number in range(8)]
    async with opened({"one": f"{press.base_url}/feeds/one"}, processes=True) as newsroom:
        report = await newsroom.poll()
        assert [one.status for one in report.sources] == ["ok"]
        found = {int(item.url.rpartition("/")[2]): item for item in items_of(newsroom)}
    assert sorted(found) == list(range(8))  # the two are there by their headlines
    full = sorted(number for number, item in found.items() if item.text == "page")
    assert full == [0, 1, 2, 4, 6, 7]


async def test_a_feed_that_kills_its_worker_or_meets_a_fault_costs_itself_alone(
    press: Any, post: Any, opened: Any, items_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "parse_all", parse_or_die)
    monkeypatch.setattr(pages, "read_all", read_or_die)
    monkeypatch.setattr(pages, "warm_up", load_nothing)
    names = ["one", "kills", "two", "breaks", "three"]
    press.posts = {name: [post(number)] for number, name in enumerate(names, 10)}
    async with opened({name: f"{press.base_url}/feeds/{name}" for name in names}, processes=True) as newsroom:
        report = await newsroom.poll()
        assert {one.id: one.status for one in report.sources} == {
            name: "failed" if name in ("kills", "breaks") else "ok" for name in names
        }
        reasons = {one.id: str(one.error) for one in report.sources}
        assert "ended its worker process" in reasons["kills"]
        assert "RecursionError" in reasons["breaks"]
        assert len(items_of(newsroom)) == 3


async def test_a_model_that_does_not_work_loses_no_entry(
    press: Any, post: Any, opened: Any, items_of: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.posts["one"] = [post(number) for number in range(3)]
    async with opened({"one": f"{press.base_url}/feeds/one"}) as newsroom:
        with monkeypatch.context() as patch:
            patch.setattr(pages, "read_all", unfit)
            patch.setattr(pages, "warm_up", unfit)
            report = await newsroom.poll()
            assert [one.status for one in report.sources] == ["failed"]
            assert "does not fit" in str(report.sources[0].error)
        report = await newsroom.poll(every=True)
        assert report.new == len(items_of(newsroom)) == 3


async def test_pages_beyond_the_budget_are_taken_over_several_rounds_and_none_is_lost_or_told_late(
    press: Any, post: Any, opened: Any, items_of: Any, words_of: Any, clock: Any
) -> None:
    ages = [timedelta(minutes=10 * number) for number in range(120)] + [30 * DAY] * 40
    press.posts["long"] = [post(number, age) for number, age in enumerate(ages)]
    press.now = lambda: clock_start
    clock_start = clock.now
    async with opened({"long": f"{press.base_url}/feeds/long"}, pages=30) as newsroom:
        rounds = 0
        while not rounds or newsroom.room.store.sources.get("long").body_hash is None:
            await newsroom.poll()
            asked = sum(hits for path, hits in press.hits.items() if path.startswith("/pages/"))
            rounds += 1
            assert asked <= 30 * rounds
            assert rounds < 10
            state = newsroom.room.store.sources.get("long")
            assert state.next_check - clock.now <= timedelta(hours=1)
            clock.now = state.next_check
        items = items_of(newsroom)
    assert rounds == 4
    assert len(items) == len({item.url for item in items}) == 160
    news = [item for item in items if item.news_at is not None]
    assert {int(item.url.rpartition("/")[2]) for item in news} == set(range(120))
    assert all(words_of(int(item.url.rpartition("/")[2])) in item.text for item in news)


async def test_a_feed_that_turns_over_faster_than_its_pages_may_be_fetched_loses_nothing(
    press: Any, post: Any, opened: Any, items_of: Any, clock: Any
) -> None:
    press.now = clock
    async with opened({"fast": f"{press.base_url}/feeds/fast"}, pages=5) as newsroom:
        for number in range(4):
            press.posts["fast"] = [post(20 * number + place, timedelta(minutes=place)) for place in range(20, 0, -1)]
            await newsroom.poll(every=True)
            clock.later(hours=1)
        found = {int(item.url.rpartition("/")[2]) for item in items_of(newsroom)}
    assert found >= set(range(21, 81))  # the first sight of a source promises nothing of what it is about to forget


async def test_a_second_poll_beside_the_first_stores_nothing_twice(
    press: Any, post: Any, opened: Any, items_of: Any
) -> None:
    press.posts = {name: [post(20 * at + number) for number in range(15)] for at, name in enumerate("abc")}
    sources = {name: f"{press.base_url}/feeds/{name}" for name in press.posts}
    async with opened(sources) as one, opened(sources) as other:
        reports = await asyncio.gather(one.poll(), other.poll())
        items = items_of(one)
        entries = [len(one.room.store.entries.of_item(item.id)) for item in items]
    assert len(items) == len({item.url for item in items}) == 45
    assert entries == [1] * 45
    assert sum(report.new for report in reports) == 45


async def test_a_network_that_is_down_counts_against_no_source(press: Any, post: Any, opened: Any, clock: Any) -> None:
    press.posts = {f"s{number}": [post(number)] for number in range(5)}
    gone = "http://127.0.0.{}:9/feed"  # a port where nothing listens, on a host of its own
    async with opened({f"s{number}": gone.format(number + 2) for number in range(5)}) as newsroom:
        report = await newsroom.poll()
        states = newsroom.room.store.sources.all().values()
        assert all("network" in str(state.error) and state.failures == 0 for state in states)
        assert all(one.status == "failed" and one.error for one in report.sources)
        assert max(state.next_check for state in states) <= clock.now + timedelta(hours=1)


async def test_a_feed_without_dates_brings_no_archive_as_news_and_then_its_next_entry(
    press: Any, post: Any, opened: Any, items_of: Any, clock: Any
) -> None:
    press.posts["undated"] = [post(number, None) for number in range(30)]
    async with opened({"undated": f"{press.base_url}/feeds/undated"}, pages=10) as newsroom:
        await newsroom.poll()
        assert [item.news_at for item in items_of(newsroom)] == [None] * 30
        clock.later(hours=1)
        press.posts["undated"].insert(0, post(99, None))
        await newsroom.poll(every=True)
        news = [item.url for item in items_of(newsroom) if item.news_at is not None]
    assert [url.rpartition("/")[2] for url in news] == ["99"]


async def test_an_entry_without_words_waits_a_day_for_its_failing_page_and_holds_up_no_other(
    press: Any, post: Any, opened: Any, items_of: Any, clock: Any
) -> None:
    async def busy(request: web.Request) -> web.StreamResponse:
        raise web.HTTPServiceUnavailable

    press.now = lambda: start
    start = clock.now
    press.posts["s"] = [post(1, None), post(2), post(3), post(4, summary="<p>" + "It has met. " * 20 + "</p>")]
    press.answers |= {"/pages/2": busy, "/pages/4": busy}
    press.answers["/pages/3"] = to("/nowhere", 404)
    async with opened({"s": f"{press.base_url}/feeds/s"}) as newsroom:

        async def polled() -> set[str]:
            await newsroom.poll(every=True)
            return {item.url.rpartition("/")[2] for item in items_of(newsroom)}

        assert await polled() == {"1", "3", "4"}  # 404 is for good: the headline is taken; 4 has words of its own
        clock.later(hours=2)
        press.posts["s"].insert(0, post(9, None))
        assert await polled() == {"1", "3", "4", "9"}
        assert next(item for item in items_of(newsroom) if item.url.endswith("/9")).news_at == clock.now
        clock.later(hours=23)
        assert await polled() == {"1", "2", "3", "4", "9"}
        clock.later(hours=1)
        assert (await newsroom.poll(every=True)).new == 0
        assert newsroom.room.store.sources.get("s").body_hash is not None


async def test_an_edited_headline_whose_page_fails_keeps_the_full_text_and_is_no_news(
    press: Any, post: Any, opened: Any, items_of: Any, words_of: Any, clock: Any
) -> None:
    press.posts["s"] = [post(1, summary="Two lines.")]
    async with opened({"s": f"{press.base_url}/feeds/s"}) as newsroom:
        await newsroom.poll()
        (before,) = items_of(newsroom)
        clock.later(hours=2)
        press.posts["s"] = [post(1, summary="Two other lines.")]
        press.answers["/pages/1"] = to("/nowhere", 503)
        await newsroom.poll(every=True)
        (after,) = items_of(newsroom)
    assert words_of(1) in after.text
    assert after.news_at == before.news_at


async def test_what_is_past_its_time_goes_and_stays_old_news(
    press: Any, post: Any, opened: Any, items_of: Any, clock: Any
) -> None:
    press.now = lambda: start
    start = clock.now
    press.posts["s"] = [post(number) for number in range(5)]
    retention = "\nretention: {text: 30d}\n"
    async with opened({"s": f"{press.base_url}/feeds/s"}, settings=retention) as newsroom:
        await newsroom.poll()
        clock.later(days=40)
        await newsroom.nightly()
        assert [item.text for item in items_of(newsroom)] == [""] * 5
        press.posts["s"][0] = post(0, summary="It was edited much later, and says that 40 members have left.")
        report = await newsroom.poll(every=True)
        assert report.new == 0
        assert all(item.news_at < clock.now for item in items_of(newsroom))
        assert newsroom.room.store.check(thorough=True) == []


async def test_pages_larger_than_memory_allows_wait_for_another_round(
    press: Any, post: Any, opened: Any, items_of: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "IN_HAND_BYTES", 50_000)
    press.now = lambda: start
    start = clock.now
    filler = "<!-- " + "x" * 40_000 + " -->"

    async def large(request: web.Request) -> web.StreamResponse:
        return web.Response(text=f"<html><body><h1>{request.path}</h1></body></html>{filler}", content_type="text/html")

    press.posts["s"] = [post(number) for number in range(6)]
    press.answers |= {f"/pages/{number}": large for number in range(6)}
    async with opened({"s": f"{press.base_url}/feeds/s"}) as newsroom:
        for _ in range(8):
            await newsroom.poll(every=True)
            clock.later(minutes=20)
        assert len(items_of(newsroom)) == 6


async def test_a_password_in_a_sources_address_is_in_no_log_and_no_report(
    press: Any, post: Any, opened: Any, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    press.posts["s"] = [post(1)]
    address = press.base_url.replace("http://", "http://reader:hunter2@")
    press.answers |= {"/broken": plain(b"no feed"), "/private": to("http://reader:hunter2@10.0.0.1/")}
    sources = {"good": f"{address}/feeds/s", "bad": f"{address}/broken", "away": f"{address}/private"}
    async with opened(sources | {"closed": "http://reader:hunter2@127.0.0.1:9/"}) as newsroom:
        report = await newsroom.poll()
        checked = await newsroom.check_sources()
        assert (
            "hunter2"
            not in f"{report} {checked} {await newsroom.health()}".replace(str(newsroom.room.config), "")[
                : len(str(report)) + len(str(checked))
            ]
        )
        states = newsroom.room.store.sources.all().values()
        assert all("hunter2" not in str(state.error) for state in states)
    assert report.new == 1
    assert "hunter2" not in caplog.text


async def test_the_newest_parts_of_a_sitemap_are_read_again_though_its_index_stays_the_same(
    press: Any, opened: Any, items_of: Any, clock: Any
) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

    async def part(request: web.Request) -> web.StreamResponse:
        urls = "".join(f"<url><loc>{press.base_url}/pages/{number}</loc></url>" for number in range(count))
        return web.Response(text=f"<urlset {space}>{urls}</urlset>", content_type="application/xml")

    press.answers["/index.xml"] = plain(
        f"<sitemapindex {space}><sitemap><loc>{press.base_url}/part.xml</loc></sitemap>"
        f"<sitemap><loc>{press.base_url}/missing.xml</loc></sitemap></sitemapindex>".encode(),
        "application/xml",
    )
    press.answers["/part.xml"] = part
    count = 2
    async with opened({"map": f"{press.base_url}/index.xml"}) as newsroom:
        (report,) = (await newsroom.poll()).sources
        assert report.status == "ok"
        assert "parts failed" in str(report.error)
        count = 3
        clock.later(hours=2)
        await newsroom.poll(every=True)
        assert len(items_of(newsroom)) == 3


async def test_the_event_loop_is_not_held_up_by_a_large_feed(press: Any, post: Any, opened: Any) -> None:
    press.posts["large"] = [post(number, 30 * DAY, summary="word " * 100) for number in range(300)]
    press.posts["small"] = [post(1)]
    body = press.feed("large")
    press.answers["/feeds/large"] = plain(body)
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.thread_time()  # the loop's own work, however busy the machine is
            await asyncio.sleep(0.01)
            longest = max(longest, time.thread_time() - before)

    async with opened({"large": f"{press.base_url}/feeds/large"}, pages=1) as newsroom:
        await newsroom.find_source(f"{press.base_url}/feeds/small")  # what is imported at first use is imported
        watching = asyncio.create_task(watch())
        report = await newsroom.poll()
        watching.cancel()
    assert report.new == 300
    assert longest < 0.1
