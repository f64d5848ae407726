"""A page without words of its own, which only leads elsewhere → the address it leads to. Runs no script.

Reads ``meta refresh``, the one address that a script goes to or that a redirector's page writes out, and what Google
News wants to be asked for an article.
"""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote, urlsplit

from digestbot import redirectors, text, urls
from digestbot.sources import encoding

# A page that only leads elsewhere is small, in bytes; what is larger is not looked into.
MAX_BYTES = 64_000
# … and says little, in words: "Redirecting you to the article. Click here if nothing happens."
MAX_WORDS = 60
# A refresh after longer is a page that renews itself, in seconds.
MAX_WAIT = 15

_REFRESH = re.compile(r"<meta\b[^>]{0,200}http-equiv\s*=\s*[\"']?refresh\b[^>]{0,4000}>", re.IGNORECASE)
_CONTENT = re.compile(
    r"content\s*=\s*(?:\"\s*(\d{0,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?'?([^\"]+?)'?\s*\"|"
    r"'\s*(\d{0,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?\"?([^']+?)\"?\s*')",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:replace|assign)\s*\()\s*(\"(?:[^\"\\\n]|\\.){4,4000}\"|'(?:[^'\\\n]|\\.){4,4000}')"
)
_LINK = re.compile(
    r"<a\b[^>]{0,300}?href\s*=\s*[\"']([^\"'>]{8,4000})[\"'][^>]{0,300}>\s*(?:<[^>]{0,200}>\s*){0,5}(https?://[^<\s]{4,4000})\s*</",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style|template|title)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)

_SIGNATURE = re.compile(r"data-n-a-sg=\"([\w=+/-]{8,400})\"")
_STAMP = re.compile(r"data-n-a-ts=\"(\d{6,16})\"")
# What Google's own page sends to be told where an article is; the places without a meaning for us hold fillers.
_GOOGLE_CALL = "https://news.google.com/_/DotsSplashUi/data/batchexecute"
_GOOGLE_CONTEXT = [
    ["X", "X", ["X", "X"], None, None, 1, 1, "US:en", None, 1, None, None, None, None, None, 0, 1],
    "X", "X", 1, [1, 1, 1], 1, 1, None, 0, 0, None, 0,
]  # fmt: skip
_GOOGLE_RPC = "Fbv4je"


def next_address(body: bytes, url: str, content_type: str) -> str | None:
    """Where the page at ``url`` only leads to; None for a page with something to read, or that leads nowhere else."""
    if len(body) > MAX_BYTES or not _is_page(body, content_type):
        return None
    source = encoding.decode(body, content_type).text
    if len(text.plain(_HIDDEN.sub(" ", source)).split()) > MAX_WORDS:
        return None
    named = _written_out(source) if urls.is_redirector(url) else []
    for target in (_refreshed(source), *_scripted(source), *named):
        address = urls.join(url, target) if target else ""
        if urls.is_http(address) and address.partition("#")[0] != url.partition("#")[0]:
            return urls.unwrap(address)
    return None


def google_question(body: bytes, url: str) -> tuple[str, dict[str, str]] | None:
    """What to post where, to be told the address of the article of Google News whose page is in ``body``."""
    split = urlsplit(url)
    article = redirectors.google_article(split.path) if split.hostname == redirectors.GOOGLE_NEWS else None
    source = body.decode("utf-8", "replace") if article else ""
    signature, stamp = _SIGNATURE.search(source), _STAMP.search(source)
    if article is None or signature is None or stamp is None:
        return None
    wish = ["garturlreq", _GOOGLE_CONTEXT, article, int(stamp.group(1)), signature.group(1)]
    call = [[[_GOOGLE_RPC, json.dumps(wish), None, "generic"]]]
    return f"{_GOOGLE_CALL}?rpcids={quote(_GOOGLE_RPC)}", {"f.req": json.dumps(call)}


def google_answer(body: bytes) -> str | None:
    """The article's address in what Google answered; None when it is not told."""
    source = body.decode("utf-8", "replace")
    for line in source.splitlines():
        if _GOOGLE_RPC not in line:
            continue
        try:
            parts = json.loads(line)
            told = [json.loads(part[2]) for part in parts if part[:2] == ["wrb.fr", _GOOGLE_RPC] and part[2]]
            address = next((one[1] for one in told if one[0] == "garturlres"), None)
        except (ValueError, TypeError, LookupError, RecursionError):  # its form is Google's, and changes without notice
            continue
        if isinstance(address, str) and urls.is_http(address):
            return address
    return None


def _is_page(body: bytes, content_type: str) -> bool:
    label = content_type.partition(";")[0].strip().lower()
    return label in ("", "text/html", "application/xhtml+xml") and b"<" in body[:1024]


def _refreshed(source: str) -> str:
    for tag in _REFRESH.finditer(source):
        found = _CONTENT.search(tag.group())
        if found is None:
            continue
        wait, target = (found.group(1), found.group(2)) if found.group(2) else (found.group(3), found.group(4))
        if int(wait or 0) <= MAX_WAIT:
            return html.unescape(target.strip())
    return ""


def _written_out(source: str) -> list[str]:
    """The one address that a redirector asks its reader to open, a link whose words are the address itself."""
    found = [html.unescape(target) for target, said in _LINK.findall(source) if _bare(target) == _bare(said)]
    different = list(dict.fromkeys(found))
    return different if len(different) == 1 else []


def _bare(address: str) -> str:
    return html.unescape(address).strip().partition("://")[2].rstrip("/") or address


def _scripted(source: str) -> list[str]:
    """The one address that scripts go to; none when they name several, of which they choose."""
    found = []
    for literal in _SCRIPT.findall(source):
        inner = literal[1:-1].replace("\\'", "'").replace("\\/", "/")
        try:
            found.append(str(json.loads(f'"{inner}"', strict=False)) if '"' not in inner else inner)
        except ValueError:
            continue
    different = list(dict.fromkeys(found))
    return different if len(different) == 1 else []
