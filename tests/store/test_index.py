from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from digestbot.store import Store, codec
from digestbot.store.candidates import MEMBERS, MOST_CANDIDATES
from digestbot.store.neighbours import BAND_LIMIT, COMMON_FROM, COMMON_SHARE
from digestbot.types import Fingerprint

Add = Callable[..., int]
Print = Callable[[str, str, str, datetime | None], Fingerprint]
TEXT = "Twelve members opened a bakery in Leeds"


def ids(store: Store, wanted: Fingerprint, now: datetime, **more: object) -> list[int]:
    return [found.item_id for found in store.index.candidates(wanted, now, **more)]  # type: ignore[arg-type]


def test_a_fingerprint_comes_back_as_it_went_in(store: Store, add: Add, fingerprint: Print, now: datetime) -> None:
    item = add("Bakery", TEXT, url="https://a.example/1", published=now)
    wanted = replace(
        fingerprint("Bakery", TEXT, "https://a.example/1", now),
        roundup=True,
        bands=(7, (23 << 32) + 2**32 - 1, -5),
    )
    store.index.add(item, wanted, now)
    assert store.index.get(item) == wanted
    candidate = store.index.candidates(wanted, now)[0]
    assert (candidate.fingerprint, candidate.story_id, candidate.duplicate_of) == (wanted, 1, None)
    assert candidate.first_seen == now


def test_the_same_address_and_the_same_text_are_found_at_any_distance_in_time(
    store: Store, add: Add, fingerprint: Print, now: datetime
) -> None:
    long_ago = now - timedelta(days=900)
    by_url = add("x", "y z", url="https://a.example/1", published=long_ago)
    by_text = add("Other title", TEXT, url="https://b.example/2", published=long_ago)
    wanted = replace(fingerprint("q", TEXT, "https://a.example/1", now), bands=(), posted=())
    assert set(ids(store, wanted, now)) == {by_url, by_text}


def test_shared_bands_find_near_copies_and_more_bands_go_first(
    store: Store, add: Add, fingerprint: Print, now: datetime
) -> None:
    one, two = add("One", "aaa"), add("Two", "bbb")
    store.index.add(one, replace(fingerprint("", "1", "", now), bands=(1, 2, 3)), now)
    store.index.add(two, replace(fingerprint("", "2", "", now), bands=(3, 4, 5)), now)
    wanted = replace(fingerprint("", "3", "", now), bands=(3, 4, 9), posted=())
    assert ids(store, wanted, now) == [two, one]


def test_a_band_that_very_many_share_gives_only_the_newest(
    store: Store, add: Add, fingerprint: Print, now: datetime
) -> None:
    with store.transaction():
        stored = [add(f"T{number}", f"text{number}") for number in range(BAND_LIMIT + 5)]
        for item in stored:
            store.index.add(item, replace(fingerprint("", str(item), "", now), bands=(1,), posted=()), now)
    wanted = replace(fingerprint("", "new", "", now), bands=(1,), posted=())
    assert sorted(ids(store, wanted, now)) == stored[-BAND_LIMIT:]


def test_rare_terms_find_a_story_inside_the_window_only(
    store: Store, add: Add, fingerprint: Print, now: datetime
) -> None:
    near = add("Leeds bakery opens", "first report", published=now - timedelta(days=10))
    add("Leeds bakery opens too", "last year", published=now - timedelta(days=365))
    wanted = fingerprint("Leeds bakery prize", "other words", "https://c.example/", now)
    assert ids(store, wanted, now) == [near]


def test_those_that_share_more_terms_go_first_and_the_limit_holds(
    store: Store, add: Add, fingerprint: Print, now: datetime
) -> None:
    add("Leeds harbour", "one")
    more = add("Leeds bakery opens", "two")
    add("Leeds museum", "three")
    wanted = fingerprint("Leeds bakery prize", "four", "https://c.example/", now)
    assert ids(store, wanted, now)[0] == more
    assert ids(store, wanted, now, limit=1) == [more]


def test_the_first_members_of_a_candidates_story_come_along(
    store: Store, add: Add, fingerprint: Print, now: datetime
) -> None:
    first = add("Hull", "one")
    with store.transaction():
        for number in range(MEMBERS + 3):
            add(f"Part{number}", f"text{number}", story=1)
    near = add("Leeds", "two", story=1)
    wanted = fingerprint("Leeds", "three", "https://c.example/", now)
    found = ids(store, wanted, now)
    assert found[0] == near
    assert found[1:] == list(range(first, first + MEMBERS))


def test_there_are_never_more_than_the_most(store: Store, add: Add, fingerprint: Print, now: datetime) -> None:
    with store.transaction():
        for story in range(20):
            for number in range(MEMBERS):
                title = f"Other{story}n{number}" if number else f"Leeds{story % 5}"
                add(title, f"s{story}t{number}", story=story + 1 if number else None)
    wanted = replace(
        fingerprint("x", "y", "https://c.example/", now),
        posted=tuple(fingerprint(f"Leeds{number}", "", "", now).posted[0] for number in range(5)),
    )
    assert len(ids(store, wanted, now)) == MOST_CANDIDATES


def test_terms_that_too_many_items_hold_are_not_looked_up(
    store: Store, add: Add, fingerprint: Print, now: datetime
) -> None:
    item = add("Leeds", "bakery")
    wanted = fingerprint("Leeds", "other", "https://c.example/", now)
    common = wanted.posted[0]
    assert ids(store, wanted, now) == [item]
    store.connection.run("update counters set value = ? where name = 'fingerprints'", (COMMON_FROM,))
    store.connection.run("update term_counts set items = ? where term = ?", (int(COMMON_FROM * COMMON_SHARE), common))
    assert ids(store, wanted, now) == [item]
    store.connection.run("update term_counts set items = items + 1 where term = ?", (common,))
    assert ids(store, wanted, now) == []


def test_rarity_counts_items_not_occurrences(store: Store, add: Add, fingerprint: Print, now: datetime) -> None:
    add("Leeds Leeds", "a")
    add("Leeds", "b")
    leeds = fingerprint("Leeds", "", "", now).posted[0]
    rarity = store.index.rarity([leeds, 12345])
    assert (rarity.total, rarity.counts) == (2, {leeds: 2})


def test_adding_again_replaces_and_removing_leaves_nothing(
    store: Store, add: Add, fingerprint: Print, now: datetime
) -> None:
    item = add("Leeds bakery", TEXT, url="https://a.example/1")
    again = fingerprint("Hull harbour", "ships", "https://a.example/1", now)
    store.index.add(item, again, now)
    assert store.index.rarity(fingerprint("Leeds", TEXT, "", now).posted).counts == {}
    assert store.index.rarity(again.posted).total == 1
    store.index.remove(item)
    store.index.remove(item)
    for table in ("fingerprints", "bands", "term_postings"):
        assert store.connection.rows(f"select 1 from {table}") == []
    assert store.index.rarity(again.posted).total == 0
    assert store.index.candidates(again, now) == []


@given(st.dictionaries(st.integers(0, 2**32 - 1), st.integers(0, 65_535).map(lambda n: n / 1000), max_size=100))
def test_terms_keep_three_decimals(terms: dict[int, float]) -> None:
    assert codec.unpack_terms(codec.pack_terms(terms)) == terms


@given(st.lists(st.integers(-(2**63), 2**63 - 1)), st.lists(st.integers(0, 2**32 - 1)))
def test_packed_numbers_come_back(keys: list[int], numbers: list[int]) -> None:
    assert codec.unpack_keys(codec.pack_keys(keys)) == tuple(keys)
    assert codec.unpack_ids(codec.pack_ids(numbers)) == tuple(numbers)


@given(
    st.datetimes(
        min_value=datetime.fromisoformat("0001-01-03"),
        max_value=datetime.fromisoformat("9999-12-29"),
        timezones=st.timezones(),
    )
)
def test_stamps_sort_as_times_and_come_back(when: datetime) -> None:
    when = when.astimezone(UTC)  # a time that a clock change skips equals none in another zone
    text = codec.stamp(when)
    assert len(text) == 27
    assert codec.moment(text) == when
    assert codec.stamp(when + timedelta(microseconds=1)) > text
