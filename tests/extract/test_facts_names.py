"""People with roles, organisations, places, and quotations with their speakers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digestbot.extract.facts import find
from digestbot.types import Fact

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def facts(kind: str, text: str) -> list[Fact]:
    return [fact for fact in find("", text, NOW, NOW) if fact.kind == kind]


def names(kind: str, text: str) -> list[str]:
    return [fact.value for fact in facts(kind, text)]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Ed Mayo, secretary general of Co-operatives UK, agreed.", "Ed Mayo", "secretary general of Co-operatives UK"),
        ("It was signed by chief executive Jane Smith.", "Jane Smith", "chief executive"),
        ("Co-operatives UK chief executive Rose Marley left.", "Rose Marley", "Co-operatives UK chief executive"),
        ("The society's chair, Tom Reed, agreed.", "Tom Reed", "chair"),
        (
            "The minister for civil society, Stephanie Peacock, was there.",
            "Stephanie Peacock",
            "minister for civil society",
        ),
        ("Labour MP Jim McMahon voted.", "Jim McMahon", "Labour MP"),
        ("Manager Chantelle Quist hopes for more.", "Chantelle Quist", "manager"),
        ("Simone Achebe becomes chair of Acorn Trust in May.", "Simone Achebe", "chair of Acorn Trust"),
        ("Professor Gail Woods of the University of Leeds wrote it.", "Gail Woods", "professor"),
        ("Dame Pauline Green spoke.", "Pauline Green", ""),
        ("The society's chair, Joan Entwistle, will lead the board.", "Joan Entwistle", "chair"),
        ("Deputy mayor for housing Tom Copley agreed.", "Tom Copley", "deputy mayor for housing"),
        ("Teacher Hugh Pennington, who led the group, agreed.", "Hugh Pennington", "teacher"),
        ("“We pay,” said Ferhat Demir, a postman who has lived there for years.", "Ferhat Demir", "postman"),
        ("It was brought in by Sheffield MP Naomi Brand, who would give it more.", "Naomi Brand", "Sheffield MP"),
        (
            "James de Groot of the Employee Ownership Association, who agreed, left.",
            "James de Groot",
            "of the Employee Ownership Association",
        ),
        ("“We agree on all of it,” said Xanthe Quux.", "Xanthe Quux", ""),
        ("Arlo Foods CEO Jane Smith agreed.", "Jane Smith", "Arlo Foods CEO"),
        ("A bill by State Senator Ruth Bellamy is next.", "Ruth Bellamy", "State Senator"),
        ("Its chief executive is Jane Smith, who ran a ferry.", "Jane Smith", "chief executive"),
        ("The Mark has a new chief executive: Jane Smith, once of Leeds.", "Jane Smith", "new chief executive"),
        ("The ring's cabinet member for roads, Qudsi Bains, left.", "Qudsi Bains", "cabinet member for roads"),
        ("Anna Lee, managing director, Firstlight Skips, Preston", "Anna Lee", "managing director"),
        ("The paper was written by Jane Smith.", "Jane Smith", "author"),
        ("Jane Smith, who will manage the ferry, agreed.", "Jane Smith", "manager"),
        ("“We went,” said chair Rosaline d'Entremont.", "Rosaline d'Entremont", "chair"),
        ("But Hastings grower Jane Smith agreed.", "Jane Smith", "Hastings grower"),
        ("Founded in 2022 by Jane Smith, it makes rope.", "Jane Smith", "founder"),
        ("“We went,” said Shore Capital's Jane Smith.", "Jane Smith", "of Shore Capital"),
        ("Or ask senior associate Jane Smith.", "Jane Smith", "senior associate"),
        ("Mrs Justice Quennell ruled on it.", "Justice Quennell", "judge"),
        ("Sir Jack Mott is chair. Sir Jack was secretary once.", "Jack Mott", "chair"),
    ],
)
def test_a_person_is_found_with_the_role(text: str, name: str, role: str) -> None:
    assert [(fact.value, fact.detail) for fact in facts("person", text)] == [(name, role)]


@pytest.mark.parametrize(
    "text",
    [
        "Social Enterprise Awards are open.",
        "The Wheatsheaf Inn reopens.",
        "Will Leeds Building Society merge?",
        "The Robert Owen Trust is small.",
        "In New Lanark nobody knew.",
    ],
)
def test_what_only_looks_like_a_person_is_none(text: str) -> None:
    assert names("person", text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Members of Calderdale Building Society voted.", "Calderdale Building Society"),
        ("The Department for Business and Trade declined.", "Department for Business and Trade"),
        ("The Bank of England's Andrew Bailey spoke.", "Bank of England"),
        ("Staff at Harker Joinery own it.", "Harker Joinery"),
        ("The Office of Rail and Road refused.", "Office of Rail and Road"),
        ("Loaf and Leaven, a workers' co-operative, is ten.", "Loaf and Leaven"),
        ("Former Remploy workers met.", "Remploy"),
        ("Then UnLtd gave more.", "UnLtd"),
        ("It was paid for by the Aldgate and Allhallows Foundation.", "Aldgate and Allhallows Foundation"),
        ("The Economic and Social Research Council paid.", "Economic and Social Research Council"),
        ("Then the Duchy of Cornwall gave more.", "Duchy of Cornwall"),
    ],
)
def test_an_organisation_is_found(text: str, name: str) -> None:
    assert names("organisation", text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "A credit union opened.",
        "Building Societies Act 1986",
        "The Annual General Meeting was long.",
        "“We agree,” said Ann Lee, Cabinet Member for Public Services and Communities.",
        "The Director of Adult Services agreed.",
        "Sixteen workers in Aberaeron agreed.",
    ],
)
def test_a_kind_of_organisation_is_none(text: str) -> None:
    assert names("organisation", text) == []


def test_a_place_in_the_name_of_an_organisation_is_none() -> None:
    assert names("place", "Leeds Building Society has a branch in Harrogate.") == ["Harrogate"]


def test_a_place_that_no_list_knows_is_one_after_in() -> None:
    assert names("place", "The bakery in Stirchley is ten.") == ["Stirchley"]
    assert names("place", "The debate in Parliament was short.") == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It is the best news for a year,” said Jane Smith, the chair.", "Jane Smith"),
        ("Jane Smith said: “It is the best news for a year.”", "Jane Smith"),
        ('According to Jane Smith, "it is the best news for a year."', "Jane Smith"),
        ("‘It is the best news for a year,’ said Jane Smith.", "Jane Smith"),
        ("Jane Smith, who chairs it, told the meeting: “It is the best news for a year.”", "Jane Smith"),
        ("Jane Smith chairs it. “It is the best news for a year,” Ms Smith said.", "Jane Smith"),
        ("Jane Smith chairs it. “It is the best news for a year,” she said.", "Jane Smith"),
        (
            "Ann Jones left.\nJane Smith, who met Ann Jones, drives. “It is the best news for a year,” she said.",
            "Jane Smith",
        ),
        (
            "Sir Jack Smith took over from Ann Jones.\nSir Jack drives.\n“It is the best news for a year,” he said.",
            "Jack Smith",
        ),
        (
            "Ann Jones left.\nThe roads chief, Jane Smith, did not. “It is the best news for a year,” she said.",
            "Jane Smith",
        ),
        (
            "Ann Jones, a solicitor, and Jane Smith, a judge, met. “It is the best news for a year,” the judge said.",
            "Jane Smith",
        ),
        ("Jane Smith and Ann Jones met. “It is the best news for a year,” she said.", ""),
        ("“It is the best news for a year,” said a spokesperson for the Treasury.", "spokesperson for the Treasury"),
    ],
)
def test_a_quotation_has_the_speaker_where_that_is_sure(text: str, speaker: str) -> None:
    (fact,) = facts("quotation", text)
    assert fact.value.casefold().rstrip(".") == "it is the best news for a year"
    assert fact.detail == speaker


def test_a_quotation_over_paragraphs_is_one() -> None:
    text = "Jane Smith said: “It was a long road to here.\n“But we have arrived at last.”"
    assert names("quotation", text) == ["It was a long road to here. But we have arrived at last."]


def test_a_quotation_goes_on_after_its_attribution() -> None:
    text = "“It was a long road,” said Jane Smith. “But we have arrived at last.”"
    assert [fact.detail for fact in facts("quotation", text)] == ["Jane Smith", "Jane Smith"]


def test_who_spoke_in_the_paragraph_before_still_speaks() -> None:
    text = "Ann Jones left in May.\n“It was a long road,” said Jane Smith.\n“But we have arrived at last,” she added."
    assert [fact.detail for fact in facts("quotation", text)] == ["Jane Smith", "Jane Smith"]


def test_who_speaks_is_in_doubt_where_somebody_else_has_come_between() -> None:
    text = "“It was a long road,” said Jane Smith, who met Ann Jones.\n“But we have arrived at last,” she added."
    assert [fact.detail for fact in facts("quotation", text)] == ["Jane Smith", ""]


@pytest.mark.parametrize("text", ["The so-called “best of all possible worlds” scheme.", "She called it “fair”."])
def test_a_title_or_a_word_in_quotation_marks_is_no_quotation(text: str) -> None:
    assert facts("quotation", text) == []


def test_a_body_told_over_two_spaces_is_read() -> None:
    (person,) = facts("person", "Jane Roe of the  Phone Co-op, a friend, spoke.")
    assert (person.value, person.detail) == ("Jane Roe", "of the Phone Co-op")
