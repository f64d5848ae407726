"""The sentences that a digest tells."""

from __future__ import annotations

from digest.news import item

from digestbot.digest.summaries import SENTENCE_CHARS, tell

TEXT = (
    "Members opened the first shop in Leeds today. Members paid for the second with shares. "
    "Members will vote on the third in the spring."
)


def test_the_stored_summary_comes_first_and_the_text_fills_up() -> None:
    one = item(1, summary="Members paid for the second with shares.", text=TEXT)
    assert tell(one, 2) == "Members paid for the second with shares. Members opened the first shop in Leeds today."


def test_no_sentence_is_told_twice() -> None:
    assert tell(item(1, summary="Members opened the first shop in Leeds today.", text=TEXT), 3).count("first shop") == 1


def test_the_headline_is_not_repeated() -> None:
    assert (
        tell(item(1, title="Members opened the first shop in Leeds today", text=TEXT), 1)
        == "Members paid for the second with shares."
    )


def test_a_wall_adds_nothing_of_itself() -> None:
    assert tell(
        item(1, summary="A teaser.", text="Please accept our cookies. Then read on here.", wall="consent"), 3
    ) == ("A teaser.")


def test_a_sentence_without_end_is_shortened() -> None:
    assert len(tell(item(1, text="word " * 900), 2)) <= SENTENCE_CHARS


def test_nothing_to_say_is_said_with_nothing() -> None:
    assert tell(item(1, text=""), 2) == ""


def test_a_sentence_that_leans_on_another_does_not_fill_up() -> None:
    text = (
        "Members opened the first shop in Leeds today. They paid for it with shares of their own. Rents rose in Hull."
    )
    assert tell(item(1, summary="", text=text), 3) == "Members opened the first shop in Leeds today."


def test_bullets_are_taken_off() -> None:
    text = "Members opened the first shop in Leeds today.\n- Lenders should set up a fund of £25m for more of them."
    assert tell(item(1, summary="", text=text), 2).endswith(
        "today. Lenders should set up a fund of £25m for more of them."
    )
