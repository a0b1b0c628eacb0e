"""Tasks handed to workers are done in order, also by workers who die."""

import os
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from routing.solver.workers import in_order


def _times(number: int, parent: int) -> int:
    """Return ten times a number; where it is 3 and another process is asked, die."""
    if number == 3 and os.getpid() != parent:
        os._exit(1)
    return 10 * number


def test_results_come_in_order_from_any_executor() -> None:
    tasks = [(k, k + 1) for k in range(20)]
    with ThreadPoolExecutor(4) as executor:
        assert list(in_order(max, tasks, executor)) == list(in_order(max, tasks, None)) == list(range(1, 21))


def test_what_a_worker_that_died_was_doing_is_done_here() -> None:
    tasks = [(k, os.getpid()) for k in range(6)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        assert list(in_order(_times, tasks, executor)) == [0, 10, 20, 30, 40, 50]


class _Tired(ThreadPoolExecutor):
    """Takes no task."""

    def submit(self, *_: object, **__: object) -> Future[int]:  # type: ignore[override]  # it takes nothing anyway
        raise BrokenExecutor


def test_an_executor_that_takes_no_more_is_done_without() -> None:
    assert list(in_order(max, [(1, 2), (5, 4)], _Tired())) == [2, 5]


def test_a_mistake_in_a_task_is_no_death_of_a_worker() -> None:
    with ThreadPoolExecutor(1) as executor, pytest.raises(ZeroDivisionError):
        list(in_order(divmod, [(1, 0)], executor))
