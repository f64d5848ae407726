"""The sample's articles: enough of each kind, gold that agrees with itself, dates that move with the day."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from sample.sheets import NOW

from digestbot.sample.newsroom import Article, fill, load
from digestbot.sample.newsroom.gold import records

ARTICLES = [article for outlet in load() for article in outlet.articles]
BY_ID = {article.id: article for article in ARTICLES}
CORE = {
    "public-service-mutuals",
    "co-operatives",
    "employee-ownership",
    "social-enterprise",
    "social-finance",
    "financial-mutuals",
    "community-ownership",
}
FACETS = {"policy", "procurement", "health-care", "housing", "leadership", "research", "events-awards"}
LEAST_OF_A_TOPIC = 4


def example(body: str) -> Article:
    return replace(BY_ID["courier-ferry"], title="Title", body=body, teaser="Teaser")


def test_there_are_as_many_outlets_and_articles_as_the_demo_promises() -> None:
    assert len(load()) >= 9
    assert len(ARTICLES) >= 66


def test_every_form_of_source_is_served() -> None:
    forms = {outlet.format for outlet in load()}
    assert forms == {"rss", "rss-teaser", "atom", "rdf", "json", "site", "sitemap", "broken", "gone"}
    assert any(outlet.slow for outlet in load())


def test_ids_are_unique() -> None:
    assert [id_ for id_, count in Counter(article.id for article in ARTICLES).items() if count > 1] == []


def test_addresses_are_unique_within_an_outlet() -> None:
    pairs = Counter((article.outlet, article.slug) for article in ARTICLES if article.page != "amp")
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_topics_are_those_of_the_sector_and_a_facet_never_stands_alone() -> None:
    for article in ARTICLES:
        assert set(article.topics) <= CORE | FACETS, article.id
        assert not article.topics or CORE & set(article.topics), article.id


@pytest.mark.parametrize("topic", sorted(CORE | FACETS))
def test_each_topic_is_covered_several_times(topic: str) -> None:
    assert sum(topic in article.topics for article in ARTICLES) >= LEAST_OF_A_TOPIC


def test_ten_articles_are_not_for_us() -> None:
    assert sum(not article.topics for article in ARTICLES) >= 10


def test_five_stories_are_told_by_several_outlets() -> None:
    outlets = defaultdict(set)
    for article in ARTICLES:
        outlets[article.story].add(article.outlet)
    assert sum(len(found) >= 2 for found in outlets.values()) >= 5
    assert max(len(found) for found in outlets.values()) <= 5


def test_copies_and_follow_ups_belong_to_the_story_they_name_and_come_later() -> None:
    linked = [(article, BY_ID[article.copy_of or article.follows]) for article in ARTICLES if named(article)]
    assert sum(bool(article.follows) for article, _ in linked) >= 4
    assert sum(bool(article.copy_of) for article, _ in linked) >= 3
    for article, first in linked:
        assert article.story == first.story, article.id
        assert article.hours_ago is not None, article.id
        assert first.hours_ago is not None, article.id
        assert article.hours_ago < first.hours_ago, article.id


def named(article: Article) -> str:
    return article.copy_of or article.follows


def test_copies_carry_the_topics_of_what_they_copy() -> None:
    for article in ARTICLES:
        if article.copy_of:
            assert set(article.topics) == set(BY_ID[article.copy_of].topics), article.id


def test_each_trouble_is_there() -> None:
    assert {article.damage for article in ARTICLES} >= {"mojibake", "mislabelled", "double-escaped"}
    assert {article.page for article in ARTICLES} >= {"paywall", "consent", "soft-404", "pdf", "amp", "members"}
    assert any(article.title.startswith("<!channel> <script>") for article in ARTICLES)
    assert any(article.relative for article in ARTICLES)
    assert any(article.revised_body for article in ARTICLES)
    assert sum(article.hours_ago is None for article in ARTICLES) >= 3
    assert max(Counter(article.guid for article in ARTICLES if article.guid).values()) == 2


def test_most_articles_have_the_length_of_a_news_item() -> None:
    lengths = [len(article.body.split()) for article in ARTICLES]
    assert sum(length >= 100 for length in lengths) >= len(lengths) * 0.7
    assert max(lengths) <= 360


@pytest.mark.parametrize("days", [0, 3, 40])
@pytest.mark.parametrize("revision", [1, 2])
def test_no_placeholder_is_left_in_what_is_printed(days: int, revision: int) -> None:
    for article in ARTICLES:
        filled = fill(article, NOW + timedelta(days=days), revision)
        for text in (filled.title, filled.body, filled.teaser):
            assert not re.search(r"[{}]", text), article.id
            assert text, article.id


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("{day:+10}", "4 December 2026"),
        ("{short:-1}", "23 November"),
        ("{full:+10}", "Friday 4 December 2026"),
        ("{weekday:+3}", "Friday"),
        ("{date:-2}", "2026-11-22"),
        ("{month:+60}", "January 2027"),
        ("{year:+60}", "2027"),
        ("{next:fri}", "Friday 27 November"),
        ("{next:tue}", "Tuesday 1 December"),
        ("{next:wed}", "Wednesday 2 December"),
        ("{next:thu}", "Thursday 26 November"),
    ],
)
def test_a_placeholder_becomes_a_date_counted_from_now(body: str, read: str) -> None:
    assert fill(example(body), NOW).body == read


def test_the_edited_article_reads_otherwise_from_revision_two_on() -> None:
    first, second = (fill(BY_ID["courier-ferry"], NOW, revision) for revision in (1, 2))
    assert first.title != second.title
    assert "cracks in the hull" in second.body
    assert first.id == second.id
    assert first.slug == second.slug


def test_gold_records_come_in_the_order_of_time_with_story_and_copy() -> None:
    found = list(records(load(), NOW))
    dates = [str(record["published"]) for record in found if record["published"]]
    copy = next(record for record in found if record["id"] == "matters-calderbrook-copy")
    assert len(found) == len(ARTICLES)
    assert dates == sorted(dates)
    assert (copy["story"], copy["duplicate_of"], copy["relevant"]) == ("calderbrook-merger", "wire-calderbrook", True)
