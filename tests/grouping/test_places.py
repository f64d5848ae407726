"""One decision at a time: what ``place`` does with a new article and stored ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from grouping.samples import own, record

from digestbot.grouping import fingerprint, place, terms_to_count
from digestbot.grouping.copies import SAME_TEXT, jaccard
from digestbot.types import Candidate, Fingerprint, Placement, Rarity

DAY = datetime(2019, 3, 4, tzinfo=UTC)
ROWS = {row["id"]: record(row) for row in own("stories") + own("lookalikes") + own("copies")}


def print_of(name: str, **changes: object) -> Fingerprint:
    row = ROWS[name]
    values = {"title": row.title, "text": row.text, "url": row.url, "published": row.published} | changes
    return fingerprint(**values)  # type: ignore[arg-type]


def stored(number: int, new: Fingerprint, story: int | None = None, copy_of: int | None = None) -> Candidate:
    return Candidate(number, story or number, copy_of, new, new.published or DAY)


def decide(new: Fingerprint, *candidates: Candidate) -> Placement:
    return place(new, candidates, Rarity(len(candidates)), DAY)


def test_the_first_article_is_news_of_its_own() -> None:
    assert decide(print_of("s01-1")) == Placement(None, None, "nothing stored is like it")


def test_another_outlet_joins_the_story_with_similarity_and_reason() -> None:
    placed = decide(print_of("s01-2"), stored(4, print_of("s01-1"), story=3))
    assert (placed.story_id, placed.duplicate_of) == (3, None)
    assert placed.similarity > 0.3
    assert "rare words in common" in placed.reason


def test_another_event_stays_apart_and_says_how_far() -> None:
    placed = decide(print_of("s07-1"), stored(1, print_of("s04-1")))
    assert placed.story_id is None
    assert placed.reason


@pytest.mark.parametrize(
    "url",
    ["https://m.calderpress.example/news/staff-take-over-brewer?utm_source=x", "http://calderpress.example/news/staff-take-over-brewer/amp/"],
)  # fmt: skip
def test_a_mirrored_address_is_a_copy(url: str) -> None:
    placed = decide(print_of("s01-1", url=url, text="A teaser."), stored(1, print_of("s01-1")))
    assert (placed.duplicate_of, placed.reason) == (1, "same address")


def test_the_same_words_elsewhere_are_a_copy() -> None:
    placed = decide(print_of("s01-1", url="https://other.example/1"), stored(1, print_of("s01-1")))
    assert (placed.duplicate_of, placed.similarity) == (1, 1.0)


def test_a_copy_of_a_copy_names_the_original() -> None:
    placed = decide(print_of("s01-1"), stored(2, print_of("s01-1"), story=1, copy_of=1))
    assert (placed.story_id, placed.duplicate_of) == (1, 1)


def test_a_page_that_changes_under_one_address_is_no_copy() -> None:
    front = "https://example.org/latest"
    placed = decide(print_of("s07-1", url=front), stored(1, print_of("s04-1", url=front)))
    assert placed.duplicate_of is None


@pytest.mark.parametrize("number", ["l01", "l03", "l04", "l05", "l06", "l07", "l09", "l10", "l15", "l19", "l22", "l25"])
def test_look_alikes_are_neither_copies_nor_one_story(number: str) -> None:
    placed = decide(print_of(f"{number}-2"), stored(1, print_of(f"{number}-1")))
    assert (placed.story_id, placed.duplicate_of) == (None, None)


def test_last_year_s_award_of_the_same_name_is_another_story() -> None:
    later = print_of("l03-1", title="UK Social Trading Awards: the winners", published=DAY + timedelta(days=365))
    earlier = print_of("l03-1", title="UK Social Trading Awards: winners named", url="https://x.example", published=DAY)
    far = print_of("l03-2", title=later.title, published=DAY + timedelta(days=365))
    assert decide(far, stored(1, earlier)).story_id is None


def test_a_follow_up_within_weeks_joins() -> None:
    assert decide(print_of("s02-4"), stored(1, print_of("s02-1"))).story_id == 1


def test_a_round_up_joins_nothing_and_nothing_joins_it() -> None:
    roundup = fingerprint("Weekly digest", ROWS["s01-1"].text + " More news.", "", DAY)
    placed = place(roundup, [stored(1, print_of("s01-2"))], Rarity(1), DAY)
    assert placed.story_id is None
    assert "round-up" in placed.reason
    assert decide(print_of("s01-2"), stored(1, roundup)).story_id is None


def test_the_order_of_candidates_does_not_matter() -> None:
    candidates = [stored(n, print_of(name)) for n, name in enumerate(["s01-1", "s04-1", "s07-1"], 1)]
    assert len({decide(print_of("s01-2"), *order) for order in permutations(candidates)}) == 1


def test_a_bridge_merges_two_halves_of_one_story() -> None:
    halves = stored(1, print_of("s02-3")), stored(2, print_of("s02-1"))
    placed = decide(print_of("s02-2"), *halves)
    assert {placed.story_id, *placed.merge} == {1, 2}


def test_one_bridge_does_not_chain_two_events() -> None:
    both = fingerprint("Wadsley and the Anchor", ROWS["s01-1"].text[:300] + ROWS["s04-1"].text[:300], "", DAY)
    placed = decide(both, stored(1, print_of("s01-1")), stored(2, print_of("s04-1", published=DAY)))
    assert placed.merge == ()


def test_terms_to_count_are_the_new_ones_and_those_candidates_are_found_by() -> None:
    new, old = print_of("s01-1"), print_of("s04-1")
    assert terms_to_count(new, [stored(1, old)]) == set(new.terms) | set(old.posted)
    assert terms_to_count(new, [stored(2, old, copy_of=1)]) == set()


def test_what_is_told_is_no_copy_of_what_is_not_but_the_original_of_it() -> None:
    untold = fingerprint(ROWS["s01-1"].title, ROWS["s01-1"].text, "", DAY, story=False)
    placed = decide(print_of("s01-1"), stored(1, untold))
    assert (placed.story_id, placed.duplicate_of, placed.copies) == (None, None, (1,))


def test_what_is_not_told_may_be_a_copy_of_what_is() -> None:
    untold = fingerprint(ROWS["s01-1"].title, ROWS["s01-1"].text, "", DAY, story=False)
    assert decide(untold, stored(1, print_of("s01-1"), story=5)).duplicate_of == 1


def test_a_form_letter_is_no_copy_where_names_cannot_be_compared() -> None:
    one, other = (print_of(f"l06-{n}", url="", title="") for n in (1, 2))
    unnamed = replace(other, terms={}, posted=())  # as was stored once of what no digest tells
    assert jaccard(one, other) >= SAME_TEXT
    assert decide(one, stored(1, unnamed)).copies == ()


def untold(text: str, title: str = "Rents will rise in April across the county") -> Fingerprint:
    return fingerprint(title, text, "https://x.example/news", DAY, story=False)


def test_what_is_not_told_is_known_by_its_words_wherever_it_stands() -> None:
    text = ROWS["s01-1"].text
    elsewhere = replace(untold(text.replace("'", "’") + "\n", title="Other"), canonical_url="https://y.example/1")
    assert decide(elsewhere, stored(1, untold(text))).duplicate_of == 1


def test_what_is_not_told_is_known_by_its_address_where_words_or_headline_are_the_same() -> None:
    one, longer, other = (ROWS[name].text for name in ("s01-1", "s01-2", "s04-1"))
    assert decide(untold(longer), stored(1, untold(one))).duplicate_of == 1
    changing = untold(other, title="Buses will be free in May for children")
    assert decide(changing, stored(1, untold(one))).duplicate_of is None


def test_every_copy_of_a_new_original_is_named_with_its_story() -> None:
    teaser = print_of("s01-1", text="A teaser.")
    half = print_of("s01-1", url="https://x.example/1", title="Cut", text=ROWS["s01-1"].text[:700])
    placed = decide(print_of("s01-1"), stored(1, half), stored(2, teaser))
    assert {placed.duplicate_of, *placed.copies} == {1, 2}
    assert {placed.story_id, *placed.merge} == {1, 2}


def test_two_press_releases_on_one_page_do_not_become_copies() -> None:
    one, other = (print_of(name, url="", title="") for name in ("s01-1", "s04-1"))
    both = fingerprint("", f"{ROWS['s01-1'].text}\n{ROWS['s04-1'].text}", "", DAY)
    assert decide(both, stored(1, one), stored(2, other)).copies == ()


def test_items_that_have_nothing_in_common_part_when_a_third_shows_it() -> None:
    placed = decide(print_of("s01-2"), stored(1, print_of("s01-1"), story=9), stored(2, print_of("s04-1"), story=9))
    assert placed.story_id == 9
    assert placed.split == ((2,),)


def test_an_item_moves_to_the_story_it_fits_better() -> None:
    others = stored(1, print_of("s01-1"), story=5), stored(2, print_of("s04-1"), story=7)
    astray = stored(3, print_of("s01-3"), story=7)
    assert decide(print_of("s01-2"), *others, astray).move == ((3, None),)


def test_what_is_told_is_not_hidden_behind_a_nearer_copy_that_is_not() -> None:
    row = ROWS["s01-1"]
    untold = fingerprint(row.title, row.text, "https://x.example/1", DAY, story=False)
    told = fingerprint(row.title, row.text, "https://y.example/1", DAY)
    placed = decide(untold, stored(1, untold), stored(2, told))
    assert (placed.duplicate_of, placed.copies) == (2, (1,))
