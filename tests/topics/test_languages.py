"""English and not: short headlines, names in other languages, other languages."""

from __future__ import annotations

import pytest

from digestbot.topics.examples import load_examples
from digestbot.topics.features import Table

NAMES = (
    "La Fageda, El Celler de Can Roca and La Boqueria win awards",
    "Las Vegas, Los Angeles, San Diego: El Niño rains due",
    "Dŵr Cymru Welsh Water names Y Fro as site of new plant",
    "Die Linke and Der Spiegel in row over De Telegraaf report",
    "Partneriaeth Ogwen: a high street, a river and a community company",
    "Confederación Empresarial Española de la Economía Social meets in Madrid",
    "Los Angeles de la Torre wins El Paso vote",
)


@pytest.mark.parametrize("headline", NAMES)
def test_names_of_other_languages_in_an_english_headline_do_not_make_it_foreign(headline: str) -> None:
    assert Table(()).read([(headline, "")]).languages == (None,)


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Les coopératives de travail se multiplient dans les régions", "French"),
        ("Mae'r cwmni cydweithredol wedi agor siop yn y pentref", "Welsh"),
        ("Genossenschaften wachsen und die Mitglieder sind zufrieden mit der Entwicklung", "German"),
        ("Las cooperativas de trabajo crecen en todo el país", "Spanish"),
        ("Le cooperative sociali crescono in tutta la regione e nel sud", "Italian"),
        ("協同組合は組合員が所有する", "another script"),
    ],
)
def test_a_headline_in_another_language_is_told(headline: str, language: str) -> None:
    assert Table(()).read([(headline, "")]).languages == (language,)


def test_no_relevant_english_example_is_taken_for_another_language() -> None:
    known = [one for one in load_examples() if one.relevant]
    titles = Table(()).read([(one.title, "") for one in known]).languages
    texts = Table(()).read([(one.title, one.text) for one in known]).languages
    flagged = [one.title for one, title, text in zip(known, titles, texts, strict=True) if title and not text]
    assert flagged == []
