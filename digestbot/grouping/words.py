"""Turns title and text into weighted terms: stems, names and numbers with how much each says in this text.

It never asks how rare a term is elsewhere (``background`` and the store know that) and keeps no text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from digestbot.grouping.forms import FORMS
from digestbot.text import fold

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*(?:[.,]\d+)*")
# What ends a sentence or opens a quotation, if anything, and the word after it.
_RAW = re.compile(r"([.!?:;\n\"“”‘(\[•|][\W_]*)?([^\W_]+(?:['’ʼ′`‛][^\W_]+)*(?:[.,]\d+)*)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_CONTRACTION = re.compile(r"(?:'(?:s|re|ve|d|ll|m)|n't)$")
_COOP = re.compile(r"\bco[-‐‑]\s?op", re.I)

# A name says who and where, which tells two events of one kind apart. Chosen on the project's own sets and the
# shared story sets together; 1.2 to 2 differ by less than .005 B³.
NAME_WEIGHT = 1.5
# Added to the weight of a name in ``Fingerprint.terms``, so that names are known again; no weight reaches it.
NAME_MARK = 16.0
_ENDS = frozenset("sgde")  # the last letters of what is taken off


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without plural, possessive, -ed and -ing endings; light, so that names stay apart."""
    if "'" in word:
        word = _CONTRACTION.sub("", word).replace("'", "")
    if len(word) < 4 or word[-1] not in _ENDS or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) >= 3 and any(c in "aeiouy" for c in base):
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":
                base = base[:-1]
            word = base
            break
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    return word


@lru_cache(maxsize=65536)
def term_id(term: str) -> int:
    """The 32-bit id under which a stem is stored; at a million terms about one in ten thousand shares its id."""
    return crc32(term.encode())


def _joined(text: str) -> str:
    return _COOP.sub("coop", text)


@lru_cache(maxsize=1)
def _standing_in() -> dict[str, str]:
    return {stem(form): stem(first) for first, *others in FORMS for form in others}


def meaning(word: str) -> str:
    """The stem by which a stem is compared: "buy" for "bought". Phrases are hashed by the words as they are."""
    return _standing_in().get(word, word)


def meanings(words: Sequence[str]) -> list[str]:
    """The meanings of stems, one for one."""
    standing_in = _standing_in().get
    return [standing_in(word, word) for word in words]


@lru_cache(maxsize=65536)
def token(raw: str) -> str:
    """The stem, or the bare figure, of one word as written; "US", the country, is no pronoun."""
    if raw == "US":
        return "usa"
    if raw[0].isdigit():
        return _figure(raw.lower())
    return stem(raw.lower() if raw.isascii() and raw.isalpha() else fold(raw))


def tokens(text: str) -> list[str]:
    """The stems of a text in order, "co-op" joined, thousands separators out of figures."""
    return [_figure(word) if word[0].isdigit() else stem(word) for word in _WORD.findall(_joined(fold(text)))]


def _figure(word: str) -> str:
    return word.replace(",", "")


def normal(text: str) -> str:
    """A text in the form in which ``raw_words`` cuts it."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _joined(text)


def raw_words(text: str) -> list[tuple[str, str]]:
    """The words of a ``normal`` text as written, each with what ends the sentence before it, if anything does."""
    return _RAW.findall(text)


@lru_cache(maxsize=1024)
def weight(count: int, name: bool) -> float:
    """How much a stem says in this text, before rarity: dampened frequency, more for names; three decimals are kept."""
    return round((1 + math.log(count)) * (NAME_WEIGHT if name else 1.0), 3)
