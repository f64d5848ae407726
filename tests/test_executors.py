"""Workers: a call that kills or hangs its worker costs itself and nothing else."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
import time

import pytest

from digestbot.errors import DigestbotError, WorkerError
from digestbot.executors import workers


def double(value: int) -> int:
    return 2 * value


def die(_: int) -> int:
    os._exit(3)


def hang(_: int) -> int:
    time.sleep(600)
    return 0


def refuse(_: int) -> int:
    raise ValueError("no")


async def test_results_come_back() -> None:
    async with workers("processes", 2) as made:
        assert await asyncio.gather(*(made.run(double, number) for number in range(20))) == list(range(0, 40, 2))


async def test_an_error_of_the_function_is_the_callers() -> None:
    async with workers("processes", 1) as made:
        with pytest.raises(ValueError, match="no"):
            await made.run(refuse, 1)


async def test_a_call_that_kills_its_worker_fails_alone() -> None:
    async with workers("processes", 2) as made:
        calls = [made.run(die if number == 3 else double, number) for number in range(8)]
        results = await asyncio.gather(*calls, return_exceptions=True)
    assert isinstance(results.pop(3), WorkerError)
    assert results == [0, 2, 4, 8, 10, 12, 14]


async def test_a_call_that_hangs_is_ended_and_others_go_on() -> None:
    async with workers("processes", 1) as made:
        hung = asyncio.create_task(made.run(hang, 0, limit=1.0))
        with pytest.raises(WorkerError, match="took too long"):
            await hung
        assert await made.run(double, 4) == 8


async def test_a_worker_that_dies_while_a_cancelled_call_waits_breaks_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fallen: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", fallen.append)
    async with workers("processes", 2) as made:
        calls = [asyncio.create_task(made.run(hang, number)) for number in range(4)]
        await asyncio.sleep(0.1)  # all four are with the pool, whose queue to its workers holds three
        for call in calls:
            call.cancel()
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError] * 4
        for worker in multiprocessing.active_children():
            worker.kill()
        assert await made.run(double, 4) == 8
    assert not fallen


async def test_dask_without_a_scheduler_says_which_key_to_set() -> None:
    with pytest.raises(DigestbotError, match=r"executor\.scheduler"):
        async with workers("dask"):
            pass


async def test_a_dask_cluster_of_local_processes_does_the_same_work() -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "10s")
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", processes=True
        )
    with cluster:
        async with workers("dask", 2, cluster.scheduler_address) as made:
            assert await asyncio.gather(*(made.run(double, number) for number in range(6))) == [0, 2, 4, 6, 8, 10]
