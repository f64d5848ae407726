"""Response bytes → text: decompression with a bound, byte-order marks, right and wrong charset labels.

Never fails on any bytes but those that decompress beyond the bound, and says what it had to repair.
"""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

from charset_normalizer import from_bytes

from digestbot.errors import ParseError
from digestbot.urls import redact

# What a gzip body may grow to: the sitemap protocol's own limit for one file, in bytes.
MAX_DECOMPRESSED = 50 * 1024 * 1024
# A charset is guessed only from text with this many bytes that are no UTF-8, in bytes: fewer say too little.
MIN_TO_GUESS = 24
# How much of a body the guess looks at, in bytes: charset-normalizer takes some 50 ms for it.
GUESS_WINDOW = 32 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PATTERNS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
# Labels that mean more than they say (as browsers read them), or that Python does not know.
_WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949",
    "shift_jis": "cp932", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
_WIDE_LABEL = re.compile(r"^(?:utf[-_]?(?:16|32)|u16|u32|ucs|iso-10646|csucs|csunicode)", re.IGNORECASE)
_STATEFUL = frozenset({"iso2022_jp", "iso2022_kr", "hz", "utf-7"})
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]+)""", re.IGNORECASE)
# What XML 1.0 forbids; a character reference to one of them is as bad as the character.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
_FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[eEfF]|[dD][89a-fA-F][0-9a-fA-F]{2}));"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a body; ``repairs`` names in plain words what was wrong with the bytes."""

    text: str
    charset: str
    repairs: tuple[str, ...] = ()


def decompress(body: bytes, url: str) -> bytes:
    """``body``, unpacked when it is gzip. A cut-off archive gives what it holds.

    Raises ParseError when it grows beyond MAX_DECOMPRESSED bytes or is damaged from the start.
    """
    for _ in range(2):  # a .gz file served with Content-Encoding on top has been seen
        if body[:3] != b"\x1f\x8b\x08":
            break
        body = _gunzip(body, url)
    return body


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Text of ``body``, without byte-order marks and characters that XML forbids.

    Order: byte-order mark; zero bytes that give UTF-16/32 away; the label when the bytes agree with it, but UTF-8
    when they are valid UTF-8 whatever the label says; a guess for the East and the South; else UTF-8 in which every
    wrong byte is read as Windows-1252.
    """
    repairs: list[str] = []
    text, charset = _to_text(body, content_type, repairs)
    text = text.lstrip("\ufeff")
    clean = _FORBIDDEN.sub("", text) if _has_forbidden(text, body if charset == "utf-8" else None) else text
    if "&#" in clean:
        clean = _FORBIDDEN_REFERENCE.sub("", clean)
    if clean != text:
        repairs.append("control characters were dropped")
    return Decoded(clean, charset, tuple(repairs))


def _has_forbidden(text: str, body: bytes | None) -> bool:
    """Whether XML forbids a character of ``text``: for the many UTF-8 bodies by their bytes, ten times faster."""
    if body is None:
        return _FORBIDDEN.search(text) is not None
    return len(body.translate(None, _CONTROLS)) < len(body) or "\ufffe" in text or "\uffff" in text


def _gunzip(body: bytes, url: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, MAX_DECOMPRESSED + 1)
    except zlib.error as exc:
        raise ParseError(redact(url), "a damaged gzip file") from exc
    if len(unpacked) > MAX_DECOMPRESSED:
        raise ParseError(redact(url), f"unpacks to more than {MAX_DECOMPRESSED // 2**20} MB: refused")
    return unpacked


def _to_text(body: bytes, content_type: str, repairs: list[str]) -> tuple[str, str]:
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _strictly_or_not(body[len(mark) :], charset, repairs)
    head = body[:4]
    for start, charset in _PATTERNS:
        if head.startswith(start):
            return _strictly_or_not(body, charset, repairs)
    declared = _declared(body)
    labels = _labels(content_type, declared)
    for label in labels:
        if label in _STATEFUL:
            try:
                return body.decode(label), label
            except UnicodeDecodeError:
                continue
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if labels and labels[0] not in ("utf-8", "cp1252") and not text.isascii():
            repairs.append(f"labelled {labels[0]}, is UTF-8")
        return text, "utf-8"
    for label in labels:
        if label == "utf-8":
            continue
        if label == "cp1252":
            return _patchy(body, "cp1252"), "cp1252"
        try:
            return body.decode(label), label
        except UnicodeDecodeError:
            repairs.append(f"labelled {label}, is not")
    guessed = _guess(body)
    if guessed is not None:
        repairs.append(f"charset not or wrongly labelled, guessed {guessed[1]}")
        return guessed
    repairs.append(
        "labelled UTF-8, holds Windows-1252 bytes" if "utf-8" in labels else "no charset given, read as Windows-1252"
    )
    return _patchy(body, "utf-8"), "cp1252"


def _strictly_or_not(body: bytes, charset: str, repairs: list[str]) -> tuple[str, str]:
    try:
        return body.decode(charset), charset
    except UnicodeDecodeError:
        repairs.append(f"marked as {charset}, holds bytes that are not")
    if charset == "utf-8":
        return _patchy(body, "utf-8"), charset
    return body.decode(charset, "replace"), charset


def _declared(body: bytes) -> str | None:
    head = body[:1024]
    found = _DECLARED.search(head.lstrip()) or _META.search(body[:4096])
    return found.group(1).decode("ascii") if found else None


def _labels(content_type: str, declared: str | None) -> list[str]:
    """The charsets that header and document name, most trustworthy first.

    The header wins, as HTTP says, but not when it names Latin-1: that is what servers add to everything.
    """
    found = _CHARSET.search(content_type)
    header = _known(found.group(1)) if found else None
    document = _known(declared) if declared else None
    order = [document, header] if header == "cp1252" else [header, document]
    return list(dict.fromkeys(label for label in order if label))


def _known(label: str) -> str | None:
    if _WIDE_LABEL.match(label):
        return None  # without zero bytes or a mark it cannot be
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    if name in (
        "hex",
        "base64",
        "zlib",
        "bz2",
        "quopri",
        "uu",
        "rot13",
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
    ):
        return None
    return _WIDER.get(name, name)


def _guess(body: bytes) -> tuple[str, str] | None:
    """East Asian, Cyrillic, Greek, Hebrew, Arabic or Thai text without a label: what it most likely is."""
    high = [byte for byte in body[:GUESS_WINDOW] if byte > 127]
    if len(high) < MIN_TO_GUESS or _valid_utf8_share(body[:GUESS_WINDOW]) > 0.5:
        return None
    best = from_bytes(
        body[:GUESS_WINDOW],
        cp_isolation=[
            "cp932",
            "euc_jp",
            "big5",
            "gb18030",
            "cp949",
            "koi8_r",
            "cp1251",
            "cp1253",
            "cp1255",
            "cp1256",
            "cp874",
            "cp1252",
        ],
        enable_fallback=False,
    ).best()
    if best is None or best.encoding == "cp1252":
        return None
    try:
        return body.decode(best.encoding), best.encoding
    except UnicodeDecodeError:
        return None


def _valid_utf8_share(body: bytes) -> float:
    """Which part of the bytes above 127 stands in valid UTF-8 sequences."""
    high = sum(byte > 127 for byte in body)
    valid = sum(len(char.encode()) for char in body.decode("utf-8", "ignore") if ord(char) > 127)
    return valid / high if high else 1.0


def _patchy(body: bytes, charset: str) -> str:
    return body.decode("utf-8" if charset == "utf-8" else "cp1252", "digestbot.cp1252")


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in wrong), error.end


codecs.register_error("digestbot.cp1252", _as_windows_1252)
