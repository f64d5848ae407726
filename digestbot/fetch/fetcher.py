"""Turns a Request into a Response: guarded on every hop, conditional, polite, bounded in bytes and time.

It follows redirects by hand, raises nothing but FetchError (and CancelledError), keeps no cookies and uses no proxy.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal

import aiohttp
from aiohttp.abc import AbstractResolver

from digestbot.errors import BlockedFetchError, FetchError, TransientFetchError
from digestbot.fetch import causes, guard
from digestbot.fetch.addresses import Target, redirected, target
from digestbot.fetch.answers import Answer, Bounds
from digestbot.fetch.bodies import TooLargeError, read_body
from digestbot.fetch.dialling import Judge, SystemResolver, guarded_connector
from digestbot.fetch.headers import fit_to_send, headers_to_send, lower
from digestbot.fetch.limits import NetworkLimits
from digestbot.fetch.pacing import Pacing
from digestbot.fetch.redirects import REDIRECTS, Trail
from digestbot.fetch.robots import MAX_ROBOTS_BYTES, Robots
from digestbot.types import Request, Response
from digestbot.urls import redact

MAX_HEADER_BYTES = 32 * 1024  # one header line; content security policies of real sites reach 12 kB
MAX_HEADERS = 256  # headers of one answer; real sites send up to about 60
FIRST_BYTE_IDLES = 2.0  # idle times until an answer begins: one to connect, one to think
MAX_ANSWER_BYTES = 64 * 1024  # kept of what is answered to a form: an address or an error
DEFAULT_HOLD_S = 60.0  # pause for a host that answers 429 without saying how long
_DNS_THREADS = 8


def utc_now() -> datetime:
    """The time of day, for callers that hand in no clock of their own."""
    return datetime.now(UTC)


class Fetcher:
    """One HTTP client for everything that is read from outside. An async context manager; ``get`` does the work.

    Keep one for the life of a process and enter it again for every round, or in several tasks at once: connections
    end with the last user, but what hosts asked for (Retry-After, robots.txt) is remembered.
    ``resolver`` (name service), ``clock``, ``tls`` and ``judge`` (address rule) are for tests and odd networks;
    a resolver handed in is closed by the Fetcher, and its answers are judged like any other's.
    """

    def __init__(
        self,
        settings: NetworkLimits,
        *,
        version: str,
        resolver: AbstractResolver | None = None,
        clock: Callable[[], datetime] = utc_now,
        tls: ssl.SSLContext | None = None,
        judge: Judge | None = None,
    ) -> None:
        self._settings = settings
        self._idle = settings.idle_timeout.total_seconds()
        self._budget = settings.timeout.total_seconds()
        self._private = settings.allow_private_addresses
        self._judge: Judge = judge or (lambda ip: guard.refusal(ip, self._private))
        self._given_resolver = resolver
        self._clock = clock
        self._tls = tls
        self._headers = headers_to_send(version, settings.contact)
        size, obey = settings.max_response_bytes, settings.obey_robots
        self._limits = {
            "source": Bounds(size, cut=False, obey=False),
            "page": Bounds(size, cut=False, obey=obey),
            "robots": Bounds(MAX_ROBOTS_BYTES, cut=True, obey=False),
        }
        self._pacing = Pacing(
            settings.concurrency, settings.per_host_concurrency, settings.per_host_delay.total_seconds()
        )
        self._robots = Robots(self._robots_txt, clock)
        self._users = 0
        self._session: aiohttp.ClientSession | None = None
        self._resolver: AbstractResolver | None = None

    async def __aenter__(self) -> Fetcher:
        self._users += 1
        if self._session is not None:
            return self
        self._resolver = self._given_resolver or SystemResolver(_DNS_THREADS)
        connector = guarded_connector(self._resolver, self._judge, limit=self._settings.concurrency, tls=self._tls)
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            # The time to connect only: ``_hop`` watches the rest, at half the price of two timers a request.
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._idle),
            auto_decompress=False,
            trust_env=False,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._users -= 1
        if self._users or self._session is None or self._resolver is None:
            return
        session, resolver, self._session, self._resolver = self._session, self._resolver, None, None
        await session.close()
        await resolver.close()

    async def get(self, request: Request) -> Response:
        """Make ``request``; the answer is a 2xx with its body, or a 304 with none.

        Raises TransientFetchError, PermanentFetchError or BlockedFetchError with a plain-words reason.
        """
        headers = self._headers[request.purpose].copy()
        usual = len(headers)
        if request.etag and fit_to_send(request.etag):
            headers["If-None-Match"] = request.etag
        if request.last_modified and fit_to_send(request.last_modified):
            headers["If-Modified-Since"] = request.last_modified
        conditional = len(headers) > usual
        start = target(request.url, self._judge, allow_private=self._private)
        try:
            trail, answer = await self._follow(start, headers, self._limits[request.purpose])
        except FetchError as exc:
            if exc.url == (shown := redact(str(start.url))):
                raise
            raise causes.seen_from(exc, shown) from exc
        if answer.status == 304 and not conditional:
            reason = "answered 304 (unchanged) though we said nothing of a version"
            raise TransientFetchError(redact(str(start.url)), reason, status=304)
        return Response(
            url=str(trail.here.url),
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=self._clock(),
            # An address with credentials is the admin's own: its redirect target would lack them.
            moved_to=str(trail.here.url) if trail.moved and start.authorization is None else None,
        )

    async def post(self, url: str, form: Mapping[str, str], *, purpose: Literal["source", "page"] = "source") -> Answer:
        """What ``url`` answers to a form; of a page also the beginning of its body. It is not followed elsewhere.

        Raises FetchError when there is no answer, or the address is refused.
        """
        there = target(url, self._judge, allow_private=self._private)
        if self._limits[purpose].obey:
            await self._obey_robots(there)
        headers = self._headers[purpose].copy()
        if there.authorization is not None:
            headers["Authorization"] = there.authorization
        if self._session is None:
            raise RuntimeError("a Fetcher is used inside `async with`")
        try:
            async with (
                self._pacing.turn(there.host),
                asyncio.timeout(self._budget),
                self._session.post(there.url, data=form, headers=headers, allow_redirects=False) as reply,
            ):
                told = lower(reply.headers)
                body = b""
                if purpose == "page":
                    encoding = told.get("content-encoding", "")
                    body = await read_body(reply.content.iter_any(), encoding, MAX_ANSWER_BYTES, cut=True)
        except causes.FORESEEN as exc:
            raise causes.explain(exc, redact(str(there.url)), self._settings) from exc
        self._heed(there.host, reply.status, told)
        return Answer(reply.status, told, body)

    async def _follow(self, start: Target, headers: dict[str, str], wanted: Bounds) -> tuple[Trail, Answer]:
        """The trail to the final address, and the answer there: one with a body, or a 304."""
        trail = Trail(start, self._settings.max_redirects)
        budget = self._budget
        while True:
            here = trail.here
            if wanted.obey:
                await self._obey_robots(here)
            answer, budget = await self._hop(here, trail.headers(headers), wanted, budget)
            if not answer.leads_on:
                if answer.status not in (200, 304):
                    shown = redact(str(here.url))
                    if error := causes.refuse_status(answer.status, shown, answer.headers, self._clock()):
                        raise error
                return trail, answer
            there = redirected(here, answer.headers["location"], self._judge, allow_private=self._private)
            trail.go(answer.status, there, answer.cookies)

    async def _hop(self, here: Target, headers: dict[str, str], wanted: Bounds, budget: float) -> tuple[Answer, float]:
        """One exchange, and the seconds left of ``budget`` after it; waiting for a turn costs none."""
        clock = asyncio.get_running_loop().time
        deadline = 0.0
        limit: asyncio.Timeout | None = None
        try:
            async with self._pacing.turn(here.host):
                started = clock()
                deadline = started + budget
                first = min(deadline, started + FIRST_BYTE_IDLES * self._idle)
                async with asyncio.timeout_at(first) as limit:
                    answer = await self._exchange(here, headers, wanted, limit, deadline)
        except causes.FORESEEN as exc:
            # By what was waited for, not by the clock: a loop whose clock counts milliseconds wakes a little early.
            silent = type(exc) is TimeoutError and limit is not None and limit.when() != deadline
            cause = aiohttp.SocketTimeoutError() if silent else exc
            raise causes.explain(cause, redact(str(here.url)), self._settings) from exc
        self._heed(here.host, answer.status, answer.headers)
        return answer, deadline - clock()

    def _heed(self, host: str, status: int, headers: Mapping[str, str]) -> None:
        """Leave a host alone for as long as it asks to."""
        if status in (429, 503):
            wish = causes.retry_after(headers, self._clock())
            hold = wish.total_seconds() if wish is not None else DEFAULT_HOLD_S if status == 429 else 0.0
            self._pacing.hold(host, hold)

    async def _exchange(
        self, here: Target, headers: dict[str, str], wanted: Bounds, limit: asyncio.Timeout, deadline: float
    ) -> Answer:
        if self._session is None:
            raise RuntimeError("a Fetcher is used inside `async with`")
        async with self._session.get(here.url, headers=headers, allow_redirects=False) as reply:
            told = lower(reply.headers)
            if reply.status in REDIRECTS:
                cookies = {name: crumb.coded_value for name, crumb in reply.cookies.items()}
                return Answer(reply.status, told, cookies=cookies)
            if not 200 <= reply.status < 300:
                return Answer(reply.status, told)
            length = reply.content_length
            if length is not None and length > wanted.bytes and not wanted.cut:
                raise TooLargeError(packed=False)

            def heard() -> None:
                """Each chunk buys the server another idle time, but never beyond the deadline."""
                limit.reschedule(min(deadline, clock() + self._idle))

            clock = asyncio.get_running_loop().time
            heard()
            chunks, encoding = reply.content.iter_any(), told.get("content-encoding", "")
            body = await read_body(chunks, encoding, wanted.bytes, cut=wanted.cut, heard=heard)
            return Answer(reply.status, told, body)

    async def _obey_robots(self, here: Target) -> None:
        rules = await self._robots.rules(str(here.url.origin()))
        shown = redact(str(here.url))
        if rules.trouble is not None:
            raise TransientFetchError(
                shown, f"the site's robots.txt cannot be read, so its pages wait ({rules.trouble.reason})"
            )
        if not rules.allows(str(here.url)):
            raise BlockedFetchError(shown, "the site's robots.txt asks programs not to read this page")
        if delay := rules.crawl_delay:
            self._pacing.slow_down(here.host, delay)

    async def _robots_txt(self, url: str) -> bytes:
        start = target(url, self._judge, allow_private=self._private)
        _, answer = await self._follow(start, self._headers["robots"], self._limits["robots"])
        return answer.body
