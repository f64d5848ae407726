"""Turns an address as people and servers write it into one fit to request: http(s), a plain host, credentials apart.

Pure: the guard's verdict on literal addresses and local names is passed on as an error; no name is looked up.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass

from yarl import URL

from digestbot.errors import BlockedFetchError, PermanentFetchError
from digestbot.fetch.dialling import Judge
from digestbot.fetch.guard import is_local_name, literal
from digestbot.urls import redact

_MAX_HOST = 253  # letters of a host name, RFC 1035
_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. ``url`` has no credentials and no fragment; ``authorization`` is the header they make."""

    url: URL
    authorization: str | None = None

    @property
    def host(self) -> str:
        return self.url.raw_host or ""

    def may_know(self, other: Target) -> bool:
        """Whether credentials given for this target may go to ``other``: same origin, or the same host made secure."""
        if self.url.origin() == other.url.origin():
            return True
        upgraded = self.url.scheme == "http" and other.url.scheme == "https"
        return upgraded and self.host == other.host and self.url.is_default_port() and other.url.is_default_port()


def target(address: str, judge: Judge, *, allow_private: bool) -> Target:
    """The target that ``address`` names. Raises PermanentFetchError (no web address) or BlockedFetchError (guard)."""
    try:
        url = URL(address.strip())
        user, password = url.user, url.password
    except ValueError as exc:
        raise PermanentFetchError(redact(address), "this is not an address on the web") from exc
    if user is None and password is None:
        return Target(_guarded(url, address, judge, allow_private))
    plain = _guarded(url.with_user(None) if url.raw_host else url, address, judge, allow_private)
    return Target(plain, "Basic " + b64encode(f"{user or ''}:{password or ''}".encode()).decode())


def redirected(here: Target, location: str, judge: Judge, *, allow_private: bool) -> Target:
    """The target that a Location header names, seen from ``here``; credentials written into it are ignored."""
    try:
        there = here.url.join(URL(location.strip()))
        if there.absolute and there.raw_host:
            there = there.with_user(None)
    except ValueError as exc:
        raise PermanentFetchError(
            redact(str(here.url)), "redirects to something that is not an address on the web"
        ) from exc
    return Target(_guarded(there, str(there), judge, allow_private))


def _guarded(url: URL, written: str, judge: Judge, allow_private: bool) -> URL:
    if url.scheme not in ("http", "https"):
        raise PermanentFetchError(redact(written), "only http and https addresses are read")
    host = (url.raw_host or "").rstrip(".")
    try:
        ip = literal(host) if host else None
    except ValueError as exc:
        raise PermanentFetchError(redact(written), f"this is not an address on the web ({exc})") from exc
    if ip is not None:
        if (why := judge(ip)) is not None:
            said = ip if ip == host else f"{host} means {ip}, which"
            raise BlockedFetchError(redact(written), f"{said} {why}; digestbot does not connect to such addresses")
    elif len(host) > _MAX_HOST or not _HOST.fullmatch(host):
        raise PermanentFetchError(redact(written), "this is not an address on the web")
    elif not allow_private and is_local_name(host):
        reason = f"{host} is this machine; digestbot does not connect to such addresses"
        raise BlockedFetchError(redact(written), reason)
    name = ip or host
    url = url.with_host(name) if name != url.raw_host else url
    return url.with_fragment(None) if url.raw_fragment else url
