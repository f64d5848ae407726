"""What a summary takes from an article, and what it leaves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digestbot.extract import reports
from digestbot.extract.facts import find
from digestbot.extract.summary import ROOM, summarise

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
        "Present: Cllr Jane Smith (in the chair), Cllr Tom Reed and Cllr Ann Lee of Calder Bakery in Halifax.",
        "Funding: the Calder Bakery Foundation in Halifax (grant 7 of £1.2m).",
        "Each left behind a row of old ovens at Calder Bakery in Halifax and a bill of £1.2m.",
    ],
)
def test_furniture_and_sentences_that_lean_on_others_are_left_out(line: str) -> None:
    assert told(line, LEAD, DEADLINE) == f"{LEAD} {DEADLINE}"


def test_the_title_is_not_said_again() -> None:
    assert told(LEAD, DEADLINE, title=LEAD.rstrip(".")) == DEADLINE


def test_two_sentences_keep_to_their_room() -> None:
    long = LEAD[:-1] + ", who had run it from the same shop in the market square for four decades without a holiday."
    assert len(told(long, long.replace("bought", "taken on"), long.replace("Workers", "People"))) <= ROOM


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


PAMPHLET = (
    "Bus companies that their drivers own are hemmed in by licences made for fleets, the think tank Ferrybridge says.",
    "The pamphlet was launched at a depot in Hull.",
    "It found that fares had risen by 3 per cent where drivers own the firm and by 19 per cent elsewhere.",
    "But the pamphlet warns that such firms sell out as soon as they make money, for nothing in the law forbids it.",
)


def test_a_list_of_what_a_report_asks_for_is_told_with_what_leads_up_to_it() -> None:
    asked = (
        "The authors make three recommendations:",
        "a licence of their own",
        "first call on depots",
        "a lock on assets.",
    )
    found = told(*PAMPHLET, *asked, "The minister thanked them.", title="Drivers at the wheel")
    wanted = "The authors make three recommendations: a licence of their own; first call on depots; a lock on assets."
    assert found == " ".join((PAMPHLET[0], *PAMPHLET[2:], wanted))


def test_a_reports_own_page_is_told_by_what_we_found_and_the_list_under_its_heading() -> None:
    page = (
        "We found that ferries with crew on the board were late a third less often than those of any other owner.",
        "More than half of such firms depend on one contract, and the paper fears for those that lose it.",
        "Our recommendations",
        "1. Ports should let a crew bid for its own ferry before anybody else may.",
        "2. The Treasury should stand behind old pensions.",
        "Contact the office on weekdays.",
    )
    found = told("Read the paper (PDF)", *page, title="All hands: what ferries teach")
    listed = "Ports should let a crew bid for its own ferry before anybody else may. The Treasury should stand behind"
    assert found.startswith(f"{page[0]} {page[1]} Our recommendations: {listed} old pensions.")


def test_what_somebody_else_says_as_we_is_not_the_reports() -> None:
    asked = "We ask that the press leave the drivers of Hull alone until the summer, so that they may work in peace."
    assert asked not in told(*PAMPHLET[:3], asked, title="Drivers at the wheel")


def test_what_a_report_asks_for_in_two_sentences_is_told_in_both() -> None:
    asked = (
        "The pamphlet urges councils to sign contracts before Christmas.",
        "It also wants ministers to pay for the training of drivers, and says firms should pool their spare buses.",
    )
    assert told(*PAMPHLET[:3], *asked, title="Drivers at the wheel").endswith(" ".join(asked))


def test_what_the_body_in_the_headline_warns_of_is_the_reports_own() -> None:
    warned = "Oarsmen Mutual chief executive Jane Smith warned that a lack of money kept such firms from new work."
    assert warned in told(*PAMPHLET[:3], warned, title="Drivers at the wheel, says Oarsmen Mutual")
    assert reports.warning([*PAMPHLET[:3], warned], [0], ["Oarsmen Mutual"]) == [3]
    assert reports.warning([*PAMPHLET[:3], warned], [0]) == []


@pytest.mark.parametrize("heading", ["About Calder Bakery", "Notes to editors", "ENDS"])
def test_what_stands_below_a_press_release_is_no_part_of_it(heading: str) -> None:
    below = (
        "Calder Bakery Ltd is authorised by the Financial Conduct Authority to lend £1.2m to its workers in Halifax."
    )
    assert told(LEAD, FILLER, heading, below) == f"{LEAD} {FILLER}"


def test_what_a_year_brought_leans_on_nothing() -> None:
    lead = "This year the Tollgate Trust gave £5.3m to 88 groups that are run by the people they serve."
    assert told(lead, FILLER, title="A year of handing over").startswith(lead)


def test_what_others_warn_of_is_not_told_as_the_reports() -> None:
    critic = "Rival operators warned that cheap fares were a danger to their own routes and to the pensions of staff."
    assert critic not in told(*PAMPHLET[:3], critic, title="Drivers at the wheel")


def test_the_news_itself_is_told_even_where_later_sentences_hold_more_facts() -> None:
    news = (
        "The Ollerton family has sold its forge, which has stood by the canal for ninety years, to those who work it."
    )
    later = (
        "The price of £3.4m comes from Hullbridge Social Bank, and the offer to join the trust closes on 4 December."
    )
    assert told(news, FILLER, later, title="Forge changes hands").startswith(news)


def test_the_day_line_of_an_agency_is_no_part_of_a_sentence() -> None:
    assert told(f"HALIFAX, Nov. 24 – {LEAD}", FILLER, DEADLINE) == f"{LEAD} {DEADLINE}"
    assert told(f"HALIFAX, 24 November 2026 – {LEAD}", FILLER, DEADLINE) == f"{LEAD} {DEADLINE}"
    assert told(f"(Halifax) – {LEAD}", FILLER, DEADLINE) == f"{LEAD} {DEADLINE}"


def test_an_opinion_is_told_by_what_it_argues_and_not_by_who_wrote_it() -> None:
    opinion = (
        "When I was a boy my father took me to the Co-op on a Saturday.",
        "I still have the number by heart, as I have his telephone number and the hymns.",
        "I do not want it back.",
        "What shops need is not more members but members who can say no.",
        "Peter Langworth is a former director of Calder Valley Co-operative.",
    )
    found = told(*opinion, title="A number I never forgot")
    assert opinion[3] in found
    assert opinion[4] not in found
