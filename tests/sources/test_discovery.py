import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources.samples import atom, rss

from digestbot.sources import discovery, platforms
from digestbot.sources.discovery import find, well_known

PAGE = "https://example.org/news/"


def feeds(html: str, url: str = PAGE) -> list[str]:
    return [feed.url for feed in find(html.encode(), url, "text/html").feeds]


def test_feeds_named_in_the_head_are_found_in_their_order_with_titles():
    html = (
        '<html><title>News</title><link rel="alternate" type="application/rss+xml" title="All news" href="/feed.xml">'
        '<link rel="alternate" type="application/atom+xml" title="Atom" href="atom">'
    )
    found = find(html.encode(), PAGE)
    assert [(feed.url, feed.title, feed.kind) for feed in found.feeds] == [
        ("https://example.org/news/atom", "Atom", "feed"),
        ("https://example.org/feed.xml", "All news", "feed"),
    ]
    assert found.title == "News"


def test_comment_feeds_come_last():
    html = (
        '<link rel="alternate" type="application/rss+xml" title="Paper &raquo; Comments Feed" href="/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="Paper" href="/feed/"><a href="/rss">RSS</a>'
    )
    assert feeds(html) == ["https://example.org/feed/", "https://example.org/rss", "https://example.org/comments/feed/"]


def test_feed_of_one_tag_comes_after_the_whole_feed():
    html = "".join(f"<link rel=alternate type=application/rss+xml href={path}>" for path in ("/tag/pubs/feed", "/feed"))
    assert feeds(html) == ["https://example.org/feed", "https://example.org/tag/pubs/feed"]


@pytest.mark.parametrize(("language", "order"), [("en-GB", ["en", "energy", "cy"]), ("cy", ["cy", "energy", "en"])])
def test_of_feeds_in_two_languages_the_one_of_the_page_comes_first(language, order):
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="https://x.org/{name}/rss">'
        for name in ("cy", "en", "energy")
    )
    assert feeds(f'<html lang="{language}"><head>{links}</head></html>') == [
        f"https://x.org/{one}/rss" for one in order
    ]


def test_links_in_the_text_are_found():
    html = '<a href="/about">About</a><a href="/updates.rss">Subscribe</a><a href="/subscribe?x=1">RSS feed</a>'
    assert feeds(html) == ["https://example.org/updates.rss", "https://example.org/subscribe?x=1"]


def test_what_only_looks_like_a_feed_is_not_offered():
    html = (
        '<link rel="alternate" type="application/json" href="/api/1"><link rel="alternate" hreflang="cy" href="/cy">'
        '<link rel="alternate" type="application/json+oembed" href="/oembed?x"><a href="/feedback">Feedback</a>'
        '<link rel="stylesheet" type="text/css" href="/feed.css"><a href="mailto:rss@example.org">RSS</a>'
    )
    assert feeds(html) == []


def test_base_element_is_obeyed():
    html = (
        '<base href="https://cdn.example.org/x/"><link rel="alternate" type="application/feed+json" href="feed.json">'
    )
    assert feeds(html) == ["https://cdn.example.org/x/feed.json"]


@pytest.mark.parametrize("body", [rss(""), atom(""), '{"version": "https://jsonfeed.org/version/1"}'])
def test_a_feed_is_its_own_answer(body):
    found = find(body.encode(), "https://example.org/f")
    assert found.is_feed
    assert [feed.url for feed in found.feeds] == ["https://example.org/f"]


def test_sitemaps_are_told_apart():
    assert find(b"<urlset/>", "https://example.org/s.xml").feeds[0].kind == "sitemap"
    page = b'<html><link rel="sitemap" href="/map.xml"><a href="/sitemap-news.xml">map</a></html>'
    assert find(page, PAGE).sitemaps == ("https://example.org/map.xml", "https://example.org/sitemap-news.xml")


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("https://www.youtube.com/channel/UCabc", "https://www.youtube.com/feeds/videos.xml?channel_id=UCabc"),
        ("https://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1"),
        ("https://www.youtube.com/user/coop", "https://www.youtube.com/feeds/videos.xml?user=coop"),
        ("https://social.coop/@someone", "https://social.coop/@someone.rss"),
        ("https://medium.com/@someone", "https://medium.com/feed/@someone"),
        ("https://medium.com/a-paper", "https://medium.com/feed/a-paper"),
        ("https://paper.medium.com/story", "https://paper.medium.com/feed"),
        ("https://letter.substack.com/p/one", "https://letter.substack.com/feed"),
        ("https://github.com/owner/repo", "https://github.com/owner/repo/releases.atom"),
        ("https://github.com/owner/repo/commits/main", "https://github.com/owner/repo/commits/main.atom"),
        ("https://github.com/owner", "https://github.com/owner.atom"),
        ("https://www.reddit.com/r/cooperatives/", "https://www.reddit.com/r/cooperatives/.rss"),
        ("https://x.blogspot.com/2020/", "https://x.blogspot.com/feeds/posts/default"),
        ("https://x.blogspot.co.uk/", "https://x.blogspot.co.uk/feeds/posts/default"),
        ("https://x.tumblr.com/", "https://x.tumblr.com/rss"),
        ("https://x.wordpress.com/about", "https://x.wordpress.com/feed/"),
        ("https://x.ghost.io/", "https://x.ghost.io/rss/"),
        ("https://bsky.app/profile/x.org", "https://bsky.app/profile/x.org/rss"),
        (
            "https://www.gov.uk/search/news-and-communications?organisations[]=hm-treasury&page=2",
            "https://www.gov.uk/search/news-and-communications.atom?organisations[]=hm-treasury",
        ),
        (
            "https://www.gov.uk/government/organisations/hm-treasury/about",
            "https://www.gov.uk/government/organisations/hm-treasury.atom",
        ),
    ],
)
def test_platforms_are_known_by_their_address(url, feed):
    assert platforms.feeds_of(url)[0] == feed
    assert well_known(url)[0] == feed


@pytest.mark.parametrize(
    ("html", "feed"),
    [
        ('<meta name="generator" content="WordPress 6.4">', "https://example.org/news/feed/"),
        ('<img src="/wp-content/x.png">', "https://example.org/news/feed/"),
        ('<meta name="generator" content="Ghost 5.2">', "https://example.org/rss/"),
        ('<script src="https://static1.squarespace.com/x.js"></script>', "https://example.org/news/?format=rss"),
        ('<meta name="generator" content="Drupal 10">', "https://example.org/rss.xml"),
    ],
)
def test_software_is_known_by_its_pages(html, feed):
    assert feeds(f"<html><head>{html}</head></html>")[0] == feed


def test_youtube_handle_is_resolved_by_its_page():
    html = '<html><script>{"externalId":"UC1234567890123456789012"}</script></html>'
    assert feeds(html, "https://www.youtube.com/@coop") == [
        "https://www.youtube.com/feeds/videos.xml?channel_id=UC1234567890123456789012"
    ]


def test_well_known_paths_begin_with_the_section():
    tried = well_known("https://example.org/news/")
    assert tried[0] == "https://example.org/news/feed"
    assert tried.index("https://example.org/feed") < tried.index("https://example.org/sitemap.xml")
    assert len(tried) == len(set(tried))


def test_well_known_of_what_is_no_address_is_empty():
    assert well_known("mailto:x@example.org") == []


@given(st.binary(max_size=200), st.sampled_from([PAGE, "", "https://[", "https://github.com/a/b"]))
def test_any_bytes_are_looked_at_without_failing(body, url):
    assert isinstance(find(b"<html>" + body, url), discovery.Found)
    assert isinstance(find(body, url), discovery.Found)
