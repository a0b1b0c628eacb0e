"""Slots: when they are due, that each is run once, and how a job stands."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.office import NOW, OFFICE, Clock, new_store, sqlite_url
from web import slots
from web.settings import Settings
from web.slots import (
    GRACE,
    LONDON,
    At,
    Effect,
    Job,
    Standing,
    Turn,
    at_once,
    beating,
    new_holder,
    run_due,
    run_slot,
    slot_standing,
    standing_of,
)
from web.store import Kept, Store
from web.store.errors import UnusableError
from web.store.tasks import SILENT, Slot, TaskState

NIGHTS = At(time(18, 0), frozenset({6, 0, 1, 2, 3}))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda each: each.replace(tzinfo=LONDON))  # noqa: DTZ001 -- the zone follows


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    made = new_store(sqlite_url(tmp_path), clock)
    yield made
    made.database.close()


def count(turn: Turn, kept: Kept) -> str:
    """Count up, once for each slot that is kept."""
    found = kept.options.find("count") or {"slots": []}
    kept.options.put("count", {"slots": [*found["slots"], turn.due_at.isoformat()]})
    return f"{len(found['slots']) + 1} in all"


JOB = Job(name="count", does="counts", when=At(time(18, 0)), run=at_once(count), within=timedelta(days=3))


def counted(store: Store) -> int:
    with store.reading(OFFICE) as kept:
        return len((kept.options.find("count") or {"slots": []})["slots"])


def run(store: Store, job: Job = JOB, due_at: datetime = NOW) -> Slot | None:
    return run_slot(store, Settings(), job, due_at, new_holder())


# -- when -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hour", ["01:00", "01:59"])
def test_nothing_is_due_in_the_hour_that_clocks_leave_out_or_repeat(hour: str) -> None:
    with pytest.raises(ValueError, match="between 01:00 and 02:00"):
        At(time.fromisoformat(hour))


@pytest.mark.parametrize("days", [frozenset(), frozenset({7})])
def test_days_are_of_the_week(days: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="days must be some of"):
        At(time(2, 0), days)


@given(moment=moments, at=st.sampled_from([NIGHTS, At(time(2, 30)), At(time(0, 0), frozenset({2}))]))
def test_every_moment_lies_between_two_times_at_which_a_job_is_due(moment: datetime, at: At) -> None:
    before, after = at.latest(moment), at.following(moment)
    assert before <= moment < after
    for due in (before, after):
        assert (due.time(), due.weekday() in at.days) == (at.time, True)
    assert at.following(before) == after
    assert at.latest(after) == after


def test_a_job_keeps_to_the_clock_on_the_wall_in_summer_too() -> None:
    summer = At(time(18, 0)).latest(datetime(2026, 7, 1, 12, tzinfo=LONDON))
    assert summer.astimezone(UTC).isoformat() == "2026-06-30T17:00:00+00:00"


# -- once -------------------------------------------------------------------------------------------------------------


def test_a_slot_is_run_once_and_says_what_was_done(store: Store) -> None:
    slot = run(store)
    assert slot is not None
    assert (slot.state, slot.said, slot.ended_at) == (TaskState.DONE, "1 in all", NOW)
    assert run(store) is None
    assert counted(store) == 1


def test_what_takes_long_is_done_before_anything_is_kept(store: Store) -> None:
    def long(turn: Turn) -> Effect:
        with turn.store.writing(OFFICE) as kept:  # nobody holds the pen meanwhile
            kept.options.put("meanwhile", {})
        return lambda _: "long"

    slot = run(store, replace(JOB, run=long))
    assert slot is not None
    assert slot.said == "long"


def test_a_job_that_cannot_says_why_and_keeps_nothing(store: Store) -> None:
    def fail(turn: Turn, kept: Kept) -> str:
        count(turn, kept)
        raise UnusableError("The disk is full.")

    slot = run(store, replace(JOB, run=at_once(fail)))
    assert slot is not None
    assert (slot.state, slot.said) == (TaskState.FAILED, "The disk is full.")
    assert counted(store) == 0
    assert run(store) is None


def test_whoever_lost_the_slot_while_they_worked_keeps_nothing(store: Store, clock: Clock) -> None:
    def overtaken(turn: Turn) -> Effect:
        clock.now += SILENT + timedelta(seconds=1)
        assert run(store) is not None  # another takes it over, and ends it
        return lambda kept: count(turn, kept)

    assert run(store, replace(JOB, run=overtaken)) is None
    assert counted(store) == 1


def test_the_newest_missed_slot_is_run_late_and_older_ones_are_not(store: Store, clock: Clock) -> None:
    clock.now = NOW + timedelta(days=2, hours=3)
    run_due(store, Settings(), [JOB], "one")
    run_due(store, Settings(), [JOB], "two")
    with store.reading(OFFICE) as kept:
        assert [slot.due_at for slot in kept.tasks.list_slots(NOW)] == [NOW + timedelta(days=2)]
    assert counted(store) == 1


def test_what_was_missed_too_long_ago_is_not_run(store: Store, clock: Clock) -> None:
    clock.now = NOW + timedelta(hours=3)
    run_due(store, Settings(), [replace(JOB, within=timedelta(hours=2))], "one")
    assert counted(store) == 0


def test_whoever_beats_keeps_their_slot(store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "BEAT_S", 0.01)
    heard = threading.Event()

    def long(turn: Turn) -> Effect:
        clock.now += SILENT - timedelta(seconds=1)
        _wait_for(lambda: _heard_at(store) == clock.now, heard)
        clock.now += SILENT - timedelta(seconds=1)
        assert run(store) is None
        return lambda kept: count(turn, kept)

    assert run(store, replace(JOB, run=long)) is not None
    assert counted(store) == 1


def test_a_heartbeat_that_cannot_be_written_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "BEAT_S", 0.001)
    tried = threading.Event()

    def beat() -> None:
        if tried.is_set():
            again.set()
        tried.set()
        raise UnusableError("The disk is full.")

    again = threading.Event()
    with beating(beat):
        assert again.wait(30)


def _heard_at(store: Store) -> datetime:
    with store.reading(OFFICE) as kept:
        return kept.tasks.list_slots(NOW)[0].heard_at


def _wait_for(is_so: Callable[[], bool], pause: threading.Event) -> None:
    for _ in range(3000):
        if is_so():
            return
        pause.wait(0.01)
    raise AssertionError("it never came")


# -- how it stands ----------------------------------------------------------------------------------------------------


def slot_of(state: TaskState, due_at: datetime = NOW, heard_at: datetime = NOW) -> Slot:
    said = {"holder": "one", "token": 1, "begun_at": due_at, "ended_at": None, "said": ""}
    return Slot(job="count", due_at=due_at, state=state, heard_at=heard_at, **said)  # type: ignore[arg-type]  # one of each


@pytest.mark.parametrize(
    ("found", "later", "standing"),
    [
        ([], timedelta(minutes=10), Standing.DUE),
        ([], timedelta(minutes=16), Standing.MISSED),
        ([slot_of(TaskState.DONE)], timedelta(hours=5), Standing.DONE),
        ([slot_of(TaskState.RUNNING)], timedelta(minutes=5), Standing.RUNNING),
        ([slot_of(TaskState.RUNNING)], GRACE + timedelta(minutes=1), Standing.MISSED),
        ([slot_of(TaskState.FAILED)], timedelta(minutes=1), Standing.FAILED),
        ([slot_of(TaskState.DONE, NOW - timedelta(days=1))], timedelta(minutes=16), Standing.MISSED),
        ([slot_of(TaskState.DONE, NOW + GRACE), slot_of(TaskState.FAILED)], timedelta(hours=2), Standing.DONE),
    ],
)
def test_a_job_stands_as_its_newest_slot_or_a_later_run_that_someone_asked_for(
    found: list[Slot], later: timedelta, standing: Standing
) -> None:
    assert standing_of(JOB, found, NOW + later) is standing
    assert standing.is_red == (standing in (Standing.MISSED, Standing.FAILED))


def test_a_slot_that_was_cut_off_stands_as_missed() -> None:
    assert slot_standing(slot_of(TaskState.RUNNING), NOW + timedelta(hours=1)) is Standing.MISSED
    assert slot_standing(slot_of(TaskState.CANCELLED), NOW) is Standing.FAILED


def test_the_evening_before_a_weekend_is_no_school_night() -> None:
    friday = datetime(2026, 11, 27, 20, 0, tzinfo=LONDON)
    assert NIGHTS.latest(friday).date() == date(2026, 11, 26)
    assert str(NIGHTS) == "at 18:00 on Monday, Tuesday, Wednesday, Thursday and Sunday"


def test_what_was_due_before_the_installation_began_is_not_missed() -> None:
    late = NOW + timedelta(hours=1)
    assert standing_of(JOB, [], late, began_at=NOW + timedelta(minutes=1)) is Standing.WAITING
    assert standing_of(JOB, [], late, began_at=NOW) is Standing.MISSED
