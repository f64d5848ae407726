"""The archive site: complete, newest first, and every link leads somewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from render.digests import HOSTILE, NOW, words
from render.test_answers import item
from render.test_shapes import Page as Parsed

from digestbot.render import site
from digestbot.types import Item, Topic

TOPICS = (Topic("housing", "Housing", "🏠", "Homes."), Topic("policy", "Policy", "⚖️", "Laws."))


class Shelf:
    """An archive in memory that reads as the store does."""

    def __init__(self, items: list[Item]) -> None:
        kept = [one for one in items if one.relevant and one.duplicate_of is None]
        self._items = sorted(kept, key=lambda one: (one.published, one.id), reverse=True)

    def originals(self, topic: str | None = None) -> Iterator[Item]:
        return (one for one in self._items if topic is None or topic in one.topics)

    def count_originals(self, topic: str | None = None) -> int:
        return len([*self.originals(topic)])


def made(items: list[Item], topics: tuple[Topic, ...] = TOPICS) -> dict[str, str]:
    found = [*site.pages(Shelf(items), topics, name="Mutual news", timezone="Europe/London")]
    assert len({page.path for page in found}) == len(found)
    return {page.path: page.text for page in found}


def many(count: int) -> list[Item]:
    return [item(number, published=NOW - timedelta(hours=number)) for number in range(1, count + 1)]


def test_pages_by_day_and_by_topic() -> None:
    assert set(made(many(30))) == {
        "style.css",
        "index.html",
        "days/index.html",
        "days/2026-11-24.html",
        "days/2026-11-23.html",
        "topics/housing.html",
        "topics/policy.html",
    }


def test_newest_first_whatever_the_order_given() -> None:
    text = made(many(30)[::-1])["index.html"]
    places = [text.index(f"article-{number}") for number in range(1, 31)]
    assert places == sorted(places)


def test_long_lists_have_pages_that_lead_to_each_other() -> None:
    found = made(many(130))
    assert {"topics/housing.html", "topics/housing-2.html", "topics/housing-3.html"} <= set(found)
    assert 'rel="next" href="housing-3.html"' in found["topics/housing-2.html"]
    assert 'rel="prev" href="housing.html"' in found["topics/housing-2.html"]


def test_every_link_within_the_site_leads_to_a_page() -> None:
    found = made(many(130))
    for path, text in found.items():
        if path == "style.css":
            continue
        for _, attributes in Parsed(text).tags:
            target = str(attributes.get("href", "#"))
            if not target.startswith(("#", "https://")):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) in found


def test_an_article_has_by_line_quotation_topics_and_its_address() -> None:
    one = item(1, author="Ann Lee", summary="One sentence here. “Two,” she said. A third.")
    text = made([one])["index.html"]
    assert "By Ann Lee" in text
    assert "“One sentence here. ‘Two,’ she said.”" in text
    assert 'href="https://example.org/1"' in text
    assert 'href="topics/housing.html">Housing' in text


def test_every_day_is_listed_with_its_number_of_articles() -> None:
    text = made(many(30))["days/index.html"]
    assert "November 2026" in text
    assert text.index("2026-11-24.html") < text.index("2026-11-23.html")
    assert "22 articles" in text


def test_a_topic_id_that_is_no_file_name_makes_no_page() -> None:
    assert not [path for path in made(many(2), (replace(TOPICS[0], id="../up"),)) if ".." in path]


def test_an_empty_archive_says_so() -> None:
    assert "Nothing yet." in made([])["index.html"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(words, words, words), max_size=8))
def test_any_articles_make_well_formed_pages_without_script(found: list[tuple[str, str, str]]) -> None:
    items = [
        item(n, title=title, summary=text, author=who, url=title, source_title=who)
        for n, (title, text, who) in enumerate([*found, (HOSTILE,) * 3], start=1)
    ]
    page = Parsed(made(items)["index.html"])
    assert page.open == []
    assert "script" not in [name for name, _ in page.tags]
    assert [name for name, _ in page.tags].count("article") == len(items)
