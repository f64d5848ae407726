"""Makes the headers that every request carries, and turns those of an answer into plain text by lower-case name.

Pure; it gives no header of an answer a meaning.
"""

from __future__ import annotations

from collections.abc import Mapping

_ACCEPT = {
    "source": "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, application/pdf;q=0.8, */*;q=0.5",
    "robots": "text/plain, */*;q=0.5",
}


def headers_to_send(version: str, contact: str) -> dict[str, dict[str, str]]:
    """The headers of a request for a ``source``, a ``page`` and ``robots``; ``contact`` may be empty."""
    contact = "".join(letter for letter in contact if letter.isprintable()).strip()
    agent = f"digestbot/{version}" + (f" (+{contact})" if contact else "")
    return {
        kind: {"User-Agent": agent, "Accept": accept, "Accept-Encoding": "gzip, deflate"}
        for kind, accept in _ACCEPT.items()
    }


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers by lower-case name, repeated ones joined, and fit to be stored: no half characters."""
    told: dict[str, str] = {}
    for name, value in headers.items():
        name, value = name.lower(), _whole(value)
        told[name] = f"{told[name]}, {value}" if name in told and name != "location" else value
    return told


def _whole(text: str) -> str:
    """``text`` as aiohttp gives it, its undecodable bytes (kept as surrogates) read as Latin-1, HTTP's old default."""
    if text.isascii():
        return text
    raw = text.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def fit_to_send(value: str) -> bool:
    """Whether a validator that a server once sent may go back to it as a header."""
    return value.isascii() and value.isprintable()
