"""The hub of a feed is found in its header, its document and its JSON; nothing else is taken for one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digestbot.sources import parse
from digestbot.sources.hubs import in_document, in_header
from digestbot.types import Source

URL = "https://mutual.example/feed.xml"
HUB, OWN = "https://hub.example/", "https://mutual.example/own"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (f'<{HUB}>; rel="hub", <{OWN}>; rel="self"', (HUB, OWN)),
        (f"<{HUB}>; rel=hub", (HUB, None)),
        (f'<{OWN}>; rel="self alternate"; type="text/xml", <{HUB}>; title="a, b"; rel="hub"', (HUB, OWN)),
        ("</hub>; rel=hub", ("https://mutual.example/hub", None)),
        (f'<{OWN}>; rel="self"', (None, None)),
        ("<javascript:alert(1)>; rel=hub", (None, None)),
        ("", (None, None)),
        ("<<<>>>;;rel", (None, None)),
    ],
)
def test_a_link_header(value: str, found: object) -> None:
    assert in_header(value, URL) == found


def test_a_document_names_hub_and_self_in_any_order_and_quotes() -> None:
    head = f'<feed><link href=\'{HUB}?a=1&amp;b=2\' rel=\'hub\'/><atom:link rel="self" href="/own" type="x"/>'
    assert in_document(head, URL) == (HUB + "?a=1&b=2", OWN)


def test_feeds_of_all_three_kinds_give_their_hub() -> None:
    rss = (
        f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>'
        f'<atom:link rel="hub" href="{HUB}"/><item><title>A</title><link>{URL}/1</link></item></channel></rss>'
    )
    atom = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="hub" href="{HUB}"/>'
        f'<link rel="self" href="{OWN}"/><entry><title>A</title><link rel="hub" href="https://no.example/"/></entry></feed>'
    )
    json = (
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "feed_url": "{OWN}", "items": [],'
        f' "hubs": [{{"type": "rssCloud", "url": "https://no.example/"}}, {{"type": "WebSub", "url": "{HUB}"}}]}}'
    )
    found = [
        parse(body.encode(), url=URL, content_type="", source=Source("s", URL), now=NOW) for body in (rss, atom, json)
    ]
    assert [(feed.hub, feed.topic) for feed in found] == [(HUB, None), (HUB, OWN), (HUB, OWN)]
