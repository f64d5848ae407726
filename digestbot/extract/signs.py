"""The words by which walls are known: patterns over folded text (see ``text.fold``), and paths into a page's tree.

Data only; ``walls`` says how much each sign weighs. English, with the other languages our sources are written in.
"""

from __future__ import annotations

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


BOT_TITLE = _any(
    r"^(?:just a moment|attention required|pardon our interruption|one moment,? please|ddos-guard"
    r"|client challenge)\b",
    r"^access (?:to this page has been )?denied|^(?:403 )?forbidden\b|^request (?:blocked|rejected|unsuccessful)\b",
    r"^are you (?:a )?(?:robot|human)\b|^(?:robot|bot|security|browser) (?:check|verification|checkpoint)$",
    r"^(?:please )?(?:verify|verifying|checking) (?:that )?(?:you are|you're|your browser)\b|^human verification\b",
    r"^(?:sorry,? )?you have been blocked\b|^vercel security checkpoint\b|^captcha\b",
)
BOT_TEXT = _any(
    r"checking (?:if the site connection is secure|your browser)|(?:verify|verifying) (?:that )?you are (?:a )?human",
    r"needs to review the security of|incapsula incident id|unusual (?:traffic|activity) from your",
    r"enable javascript and cookies to continue|prove (?:that )?you(?:'re| are) not a robot|are you a robot",
    r"performance (?:&|and) security by cloudflare|cloudflare ray id|ray id: [\da-f]{12,}|press (?:&"
    r"|and) hold to confirm",
    r"reference #[\da-f.]{12,}|complete the captcha|automated (?:access|requests|queries) (?:to|from|are|is)",
    r"you don't have permission to access \"",
)
BOT_FRAME = (
    ".//*[@id='challenge-form' or @id='challenge-running' or @id='challenge-error-text' or @id='px-captcha'"
    " or @id='sec-cpt-if' or contains(@class, 'cf-browser-verification')]"
    " | .//iframe[contains(@src, 'captcha-delivery') or contains(@src, '_Incapsula_Resource')]"
)
SCRIPT_TEXT = _any(
    r"(?:enable|activate|turn on|switch on|requires?|needs?|without|allow) (?:your )?java ?script",
    r"java ?script (?:is|has been|appears to be|to be|must be) (?:disabled|not (?:enabled|supported)"
    r"|required|turned off|enabled)",
    r"browser (?:does not|doesn't) support java ?script|java ?script (?:deaktiviert|aktivieren)",
    r"(?:activer|activez) (?:le )?javascript|galluog\w* javascript",
)
APP_ROOT = (
    ".//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='react-root' or @id='app-root']"
    " | .//app-root | .//noscript"
)
CONSENT_TITLE = _any(
    r"^before you continue|cookie consent|we value your privacy|^your privacy\b",
    r"^privacy (?:settings|choices|preferences)|^consent\b",
)
CONSENT_WORD = _any(
    r"\b(?:cookies?|consent|partners?|privacy|personal data|gdpr|advertis\w+|preferences|accept all"
    r"|reject all|vendors?)\b",
    r"\b(?:legitimate interest|tracking|personali[sz]ed|datenschutz|einwilligung|zustimm\w+|cwcis|cwcïs)\b",
)
CONSENT_CALL = _any(
    r"we (?:value|care about|respect) your privacy|accept (?:all|and continue|cookies|& continue)"
    r"|before you continue",
    r"(?:reject|decline|refuse) (?:all|cookies)|by (?:clicking|continuing to use|using) (?:\"?accept|this"
    r"|our|the site|any)",
    r"manage (?:my |your )?(?:options|preferences|choices|settings|cookies|consent)|(?:give|withdraw"
    r"|change) your consent",
    r"we,? (?:and|use|along with) (?:our )?(?:\d+ )?(?:partners|cookies)|cookie (?:settings|preferences)"
    r"|store and/or access",
    r"with your (?:agreement|consent|permission),? we|alle akzeptieren|tout accepter|derbyn pob cwci",
)
LOGIN_TITLE = _any(
    r"^(?:please )?(?:log|sign)[- ]?(?:in|on)\b|^members?'?s? (?:log|sign)[- ]?in\b|^authentication required",
    r"^(?:anmelden|connexion|mewngofnodi|members only)\b|^access (?:is )?restricted|^restricted (?:content"
    r"|page|area)",
)
LOGIN_TEXT = _any(
    r"you (?:must|need to|have to) (?:be )?(?:log|sign)(?:ged|ned)?[- ]?in\b|please (?:log|sign)[- ]?in\b",
    r"(?:log|sign) in to (?:your account|continue|view|read|access)|forgot(?:ten)? (?:your )?(?:password|username)",
    r"members[- ]only (?:content|area|page)|remember me\b",
)
LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|logon|sso|auth|account/login|user/login|wp-login\.php|users/sign_in)(?:[/.?]|$)", re.I
)
PASSWORD = ".//input[@type='password']"  # noqa: S105 - a path, not a password
_ABSENT = (
    r"(?:not (?:be )?found|(?:does not|doesn't|no longer) exists?"
    r"|no longer available|not available|unavailable|missing|removed)"
)
GONE_TITLE = _any(
    rf"\b(?:page|content|article|file|story|post)(?: (?:was|is|has been|could|can|cannot|can't"
    rf"|you \w+(?: \w+){{0,4}}))* {_ABSENT}",
    r"^not found\b|\b(?:error|http) ?(?:404|410)\b|^(?:404|410)\s*(?:$|[|:.!–—-]|error|not found|page)"
    r"|^(?:an )?error(?: occurred)?$",
    r"^nothing (?:was )?found|^oops\W{0,4}(?:$|(?:that|this|something|we|the|page|looks)\b)",
    r"(?:can't|cannot|couldn't|could not|unable to) find (?:that|the|this) page|page can't be found",
    r"^(?:seite nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non? trovata"
    r"|pagina niet gevonden)",
    r"^(?:ni ddaethpwyd o hyd|tudalen heb ei|nid yw'r dudalen)",
)
GONE_TEXT = _any(
    r"\b(?:page|article|content|url|document) (?:that )?you(?:'re| are| were|'ve"
    r"| have)?(?: \w+){0,3} (?:looking for|requested|reach|access|view)\b",
    r"\b(?:page|article|story|content|job|listing|resource) (?:you \w+ )?(?:is|has|may have|was"
    r"|might have) (?:been )?(?:no longer|moved|removed|deleted)",
    r"\b(?:page|article|url|document) (?:could not|cannot|can't|couldn't|was not|does not"
    r"|doesn't) (?:be )?(?:found|exist)",
    r"error 404|404 (?:error|not found|page)|(?:can't|cannot|couldn't|could not) (?:seem to )?find (?:the"
    r"|that|this) page",
    r"nothing (?:was )?found (?:at this location|here)|broken link|check the (?:url|address)",
)
PAY_NOTICE = _any(
    r"subscribe (?:now |today )?to (?:continue|keep|read|unlock|access)|subscription (?:is )?required"
    r"|become a (?:member|subscriber) to",
    r"(?:available (?:only )?to|exclusive to|only for|reserved for) (?:our )?(?:paying |premium "
    r"|registered )?(?:subscribers|members)\b",
    r"already (?:a |have a |an? \w+ )(?:\w+ )?(?:subscri\w+|member\b)|to (?:continue|keep) reading"
    r"|want to read more\?",
    r"(?:to )?read the (?:full|rest of (?:the|this)) (?:article|story),? (?:sub|sign|log|reg|join|you)"
    r"|unlock this (?:article|story|content)",
    r"(?:reached|used|exceeded) (?:your|the) (?:\w+ ){0,3}(?:limit|free articles?)|free articles? (?:left|remaining)",
    r"register (?:for free |now )?to (?:continue|read|access)|(?:log|sign) in (?:or subscribe )?to (?:read|continue)",
    r"this (?:article|content|story) is (?:\w+ )?(?:for (?:\w+ )?(?:subscribers|members)|exclusive"
    r"|reserved|locked|premium|behind)",
    r"start your (?:free )?trial|this is a (?:premium|subscriber)|nur für abonnenten|réservé aux abonnés"
    r"|il vous reste \d+",
)
PAY_FRAME = (
    ".//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'subscriber-only')"
    " or contains(@class, 'subscription-required') or contains(@class, 'article-gate')"
    " or contains(@class, 'regwall')]"
)
