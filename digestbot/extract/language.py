"""Text and claim → language code. English is told by its function words; only doubtful texts cost a classifier."""

from __future__ import annotations

import re

# Words that English text cannot do without and other languages of our sources do not have.
_ENGLISH = frozenset(
    """the of and to that with for from this have has which their been they it by are will would were its our we
    who""".split()
)
# Share of words that are in _ENGLISH: 0.20–0.36 in English news (our pages), at most 0.03 in Welsh, French, German,
# Spanish, Italian, Dutch and Portuguese ones.
ENGLISH_SHARE = 0.12
# With fewer words nothing is certain: the claim counts. In words.
ENOUGH_WORDS = 20
# What is looked at, in characters: about 600 words.
WINDOW = 4_000
_WORD = re.compile(r"[^\W\d_]++")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
SIGNS = 24  # different ones beyond ASCII up to which they are replaced one by one; English has a few, Chinese hundreds
_TO_WORDS = "".join(chr(code) if chr(code).isalpha() else " " for code in range(128))  # of ASCII, for translate
_CODE = re.compile(r"^([a-z]{2,3})(?:[-_]|$)")


def language_of(text: str, claimed: str | None) -> str | None:
    """ISO 639-1 code of ``text``, or None.

    ``claimed`` (``en-GB``, ``cy``) is believed unless the words speak against it.
    """
    match = _CODE.match((claimed or "").strip().lower())
    claim = match.group(1) if match else None
    words = _words(text[:WINDOW].lower())
    if len(words) < ENOUGH_WORDS:
        return claim
    if sum(map(_ENGLISH.__contains__, words)) / len(words) >= ENGLISH_SHARE:
        return "en"
    if claim and claim != "en":
        return claim
    from digestbot.extract.detector import detect  # a second and 100 MB, for few texts

    return detect(text[:WINDOW]) or claim


def _words(text: str) -> list[str]:
    """The runs of letters in a text; of those beyond ASCII only that they are there: no word in _ENGLISH has a "q"."""
    if not text.isascii():
        signs = set(_BEYOND_ASCII.findall(text))
        if len(signs) > SIGNS:
            found: list[str] = _WORD.findall(text)
            return found
        for sign in signs:
            text = text.replace(sign, "q" if _WORD.match(sign) else " ")
    return text.translate(_TO_WORDS).split()
