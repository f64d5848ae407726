"""What people are asked about: articles in doubt, and unlike each other."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from digestbot.topics.teaching import CUT, UNSURE, choose, doubt
from digestbot.types import Item

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def item(number: int, relevance: float, title: str = "", relevant: bool | None = None, score: float = 0.9) -> Item:
    return Item(
        id=number,
        source_id="gazette",
        source_title="Gazette",
        url=f"https://gazette.example/{number}",
        title=title or f"Number {number}",
        text="",
        summary="",
        author=None,
        published=NOON,
        first_seen=NOON,
        relevant=relevance >= CUT if relevant is None else relevant,
        relevance=relevance,
        topics=(),
        story_id=number,
        scores={"housing": score},
    )


def test_doubt_is_greatest_at_the_cut_and_ends_where_asking_is_a_waste() -> None:
    assert doubt(item(1, CUT, relevant=False)) == 1
    assert doubt(item(1, CUT - UNSURE)) == 0
    assert 0 < doubt(item(1, CUT - 0.1)) < doubt(item(1, CUT - 0.05))


def test_a_doubtful_topic_of_a_sure_article_is_worth_asking_about_and_less_than_doubtful_relevance() -> None:
    assert 0 < doubt(item(1, 0.99, score=CUT + 0.05)) < doubt(item(1, CUT + 0.05))
    assert doubt(item(1, 0.01, score=CUT)) == 0  # nobody sees the topics of what is not relevant


def test_a_text_that_the_model_did_not_read_is_not_asked_about() -> None:
    assert doubt(item(1, 0.0, score=0.0), relevance_needed=0.1) == 0


def test_the_second_is_unlike_the_first() -> None:
    found = choose(
        [
            item(1, CUT, "Villagers buy the harbour inn"),
            item(2, CUT + 0.02, "Villagers buy the harbour inn today"),
            item(3, CUT + 0.1, "Nurses leave hospital trust"),
        ],
        2,
    )
    assert {one.id for one in found} == {1, 3}


@given(st.lists(st.tuples(st.floats(0, 1), st.text(max_size=30), st.floats(0, 1)), max_size=12), st.integers(0, 6))
def test_never_more_than_asked_for_never_twice_never_what_is_sure(
    given_items: list[tuple[float, str, float]], limit: int
) -> None:
    items = [item(number, one, title, score=score) for number, (one, title, score) in enumerate(given_items)]
    found = choose(items, limit)
    assert len(found) <= limit
    assert len({one.id for one in found}) == len(found)
    assert all(doubt(one) > 0 for one in found)
    assert len(found) == min(limit, sum(doubt(one) > 0 for one in items))
