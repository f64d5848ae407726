"""Every feed, sitemap and listing of the sample, read by the sources room."""

from __future__ import annotations

import pytest
from sample.sheets import NOW, Printed

from digestbot.sample.newsroom import Outlet, load
from digestbot.sources import parse
from digestbot.types import Entry, Feed, Source

READABLE = [outlet for outlet in load() if outlet.articles]


def read(printed: Printed, outlet: Outlet) -> Feed:
    url = printed.printing.source_url(outlet)
    sheet = printed.at(url)
    source = Source(id=outlet.id, url=url, kind="site" if outlet.format == "site" else None)
    return parse(sheet.body, url=url, content_type=sheet.content_type, source=source, now=NOW)


def entry(printed: Printed, id: str) -> Entry:  # noqa: A002 - an article's id is called id
    article = printed.article(id)
    url = printed.url(article)
    return next(one for one in read(printed, printed.outlet(article.outlet)).entries if one.url == url)


@pytest.mark.parametrize("outlet", READABLE, ids=lambda outlet: outlet.id)
def test_a_source_lists_each_article_with_its_address_and_date(printed: Printed, outlet: Outlet) -> None:
    found = {(one.url, one.published) for one in read(printed, outlet).entries}
    assert found == {(printed.url(article), article.published(NOW)) for article in outlet.articles}


@pytest.mark.parametrize(
    ("id", "format"),
    [
        ("co-op-courier", "rss20"),
        ("mutual-matters", "rss20"),
        ("shared-enterprise", "atom10"),
        ("owners-review", "rss10"),
        ("social-ledger", "json11"),
        ("common-ground", "listing"),
        ("care-commons", "sitemap"),
    ],
)
def test_each_form_of_feed_is_what_it_should_be(printed: Printed, id: str, format: str) -> None:  # noqa: A002
    assert read(printed, printed.outlet(id)).format == format


def test_full_feeds_carry_the_article_and_teaser_feeds_do_not(printed: Printed) -> None:
    assert "subject to a vote" in entry(printed, "courier-sowerby-merger").content
    assert "one of the three options" not in entry(printed, "matters-credit-union-figures").content
    assert entry(printed, "matters-credit-union-figures").summary


def test_a_feed_in_windows_1252_keeps_its_quotation_marks(printed: Printed) -> None:
    assert "factory’s workers" in entry(printed, "gazette-arkle").title


def test_a_feed_that_claims_utf_8_falsely_is_in_windows_1252(printed: Printed) -> None:
    sheet = printed.at(printed.printing.source_url(printed.outlet("sector-wire")))
    assert b'encoding="utf-8"' in sheet.body
    with pytest.raises(UnicodeDecodeError):
        sheet.body.decode("utf-8")


def test_mojibake_is_in_the_bytes_served(printed: Printed) -> None:
    sheet = printed.at(printed.printing.source_url(printed.outlet("co-op-courier")))
    assert "Studentsâ€™ housing co-op" in sheet.body.decode()


def test_double_escaped_html_is_in_the_bytes_served(printed: Printed) -> None:
    sheet = printed.at(printed.printing.source_url(printed.outlet("sector-wire")))
    assert b"nominations &amp;amp; shortlist" in sheet.body


def test_the_hostile_title_reaches_the_reader_escaped_once(printed: Printed) -> None:
    sheet = printed.at(printed.printing.source_url(printed.outlet("sector-wire")))
    assert b"<title>&lt;!channel&gt; &lt;script&gt;" in sheet.body


def test_two_entries_share_a_guid(printed: Printed) -> None:
    assert entry(printed, "ledger-outcomes-homes").guid == entry(printed, "ledger-cdfi-figures").guid


def test_one_link_is_relative_in_the_feed(printed: Printed) -> None:
    sheet = printed.at(printed.printing.source_url(printed.outlet("sector-wire")))
    assert b"<link>/sector-wire/release/prison-bakery" in sheet.body
