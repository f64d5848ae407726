import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digestbot.errors import ParseError
from digestbot.sources import parse
from digestbot.types import Source

HERE = Path(__file__).parent / "listings"
EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def read(body: str | bytes, url: str = "https://example.org/news", link_pattern: str | None = None):
    source = Source("s", url, kind="site", link_pattern=link_pattern)
    body = body if isinstance(body, bytes) else body.encode()
    return parse(body, url=url, content_type="text/html", source=source, now=NOW)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_articles_of_a_page_are_learnt_with_titles_and_dates_in_its_order(name):
    url = EXPECTED[name]["url"]
    feed = read((HERE / f"{name}.html").read_bytes(), url)
    root = "/".join(url.split("/")[:3])
    found = [
        [entry.url.removeprefix(root), entry.title, entry.published and entry.published.date().isoformat()]
        for entry in feed.entries
    ]
    assert found == EXPECTED[name]["entries"]
    assert feed.kind == "site"
    assert feed.format == "listing"


def test_teaser_and_picture_of_a_card_become_summary_and_image():
    entry = read((HERE / "cards.html").read_bytes(), "https://fenland.example.org/news").entries[0]
    assert entry.summary == "Ninety-one farms backed the plan at a packed meeting in Ely on Tuesday evening."
    assert entry.image == "https://fenland.example.org/img/creamery.jpg"


def test_link_pattern_overrides_what_would_be_learnt():
    body = (HERE / "government.html").read_bytes()
    feed = read(body, "https://mutuals.example.gov.uk/search/policy", link_pattern=r"/government/publications/")
    assert [entry.url.rpartition("/")[2] for entry in feed.entries] == [
        "community-right-to-buy-guidance",
        "social-value-model-2026",
    ]


def test_link_pattern_may_name_a_single_link_and_one_in_a_menu():
    feed = read('<nav><a href="/notices/1">Notice</a></nav><p>x</p>', link_pattern="/notices/")
    assert [entry.title for entry in feed.entries] == ["Notice"]


def test_link_pattern_that_matches_nothing_is_named():
    with pytest.raises(ParseError, match=r"no link on this page matches link_pattern /reports/"):
        read((HERE / "cards.html").read_bytes(), link_pattern="/reports/")


def test_link_pattern_that_is_no_regular_expression_is_refused():
    with pytest.raises(ParseError, match="is no regular expression"):
        read("<html><a href=/x>x</a></html>", link_pattern="(")


def test_page_with_menus_only_lists_nothing():
    body = (
        "<html><nav>"
        + "".join(f'<a href="/s{n}">Section number {n} of the site</a>' for n in range(9))
        + "</nav></html>"
    )
    with pytest.raises(ParseError, match="no list of articles"):
        read(body)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<h1>Members</h1><form><input name=u><input type=password></form>", "asks for a login"),
        ("<div id=root></div><script src=/main.js></script>", "a script fills this page"),
        ("<p>Ring us.</p>", "no list of articles"),
        ("<form><input type=password></form><p>" + "Ring us on Tuesdays. " * 40, "no list of articles"),
    ],
)
def test_why_there_is_nothing_to_watch_is_said(body, reason):
    with pytest.raises(ParseError, match=reason):
        read(f"<!doctype html><html><body>{body}</body></html>")


def test_short_menu_without_marks_lists_nothing():
    body = (
        "<html><body><div>"
        + "".join(f'<a href="/{n}">{n}</a>' for n in ("uk", "world", "sport", "arts"))
        + "</div></html>"
    )
    with pytest.raises(ParseError, match="no list of articles"):
        read(body)


STORIES = ("Society buys village mill", "Credit union opens branch in bank", "Tenants back plan for mutual")


def _cards(beside=""):
    return "".join(
        f"<article><h2><a href='/news/{n}-story'>{title}</a></h2><p>{20 - n} November 2026"
        f"{beside.format(n=n)}</p></article>"
        for n, title in enumerate(STORIES)
    )


@pytest.mark.parametrize(
    "frame",
    [
        "<form id='aspnetForm' action='news.aspx'><div>{}</div></form>",
        "<div class='content-sidebar-wrap'><main>{}</main></div>",
        "<div class='content with-sidebar'><div>{}</div></div>",
    ],
)
def test_a_frame_around_the_whole_page_hides_no_article(frame):
    feed = read(f"<html><body><nav><a href='/a-b-c-d'>What we do</a></nav>{frame.format(_cards())}</body></html>")
    assert [entry.title for entry in feed.entries] == list(STORIES)


@pytest.mark.parametrize(
    "beside",
    [
        " by <a href='/author/ann-lee'>Ann Lee</a> in <a href='/category/news'>News</a>",
        " <a href='/cy/newyddion/stori-hir-{n}'>Darllen yn Gymraeg</a>",
    ],
)
def test_a_card_does_not_end_at_the_links_beside_its_headline(beside):
    feed = read(f"<html><body><main>{_cards(beside)}</main></body></html>")
    assert [(entry.title, entry.published.day) for entry in feed.entries] == list(
        zip(STORIES, (20, 19, 18), strict=True)
    )


def test_links_to_other_sites_are_not_taken():
    body = "<html><ul>" + "".join(
        f'<li><h3><a href="https://elsewhere.example.com/2026/11/0{n}/story-number-{n}">A story of number {n}</a></h3>'
        for n in range(1, 6)
    )
    with pytest.raises(ParseError):
        read(body)


def test_page_in_another_encoding_keeps_its_letters():
    body = (
        (HERE / "french.html")
        .read_text(encoding="utf-8")
        .replace('<meta charset="utf-8">', '<meta charset="iso-8859-1">')
    )
    feed = read(body.encode("cp1252"), "https://scop.example.fr/actualites")
    assert feed.entries[0].title == "Une imprimerie reprise par ses salariés"


def test_a_page_of_thousands_of_links_is_read_in_seconds():
    items = "".join(
        f'<li><a href="/news/{n}-a-story-of-some-length">Story {n} of some length</a></li>' for n in range(3000)
    )
    start = time.process_time()
    feed = read(f"<html><body><main><ul>{items}</ul></main></body></html>")
    assert len(feed.entries) == 200
    assert time.process_time() - start < 60  # 1.5 s when written; quadratic work would take minutes
