"""Planning a term as long work: from the records to a timetable that the checker passes, kept for a person to see."""

from datetime import date
from pathlib import Path

import pytest

from tests.web.office import OFFICE
from tests.web.trainees import ANN, BEN, SPRING, ULF, Trainers, begin
from tests.web.training.weeks.conftest import FIRST, LAST, change
from web.settings import Settings
from web.store import ConflictError, Store
from web.store.tasks import Task
from web.store.training_views import TimetableId
from web.training.changes import changes_of
from web.training.scheduling import schedule_term
from web.training.timetables import TASK, Planned, from_document, put_in_force
from web.work import WORK

ASKED = {"first": f"{FIRST}", "last": f"{LAST}", "steps": 5}


def task_of(store: Store, **asked: object) -> Task:
    with store.writing(OFFICE) as kept:
        kept.tasks.ask(TASK, ASKED | asked)
        waiting = kept.tasks.list_open()
        claimed = [kept.tasks.claim("test") for _ in waiting]  # what training has asked of transport is among them
    return next(task for task in claimed if task is not None and task.kind == TASK)


def plan(store: Store, home: Path) -> tuple[TimetableId, Planned]:
    task = task_of(store)
    heard: list[object] = []

    def hear(said: object) -> bool:
        heard.append(said)
        return True

    result = schedule_term(store, Settings(home=home), task, hear)
    assert heard
    with store.writing(OFFICE) as kept:
        kept.tasks.finish(task, result)
        id_ = TimetableId(result["timetable"])
        return id_, from_document(kept.training.timetables.document(id_))


@pytest.fixture
def working(store: Store, trainers: Trainers) -> Store:
    """Have both trainers work all week, and a trainee each."""
    begin(store, trainers, BEN, SPRING, ULF)
    for trainer in ("t1", "t2"):
        change(store, "trainers", trainer, **dict.fromkeys(("monday", "tuesday", "thursday"), "07:00-17:00"))
    return store


def test_the_kind_of_task_is_one_that_the_worker_does() -> None:
    assert TASK in WORK


def test_what_is_planned_passes_the_checker_and_says_what_it_rests_on(working: Store, tmp_path: Path) -> None:
    _, found = plan(working, tmp_path)
    assert found.violations == []
    assert {each: len(found.timetable.of_trainee[each]) for each in (ANN, BEN)} == {ANN: 8, BEN: 8}
    assert found.timetable.bound is not None
    assert any("guessed from straight lines" in note for note in found.notes)


def test_planned_again_after_a_trainer_is_ill_only_what_must_change_does(working: Store, tmp_path: Path) -> None:
    id_, first = plan(working, tmp_path)
    with working.writing(OFFICE) as kept:
        put_in_force(kept, id_, date(2026, 11, 22))
    sessions = first.timetable.of_trainee[ANN]
    change(working, "trainers", "t1", away=f"{sessions[2].day}")
    _, again = plan(working, tmp_path)
    assert again.violations == []
    changes = [each for each in changes_of(again.problem, again.timetable) if each.was is not None]
    assert {each.trainee for each in changes} <= {ANN}
    assert sessions[2].day in {each.was.day for each in changes if each.was}
    assert len(changes) <= 2


def test_a_cancelled_task_keeps_nothing(working: Store, tmp_path: Path) -> None:
    task = task_of(working)
    with working.writing(OFFICE) as kept:
        kept.tasks.cancel(task.id)
    assert schedule_term(working, Settings(home=tmp_path), task, lambda _: False) == {}
    with pytest.raises(ConflictError):
        schedule_term(working, Settings(home=tmp_path), task, lambda _: True)
    with working.reading(OFFICE) as kept:
        assert kept.training.timetables.list_all() == []
