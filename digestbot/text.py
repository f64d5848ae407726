"""Folding and cutting text: HTML to plain text, sentences, words. Pure; knows nothing of news or of topics."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from datetime import date

import regex

_INVISIBLE = "".join(
    map(chr, [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)
_MARKS = frozenset(".,;:!?")
ID_DIGITS = 18  # a database counts to nineteen
# Characters that look alike and must compare alike.
_FOLDED = {
    char: to
    for chars, to in (("‘’‚‛′ʼ`´", "'"), ("“”„‟″«»", '"'), ("‐‑‒–—―−", "-"), (_INVISIBLE, ""))
    for char in chars
}
# translate() looks every character of a text up in its table; few are in it.
_TO_FOLD = re.compile(f"[{''.join(_FOLDED)}]")
_TO_HIDE = re.compile(f"[{_INVISIBLE}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]++(?:['&.\-][A-Za-z0-9]++)*+")
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’&.\-][\p{L}\p{N}]+)*", flags=regex.V1)
# The same in two thirds of the time, for characters that Python's own Unicode tables know as well as the newest do.
_WELL_KNOWN_WORD = re.compile(r"[^\W_]++(?:['’&.\-][^\W_]++)*+")
_NOT_WELL_KNOWN = re.compile("[^\x00-\u0557\u2010-\u205f\u20a0-\u20bf]")

# What is never closed runs to the end, as in a browser; that also keeps both patterns linear on hostile markup.
_SKIP = re.compile(r"<(script|style|noscript|template|svg|head)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.I | re.S)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.S)
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|blockquote|figure|figcaption|hr|dd|dt|dl|pre)\b[^>]*>",
    re.I,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[!?][^<>]*>")

# Abbreviations that end in a full stop without ending a sentence. English, as the sector's press writes it.
_ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr prof rev hon rt cllr sir st sen rep gov gen lt col capt sgt jr sr bros ltd inc co corp plc vs etc"
    " e.g i.e cf al approx est fig no nos vol p pp ed eds dept univ jan feb mar apr jun jul aug sep sept oct nov dec"
    " a.m p.m u.s u.k u.n e.u a b c d e f g h i j k l m n o q r s t u v w x y z".split()
)
_ABBREVIATION_CHARS = 12  # none is longer, with what stands before it and its stop
_BEFORE_WORD = re.compile(r"[\s(\"'“‘]")
_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£$€À-Þ])")
_PARAGRAPH = re.compile(r"\n\s*\n|\n")
# A title or initial before a name is not the end of a sentence; "Co." or "Inc." often is.
_MAY_END = re.compile(r"\b(?:etc|Ltd|Inc|Co|Corp|plc|a\.m|p\.m|U\.S|U\.K|U\.N|E\.U)\.$", re.I)
_STARTS_SENTENCE = re.compile(r"[\"'“‘(]?(?:The|A|An|It|In|On|He|She|They|We|This|That|But|And|For|At|As|Its|Their)\b")


def capital(text: str) -> str:
    """``text`` with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def iso_day(text: str) -> date | None:
    """The day that an ISO 8601 date or date-time begins with; None for a month alone, or a day that no calendar has."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:  # facts are lifted from texts, and texts name the 31st of February
        return None


def fold(text: str) -> str:
    """One form for comparing: NFKC, lower case, quotes and dashes unified, runs of space made one."""
    if text.isascii():
        alike = text.replace("`", "'").lower()
    else:
        alike = _TO_FOLD.sub(lambda found: _FOLDED[found[0]], unicodedata.normalize("NFKC", text)).lower()
    return _single_spaced(alike, alike.isprintable())


def lowered(text: str) -> str:
    """In small letters, sign for sign, as ``re.I`` sees it: where a pattern of small ASCII letters matches, they stand
    here. To look for a word in it costs a small part of a pattern, so it tells where a pattern need not be tried.
    """
    if not text.isascii():
        text = text.replace("İ", "i").replace("ı", "i").replace("ſ", "s")
    return text.lower()


def holds(text: str, marks: Iterable[str]) -> bool:
    """Whether any of ``marks`` stands in a ``lowered`` text."""
    return any(map(text.__contains__, marks))


def clean(text: str) -> str:
    """One line for showing: control and invisible characters out, runs of space made one. Case and quotes stay."""
    printable = text.isprintable()
    return _single_spaced(text if printable else _CONTROL.sub(" ", _TO_HIDE.sub("", text)), printable)


def _single_spaced(text: str, printable: bool) -> str:
    """``printable``: the text is, so that its only white space is the blank."""
    return text.strip() if printable and "  " not in text else " ".join(text.split())


def plain(markup: str) -> str:
    """HTML from outside as plain text: one line a block, entities decoded (twice where a feed escaped twice).

    Never raises; markup that is no HTML comes back as it was, cleaned. A lone ``<`` (as in "3 < 5") stays.
    """
    text = markup
    for _ in range(2):  # feeds escape HTML inside HTML; a third layer is somebody writing about HTML
        if "<" not in text and "&" not in text and "]]>" not in text:
            break
        text = _SKIP.sub(" ", _COMMENT.sub(" ", text))
        text = _TAG.sub("", _BLOCK.sub("\n", text))
        decoded = html.unescape(text)
        if decoded == text or not _TAG.search(decoded):
            text = decoded
            break
        text = decoded
    lines = (clean(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def words(text: str) -> list[str]:
    """The words of a text in order, as written; inner apostrophes, hyphens, ampersands and points kept."""
    found: list[str] = _word_in(text).findall(text)
    return found


def only_word(piece: str) -> str:
    """The word of ASCII letters that a piece without white space consists of, but for a mark behind it; else "".

    Most pieces of English text are such: to tell them costs a fraction of the patterns that cut any piece.
    """
    word = piece[:-1] if piece[-1:] in _MARKS else piece
    return word if word.isascii() and word.isalpha() else ""


def has_word(text: str) -> bool:
    """Whether there is any word in a text."""
    return _word_in(text).search(text) is not None


def _word_in(text: str) -> re.Pattern[str] | regex.Pattern[str]:
    """The quickest pattern that finds the words of ``text``."""
    if text.isascii():
        return _ASCII_WORD
    return _WORD if _NOT_WELL_KNOWN.search(text) else _WELL_KNOWN_WORD


def sentences(text: str) -> list[str]:
    """The sentences of a text in order. Abbreviations, initials, decimals and closing quotes do not end one wrongly.

    Every line break ends a sentence, because ``plain`` puts one between blocks.
    """
    found: list[str] = []
    for paragraph in _PARAGRAPH.split(text):
        start = 0
        for gap in _END.finditer(paragraph):
            before = paragraph[start : gap.end()].rstrip()
            if _is_abbreviated(before) and not (
                _MAY_END.search(before) and _STARTS_SENTENCE.match(paragraph, gap.end())
            ):
                continue
            found.append(before)
            start = gap.end()
        found.append(paragraph[start:])
    return [sentence for sentence in map(clean, found) if sentence]


def _is_abbreviated(text: str) -> bool:
    """Whether a text ends in an abbreviation and its stop."""
    if not text.endswith("."):
        return False
    return lowered(_BEFORE_WORD.split(text[-_ABBREVIATION_CHARS:-1])[-1]) in _ABBREVIATIONS


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut at a word boundary and ended with an ellipsis where anything was cut."""
    if len(text) <= limit:
        return text
    if limit < 2:
        return "…"[:limit]
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    if space > limit // 2:
        cut = cut[:space]
    return cut.rstrip(" ,;:–—-") + "…"


def is_number(text: str) -> bool:
    """Whether a text is a whole number as people type one, small enough for a database's id."""
    return text.isascii() and text.isdigit() and len(text) <= ID_DIGITS
