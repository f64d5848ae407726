"""Bytes of a page → text → tree, once a page. Bounded in bytes, elements and depth; never fails on any bytes.

What stands in the tree's scripts and styles is dropped here, but for JSON-LD: nothing later reads it, and every copy
of the tree would carry it along.
"""

from __future__ import annotations

import codecs
import re
from itertools import takewhile

from charset_normalizer import from_bytes
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

# What is read of one page, in bytes. The fetcher's own bound; a file given on the command line may be larger.
MAX_BYTES = 10_000_000
# Elements kept of one page: four times the largest of 194 real pages.
MAX_ELEMENTS = 15_000
# A guess looks at so much, in bytes: charset-normalizer takes some 50 ms for it, and more does not change its mind.
GUESS_WINDOW = 16_384
# Where a charset label may stand in a page, in bytes: browsers look at 1,024, real pages put analytics before it.
LABEL_WINDOW = 8_192

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]+)""", re.I)
_LABEL = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)|encoding=["']([A-Za-z0-9._-]+)""", re.I
)
# Labels that mean more than they say: the WHATWG encoding standard's readings of them.
_WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949",
    "shift_jis": "cp932", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
# In a page in English, bytes above 127 are £ and ’ and less than this share of all.
RARE = 0.005
_LANGUAGE = re.compile(rb"""<html\b[^>]{0,500}?\blang\s*=\s*["']?([a-z]{2})\b""", re.I)
_OF_LANGUAGE = {
    **dict.fromkeys("pl cs sk hu sl hr sr bs sq ro".split(), "cp1250"),
    **dict.fromkeys(("tr", "az"), "cp1254"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
}
_OTHER_SCRIPT = re.compile(rb"[\x80-\xff]{4}")  # no word of Western letters has so many in a row
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# A tag so long, in characters without quoted values, has thousands of attributes, and libxml2 compares each with all.
MAX_TAG = 10_000
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]{{0,20}})\b[^<>]{{{MAX_TAG},}}>?")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_DROPPED = ("style", "template", "svg", "canvas", "object", "embed")
_OF_HEAD = frozenset("title meta link script base noscript basefont isindex".split())
_JSON_LD = "application/ld+json"


def decode(body: bytes, content_type: str = "") -> str:
    """Text of ``body`` (at most MAX_BYTES of it), without byte-order mark and characters that XML forbids.

    Order: byte-order mark; UTF-8 when the bytes are valid UTF-8, whatever the label says; the label of the header,
    then of the page, when the bytes agree with it; a guess; else UTF-8 with wrong bytes read as Windows-1252.
    """
    text = _to_text(body[:MAX_BYTES], content_type).lstrip("\ufeff")
    return _FORBIDDEN.sub("", text) if _FORBIDDEN.search(text) else text


def parse_html(text: str) -> HtmlElement | None:
    """The tree of a page, or None when there is no element in it.

    Nesting deeper than libxml2's bound (256) and elements beyond MAX_ELEMENTS are cut off, without an error.
    """
    markup = _LONG_TAG.sub(_with_few_attributes, _XML_DECLARATION.sub("", text, count=1))
    if not markup.strip():
        return None
    parser = HTMLParser(
        collect_ids=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = document_fromstring(markup.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    etree.strip_elements(tree, *_DROPPED, with_tail=False)
    root: HtmlElement = tree
    for script in list(root.iter("script")):
        if _JSON_LD not in (script.get("type") or "").lower() and isinstance(script, HtmlElement):
            script.drop_tree()
    _cut_to_size(root)
    _open_body(root)
    return root


def _open_body(root: HtmlElement) -> None:
    """Put into the body what libxml2, which knows no HTML 5, leaves in the head of a page without a body's tag."""
    head = root.find("head")
    last = head.iterchildren(reversed=True) if head is not None else iter(())
    strays = list(takewhile(lambda child: child.tag not in _OF_HEAD, last))
    if not strays:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for stray in strays:
        body.insert(0, stray)


def _with_few_attributes(tag: re.Match[str]) -> str:
    """A long tag as it is when its length lies in values (JSON in an attribute); else without attributes."""
    return tag.group() if len(_QUOTED.sub("=", tag.group())) < MAX_TAG else f"<{tag.group(1)}>"


def _cut_to_size(root: HtmlElement) -> None:
    """Take out what lies beyond MAX_ELEMENTS in document order: articles stand before their thousand comments."""
    beyond = [element for number, element in enumerate(root.iter()) if number >= MAX_ELEMENTS]
    for element in reversed(beyond):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _to_text(body: bytes, content_type: str) -> str:
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(body) - 4:  # a character cut in two by the bound, not another charset
            return body[: error.start].decode("utf-8")
    for label in _labels(body, content_type):
        try:
            return body.decode(label)
        except (UnicodeDecodeError, LookupError):
            continue
    # A few stray bytes in a UTF-8 page are no reason to guess another charset for all of it.
    repaired = body.decode("utf-8", "digestbot-cp1252")
    if _mostly_utf8(body):
        return repaired
    latin = _latin(body)
    if latin is not None:
        return repaired if latin == "cp1252" else body.decode(latin, "replace")
    found = from_bytes(body[:GUESS_WINDOW]).best()
    return body.decode(found.encoding, "replace") if found is not None else repaired


def _labels(body: bytes, content_type: str) -> list[str]:
    found = [match.group(1) for match in _HEADER.finditer(content_type)]
    declared = _LABEL.finditer(body[:LABEL_WINDOW])
    found += [(match.group(1) or match.group(2)).decode("ascii") for match in declared]
    names: list[str] = []
    for label in found:
        try:
            name = codecs.lookup(label).name
        except LookupError:
            continue
        name = _WIDER.get(name, name)
        if name not in ("utf-8", "utf-16", "utf-32") and name not in names:  # valid UTF-8 was tried; wide labels lie
            names.append(name)
    return names


def _mostly_utf8(body: bytes) -> bool:
    """Whether well-formed UTF-8 sequences outnumber stray bytes: in Windows-1252 text they hardly ever occur."""
    stray = len(body.decode("utf-8", "replace")) - len(body.decode("utf-8", "ignore"))
    high = sum(1 for _ in re.finditer(rb"[\xc2-\xf4][\x80-\xbf]+", body))
    return high > 3 * stray


def _latin(body: bytes) -> str | None:
    """The charset of a page in Latin letters, by its language; None where a guess is the better way.

    A guess takes the few £ of an English page for Ł.
    """
    if _OTHER_SCRIPT.search(body):
        return None
    stated = _LANGUAGE.search(body[:LABEL_WINDOW])
    if stated is not None:
        return _OF_LANGUAGE.get(stated.group(1).decode("ascii").lower(), "cp1252")
    window = body[:GUESS_WINDOW]
    return "cp1252" if sum(byte > 127 for byte in window) < RARE * len(window) else None


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("digestbot-cp1252", _as_cp1252)
