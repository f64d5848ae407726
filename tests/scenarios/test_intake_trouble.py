"""The known troubles of feeds, each through the whole pipeline: nothing is lost, nothing is told twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from extract.pdfs import pdf
from scenarios.conftest import NOW, told
from scenarios.world import Reply, World, article, feed, moved, world_on_loopback

SOURCE = "https://www.mutual.example/feed"
AT = "www.mutual.example/feed"
DAY = timedelta(days=1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with world_on_loopback(tmp_path) as served:
        yield served


def entry(number: int, *, age: timedelta = timedelta(hours=1), **other: str) -> dict[str, str]:
    """An item of a feed on www.mutual.example, of which ``other`` replaces parts."""
    link = f"https://www.mutual.example/news/{number}"
    return {
        "title": f"Society {number} of place{number} has met for matter{number}",
        "link": link,
        "guid": f"tag:mutual.example,2026:{number}",
        "pubDate": format_datetime(NOW - age),
        "description": told(number),
    } | other


@pytest.fixture
def run(opened: Any, world: World, clock: Any, items_of: Any) -> Any:
    """``await run(reply, reply, …)`` polls the source once with each, two hours apart; the items after each."""

    async def rounds(*replies: Reply, settings: str = "") -> list[list[Any]]:
        seen = []
        async with opened({"s": SOURCE}, settings=settings) as newsroom:
            world.enter(newsroom)
            for reply in replies:
                world.pages[AT] = reply
                report = await newsroom.poll(every=True)
                assert report.sources[0].status in ("ok", "unchanged"), report
                seen.append(items_of(newsroom))
                clock.later(hours=2)
        return seen

    return rounds


# --- one key for many items


async def test_one_link_shared_by_many_items_loses_none_and_doubles_none(run: Any) -> None:
    same = "https://www.mutual.example/bulletin"
    items = [entry(number, link=same) for number in range(6)]
    first, again, more = await run(feed(*items), feed(*reversed(items)), feed(entry(9, link=same), *items))
    assert (len(first), len(again), len(more)) == (6, 6, 7)


async def test_one_guid_shared_by_many_items_loses_none_and_doubles_none(run: Any) -> None:
    items = [entry(number, guid="0") for number in range(6)]
    first, again, more = await run(feed(*items), feed(*reversed(items)), feed(entry(9, guid="0"), *items))
    assert (len(first), len(again), len(more)) == (6, 6, 7)


# --- keys that change


async def test_every_guid_changed_is_no_news(run: Any) -> None:
    before = [entry(number) for number in range(8)]
    after = [entry(number, guid=f"other-{number}") for number in range(8)]
    first, second = await run(feed(*before), feed(entry(20, age=-DAY / 24), *after))
    assert [item.id for item in second] == [*(item.id for item in first), 9]


async def test_a_site_that_moved_and_numbered_everything_anew_is_no_news(run: Any) -> None:
    before = [entry(number) for number in range(8)]
    after = [
        entry(number, guid=f"new-{number}", link=f"https://new.mutual.example/{number}.html", description="Shorter.")
        for number in range(8)
    ]
    first, second = await run(feed(*before), feed(*after))
    assert [item.id for item in second] == [item.id for item in first]


async def test_a_headline_edited_at_the_same_address_is_an_update_and_no_news(run: Any) -> None:
    before = entry(1, guid="https://www.mutual.example/news/1")
    after = before | {"title": "Society 1 of place1 has met at last for its matter1"}
    first, second = await run(feed(before), feed(after))
    assert [item.title for item in first + second] == [before["title"], after["title"]]
    assert [item.id for item in second] == [item.id for item in first]
    assert second[0].news_at == first[0].news_at


async def test_old_posts_reordered_and_dated_today_are_no_news(run: Any, clock: Any) -> None:
    before = [entry(number, age=number * DAY) for number in range(2, 10)]
    after = [entry(number, age=timedelta(minutes=number)) for number in range(9, 1, -1)]
    first, second = await run(feed(*before), feed(*after))
    assert [(item.id, item.news_at) for item in second] == [(item.id, item.news_at) for item in first]


# --- time


async def test_an_entry_older_than_the_newest_known_is_news_all_the_same(run: Any) -> None:
    first, second = await run(feed(entry(1), entry(2)), feed(entry(1), entry(2), entry(3, age=2 * DAY)))
    late = next(item for item in second if item.title == entry(3)["title"])
    assert len(first) == 2
    assert late.news_at is not None


async def test_a_new_source_brings_three_days_of_news_and_the_rest_into_the_archive(run: Any) -> None:
    (items,) = await run(feed(*(entry(number, age=number * DAY) for number in range(10))))
    assert len(items) == 10
    assert {item.title for item in items if item.news_at} == {entry(number)["title"] for number in range(4)}


async def test_an_undated_entry_gets_the_time_it_was_first_seen_and_one_of_the_future_is_no_later_than_now(
    run: Any, clock: Any
) -> None:
    undated = entry(2)
    del undated["pubDate"]
    _, items = await run(feed(entry(1)), feed(undated, entry(3, age=-400 * DAY), entry(1)))
    seen = NOW + timedelta(hours=2)
    assert {item.published for item in items[1:]} == {seen}
    assert all(item.news_at == seen for item in items[1:])


# --- validators that lie


async def test_a_feed_without_dates_that_grows_longer_brings_no_old_news(run: Any) -> None:
    def undated(*numbers: int) -> list[dict[str, str]]:
        return [{key: value for key, value in entry(number).items() if key != "pubDate"} for number in numbers]

    known, older = undated(3, 4, 5), undated(*range(10, 40))
    _, grown, few = await run(
        feed(*known), feed(*undated(1, 2), *known, *older), feed(*undated(1, 2), *known, *older, *undated(50, 51))
    )
    assert len(grown) == 35
    assert sorted(item.title for item in grown if item.news_at) == [entry(number)["title"] for number in (1, 2)]
    assert sorted(item.title for item in few[35:] if item.news_at) == [entry(number)["title"] for number in (50, 51)]


async def test_an_answer_304_though_the_feed_has_changed_is_found_out_by_a_full_fetch_now_and_then(run: Any) -> None:
    def lying(*items: dict[str, str]) -> Reply:
        made = feed(*items)
        return Reply(made.body, made.kind, headers={"ETag": '"never changes"'})

    settings = "\npolling: {full_fetch_every: 4}\n"
    news = lying(entry(2), entry(1))
    seen = await run(lying(entry(1)), *[news] * 9, settings=settings)
    counts = [len(items) for items in seen]
    assert counts[:4] == [1, 1, 1, 1]
    assert counts[5:] == [2] * 5  # by the full fetch, after which the validator is not believed again


async def test_a_validator_that_lied_is_not_sent_again(run: Any, world: World) -> None:
    def lying(*items: dict[str, str]) -> Reply:
        made = feed(*items)
        return Reply(made.body, made.kind, headers={"ETag": '"same"'})

    known = [lying(*(entry(number) for number in range(count))) for count in range(1, 5)]
    seen = await run(known[0], known[1], known[1], known[2], known[3], settings="\npolling: {full_fetch_every: 2}\n")
    assert [len(items) for items in seen][-2:] == [3, 4]


# --- our own network


async def test_an_hour_without_network_counts_against_no_source(
    opened: Any, world: World, clock: Any, items_of: Any
) -> None:
    names = [f"site{number}.example" for number in range(6)]
    for number, name in enumerate(names):
        world.pages[f"{name}/feed"] = feed(entry(number, link=f"https://{name}/{number}"))
    async with opened({name: f"https://{name}/feed" for name in names}) as newsroom:
        world.enter(newsroom)
        await newsroom.poll()
        store = newsroom.room.store.sources
        world.down = True
        for _ in range(4):
            clock.later(minutes=15)
            newsroom.room.fetcher = None
            world.enter(newsroom)  # what was looked up before is forgotten
            report = await newsroom.poll(every=True)
            assert {one.status for one in report.sources} == {"failed"}
            assert {state.failures for state in store.all().values()} == {0}
            assert await newsroom.watching.look(names) == []
        assert max(state.next_check for state in store.all().values()) - clock.now <= timedelta(minutes=15)
        world.down = False
        world.pages["site0.example/feed"] = feed(entry(50, age=-DAY / 24), entry(0, link="https://site0.example/0"))
        clock.later(minutes=16)
        report = await newsroom.poll()
        assert {one.status for one in report.sources} <= {"ok", "unchanged"}
        assert report.new == 1


# --- redirectors


async def test_links_through_redirectors_become_the_articles_own_and_stay_one_item(run: Any, world: World) -> None:
    links = {
        1: "https://t.co/a1",
        2: "https://bit.ly/b2",
        3: "http://feedproxy.google.com/~r/mutual/~3/x/3",
        4: "https://news.google.com/rss/articles/CBMi4",
        5: "https://www.google.com/url?q=https://paper.example/5?utm_source=rss&sa=D",
        6: "https://paper.example/6?utm_source=rss&utm_medium=feed&id=6",
    }
    for number in range(1, 5):
        host_and_path = links[number].partition("//")[2]
        world.pages[host_and_path] = moved(f"https://paper.example/{number}?utm_source=twitter", 301)
    for number in range(1, 7):
        page = article(entry(number)["title"], told(number))
        world.pages |= {
            f"paper.example/{number}": page,
            f"paper.example/{number}?utm_source=twitter": page,
            f"paper.example/{number}?utm_source=rss": page,
            f"paper.example/{number}?utm_source=rss&utm_medium=feed&id={number}": page,
        }
    items = [entry(number, link=link, guid=link, description="") for number, link in links.items()]
    first, again = await run(feed(*items), feed(*reversed(items)))
    assert {item.url for item in first} == {
        *(f"https://paper.example/{number}" for number in range(1, 6)),
        "https://paper.example/6?id=6",
    }
    assert all(told(number) in "".join(item.text for item in first) for number in links)
    assert [item.id for item in again] == [item.id for item in first]
    asked = sum(hits for address, hits in world.hits.items() if address.startswith("paper.example/"))
    assert asked == 6 + world.hits["paper.example/robots.txt"]


async def test_the_same_article_by_two_shorteners_is_one_story(run: Any, world: World) -> None:
    world.pages |= {
        "t.co/x": moved("https://paper.example/news"),
        "bit.ly/y": moved("https://paper.example/news"),
        "paper.example/news": article("Society 1 of place1 has met", told(1)),
    }
    first, second = await run(
        feed(entry(1, link="https://t.co/x", guid="1", description="")),
        feed(
            entry(2, title="What society 1 has done", link="https://bit.ly/y", guid="2", description=""),
            entry(1, link="https://t.co/x", guid="1", description=""),
        ),
    )
    assert len(first) == 1
    assert len(second) == 2
    assert second[1].duplicate_of == second[0].id


# --- walls and files

CONSENT = Reply(
    "<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1><p>We use cookies. "
    "We and our partners store and access information on a device. Please choose.</p>"
    "<form action='/save'><button>Reject all</button><button>Accept all</button></form></body></html>"
)
LOGIN = Reply(
    "<html><head><title>Log in</title></head><body><h1>Log in</h1><form><input name='user'>"
    "<input type='password' name='p'><button>Log in</button></form></body></html>"
)
SCRIPT = Reply(
    "<html><head><title>Society</title></head><body><noscript>You need to enable JavaScript to run this app."
    "</noscript><div id='root'></div></body></html>"
)
NOT_FOUND = Reply(
    "<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Sorry.</p></body></html>"
)


async def test_a_wall_is_never_stored_as_the_article(run: Any, world: World) -> None:
    walls = {1: CONSENT, 2: LOGIN, 3: SCRIPT, 4: NOT_FOUND}
    for number, page in walls.items():
        world.pages[f"www.mutual.example/news/{number}"] = moved(f"https://wall.example/{page.status}?to={number}")
        world.pages[f"wall.example/{page.status}?to={number}"] = page
    world.pages["www.mutual.example/news/3"] = SCRIPT  # such a page stands at the article's own address
    summary = {
        number: f"Society {number} has met. It has chosen word{number}x1 and word{number}x2." for number in walls
    }
    (items,) = await run(feed(*(entry(number, description=summary[number]) for number in walls)))
    assert len(items) == 4
    assert {item.wall for item in items} == {"consent", "login", "javascript", "not-found"}
    assert {item.text for item in items} == set(summary.values())
    assert all(item.url.startswith("https://www.mutual.example/news/") for item in items)
    assert len({item.duplicate_of for item in items} | {item.story_id for item in items}) == 5  # one wall, no one story


async def test_a_link_to_a_pdf_is_read(run: Any, world: World) -> None:
    words = told(1).split()
    lines = [" ".join(words[start : start + 8]) for start in range(0, len(words), 8)]
    world.pages["www.mutual.example/news/1"] = Reply(pdf([lines]), "application/pdf")
    (items,) = await run(feed(entry(1, description="")))
    assert "word1x1" in items[0].text
    assert items[0].wall is None
