import gzip
import json
import socket
import time
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources.samples import NOW, atom, read, rss

from digestbot.errors import ParseError
from digestbot.types import Enclosure, Feed

ITEM = (
    "<item><title>Members vote</title><link>https://example.org/a</link><guid>tag:a</guid>"
    "<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>"
)

RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{}"><channel rdf:about="x">'
    '<title>T</title></channel><item rdf:about="https://x.org/a"><title>A</title></item></rdf:RDF>'
)


def only(body: str, **given_):
    (entry,) = read(body, **given_).entries
    return entry


def test_entry_carries_all_that_its_feed_says():
    entry = only(
        rss(
            "<item><title>A &amp;amp; B</title><link>https://example.org/a</link><guid isPermaLink='false'>g1</guid>"
            "<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate><atom:updated>2026-03-03T10:00:00Z</atom:updated>"
            "<dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator><category>Co-ops</category><category>co-ops</category>"
            "<description>short</description><content:encoded>&lt;p&gt;long&lt;/p&gt;</content:encoded>"
            "<media:thumbnail url='https://example.org/t.jpg'/><enclosure url='https://example.org/p.mp3'"
            " type='audio/mpeg' length='9'/></item>",
            "<language>en_GB</language>",
        )
    )
    assert (entry.title, entry.url, entry.guid, entry.source_id) == ("A & B", "https://example.org/a", "g1", "example")
    assert (entry.summary, entry.content, entry.author) == ("short", "<p>long</p>", "Ann, Bob")
    assert (entry.published.isoformat(), entry.updated.isoformat()) == (
        "2026-03-02T10:00:00+00:00",
        "2026-03-03T10:00:00+00:00",
    )
    assert (entry.language, entry.image, entry.tags) == ("en-gb", "https://example.org/t.jpg", ("Co-ops",))
    assert entry.enclosures == (Enclosure("https://example.org/p.mp3", "audio/mpeg", 9),)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("3 &lt; 5 in the &lt;script&gt; tag", "3 < 5 in the <script> tag"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("&amp;#8216;Fair&amp;#8217; tax", "‘Fair’ tax"),
        ("  two\n lines  ", "two lines"),
    ],
)
def test_title_is_plain_text(title, shown):
    assert only(rss(f"<item><title>{title}</title></item>")).title == shown


def test_entry_without_title_is_named_by_its_first_words():
    text = "&lt;p&gt;" + "A short note on the harvest " * 9 + "&lt;/p&gt;"
    title = only(rss(f"<item><link>https://example.org/n</link><description>{text}</description></item>")).title
    assert title.startswith("A short note on the harvest")
    assert title.endswith("…")
    assert len(title) <= 90


def test_relative_links_are_read_against_the_feed_address():
    assert only(rss("<item><title>A</title><link>../a?x=1</link></item>")).url == "https://example.org/a?x=1"


def test_relative_links_are_read_against_xml_base():
    body = atom('<entry><title>A</title><link href="a"/></entry>', attributes=' xml:base="https://other.org/b/"')
    assert only(body).url == "https://other.org/b/a"


def test_guid_that_is_an_address_serves_as_link():
    assert only(rss("<item><title>A</title><guid>https://example.org/g</guid></item>")).url == "https://example.org/g"


def test_script_links_are_no_links():
    assert only(rss("<item><title>A</title><link>javascript:alert(1)</link></item>")).url == ""


def test_redirectors_that_name_their_target_are_unwrapped():
    link = "https://www.google.com/url?q=https%3A%2F%2Fexample.net%2Fstory&amp;sa=D"
    assert only(rss(f"<item><title>A</title><link>{link}</link></item>")).url == "https://example.net/story"


@pytest.mark.parametrize(
    ("feed", "link", "origin"),
    [
        ("https://planet.example/all.xml", "https://paper.example/shop", "Village Paper"),
        ("https://news.google.com/rss/search?q=co-op", "https://news.google.com/rss/articles/x", "Village Paper"),
        ("https://feeds.paper.example/rss", "https://www.paper.example/shop", ""),
        ("https://feeds.feedburner.com/paper", "https://paper.example/shop", ""),
    ],
)
def test_an_aggregator_names_whose_article_it_is(feed: str, link: str, origin: str) -> None:
    item = (
        f'<item><title>A</title><link>{link}</link><source url="https://paper.example/">Village  Paper</source></item>'
    )
    assert only(rss(item), url=feed).origin == origin


def test_feedburner_original_link_wins():
    item = (
        '<item xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"><title>A</title>'
        "<link>http://feedproxy.google.com/~r/x/1</link><fb:origLink>https://example.net/s</fb:origLink></item>"
    )
    assert only(rss(item)).url == "https://example.net/s"


def test_plain_atom_text_becomes_html():
    assert (
        only(atom("<entry><title>A</title><summary>1 &lt; 2 &amp; 3</summary></entry>")).summary == "1 &lt; 2 &amp; 3"
    )


def test_author_of_the_feed_stands_in_for_a_missing_one():
    body = atom("<entry><title>A</title></entry>", "<author><name>Ann</name><email>a@x.org</email></author>")
    assert only(body).author == "Ann"


def test_mail_addresses_are_no_authors_where_there_is_a_name():
    assert only(rss("<item><title>A</title><author>ann@x.org (Ann Lee)</author></item>")).author == "Ann Lee"


def test_tracking_pixels_are_no_pictures():
    html = '&lt;img src="https://x.org/p.gif" width="1" height="1"&gt;&lt;img src="/real.jpg"&gt;'
    assert only(
        rss(f"<item><title>A</title><link>https://x.org/a</link><description>{html}</description></item>")
    ).image == ("https://x.org/real.jpg")


def test_youtube_entries_keep_their_description_and_picture():
    entry = only(
        atom(
            '<entry><id>yt:video:1</id><title>Talk</title><link rel="alternate" href="https://www.youtube.com/watch?v=1"/>'
            '<media:group><media:title>Talk</media:title><media:thumbnail url="https://i.ytimg.com/1.jpg"/>'
            "<media:description>About mutuals</media:description></media:group></entry>",
            attributes=' xmlns:media="http://search.yahoo.com/mrss/"',
        )
    )
    assert (entry.summary, entry.image) == ("About mutuals", "https://i.ytimg.com/1.jpg")


def test_undated_entries_stay_undated_and_future_ones_are_clamped():
    assert only(rss("<item><title>A</title></item>")).published is None
    assert only(rss("<item><title>A</title><pubDate>Fri, 01 Jan 2100 00:00:00 GMT</pubDate></item>")).published == NOW


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ('<rss version="0.91"><channel><title>T</title><item><title>A</title></item></channel></rss>', "rss091u"),
        ('<rss version="0.92"><channel><item><title>A</title></item></channel></rss>', "rss092"),
        (rss(ITEM), "rss20"),
        (RDF.format("http://purl.org/rss/1.0/"), "rss10"),
        (RDF.format("http://my.netscape.com/rdf/simple/0.9/"), "rss090"),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>A</title></entry></feed>', "atom03"),
        (atom("<entry><title>A</title></entry>"), "atom10"),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "title": "A"}]}), "json11"),
        ("<urlset><url><loc>https://x.org/a-b-c</loc></url></urlset>", "sitemap"),
        ("https://x.org/a-b-c\nhttps://x.org/d\n", "sitemap-text"),
    ],
)
def test_every_format_is_known_by_its_bytes(body, form):
    feed = read(body, content_type="text/html")
    assert feed.format == form
    assert feed.entries


def test_gzip_body_is_read():
    assert len(read(gzip.compress(rss(ITEM).encode())).entries) == 1


def test_what_a_feed_says_of_polling_is_kept():
    hints = (
        "<ttl>90</ttl><skipHours><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>12</sy:updateFrequency>"
    )
    feed = read(rss(ITEM, hints))
    assert feed.min_interval == timedelta(hours=2)
    assert feed.skip_hours == {day * 24 + hour for day in range(7) for hour in (0, 1)} | set(range(144, 168))


def test_words_of_entries_are_no_polling_hints():
    assert read(rss("<item><title>A</title><ttl>90</ttl></item>")).min_interval is None


def test_absurd_hints_are_bounded():
    assert read(rss(ITEM, "<ttl>9999999</ttl>")).min_interval == timedelta(days=1)
    assert (
        read(rss(ITEM, "<skipHours>" + "".join(f"<hour>{n}</hour>" for n in range(24)) + "</skipHours>")).skip_hours
        == set()
    )


@pytest.mark.parametrize("make", [rss, atom])
def test_a_flood_of_entries_is_refused_before_it_is_read(make):
    entry = "<item/>" if make is rss else "<entry/>"
    with pytest.raises(ParseError, match="holds 50,001 entries"):
        read(make(entry * 50_001))


def test_blank_entries_are_left_out_and_counted():
    feed = read(rss(ITEM + "<item></item><item><author>a</author></item>"))
    assert len(feed.entries) == 1
    assert feed.problem == "2 entries hold nothing and were left out"


def test_truncated_feed_keeps_what_it_can():
    body = rss("".join(ITEM.replace("/a<", f"/{n}<") for n in range(9)))
    feed = read(body[: len(body) * 2 // 3])
    assert 4 <= len(feed.entries) <= 7
    assert "cut off" in feed.problem


def test_broken_markup_is_read_leniently_and_named():
    feed = read(rss("<item><title>Profit & loss</title><link>https://x.org/a</link></item>"))
    assert feed.entries[0].title == "Profit & loss"
    assert "not well-formed" in feed.problem


def test_damage_that_breaks_feedparser_itself_costs_only_the_entry_it_is_in():
    feed = read(rss(ITEM + "<item><link></item</item</item</link></item>" + ITEM.replace("vote", "agree")))
    assert [entry.title for entry in feed.entries] == ["Members vote", "Members agree"]
    assert "1 entries could not be read" in feed.problem


def test_damage_in_the_feeds_own_part_is_refused():
    with pytest.raises(ParseError, match="too broken to read"):
        read("<rss version='2.0'><channel></media:player>" + ITEM)


def test_undeclared_prefix_on_everything_is_forgiven():
    feed = read("<rss version='2.0'><rss:channel><rss:item><rss:title>A</rss:title></rss:item></rss:channel></rss>")
    assert [entry.title for entry in feed.entries] == ["A"]


def test_an_empty_feed_is_a_feed():
    assert read(rss("")).entries == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the answer is empty"),
        (b" \n\t ", "the answer is empty"),
        (b"<!doctype html><html><body><p>Hello</p></body></html>", "this is a web page, not a feed$"),
        (b"<html><form><input type=password></form></html>", r"web page, not a feed \(a login page\?\)"),
        (b'<html><link rel="alternate" type="application/rss+xml" href="/f"></html>', "names a feed of its own"),
        (b"<note><to>x</to></note>", "its root element is <note>"),
        (b"<opml version='1.0'><body/></opml>", "list of feeds"),
        (b'<channel href="x"><title>t</title></channel>', "CDF"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "this is a picture"),
        (b"hello", "neither XML nor JSON"),
        (b'{"error": "rate limited"}', "it says: rate limited"),
        (b'{"items": ', "starts like JSON but is not"),
        (b"[1, 2]", "no object at its top"),
        (b"[" * 100_000, "starts like JSON but is not"),
    ],
)
def test_what_is_no_feed_is_refused_in_plain_words(body, reason):
    with pytest.raises(ParseError, match=reason):
        read(body)


def test_errors_name_the_address_without_its_secrets():
    with pytest.raises(ParseError) as caught:
        read(b"", url="https://user:pw@example.org/feed?token=abc&page=2")
    assert str(caught.value) == "https://example.org/feed?token=***&page=2: the answer is empty"


def test_nothing_is_fetched_or_opened(monkeypatch, tmp_path):
    def refuse(*_):
        raise AssertionError("sources/ must not touch the network")

    monkeypatch.setattr(socket, "socket", refuse)
    secret = tmp_path / "secret"
    secret.write_text("<rss><channel><item><title>secret</title></item></channel></rss>")
    with pytest.raises(ParseError):
        read(str(secret))
    body = f'<!DOCTYPE rss SYSTEM "file://{secret}" [<!ENTITY x SYSTEM "file://{secret}">]>'
    feed = read(body + "<rss version='2.0'><channel><item><title>a&x;b</title></item></channel></rss>")
    assert feed.entries[0].title == "ab"


ENDLESS = [
    "<!--",
    "<",
    "<img ",
    "<link ",
    "<!ENTITY a SYSTEM ",
    "&",
    "<updatePeriod ",
    "<item>",
    "@",
    "/amp",
    "<rss ",
    '"',
    "<![CDATA[",
]


@pytest.mark.parametrize("piece", ENDLESS)
@pytest.mark.parametrize(
    "where",
    ["<!DOCTYPE rss [{}", "{}", "<rss version='2.0'><channel>{}", "<html>{}", rss("<item><link>{}</link></item>")],
)
def test_endless_repetition_takes_no_endless_time(piece, where):
    start = time.process_time()
    parsed_or_refused(where.replace("{}", piece * (60_000 // len(piece))).encode())
    assert time.process_time() - start < 30  # the slowest takes 0.6 s; quadratic work on 10 MB would take hours


def parsed_or_refused(body: bytes) -> None:
    try:
        feed = read(body)
    except ParseError:
        return
    assert isinstance(feed, Feed)
    assert all(entry.published is None or entry.published <= NOW for entry in feed.entries)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body):
    parsed_or_refused(body)


WHOLE = [
    rss(ITEM * 3, "<ttl>5</ttl>").encode(),
    atom(f"<entry>{ITEM[6:-7]}<link href='x'/></entry>" * 2, attributes=' xml:lang="en"').encode("utf-16"),
    json.dumps(
        {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_html": "<p>x"}] * 2}
    ).encode(),
    b"<?xml version='1.0'?><urlset><url><loc>https://x.org/a</loc><lastmod>2026-01-01</lastmod></url></urlset>",
    gzip.compress(rss(ITEM).encode()),
    b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'><channel><item><title>&a;</title></item></channel></rss>",
]
PIECES = st.sampled_from(b"<|>|&|<![CDATA[|]]>|\x00|\xff|</item>|<item>|<!--|{|&x;|<?|'|".split(b"|"))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 30), PIECES), max_size=6))
def test_any_damaged_feed_is_read_or_refused(body, damage):
    for place, length, piece in damage:
        body = body[:place] + piece + body[place + length :]
    parsed_or_refused(body)
