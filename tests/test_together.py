"""The database thread: what comes in while it is busy goes there together, and each gets its own answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import pytest

from digestbot.errors import StoreError
from digestbot.together import Together
from digestbot.writer import Writer


@pytest.fixture
async def write() -> AsyncIterator[Writer]:
    writer = Writer()
    yield writer
    writer.close()


class Desk:
    """Doubles numbers; odd ones are refused one by one, and a hundred breaks the visit."""

    def __init__(self) -> None:
        self.visits: list[list[int]] = []
        self.open = threading.Event()

    def double(self, numbers: Sequence[int]) -> list[int | Exception]:
        self.open.wait(10)
        self.visits.append(list(numbers))
        if 100 in numbers:
            raise StoreError("the disk is full")
        return [ValueError(f"{number} is odd") if number % 2 else 2 * number for number in numbers]


async def asked(together: Together[int, int], desk: Desk, numbers: Sequence[int]) -> list[int | BaseException]:
    """Asks all of them, the later ones while the first is with the desk."""
    tasks = [asyncio.create_task(together(number)) for number in numbers]
    await asyncio.sleep(0)
    desk.open.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_came_in_meanwhile_goes_together_and_each_gets_its_answer(write: Writer) -> None:
    desk = Desk()
    together = Together(lambda many: write(desk.double, many), most=1_000, weight=lambda number: number)
    answers = await asked(together, desk, [2, 4, 5, 6])
    assert answers[:2] == [4, 8]
    assert isinstance(answers[2], ValueError)
    assert answers[3] == 12
    assert [number for visit in desk.visits for number in visit] == [2, 4, 5, 6]
    assert len(desk.visits) < 4


async def test_no_visit_weighs_more_than_it_may_but_for_one_that_does_so_alone(write: Writer) -> None:
    desk = Desk()
    together = Together(lambda many: write(desk.double, many), most=10, weight=lambda number: number)
    assert await asked(together, desk, [4, 6, 2, 40, 2, 8]) == [8, 12, 4, 80, 4, 16]
    assert all(sum(visit) <= 10 or len(visit) == 1 for visit in desk.visits)


async def test_when_the_database_fails_everybody_of_that_visit_is_told_and_the_next_visit_works(write: Writer) -> None:
    desk = Desk()
    together = Together(lambda many: write(desk.double, many), most=1_000, weight=lambda _: 1)
    answers = await asked(together, desk, [100, 100])
    assert [str(answer) for answer in answers] == ["the disk is full"] * 2
    assert await together(8) == 16


async def test_a_caller_who_left_costs_the_others_nothing(write: Writer) -> None:
    desk = Desk()
    together = Together(lambda many: write(desk.double, many), most=1_000, weight=lambda _: 1)
    gone, stays = asyncio.create_task(together(2)), asyncio.create_task(together(4))
    await asyncio.sleep(0)
    gone.cancel()
    desk.open.set()
    assert await stays == 8
    assert gone.cancelled() or await asyncio.gather(gone, return_exceptions=True)


async def test_visits_end_with_the_last_of_those_who_waited() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def for_ever(numbers: Sequence[int]) -> list[int | Exception]:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return list(numbers)

    together = Together(for_ever, most=1_000, weight=lambda _: 1, at_once=2)
    asker = asyncio.create_task(together(1))
    await begun.wait()
    asker.cancel()
    await asyncio.wait_for(ended.wait(), 10)


async def test_several_visits_are_under_way_and_what_comes_meanwhile_goes_to_the_next_that_ends() -> None:
    doors = {1: asyncio.Event(), 2: asyncio.Event()}
    visits: list[list[int]] = []

    async def through_its_door(numbers: Sequence[int]) -> list[int | Exception]:
        visits.append(list(numbers))
        if numbers[0] in doors:
            await doors[numbers[0]].wait()
        return list(numbers)

    together = Together(through_its_door, most=1_000, weight=lambda _: 1, at_once=2)
    tasks = []
    for number in (1, 2, 3, 4):
        tasks.append(asyncio.create_task(together(number)))
        await asyncio.sleep(0.01)
    assert visits == [[1], [2]]
    doors[2].set()
    assert await asyncio.gather(*tasks[1:]) == [2, 3, 4]
    assert visits == [[1], [2], [3, 4]]
    doors[1].set()
    assert await tasks[0] == 1
