"""Turns the headers of an answer into plain text by lower-case name, and says which texts may be sent as a header.

Pure; it gives no header a meaning.
"""

from __future__ import annotations

from collections.abc import Mapping


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
