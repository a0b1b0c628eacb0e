"""Two clocks at once, one of them killed or stopped half-way: the work of every slot is kept once."""

import signal
import time
from collections.abc import Callable

import pytest

from tests.faults.programs import hasty, slot_times
from tests.faults.running import Program, running, stopped
from tests.web.keeping.conftest import Installation
from tests.web.office import OFFICE
from web.store.tasks import TaskState


@pytest.fixture
def begun(here: Installation) -> dict[str, str]:
    """Have everybody's clock go fast; return what tells it to a program."""
    begun_s = time.time()
    here.store.now = hasty(begun_s)
    return {"TEST_BEGUN": str(begun_s)}


def effects(here: Installation) -> list[str]:
    with here.store.reading(OFFICE) as kept:
        found: list[str] = (kept.options.find("effects") or {"slots": []})["slots"]
    return found


def test_every_slot_is_done_once_though_one_of_two_clocks_is_killed(here: Installation, begun: dict[str, str]) -> None:
    with running(*(Program(here.settings, "run-clock", environment=begun) for _ in range(2))) as (one, two):
        one.hear(3).kill()
        assert two.end() == 0
    with here.store.reading(OFFICE) as kept:
        found = kept.tasks.list_slots(slot_times()[-1])
    assert sorted(effects(here)) == sorted(each.isoformat() for each in slot_times())
    assert {slot.state for slot in found} == {TaskState.DONE}
    assert len(found) == len(slot_times())


def run_while_another_is_stopped(here: Installation, begun: dict[str, str], argument: str) -> list[str]:
    """Stop a clock in the middle of a slot, have another take it over, and have the first go on."""
    first = Program(here.settings, "stop-in-a-slot", argument, environment=begun)
    with running(first):
        wait_until(lambda: stopped(first.pid))
        with running(Program(here.settings, "run-clock", environment=begun)) as (second,):
            assert second.end() == 0
        first.signal(signal.SIGCONT)
        assert first.end() == 0
    return [each for each in effects(here) if each == slot_times()[0].isoformat()]


def test_whoever_was_stopped_and_overtaken_keeps_nothing(here: Installation, begun: dict[str, str]) -> None:
    assert len(run_while_another_is_stopped(here, begun, "")) == 1


def test_the_control_without_a_token_does_it_twice(here: Installation, begun: dict[str, str]) -> None:
    assert len(run_while_another_is_stopped(here, begun, "careless")) == 2


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(6000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")
