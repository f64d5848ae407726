"""Feeds as the web really has them: each oddity with what a reader must make of it, written by us."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from digestbot.sources import parse
from digestbot.types import Entry, Source

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
URL = "https://x.org/dir/feed.xml"


def rss(items: str, head: str = '<?xml version="1.0"?>', attributes: str = 'version="2.0"') -> str:
    return f"{head}<rss {attributes}><channel><title>T</title><link>https://x.org/</link>{items}</channel></rss>"


def item(title: str, link: str = "https://x.org/a", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def atom(inside: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{inside}</feed>'


def entries(body: bytes) -> tuple[Entry, ...]:
    return parse(body, url=URL, content_type="application/xml", source=Source("s", URL), now=NOW).entries


RDF = 'xmlns:{0}="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
ODD = {
    "RSS 0.90": (
        f'<rdf:RDF {RDF.format("rdf")} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel>'
        + item("One")
        + "</rdf:RDF>",
        "One",
    ),
    "RDF under another prefix, items first": (
        (
            f'<r:RDF {RDF.format("r")} xmlns="http://purl.org/rss/1.0/"><item r:about="https://x.org/a"><title>One</title>'
            "<link>https://x.org/a</link></item><channel><title>T</title></channel></r:RDF>"
        ),
        "One",
    ),
    "RSS 1.0 with every name prefixed": (
        (
            f'<rdf:RDF {RDF.format("rdf")} xmlns:s="http://purl.org/rss/1.0/"><s:channel><s:title>T</s:title></s:channel>'
            "<s:item><s:title>One</s:title><s:link>https://x.org/a</s:link></s:item></rdf:RDF>"
        ),
        "One",
    ),
    "Atom under a prefix": (
        (
            '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:title>One</a:title>'
            '<a:link href="/a"/><a:id>u:1</a:id></a:entry></a:feed>'
        ),
        "One",
    ),
    "Atom with a wrong namespace": (
        '<feed xmlns="http://www.w3.org/2005/Atom/"><entry><title>One</title><link href="/a"/></entry></feed>',
        "One",
    ),
    "Atom without any": ('<feed><title>T</title><entry><title>One</title><link href="/a"/></entry></feed>', "One"),
    "Atom 0.3": (
        (
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry>'
            '<title mode="escaped" type="text/html">A &amp;lt;b&amp;gt;one&amp;lt;/b&amp;gt;</title>'
            '<link rel="alternate" type="text/html" href="/a"/></entry></feed>'
        ),
        "A one",
    ),
    "a warning in markup before it": (
        "<br />\n<b>Warning</b>: x in <b>/y.php</b> on line <b>3</b><br />\n" + rss(item("One")),
        "One",
    ),
    "a table of warnings before it": (
        "<font size='1'><table><tr><th>Notice</th></tr></table></font>" + rss(item("One")),
        "One",
    ),
    "two byte-order marks": ("\ufeff\ufeff" + rss(item("One")), "One"),
    "names of HTML": (rss(item("Caf&eacute; &pound;5 &mdash; now")), "Café £5 — now"),
    "escaped twice": (rss(item("R&amp;amp;D &amp;lt;b&amp;gt;new&amp;lt;/b&amp;gt;")), "R&D new"),
    "a bare ampersand": (rss(item("Health & care")), "Health & care"),
    "bare ampersands between letters": (rss(item("M&S, AT&T &amp; R&D &pound;5")), "M&S, AT&T & R&D £5"),
    "a bare ampersand in CDATA": (rss(item("<![CDATA[M&S &amp; co]]> & more")), "M&S & co & more"),
    "CDATA that was escaped": (rss(item("&lt;![CDATA[One]]&gt;")), "One"),
    "control characters": (rss(item("A\x0b\x00 B&#x1f; C")), "A B C"),
    "CDATA beside text": (rss(item("<![CDATA[A & B]]> tail")), "A & B tail"),
    "a prefix nobody declared": (rss(item("One", more="<foo:bar>1</foo:bar>")), "One"),
    "items outside the channel": (
        '<rss version="2.0"><channel><title>T</title></channel>' + item("One") + "</rss>",
        "One",
    ),
    "capitals": ('<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>One</TITLE><LINK>/a</LINK></ITEM></CHANNEL></RSS>', "One"),
    "junk behind it": (rss(item("One")) + "<!-- cached --><script>x</script>", "One"),
    "no title": (
        rss("<item><link>/a</link><description>&lt;p&gt;Short post&lt;/p&gt;</description></item>"),
        "Short post",
    ),
    "a JSON feed with last commas": (
        '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/a","title":"One",},]}',
        "One",
    ),
}


@pytest.mark.parametrize(("body", "title"), ODD.values(), ids=ODD.keys())
def test_an_odd_feed_is_read(body: str, title: str) -> None:
    (entry,) = entries(body.encode())
    assert entry.title == title
    assert entry.url in ("https://x.org/a", "https://x.org/dir/a")


WORDS = "The society’s “news” – £5"
CYRILLIC = "Новости кооперативов и обществ взаимного страхования сегодня утром"
ENCODED = {
    "UTF-16 without a mark": (WORDS, "utf-16-le", "UTF-16"),
    "UTF-16 called UTF-8": (WORDS, "utf-16", "utf-8"),
    "Windows-1252 called Latin-1": (WORDS, "cp1252", "ISO-8859-1"),
    "Windows-1252 called UTF-8": (WORDS, "cp1252", "UTF-8"),
    "Windows-1251": (CYRILLIC, "cp1251", "windows-1251"),
    "Windows-1251 undeclared": (CYRILLIC, "cp1251", ""),
    "GBK called GB2312": ("合作社朱镕基新闻", "gbk", "gb2312"),
    "Shift_JIS with a circled digit": ("協同組合のニュース①", "cp932", "Shift_JIS"),
    "a name that nobody knows": ("Café", "utf-8", "x-unknown"),
}


@pytest.mark.parametrize(("words", "really", "called"), ENCODED.values(), ids=ENCODED.keys())
def test_the_characters_are_right_whatever_the_label(words: str, really: str, called: str) -> None:
    head = f'<?xml version="1.0" encoding="{called}"?>' if called else "<?xml version='1.0'?>"
    body = rss(item(words), head).encode(really)
    for packed in (body, gzip.compress(body)):
        assert [entry.title for entry in entries(packed)] == [words]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fri, 20 Nov 2026 10:00:00 BST", "2026-11-20T09:00"),
        ("Fri, 20 Nov 26 10:00:00 GMT", "2026-11-20T10:00"),
        ("Friday, 20 November 2026 10:00", "2026-11-20T10:00"),
        ("Fri, 20 Nov 2026 24:00:00 GMT", "2026-11-21T00:00"),
        ("Fri,20 Nov 2026 10:00:00 GMT+1", "2026-11-20T09:00"),
        ("Nov 20, 2026 10:00 am GMT", "2026-11-20T10:00"),
        ("03/02/2026 10:00", "2026-02-03T10:00"),
        ("1795168800", "2026-11-20T10:00"),
        ("Gwe, 20 Tach 2026 10:00:00 +0000", "2026-11-20T10:00"),
        ("ven., 20 nov. 2026 10:00:00 +0100", "2026-11-20T09:00"),
        ("20 de noviembre de 2026", "2026-11-20T00:00"),
        ("Friday, 20 November 2026 - 10:00", "2026-11-20T10:00"),
        (
            '&lt;time datetime="2026-11-20T10:00:00Z"&gt;Friday 20 November 2026, ten in the morning&lt;/time&gt;',
            "2026-11-20T10:00",
        ),
        ("2026年11月20日 10:00", "2026-11-20T10:00"),
        ("0000-00-00 00:00:00", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
    ],
)
def test_a_date_is_read_as_it_was_meant(written: str, meant: str | None) -> None:
    (entry,) = entries(rss(item("One", more=f"<pubDate>{written}</pubDate>")).encode())
    assert (entry.published.isoformat()[:16] if entry.published else None) == meant


def test_what_a_link_list_in_json_points_to_is_its_address() -> None:
    body = (
        '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":2,"external_url":"https://y.org/1","title":"One",'
        '"attachments":[{"url":"https://x.org/a.mp3","mime_type":"audio/mpeg"}]}]}'
    )
    assert [entry.url for entry in entries(body.encode())] == ["https://y.org/1"]


def test_what_journals_say_in_vocabularies_of_their_own_is_read() -> None:
    (entry,) = entries(
        rss(
            '<item xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">'
            "<title>One</title><link>/a</link><dcterms:creator>Ned Iles</dcterms:creator>"
            "<dcterms:abstract>About one.</dcterms:abstract>"
            "<prism:publicationDate>2026-03-02</prism:publicationDate></item>"
        ).encode()
    )
    assert (entry.author, entry.summary) == ("Ned Iles", "About one.")
    assert entry.published == datetime(2026, 3, 2, tzinfo=UTC)


def test_content_that_stands_elsewhere_is_the_address() -> None:
    (entry,) = entries(
        atom(
            '<entry><title>One</title><id>urn:1</id><content src="/a.pdf" type="application/pdf"/>'
            '<link rel="related" href="https://else.org/"/></entry>'
        ).encode()
    )
    assert entry.url == "https://x.org/a.pdf"


def test_an_entry_taken_over_names_its_outlet_and_its_people() -> None:
    taken = (
        '<entry><title>One</title><id>urn:1</id><link href="https://else.org/a"/>{}<source><title>The Vale</title>'
        "<author><name>Vale Desk</name></author></source></entry>"
    )
    found = entries(atom(taken.format("") + taken.format("<author><name>Bea</name></author>")).encode())
    assert [(entry.origin, entry.author) for entry in found] == [("The Vale", "Vale Desk"), ("The Vale", "Bea")]
