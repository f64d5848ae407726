"""Text that its publisher had broken already (UTF-8 once read as Windows-1252: ``Studentsâ€™``) → the text it was.

Through ``ftfy``, and only where the broken text could not be meant: what it makes must give the broken text again when
broken in the same way, or a quotation that it opened has lost its end. Anything else stays, letter for letter.
"""

from __future__ import annotations

import re

# The characters that Windows-1252 has for the second and later bytes of UTF-8.
_LATER = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122"
)
# A first byte with what must follow it, once or more. Right text has such a stretch hardly ever; where there is none
# nothing is looked at, so that right text costs a search.
_STRETCH = re.compile(f"(?:[\u00c2-\u00f4][{_LATER}]{{1,3}})+")
_SIGN = re.compile(f"[\u00c2-\u00f4][{_LATER}]")  # how each begins: a set of characters, which is quick to look for
# A closing quotation mark whose last byte is a control character in Windows-1252, and was dropped on the way to us.
_LOST_QUOTE = re.compile(f"(“[^“”]{{1,400}}?)\u00e2\u20ac(?![{_LATER}])")
_CODEC = "sloppy-windows-1252"
# What broken text turns out to be: letters and signs of Latin scripts, typographers' marks, emoji. Two right signs in a
# row may spell a letter of another script, which is then not what was meant.
_MEANT = re.compile(
    "[\u00a0-\u017f\u2010-\u2044\u20ac\u2122\u2190-\u2193\u2212\u2713\u2714\ufe0f\U0001f300-\U0001faff]+"
)
# A text about broken text shows some, and means it.
_ABOUT_IT = re.compile(r"mojibake|character[- ](?:set|encoding)|\butf-?8\b|windows-1252|latin-?1\b", re.IGNORECASE)


def mended(text: str) -> str:
    """``text`` with every stretch put right that is certainly UTF-8 read as Windows-1252; else unchanged."""
    if text.isascii() or not _SIGN.search(text) or _ABOUT_IT.search(text):
        return text
    from ftfy.badness import is_bad

    def mend(found: re.Match[str]) -> str:
        broken = found.group()
        right = _read_right(broken)
        return right if right is not None and is_bad(broken) else broken

    right = _STRETCH.sub(mend, text)
    return _LOST_QUOTE.sub(r"\1”", right) if "\u00e2\u20ac" in right else right


def _read_right(broken: str) -> str | None:
    """The characters that ``broken`` was before it was read as Windows-1252; None when it cannot have come so."""
    from ftfy import bad_codecs

    bad_codecs.ok()  # makes Python know the codec: Windows-1252 in which every byte is a character, as in browsers
    try:
        right = broken.encode(_CODEC).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return right if _MEANT.fullmatch(right) and right.encode("utf-8").decode(_CODEC) == broken else None
