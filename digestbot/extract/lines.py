"""Lines of an extracted page → the article's lines: headline, by-line, promotions and sign-offs out. Pure text work.

Works on what stands at the edges or names itself ("Read more:", "Sign up to our newsletter"); a line in the middle
that only might be foreign stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digestbot.extract.titles import MAX_TITLE
from digestbot.text import fold, words

# Headline, standfirst, section, date and by-line stand within so many lines of the start.
HEAD_LINES = 6
# A promotion is one line and short, in words; beyond it somebody is telling something.
PROMOTION_WORDS = 40
# At most this share of a text's words may be cut from its end: beyond it the end was the article.
MAX_CUT = 0.5
# A headline has at most so many words and does not end like a sentence.
HEADLINE_WORDS = 18
_ENDS = ".!?”\"':;,)"
# A by-line or date line has at most so many words.
BYLINE_WORDS = 14
BYLINE_CHARACTERS = 140

# The words of date lines, as the sector's press and its neighbours write them.
_DATE_WORDS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
    sun am pm a.m p.m gmt bst utc est edt pst pdt cet at on of the updated published posted first last modified date ago
    hour hours min mins minute minutes day days read reading time publié le de em às segunda terça quarta quinta sexta
    segunda-feira terça-feira quarta-feira quinta-feira sexta-feira janeiro fevereiro março abril maio junho julho agosto
    setembro outubro novembro dezembro ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd
    rhagfyr""".split()
)
_NUMBER = re.compile(r"^\d[\d.:/-]*(?:st|nd|rd|th|am|pm|h)?\d*$")
_BYLINE = re.compile(
    r"^(?:by|words(?: by)?|written by|posted by|published by|author|authors|reporter|gan)\b[:\s]", re.I
)
_PROMOTION = re.compile(
    r"^(?:read (?:more|also|next|this)|also read|see also|related(?: (?:story|stories|article|articles"
    r"|content|news|links?|posts?))?|more (?:on this|from|like this|stories|news|in)|don'?t miss|must read"
    r"|recommended|watch(?: (?:now|more|the video))?|listen"
    r"|also on [\w.-]+|leggi anche|lire aussi|à lire aussi|lea también|lee también|leia (?:mais|também)"
    r"|mehr zum thema|lesen sie auch|lees ook|you (?:may|might) (?:also )?(?:like|be interested)|up next"
    r"|trending|in pics|in pictures|editor'?s (?:pick|note on)|advertisement|sponsored"
    r"|photos?|image|picture|pic|video|credit|getty images|darllenwch (?:fwy|hefyd))\s*(?:[:|>»–—-]|\.\.\.|…)\s*\S",
    re.I,
)
_BARE = re.compile(
    r"^(?:advertisement|advert|ad|sponsored(?: content)?|story continues(?: below)?(?: advertisement)?"
    r"|article continues below(?: advertisement)?|continue reading(?: the main story| below)?|read more"
    r"|related(?: (?:stories|articles|content|news|links|posts|topics|coverage))?"
    r"|share(?: this)?(?: (?:article|story|page|post|on))*|share on (?:facebook|twitter|x|linkedin"
    r"|whatsapp)|print(?: this page)?|email(?: this)?|tweet|comments?(?: comments?)?|\d+ comments?"
    r"|leave a (?:comment|reply)|back to top|loading\.*|skip to (?:main )?content|subscribe(?: now)?"
    r"|sign up|click to enlarge|more like this|watch now|play video|copy link|link copied"
    r"|getty(?: images)?|image source(?:, .{1,60})?|image caption(?:, .{1,200})?"
    r"|media caption(?:, .{1,200})?|read next|up next|most read|most popular|top stories|trending|tags?"
    r"|topics?|filed under|advertisement\s.*)[:.]?$",
    re.I,
)
_SIGN_OFF = re.compile(
    r"\b(?:subscribe|sign(?:ing)? up|newsletters?|follow (?:us|me|@?\w+) on|(?:like|join|follow"
    r"|find) us (?:on|at)|on (?:twitter|facebook|instagram|linkedin)\b.{0,30}$|download (?:our"
    r"|the) (?:free )?app|get the .{1,30} app|delivered (?:straight |directly |right )?to your (?:inbox"
    r"|door|letterbox)"
    r"|click here (?:to|for)|contributed to this (?:report|article|story)|contact the (?:author|writer"
    r"|reporter)|reach the (?:author|reporter|writer)s?|email (?:the )?(?:author|reporter|us at)"
    r"|letters? to the editor|what do you think\?|have your say|let us know in the comments"
    r"|this (?:article|story|post|piece) (?:was |is )?(?:first |originally )?(?:appeared|published|posted"
    r"|republished)|support (?:our|independent) journalism|become a (?:member|supporter|subscriber)"
    r"|get access to|terms (?:and|&) conditions apply|share (?:this|it) with|like this (?:story|article)"
    r"|enjoyed this (?:article|story|post)"
    r"|we may (?:earn|receive) (?:a |an )?(?:affiliate )?commission|affiliate (?:links?|commission)"
    r"|if you (?:buy|purchase) something|for more (?:information|news|stories|on this)[^.]{0,40}(?:click"
    r"|visit our|follow)|send us (?:your|a)|got a (?:story|tip)|do you have a story)",
    re.I,
)
_SOURCE_LINE = re.compile(
    r"^(?:sources?|tags?|topics?|keywords?|categor(?:y|ies)|filed under|image(?: source)?|photo(?:s"
    r"|graph)?(?: by| credit)?|featured image|picture|credits?)\s*[:|]\s*\S.{0,200}$|^source [A-Z].{0,40}$",
    re.I,
)
_MORE_HEAD = re.compile(
    r"^(?:more (?:stories|news|from|on|like this|in).{0,40}|related(?: .{1,20})?|(?:top|latest|popular"
    r"|other|trending|featured|recent) (?:stories|news|posts|articles|headlines).{0,20}|you (?:may"
    r"|might) (?:also )?(?:like|be interested in).{0,20}|read (?:next|more)|recommended(?: .{1,30})?"
    r"|most (?:read|popular|viewed)(?: .{0,20})?"
    r"|don'?t miss|see also|further reading|next (?:post|article|story)|previous (?:post|article|story)"
    r"|about the authors?|share this.{0,20}|leave a (?:reply|comment)|comments?|join the (?:conversation"
    r"|discussion)|das könnte sie auch interessieren|artículos relacionados|notícias relacionadas"
    r"|articles? (?:liés|connexes)|sign up.{0,60}newsletter.{0,40})[:.]?$",
    re.I,
)


def article_lines(lines: Sequence[str], titles: Sequence[str]) -> list[str]:
    """The lines of the article among ``lines``; ``titles`` is what the page is called."""
    kept = _without_head(list(lines), {fold(title) for title in titles if title})
    kept = [line for line in kept if not is_promotion(line)]
    return _without_tail(kept)


def is_promotion(line: str) -> bool:
    """Whether a line only points elsewhere or labels something: "Read more: …", "Advertisement"."""
    return bool(_BARE.match(line)) or (bool(_PROMOTION.match(line)) and len(line.split()) <= PROMOTION_WORDS)


def _without_head(lines: list[str], titles: set[str]) -> list[str]:
    head = lines[:HEAD_LINES]
    kept = [line for line in head if not (_is_title(line, titles) or _is_byline(line))]
    return kept + lines[HEAD_LINES:] if kept or len(lines) > HEAD_LINES else lines


def _is_title(line: str, titles: set[str]) -> bool:
    if len(line) > MAX_TITLE:
        return False
    folded = fold(line)
    return folded in titles or any(len(folded) > 20 and title.startswith(folded) for title in titles)


def _is_byline(line: str) -> bool:
    """Whether a line is a date, a by-line or both and nothing else."""
    if len(line) > BYLINE_CHARACTERS:
        return False
    tokens = words(fold(line))
    if not tokens or len(tokens) > BYLINE_WORDS:
        return False
    numbers = sum(bool(_NUMBER.match(token)) for token in tokens)
    if numbers and numbers + sum(token in _DATE_WORDS for token in tokens) == len(tokens):
        return True
    return bool(_BYLINE.match(line)) and line[-1] not in ".!?"


def _without_lists(lines: list[str]) -> list[str]:
    """Less the headings that open a list of other stories, and the headlines under them."""
    kept: list[str] = []
    listing = False
    for line in lines:
        if _MORE_HEAD.match(line):
            listing = True
        elif not listing or len(line.split()) > HEADLINE_WORDS or line[-1] in _ENDS:
            listing = False
            kept.append(line)
    return kept


def _without_tail(lines: list[str]) -> list[str]:
    total = sum(len(line.split()) for line in lines)
    floor = total * (1 - MAX_CUT)
    lines = _without_lists(lines)
    end, left = len(lines), sum(len(line.split()) for line in lines)
    while end > 1:
        line = lines[end - 1]
        size = len(line.split())
        if left - size < floor or not (
            (_SIGN_OFF.search(line) and size <= 2 * PROMOTION_WORDS) or _SOURCE_LINE.match(line)
        ):
            break
        left -= size
        end -= 1
    return lines[:end]
