import json

from hypothesis import given, settings
from hypothesis import strategies as st
from sources.samples import read

from digestbot.errors import ParseError
from digestbot.types import Enclosure

FULL = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Example",
    "home_page_url": "https://example.org/",
    "language": "en-GB",
    "authors": [{"name": "The desk"}],
    "items": [
        {
            "id": 17,
            "url": "/a",
            "title": "A & B <new>",
            "content_html": "<p>long</p>",
            "summary": "short",
            "date_published": "2026-03-02T10:00:00+01:00",
            "date_modified": "2026-03-03T10:00:00Z",
            "tags": ["co-ops", 5],
            "image": "/i.jpg",
            "attachments": [{"url": "/p.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 12}],
        },
        {"id": "x", "external_url": "https://elsewhere.org/b", "content_text": "1 < 2", "author": {"name": "Ann"}},
        "no object",
    ],
}


def test_all_members_are_taken():
    feed = read(json.dumps(FULL))
    first, second = feed.entries
    assert (feed.format, feed.title, feed.language) == ("json11", "Example", "en-gb")
    assert (first.guid, first.url, first.title) == ("17", "https://example.org/a", "A & B <new>")
    assert (first.summary, first.content, first.author) == ("short", "<p>long</p>", "The desk")
    assert first.published.isoformat() == "2026-03-02T09:00:00+00:00"
    assert first.updated.isoformat() == "2026-03-03T10:00:00+00:00"
    assert (first.tags, first.image) == (("co-ops",), "https://example.org/i.jpg")
    assert first.enclosures == (Enclosure("https://example.org/p.mp3", "audio/mpeg", 12),)
    assert (second.url, second.content, second.author) == ("https://elsewhere.org/b", "1 &lt; 2", "Ann")


def test_items_that_are_no_objects_are_counted():
    assert read(json.dumps(FULL)).problem == "1 of 3 items are no objects and were left out"


def test_version_1_and_byte_order_mark():
    body = "\ufeff" + json.dumps(
        {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": "https://x.org/1"}]}
    )
    assert read(body).format == "json10"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FULL, *FULL["items"][0]]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*FULL["items"][0], "author", "authors", "language"]), VALUES), VALUES)
def test_members_of_wrong_types_never_break_the_feed(item, authors):
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "authors": authors,
        "items": [item, {"id": "sure"}],
    }
    try:
        feed = read(json.dumps(body))
    except ParseError as error:
        raise AssertionError(error.reason) from error
    assert feed.entries[-1].guid == "sure"
