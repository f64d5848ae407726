"""Broken text is put right where it is certain, and right text never touched."""

from __future__ import annotations

import pytest
from ftfy import bad_codecs
from hypothesis import given
from hypothesis import strategies as st

from digestbot.mojibake import mended

WORDS = st.text("abcdefgh ,.ABC0123", min_size=1, max_size=12)
BROKEN_OFTEN = st.sampled_from("’‘“”–—…éèáàâêôüöäñçãõíóúŷŵ£€•™")
RIGHT = st.text(
    "abcdefghijk lmnoprstuvwy.,!ABCDE0123456789’‘“”–—…éèáàâêôüöäñçãõíóúŷŵÉÀÔ£€•™©®«»°§½ßøåŁęćżПриветΑθήνα漢字",
    max_size=60,
)


def broken(text: str) -> str:
    """``text`` as it looks when its UTF-8 is read as Windows-1252."""
    bad_codecs.ok()
    return text.encode().decode("sloppy-windows-1252")


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("Studentsâ€™ union", "Students’ union"),
        ("â€œWe said soâ€\x9d", "“We said so”"),
        ("They say â€œrent strikeâ€ is off", "They say “rent strike” is off"),
        ("They say “rent strikeâ€, and “no”", "They say “rent strike”, and “no”"),
        ("The fiancÃ©e of GuantÃ¡namo", "The fiancée of Guantánamo"),
        ("funÃ§Ã£o", "função"),
        ("shares from Â£50 â€“ and up", "shares from £50 – and up"),
        ("right – and theirâ€™s", "right – and their’s"),
    ],
)
def test_what_a_publisher_broke_is_put_right(given: str, right: str) -> None:
    assert mended(given) == right


@pytest.mark.parametrize(
    "text",
    [
        "NESCAFÉ® and its owners", "SÃO PAULO", "Ã la carte", "À L’ÂGE DE", "£5 – “so” it’s", "naïve café",
        "¿Qué?", "Łódź", "“So” â€ alone",
        "Mojibake looks like this: â€™", "A page in UTF-8 shows Ã© where é was meant", "VITÓRIA «É»",
    ],
)  # fmt: skip
def test_right_text_stays(text: str) -> None:
    assert mended(text) == text


# Without the capitals Â and Ã, which no word has before a sign; no word ends in â before a price either.
@given(RIGHT.filter(lambda text: "â€" not in text))
def test_right_text_of_any_language_stays(text: str) -> None:
    assert mended(text) == text


@given(st.text())
def test_any_text_comes_back_and_is_done_at_once(text: str) -> None:
    once = mended(text)
    assert len(once) <= len(text)
    assert mended(once) == once


@given(WORDS, BROKEN_OFTEN, WORDS)
def test_a_broken_sign_among_words_is_put_right_or_left(before: str, sign: str, after: str) -> None:
    assert mended(before + broken(sign) + after) in (before + sign + after, before + broken(sign) + after)
