from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from digestbot.errors import StoreError
from digestbot.store import Store
from digestbot.store.shelf import STORY_ITEMS, WINDOW_TEXT_CHARS
from digestbot.types import Article, Delivery, Fact, Fingerprint, Judgement, Label, Reading

Add = Callable[..., int]
Print = Callable[[str, str, str, datetime | None], Fingerprint]


def test_an_item_comes_back_as_it_went_in(store: Store, add: Add, article: Article, now: datetime) -> None:
    fact = Fact("money", "£2m", "GBP 2000000", "grant")
    item_id = add(url="https://news.example/a", topics=("co-operatives", "policy"), facts=(fact,), wall="paywall")
    item = store.items.get(item_id)
    assert item is not None
    assert (item.title, item.text, item.published) == (article.title, article.text, article.published)
    assert (item.source_id, item.source_title, item.source_weight) == ("coop-news", "Co-op News", 1.5)
    assert (item.topics, item.relevant, item.relevance) == (("co-operatives", "policy"), True, 0.9)
    assert item.scores == {"co-operatives": 0.8, "policy": 0.8}
    assert item.facts == (fact,)
    assert (item.wall, item.summary, item.news_at, item.first_seen) == ("paywall", "A bakery opened.", now, now)
    assert store.items.because(item_id) == {"co-operatives": ("bakery",), "policy": ("bakery",)}
    placed = store.items.placement(item_id)
    assert placed is not None
    assert (placed.reason, placed.similarity) == ("said so by the test", 0.5)


def test_a_new_item_keeps_four_decimals_of_its_scores(store: Store, add: Add) -> None:
    item = store.items.get(add(topics=("housing",), score=0.123456789))
    assert item is not None
    assert item.scores == {"housing": 0.1235}


def test_an_undated_article_counts_as_published_now(store: Store, add: Add, now: datetime) -> None:
    item = store.items.get(add(published=None))
    assert item is not None
    assert item.published == now


def test_a_publication_far_ahead_is_cut(store: Store, add: Add, now: datetime) -> None:
    item = store.items.get(add(published=now + timedelta(days=400)))
    assert item is not None
    assert item.published == now + timedelta(days=1)


def test_a_naive_time_is_refused(store: Store, add: Add) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        add(news_at=datetime(2026, 11, 24))  # noqa: DTZ001  # the mistake under test
    assert store.stats()["items"] == 0


def test_it_is_found_by_the_address_given_and_the_canonical_one(store: Store, add: Add) -> None:
    first = add(url="https://news.example/a")
    add("Other", url="https://news.example/b")
    found = store.items.by_url("https://news.example/a")
    assert found is not None
    assert found.id == first
    assert store.items.by_url("https://news.example/c") is None


def test_a_copy_of_a_copy_is_a_copy_of_the_first(store: Store, add: Add) -> None:
    first = add("One", story=None)
    second = add("Two", story=1, copy_of=first)
    third = store.items.get(add("Three", story=1, copy_of=second))
    assert third is not None
    assert third.duplicate_of == first


def test_an_update_changes_words_topics_dates_and_candidates_but_not_the_place(
    store: Store, add: Add, article: Article, now: datetime, fingerprint: Print
) -> None:
    item_id = add(url=article.url)
    new = replace(article, title="Bradford mutual closes", text="Nurses in Bradford vote tomorrow.")
    store.items.update(
        item_id,
        new,
        Judgement(True, 0.7, ("housing",), {"housing": 0.7}),
        Reading("Nurses vote.", (Fact("deadline", "by 1 December", "2026-12-01"),)),
        fingerprint(new.title, new.text, new.canonical_url, new.published),
        None,
        now + timedelta(hours=1),
    )
    item = store.items.get(item_id)
    assert item is not None
    assert (item.title, item.topics, item.summary) == ("Bradford mutual closes", ("housing",), "Nurses vote.")
    assert (item.news_at, item.story_id) == (now, 1)
    assert store.search.page("bakery", now=now).total == 0
    assert store.search.page("topic:housing bradford", now=now).total == 1
    assert store.search.page("topic:co-operatives", now=now, topics=["co-operatives"]).total == 0
    assert [d.day for d in store.dates.between(date(2026, 11, 1), date(2026, 12, 31))] == [date(2026, 12, 1)]
    assert store.index.rarity([1]).total == 1
    assert store.check(thorough=True) == []


def test_an_update_that_is_news_again_says_when(
    store: Store, add: Add, article: Article, now: datetime, fingerprint: Print
) -> None:
    item_id = add()
    later = now + timedelta(days=2)
    print_ = fingerprint("a", "b", "c", None)
    store.items.update(item_id, article, Judgement(True, 0.7, ()), None, print_, later, later)
    item = store.items.get(item_id)
    assert item is not None
    assert item.news_at == later


def test_what_a_person_corrected_survives_an_update(
    store: Store, add: Add, article: Article, now: datetime, fingerprint: Print
) -> None:
    item_id = add()
    store.labels.add(Label(item_id, "U1", "topics", ("housing",), now))
    store.items.correct(item_id, True, ("housing",))
    print_ = fingerprint("a", "b", "c", None)
    store.items.update(item_id, article, Judgement(False, 0.1, ()), None, print_, None, now)
    item = store.items.get(item_id)
    assert item is not None
    assert (item.relevant, item.topics, item.relevance) == (True, ("housing",), 0.1)
    assert store.search.page("topic:housing", now=now).total == 1


def test_unknown_items_are_errors_that_name_them(
    store: Store, article: Article, now: datetime, fingerprint: Print
) -> None:
    with pytest.raises(StoreError, match="no item 7"):
        store.items.correct(7, True, ())
    with pytest.raises(StoreError, match="no item 7"):
        store.items.update(7, article, Judgement(True, 1, ()), None, fingerprint("", "", "", None), None, now)
    assert store.items.get(7) is None


def test_a_window_holds_what_became_news_in_it_with_all_of_each_story(store: Store, add: Add, now: datetime) -> None:
    old = add("Old part", news_at=now - timedelta(days=9))
    add("New part", story=1, news_at=now)
    add("Archive only", news_at=None)
    add("Off topic", relevant=False, topics=(), news_at=now)
    add("Next window", news_at=now + timedelta(hours=1))
    stories = store.items.relevant_window(now - timedelta(days=1), now + timedelta(hours=1))
    assert [[item.title for item in story.items] for story in stories] == [["Old part", "New part"]]
    assert stories[0].lead.id == old


def test_a_window_can_keep_to_topics(store: Store, add: Add, now: datetime) -> None:
    add("A", topics=("housing",))
    add("B", topics=("policy", "social-finance"))
    window = (now - timedelta(days=1), now + timedelta(days=1))
    assert [s.lead.title for s in store.items.relevant_window(*window, topics=["policy", "research"])] == ["B"]


def test_a_window_says_what_the_channel_was_told(store: Store, add: Add, now: datetime) -> None:
    item_id = add()
    delivery = Delivery("d1", "#a", "daily", "pending", now, now, ())
    store.outbox.prepare(delivery, stories=[(1, item_id)], now=now)
    store.outbox.set_permalink("d1", "https://slack.example/p1")
    window = (now - timedelta(days=1), now + timedelta(days=1))
    told = store.items.relevant_window(*window, channel="#a")[0]
    assert (told.follows, told.follows_link) == ("d1", "https://slack.example/p1")
    assert store.items.relevant_window(*window, channel="#b")[0].follows is None


def test_texts_and_story_sizes_in_a_window_are_bounded(store: Store, add: Add, now: datetime) -> None:
    first = add("Long", "word " * WINDOW_TEXT_CHARS)
    with store.transaction():
        for number in range(STORY_ITEMS + 5):
            add(f"Part {number}", story=1)
    story = store.items.relevant_window(now, now + timedelta(days=1))[0]
    assert len(story.items) == STORY_ITEMS
    assert first not in [item.id for item in story.items]
    assert max(len(item.text) for item in store.items.many([first])) == WINDOW_TEXT_CHARS


def test_the_window_reads_the_index_of_news_only(store: Store, now: datetime) -> None:
    plan = store.connection.rows(
        "explain query plan select story_id from items i indexed by items_news"
        " where news_at is not null and relevant = 1 and news_at >= ? and news_at < ?",
        ("a", "b"),
    )
    assert "SEARCH i USING INDEX items_news (news_at>? AND news_at<?)" in plan[0]["detail"]


def test_the_lead_is_relevant_full_and_no_copy(store: Store, add: Add, now: datetime) -> None:
    add("Walled", wall="paywall")
    add("Copy", story=1, copy_of=1)
    full = add("Full", story=1)
    story = store.items.story(1)
    assert story is not None
    assert story.lead.id == full
    assert store.items.story(99) is None


def test_the_least_certain_items_without_a_label_come_first(store: Store, add: Add, now: datetime) -> None:
    sure, torn, half = add("Sure", relevance=0.99), add("Torn", relevance=0.52), add("Half", relevance=0.4)
    store.labels.add(Label(torn, "U1", "relevant", (), now))
    assert [item.id for item in store.items.uncertain(2)] == [half, sure]
    assert [item.id for item in store.items.uncertain(3)] == [half, sure]  # once, though it is surely relevant too


def test_topics_are_counted_over_a_span_without_copies(store: Store, add: Add, now: datetime) -> None:
    first = add("A", topics=("housing", "policy"))
    add("B", topics=("housing",))
    add("Copy", topics=("housing",), copy_of=first)
    add("Earlier", topics=("housing",), published=now - timedelta(days=30))
    assert store.items.topic_counts(now - timedelta(days=7), now) == {"housing": 2, "policy": 1}


def test_alerts_see_relevant_news_stored_since_without_copies(store: Store, add: Add, now: datetime) -> None:
    assert store.items.newest_id() == 0
    noted = add("Before")
    assert store.items.newest_id() == noted
    news = add("News")
    add("Copy", copy_of=news)
    add("Archive", news_at=None)
    add("Off topic", relevant=False)
    later = add("Later")
    assert [item.id for item in store.items.news_after(noted, 10)] == [news, later]
    assert [item.id for item in store.items.news_after(noted, 1)] == [news]


def test_originals_come_newest_first_a_batch_at_a_time(
    store: Store, add: Add, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digestbot.store.shelf.BATCH", 3)
    when = [now - timedelta(hours=number // 2) for number in range(8)]  # two each hour: ties at the edge of a batch
    ids = [add(f"Number {number}", published=moment) for number, moment in enumerate(when)]
    add("A copy", copy_of=ids[0])
    add("Football", relevant=False)
    other = add("Homes", topics=("housing",), published=when[0])
    found = [item.id for item in store.items.originals("co-operatives")]
    assert found == sorted(ids, key=lambda one: (when[ids.index(one)], one), reverse=True)
    assert [item.id for item in store.items.originals("housing")] == [other]
    assert len([*store.items.originals()]) == store.items.count_originals() == 9
    assert store.items.count_originals("co-operatives") == 8


def test_an_article_changed_in_the_transaction_that_added_it_is_found_by_its_new_words_alone(
    store: Store, add: Add, article: Article, fingerprint: Print, now: datetime
) -> None:
    with store.transaction():
        first = add("The dairy opens", "Milk from Penrith")
        print_ = fingerprint("The dairy shuts", "No milk any more", "", now)
        words = replace(article, title="The dairy shuts", text="No milk any more")
        store.items.update(first, words, Judgement(True, 0.9, ()), Reading("s", ()), print_, None, now)
        second = add("A forge opens", "Iron from Barrow")
        store.items.correct(second, True, ["housing"])
    assert store.check(thorough=True) == []
    assert store.search.page("penrith", now=now).total == 0
    assert {hit.item.id for hit in store.search.page("shuts", now=now).hits} == {first}
    assert {hit.item.id for hit in store.search.page("topic:housing barrow", now=now).hits} == {second}


def test_words_of_a_transaction_that_is_undone_are_not_indexed(store: Store, add: Add, now: datetime) -> None:
    def fail() -> None:
        with store.transaction():
            add("The dairy opens", "Milk from Penrith")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.transaction():
        outer = add("A forge opens", "Iron from Penrith")
        with pytest.raises(ZeroDivisionError):
            fail()
    kept = add("The dairy shuts", "Milk from Penrith")
    assert store.check(thorough=True) == []
    assert {hit.item.id for hit in store.search.page("penrith", now=now).hits} == {kept, outer}
