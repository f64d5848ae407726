"""The colours of the style sheet against each other, by the formula of WCAG 2.2: body text at 4.5, large marks at 3."""

from __future__ import annotations

import re

import pytest

from digestbot.render import html

AA_TEXT = 4.5
AA_MARK = 3.0
PALETTES = {"light": 0, "dark": 1, "print": 2}
OPAQUE = 0.75  # of the small words in the chart
TEXT = [
    (ink, paper)
    for ink in ("ink", "soft", "link", "mark")
    for paper in ("paper", "tint")  # the lead story stands on a tint
]

Colour = tuple[float, ...]


def palette(name: str) -> dict[str, Colour]:
    """Light, then dark, then print, each ``:root`` block over the ones that hold before it."""
    blocks = re.findall(r":root\s*{([^}]*)}", html.style())
    assert len(blocks) == len(PALETTES)
    return {key: colour(value) for key, value in re.findall(r"--(\w+):\s*(#[0-9a-f]+)", blocks[PALETTES[name]])}


def colour(code: str) -> Colour:
    digits = code[1:] if len(code) == 7 else "".join(digit * 2 for digit in code[1:])
    return tuple(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))


def luminance(one: Colour) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in one]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_known_ends() -> None:
    assert contrast(colour("#000"), colour("#ffffff")) == pytest.approx(21)
    assert contrast(colour("#777777"), colour("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_can_be_read(name: str, ink: str, paper: str) -> None:
    colours = palette(name)
    assert contrast(colours[ink], colours[paper]) >= AA_TEXT


@pytest.mark.parametrize("name", PALETTES)
def test_small_words_of_the_chart_can_be_read(name: str) -> None:
    colours = palette(name)
    ink, paper = colours["ink"], colours["paper"]
    seen = tuple(OPAQUE * above + (1 - OPAQUE) * below for above, below in zip(ink, paper, strict=True))
    assert contrast(seen, paper) >= AA_TEXT


@pytest.mark.parametrize("name", PALETTES)
def test_focus_is_seen(name: str) -> None:
    colours = palette(name)
    assert contrast(colours["link"], colours["paper"]) >= AA_MARK


def test_every_text_colour_comes_from_the_palette() -> None:
    rules = re.sub(r":root\s*{[^}]*}", "", html.style())
    told = re.findall(r"(?<![-\w])color:\s*([^;}]+)", rules)
    assert told
    assert {one.strip() for one in told} <= {f"var(--{name})" for name in ("ink", "soft", "link", "mark")} | {"inherit"}


def test_headline_links_are_told_by_more_than_colour() -> None:
    """Their underline is faint, so they stand out as headings; links in running text keep their own colour and line."""
    assert "text-decoration: none" not in html.style().partition("@media print")[0]
