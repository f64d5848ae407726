"""Many small calls → few large ones: what comes in while those that do the work are busy goes to them together."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar, cast

T = TypeVar("T")
One = TypeVar("One")


class Together(Generic[One, T]):
    """``await together(one)``: what came in while all visits were under way goes to the next ``visit`` as one list.

    ``visit`` answers each in order, with its result or with the error that is to be raised for it alone. ``weight`` of
    all in one list is at most ``most``, unless one alone weighs more. No more than ``at_once`` visits are under way.
    """

    def __init__(
        self,
        visit: Callable[[Sequence[One]], Awaitable[Sequence[T | Exception]]],
        *,
        most: int,
        weight: Callable[[One], int],
        at_once: int = 1,
    ) -> None:
        self._visit = visit
        self._most = most
        self._weight = weight
        self._at_once = at_once
        self._waiting: deque[tuple[One, asyncio.Future[T]]] = deque()
        self._visits: set[asyncio.Task[None]] = set()
        self._askers = 0

    async def __call__(self, one: One) -> T:
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, answer))
        if len(self._visits) < self._at_once:
            task = asyncio.create_task(self._work())
            self._visits.add(task)
        self._askers += 1
        try:
            return await answer
        finally:
            self._askers -= 1
            if not self._askers:  # a round that is stopped leaves no visit behind, which nobody waits for
                for visit in self._visits:
                    visit.cancel()

    async def _work(self) -> None:
        try:
            while self._waiting:
                taken = self._next()
                try:
                    answers = await self._visit([one for one, _ in taken])
                except Exception as error:  # noqa: BLE001  # each of them raises it where it waits
                    answers = [error] * len(taken)
                for (_, future), answer in zip(taken, answers, strict=True):
                    _settle(future, answer)
        finally:  # not by the task's callback, which comes too late for what is asked before it
            self._visits.remove(cast("asyncio.Task[None]", asyncio.current_task()))

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
