"""Where processor-heavy stages run: processes of this machine, or a Dask cluster; no stage knows which.

A worker that dies or hangs over one hostile page costs that page, never the round: whatever was in hand is run once
more, alone, and what fails alone has failed.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Literal, TypeVar

from digestbot.errors import DigestbotError, WorkerError

log = logging.getLogger(__name__)
T = TypeVar("T")

# Seconds for one call. The slowest real batch (16 pages, the largest of 2 MB) takes about three on a busy machine; a
# call may also stand behind another one.
TIME_LIMIT = 60.0
IN_HAND = 2  # calls handed to each worker at once: one at work and one waiting, so that none idles and none queues long


class Workers:
    """Runs plain functions outside the event loop. Made by ``workers``."""

    def __init__(self, count: int, executor: Executor | None = None) -> None:
        self.count = count
        self._given = executor
        self._pool: ProcessPoolExecutor | None = None
        self._single: ProcessPoolExecutor | None = None  # for what is suspected; kept while it lasts
        self._gate = asyncio.Semaphore(count * IN_HAND)
        self._alone = asyncio.Lock()

    async def run(
        self, function: Callable[..., T], *arguments: Any, limit: float | None = TIME_LIMIT, alone: bool = False
    ) -> T:
        """``function(*arguments)`` in a worker; both must be picklable. ``limit`` is in seconds, None: none.
        ``alone``: it is suspected, and gets a worker of its own from the start.

        Raises WorkerError when it ends or outlives its worker even when run alone; else what the function raises.
        """
        if alone:
            return await self._run_alone(function, arguments, limit)
        async with self._gate:
            pool = self._given or self._current()
            try:
                return await self._in(pool, function, arguments, limit)
            except BrokenExecutor:
                log.warning("worker.died function=%s", function.__name__)
            except TimeoutError:
                log.warning("worker.hung function=%s seconds=%s", function.__name__, limit)
            if isinstance(pool, ProcessPoolExecutor):
                self._drop(pool)
        return await self._run_alone(function, arguments, limit)

    async def _run_alone(self, function: Callable[..., T], arguments: tuple[Any, ...], limit: float | None) -> T:
        async with self._alone:
            pool = self._single = self._single or _processes(1)
            try:
                return await self._in(pool, function, arguments, limit)
            except (BrokenExecutor, TimeoutError) as error:
                self._single = None
                await asyncio.to_thread(_kill, pool)
                what = "took too long" if isinstance(error, TimeoutError) else "ended its worker process"
                raise WorkerError(f"reading it {what}: it is set aside") from error

    @staticmethod
    async def _in(pool: Executor, function: Callable[..., T], arguments: tuple[Any, ...], limit: float | None) -> T:
        loop = asyncio.get_running_loop()
        if isinstance(pool, ProcessPoolExecutor):
            work = loop.run_in_executor(pool, function, *arguments)
            # Only the pool itself may cancel its calls: when one cancelled from here is still listed as its workers are
            # ended, the pool's own thread dies of an InvalidStateError (CPython before 3.12.4).
            work.add_done_callback(_heard)
            work = asyncio.shield(work)
        else:
            # As one piece: Dask looks through every list that it is handed for what else it should wait for.
            call = pickle.dumps((function, arguments), pickle.HIGHEST_PROTOCOL)
            work = loop.run_in_executor(pool, _unpacked, call)
        return await asyncio.wait_for(work, limit)

    def _current(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _processes(self.count)
        return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        """Let a broken pool go; the next call gets a new one. The first of those that notice does it."""
        if self._pool is pool:
            self._pool = None
            _kill(pool)

    def close(self) -> None:
        """End the workers; what they have in hand is not waited for, since nothing is stored by them."""
        for pool in (self._pool, self._single):
            if pool is not None:
                _kill(pool)
        self._pool = self._single = None


def _unpacked(call: bytes) -> Any:
    function, arguments = pickle.loads(call)  # noqa: S301  # our own, by way of the cluster, which pickles anyhow
    return function(*arguments)


def _heard(work: asyncio.Future[Any]) -> None:
    """Take note of the outcome of a call that nobody waits for any more, so that asyncio does not report it."""
    if not work.cancelled():
        work.exception()


def _processes(count: int) -> ProcessPoolExecutor:
    # forkserver: workers start from a small clean process, so that neither the service's threads nor its database
    # connection are copied into them.
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(max_workers=count, mp_context=context, initializer=_start)


def _start() -> None:
    """In a worker: leave SIGINT to the parent, which ends the pool in order; and end with the parent when it is killed.

    A pool's workers hold both ends of their own queue: without this they would wait on it for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None, "a worker has a parent"

    def end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end, name="parent", daemon=True).start()


def _kill(pool: ProcessPoolExecutor) -> None:
    processes = list((pool._processes or {}).values())  # no public way to end a hung worker until 3.14
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(timeout=5)


@asynccontextmanager
async def workers(
    kind: Literal["processes", "dask"], count: int | None = None, scheduler: str | None = None
) -> AsyncIterator[Workers]:
    """Workers for as long as the block runs.

    ``count`` None: one a core. ``scheduler`` is a Dask address such as ``tcp://host:8786``.

    Raises:
        DigestbotError: Dask is asked for and is not installed, has no scheduler address or does not answer.
    """
    number = count or os.cpu_count() or 1
    client = await asyncio.to_thread(_dask, scheduler) if kind == "dask" else None
    made = Workers(number, client.get_executor(pure=False) if client is not None else None)
    try:
        yield made
    finally:
        await asyncio.to_thread(made.close)
        if client is not None:
            await asyncio.to_thread(client.close)


def _dask(scheduler: str | None) -> Any:
    if scheduler is None:
        raise DigestbotError("executor.kind is dask: set executor.scheduler in settings.yaml, e.g. tcp://host:8786")
    try:
        from distributed import Client
    except ImportError as error:
        raise DigestbotError(
            "executor.kind is dask, but Dask is not installed: .venv/bin/pip install distributed"
        ) from error
    connect: Any = Client  # distributed ships no types
    try:
        return connect(scheduler, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise DigestbotError(
            f"executor.scheduler {scheduler} does not answer: is the Dask scheduler running?"
        ) from error
