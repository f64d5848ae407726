"""The words by which walls and promotions are known: patterns over folded text (``text.fold``), paths into a tree.

Data only; ``walls`` and ``lines`` say how much each sign weighs. English, with the languages of our sources beside it.
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
    r"^making sure you(?:'re| are) not a (?:ro)?bot\b",
    r"^your access to this (?:site|service) has been (?:limited|blocked)",
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
    r"^(?:ihre )?privatsphäre\b|^datenschutz-?einstellungen|^cookie-?(?:einstellungen|hinweis)|^cwcis?\b",
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
    r"alle ablehnen|tout refuser|gwrthod pob cwci|(?:gérer|personnaliser) mes (?:choix|cookies)",
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
    r"|no longer available|not available|unavailable|missing|removed|withdrawn|deleted|expired)"
)
GONE_TITLE = _any(
    rf"\b(?:page|content|article|file|story|post)(?: (?:was|is|has been|could|can|cannot|can't"
    rf"|you \w+(?: \w+){{0,4}}))* {_ABSENT}",
    r"^not found\b|\b(?:error|http) ?(?:404|410)\b|^(?:404|410)\s*(?:$|[|:.!–—-]|error|not found|page)"
    r"|^(?:an )?error(?: occurred)?$",
    r"^nothing (?:was )?found|^oops\W{0,4}(?:$|(?:(?:that|this|the) )?page\b|something went|looks like)",
    r"(?:can't|cannot|couldn't|could not|unable to) find (?:that|the|this) page|page can't be found",
    r"^(?:seite nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non? trovata"
    r"|pagina niet gevonden)",
    r"^(?:error )?50[0-4]\W{0,3}(?:internal|bad|service|gateway|server|error)\b",
    r"^(?:internal server error|bad gateway|service (?:temporarily )?unavailable)(?:\W*$|\s*[|–-])",
    r"^(?:(?:site|website|scheduled|under|down for) maintenance|we(?:'ll| will) be (?:right )?back(?: soon)?)"
    r"(?:\W*$|\s*[|–-])",
    r"^[\w-]+(?:\.[\w-]+)+ is (?:for sale|parked)|\bdomain (?:name )?(?:is|may be) for sale",
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
    r"\b(?:page|article|story|content)\b.{0,60}\b(?:is|are) (?:not|no longer) on (?:our|this) (?:web)?site\b",
)
PAY_NOTICE = _any(
    r"subscribe (?:now |today )?to (?:continue|keep|read|unlock|access)|subscription (?:is )?required"
    r"|subscribe (?:for|from) (?:only |just )?[£€$]\d.{0,25} to (?:continue|read|unlock)",
    r"become a (?:member|subscriber) to",
    r"membership (?:is )?required|(?:continue|keep) reading (?:with|by) (?:a|your|subscri)"
    r"|must be (?:a |an? \w+ )?(?:member|subscriber) to (?:access|read|see|view)",
    r"(?:available (?:only )?to|exclusive to|only for|reserved for) (?:our )?(?:paying |premium "
    r"|registered )?(?:subscribers|members)\b",
    r"already (?:a |have a |an? \w+ )(?:\w+ )?(?:subscri\w+|member\b)|to (?:continue|keep) reading"
    r"|want to read more\?",
    r"(?:to )?read the (?:full|rest of (?:the|this)) (?:article|story),? (?:sub|sign|log|reg|join|you)"
    r"|unlock this (?:article|story|content)",
    r"(?:reached|used|exceeded) (?:your|the) (?:\w+ ){0,3}(?:limit|free articles?)|free articles? (?:left|remaining)",
    r"register (?:for free |now )?to (?:continue|read|access)|(?:log|sign) in (?:or subscribe )?to (?:read|continue)",
    r"this (?:article|content|story|post) is (?:\w+ )?(?:for (?:\w+ )?(?:subscribers|members|readers)|exclusive"
    r"|reserved|locked|premium|behind)",
    r"start your (?:free )?trial|this is a (?:premium|subscriber)|nur für abonnenten|réservé aux abonnés"
    r"|il vous reste \d+",
    r"sie haben bereits ein abo|weiterlesen mit \w+|\d+ (?:wochen|monate?) (?:kostenlos|gratis) (?:testen|lesen)",
    r"déjà abonnée?|abonnez-vous pour (?:lire|continuer)|suscríbete para (?:leer|seguir|continuar)"
    r"|(?:solo|exclusivo) para suscriptores",
    r"alleen voor abonnees|verder lezen met een|abbonati per (?:leggere|continuare)|riservato agli abbonati"
    r"|tanysgrifiwch i (?:ddarllen|barhau)",
)
PAY_FRAME = (
    ".//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'subscriber-only')"
    " or contains(@class, 'subscription-required') or contains(@class, 'article-gate')"
    " or contains(@class, 'regwall')]"
)

# Lines of an article's page that are not the article, matched from their start unless said otherwise.
BYLINE = _any(
    r"^(?:by|words by|written by|posted by|published by|authors?|reporter|gan)\b[: ]"
    r"|^(?:posted|published) (?:on|at) .*\d"
    r"|^(?:door|von|par|por) [^\W\d_]+(?:[ -][^\W\d_]+){1,3}(?:(?: (?:am|le|el|op))? ?\d.*)?$",
)
PROMOTION = _any(
    r"^(?:read (?:more|also|next|this)|also read|see also|don't miss|must read|up next|editor's pick"
    r"|recommended reading)\s*[:|>»–—-]\s*\S",
    r"^related(?: (?:story|stories|articles?|content|news|links?|posts?|coverage))?\s*[:|>»-]\s*\S|^also on [\w.-]+ \S",
    r"^(?:more on this|more from [^:]{1,40}|watch(?: now| more| the video)?|listen(?: now)?|in pics"
    r"|in pictures)\s*[:|>»]\s*\S",
    r"^(?:you (?:may|might) (?:also )?(?:like|be interested in)|for more on this)\s*[:|>»-]\s*\S",
    r"^(?:(?:header|main|lead|top|cover|banner|featured) )?(?:photos?|images?|pictures?|photograph|illustration)"
    r"(?: (?:by|credits?|source|courtesy of?))?\s*[:|©]\s*\S",
    r"^(?:please )?(?:sign up|subscribe) (?:here )?(?:to|for) (?:our|the|my) [^\d]{0,80}(?:newsletters?|bulletin"
    r"|e-?mails?|briefing|alerts?)\b[^\d]{0,80}$",
    r"^join (?:our|the) [^\d]{0,40}(?:whatsapp|telegram|facebook|discord) (?:community|group|channel)\b",
    r"^for (?:all )?(?:the|more|our) (?:latest|local|breaking) .{0,60}(?:inbox|newsletter|sign up|follow us|visit"
    r"|download)",
    r"^was this (?:e-?mail |newsletter )?forwarded to you\b|^get involved with the news\b",
    r"^send (?:us |in )?your (?:stories|news|photos|letters)\b|^no spam\b|^we (?:respect|value) your privacy\b",
    r"^did you know (?:that )?with an? (?:digital |online )?subscription\b",
    r"^(?:please )?(?:turn on|enable|activate|allow) java ?script\b|^after newsletter promotion$",
    r"^(?:leggi anche|(?:à )?lire aussi|lea también|leia (?:mais|também)|mehr zum thema|lesen sie auch|lees ook)\b",
    r"^darllenwch (?:fwy|hefyd)\s*[:|>»-]",
)
LABEL = _any(
    r"^(?:advertisement|advert|ad|sponsored(?: content)?|(?:story"
    r"|article) continues(?: below)?(?: advertisement)?)[:.]?$",
    r"^(?:continue reading(?: the main story| below)?|read more|read next|watch now|play video|more like this)[:.]?$",
    r"^related(?: (?:stories|articles|content|news|links|posts|topics|coverage))?[:.]?$|^(?:topics?|tags?"
    r"|filed under)[:.]?$",
    r"^share(?: this)?(?: (?:article|story|page|post|on))*[:.]?$|^share on (?:facebook|twitter|x|linkedin|whatsapp)$",
    r"^(?:print|email|tweet|copy link|link copied|print this page|email this|loading\.*|click to enlarge)$",
    r"^back to (?:top|index|home|list|(?:all |latest )?(?:news|articles|blog|stories))$",
    r"^(?:\d+ )?comments?(?: comments?)?[:.]?$|^leave a (?:comment|reply)[:.]?$|^skip to (?:main )?content$",
    r"^(?:log ?in|sign in|register)(?: or (?:register|log ?in|sign in|join))? to (?:post|leave|add) (?:a )?comments?$",
    r"^(?:listen|more|save|follow|compartir|partager|teilen|delen|condividi|partilhar|rhannu)$",
    r"^\d[\d.,k]* (?:followers|following)$",
    r"^view this e-?mail in (?:your|a) browser$|^past issues$",
    r"^(?:read|see) the (?:full|rest of the) (?:story|article|post)$",
    r"^(?:subscribe|subscribe now|sign up|log in|getty|getty images|most read|most popular|top stories|trending)[:.]?$",
    r"^(?:image source|image caption|media caption)(?:, .{1,200})?$",
)
SIGN_OFF = _any(
    r"^(?:please |click (?:here|below) to |(?:not )?(?:already )?)?(?:subscribe|sign up|register) (?:to|for"
    r"|now|today|here)\b.{0,120}(?:newsletter|e?mail|updates|alerts|podcast|channel|digest|bulletin|briefing"
    r"|magazine|headlines)",
    r"^(?:get|receive) .{3,120}(?:to your (?:inbox|door|letterbox)|every (?:day|week|month|morning)"
    r"|newsletter\b)|delivered (?:straight |directly |right )?to your (?:inbox|door|letterbox)",
    r"^(?:follow|like|join|find) (?:us|me|@?\w+|\w+ \w+) (?:on|at) (?:our )?(?:twitter|x\b|facebook|instagram"
    r"|linkedin|whatsapp|bluesky|threads|youtube|social)",
    r"^(?:download|get) (?:our|the) .{0,30}\bapp\b|^click here (?:to|for)\b|^(?:share|tell us|let us know"
    r"|have your say|leave a comment)\b.{0,100}(?:friends?|comments?|below|think)",
    r"^(?:like|enjoyed?|enjoying) this (?:story|article|post|piece)|^what do you think\?|^(?:got"
    r"|do you have) a (?:story|tip)\b|^if you (?:like|enjoyed?|buy|purchase)\b.{0,120}(?:story|article|post"
    r"|commission|link)",
    r"^.{0,60}(?:we|\w+) may (?:earn|receive|get) (?:a |an )?(?:affiliate )?(?:commission|share)"
    r"|affiliate (?:links?|commission)",
    r"^(?:reach|contact|email) the (?:author|writer|reporter)s?|\bletters? to the editor\b|^support (?:our"
    r"|independent) journalism",
    r"\bcontributed to this (?:report|article|story)\W*$",
)
# How a plea to the reader begins, which may be longer than one line.
PLEA = _any(
    r"^thank(?:s| you) for reading\b|^before you (?:go|move on)\b|^since you(?:'re| are) here\b",
    r"^(?:we rely on|our work (?:depends|relies) on) (?:our )?(?:readers|subscribers|supporters|donations)\b",
)
ORIGIN = _any(
    r"^this (?:article|story|post|piece) (?:was |is )?(?:first |originally )?(?:appeared|published|posted"
    r"|republished) (?:on|by|in|at|with)\b",
    r"^(?:sources?|tags?|topics?|keywords?|categor(?:y|ies)|filed under)\s*[:|]\s*\S.{0,150}$",
    r"^(?:this )?(?:page |article )?(?:was )?(?:last )?(?:updated|modified|reviewed|edited)(?: on| at)?[: ].{0,15}\d"
    r".{0,25}$",
)
# The foot of a newsletter or the head of what readers wrote: from its first line on nothing is the article.
FOOT = _any(
    r"^(?:responses?|comments?|replies) ?\(\d+\)$|^\d+ (?:responses|comments|replies|thoughts on\b.{0,120})$"
    r"|^(?:write a response|what are your thoughts\?)$",
    r"^(?:was|is) this (?:page|article|information|content)? ?(?:helpful|useful)\b.{0,20}$",
    r"^what did you think of (?:today|this)\b|^(?:log ?in|sign in) or subscribe to participate\b",
    r"^our mailing address is\b|^unsubscribe\b",
    r"^you(?:'re| are)? (?:receiv\w+|getting|got) this (?:e-?mail|newsletter|message)\b",
    r"^(?:want to|no longer want to|to) (?:change how you|stop|unsubscribe|receive)\b.{0,60}"
    r"(?:e-?mails?|list|newsletter)",
)
LIST_HEADING = _any(
    r"^(?:more|other|latest|top|popular|trending|featured|recent|related|similar) (?:stories|news|posts|articles"
    r"|headlines|content|events|episodes|jobs|links|coverage|reading)(?: (?:from|on|in|by) .{1,40})?[:.]?$",
    r"^(?:more (?:from|on) .{1,40}|more on this(?: story)?|more like this|you (?:may|might) (?:also )?(?:like"
    r"|be interested in)|read (?:next|more)|see also|also (?:in|on) (?:the|this) .{1,30})[:.…]*$",
    r"^(?:recommended(?: (?:for you|stories|articles|reading))?|most (?:read|popular|viewed)(?: .{0,20})?"
    r"|don't miss|further reading|about the authors?)[:.]?$",
    r"^(?:(?:next|previous)(?: (?:post|article|story))?|share this(?: (?:article|story|post|page))?"
    r"|leave a (?:reply|comment)|comments?|join the (?:conversation|discussion))[:.]?$",
    r"^(?:das könnte sie auch interessieren|artículos relacionados|notícias relacionadas|articles? (?:liés"
    r"|connexes))[:.]?$",
)
