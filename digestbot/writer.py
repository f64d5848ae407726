"""The one thread that uses the database connection, so that the event loop never waits for a disk and SQLite has one
writer. Work is done in the order in which it was handed in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


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
