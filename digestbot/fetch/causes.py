"""Turns what went wrong into a ``FetchError`` in an admin's words: the one seam for aiohttp, OS, TLS and zlib.

It decides the class (transient, permanent, blocked) and never retries, waits or lets a library's exception through.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from digestbot.errors import BlockedFetchError, FetchError, PermanentFetchError, TransientFetchError
from digestbot.fetch.bodies import TooLargeError, UnreadableEncodingError
from digestbot.fetch.dialling import RefusedAddressError
from digestbot.fetch.limits import NetworkLimits
from digestbot.fetch.pacing import HeldError

MAX_RETRY_AFTER = timedelta(days=1)  # a longer wish is a mistake or a wall; the source would be silently lost

FORESEEN = (
    aiohttp.ClientError,
    HttpProcessingError,
    OSError,  # sockets, names, TLS
    asyncio.TimeoutError,
    zlib.error,
    EOFError,  # compressed bodies that break off
    UnicodeError,  # host names that cannot be encoded
    HeldError,
    TooLargeError,
    UnreadableEncodingError,
)
"""Every exception that a request may end in, short of a mistake of ours; ``explain`` takes each of them."""

# OpenSSL's X509_V_ERR numbers.
_CERTIFICATE_REASONS = {
    9: "the certificate is not valid yet (or this machine's clock is wrong)",
    10: "the certificate has expired (or this machine's clock is wrong)",
    18: "the certificate is self-signed, so nobody vouches for it",
    19: "the certificate ends in an authority that this machine does not trust",
    20: "the certificate comes from an authority that this machine does not trust",
    21: "the server sends an incomplete chain of certificates",
    23: "the certificate has been revoked",
    62: "the certificate belongs to another name",
    64: "the certificate belongs to another address",
}
_OS_REASONS = {
    errno.ECONNREFUSED: "nothing answers at this address: the connection was refused",
    errno.ECONNRESET: "the server cut the connection",
    errno.EPIPE: "the server cut the connection",
    errno.ECONNABORTED: "the server cut the connection",
    errno.ETIMEDOUT: "the server could not be reached",
    errno.ENETUNREACH: "there is no way to the server's network from here",
    errno.EHOSTUNREACH: "there is no way to the server from here",
    errno.EMFILE: "this machine has too many files open; restart digestbot or raise its limit",
}
_STATUS_REASONS = {
    400: "the server did not understand the request",
    401: "it wants a user name and password; put them into the source's URL, or remove the source",
    402: "it wants to be paid",
    403: "the server refuses us; if this lasts, ask its operator to admit digestbot",
    404: "the address no longer exists; look for the feed's new address",
    406: "the server has nothing in a format we can read",
    410: "it has been removed for good; remove the source or look for its new address",
    429: "we asked too often; the next tries come later",
    451: "it may not be shown for legal reasons",
    503: "the server is overloaded or being repaired",
}
# Passing troubles among the 4xx. 403 is one: bot walls come and go, and each repeat stretches the interval.
_TRANSIENT_4XX = frozenset({403, 408, 421, 425, 429})
_EMPTY_2XX = frozenset({202, 204, 205, 206})  # 202 is how some bot walls answer


def explain(exc: Exception, url: str, settings: NetworkLimits) -> FetchError:
    """The error to raise ``from exc`` for a request to ``url`` (without credentials); ``exc`` is one of FORESEEN."""
    if isinstance(exc, HeldError):
        reason = f"its host asked us to stay away for another {exc.seconds:.0f} s"
        return TransientFetchError(url, reason, retry_after=timedelta(seconds=exc.seconds))
    if isinstance(exc, TooLargeError):
        size = f"{settings.max_response_bytes / 1e6:g} MB" + (" when unpacked" if exc.packed else "")
        return BlockedFetchError(url, f"is larger than {size}, the limit in network.max_response_bytes")
    if isinstance(exc, UnreadableEncodingError):
        return PermanentFetchError(url, f"is compressed in a way we did not ask for ({exc})")
    return _connection_error(exc, url, settings)


def _connection_error(exc: Exception, url: str, settings: NetworkLimits) -> FetchError:
    cause = exc.os_error if isinstance(exc, aiohttp.ClientConnectorError) else exc
    if isinstance(exc, aiohttp.ClientConnectorCertificateError):
        cause = exc.certificate_error
    if isinstance(cause, RefusedAddressError):
        return BlockedFetchError(url, f"{cause}; digestbot does not connect to such addresses")
    if isinstance(cause, socket.gaierror):
        return _name_error(cause, url)
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = _CERTIFICATE_REASONS.get(cause.verify_code, f"the certificate is not valid ({cause.verify_message})")
        return PermanentFetchError(url, f"{reason}; digestbot does not read from it")
    if isinstance(cause, (ssl.SSLError, ssl.CertificateError)):
        return PermanentFetchError(url, "no secure connection could be made; the server's TLS is broken or too old")
    if isinstance(exc, aiohttp.ConnectionTimeoutError):
        return TransientFetchError(url, f"the server could not be reached within {_seconds(settings.idle_timeout)}")
    if isinstance(exc, aiohttp.ServerTimeoutError):
        return TransientFetchError(url, f"the server fell silent for {_seconds(settings.idle_timeout)}")
    if isinstance(exc, asyncio.TimeoutError):
        return TransientFetchError(url, f"the server did not answer in full within {_seconds(settings.timeout)}")
    if isinstance(exc, (aiohttp.InvalidURL, UnicodeError)):
        return PermanentFetchError(url, "this is not an address on the web")
    if isinstance(exc, aiohttp.ServerDisconnectedError):
        return TransientFetchError(url, "the server cut the connection")
    if isinstance(exc, (aiohttp.ClientPayloadError, zlib.error, EOFError)):
        return TransientFetchError(url, "the answer broke off or was garbled on the way")
    if isinstance(exc, (aiohttp.ClientResponseError, HttpProcessingError)):
        return _not_http(str(exc.message), url)
    if isinstance(cause, OSError):
        reason = (
            _OS_REASONS.get(cause.errno or 0) or f"the connection failed ({cause.strerror or type(cause).__name__})"
        )
        return TransientFetchError(url, reason)
    return TransientFetchError(url, f"the connection failed ({type(exc).__name__})")


def refuse_status(status: int, url: str, headers: Mapping[str, str], now: datetime) -> FetchError | None:
    """The error that an answer's ``status`` means; None: the body is worth reading. 3xx count as errors here."""
    if 200 <= status < 300 and status not in _EMPTY_2XX:
        return None
    reason = f"answered {status}"
    if said := _STATUS_REASONS.get(status):
        reason += f": {said}"
    elif status in _EMPTY_2XX:
        reason += ": it has nothing to show at present"
    elif status >= 500:
        reason += ": the server is in trouble"
    elif 300 <= status < 400:
        reason += ": a redirect that leads nowhere"
    if status >= 500 or status in _TRANSIENT_4XX or status in _EMPTY_2XX:
        return TransientFetchError(url, reason, status=status, retry_after=retry_after(headers, now))
    return PermanentFetchError(url, reason, status=status)


def seen_from(error: FetchError, url: str) -> FetchError:
    """``error`` of a later hop as the one who asked for ``url`` has to read it."""
    reason = f"{error.reason} (redirected to {error.url})"
    return type(error)(url, reason, status=error.status, retry_after=error.retry_after)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the server asks us to stay away, from 0 to one day; seconds and dates are understood."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        wait = timedelta(seconds=min(int(value[:9]), MAX_RETRY_AFTER.total_seconds()))
    else:
        try:
            when = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError):
            return None
        wait = when.replace(tzinfo=when.tzinfo or now.tzinfo) - now
    return max(timedelta(0), min(wait, MAX_RETRY_AFTER))


def _name_error(cause: socket.gaierror, url: str) -> FetchError:
    name = URL(url).host or "?"
    if cause.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
        return PermanentFetchError(url, f"the name {name} does not exist")
    return TransientFetchError(url, f"the name {name} could not be looked up; the name server does not answer")


def _not_http(message: str, url: str) -> FetchError:
    if "more than" in message or "too many" in message.lower() or "too large" in message.lower():
        return BlockedFetchError(url, "the server sends more headers than any page needs")
    return TransientFetchError(url, "the server's answer is not proper HTTP")


def _seconds(duration: timedelta) -> str:
    return f"{duration.total_seconds():g} s"
