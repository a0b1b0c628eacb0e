"""Workers killed while a task is done: it is done once all the same, by its own process or by another worker."""

import os
import signal

import pytest

from tests.faults.running import Program, running
from tests.web.keeping.conftest import Installation
from tests.web.office import OFFICE
from tests.web.works import wait_for_file
from web.store.store import utc_now
from web.store.tasks import Task, TaskState


@pytest.fixture
def wanted(here: Installation) -> str:
    """Want a task that takes a second; return its id."""
    here.store.now = utc_now
    with here.store.writing(OFFICE) as kept:
        return kept.tasks.ask("count", {"seconds": 1.5})


def ended(here: Installation, id_: str) -> tuple[Task, int]:
    """Have a worker do what is left; return how the task ended, and how often it was counted."""
    with running(Program(here.settings, "work", "rest")) as (rest,):
        assert rest.end() == 0
    with here.store.reading(OFFICE) as kept:
        counted = (kept.options.find("count") or {"tasks": []})["tasks"]
        return kept.tasks.get(id_), counted.count(id_)


def tries(here: Installation) -> list[int]:
    """Return the processes that have begun the task."""
    return [int(line) for line in (here.settings.home / "tries").read_text().split()]


def test_a_task_whose_worker_and_process_are_killed_is_taken_over(here: Installation, wanted: str) -> None:
    with running(Program(here.settings, "work")) as (first,):
        wait_for_file(here.settings.home / "tries")
        first.signal(signal.SIGKILL)
        os.kill(tries(here)[0], signal.SIGKILL)
    task, counted = ended(here, wanted)
    assert (task.state, task.token, counted) == (TaskState.DONE, 2, 1)
    assert len(tries(here)) == 2


def test_a_task_whose_worker_alone_is_killed_is_counted_once(here: Installation, wanted: str) -> None:
    with running(Program(here.settings, "work")) as (first,):
        wait_for_file(here.settings.home / "tries")
        first.kill()
    task, counted = ended(here, wanted)
    assert (task.state, counted) == (TaskState.DONE, 1)


def test_two_workers_do_each_task_once(here: Installation) -> None:
    here.store.now = utc_now
    with here.store.writing(OFFICE) as kept:
        ids = [kept.tasks.ask("count", {"number": number}) for number in range(4)]
    with running(*(Program(here.settings, "work", "rest") for _ in range(2))) as programs:
        assert [each.end() for each in programs] == [0, 0]
    with here.store.reading(OFFICE) as kept:
        found = kept.options.find("count")
    assert found is not None
    assert sorted(found["tasks"]) == sorted(ids)
