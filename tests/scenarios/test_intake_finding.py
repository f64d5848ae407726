"""`sources add`: an address as an admin pastes it, under a site's real name → what to watch, with its newest."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from scenarios.conftest import told
from scenarios.test_intake_trouble import entry
from scenarios.world import Reply, World, article, feed, moved, world_on_loopback

from digestbot.errors import FetchError, ParseError, WorkerError
from digestbot.executors import Workers

CHANNEL = "UC" + "a1B2c3D4e5F6g7H8i9J0k_"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with world_on_loopback(tmp_path) as served:
        yield served


def page(head: str = "", body: str = "<p>Welcome.</p>", title: str = "Home") -> Reply:
    return Reply(f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>")


NEWS = feed(*(entry(number) for number in range(7)), title="Mutual news")
ATOM = Reply(
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Releases</title><updated>2026-11-23T10:00:00Z</updated>'
    '<entry><title>Version 1</title><id>v1</id><link href="https://github.com/mutual/ledger/releases/v1"/>'
    "<updated>2026-11-23T10:00:00Z</updated></entry></feed>",
    "application/atom+xml",
)
LINK = '<link rel="alternate" type="application/rss+xml" title="All" href="{}">'
WORDPRESS = '<meta name="generator" content="WordPress 6.6">'
FOUND = [
    # what is pasted, what stands there, which feed is found
    ("www.mutual.example", page(LINK.format("/all.xml")), "https://www.mutual.example/all.xml"),
    ("www.mutual.example/feed.xml", NEWS, "https://www.mutual.example/feed.xml"),
    ("https://www.mutual.example/", page(), "https://www.mutual.example/feed"),
    ("mutual.example/news/", page(body='<a href="/news/rss">RSS</a>'), "https://mutual.example/news/rss"),
    ("https://www.youtube.com/@mutual", page(f'<meta itemprop="identifier" content="{CHANNEL}">'),
     f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"),
    (f"https://www.youtube.com/channel/{CHANNEL}", page(),
     f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"),
    ("https://social.coop/@mutual", page(), "https://social.coop/@mutual.rss"),
    ("https://medium.com/@mutual", page(), "https://medium.com/feed/@mutual"),
    ("https://mutual.medium.com/", page(), "https://mutual.medium.com/feed"),
    ("https://mutual.substack.com/archive", page(), "https://mutual.substack.com/feed"),
    ("https://github.com/mutual/ledger", page(), "https://github.com/mutual/ledger/releases.atom"),
    ("https://blog.mutual.example/opinion", page(WORDPRESS), "https://blog.mutual.example/opinion/feed/"),
    ("https://www.gov.uk/government/organisations/cabinet-office", page(),
     "https://www.gov.uk/government/organisations/cabinet-office.atom"),
    ("https://www.gov.uk/search/news-and-communications?organisations%5B%5D=cabinet-office&page=2", page(),
     "https://www.gov.uk/search/news-and-communications.atom?organisations%5B%5D=cabinet-office"),
    ("https://www.tumblr.com/mutual", page(), "https://mutual.tumblr.com/rss"),
    ("https://mutual.blogspot.com/search/label/news", page(), "https://mutual.blogspot.com/feeds/posts/default/-/news"),
    ("https://us5.campaign-archive.com/home/?u=a1&id=b2", page(), "https://us5.campaign-archive.com/feed?u=a1&id=b2"),
    ("https://bills.parliament.uk/bills/3737", page(), "https://bills.parliament.uk/rss/bills/3737.rss"),
    ("https://www.legislation.gov.uk/uksi/2026", page(), "https://www.legislation.gov.uk/uksi/2026/data.feed"),
    ("https://wix.example/blog", page('<meta name="generator" content="Wix.com Website Builder">'),
     "https://wix.example/blog-feed.xml"),
    ("https://joomla.example/news", page('<meta name="generator" content="Joomla! - Open Source">'),
     "https://joomla.example/news?format=feed&type=rss"),
    ("https://square.example/blog", page('<meta name="generator" content="Squarespace">'),
     "https://square.example/blog?format=rss"),
    ("https://forum.example/c/mutuals/5", page('<meta name="generator" content="Discourse 3.4">'),
     "https://forum.example/c/mutuals/5.rss"),
    ("https://unquoted.example/", page("<meta content='Ghost 5.8' name=generator>"), "https://unquoted.example/rss/"),
    ("https://ghost.example/", page('<meta name="generator" content="Ghost 5.8">'), "https://ghost.example/rss/"),
    ("https://www.reddit.com/r/cooperatives/", page(), "https://www.reddit.com/r/cooperatives/.rss"),
    ("https://bsky.app/profile/mutual.example", page(), "https://bsky.app/profile/mutual.example/rss"),
    ("https://www.youtube.com/playlist?list=PL12", page(), "https://www.youtube.com/feeds/videos.xml?playlist_id=PL12"),
    ("https://council.example/news", page(body='<a href="/rssfeed.aspx?id=3">Subscribe</a>'),
     "https://council.example/rssfeed.aspx?id=3"),
    ("https://democracy.example/ieDocHome.aspx", page(body='<a href="mgRss.aspx?XXR=0&amp;CId=9">Follow</a>'),
     "https://democracy.example/mgRss.aspx?XXR=0&CId=9"),
    ("https://moved.example/", page('<meta http-equiv="refresh" content="0;url=https://www.mutual.example/feed.xml">'),
     "https://www.mutual.example/feed.xml"),
    ("feed://www.mutual.example/feed.xml", NEWS, "https://www.mutual.example/feed.xml"),
    ("//www.mutual.example/feed.xml", NEWS, "https://www.mutual.example/feed.xml"),
    ("https://www.mutual.example/", page(LINK.format("/jobs.xml") + LINK.format("/latest.xml")),
     "https://www.mutual.example/latest.xml"),
    ("https://news.google.com/search?q=mutuals&hl=en-GB", page(),
     "https://news.google.com/rss/search?q=mutuals&hl=en-GB"),
    ("https://www.bing.com/news/search?q=mutuals", page(), "https://www.bing.com/news/search?q=mutuals&format=rss"),
    ("https://medium.com/tag/mutuals", page(), "https://medium.com/feed/tag/mutuals"),
    ("https://medium.com/notes/tagged/mutuals", page(), "https://medium.com/feed/notes/tagged/mutuals"),
    ("https://open.substack.com/pub/mutual/p/hello", page(), "https://mutual.substack.com/feed"),
    ("https://social.coop/web/@mutual", page(), "https://social.coop/@mutual.rss"),
    ("https://www.mutual.example/news/", Reply("Just a moment", status=403), "https://www.mutual.example/news/feed"),
    ("https://plain.example/", page('<script src="/wp-includes/js/a.js"></script>'), "https://plain.example/?feed=rss2"),
    ("https://icon.example/", page(body='<a href="/syndication/all"><img src="/i.png" alt="RSS"></a>'),
     "https://icon.example/syndication/all"),
    ("https://chat.example/", page(LINK.format("/comments/feed/")), "https://chat.example/feed"),
]  # fmt: skip


@pytest.mark.parametrize(("pasted", "there", "found"), FOUND, ids=[pasted for pasted, _, _ in FOUND])
async def test_the_feed_behind_an_address_is_found_and_its_newest_five_are_shown(
    opened: Any, world: World, pasted: str, there: Reply, found: str
) -> None:
    world.pages[found.partition("//")[2]] = ATOM if "github" in found else NEWS
    address = pasted.partition("//")[2] if "//" in pasted else pasted
    world.pages[address if "/" in address else address + "/"] = there
    async with opened({}) as newsroom:
        world.enter(newsroom)
        preview = await newsroom.find_source(pasted)
    assert (preview.url, preview.kind) == (found, "feed")
    assert len(preview.newest) == (1 if "github" in found else 5)
    assert preview.title in ("Mutual news", "Releases")


CLOSED = """https://www.linkedin.com/company/mutual/ https://uk.linkedin.com/in/ann https://www.facebook.com/mutual
    https://m.facebook.com/groups/1 https://x.com/mutual https://twitter.com/mutual instagram.com/mutual
    https://www.threads.net/@mutual https://www.tiktok.com/@mutual""".split()


@pytest.mark.parametrize("address", CLOSED)
async def test_closed_platforms_are_named_with_what_to_watch_instead(opened: Any, world: World, address: str) -> None:
    async with opened({}) as newsroom:
        world.enter(newsroom)
        with pytest.raises(ParseError, match=r"offers no feed .* instead"):
            await newsroom.find_source(address)
    assert not world.hits


async def test_a_channel_that_hides_its_id_is_explained(opened: Any, world: World) -> None:
    world.pages["www.youtube.com/@mutual"] = page()
    async with opened({}) as newsroom:
        world.enter(newsroom)
        with pytest.raises(ParseError, match="Copy channel ID"):
            await newsroom.find_source("https://www.youtube.com/@mutual")


async def test_a_platform_that_refuses_its_page_but_not_its_feed_is_found(opened: Any, world: World) -> None:
    world.pages |= {
        "www.reddit.com/r/cooperatives/": Reply("no", status=403),
        "www.reddit.com/r/cooperatives/.rss": NEWS,
    }
    async with opened({}) as newsroom:
        world.enter(newsroom)
        found = await newsroom.find_source("https://www.reddit.com/r/cooperatives/")
        assert found.url == "https://www.reddit.com/r/cooperatives/.rss"
        world.pages["plain.example/"] = Reply("no", status=403)
        with pytest.raises(FetchError, match="403"):
            await newsroom.find_source("https://plain.example/")


async def test_a_feed_given_up_years_ago_gives_way_to_the_page_that_goes_on(opened: Any, world: World) -> None:
    old = feed(*(entry(number, age=timedelta(days=900 + number)) for number in range(5)), title="Old news")
    world.pages |= {"council.example/news": listing(), "council.example/feed": old}
    world.pages["quiet.example/"] = page(LINK.format("/feed"))
    world.pages["quiet.example/feed"] = old
    async with opened({}) as newsroom:
        world.enter(newsroom)
        going_on = await newsroom.find_source("https://council.example/news")
        assert (going_on.url, going_on.kind) == ("https://council.example/news", "site")
        assert "https://council.example/feed" in going_on.others
        assert (await newsroom.find_source("https://quiet.example/")).url == "https://quiet.example/feed"


def listing(count: int = 8) -> Reply:
    cards = "".join(
        f'<article><h2><a href="/news/2026/11/society-{number}-has-met">Society {number} has met at last</a></h2>'
        f"<p>It has chosen a board for the year to come.</p></article>"
        for number in range(count)
    )
    return page(body=f'<nav><a href="/about">About us</a><a href="/contact">Contact</a></nav><main>{cards}</main>')


SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'


async def test_a_page_without_a_feed_is_watched_itself(opened: Any, world: World, items_of: Any, clock: Any) -> None:
    world.pages["plain.example/news"] = listing()
    for number in range(9):
        world.pages[f"plain.example/news/2026/11/society-{number}-has-met"] = article(
            f"Society {number} has met at last", told(number)
        )
    async with opened({}) as newsroom:
        (newsroom.room.config_folder / "sources.yaml").write_text("sources: []\n")
        world.enter(newsroom)
        preview = await newsroom.find_source("https://plain.example/news")
        assert (preview.url, preview.kind, len(preview.newest)) == ("https://plain.example/news", "site", 5)
        await newsroom.admin.add_source(preview.url, "cli", kind=preview.kind, title=preview.title)
        world.enter(newsroom)
        await newsroom.poll()
        assert len(items_of(newsroom)) == 8
        world.pages["plain.example/news"] = listing(9)
        clock.later(hours=2)
        await newsroom.poll(every=True)
        news = [item for item in items_of(newsroom) if item.news_at == clock.now]
        assert [item.title for item in news] == ["Society 8 has met at last"]
        known = await newsroom.find_source("https://plain.example/news")
        assert known.known_as == newsroom.room.config.sources[0].id


SERVICES = "".join(
    f"<li><a href='/services/{name}'>{name.title()} in our area</a></li>" for name in ("bins", "tax", "parks")
)
MENU = "<nav><a href='/services'>Services</a><a href='/blog'>Blog</a><a href='/whats-new'>Latest news</a></nav>"
CARDS = "".join(
    f"<article><h2><a href='/whats-new/{number}-society'>Society {number} has met</a></h2><p>{number} November 2026</p>"
    "</article>"
    for number in (20, 19, 18)
)


@pytest.mark.parametrize("body", [MENU, f"{MENU}<ul>{SERVICES}</ul>"])
async def test_a_home_page_without_news_leads_to_the_news_page(opened: Any, world: World, body: str) -> None:
    pages = "".join(f"<url><loc>https://council.example/services/{name}-help-page</loc></url>" for name in "abc")
    world.pages |= {
        "council.example/": page(body=body),
        "council.example/whats-new": page(body=f"<main>{CARDS}</main>", title="What's new"),
        "council.example/sitemap.xml": Reply(
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{pages}</urlset>', "application/xml"
        ),
    }
    async with opened({}) as newsroom:
        world.enter(newsroom)
        preview = await newsroom.find_source("https://council.example/")
    assert (preview.url, preview.kind) == ("https://council.example/whats-new", "site")
    assert [entry.title for entry in preview.newest] == [f"Society {number} has met" for number in (20, 19, 18)]


async def test_a_page_of_feeds_leads_to_its_feed_of_news(opened: Any, world: World) -> None:
    links = "<li><a href='/f/jobs.xml'>Jobs</a></li><li><a href='/f/news.xml'>News</a></li>"
    world.pages |= {
        "many.example/": page(body="<a href='/our-feeds'>RSS feeds</a>"),
        "many.example/our-feeds": page(body=f"<ul>{links}</ul>"),
        "many.example/f/jobs.xml": feed(*(entry(number) for number in range(3)), title="Jobs"),
        "many.example/f/news.xml": NEWS,
    }
    async with opened({}) as newsroom:
        world.enter(newsroom)
        preview = await newsroom.find_source("many.example")
    assert (preview.url, preview.kind, len(preview.newest)) == ("https://many.example/f/news.xml", "feed", 5)


class Fragile(Workers):
    """Workers that end over what came from one address."""

    def __init__(self, executor: ThreadPoolExecutor, deadly: str) -> None:
        super().__init__(2, executor)
        self.deadly = deadly

    async def run(self, function: Any, *arguments: Any, **options: Any) -> Any:
        if self.deadly in arguments:
            raise WorkerError("reading it ended its worker process: it is set aside")
        return await super().run(function, *arguments, **options)


@pytest.mark.parametrize("deadly", ["whats-new", "feed"])
async def test_what_ends_its_reader_is_passed_over_where_it_was_a_guess(
    opened: Any, world: World, threads: ThreadPoolExecutor, deadly: str
) -> None:
    world.pages |= {
        "home.example/": page(body=f"{MENU}<main>{CARDS.replace('November 2026', 'members came')}</main>"),
        "home.example/whats-new": page(body="<p>Nothing yet.</p>"),
        "home.example/feed": feed(title="Nothing"),
    }
    async with opened({}) as newsroom:
        newsroom.room.workers = Fragile(threads, f"https://home.example/{deadly}")
        world.enter(newsroom)
        preview = await newsroom.find_source("home.example")
    assert (preview.url, preview.kind, len(preview.newest)) == ("https://home.example", "site", 3)


async def test_days_to_come_do_not_make_events_the_newest(opened: Any, world: World) -> None:
    events = "".join(
        f"<article><h2><a href='/events/{number}-open-evening'>Open evening number {number} for new members</a></h2>"
        f"<p>{number} December 2026</p></article>"
        for number in range(1, 5)
    )
    world.pages["both.example/"] = page(body=f"<main>{events}{CARDS}</main>")
    async with opened({}) as newsroom:
        world.enter(newsroom)
        preview = await newsroom.find_source("both.example")
    assert [entry.title for entry in preview.newest[:3]] == [f"Society {number} has met" for number in (20, 19, 18)]
    assert all(entry.published is None for entry in preview.newest[3:])


async def test_of_a_sitemap_in_parts_the_newest_articles_are_shown(opened: Any, world: World) -> None:
    def urls(*paths: str) -> Reply:
        listed = "".join(f"<url><loc>https://parts.example/{path}</loc></url>" for path in paths)
        return Reply(f"<urlset {SPACE}>{listed}</urlset>", "application/xml")

    parts = "".join(f"<sitemap><loc>/{name}-sitemap.xml</loc></sitemap>" for name in ("page", "post", "gone"))
    world.pages |= {
        "parts.example/": page(),
        "parts.example/sitemap.xml": Reply(f"<sitemapindex {SPACE}>{parts}</sitemapindex>", "application/xml"),
        "parts.example/page-sitemap.xml": urls("our-team-and-board"),
        "parts.example/post-sitemap.xml": urls("farmers-buy-the-mill", "tenants-buy-their-homes"),
    }
    async with opened({}) as newsroom:
        world.enter(newsroom)
        preview = await newsroom.find_source("parts.example")
    assert (preview.url, preview.kind) == ("https://parts.example/sitemap.xml", "sitemap")
    assert [entry.title for entry in preview.newest] == ["Farmers buy the mill", "Tenants buy their homes"]


async def test_a_home_page_that_lists_its_news_with_their_days_is_watched_itself(opened: Any, world: World) -> None:
    world.pages["press.example/"] = page(body=f"{MENU}<main>{CARDS}</main>")
    world.pages["press.example/whats-new"] = page(body=f"<main>{CARDS}</main>")
    async with opened({}) as newsroom:
        world.enter(newsroom)
        assert (await newsroom.find_source("press.example")).url == "https://press.example"


async def test_a_site_without_tls_is_found_where_nobody_asked_for_it(opened: Any, world: World) -> None:
    world.pages["old.example/"] = page(LINK.format("/all.xml"))
    world.pages["old.example/all.xml"] = NEWS
    world.ports[443] = 1  # nothing listens there
    async with opened({}) as newsroom:
        world.enter(newsroom)
        assert (await newsroom.find_source("old.example")).url == "http://old.example/all.xml"
        with pytest.raises(FetchError, match=r"https://old\.example"):
            await newsroom.find_source("https://old.example")


async def test_a_site_with_nothing_but_a_news_sitemap(opened: Any, world: World) -> None:
    urls = "".join(
        f"<url><loc>https://map.example/{number}</loc><n:news><n:title>Society {number} has met</n:title>"
        f"<n:publication_date>2026-11-2{number}</n:publication_date></n:news></url>"
        for number in range(4)
    )
    world.pages["map.example/"] = page()
    world.pages["map.example/news-sitemap.xml"] = Reply(f"<urlset {SPACE}>{urls}</urlset>", "application/xml")
    async with opened({}) as newsroom:
        world.enter(newsroom)
        preview = await newsroom.find_source("map.example")
    assert (preview.url, preview.kind) == ("https://map.example/news-sitemap.xml", "sitemap")
    assert preview.newest[0].title == "Society 3 has met"


async def test_a_feed_that_is_empty_or_broken_is_passed_over_for_one_that_holds_something(
    opened: Any, world: World
) -> None:
    world.pages |= {
        "two.example/": page(LINK.format("/dead") + LINK.format("/empty") + LINK.format("/good")),
        "two.example/empty": feed(title="Nothing"),
        "two.example/good": NEWS,
    }
    async with opened({}) as newsroom:
        world.enter(newsroom)
        assert (await newsroom.find_source("two.example")).url == "https://two.example/good"


async def test_where_there_is_nothing_the_reason_is_given(opened: Any, world: World) -> None:
    world.pages["none.example/"] = page()
    async with opened({}) as newsroom:
        world.enter(newsroom)
        with pytest.raises(ParseError, match="link_pattern"):
            await newsroom.find_source("none.example")
        with pytest.raises(ParseError, match="no web address"):
            await newsroom.find_source("ftp://none.example/")


async def test_a_home_page_in_the_configuration_is_found_out_on_the_first_poll(
    opened: Any, world: World, items_of: Any, clock: Any
) -> None:
    world.pages |= {"named.example/": page(LINK.format("/all.xml")), "named.example/all.xml": NEWS}
    world.pages["bare.example/news"] = listing()
    async with opened({"named": "https://named.example/", "bare": "https://bare.example/news"}) as newsroom:
        world.enter(newsroom)
        report = await newsroom.poll()
        assert [one.status for one in report.sources] == ["ok", "ok"]
        states = newsroom.room.store.sources.all()
        assert [states[name].kind for name in ("named", "bare")] == ["feed", "site"]
        clock.later(hours=2)
        await newsroom.poll(every=True)
        assert (world.hits["named.example/"], world.hits["named.example/all.xml"]) == (1, 2)


# --- politeness


async def test_every_request_names_us_and_our_contact(opened: Any, world: World) -> None:
    world.pages["www.mutual.example/feed"] = feed(entry(1, description=""))
    world.pages["www.mutual.example/news/1"] = article("Society 1", told(1))
    async with opened({"s": "https://www.mutual.example/feed"}) as newsroom:
        network = newsroom.room.config.settings.network.model_copy(update={"contact": "news@digest.example"})
        newsroom.room.config.settings.__dict__["network"] = network
        world.enter(newsroom)
        await newsroom.poll()
    assert world.hits["www.mutual.example/news/1"] == 1
    assert len(world.agents) == 1
    assert all(agent.startswith("digestbot/") and "(+news@digest.example)" in agent for agent in world.agents)


async def test_robots_txt_is_obeyed_for_pages_and_not_for_the_feed_that_was_asked_for(
    opened: Any, world: World, items_of: Any
) -> None:
    world.pages |= {
        "www.mutual.example/feed": feed(entry(1, description="In short."), entry(2, description="")),
        "www.mutual.example/robots.txt": Reply("User-agent: *\nDisallow: /", "text/plain"),
        "www.mutual.example/news/1": article("Society 1", told(1)),
    }
    async with opened({"s": "https://www.mutual.example/feed"}) as newsroom:
        world.enter(newsroom)
        await newsroom.poll()
        assert sorted(item.text for item in items_of(newsroom)) == ["", "In short."]
    assert world.hits["www.mutual.example/news/1"] == 0
    assert world.hits["www.mutual.example/robots.txt"] == 1


async def test_retry_after_holds_for_the_whole_host(opened: Any, world: World, clock: Any) -> None:
    world.pages |= {
        "busy.example/a": Reply(status=429, headers={"Retry-After": "3600"}),
        "busy.example/b": NEWS,
        "calm.example/c": NEWS,
    }
    sources = {"a": "https://busy.example/a", "b": "https://busy.example/b", "c": "https://calm.example/c"}
    async with opened(sources) as newsroom:
        world.enter(newsroom)
        await newsroom.poll(["a"])
        report = {one.id: one for one in (await newsroom.poll(["b", "c"])).sources}
        assert (report["b"].status, report["c"].status) == ("failed", "ok")
        assert world.hits["busy.example/b"] == 0
        state = newsroom.room.store.sources.get("a")
        assert state.next_check - clock.now >= timedelta(hours=1)


async def test_a_move_is_followed_but_kept_only_after_it_was_seen_repeatedly(
    opened: Any, world: World, clock: Any
) -> None:
    world.pages |= {"old.example/feed": moved("https://new.example/feed", 308), "new.example/feed": NEWS}
    async with opened({"s": "https://old.example/feed"}) as newsroom:
        world.enter(newsroom)
        for _ in range(5):
            await newsroom.poll(every=True)
            clock.later(hours=2)
    assert (world.hits["old.example/feed"], world.hits["new.example/feed"]) == (3, 5)
