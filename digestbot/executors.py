"""Where processor-heavy stages run: processes of this machine, or a Dask cluster. Both are ``concurrent.futures``
executors, so that no stage knows which it is.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Literal

from digestbot.errors import DigestbotError


@contextmanager
def executor(
    kind: Literal["processes", "dask"], workers: int | None = None, scheduler: str | None = None
) -> Iterator[Executor]:
    """An executor for as long as the block runs.

    ``workers`` None: one a core. ``scheduler`` is a Dask address such as ``tcp://host:8786``.

    Raises:
        DigestbotError: Dask is asked for and is not installed, has no scheduler address or does not answer.
    """
    if kind == "dask":
        with _dask(scheduler) as cluster:
            yield cluster
        return
    # forkserver: workers start from a small clean process, so that neither the service's threads nor its database
    # connection are copied into them.
    context = multiprocessing.get_context("forkserver")
    pool = ProcessPoolExecutor(max_workers=workers or os.cpu_count() or 1, mp_context=context, initializer=_start)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start() -> None:
    """In a worker: leave SIGINT to the parent, which stops the pool in order."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _dask(scheduler: str | None) -> Iterator[Executor]:
    if scheduler is None:
        raise DigestbotError("executor.kind is dask: set executor.scheduler in settings.yaml, e.g. tcp://host:8786")
    try:
        from distributed import Client
    except ImportError as error:
        raise DigestbotError(
            "executor.kind is dask, but Dask is not installed: pip install 'digestbot[cluster]'"
        ) from error
    connect: Any = Client  # distributed ships no types
    try:
        client = connect(scheduler, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise DigestbotError(
            f"executor.scheduler {scheduler} does not answer: is the Dask scheduler running?"
        ) from error
    try:
        yield client.get_executor(pure=False)
    finally:
        client.close()
