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

from digestbot.text import fold, words

CONSENT: Final = "consent"
PAYWALL: Final = "paywall"
JAVASCRIPT: Final = "javascript"
LOGIN: Final = "login"
NOT_FOUND: Final = "not-found"
BOT_CHECK: Final = "bot-check"
EMPTY: Final = "empty"
FILE: Final = "file"

# From so many words on a text is an article, whatever else the page says. The longest wall text seen in the wild (a
# consent dialogue with its list of purposes) that trafilatura gives is shorter; a short news item may be, too, which
# is why below it a sign is needed.
ARTICLE_WORDS = 250
# Below so many words a page with a sign of a wall in its frame (a password field, a script challenge) is that wall.
SHORT_WORDS = 80
# Below so many words, with no headline to go with, nothing was said.
EMPTY_WORDS = 5
# Share of a consent dialogue's sentences that speak of cookies, consent or partners.
CONSENT_SHARE = 0.4
# A paywall's notice stands within so many characters of the end of the teaser.
NOTICE_TAIL = 700

_BOT_TITLE = re.compile(
    r"^(?:just a moment|attention required|access (?:to this page has been )?denied|are you (?:a )?(?:robot|human)|robot check"
    r"|pardon our interruption|one moment,? please|security (?:check|verification)|checking your browser|ddos-guard|human verification"
    r"|please verify|verify(?:ing)? (?:you are|you're|that you are) (?:a )?human|bot (?:check|verification)|captcha|sorry,? you have been blocked"
    r"|request (?:blocked|rejected|unsuccessful)|403 forbidden|forbidden|client challenge|you have been blocked|vercel security checkpoint)\b",
)
_BOT_TEXT = re.compile(
    r"checking (?:if the site connection is secure|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human|needs to review the security of"
    r"|incapsula incident id|unusual (?:traffic|activity) from your|enable javascript and cookies to continue|prove (?:that )?you(?:'re| are) not a robot"
    r"|(?:performance|security) (?:and|&) security by cloudflare|cloudflare ray id|press (?:&|and) hold to confirm|reference #[\da-f.]{12,}|complete the captcha"
    r"|bot or not\?|automated (?:access|requests|queries)|are you a robot",
)
_BOT_FRAME = (
    ".//*[@id='challenge-form' or @id='challenge-running' or @id='cf-wrapper' or @id='px-captcha' or @id='challenge-error-text'"
    " or @id='sec-cpt-if' or @id='captcha-container' or contains(@class, 'cf-browser-verification') or contains(@class, 'g-recaptcha-page')]"
    " | .//iframe[contains(@src, 'captcha-delivery') or contains(@src, '_Incapsula_Resource')]"
)
_SCRIPT_TEXT = re.compile(
    r"(?:enable|activate|turn on|switch on|requires?|needs?|without|allow|use) (?:your )?java ?script|java ?script (?:is|has been|appears to be|to be|must be)"
    r" (?:disabled|not (?:enabled|supported)|required|turned off|enabled)|java ?script (?:deaktiviert|aktivieren)|(?:activer|activez) (?:le )?javascript"
    r"|browser (?:does not|doesn't) support java ?script|galluogi? javascript",
)
_APP_ROOT = ".//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='react-root' or @id='app-root' or @id='gatsby'] | .//app-root"
_CONSENT_TITLE = re.compile(
    r"before you continue|cookie consent|we value your privacy|your privacy|privacy (?:settings|choices|preferences)|consent",
    re.I,
)
_CONSENT_WORD = re.compile(
    r"\b(?:cookies?|consent|partners?|privacy|personal data|gdpr|advertis\w+|preferences|accept all|reject all|legitimate interest|datenschutz|einwilligung"
    r"|zustimm\w+|cwcis|cwcïs|tracking|vendors?|personali[sz]ed)\b"
)
_CONSENT_CALL = re.compile(
    r"we (?:value|care about|respect) your privacy|accept (?:all|and continue|cookies|& continue)|before you continue|(?:reject|decline|refuse) (?:all|cookies)|manage (?:my |your )?"
    r"(?:options|preferences|choices|settings|cookies|consent)|by (?:clicking|continuing|using)|we (?:and our|use|and) (?:\d+ )?(?:partners|cookies)|your consent|cookie (?:policy|settings|preferences)"
    r"|store and/or access|with your agreement|alle akzeptieren|tout accepter",
)
_LOGIN_TITLE = re.compile(
    r"^(?:(?:please )?(?:log|sign)[- ]?(?:in|on)|member(?:s'?)? (?:log|sign)[- ]?in|authentication required|anmelden|connexion|mewngofnodi|access (?:is )?restricted|members only|restricted (?:content|page|area))\b"
)
_LOGIN_TEXT = re.compile(
    r"(?:you (?:must|need to|have to) (?:be )?(?:log|sign)(?:ged|ned)?[- ]?in|please (?:log|sign)[- ]?in|(?:log|sign) in to (?:your account|continue|view|read|access)|forgot(?:ten)? (?:your )?(?:password|username)"
    r"|members[- ]only (?:content|area|page)|remember me|create an account)",
)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|signin|logon|sso|auth|account/login|user/login|wp-login\.php|users/sign_in)(?:[/.?]|$)", re.I
)
_GONE_TITLE = re.compile(
    r"(?:^|\W)(?:404|410)(?:$|\W)|page (?:was |is |could |can |can't |cannot |has |could not |you \w+(?: \w+){0,4} )?(?:not |be |been |no longer |doesn't |does not )*(?:found|exists?|moved|available|removed)|^(?:not found|file not found"
    r"|nothing (?:was )?found|error$|oops|content (?:not found|unavailable)|article (?:not found|unavailable|removed)|seite nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non? trovata"
    r"|pagina niet gevonden|ni ddaethpwyd o hyd|tudalen heb ei|siden blev ikke fundet)|(?:can't|cannot|couldn't|could not|unable to) find (?:that|the|this) page|page can't be found",
)
_GONE_TEXT = re.compile(
    r"(?:page|article|content|story|post|link|url|resource|document) (?:that )?(?:you(?:'re| are| were|'ve| have)? (?:\w+ ){0,3}(?:looking for|requested|trying to (?:reach|access|view)|followed)|requested|at this address)"
    r"|(?:page|article|story|content|post|job|listing) (?:is |has |was |may have )?(?:been )?(?:no longer (?:available|exists?)|removed|deleted|moved|expired|cannot be found|could not be found|can't be found|not found|does not exist|doesn't exist)"
    r"|error 404|404 (?:error|not found|page)|we (?:can't|cannot|couldn't|could not) find (?:the|that|this) page|nothing (?:was )?found (?:at this location|here)|broken link",
)
_PAY_NOTICE = re.compile(
    r"subscribe (?:now |today )?to (?:continue|keep|read|unlock|access|view)|subscription (?:is )?required|(?:for|available (?:only )?to|exclusive to|only for|reserved for) (?:our )?(?:paying |premium |registered )?(?:subscribers|members)"
    r"(?: only)?\b(?=[^.]{0,80}(?:\.|$|subscri|sign|log|join))|already (?:a|have a|an?) (?:\w+ )?(?:subscri\w+|member)|to (?:continue|keep) reading|(?:to )?read the (?:full|rest of (?:the|this)) (?:article|story)|unlock this (?:article|story|content)"
    r"|(?:reached|used|exceeded) (?:your|the) (?:\w+ ){0,3}(?:limit|free articles?)|free articles? (?:left|remaining|this month)|register (?:for free |now )?to (?:continue|read|access)|(?:log|sign) in (?:or subscribe )?to (?:read|continue)|this (?:article|content|story|post) is (?:\w+ )?(?:for|only|exclusive|reserved|locked|premium|behind)"
    r"|become a (?:member|subscriber) to|start your (?:free )?trial|want to read more\?|this is a (?:premium|subscriber)|nur für abonnenten|réservé aux abonnés|il vous reste \d+",
)
_PAY_FRAME = (
    ".//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'subscriber-only') or contains(@class, 'piano-inline')"
    " or contains(@class, 'subscription-required') or contains(@class, 'article-gate') or contains(@class, 'regwall') or contains(@class, 'premium-content-gate')]"
)


def find_wall(
    tree: HtmlElement, text: str, titles: Sequence[str], url: str, asked: str = "", free: bool | None = None
) -> str | None:
    """The wall a page is, or None for an article.

    ``text`` is what was extracted, ``titles`` what the page is called, ``url`` where it was in the end and ``asked``
    where it should have been; ``free`` False: the page itself says that it is for subscribers.
    """
    folded = fold(text)
    count = len(words(text))
    if count < ARTICLE_WORDS:
        called = [fold(title) for title in titles]
        found = _blocked(tree, folded, text, count, called, url, asked)
        if found is not None:
            return found
    return PAYWALL if _is_teaser(tree, folded, count, free) else None


def _blocked(
    tree: HtmlElement, folded: str, text: str, count: int, called: Sequence[str], url: str, asked: str
) -> str | None:
    short = count < SHORT_WORDS
    shown = folded if count >= EMPTY_WORDS else fold(tree.text_content()[:4000])
    if any(map(_BOT_TITLE.search, called)) or (short and (_BOT_TEXT.search(shown) or _has(tree, _BOT_FRAME))):
        return BOT_CHECK
    if any(map(_GONE_TITLE.search, called)) and (short or _GONE_TEXT.search(folded)):
        return NOT_FOUND
    if short and _GONE_TEXT.search(shown) and len(shown) < 1500:
        return NOT_FOUND
    if asked and _went_home(url, asked):
        return NOT_FOUND
    if _is_consent(folded, text, called, url):
        return CONSENT
    if any(map(_LOGIN_TITLE.search, called)) or (
        short
        and (
            _LOGIN_PATH.search(urlsplit(url).path)
            or (_has(tree, ".//input[@type='password']") and _LOGIN_TEXT.search(shown))
        )
    ):
        return LOGIN
    if short and _SCRIPT_TEXT.search(shown):
        return JAVASCRIPT
    if count < EMPTY_WORDS:
        return JAVASCRIPT if _has(tree, _APP_ROOT) else EMPTY
    return None


def _is_consent(folded: str, text: str, called: Sequence[str], url: str) -> bool:
    if (urlsplit(url).hostname or "").startswith(("consent.", "guce.", "privacy.")):
        return True
    calls = len(set(match.group() for match in _CONSENT_CALL.finditer(folded)))
    if not calls:
        return False
    if any(map(_CONSENT_TITLE.search, called)) and calls > 1:
        return True
    lines = [line for line in re.split(r"(?<=[.!?])\s+|\n", text) if line.strip()]
    spoken = sum(1 for line in lines if _CONSENT_WORD.search(fold(line)))
    return calls > 1 and spoken >= CONSENT_SHARE * len(lines)


def _went_home(url: str, asked: str) -> bool:
    """Whether a deep address ended at the home page, which is how many sites say "not found"."""
    there, wanted = urlsplit(url), urlsplit(asked)
    return there.path in ("", "/") and not there.query and len(wanted.path.strip("/")) > 1


def _is_teaser(tree: HtmlElement, folded: str, count: int, free: bool | None) -> bool:
    notice = _PAY_NOTICE.search(folded[-NOTICE_TAIL:]) is not None
    if count < ARTICLE_WORDS:
        return notice or (
            (free is False or _has(tree, _PAY_FRAME)) and _PAY_NOTICE.search(fold(tree.text_content())) is not None
        )
    return notice and free is False


def _has(tree: HtmlElement, path: str) -> bool:
    return bool(tree.xpath(path))
