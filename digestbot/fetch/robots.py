"""Says whether a page may be fetched by its site's robots.txt (RFC 9309), which it keeps per origin for a day.

It is given the function that fetches robots.txt, and makes no request of its own.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from protego import Protego

from digestbot.errors import BlockedFetchError, FetchError

AGENT = "digestbot"
MAX_ROBOTS_BYTES = 500_000  # RFC 9309 section 2.5 wants at least 500 KiB read; Google reads as much
KEPT_FOR = timedelta(hours=24)  # RFC 9309 section 2.4
UNREADABLE_FOR = timedelta(hours=1)  # a site in trouble is asked again soon
MAX_CRAWL_DELAY_S = 10.0  # longer wishes would let one site hold up a round
# What stands behind a program's name in a group's first lines; RFC 9309 (2.2.1) has the name alone count.
_VERSION = re.compile(r"(?im)^([ \t]*user-agent[ \t]*:[ \t]*[\w-]+)/[^\s#]*")
_MAX_ORIGINS = 1000  # parsed files kept; the least used go first, so that memory stays flat


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says. ``trouble`` is set when it could not be read, and then nothing is allowed."""

    parsed: Protego | None = None
    trouble: FetchError | None = None

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be fetched by digestbot."""
        return self.trouble is None and (self.parsed is None or bool(self.parsed.can_fetch(url, AGENT)))

    @property
    def crawl_delay(self) -> float:
        """Seconds between requests that the site asks for, capped."""
        wish = self.parsed.crawl_delay(AGENT) if self.parsed is not None else None
        return max(0.0, min(float(wish or 0.0), MAX_CRAWL_DELAY_S))


@dataclass(slots=True)
class _Kept:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Rules | None = None
    until: datetime | None = None


class Robots:
    """The rules of each origin (``https://example.org``), fetched once and shared by all who wait for them."""

    def __init__(self, fetch: Callable[[str], Awaitable[bytes]], clock: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def rules(self, origin: str) -> Rules:
        """The rules of ``origin``; never raises a FetchError."""
        kept = self._kept.setdefault(origin, _Kept())
        self._kept.move_to_end(origin)
        while len(self._kept) > _MAX_ORIGINS:
            self._kept.popitem(last=False)
        async with kept.lock:
            if kept.rules is None or kept.until is None or self._clock() >= kept.until:
                kept.rules = await self._read(f"{origin}/robots.txt")
                kept.until = self._clock() + (KEPT_FOR if kept.rules.trouble is None else UNREADABLE_FOR)
            return kept.rules

    async def _read(self, url: str) -> Rules:
        try:
            body = await self._fetch(url)
        except BlockedFetchError:
            return Rules()  # redirects in circles: "unavailable", and the guard judges the page itself
        except FetchError as exc:
            if exc.status is not None and 400 <= exc.status < 500 and exc.status != 429:
                return Rules()
            return Rules(trouble=exc)
        return Rules(parsed=Protego.parse(_VERSION.sub(r"\1", body.decode("utf-8-sig", "replace"))))
