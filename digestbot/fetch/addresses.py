"""Turns an address as people and servers write it into one fit to request: http(s), a plain host, credentials apart.

Pure: the guard's verdict on literal addresses and local names is passed on as an error; no name is looked up.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, replace
from functools import lru_cache

from yarl import URL

from digestbot.errors import BlockedFetchError, FetchError, PermanentFetchError
from digestbot.fetch.dialling import Judge
from digestbot.fetch.guard import is_local_name, literal, refusal
from digestbot.urls import redact

_MAX_HOST = 253  # letters of a host name, RFC 1035
_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. ``url`` has no credentials and no fragment; ``authorization`` is the header they make.

    ``named`` is the host as it was written, which may be an odd spelling of an IP address.
    """

    url: URL
    named: str
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
    there = _read(address)
    _guard(there, address, judge, allow_private)
    return there


def why_refused(address: str, *, allow_private: bool) -> str | None:
    """Why ``address`` would not be asked, as far as that can be told without a look-up; None: nothing is against it."""
    try:
        target(address, lambda ip: refusal(ip, allow_private), allow_private=allow_private)
    except FetchError as error:
        return error.reason
    return None


def redirected(here: Target, location: str, judge: Judge, *, allow_private: bool) -> Target:
    """The target that a Location header names, seen from ``here``; credentials written into it are ignored."""
    try:
        url = here.url.join(URL(location.strip()))
        if url.absolute and url.raw_host:
            url = url.with_user(None)
    except ValueError as exc:
        raise PermanentFetchError(
            redact(str(here.url)), "redirects to something that is not an address on the web"
        ) from exc
    there = _plain(url, str(url))
    _guard(there, str(url), judge, allow_private)
    return there


@lru_cache(maxsize=4096)  # a round asks the addresses of the last one; what the guard says of them is asked each time
def _read(address: str) -> Target:
    try:
        url = URL(address.strip())
        user, password = url.user, url.password
    except ValueError as exc:
        raise PermanentFetchError(redact(address), "this is not an address on the web") from exc
    if user is None and password is None:
        return _plain(url, address)
    plain = _plain(url.with_user(None) if url.raw_host else url, address)
    return replace(plain, authorization="Basic " + b64encode(f"{user or ''}:{password or ''}".encode()).decode())


def _plain(url: URL, written: str) -> Target:
    """``url`` in the one form in which it is requested: the host as browsers read it, no fragment."""
    if url.scheme not in ("http", "https"):
        raise PermanentFetchError(redact(written), "only http and https addresses are read")
    host = (url.raw_host or "").rstrip(".")
    try:
        ip = literal(host) if host else None
    except ValueError as exc:
        raise PermanentFetchError(redact(written), f"this is not an address on the web ({exc})") from exc
    if ip is None and (len(host) > _MAX_HOST or not _HOST.fullmatch(host)):
        raise PermanentFetchError(redact(written), "this is not an address on the web")
    name = ip or host
    url = url.with_host(name) if name != url.raw_host else url
    return Target(url.with_fragment(None) if url.raw_fragment else url, host)


def _guard(there: Target, written: str, judge: Judge, allow_private: bool) -> None:
    host = there.named
    ip = literal(host)
    if ip is not None:
        if (why := judge(ip)) is not None:
            said = ip if ip == host else f"{host} means {ip}, which"
            raise BlockedFetchError(redact(written), f"{said} {why}; digestbot does not connect to such addresses")
    elif not allow_private and is_local_name(host):
        reason = f"{host} is this machine; digestbot does not connect to such addresses"
        raise BlockedFetchError(redact(written), reason)
