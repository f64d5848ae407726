from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digestbot.store import Store, search
from digestbot.types import SearchPage

Add = Callable[..., int]
Find = Callable[..., SearchPage]


@pytest.fixture
def find(store: Store, now: datetime) -> Find:
    def run(text: str, **more: object) -> SearchPage:
        return store.search.page(text, now=now, **more)  # type: ignore[arg-type]

    return run


def titles(page: SearchPage) -> list[str]:
    return [hit.item.title for hit in page.hits]


def test_every_word_must_occur_in_any_form(add: Add, find: Find) -> None:
    add("Bakery opens", "Members opened it")
    add("Bakery closes", "Nobody came")
    assert titles(find("bakeries opening")) == ["Bakery opens"]


def test_a_phrase_keeps_its_order(add: Add, find: Find) -> None:
    add("Shares in the community", "words")
    add("Community shares", "words")
    assert titles(find("“community shares”")) == ["Community shares"]


def test_excluded_topics_leave_out(add: Add, find: Find) -> None:
    add(title="Bank built homes", topics=("housing", "policy"))
    add(title="Bank for mutuals", topics=("policy",))
    assert titles(find("bank topic:policy -topic:housing")) == ["Bank for mutuals"]
    assert titles(find("bank -topic:housing")) == ["Bank for mutuals"]
    assert titles(find("-topic:housing")) == ["Bank for mutuals"]
    assert titles(find("-topic:houseing")) == ["Bank for mutuals"], "forgiving of typos as topic: is"
    assert find("bank -topic:housing -mutuals").total == 0
    assert find("bank").total == 2


def test_excluded_words_leave_out(add: Add, find: Find) -> None:
    add("Mutual fund", "returns")
    add("Mutual society", "members")
    assert titles(find("mutual -fund")) == ["Mutual society"]
    assert titles(find("-fund")) == ["Mutual society"]
    assert titles(find('mutual -"mutual society"')) == ["Mutual fund"]


@pytest.mark.parametrize("typed", ["co-op", "coop", "Co-ops", "co-operative", "cooperatives"])
def test_hyphens_do_not_matter(add: Add, find: Find, typed: str) -> None:
    add("One", "A co-op and co-operative" if "-" not in typed else "A coop and cooperative")
    assert find(typed).total == 1


def test_accents_and_case_do_not_matter(add: Add, find: Find) -> None:
    add("Société mutualiste", "Élan")
    assert find("SOCIETE elan").total == 1


def test_topics_sources_and_dates_narrow(add: Add, find: Find, now: datetime) -> None:
    add("A shop", topics=("housing",), source="guardian", source_title="The Guardian")
    add("A pub", topics=("policy",), published=now - timedelta(days=40))
    add("A club", topics=("housing", "policy"))
    assert sorted(titles(find("topic:housing"))) == ["A club", "A shop"]
    assert titles(find("topic:policy topic:housing since:30d source:coop")) == ["A club"]
    assert titles(find("source:guardian")) == ["A shop"]
    assert titles(find('source:"the gaurdian"')) == ["A shop"]
    assert titles(find("before:30d")) == ["A pub"]
    assert titles(find("pub before:30d")) == ["A pub"]
    assert titles(find("bakery since:30d topic:policy")) == ["A club"]


def test_a_word_is_not_taken_for_a_topic(add: Add, find: Find) -> None:
    add("A shop", topics=("housing",))
    assert find("housing").total == 0


def test_before_finds_old_news_that_was_seen_late(add: Add, find: Find, now: datetime) -> None:
    add("Old bakery", published=now - timedelta(days=400), now=now)
    add("Older bakery", published=now - timedelta(days=500), now=now - timedelta(days=499))
    add("New bakery")
    assert sorted(titles(find("bakery before:2026-06-01"))) == ["Old bakery", "Older bakery"]
    assert titles(find("bakery before:2026-06-01 since:450d")) == ["Old bakery"]


def test_an_unknown_source_is_noted(add: Add, find: Find) -> None:
    add()
    page = find("bakery source:zzz")
    assert page.total == 1
    assert page.notes == ("There is no source “zzz” with any item, so source:zzz was left out.",)


def test_a_source_is_left_out(add: Add, find: Find) -> None:
    add("Bakery here")
    add("Bakery there", source="guardian", source_title="The Guardian")
    assert titles(find("bakery -source:guardian")) == ["Bakery here"]
    assert titles(find('-source:"the guardian"')) == ["Bakery here"]
    assert titles(find("bakery source:guardian -source:coop-news")) == ["Bakery there"]


def test_of_words_joined_by_or_one_will_do(add: Add, find: Find) -> None:
    add("Bakery", "in Leeds")
    add("Brewery", "in Hull")
    add("Brewery", "in Leeds")
    assert sorted(titles(find("bakery OR brewery leeds"))) == ["Bakery", "Brewery"]
    assert titles(find("leeds -brewery OR")) == ["Bakery"]
    assert find('mill OR "brewery in leeds"').total == 0
    assert "⁨Hull⁩" in find("york OR hull").hits[0].snippet


def test_a_star_ends_the_beginning_of_a_word(add: Add, find: Find) -> None:
    add("Demutualisation refused", "words")
    assert find("demutual*").total == 1
    assert find("demutual").total == 0
    assert find("*mutualisation").total == 0


@pytest.mark.parametrize("typed", ["supporter's", "supporters’", '"supporter\'s trust"'])
def test_possessives_do_not_matter(add: Add, find: Find, typed: str) -> None:
    add("A supporter trust", "and its supporters")
    assert find(typed).total == 1


@pytest.mark.parametrize(("typed", "written"), [("housing co-op", "co-operative"), ("housing cooperatives", "co-op")])
def test_a_co_op_is_a_co_operative(add: Add, find: Find, typed: str, written: str) -> None:
    add("Rochdale", f"A housing {written} for all")
    assert find(typed).total == find(f'"{typed}"').total == 1


def test_a_headline_counts_more_than_a_text(add: Add, find: Find) -> None:
    add("Other", "A bakery in passing, and then very many other words " * 3)
    add("Bakery", "Many other words")
    assert titles(find("bakery"))[0] == "Bakery"


def test_newer_goes_first_among_equals_but_cannot_beat_a_far_better_match(add: Add, find: Find, now: datetime) -> None:
    add("Bakery one", "same words", published=now - timedelta(days=300))
    add("Bakery two", "same words", published=now)
    assert titles(find("bakery")) == ["Bakery two", "Bakery one"]
    for number in range(8):
        add(f"Filler {number}", "nothing to see here")
    add("Harbour shares of Hull", "harbour shares", published=now - timedelta(days=900))
    add("Long report", "other words " * 200 + "harbour " + "other words " * 200, published=now)
    assert titles(find("harbour")) == ["Harbour shares of Hull", "Long report"]


def test_what_is_off_topic_ranks_lower(add: Add, find: Find) -> None:
    add("Bakery news", relevant=False, topics=())
    add("Bakery news")
    assert [hit.item.relevant for hit in find("bakery").hits] == [True, False]


def test_copies_are_folded_under_the_first(add: Add, find: Find) -> None:
    first = add("Bakery", url="https://a.example/")
    add("Bakery", url="https://b.example/", copy_of=first)
    add("Bakery", url="https://c.example/", copy_of=first)
    page = find("bakery")
    assert (page.total, [hit.item.id for hit in page.hits]) == (1, [first])


def test_a_copy_is_shown_when_only_it_matches(add: Add, find: Find) -> None:
    first = add("Bakery", "short")
    copy = add("Bakery", "short, with a footnote on Hull", copy_of=first)
    assert [hit.item.id for hit in find("hull").hits] == [copy]


def test_pages_do_not_overlap_and_total_stays(add: Add, find: Find) -> None:
    for number in range(7):
        add(f"Bakery {number}")
    pages = [find("bakery", offset=offset, limit=3) for offset in (0, 3, 6)]
    assert [page.total for page in pages] == [7, 7, 7]
    assert sorted(title for page in pages for title in titles(page)) == [f"Bakery {number}" for number in range(7)]
    assert find("bakery", offset=-5, limit=0).hits == pages[0].hits[:1]


def test_the_snippet_marks_the_words_and_nothing_else(add: Add, find: Find) -> None:
    add("Title", "words " * 100 + "the \u2068hidden\u2069 bakery\x02 of Leeds " + "words " * 100)
    snippet = find("bakery").hits[0].snippet
    assert "\u2068bakery\u2069" in snippet
    assert snippet.count("\u2068") == snippet.count("\u2069") == 1
    assert len(snippet) < 400


def test_a_match_in_the_headline_alone_shows_the_text(add: Add, find: Find) -> None:
    add("Bakery", "Only other words here.")
    assert find("bakery").hits[0].snippet == "Only other words here."


def test_the_index_follows_updates_and_deletions(store: Store, add: Add, find: Find) -> None:
    item = add("Bakery", "in Leeds")
    store.connection.run("update items set title = 'Brewery' where id = ?", (item,))
    assert (find("bakery").total, find("brewery leeds").total) == (0, 1)
    store.connection.run("update texts set text = 'in Hull' where item_id = ?", (item,))
    assert (find("leeds").total, find("brewery hull").total) == (0, 1)
    store.connection.run("delete from items where id = ?", (item,))
    assert find("hull").total == 0
    assert store.check(thorough=True) == []


def test_an_empty_query_shows_the_newest(add: Add, find: Find, now: datetime) -> None:
    add("Older", published=now - timedelta(days=2))
    add("Newer", published=now)
    page = find("")
    assert titles(page) == ["Newer", "Older"]
    assert "newest items" in page.notes[0]


def test_an_empty_answer_says_which_part_is_in_the_way(add: Add, find: Find, now: datetime) -> None:
    add("Bakery", "Leeds", published=now - timedelta(days=50))
    add("Pub", "Hull")
    assert "at other times" in find("leeds since:7d").notes[-1]
    assert "topic:" in find("leeds topic:housing", topics=["housing"]).notes[-1]
    assert "“zebra”" in find("leeds zebra").notes[-1]
    assert "never all of them together" in find("leeds hull").notes[-1]
    assert "Nothing found" in find("zebra").notes[-1]
    assert "“zebra”, “lion”" in find("zebra OR lion leeds").notes[-1]
    assert "never all of them together" in find("hull OR zebra leeds").notes[-1]
    assert "Did you mean" not in find("hou zebra", topics=["housing"]).notes[-1]
    assert "no is: in a search" in find("is:saved").notes[-1]
    assert "why ADDRESS" in find("https://news.example/9").notes[-1]
    assert find("coperatives", topics=["co-operatives"]).notes[-1] == "Did you mean topic:co-operatives?"


def test_an_empty_archive_says_so(find: Find) -> None:
    assert find("leeds").notes == (
        "Nothing has been read yet: the running bot fills the archive, and so does `digestbot poll`.",
    )


def test_of_very_many_matches_the_newest_are_ranked_and_the_answer_says_so(
    add: Add, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "RANKED", 5)
    for number in range(6):
        add(f"Bakery {number}")
    page = find("bakery")
    assert page.total == 5
    assert "Bakery 0" not in titles(page)
    assert page.notes == ("More than 5 items match: the newest were searched. Add a word or since:30d.",)


def test_alerts_are_matched_among_given_items_only(store: Store, add: Add, now: datetime) -> None:
    one, two, three = add("Bakery one"), add("Pub", "Hull"), add("Bakery two")
    assert store.search.matching("bakery", [one, two], now=now) == {one}
    assert store.search.matching("bakery topic:co-operatives", [two, three], now=now) == {three}
    assert store.search.matching("", [one], now=now) == set()
    assert store.search.matching("bakery", [], now=now) == set()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(Path(tmp_path_factory.mktemp("shelf")) / "digestbot.db") as opened:
        yield opened


HARD = st.sampled_from(
    ['"', "'", "*", "^", "(", ")", "{title}", ":", "+", "-", "\x00", "NEAR(a b, 2)", "AND", "OR", "NOT", "bakery",
     "co-op", "topic:", "source:", "since:", "before:", "since:1d", "\ud800", "ﬁ", "ß", "\u0345", "𝔘", "a-", "-a"]
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.one_of(st.text(max_size=40), st.lists(HARD, max_size=8).map(" ".join), st.lists(HARD).map("".join)))
def test_no_query_is_an_error(shelf: Store, text: str) -> None:
    page = shelf.search.page(text, now=datetime(2026, 11, 24, tzinfo=UTC), topics=["housing"])
    assert page.total == 0
    assert page.notes


def test_a_hundred_kilobytes_are_no_error(add: Add, find: Find) -> None:
    add()
    assert "Only the first" in find('bakery "' * 13_000).notes[0]
