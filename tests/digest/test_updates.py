"""What makes a later item an update, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from digest.news import deadline, item, money, told

from digestbot.digest.updates import figures, find_update
from digestbot.types import Fact

FIRST = item(
    1,
    hours=30,
    title="Societies plan to merge",
    text="Two building societies plan to merge. They have 412,000 members. Of these 62% were asked.",
    facts=(money("£3.1bn", "GBP 3100000000"),),
)


def update(**fields: object) -> str | None:
    later = item(2, 1, hours=2, **fields)  # type: ignore[arg-type]
    found = find_update([FIRST, later], told([FIRST], 24))
    return found.news if found else None


def test_a_reworded_report_is_no_update() -> None:
    assert update(title="Merger of two societies is planned", text="A merger is planned for 412,000 members.") is None


def test_a_copy_is_no_update_whatever_it_says() -> None:
    assert update(duplicate_of=1, facts=(money("£9m", "GBP 9000000"),)) is None


def test_a_new_sum_is_named() -> None:
    assert update(facts=(money("£4.5bn", "GBP 4500000000"),)) == "sum: £4.5bn"


def test_a_sum_told_before_in_other_words_is_no_update() -> None:
    assert update(facts=(money("3.1 billion pounds", "GBP 3100000000"),)) is None


def test_a_new_deadline_is_named() -> None:
    assert update(facts=(deadline("2026-12-04"),)) == "closes: closes on 2026-12-04"


def test_the_same_day_at_another_hour_is_no_update() -> None:
    first = item(1, hours=30, facts=(deadline("2026-12-04"),))
    later = item(2, 1, hours=2, title=first.title, text=first.text, facts=(deadline("2026-12-04T17:00"),))
    assert find_update([first, later], told([first], 24)) is None


def test_an_outcome_in_the_title_is_named() -> None:
    assert update(title="Members approved the merger", text="The merger goes ahead.") == "outcome: approved"


def test_a_new_figure_is_named() -> None:
    assert update(text="In the vote 71% said yes.") == "figure: 71%"


def test_a_year_or_a_small_number_is_no_figure() -> None:
    assert update(text="In 2027 there will be 3 meetings.") is None


def test_figures_far_down_are_background() -> None:
    assert update(text="word " * 200 + "It has 9,999 shelves.") is None


def test_another_name_alone_is_no_update() -> None:
    assert update(facts=(Fact("organisation", "Ledger Ltd", "Ledger Ltd"),)) is None


QUOTED = "we were never asked and we shall not be moved by this offer"


def quotation(speaker: str, said: str = QUOTED) -> Fact:
    return Fact("quotation", said, said, speaker)


def test_a_new_voice_is_named() -> None:
    assert update(facts=(quotation("Sunita Parmar"),)) == "new voice: Sunita Parmar"


@pytest.mark.parametrize("speaker", ["Sunita Parmar", "Parmar", "Ms Parmar"])
def test_more_from_who_was_quoted_before_is_no_update(speaker: str) -> None:
    first = item(1, hours=30, facts=(quotation("Sunita Parmar", "another nine words that she said before this day"),))
    later = item(2, 1, hours=2, title=first.title, text=first.text, facts=(quotation(speaker),))
    assert find_update([first, later], told([first], 24)) is None


@pytest.mark.parametrize(("speaker", "said"), [("", QUOTED), ("Sunita Parmar", "not for sale")])
def test_words_of_nobody_known_or_too_few_are_no_update(speaker: str, said: str) -> None:
    assert update(facts=(quotation(speaker, said),)) is None


def test_the_same_words_from_a_better_named_speaker_are_no_update() -> None:
    first = item(1, hours=30, text=f"A spokeswoman said: “{QUOTED.capitalize()}.”")
    later = item(2, 1, hours=2, title=first.title, text=first.text, facts=(quotation("Sunita Parmar"),))
    assert find_update([first, later], told([first], 24)) is None


def test_who_is_new_in_the_headline_is_named() -> None:
    facts = (Fact("organisation", "Ledger Bank", "Ledger Bank"),)
    assert update(title="Ledger Bank makes a rival offer", facts=facts) == "new name: Ledger Bank"
    first = item(1, hours=30, text="Ledger may make an offer, too.")
    later = item(2, 1, hours=2, title="Ledger Bank makes a rival offer", facts=facts)
    assert find_update([first, later], told([first], 24)) is None


@pytest.mark.parametrize(
    ("title", "news"),
    [
        ("Members approve merger", "outcome: approve"),
        ("Members to approve merger", None),
        ("Regulator could block merger", None),
        ("Board won't withdraw", None),
        ("Chair quits over merger", "outcome: quits"),
    ],
)
def test_an_outcome_is_what_has_happened(title: str, news: str | None) -> None:
    assert update(title=title, text=FIRST.text) == news


def test_what_the_channel_saw_only_behind_another_headline_may_be_an_update() -> None:
    astray = item(2, 1, hours=26, facts=(money("£9m", "GBP 9000000"),))
    before = replace(told([FIRST], 24), astray=frozenset({2}))
    found = find_update([FIRST, astray], before)
    assert found is not None
    assert found.news == "sum: £9m"


def test_what_was_never_told_does_not_count_as_told() -> None:
    cut = item(3, 1, hours=40, text="In the vote 71% said yes.")
    later = item(2, 1, hours=2, title=FIRST.title, text="In the vote 71% said yes.")
    found = find_update([FIRST, cut, later], told([FIRST], 24))
    assert found is not None
    assert (found.item.id, found.news) == (2, "figure: 71%")


def test_what_was_seen_before_the_telling_is_no_update() -> None:
    seen = item(2, 1, hours=26, facts=(money("£9m", "GBP 9000000"),))
    assert find_update([FIRST, seen], told([FIRST], 24)) is None


def test_the_item_that_brings_most_is_shown() -> None:
    one = item(2, 1, hours=3, text="It is 71% now.")
    two = item(3, 1, hours=2, text="It is 71% now.", facts=(money("£9m", "GBP 9000000"),))
    found = find_update([FIRST, one, two], told([FIRST], 24))
    assert found is not None
    assert found.item.id == 3


def test_a_told_article_that_became_news_again_is_an_update() -> None:
    again = item(1, hours=30, news_at=item(9, hours=1).published)
    found = find_update([again], told([again], 24))
    assert found is not None
    assert found.news == "the article was rewritten"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("62 per cent of 1,200", {"62%", "1200"}),
        ("3.5% in 2024", {"3.5%"}),
        ("£2,000,000", {"2000000"}),
        ("7 of 9", set()),
        ("12.", {"12"}),
    ],
)
def test_figures_have_one_form(text: str, expected: set[str]) -> None:
    assert figures(text) == expected
