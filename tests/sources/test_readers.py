"""Every file of the shared feed pack through every reader: our two against each other, ours against the references."""

import csv
import io
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared_data import shared
from sources.samples import NOW, URL, atom, read, rss

from digestbot.errors import ParseError
from digestbot.sources import feeds, parsing, strict
from digestbot.sources.entries import build, names
from digestbot.sources.feeds import RawFeed
from digestbot.sources.prolog import open_document
from digestbot.types import Entry

# What the references find and we do not, file by file, with the reason. "Blank" entries have neither title, link,
# guid nor text (only, say, an author or a position): nothing in them could be shown or known again.
BLANK = "blank entries are left out, and counted in Feed.problem"
YEAR_ONE = "dates of the year 0001 are no dates"
BOMB = "an entity bomb is refused whole"
EXTERNAL = "the title is one external entity, which is not loaded; feedparser shows its name"
CUT = "the file ends inside the last entry's first text; what is left of it is no entry"
EXPLAINED = {
    "fastfeedparser/1c17c9c37207f120.xml": YEAR_ONE,
    "fastfeedparser/3ac543065ca0ef7d.xml": YEAR_ONE,
    "fastfeedparser/3c1152be6c9e4752.xml": YEAR_ONE,
    "fastfeedparser/995fa12531de4aa0.xml": YEAR_ONE,
    "fastfeedparser/d597083ccac7f99a.xml": YEAR_ONE,
    "feedparser/illformed__geo__georss_point_no_coords.xml": BLANK,
    "feedparser/illformed__geo__georss_polygon_insufficient_coords.xml": BLANK,
    "feedparser/illformed__geo__gml_point.xml": BLANK,
    "feedparser/illformed__rss_incomplete_cdata.xml": CUT,
    "feedparser/wellformed__atom10__entry_author_name.xml": BLANK,
    "feedparser/wellformed__atom10__entry_content_base64.xml": BLANK,
    "feedparser/wellformed__atom10__entry_source_subtitle.xml": BLANK,
    "feedparser/wellformed__atom10__entry_source_subtitle_inline_markup_2.xml": BLANK,
    "feedparser/wellformed__atom__entry_author_name.xml": BLANK,
    "feedparser/wellformed__atom__entry_contributor_homepage.xml": BLANK,
    "feedparser/wellformed__geo__georss_point.xml": BLANK,
    "feedparser/wellformed__itunes__itunes_item_block_false.xml": BLANK,
    "feedparser/wellformed__media-rss__item_media_category_scheme1.xml": BLANK,
    "feedparser/wellformed__node_precedence__atom10_arbitrary_element.xml": BLANK,
    "feedparser/wellformed__rss__item_author_map_author_detail_email2.xml": BLANK,
    "feedparser/wellformed__rss__item_dcterms_modified_parsed.xml": BLANK,
    "gofeed/atom__atom03_feed_entry_issued.xml": BLANK,
    "gofeed/rss__issue_275_channel_item_extensions.xml": BLANK,
    "gofeed/rss__rss_channel_item_pubDate.xml": BLANK,
    "made-here/entity-bomb-billion-laughs.xml": BOMB,
    "made-here/entity-bomb-quadratic.xml": BOMB,
    "made-here/entity-external-file.xml": EXTERNAL,
    "made-here/entity-external-http.xml": EXTERNAL,
    "made-here/no-links.xml": BLANK,
    "made-here/truncated-mid-cdata-bbc.xml": CUT,
    "miniflux/parser__no_encoding_ISO-8859-1.xml": BLANK,
}
# Of the real captures, how many the fast reader must take: 125 of 131 when this was written.
FAST_SHARE = 0.9
REAL = ("fastfeedparser/", "mediacloud/", "rss2email/", "huginn/", "monitorss/", "sector/")

Counts = tuple[int, int, int, int]  # entries, with a title, with a date, with a web address


def files() -> Iterator[tuple[str, bytes]]:
    folder = shared("feeds")
    with (folder / "index.tsv").open(encoding="utf-8") as index:
        for row in csv.DictReader(index, delimiter="\t"):
            yield row["path"], (folder / row["path"]).read_bytes()


def ours(body: bytes) -> Counts:
    try:
        entries = read(body).entries
    except ParseError:
        return 0, 0, 0, 0
    return (
        len(entries),
        sum(bool(entry.title) for entry in entries),
        sum(entry.published is not None for entry in entries),
        sum(bool(entry.url) for entry in entries),
    )


def of_feedparser(body: bytes) -> Counts:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        entries = feedparser.parse(io.BytesIO(body)).entries
    dates = ("published_parsed", "updated_parsed", "created_parsed")
    return (
        len(entries),
        sum(bool((dict.get(entry, "title") or "").strip()) for entry in entries),
        sum(any(dict.get(entry, date) for date in dates) for entry in entries),
        sum(str(dict.get(entry, "link") or "").startswith("http") for entry in entries),
    )


def of_fastfeedparser(body: bytes) -> Counts:
    fastfeedparser = pytest.importorskip("fastfeedparser")
    try:
        entries = fastfeedparser.parse(body).entries
    except Exception:  # noqa: BLE001  it raises whatever its parts raise, and has then found nothing
        return 0, 0, 0, 0
    return (
        len(entries),
        sum(bool((entry.get("title") or "").strip()) for entry in entries),
        sum(bool(entry.get("published") or entry.get("updated")) for entry in entries),
        sum(str(entry.get("link") or "").startswith("http") for entry in entries),
    )


@pytest.mark.parametrize("reference", [of_feedparser, of_fastfeedparser])
def test_no_entry_title_date_or_link_is_lost_against_a_reference_without_a_reason(reference):
    behind = {}
    for path, body in files():
        mine, theirs = ours(body), reference(body)
        if any(mine[n] < theirs[n] for n in range(4)) and path not in EXPLAINED:
            behind[path] = (mine, theirs)
    assert behind == {}


def test_every_explained_difference_is_still_there():
    differs = {
        path
        for path, body in files()
        if path in EXPLAINED
        and any(mine < theirs for mine, theirs in zip(ours(body), of_feedparser(body), strict=True))
    }
    assert differs == set(EXPLAINED)


def test_fast_reader_gives_exactly_what_feedparser_gives_over_every_file(monkeypatch):
    taken: dict[str, bool] = {}
    fast_read = strict.read
    for path, body in files():
        used = []

        def watched(document, url, used=used):
            raw = fast_read(document, url)
            used.append(raw is not None)
            return raw

        results = []
        for reader in (watched, lambda document, url: None):
            monkeypatch.setattr(parsing.strict, "read", reader)
            try:
                results.append(read(body))
            except ParseError as error:
                results.append(str(error))
        assert results[0] == results[1], path
        if used and path.startswith(REAL):
            taken[path] = used[0]
    assert sum(taken.values()) >= FAST_SHARE * len(taken)


def oddities(name: str) -> dict[str, str]:
    """The snippets of a file in ``oddities/``, by the heading that says what is odd in each."""
    text = (Path(__file__).parent / "oddities" / f"{name}.txt").read_text(encoding="utf-8")
    parts = re.split(r"^# (.+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


RSS_ODDITIES, ATOM_ODDITIES = oddities("rss"), oddities("atom")


@pytest.mark.parametrize("name", sorted(RSS_ODDITIES))
def test_fast_reader_agrees_with_feedparser_on_an_oddity(name, monkeypatch):
    body = rss(RSS_ODDITIES[name])
    with_fast = read(body)
    monkeypatch.setattr(parsing.strict, "read", lambda document, url: None)
    assert with_fast == read(body)


@pytest.mark.parametrize("name", sorted(ATOM_ODDITIES))
def test_fast_reader_agrees_with_feedparser_on_an_atom_oddity(name, monkeypatch):
    body = atom(
        ATOM_ODDITIES[name],
        "<author><name>Feed Author</name></author>",
        ' xml:lang="en" xml:base="https://x.org/base/"',
    )
    with_fast = read(body)
    monkeypatch.setattr(parsing.strict, "read", lambda document, url: None)
    assert with_fast == read(body)


TEXTS = st.sampled_from(
    """|A title|a &lt;b&gt;x&lt;/b&gt; &amp;amp; c|Ünï – “q”|CafÃ©| 1 &lt; 2 |&#150;|/rel|12|Ann Lee|a@b.org (Bob)
    |2026-03-02|https://x.org/a?b=1&amp;c=2|Mon, 02 Mar 2026 10:00:00 GMT
    |<![CDATA[<p>raw &amp; html</p>]]>""".split("|")
)
NAMES = st.sampled_from(
    """title link guid description content:encoded media:description media:title media:thumbnail dc:creator author
    dc:date pubDate category dc:subject dc:language itunes:summary itunes:author enclosure comments source atom:link
    atom:updated atom:published atom:summary atom:content dc:title media:content media:group wfw:commentRss
    guid link title""".split()
)
ATTRIBUTES = st.sampled_from(
    """|||isPermaLink="false"|type="html"|type="text"|xml:lang="cy"|href="z"|term="t"|rel="self" href="s"|domain="d"
    |url="https://x.org/f.jpg" type="image/jpeg"|href="/z" rel="alternate"|medium="image" url="i.png" """.split("|")
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    name, attributes = draw(NAMES), draw(ATTRIBUTES)
    nested = name in ("media:content", "media:group") and depth == 0
    inner = "".join(draw(st.lists(elements(depth=1), max_size=2))) if nested else draw(TEXTS)
    return f"<{name} {attributes}>{inner}</{name}>"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(elements(), min_size=1, max_size=7), st.booleans())
def test_fast_reader_agrees_with_feedparser_on_any_mixture_of_elements(children, in_atom):
    extra = (
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
    )
    if in_atom:
        spaces = ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom='
        spaces += '"http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        text = atom("<entry>" + "".join(children) + "</entry>", attributes=extra + spaces)
    else:
        text = rss("<item>" + "".join(children) + "</item>", attributes=extra)
    document = open_document(text, URL)
    fast = strict.read(document, URL)
    if fast is not None:
        assert feed_of(fast) == feed_of(feeds.read(document, URL))


def feed_of(raw: RawFeed) -> list[Entry]:
    author = names(raw.authors)
    return [build(e, source_id="s", base=URL, language=raw.language, author=author, now=NOW) for e in raw.entries]
