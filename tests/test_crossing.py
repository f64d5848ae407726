"""Records that cross between processes arrive as they left."""

from __future__ import annotations

import pickle
import pickletools
from datetime import UTC, datetime

from digestbot.reading import Intake, ModelSpec, Parsed, Read, parse_keyed, read_all
from digestbot.topics.examples import load_examples
from digestbot.types import Response, Source

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
SPEC = ModelSpec(None, 0.0, ())
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Co-op news</title>{}</channel></rss>"""
ITEM = """<item><title>{}</title><link>http://site.example/{}</link><guid>{}</guid>
<pubDate>Mon, 23 Nov 2026 09:00:00 GMT</pubDate><description><![CDATA[{}]]></description>
<enclosure url="http://site.example/a.mp3" type="audio/mpeg" length="12"/></item>"""


def test_what_is_parsed_and_read_is_equal_when_it_arrives() -> None:
    examples = load_examples()[:60]
    items = "".join(
        ITEM.format(one.title.replace("&", "and"), n, n, one.text.replace("]]>", "")) for n, one in enumerate(examples)
    )
    source = Source("s", "http://site.example/feed", topics=("a", "b"))
    parsed = parse_keyed(FEED.format(items).encode(), source.url, "application/rss+xml", source, NOW)
    assert isinstance(parsed, Parsed)
    assert len(parsed.keys) == len(examples)
    page = Response("http://site.example/1", 200, {"content-type": "text/html"}, b"<p>x", NOW, "http://site.example/2")
    intakes = [Intake(entry, page if n == 1 else None) for n, entry in enumerate(parsed.feed.entries)]
    read = read_all(intakes, [()] * len(intakes), SPEC, NOW)
    assert any(isinstance(one, Read) and one.reading.facts for one in read)
    assert any(entry.enclosures for entry in parsed.feed.entries)
    for record in (source, parsed, intakes, read):
        sent = pickle.dumps(record, pickle.HIGHEST_PROTOCOL)
        assert pickle.loads(sent) == record
        # By their values alone: a field by field state would be set by the dataclass's own code, in Python.
        assert "BUILD" not in {code.name for code, _, _ in pickletools.genops(sent)}
