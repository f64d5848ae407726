from __future__ import annotations

import pytest

from digestbot.grouping.changes import is_material_change

TITLE = "Villagers raise £312,000 to reopen the Anchor"
TEXT = (
    "A share offer to buy the only pub in Hartsop Bay has closed above its target. The Anchor will be run by a "
    "community benefit society with 486 members. Opening is planned for Easter, with a post office in the snug."
)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, TEXT),
        (TITLE, TEXT.replace("planned", "plannned")),
        (TITLE, " ".join(TEXT.split(". ")[::-1])),
        (TITLE, TEXT + "\nUpdated: 12 May 2022 at 10.15 by our newsroom staff."),
        ("Villagers raise £312,000 and reopen the Anchor pub", TEXT),
        (TITLE, TEXT.split(". ")[0]),
    ],
    ids=["same", "spelling", "order", "furniture", "headline reworded", "cut"],
)
def test_corrections_are_not_material(title: str, text: str) -> None:
    assert not is_material_change(TITLE, TEXT, title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, TEXT + " Brackwell Inns has since withdrawn from the sale and keeps the freehold for itself."),
        (TITLE, TEXT + " The lottery has now promised another £75,000 towards repairs of its roof."),
        ("Villagers raise £389,000 to reopen the Anchor", TEXT),
    ],
    ids=["new actor", "new figure", "new figure in the headline"],
)
def test_a_new_actor_figure_or_decision_is_material(title: str, text: str) -> None:
    assert is_material_change(TITLE, TEXT, title, text)


def test_an_item_that_was_only_a_headline_and_gains_its_text_is_material() -> None:
    assert is_material_change(TITLE, "", TITLE, TEXT)
