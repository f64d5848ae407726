import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared_data import shared

from digestbot.errors import ParseError
from digestbot.sources import opml
from digestbot.types import Source

NESTED = """<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Sector"><outline text="Co-ops"><outline type="rss" text="Café &amp; co" xmlUrl="https://x.org/f" htmlUrl="https://x.org/"
category="/press/uk,local"/></outline></outline>
<OUTLINE TYPE="rss" TITLE="Upper" XMLURL="https://y.org/f"/><outline text="again" type="rss" xmlUrl="http://www.x.org/f/"/>
<outline text="bad" type="rss" xmlUrl="javascript:alert(1)"/><outline text="feed scheme" xmlUrl="feed://z.org/f"/>
<outline type="link" text="Site" url="https://site.org/news"/></body></opml>"""


def test_folders_become_tags_innermost_first():
    first = opml.read(NESTED.encode())[0]
    assert (first.url, first.title, first.site) == ("https://x.org/f", "Café & co", "https://x.org/")
    assert first.folders == ("Sector", "Co-ops")
    assert first.tags == ("Co-ops", "Sector", "press/uk", "local")


def test_names_in_any_case_other_schemes_and_sites():
    found = opml.read(NESTED.encode())
    assert [one.url for one in found] == [
        "https://x.org/f",
        "https://y.org/f",
        "https://z.org/f",
        "https://site.org/news",
    ]
    assert found[-1].kind == "site"


def test_what_was_left_out_is_reported():
    left_out = opml.read_all(NESTED.encode()).left_out
    assert [(one.title, one.reason) for one in left_out] == [("again", "listed twice"), ("bad", "not a web address")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read(codec):
    assert opml.read(NESTED.encode(codec))[0].title == "Café & co"


def test_unescaped_ampersands_are_forgiven():
    body = b'<opml><body><outline text="R&D &amp; more" xmlUrl="https://x.org/?a=1&b=2"/></body></opml>'
    assert [(one.url, one.title) for one in opml.read(body)] == [("https://x.org/?a=1&b=2", "R&D & more")]


def test_names_of_html_for_characters_are_read():
    body = b'<opml><body><outline text="Caf&eacute;&nbsp;co-op &amp; &pound;5 &LT; &unknown;" xmlUrl="https://x.org/"/></body></opml>'
    assert opml.read(body)[0].title == "Café co-op & £5 < &unknown;"


def test_an_address_without_its_scheme_is_one_of_the_open_web():
    addresses = ("x.org/feed?a=1", "//y.org/f", "C:/feeds/x.xml", "mailto:a@x.org")
    body = "".join(f'<outline xmlUrl="{address}"/>' for address in addresses)
    found = opml.read_all(f"<opml><body>{body}</body></opml>".encode())
    assert [one.url for one in found.outlines] == ["https://x.org/feed?a=1", "https://y.org/f"]
    assert [one.reason for one in found.left_out] == ["not a web address"] * 2


def test_what_is_commented_out_is_left_out_with_all_it_holds():
    inner = '<outline text="In" xmlUrl="https://x.org/f"/>'
    body = f'<opml><body><outline text="C" isComment="true">{inner}</outline><outline xmlUrl="https://y.org/f"/></body></opml>'
    assert [one.url for one in opml.read(body.encode())] == ["https://y.org/f"]


def test_a_web_page_is_told_from_a_list_of_feeds():
    with pytest.raises(ParseError, match="web page"):
        opml.read(b"<!doctype html><html><body>Log in</body></html>")


def test_bookmarks_of_a_browser_are_told_from_a_list_of_feeds():
    body = (
        b'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><DL><p><DT><A HREF="https://x.org/">X</A></DL>'
    )
    with pytest.raises(ParseError, match="browser's bookmarks"):
        opml.read(body)


@pytest.mark.parametrize(
    "body",
    [b'<body><outline xmlUrl="https://x.org/f"/></body>', b'<not-opml><outline xmlUrl="https://x.org/f"/></not-opml>'],
)
def test_missing_opml_or_body_element_is_forgiven(body):
    assert [one.url for one in opml.read(body)] == ["https://x.org/f"]


def test_cut_off_file_gives_what_it_holds():
    assert len(opml.read(NESTED.encode()[:500])) >= 1


def test_a_list_without_subscriptions_is_empty():
    assert opml.read(b"<opml version='1.0'><head/></opml>") == []


@pytest.mark.parametrize("body", [b"", b"hello", b"<rss version='2.0'><channel/></rss>", b"{}"])
def test_other_files_are_refused(body):
    with pytest.raises(ParseError, match="no OPML"):
        opml.read(body)


def test_entity_bomb_is_refused():
    bomb = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    with pytest.raises(ParseError, match="bomb"):
        opml.read(f'<!DOCTYPE opml [<!ENTITY a "ha">{bomb}]><opml><outline text="&j;"/></opml>'.encode())


SOURCES = st.lists(
    st.builds(
        Source,
        id=st.just("s"),
        url=st.integers(0, 10**6).map(lambda number: f"https://example.org/{number}/feed?a=1&b=<2>"),
        kind=st.sampled_from([None, "site", "sitemap"]),
        title=st.text(min_size=1, max_size=20).filter(lambda title: opml.text.clean(title)),
        topics=st.lists(st.sampled_from(["co-operatives", "housing", "policy"]), unique=True).map(tuple),
    ),
    unique_by=lambda source: source.url,
    max_size=8,
)


@given(SOURCES)
def test_export_reads_back_the_same(sources):
    found = opml.read(opml.write(sources))
    expected = [opml.urls.join(None, source.url) for source in sources]
    assert [one.url for one in found] == expected
    assert [one.tags for one in found] == [source.topics for source in sources]
    assert [one.kind for one in found] == [source.kind for source in sources]
    assert [one.title for one in found] == [opml.text.clean(opml._writable(source.title)) for source in sources]


def test_every_shared_list_is_read():
    expected = {
        "downes.opml": 533,
        "benwerd.opml": 285,
        "davorg-perlsphere.opml": 74,
        "newsboat-body-element-missing.opml": 0,
    }
    for path in sorted(shared("opml").glob("*.opml")):
        found = opml.read_all(path.read_bytes())
        whole = len(found.outlines) + len(found.left_out)
        assert whole >= (0 if "missing" in path.name else 1), path.name
        assert len(found.outlines) == expected.get(path.name, len(found.outlines))
        if path.name.startswith("made-"):
            assert found.outlines[0].title == "Co-op café £"
            assert found.outlines[0].folders == ("Sector", "Co-operatives", "UK")
