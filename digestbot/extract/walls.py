"""A page's tree and text → the name of what stands in the way of its article, or None. Pure; stores nothing.

Every rule but the paywall's asks first whether the text is short: an article about cookies, log-ins or error 404 is
an article. What a paywall leaves to read is a teaser and is kept, marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from digestbot.extract import signs
from digestbot.text import fold
from digestbot.urls import host

CONSENT: Final = "consent"
PAYWALL: Final = "paywall"
JAVASCRIPT: Final = "javascript"
LOGIN: Final = "login"
NOT_FOUND: Final = "not-found"
BOT_CHECK: Final = "bot-check"
EMPTY: Final = "empty"
FILE: Final = "file"
UNRESOLVED: Final = "unresolved"  # a redirector that does not tell where the article is

# From so many words on a text is an article, whatever else the page says: no wall among our pages and tests leaves
# more than 180 words after extraction. Below it a sign is needed, because short news items are as short.
ARTICLE_WORDS = 250
# Below so many words one sign is enough; between the two figures there must be two.
SHORT_WORDS = 80
# Below so many words the whole page is read for signs, not the extracted text only.
TINY_WORDS = 25
# Below so many words nothing was said.
EMPTY_WORDS = 5
# Of a page with a tiny text so much is looked at, in characters: a wall says what it is at once.
LOOKED_AT = 3_000
# Share of a consent dialogue's lines that speak of cookies, consent or partners.
CONSENT_SHARE = 0.4
# A paywall's notice stands within so many characters of the end of the teaser.
NOTICE_TAIL = 700


def find_wall(
    tree: HtmlElement, text: str, titles: Sequence[str], url: str, asked: str = "", free: bool | None = None
) -> str | None:
    """The wall a page is, or None for an article.

    ``text`` is what was extracted, ``titles`` what the page is called (best first), ``url`` where it was in the end,
    ``asked`` where it should have been; ``free`` False: the page itself says that it is for subscribers.
    """
    if host(url).startswith(("consent.", "guce.")):
        return CONSENT
    if asked and _went_home(url, asked):
        return NOT_FOUND
    folded, count = fold(text), len(text.split())
    if count < ARTICLE_WORDS:
        found = _blocked(tree, text, folded, count, [fold(title) for title in titles], url)
        if found is not None:
            return found
    return PAYWALL if _is_teaser(tree, folded, count, free) else None


def without_notices(text: str) -> str:
    """A teaser without its end, from the first line there that asks for a subscription: what follows is the offer."""
    lines = text.split("\n")
    end, left = len(lines), NOTICE_TAIL
    for number in range(len(lines) - 1, -1, -1):
        left -= len(lines[number])
        if left < 0:
            break
        if signs.PAY_NOTICE.search(fold(lines[number])):
            end = number
    return "\n".join(lines[:end])


def _blocked(tree: HtmlElement, text: str, folded: str, count: int, called: Sequence[str], url: str) -> str | None:
    short = count < SHORT_WORDS
    shown = folded if count >= TINY_WORDS else fold(_shown(tree))
    if _is_bot_check(tree, shown, short, called):
        return BOT_CHECK
    if any(map(signs.GONE_TITLE.search, called)) and (short or signs.GONE_TEXT.search(folded)):
        return NOT_FOUND
    if count < SHORT_WORDS // 2 and signs.GONE_TEXT.search(shown):
        return NOT_FOUND
    if _is_consent(text, folded if count >= TINY_WORDS else shown, called):
        return CONSENT
    if short and _is_login(tree, shown, count, called, url):
        return LOGIN
    if short and signs.SCRIPT_TEXT.search(shown):
        return JAVASCRIPT
    if count < EMPTY_WORDS:
        return JAVASCRIPT if tree.xpath(signs.APP_ROOT) else EMPTY
    return None


def _is_bot_check(tree: HtmlElement, shown: str, short: bool, called: Sequence[str]) -> bool:
    said = signs.BOT_TEXT.search(shown) is not None
    if any(map(signs.BOT_TITLE.search, called)) and (short or said):
        return True
    return short and (said or bool(tree.xpath(signs.BOT_FRAME)))


def _is_consent(text: str, shown: str, called: Sequence[str]) -> bool:
    calls = len({match.group() for match in signs.CONSENT_CALL.finditer(shown)})
    if calls and any(map(signs.CONSENT_TITLE.search, called)):
        return True
    if calls < 2:
        return False
    lines = [line for line in re.split(r"(?<=[.!?])\s+|\n", text) if line.strip()]
    spoken = sum(1 for line in lines if signs.CONSENT_WORD.search(fold(line)))
    return bool(lines) and spoken >= CONSENT_SHARE * len(lines)


def _is_login(tree: HtmlElement, shown: str, count: int, called: Sequence[str], url: str) -> bool:
    if signs.LOGIN_PATH.search(urlsplit(url).path):
        return True
    named = any(map(signs.LOGIN_TITLE.search, called[:1]))
    asks = bool(tree.xpath(signs.PASSWORD))
    return (named and (asks or count < TINY_WORDS)) or (asks and signs.LOGIN_TEXT.search(shown) is not None)


def _went_home(url: str, asked: str) -> bool:
    """Whether a deep address ended at its site's home page, which is how many sites say "not found"."""
    there, wanted = urlsplit(url), urlsplit(asked)
    same = host(url).removeprefix("www.") == host(asked).removeprefix("www.")
    return same and there.path in ("", "/") and not there.query and len(wanted.path.strip("/")) > 1


def _is_teaser(tree: HtmlElement, folded: str, count: int, free: bool | None) -> bool:
    if signs.PAY_NOTICE.search(folded[-NOTICE_TAIL:]):
        return count < ARTICLE_WORDS or free is False
    if count >= ARTICLE_WORDS or not (free is False or tree.xpath(signs.PAY_FRAME)):
        return False
    return signs.PAY_NOTICE.search(fold(_shown(tree, 10 * LOOKED_AT))) is not None


def _shown(tree: HtmlElement, limit: int = LOOKED_AT) -> str:
    """The first ``limit`` characters of what a page shows, what it shows without JavaScript among them."""
    pieces: list[str] = []
    size = 0
    for piece in tree.xpath("//body//text()[not(parent::script)]"):
        if piece.strip():
            pieces.append(piece.strip())
            size += len(piece)
            if size > limit:
                break
    return " ".join(pieces)[:limit]
