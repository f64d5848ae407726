"""Turns addresses into keys, hosts, slugs and log-safe text; unwraps redirectors whose target stands in the address.

Pure text work: it never looks anything up and never raises, whatever the address looks like.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from digestbot import redirectors

# Longer addresses are not folded, in characters; browsers and servers refuse them anyway.
MAX_LENGTH = 8000

# Parameters that say where a reader came from, never which page it is. Gathered from the feeds of the test
# pack and from the documentation of the mailing and analytics systems that add them.
_TRACKING = re.compile(
    r"^(?:utm_.*|itm_.*|pk_.*|mtm_.*|piwik_.*|matomo_.*|hsa_.*|at_(?:medium|campaign|custom\d|link_.*|format|ptr_name|bbc_team)"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)|mc_[ce]id|_hs(?:enc|mi)|__hs.*|hsctatracking|fbclid|gclid|gclsrc|dclid|gbraid"
    r"|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|_ga|_gl|mkt_tok|vero_(?:id|conv)|oly_(?:enc|anon)_id|s_cid"
    r"|s_kwcid|icid|ncid|cmpid|cmp|ito|smid|smtyp|xtor|wt\.mc_.*|wt_mc|trk|trkcampaign|wpisrc|sref|ocid|ftag|soc_(?:src|trk)"
    r"|ref_?src|referrer|cndid|mbid|ftcamp|rss_id|feedid|feedname|guccounter|guce_.*|spm|sr_share|share_?id|sharetype|shared?"
    r"|fb_(?:action|ref|source).*|action_(?:object|type|ref)_map|amp|amp_.*|outputtype|print|printable|printer_friendly|jsessionid"
    r"|phpsessid|sessionid|sid_hash|_openstat|campaign_?id|mailing_?id|emc|_unique_id|nocache|replytocom)$",
    re.IGNORECASE,
)
# Parameters that are tracking only with such a value: elsewhere ``source=12`` may well choose the page.
_MAYBE_TRACKING = re.compile(r"^(?:source|src|ref|from|via|medium|origin|rss|feed)$", re.IGNORECASE)
_TRACKING_VALUE = re.compile(
    r"^(?:rss(?:feed)?\d*|feed|atom|newsletter|e?mail|twitter(?:feed)?|facebook|fb|linkedin|social|share|app|home(?:page)?|true|1|yes)$",
    re.IGNORECASE,
)
# The same page made for paper or for a small screen; these parameters with other values choose other pages.
_SHAPE = re.compile(r"^(?:view|format|layout|mode|version)=(?:amp|print|printable|printer|mobile)$", re.IGNORECASE)
_HOST_VARIANT = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.])")
_PATH_VARIANT = re.compile(
    r"(?:/(?:amp|print|printable)|\.amp|(?<=\.)amp\.html|(?:/|^)(?:index|default)\.(?:html?|php\d?|aspx?|jsp|shtml|cfm))/*$",
    re.IGNORECASE,
)
_VARIANT_MARKS = ("amp", "print", "index.", "default.")  # one of them is in whatever the pattern matches
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]+")
# An address without anything to repair, and with a host in front that can be read off without parsing.
_PLAIN = re.compile(r"https?://([a-z0-9][a-z0-9.-]*)(?::\d{1,4})?(?=[/?#]|$)([!-~]*)$")
# An address that needs no parsing to be folded: a name for a host, and a path without escapes, session or query.
_SIMPLE = re.compile(r"(https?)://([a-z0-9][a-z0-9.-]*[a-z0-9])((?:/[A-Za-z0-9._~!$&'()*+,=:@/-]*)?)")
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
_IP_OR_LOCAL = re.compile(r"^(?:\[.*\]|[\d.]+|localhost|.*\.localhost|[^.]+)$")

_MAX_UNWRAPS = 5  # redirectors inside redirectors; more is a trap

_SECRET_KEY = re.compile(
    r"(?:^|[_\-.])(?:access|api|app)?_?-?(?:key|token|secret|password|passwd|pwd|pass|sig|signature|auth|authorization|credential"
    r"|session|sid|code|apikey|accesskey|authkey|jwt)$|token|secret|passw|apikey|^x-amz-|^x-goog-|^se$|^sv$",
    re.IGNORECASE,
)
_HIDDEN = "***"


def is_http(url: str) -> bool:
    """Whether ``url`` is an absolute http or https address with a host."""
    if _PLAIN.match(url):
        return True
    parts = _split(url.strip())
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)


def host(url: str) -> str:
    """The host of ``url`` in lower case, without port; empty when there is none."""
    if plain := _PLAIN.match(url):
        return plain.group(1)
    parts = _split(_tidy(url))
    return (parts.hostname or "") if parts is not None else ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses have the same host, or hosts of one registered domain."""
    if host(one).removeprefix("www.") == host(other).removeprefix("www."):
        return True
    from courlan import extract_domain  # a twelfth of a second to load, for few of those who import this

    domain = extract_domain(one, fast=True)
    return bool(domain) and domain == extract_domain(other, fast=True)


def join(base: str | None, url: str) -> str:
    """``url`` made absolute against ``base``, blanks and line breaks inside it removed or escaped."""
    if _PLAIN.match(url):
        return url
    url = _tidy(url)
    if not base or not url or (_SCHEME.match(url) and not url.lower().startswith(("http:", "https:"))):
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def canonical_url(url: str, base: str | None = None) -> str:
    """A key that is equal for the variants of one page's address. Compare and store it; do not fetch it.

    Folded: case of scheme and host, http and https, default ports, ``www.``, ``m.``, ``amp.``, AMP and print
    variants, index files, session ids, tracking parameters, order of the query, percent-encoding, trailing slash,
    fragment (but ``#!`` and ``#/`` routes are kept), redirectors that name their target. Idempotent; never raises.
    Addresses that are not http(s) come back tidied only.
    """
    current = join(base, url)
    if len(current) > MAX_LENGTH:
        return current
    for _ in range(2 * len(current) + 8):  # every pass that changes something after the second shortens it
        folded = _fold(current)
        if folded == current:
            break
        current = folded
    return current


def is_redirector(url: str) -> bool:
    """Whether ``url`` only leads to another address: a shortener, a feed proxy, a click counter."""
    return host(url) in redirectors.KNOWN or _target(url) is not None


def unwrap(url: str) -> str:
    """The address a redirector leads to where its query or path names it, otherwise ``url`` itself."""
    for _ in range(_MAX_UNWRAPS):
        target = _target(url)
        if target is None:
            break
        url = target
    return url


def without_tracking(url: str) -> str:
    """``url`` without the parameters that say where its reader came from; all else stays, for people to open."""
    before, mark, rest = url.partition("?")
    if not mark:
        return url
    query, hash_, fragment = rest.partition("#")
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(*_pair(pair))]
    return before + ("?" + "&".join(kept) if kept else "") + hash_ + fragment


def redact(url: str) -> str:
    """``url`` fit for logs and error messages: no user, password, token, key or webhook path. Never raises."""
    parts = _split(_tidy(url))
    if parts is None:
        return _SCHEME.match(url).group() + _HIDDEN if _SCHEME.match(url) else _HIDDEN  # type: ignore[union-attr]
    netloc = parts.netloc.rpartition("@")[2]
    path = parts.path
    if netloc.lower().startswith("hooks.slack."):
        path = "/" + _HIDDEN
    query = "&".join(redact_pair(pair) for pair in parts.query.split("&")) if parts.query else ""
    fragment = _HIDDEN if "token" in parts.fragment.lower() else parts.fragment
    return urlunsplit((parts.scheme, netloc, path, query, fragment))


def redact_pair(pair: str) -> str:
    """One ``name=value`` of a query, its value hidden where its name says that it opens something."""
    key, equals, value = pair.partition("=")
    return f"{key}={_HIDDEN}" if equals and value and _SECRET_KEY.search(unquote(key)) else pair


def slug(text: str, length: int = 60) -> str:
    """``text`` as lower-case ASCII letters and digits joined by hyphens, at most ``length`` characters."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O"))
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    full = re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", "")).strip("-")
    if len(full) <= length:
        return full
    cut = full[: length + 1].rpartition("-")[0] or full[:length]
    return cut.strip("-")


def _tidy(url: str) -> str:
    """Without blanks around, line breaks and tabs inside (as browsers do), lone surrogates and control characters."""
    url = url.encode("utf-8", "replace").decode("utf-8")
    url = re.sub(r"[\r\n\t]+\s*", "", url.strip())
    return _CONTROL.sub(lambda found: "%20" if found.group().strip(" ") == "" else "", url.strip("\x00\ufeff \xa0"))


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname  # both are parsed late, and may raise
    except ValueError:
        return None
    return parts


@lru_cache(
    maxsize=1024
)  # an address is folded as its entry's key, its article's and its fingerprint's, one soon after another
def _fold(url: str) -> str:
    simple = _SIMPLE.fullmatch(url)
    if simple and _leads_nowhere(url, simple[2], simple[3]):
        netloc = _without_variant(simple[2])
        scheme = simple[1] if _IP_OR_LOCAL.match(netloc) else "https"
        return f"{scheme}://{netloc}{_shortest_path(simple[3])}"
    url = unwrap(_tidy(url))
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return url
    name = parts.hostname.rstrip(".")
    netloc = f"[{name}]" if ":" in name else quote(_without_variant(name), safe="._-~!$&'()*+,;=%").lower()
    scheme = parts.scheme
    port = parts.port
    if port == {"http": 80, "https": 443}[scheme]:
        port = None
    if port is not None:
        netloc = f"{netloc}:{port}"
    elif not _IP_OR_LOCAL.match(netloc):
        scheme = "https"  # a site that moves to https keeps its pages
    return urlunsplit(
        (scheme, netloc, _fold_path(parts.path), _fold_query(parts.query), _fold_fragment(parts.fragment))
    )


def _without_variant(name: str) -> str:
    while (shorter := _HOST_VARIANT.sub("", name)) != name:
        name = shorter
    return name


def _fold_path(path: str) -> str:
    return _shortest_path(_requote(_SESSION.sub("", path)))


def _shortest_path(path: str) -> str:
    if "//" in path:
        path = re.sub(r"/{2,}", "/", path)
    if not any(map(path.lower().__contains__, _VARIANT_MARKS)):
        return path.rstrip("/") or "/"
    while (shorter := _PATH_VARIANT.sub("", path).rstrip("/")) != path:
        path = shorter
    return path or "/"


def _fold_query(query: str) -> str:
    kept = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if not _is_tracking(key, value)]
    pairs = sorted((_quote_part(key), _quote_part(value)) for key, value in kept)
    return "&".join(f"{key}={value}" if value else key for key, value in pairs)


def _is_tracking(key: str, value: str) -> bool:
    if _SHAPE.match(f"{key}={value}"):
        return True
    return bool(_TRACKING.match(key) or (_MAYBE_TRACKING.match(key) and _TRACKING_VALUE.match(value)))


def _pair(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    return unquote(key), unquote(value)


def _fold_fragment(fragment: str) -> str:
    return _requote(fragment) if fragment.startswith(("!", "/")) else ""


def _quote_part(text: str) -> str:
    return quote(_CONTROL.sub(" ", text).strip(), safe="/:,@!*()'~")


def _requote(text: str) -> str:
    """One spelling for every percent-encoding: unreserved characters bare, all others escaped in upper case."""

    def one(found: re.Match[str]) -> str:
        char = chr(int(found.group(1), 16))
        return char if char in _UNRESERVED else "%" + found.group(1).upper()

    return quote(_ESCAPE.sub(one, text), safe="/%!$&'()*+,;=:@~")


def _target(url: str) -> str | None:
    """The address that a redirector's own address names, or None."""
    plain = _PLAIN.match(url)
    if plain and _leads_nowhere(url, plain.group(1), plain.group(2)):
        return None
    parts = _split(_tidy(url))
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    target = redirectors.named_target(parts)
    return target if target is not None and is_http(target) else None


def _leads_nowhere(url: str, name: str, rest: str) -> bool:
    """Whether an address without anything to repair names no other one; ``rest`` is what follows its host."""
    if name == redirectors.GOOGLE_NEWS:
        return False
    return "http" not in rest and not rest.startswith("/amp/") and "ampproject" not in url
