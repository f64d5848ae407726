"""Which headline an article gets: the feed's or the page's, without the name of the site. Pure text work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from digestbot.text import capital, clean, fold, has_word, holds, words

_SEPARATOR = re.compile(r"\s+(?:[|–—»«·•:]|-|::|//)\s+|\s*\|\s*|:\s+")
_SEPARATORS = tuple("|–—»«·•:-/")  # one of them is in whatever the pattern matches
# Headlines that say nothing: what listing pages and careless templates put in a link or a title.
_EMPTY = frozenset(
    """read more,more,continue reading,untitled,no title,(no title),home,homepage,news,blog,article,post,latest news,
    link,press release,press releases,click here,here,view,details,full story,read the full story,find out more,
    learn more,new post,index,default,page,document,microsoft word,null,undefined,none,title""".replace(
        "\n    ", ""
    ).split(",")
)
# What a newsroom puts before a headline to be read at once; the digest tells its own order.
_SHOUT = re.compile(
    r"^(?:breaking(?: news)?|just in|exclusive|updated?|watch|(?:press|news|media) (?:release|statement)|news alert)"
    r"\s*(?:[:|–—-]+\s+|\s*:\s*)(?=\S)",
    re.I,
)
CAPITALS_FROM = 3  # words: a shorter headline in capitals may be a name
_CUT = re.compile(r"\s*(?:\.{3,}|…|\[…\]|\[\.\.\.\])$")
_CUT_ENDS = ("...", "…", "]")
# A site's name is short, in words: a longer last part of a title is a part of the headline.
MAX_SITE_WORDS = 6
# Longest headline kept, in characters: beyond it a whole paragraph was taken for a title.
MAX_TITLE = 300
ABBREVIATION = 3  # letters: "FCA"
_AROUND_NAME = re.compile(r"^the\s+|\s+home(?:page)?$")
_NO_LETTER = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+(?:['’&.-][^\W_]+)*")
_SMALL = frozenset(
    "a an the and or but nor for to of in on at by as is it its was are be has had not new all out up off over we you"
    " he she they who why how one two six ten can may will say use win won set get got buy pay own vs via per".split()
)


def choose(given: str, found: Sequence[str], site_names: Sequence[str]) -> str:
    """The headline: the feed's own, unless it is empty, says nothing or was cut short and the page has it in full.

    ``given`` is the feed's title, ``found`` the page's candidates, best first, ``site_names`` what the site is called.
    """
    own = without_site(clean(given), site_names)
    if _key(own) in set(map(_key, site_names)):
        own = ""  # some sites give every entry their own name
    pages = [title for title in (without_site(clean(text), site_names) for text in found) if says_something(title)]
    if not says_something(own):
        return _limit(pages[0] if pages else own or clean(given))
    if own.endswith(_CUT_ENDS) and _CUT.search(own) and (stem := fold(_CUT.sub("", own))):
        for title in pages:
            if fold(title).startswith(stem) and not _CUT.search(title):
                return _limit(title)
    return _limit(own)


def calm(title: str, text: str) -> str:
    """The headline without "BREAKING:" before it; where it is all in capitals, with those that ``text`` gives it.

    A word that the text does not have keeps its capitals where it looks like an abbreviation and loses them elsewhere.
    """
    shouted = _SHOUT.match(title)
    said = title[shouted.end() :] if shouted and says_something(title[shouted.end() :]) else title
    if not said.isupper() or len(words(said)) < CAPITALS_FROM:
        return said
    forms: dict[str, str] = {}
    for word in words(text):
        known = forms.get(word.lower())
        if known is None or word.islower():
            forms[word.lower()] = word  # in small letters anywhere: its capital began a sentence

    def small(match: re.Match[str]) -> str:
        word = match.group()
        return forms.get(
            word.lower(), word if len(word) <= ABBREVIATION and word.lower() not in _SMALL else word.lower()
        )

    calmed = _WORD.sub(small, said)
    return capital(calmed)


def says_something(title: str) -> bool:
    """Whether a title could be a headline: not empty, not an address, not "Read more"."""
    folded = fold(title).strip(" .»>→:")
    return (
        bool(folded)
        and folded not in _EMPTY
        and not (folded.startswith(("http", "www.")) and re.match(r"(?:https?://|www\.)\S+$", folded))
        and has_word(title)
    )


def without_site(title: str, site_names: Sequence[str]) -> str:
    """``title`` without the site's name at its end or start, as in "Headline | Example News"."""
    if not holds(title, _SEPARATORS):
        return title
    names: set[str] | None = None
    while separators := list(_SEPARATOR.finditer(title)):
        if names is None:
            names = {_key(name) for name in site_names if name} - {""}
        last, first = separators[-1], separators[0]
        tail, head = title[last.end() :], title[: first.start()]
        if _is_site(tail, names) and title[: last.start()].strip():
            title = title[: last.start()].strip()
        elif _is_site(head, names) and title[first.end() :].strip():
            title = title[first.end() :].strip()
        else:
            break
    return title


def _is_site(part: str, names: set[str]) -> bool:
    return len(words(part)) <= MAX_SITE_WORDS and _key(part) in names


@lru_cache(maxsize=1024)  # a site's name is asked for with each of its articles
def _key(name: str) -> str:
    """Letters and digits only, without "the" and "home": "The Example News" and "examplenews" are one name."""
    folded = fold(name)
    if folded.startswith("the ") or folded.endswith(("home", "homepage")):
        folded = _AROUND_NAME.sub("", folded)
    return _NO_LETTER.sub("", folded)


def _limit(title: str) -> str:
    if len(title) <= MAX_TITLE:
        return title
    return title[:MAX_TITLE].rsplit(" ", 1)[0] + "…"
