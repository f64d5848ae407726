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
_WORD = re.compile(r"[^\W\d_]+")
_SHIFT = 16  # bits: both counts of a piece in one number, so that a text costs one sum; a window has fewer words
_CODE = re.compile(r"^([a-z]{2,3})(?:[-_]|$)")


class _Memo(dict[str, int]):
    """A piece of text between white spaces → its words of English and, ``_SHIFT`` bits up, all its words.

    Emptied when full.
    """

    LIMIT = 65_536  # pieces, about 8 MB

    def __missing__(self, piece: str) -> int:
        if len(self) >= self.LIMIT:
            self.clear()
        words = _WORD.findall(piece.lower())
        counts = self[piece] = len(words) << _SHIFT | sum(map(_ENGLISH.__contains__, words))
        return counts


_counts = _Memo()


def language_of(text: str, claimed: str | None) -> str | None:
    """ISO 639-1 code of ``text``, or None.

    ``claimed`` (``en-GB``, ``cy``) is believed unless the words speak against it.
    """
    match = _CODE.match((claimed or "").strip().lower())
    claim = match.group(1) if match else None
    words, english = divmod(sum(map(_counts.__getitem__, text[:WINDOW].split())), 1 << _SHIFT)
    if words < ENOUGH_WORDS:
        return claim
    if english / words >= ENGLISH_SHARE:
        return "en"
    if claim and claim != "en":
        return claim
    return _classify(text[:WINDOW]) or claim


def _classify(text: str) -> str | None:
    import py3langid  # type: ignore[import-untyped] # its model takes a second and 100 MB to load: only a process that meets a doubtful text pays

    code: str = py3langid.classify(text)[0]
    return code or None
