import gzip
from datetime import UTC, datetime

import pytest
from sources.samples import read

from digestbot.errors import ParseError

HEAD = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
)
NEWS = (
    "<url><loc>https://example.org/news/1</loc><lastmod>2026-11-20T08:00:00Z</lastmod>"
    "<image:image><image:loc>https://example.org/i.jpg</image:loc><image:title>Not this</image:title></image:image>"
    "<news:news><news:publication><news:name>Paper</news:name><news:language>en</news:language></news:publication>"
    "<news:publication_date>2026-11-19</news:publication_date><news:title>Mutual &amp; proud</news:title>"
    "<news:keywords>mutuals, pride</news:keywords></news:news></url>"
)


def test_news_extension_gives_title_date_language_and_keywords():
    (entry,) = read(HEAD + NEWS + "</urlset>").entries
    assert (entry.url, entry.title, entry.language) == ("https://example.org/news/1", "Mutual & proud", "en")
    assert entry.published == datetime(2026, 11, 19, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert (entry.tags, entry.image) == (("mutuals", "pride"), "https://example.org/i.jpg")


def test_title_is_made_from_the_words_of_the_address():
    body = "<url><loc>https://example.org/2026/11/farmers-buy-the-mill-4711.html</loc></url>"
    body += "<url><loc>https://example.org/manifesto</loc></url>"
    assert [entry.title for entry in read(HEAD + body + "</urlset>").entries] == ["Farmers buy the mill", ""]


def test_index_names_its_sitemaps_newest_first():
    feed = read(
        "<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>"
        "<sitemap><loc>https://example.org/new.xml.gz</loc><lastmod>2026-11-01</lastmod></sitemap></sitemapindex>"
    )
    assert feed.children == ("https://example.org/new.xml.gz", "https://example.org/old.xml")
    assert (feed.kind, feed.entries) == ("sitemap", ())


def test_parts_of_an_index_that_list_no_articles_are_left_out_where_others_remain():
    def index(*names):
        return (
            "<sitemapindex>" + "".join(f"<sitemap><loc>/{name}</loc></sitemap>" for name in names) + "</sitemapindex>"
        )

    custom = ("page-sitemap.xml", "category-sitemap.xml", "post_tag-sitemap.xml", "wp-sitemap-users-1.xml")
    feed = read(index(*custom, "post-sitemap2.xml", "wp-sitemap-posts-page-1.xml", "news-page-3.xml"))
    assert [child.rpartition("/")[2] for child in feed.children] == ["post-sitemap2.xml", "news-page-3.xml"]
    assert len(read(index("page-1.xml", "page-2.xml")).children) == 2


def test_the_front_of_a_site_and_its_sections_are_no_articles():
    paths = ("", "about-us/", "category/farming/", "farmers-buy-the-mill", "manifesto")
    body = "".join(f"<url><loc>https://example.org/{path}</loc><lastmod>2026-11-20</lastmod></url>" for path in paths)
    assert [entry.url.rpartition("/")[2] for entry in read(HEAD + body + "</urlset>").entries] == list(paths[3:])


def test_gzipped_sitemap_is_read():
    assert len(read(gzip.compress((HEAD + NEWS * 3 + "</urlset>").encode())).entries) == 3


def test_cut_off_sitemap_keeps_its_addresses():
    feed = read((HEAD + NEWS * 5)[:-200])
    assert len(feed.entries) == 5
    assert "leniently" in feed.problem


def test_addresses_that_are_none_are_left_out():
    assert (
        read(HEAD + "<url><loc>javascript:x</loc></url><url/>" + NEWS + "</urlset>").entries[0].title
        == "Mutual & proud"
    )


def test_text_that_is_no_list_of_addresses_is_no_sitemap():
    with pytest.raises(ParseError, match="neither XML nor JSON"):
        read("https://example.org/a\nand more\n")
