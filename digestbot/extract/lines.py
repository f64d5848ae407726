"""Lines of an extracted page → the article's lines: headline, by-line, promotions and sign-offs out. Pure text work.

Works on what stands at the edges or names itself ("Read more:", "Sign up to our newsletter"); a line in the middle
that only might be foreign stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digestbot.extract import signs
from digestbot.extract.titles import MAX_TITLE
from digestbot.text import fold, words

# Headline, standfirst, section, date and by-line stand within so many lines of the start.
HEAD_LINES = 6
# A promotion is one line and short, in characters; beyond it somebody is telling something.
PROMOTION_CHARACTERS = 240
PLEA_CHARACTERS = 600  # of a last paragraph that asks readers for something
# At most this share of a text's words may be cut from its end: beyond it the end was the article.
MAX_CUT = 0.5
# A line before the headline with fewer words is a menu, a section or a date.
MENU_WORDS = 8
# A headline has at most so many words and does not end like a sentence.
HEADLINE_WORDS = 18
PULL_QUOTE_WORDS = 6  # a quotation set apart has as many; what has fewer is a heading
_OPENS = '"“‘„«'
_QUOTES = _OPENS + "”’» "
_ENDS = ".!?”\"':;,)"
# A by-line or date line has at most so many words.
BYLINE_WORDS = 14
BYLINE_CHARACTERS = 140

# The words of date lines, as the sector's press and its neighbours write them.
_DATE_WORDS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur
    thurs fri sat sun am pm a.m p.m gmt bst utc est edt pst pdt cet at on of the updated published posted first
    last modified date ago hour hours min mins minute minutes day days read reading time publié le de em às
    segunda terça quarta quinta sexta segunda-feira terça-feira quarta-feira quinta-feira sexta-feira janeiro
    fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro ionawr chwefror mawrth ebrill
    mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr stand uhr um den veröffentlicht aktualisiert januar februar
    märz juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag janvier février mars
    avril juin juillet août septembre octobre novembre décembre mis à jour et il actualizado el del enero febrero marzo
    mayo junio julio septiembre octubre noviembre diciembre pubblicato ultima modifica il gennaio febbraio marzo aprile
    maggio giugno luglio settembre ottobre dicembre lunedì martedì mercoledì giovedì venerdì sabato domenica geplaatst
    gepubliceerd bijgewerkt op januari februari maart mei augustus maandag dinsdag woensdag donderdag vrijdag zaterdag
    zondag uur""".split()
)
_NUMBER = re.compile(r"^\d[\d.:/-]*(?:st|nd|rd|th|am|pm|h)?\d*$")
_DIGIT = re.compile(r"\d")


def article_lines(lines: Sequence[str], titles: Sequence[str]) -> list[str]:
    """The lines of the article among ``lines``; ``titles`` is what the page is called."""
    kept = _without_head(list(lines), {fold(title) for title in titles if title})
    kept = [line for line in kept if not is_promotion(line)]
    return _without_tail(_without_pull_quotes(kept))


def is_promotion(line: str) -> bool:
    """Whether a line only points elsewhere or labels something: "Read more: …", "Advertisement"."""
    if len(line) > PROMOTION_CHARACTERS:
        return False
    folded = fold(line)
    return bool(signs.LABEL.match(folded.strip("- ")) or signs.PROMOTION.match(folded))


def _without_head(lines: list[str], titles: set[str]) -> list[str]:
    head = lines[:HEAD_LINES]
    named = [number for number, line in enumerate(head) if _is_title(line, titles)]
    start = named[-1] + 1 if named else 0
    kept = [line for line in head[:start] if len(line.split()) >= MENU_WORDS and not _is_title(line, titles)]
    kept += [line for line in head[start:] if not _is_byline(line)]
    return kept + lines[HEAD_LINES:] if kept or len(lines) > HEAD_LINES else lines


def _is_title(line: str, titles: set[str]) -> bool:
    if len(line) > MAX_TITLE:
        return False
    folded = fold(line)
    return folded in titles or any(len(folded) > 20 and _is_part(folded, title) for title in titles)


def _is_part(headline: str, title: str) -> bool:
    """Whether a title begins with the headline, or ends with it after the site's name."""
    if title.startswith(headline):
        return True
    return title.endswith(headline) and title[: -len(headline)].rstrip().endswith(("-", "|", "»"))


def _is_byline(line: str) -> bool:
    """Whether a line is a date, a by-line or both and nothing else."""
    if len(line) > BYLINE_CHARACTERS or line[0] == "|":  # a row of a table's figures is no date
        return False
    tokens = words(fold(line))
    if not tokens or len(tokens) > BYLINE_WORDS:
        return False
    numbers = sum(bool(_NUMBER.match(token)) for token in tokens)
    if numbers and numbers + sum(token in _DATE_WORDS for token in tokens) == len(tokens):
        return True
    return bool(signs.BYLINE.match(fold(line))) and line[-1] not in ".!?"


def _without_pull_quotes(lines: list[str]) -> list[str]:
    """Less the quotations that a page sets apart in large letters and tells within a paragraph too."""
    return [line for line in lines if line[0] not in _OPENS or not _is_told_in(line.strip(_QUOTES), line, lines)]


def _is_told_in(said: str, line: str, lines: list[str]) -> bool:
    if len(line) > PROMOTION_CHARACTERS or len(said.split()) < PULL_QUOTE_WORDS:
        return False
    return any(len(other) > len(line) and said in other for other in lines)


def _without_lists(lines: list[str]) -> list[str]:
    """Less the headings that open a list of other stories, and the headlines under them."""
    kept: list[str] = []
    listing = False
    for line in lines:
        if signs.LIST_HEADING.match(fold(line)):
            listing = True
        elif not listing or len(line.split()) > HEADLINE_WORDS or line[-1] in _ENDS:
            listing = False
            kept.append(line)
    return kept


def _without_tail(lines: list[str]) -> list[str]:
    total = sum(len(line.split()) for line in lines)
    floor = total * (1 - MAX_CUT)
    lines = _without_foot(_without_lists(lines), floor)
    end, left = len(lines), sum(len(line.split()) for line in lines)
    while end > 1 and left - (size := len(lines[end - 1].split())) >= floor and is_sign_off(lines[end - 1]):
        left -= size
        end -= 1
    return lines[:end]


def _without_foot(lines: list[str], floor: float) -> list[str]:
    """Less the foot of a newsletter, where more than ``floor`` words stand before it."""
    before = 0
    for number, line in enumerate(lines):
        if before >= floor and len(line) <= PROMOTION_CHARACTERS and signs.FOOT.match(fold(line)):
            return lines[:number]
        before += len(line.split())
    return lines


def is_sign_off(line: str) -> bool:
    """Whether a last line speaks to the reader about the publication, not of the news.

    Lines with figures are spared: "Sign up by 4 December" and "Subscribe for shares from £50" are news to us.
    """
    folded = fold(line[:PLEA_CHARACTERS])
    if len(line) < PLEA_CHARACTERS and signs.PLEA.match(folded):
        return True
    if len(line) > PROMOTION_CHARACTERS:
        return False
    return bool(signs.ORIGIN.search(folded)) or (bool(signs.SIGN_OFF.search(folded)) and not _DIGIT.search(folded))
