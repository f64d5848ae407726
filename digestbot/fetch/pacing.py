"""Gives each request its turn: few at once and well apart per host, none to a host that asked us to stay away.

It keeps turns and nothing else; it makes no request and knows no protocol.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import TracebackType

PATIENCE_S = 5.0  # a shorter hold is waited for, a longer one sends the caller away to come back another round
_MAX_HOSTS = 2000  # hosts remembered; idle ones beyond it are forgotten, so that a year of pages keeps memory flat


class HeldError(Exception):
    """The host asked us to stay away for ``seconds`` more."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"held for {seconds:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    waiting: int = 0
    next_turn: float = 0.0
    held_until: float = 0.0
    crawl_delay: float = 0.0


@dataclass(slots=True)
class Pacing:
    """Turns per host and over all. Times are seconds of the event loop's clock."""

    concurrency: int
    per_host: int
    delay: float
    _hosts: dict[str, _Host] = field(default_factory=dict)
    everyone: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self.everyone = asyncio.Semaphore(self.concurrency)

    def turn(self, name: str) -> Turn:
        """``async with`` it to wait for a turn at host ``name`` and hold it; HeldError when the wait would be long."""
        return Turn(self, self._host(name))

    def hold(self, name: str, seconds: float) -> None:
        """No request to ``name`` for ``seconds`` from now; a hold that lasts longer already stays."""
        host = self._host(name)
        host.held_until = max(host.held_until, _now() + seconds)

    def slow_down(self, name: str, seconds: float) -> None:
        """Keep requests to ``name`` at least ``seconds`` apart from now on."""
        self._host(name).crawl_delay = seconds

    def pause(self, host: _Host) -> float:
        """Seconds until ``host`` may be asked again after its last turn and its holds; takes the next turn there."""
        apart = self.delay if self.delay > host.crawl_delay else host.crawl_delay
        if apart <= 0 and not host.held_until:
            return 0.0
        now = _now()
        held = host.held_until - now
        if held > PATIENCE_S:
            raise HeldError(held)
        turn = max(now, host.next_turn, host.held_until)
        host.next_turn = turn + apart
        return turn - now

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            if len(self._hosts) >= _MAX_HOSTS:
                self._forget_idle()
            host = self._hosts[name] = _Host(asyncio.Semaphore(self.per_host))
        return host

    def _forget_idle(self) -> None:
        now = _now()
        for name, host in list(self._hosts.items()):
            if not host.waiting and max(host.next_turn, host.held_until) < now:
                del self._hosts[name]


class Turn:
    """One turn at one host. A class and no generator, because every request of a round takes one."""

    __slots__ = ("_host", "_pacing")

    def __init__(self, pacing: Pacing, host: _Host) -> None:
        self._pacing = pacing
        self._host = host

    async def __aenter__(self) -> None:
        host = self._host
        host.waiting += 1
        try:
            await host.slots.acquire()
            try:
                if (seconds := self._pacing.pause(host)) > 0:
                    await asyncio.sleep(seconds)
                await self._pacing.everyone.acquire()
            except BaseException:
                host.slots.release()
                raise
        except BaseException:
            host.waiting -= 1
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pacing.everyone.release()
        self._host.slots.release()
        self._host.waiting -= 1


def _now() -> float:
    return asyncio.get_running_loop().time()
