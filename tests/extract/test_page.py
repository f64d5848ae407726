"""Pages and entries become articles: the better text is kept, nothing raises but ExtractError, work is bounded."""

from __future__ import annotations

import gzip
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from extract.pdfs import pdf
from extract.shingles import mean_f1, segments_kept, shingle_f1
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_data import shared

from digestbot.errors import ExtractError
from digestbot.extract import extract_document, from_entry, read_page
from digestbot.types import Article, Entry, Response

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://www.trent.example/news/pool-saved"
HERE = Path(__file__).parent
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text())
OWN: dict[str, dict[str, str]] = json.loads((HERE / "pages" / "gold.json").read_text())
SENTENCES = (
    "Swimmers in Southwell have saved their pool by forming a co-operative with 1,400 members, the trust said.",
    "The trust will hand over the lease in April. Each member has one vote, whatever he or she has invested.",
    "Ruth Dankworth, who led the campaign, said nobody had believed in it when the boiler failed two winters ago.",
    "The county council has promised £120,000 a year for three years, and a grant will pay for new filters.",
    "Membership costs £1 and is open to anybody over 14. The first elections to the board will be held in May.",
)
PAGE_TEXT = "\n".join(SENTENCES)


def _markup(*paragraphs: str, head: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    top = f"<!DOCTYPE html><html lang='en'><head><title>Pool saved</title>{head}</head>"
    return f"{top}<body><article>{body}</article></body></html>"


def _response(body: str | bytes, content_type: str = "text/html; charset=utf-8", url: str = URL) -> Response:
    return Response(url, 200, {"content-type": content_type}, body.encode() if isinstance(body, str) else body, NOW)


def _entry(**given_: object) -> Entry:
    values: dict[str, object] = {"source_id": "trent", "guid": "1", "url": URL, "title": "Pool saved"} | given_
    return Entry(**values)  # type: ignore[arg-type]


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


# --- accuracy


def _own(name: str) -> Article:
    return extract_document((HERE / "pages" / f"{name}.html").read_bytes(), OWN[name]["url"], "text/html", NOW)


@pytest.mark.parametrize("name", OWN)
def test_own_pages_give_their_article_and_what_is_said_of_it(name: str) -> None:
    article, gold = _own(name), OWN[name]
    assert shingle_f1(gold["text"], article.text) >= FLOORS["own pages, worst F1"]
    assert (article.title, article.language, article.wall) == (gold["title"], gold["language"], None)
    assert article.author == gold.get("author")
    if "published" in gold:
        assert article.published is not None
        assert article.published.date().isoformat() == gold["published"]
    if "image" in gold:
        assert article.image == gold["image"]


def test_own_pages_reach_the_floor() -> None:
    assert mean_f1([(OWN[name]["text"], _own(name).text) for name in OWN]) >= FLOORS["own pages, mean F1"]


def test_shared_pages_reach_the_floors() -> None:
    folder = shared("pages")
    gold = json.loads((folder / "gold.json").read_text())
    texts = {}
    for name, wanted in gold.items():
        body = gzip.decompress((folder / f"{name}.html.gz").read_bytes())
        texts[name] = extract_document(body, wanted.get("url", ""), "text/html", NOW).text
    for kind in ("aeb", "fundus"):
        pairs = [(gold[name]["articleBody"], texts[name]) for name in gold if name.startswith(kind)]
        assert mean_f1(pairs) >= FLOORS[f"shared {kind} pages, mean F1"]
    counts = [segments_kept(gold[name], texts[name]) for name in gold if gold[name]["kind"] == "segments"]
    found, wanted_, kept, unwanted = (sum(column) for column in zip(*counts, strict=True))
    assert found / wanted_ >= FLOORS["shared segments, wanted found"]
    assert kept / unwanted <= FLOORS["shared segments, unwanted found"]


# --- page or feed


def test_the_page_wins_over_a_teaser() -> None:
    article = read_page(_response(_markup(*SENTENCES)), _entry(summary="<p>Swimmers have saved their pool.</p>"), NOW)
    assert (article.text, article.from_page) == (PAGE_TEXT, True)
    assert article.summary == "Swimmers have saved their pool."


def test_a_feed_in_full_wins_over_a_page_cut_short() -> None:
    article = read_page(_response(_markup(SENTENCES[0], "More to come.")), _entry(content=_paragraphs(*SENTENCES)), NOW)
    assert (article.text, article.from_page) == (PAGE_TEXT, False)


def test_a_page_about_something_else_gives_way_to_a_feed_in_full() -> None:
    other = [
        f"The bus company said that route {number} would run later from Monday because of works." for number in range(9)
    ]
    article = read_page(_response(_markup(*other)), _entry(content=_paragraphs(*SENTENCES, *SENTENCES[::-1])), NOW)
    assert article.text.startswith(SENTENCES[0])
    assert not article.from_page


def test_the_feeds_date_author_and_title_come_first() -> None:
    head = (
        '<meta property="article:published_time" content="2020-01-01T00:00:00Z"><meta name="author" content="Web Team">'
        '<meta property="og:title" content="Another title">'
    )
    published = datetime(2026, 11, 23, 9, tzinfo=UTC)
    article = read_page(
        _response(_markup(*SENTENCES, head=head)), _entry(author="By Ann Lee", published=published), NOW
    )
    assert (article.title, article.author, article.published) == ("Pool saved", "Ann Lee", published)


def test_a_date_to_come_is_clamped_to_now() -> None:
    assert from_entry(_entry(summary="Text", published=NOW + timedelta(days=9)), NOW).published == NOW


def test_addresses_are_kept_as_given_and_as_key() -> None:
    head = '<link rel="canonical" href="https://www.trent.example/news/2026/11/pool-saved/?utm_source=x">'
    article = read_page(_response(_markup(*SENTENCES, head=head)), _entry(url=URL + "?utm_source=rss"), NOW)
    assert article.url == URL
    assert article.canonical_url == "https://trent.example/news/2026/11/pool-saved"


# --- the feed alone


def test_the_longer_of_content_and_summary_is_the_text() -> None:
    article = from_entry(_entry(summary=f"<p>{SENTENCES[0]}</p>", content=_paragraphs(*SENTENCES)), NOW)
    assert (article.text, article.from_page, article.wall) == (PAGE_TEXT, False, None)


@pytest.mark.parametrize(
    "tail",
    [
        "The post Pool saved appeared first on Trent News.",
        "Continue reading Pool saved →",
        "Read more",
        "[…]",
        "This article was originally published on Trent News",
    ],
)
def test_feed_lines_that_only_point_elsewhere_are_left_out(tail: str) -> None:
    assert from_entry(_entry(content=_paragraphs(SENTENCES[0], tail)), NOW).text == SENTENCES[0]


def test_a_cut_off_feed_text_ends_in_an_ellipsis() -> None:
    article = from_entry(_entry(summary="<p>Swimmers have saved [&#8230;] Read more</p>"), NOW)
    assert article.text == "Swimmers have saved…"


def test_a_headline_alone_is_an_article() -> None:
    assert from_entry(_entry(), NOW).title == "Pool saved"


@pytest.mark.parametrize("title", ["", "Read more", "https://trent.example/x"])
def test_neither_text_nor_headline_is_an_error(title: str) -> None:
    with pytest.raises(ExtractError):
        from_entry(_entry(title=title), NOW)


# --- other kinds of file


def test_a_pdf_gives_its_text() -> None:
    body = pdf([SENTENCES], title="Minutes of the pool trust", author="Ruth Dankworth")
    article = read_page(_response(body, "application/octet-stream"), _entry(title="Download"), NOW)
    assert "saved their pool by forming a co-operative" in article.text
    assert article.from_page
    assert extract_document(body, URL, "application/pdf", NOW).title == "Minutes of the pool trust"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "text/html"),
        (b"PK\x03\x04\x14\0\0\0", "application/zip"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b'{"a": 1}', "application/json"),
        (b"%PDF-1.4 broken", "application/pdf"),
        (b"ID3\x03", "audio/mpeg"),
    ],
)
def test_a_file_that_is_no_page_leaves_the_entrys_own_text(body: bytes, kind: str) -> None:
    article = read_page(_response(body, kind), _entry(summary=SENTENCES[0]), NOW)
    assert (article.text, article.wall, article.from_page) == (SENTENCES[0], "file", False)


def test_plain_text_is_read_as_it_is() -> None:
    article = extract_document(f"Pool saved\n\n{PAGE_TEXT}\n".encode(), URL, "text/plain", NOW)
    assert article.text.endswith(SENTENCES[-1])
    assert article.title == "Pool saved"


# --- characters


ACCENTED = tuple(sentence.replace("Ruth Dankworth", "Zoë Müller – “née” Jones, £5") for sentence in SENTENCES)


@pytest.mark.parametrize(
    ("charset", "label", "meta"),
    [
        ("utf-8", "text/html; charset=utf-8", ""),
        ("utf-8", "text/html", "utf-8"),
        ("utf-8", "text/html; charset=iso-8859-1", "iso-8859-1"),  # mislabelled
        ("cp1252", "text/html; charset=iso-8859-1", ""),
        ("cp1252", "text/html", "windows-1252"),
        ("cp1252", "text/html; charset=utf-8", "utf-8"),  # mislabelled the other way
        ("cp1252", "text/html; charset=nonsense", ""),
        ("utf-8-sig", "text/html; charset=iso-8859-1", ""),
        ("utf-16", "text/html", ""),
    ],
)
def test_characters_are_right_whatever_the_label(charset: str, label: str, meta: str) -> None:
    head = f'<meta charset="{meta}">' if meta else ""
    body = _markup(*ACCENTED, head=head).encode(charset)
    assert "Zoë Müller – “née” Jones, £5" in extract_document(body, URL, label, NOW).text


def test_a_stray_byte_does_not_spoil_a_utf8_page() -> None:
    body = _markup(*ACCENTED, *ACCENTED).encode().replace(b"boiler", b"bo\xe9ler")
    text = extract_document(body, URL, "text/html; charset=utf-8", NOW).text
    assert "Zoë Müller – “née” Jones" in text
    assert "boéler" in text


@pytest.mark.parametrize("language", ["", " lang='en-GB'"])
def test_a_pound_sign_is_no_polish_letter(language: str) -> None:
    markup = _markup(*SENTENCES * 3).replace(" lang='en'", language)
    assert "promised £120,000 a year" in extract_document(markup.encode("cp1252"), URL, "text/html", NOW).text


def test_a_polish_page_without_a_label_keeps_its_letters() -> None:
    words = (
        "Członkowie spółdzielni głosowali w sobotę za przejęciem młyna, który należał do gminy; każdy ma jeden głos."
    )
    markup = _markup(*(f"{words} Było ich {count}." for count in range(9))).replace("lang='en'", "lang='pl'")
    assert words in extract_document(markup.encode("cp1250"), URL, "text/html", NOW).text


# --- bounds


HOSTILE = {
    "deep": "<html><body>" + "<div>" * 100_000 + "<p>x</p>",
    "nested tables": "<html><body>" + "<table><tr><td><p>x</p><p>y</p><p>z</p>" * 3_000 + PAGE_TEXT * 3,
    "many elements": "<html><body>" + "".join(f"<div>word {number}</div>" for number in range(150_000)),
    "many cells": "<html><body><table>" + "".join(f"<tr><td>{n}<br>a<br>b<br></td></tr>" for n in range(60_000)),
    "long paragraph": "<html><body><p>" + PAGE_TEXT * 18_000,
    "angle brackets": "<" * 3_000_000,
    "nested json": '<html><head><script type="application/ld+json">' + "[" * 200_000 + "</script>" + PAGE_TEXT,
    "attributes": "<html><body><p " + " ".join(f'a{n}="v"' for n in range(100_000)) + ">" + PAGE_TEXT,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_soon_with_a_bounded_text(name: str) -> None:
    start = time.process_time()
    article = read_page(_response(HOSTILE[name]), _entry(summary=SENTENCES[0]), NOW)
    assert 0 < len(article.text) <= 400_000
    assert time.process_time() - start < 60  # it ends: 0.1 to 3 s of processor time when written


FRAGMENTS = (
    *(
        "<p>",
        "</p>",
        "<table><td>",
        "<a href='//['>",
        "<script type=application/ld+json>",
        '{"@type":"Article"',
        "<h1>",
    ),
    *("<meta property=og:url content='http://[x'>", "<link rel=canonical href='//:0'>", "<base href=x>", "<!--", "]]>"),
    *("&#0;", "&#xD800;", "<time datetime=9999-99-99>", "\x00", "word " * 30, "<svg>", "<title>"),
)
KINDS = ("text/html", "text/html; charset=utf-16", "application/pdf", "text/plain", "", "x/y; charset=\x00")


@settings(max_examples=150, deadline=None)
@given(
    body=st.one_of(
        st.binary(max_size=400),
        st.text(st.characters(codec="utf-8"), max_size=400).map(str.encode),
        st.lists(
            st.sampled_from(FRAGMENTS),
            max_size=40,
        ).map(lambda parts: "".join(parts).encode()),
    ),
    kind=st.sampled_from(KINDS),
    url=st.sampled_from([URL, "", "http://[", "https://trent.example:99999/"]),
)
def test_any_bytes_give_an_article_or_extract_error(body: bytes, kind: str, url: str) -> None:
    article = read_page(_response(body, kind, url), _entry(summary=SENTENCES[0]), NOW)
    assert article.title
    assert article.text
    try:
        assert extract_document(body, url, kind, NOW).text
    except ExtractError as error:
        reason = error.reason
    else:
        reason = "no article text"
    assert "no article text" in reason
