"""An address that only leads elsewhere → the address it names, for the redirectors whose own address says it.

Pure text work on addresses that were split before; nothing is looked up. ``sources.onward`` reads where others lead.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import SplitResult, parse_qsl, unquote

KNOWN = frozenset(
    """bit.ly bitly.com j.mp t.co goo.gl ow.ly buff.ly dlvr.it ift.tt is.gd v.gd tinyurl.com lnkd.in fb.me trib.al
    wp.me tcrn.ch nyti.ms reut.rs bbc.in econ.st on.ft.com ind.pn gu.com feeds.feedburner.com feedproxy.google.com
    news.google.com links.govdelivery.com rss.feedsportal.com feedsportal.com click.icptrack.com r.smartbrief.com
    mailchi.mp eepurl.com l.facebook.com lm.facebook.com out.reddit.com href.li nitter.link t.ly rb.gy cutt.ly
    shar.es paper.li flip.it apple.news ampr.gs zpr.io traffic.outbrain.com paid.outbrain.com l.instagram.com lnks.gd
    l.threads.net urldefense.com urldefense.us urldefense.proofpoint.com go.redirectingat.com go.skimresources.com
    t.umblr.com linkprotect.cudasvc.com clicktime.symantec.com secure-web.cisco.com r.search.yahoo.com amzn.to msft.it
    shorturl.at bl.ink po.st dld.bz smarturl.it""".split()
)
GOOGLE_NEWS = "news.google.com"

_TARGET_KEYS = (
    "url",
    "u",
    "q",
    "to",
    "target",
    "dest",
    "destination",
    "redirect",
    "redirect_url",
    "link",
    "goto",
    "out",
    "murl",
    "ued",
    "uddg",
    "z",
    "a",
)
_REDIRECT_PATH = re.compile(
    r"(?:^|/)(?:url|redir(?:ect)?(?:or)?|out(?:bound|brain)?|click|clickthru|goto|go|l(?:\.php)?|r|link|track(?:ing)?|exit|away"
    r"|apiclick|cread|deeplink|warn)(?:\.\w+)?/?$",
    re.IGNORECASE,
)
_AMP_CACHE = re.compile(r"^/(?:[cvai]/)?(s/)?(?=[^/]+\.[^/])")
_SAFELINKS = re.compile(r"\.(?:safelinks\.protection\.(?:outlook\.com|office365\.us)|imss\.trendmicro\.com)$")
# Click counters of mailing services, and a mail gateway, with the whole target, escaped, as one part of the path.
_IN_PATH = re.compile(r"/(?:C?L0/|RU=|1[\w-]{5,2000}/)(https?(?::|%3A)(?:/|%2F){2}[^/]+)", re.IGNORECASE)
_IN_PATH_HOST = re.compile(r"(?:^|\.)(?:awstrack\.me|govdelivery\.com|search\.yahoo\.com|secure-web\.cisco\.com)$")
_PROOFPOINT_3 = re.compile(r"/v3/__(https?:/{1,2}.+?)__;")
_GOOGLE_ARTICLE = re.compile(r"/(?:articles|read)/([\w-]{16,4000})={0,2}/?$")
# Two addresses in an article id of Google News: the page's, and that of its AMP variant.
_GOOGLE_FIELD = b"\x08\x13\x22"


def named_target(parts: SplitResult) -> str | None:
    """What the address in ``parts`` says it leads to, as written there; None when it says nothing of the kind."""
    name = parts.hostname or ""
    if name == GOOGLE_NEWS:
        return google_target(parts.path)
    if name.endswith(".cdn.ampproject.org") or (name.endswith("google.com") and parts.path.startswith("/amp/")):
        return _amp_target(parts, name)
    if name.startswith("urldefense."):
        return _proofpoint_target(parts)
    if _IN_PATH_HOST.search(name) and (found := _IN_PATH.search(parts.path)):
        return unquote(found.group(1))
    if name not in KNOWN and not _REDIRECT_PATH.search(parts.path) and not _SAFELINKS.search(name):
        return None
    given = dict(parse_qsl(parts.query))
    for key in _TARGET_KEYS:
        value = given.get(key, "")
        if value.startswith("%"):
            value = unquote(value)
        if value.startswith(("http://", "https://")):
            return value
    return None


def google_article(path: str) -> str | None:
    """The id of an article of Google News, from the path of its address."""
    found = _GOOGLE_ARTICLE.search(path)
    return found.group(1) if found else None


def google_target(path: str) -> str | None:
    """The article's own address where its Google News id carries it, as ids did until 2024; later ones are opaque.

    An id is base64 of a protocol buffer whose field 4 is a text with its length in front (seven bits a byte).
    """
    identifier = google_article(path)
    if identifier is None:
        return None
    try:
        record = base64.urlsafe_b64decode(identifier + "=" * (-len(identifier) % 4))
    except (binascii.Error, ValueError):
        return None
    if not record.startswith(_GOOGLE_FIELD):
        return None
    length = shift = 0
    place = len(_GOOGLE_FIELD)
    while place < len(record) and shift <= 14:
        length |= (record[place] & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if record[place - 1] < 0x80:
            break
    text = record[place : place + length].decode("utf-8", "replace")
    return text if text.startswith(("http://", "https://")) and len(text.split()) == 1 else None


def _amp_target(parts: SplitResult, name: str) -> str | None:
    rest = parts.path.removeprefix("/amp") if name.endswith("google.com") else parts.path
    found = _AMP_CACHE.match(rest)
    if found is None:
        return None
    target = rest[found.end() :]
    if target.partition("/")[0].lower() == name:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return ("https://" if found.group(1) else "http://") + target + query


def _proofpoint_target(parts: SplitResult) -> str | None:
    """Version 3 has the target between underscores, ``*`` for what was escaped; versions 1 and 2 in ``u``."""
    found = _PROOFPOINT_3.match(f"{parts.path}?{parts.query}")  # the target's own query is not escaped
    if found is not None:
        return re.sub(r"^(https?:)/(?!/)", r"\1//", found.group(1)) if "*" not in found.group(1) else None
    value = dict(parse_qsl(parts.query)).get("u", "")
    if parts.path.startswith("/v2/"):
        value = unquote(value.replace("-", "%").replace("_", "/"))
    return value if value.startswith(("http://", "https://")) else None
