"""The sentences that a digest tells."""

from __future__ import annotations

from digest.news import item

from digestbot.digest.summaries import SENTENCE_CHARS, tell

TEXT = "The first sentence is here. The second one follows it. The third one ends the text."


def test_the_stored_summary_comes_first_and_the_text_fills_up() -> None:
    one = item(1, summary="The second one follows it.", text=TEXT)
    assert tell(one, 2) == "The second one follows it. The first sentence is here."


def test_no_sentence_is_told_twice() -> None:
    assert tell(item(1, summary="The first sentence is here.", text=TEXT), 3).count("first") == 1


def test_the_headline_is_not_repeated() -> None:
    assert tell(item(1, title="The first sentence is here", text=TEXT), 1) == "The second one follows it."


def test_a_wall_adds_nothing_of_itself() -> None:
    assert tell(
        item(1, summary="A teaser.", text="Please accept our cookies. Then read on here.", wall="consent"), 3
    ) == ("A teaser.")


def test_a_sentence_without_end_is_shortened() -> None:
    assert len(tell(item(1, text="word " * 900), 2)) <= SENTENCE_CHARS


def test_nothing_to_say_is_said_with_nothing() -> None:
    assert tell(item(1, text=""), 2) == ""
