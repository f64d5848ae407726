"""What a summary takes from an article, and what it leaves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digestbot.extract.facts import find
from digestbot.extract.summary import summarise

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LEAD = "Workers at Calder Bakery in Halifax have bought the business for £1.2m after its founder retired."
DEADLINE = "Nominations for the first board close on Friday 4 December."
FILLER = "Bread has been baked on the site since the reign of Queen Victoria, when the mill was built."


def told(*lines: str, title: str = "Staff buy bakery", sentences: int = 2) -> str:
    text = "\n".join(lines)
    return summarise(title, text, find(title, text, NOW, NOW), sentences)


def test_it_takes_the_lead_and_the_sentence_with_the_closing_date() -> None:
    assert told(LEAD, FILLER, FILLER.replace("Bread", "Cake"), DEADLINE) == f"{LEAD} {DEADLINE}"


def test_sentences_stand_in_the_order_of_the_article() -> None:
    assert told(DEADLINE, LEAD) == f"{DEADLINE} {LEAD}"


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Ana Reyes/Getty Images at the bakery in Halifax.",
        "By Tom Ashdown",
        "Read more: our guide to community shares and £2m funds.",
        "Notes to editors: Calder Bakery was founded in 1974.",
        "We use cookies to give you the best experience on this site.",
        "Sign up to our newsletter for the news every Friday.",
        "He added that the £1.2m was a fair price for Calder Bakery.",
        "This means that Calder Bakery will stay in Halifax for ever.",
        "However, they still face costs of £300,000 at Calder Bakery.",
        "“It was right for Calder Bakery and for Halifax,” she said.",
        "“It was the right thing to do for Calder Bakery and",
        "CALDER BAKERY SOLD TO ITS WORKERS FOR £1.2M TODAY.",
    ],
)
def test_furniture_and_sentences_that_lean_on_others_are_left_out(line: str) -> None:
    assert told(line, LEAD, DEADLINE) == f"{LEAD} {DEADLINE}"


def test_the_title_is_not_said_again() -> None:
    assert told(LEAD, DEADLINE, title=LEAD.rstrip(".")) == DEADLINE


def test_two_sentences_keep_to_their_room() -> None:
    long = LEAD[:-1] + ", who had run it from the same shop in the market square for four decades without a holiday."
    assert len(told(long, long.replace("bought", "taken on"), long.replace("Workers", "People"))) <= 320


def test_it_never_changes_a_word() -> None:
    summary = told(LEAD, FILLER, DEADLINE, sentences=3)
    assert all(one in f"{LEAD} {FILLER} {DEADLINE}" for one in summary.split(". "))


def test_a_text_in_which_no_sentence_stands_alone_gives_its_first() -> None:
    assert told("He said it was a fair price for the firm.") == "He said it was a fair price for the firm."


@pytest.mark.parametrize("text", ["", "\n", "Staff buy bakery"])
def test_a_title_alone_has_no_summary(text: str) -> None:
    assert told(text) == ""


REPORT = (
    "Fewer than one in ten staff groups that want to leave a council do, says a report by the Wharfside Institute.",
    "The authors spoke to 212 managers in 40 councils over two years.",
    "Staff fear for their pensions, which the report calls the greatest risk to any new mutual.",
    "It recommends that the Treasury stand behind old pensions, first contracts of five years and a £20m fund.",
    "He added that more work was needed.",
)


def test_a_report_is_told_by_finding_risk_and_recommendations() -> None:
    assert told(*REPORT, title="Why so few services have left") == " ".join((REPORT[0], REPORT[2], REPORT[3]))


def test_what_a_report_asks_for_stands_only_behind_a_sentence_that_names_it() -> None:
    assert "It recommends" not in told(*REPORT[1:2], REPORT[3], title="Why so few services have left")


def test_an_award_is_told_by_what_it_honours_who_pays_and_when_it_closes() -> None:
    lines = (
        "Nominations are open for the Halcyon Prize, which honours firms that share profits with all of their staff.",
        "The prize is sponsored by Tredegar Mutual and will be presented in Leeds on 24 September 2027.",
        "Firms may nominate themselves, and those that won in the past five years may not.",
        "Nominations close at 5pm on Friday 29 January.",
    )
    assert told(*lines, title="Prize for fair firms") == " ".join((lines[0], lines[1], lines[3]))
