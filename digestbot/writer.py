"""The one thread that uses the database connection, so that the event loop never waits for a disk and SQLite has one
writer. Work is done in the order in which it was handed in.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
One = TypeVar("One")


class Writer:
    """``await writer(function, *arguments)`` runs it in the database thread and gives its result or error."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    async def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """A cancelled caller does not stop work that has begun: a transaction is finished or never started."""
        future = self._thread.submit(function, *args, **kwargs)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Finish what is in hand and stop."""
        self._thread.shutdown(wait=True)


class Together(Generic[One, T]):
    """``await together(one)``: what came in while the database thread was busy goes to ``function`` as one list.

    ``function`` answers each in order, with its result or with the error that is to be raised for it alone. ``weight``
    of all in one list is at most ``most``, unless one alone weighs more.
    """

    def __init__(
        self,
        write: Writer,
        function: Callable[[Sequence[One]], Sequence[T | Exception]],
        *,
        most: int,
        weight: Callable[[One], int],
    ) -> None:
        self._write = write
        self._function = function
        self._most = most
        self._weight = weight
        self._waiting: deque[tuple[One, asyncio.Future[T]]] = deque()
        self._visit: asyncio.Task[None] | None = None

    async def __call__(self, one: One) -> T:
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, answer))
        if self._visit is None:
            self._visit = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        try:
            while self._waiting:
                taken = self._next()
                try:
                    answers = await self._write(self._function, [one for one, _ in taken])
                except Exception as error:  # noqa: BLE001  # each of them raises it where it waits
                    answers = [error] * len(taken)
                for (_, future), answer in zip(taken, answers, strict=True):
                    _settle(future, answer)
        finally:
            self._visit = None

    def _next(self) -> list[tuple[One, asyncio.Future[T]]]:
        taken = [self._waiting.popleft()]
        weight = self._weight(taken[0][0])
        while self._waiting and (weight := weight + self._weight(self._waiting[0][0])) <= self._most:
            taken.append(self._waiting.popleft())
        return taken


def _settle(future: asyncio.Future[T], answer: T | Exception) -> None:
    if future.done():  # its caller was cancelled
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
