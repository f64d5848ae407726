"""Keeps the trail of one request over its redirects: where it stands, what may be sent there, and when it must end.

Pure: it follows nothing by itself, and knows no more of an answer than status, target and cookies.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from digestbot.errors import BlockedFetchError
from digestbot.fetch.addresses import Target
from digestbot.urls import redact

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})

log = logging.getLogger("digestbot.fetch")


class Trail:
    """The hops from ``start``; ``here`` is where it stands, ``moved`` whether every hop so far was permanent.

    A hop that gives up https is followed, but noted, and never counts as a move. Cookies live as long as the trail:
    some sites redirect to the same address again until it is asked for with the cookie they set.
    """

    def __init__(self, start: Target, limit: int) -> None:
        self.start = self.here = start
        self.moved = False
        self._limit = limit
        self._hops = 0
        self._cookies: dict[str, dict[str, str]] = {}
        self._seen: set[tuple[str, str]] = set()

    def headers(self, usual: dict[str, str]) -> dict[str, str]:
        """``usual`` and what else is due ``here``: its own cookies, and credentials where they may be known."""
        extra: dict[str, str] = {}
        if crumbs := self._crumbs():
            extra["Cookie"] = crumbs
        if self.start.authorization is not None and self.start.may_know(self.here):
            extra["Authorization"] = self.start.authorization
        return usual | extra if extra else usual

    def go(self, status: int, there: Target, cookies: Mapping[str, str]) -> None:
        """Stand ``there``. Raises BlockedFetchError for a circle, or one redirect too many."""
        shown = redact(str(self.start.url))
        self._hops += 1
        if self._hops > self._limit:
            raise BlockedFetchError(shown, f"redirects more than {self._limit} times")
        downgraded = self.here.url.scheme == "https" and there.url.scheme == "http"
        if downgraded:
            places = {"url": redact(str(self.here.url)), "to": redact(str(there.url))}
            log.warning("redirect leaves https", extra=places)
        self.moved = status in _PERMANENT and (self.moved or self._hops == 1) and not downgraded
        self._seen.add(self._step())
        if cookies:
            self._cookies.setdefault(self.here.host, {}).update(cookies)
        self.here = there
        if self._step() in self._seen:
            raise BlockedFetchError(shown, "redirects in a circle")

    def _step(self) -> tuple[str, str]:
        """Where it stands; the same address with a new cookie is no circle yet."""
        return str(self.here.url), self._crumbs()

    def _crumbs(self) -> str:
        jar = self._cookies.get(self.here.host) if self._cookies else None
        return "; ".join(f"{name}={value}" for name, value in jar.items()) if jar else ""
