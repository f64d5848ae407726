"""Every page of the sample, read by the extraction room: the article's words and none of what stands around them."""

from __future__ import annotations

import pytest
from sample.sheets import NOW, Printed

from digestbot.extract import read_page
from digestbot.sample.newsroom import Article, fill, load
from digestbot.sample.newsroom.markup import paragraphs
from digestbot.types import Article as Extracted
from digestbot.types import Entry, Response

# Share of the article's different words that must be found on its page.
WORDS_FOUND = 0.96
# Words more than the article's that are let pass: a PDF's headline, a sign-up line beside a very short item.
EXTRA_WORDS = 20
READABLE = [one for outlet in load() for one in outlet.articles if one.full_text_on_page]
CHROME = ("cookie", "newsletter", "all rights reserved", "most read", "privacy", "also in this issue", "may also like")


def extract(printed: Printed, article: Article) -> Extracted:
    sheet, url = printed.page(article), printed.url(article)
    response = Response(url, 200, {"content-type": sheet.content_type}, sheet.body, NOW)
    entry = Entry(article.outlet, article.id, url, fill(article, NOW).title, published=article.published(NOW))
    return read_page(response, entry, NOW)


def original(printed: Printed, article: Article) -> str:
    source = printed.article(article.copy_of) if article.page == "amp" else article
    return "\n".join(paragraphs(fill(source, NOW).body))  # also where the page is served broken: it is put right


@pytest.mark.parametrize("article", READABLE, ids=lambda article: article.id)
def test_a_page_gives_the_article_and_nothing_else(printed: Printed, article: Article) -> None:
    found = extract(printed, article)
    here, there = found.text.split(), original(printed, article).split()
    shared = len(set(here) & set(there))
    assert found.wall is None
    assert found.from_page
    assert shared >= WORDS_FOUND * len(set(there))
    assert len(here) <= len(there) + EXTRA_WORDS
    assert not [words for words in CHROME if words in found.text.lower()]


@pytest.mark.parametrize(
    ("id", "wall"),
    [
        ("matters-remutualise", "paywall"),
        ("ledger-consent-walled", "consent"),
        ("ground-library-transfer", "not-found"),
    ],
)
def test_a_wall_is_a_wall(printed: Printed, id: str, wall: str) -> None:  # noqa: A002 - an article's id is called id
    assert extract(printed, printed.article(id)).wall == wall


def test_a_paywalled_page_withholds_the_rest(printed: Printed) -> None:
    assert b"family trust" in printed.page(printed.article("matters-remutualise")).body
    assert b"deferred" not in printed.page(printed.article("matters-remutualise")).body


def test_a_page_labelled_utf_8_is_in_windows_1252_and_can_be_read(printed: Printed) -> None:
    article = printed.article("owners-trusts-not-ownership")
    with pytest.raises(UnicodeDecodeError):
        printed.page(article).body.decode("utf-8")
    assert "“conversion”" in extract(printed, article).text
    assert "Café chains" in extract(printed, article).text


def test_the_mirror_names_the_original_as_canonical(printed: Printed) -> None:
    mirror, first = printed.article("wire-amp-mirror"), printed.article("courier-letting-staff-lead")
    assert "/amp?utm_source=sector-wire" in printed.url(mirror)
    assert extract(printed, mirror).canonical_url == extract(printed, first).canonical_url


def test_the_hostile_title_is_escaped_in_its_page(printed: Printed) -> None:
    body = printed.page(printed.article("wire-hostile")).body
    assert b"<script>alert" not in body
    assert b"&lt;script&gt;alert" in body


def test_the_pdf_says_what_the_article_says(printed: Printed) -> None:
    article = printed.article("centre-municipal-pdf")
    sheet = printed.page(article)
    assert sheet.body.startswith(b"%PDF-1.4")
    assert "£61 million" in extract(printed, article).text
    assert extract(printed, article).author == "Amrita Sandhu"
