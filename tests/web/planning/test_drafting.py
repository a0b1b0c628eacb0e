"""From the records to a draft, through the planner once; and what stands when there is nothing to plan on."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from geodata.errors import MapFileError
from routing.authority import read_authority
from routing.checker import check
from routing.problem import Direction
from tests.web.conftest import DAY, County
from tests.web.office import OFFICE, Clock
from web.paper.road_lines import RoadLines
from web.planning.drafting import DRAFT, draft, trace
from web.planning.editing import TRACE, RunRef, apply, driving, lock
from web.planning.publishing import publish
from web.planning.what_if import WHAT_IF, what_if
from web.records.writing import rows_of
from web.settings import Settings
from web.store import Store
from web.store.day import DayEventKind
from web.store.records import Change
from web.store.tasks import Task
from web.work import Work

MORNING = {"day": DAY, "direction": "to-school", "iterations": 200, "seed": 1}


@pytest.fixture
def settings(county: County) -> Settings:
    return Settings(home=county.roads.parent, roads=str(county.roads))


@pytest.fixture
def office(empty: Store, clock: Clock, county: County) -> Store:
    clock.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    with empty.writing(OFFICE) as kept:
        kept.records.apply([Change(row) for rows in rows_of(read_authority(county.authority)).values() for row in rows])
    return empty


def claimed(store: Store, kind: str, asked: Mapping[str, Any]) -> Task:
    with store.writing(OFFICE) as kept:
        kept.tasks.ask(kind, asked)
    with store.writing(OFFICE) as kept:
        task = kept.tasks.claim("a test")
    assert task is not None
    return task


def done(store: Store, settings: Settings, work: Work, task: Task) -> Mapping[str, Any]:
    def hear(progress: Mapping[str, Any]) -> bool:
        with store.writing(OFFICE) as kept:
            return kept.tasks.hear(task, progress)

    result = work(store, settings, task, hear)
    with store.writing(OFFICE) as kept:
        kept.tasks.finish(task, result)
    return result


def test_a_day_goes_from_the_records_to_a_published_plan_and_the_next_keeps_its_promises(
    office: Store, settings: Settings
) -> None:
    """One long way on purpose: the planner is asked four times in all, and each answer is the next one's start."""
    first = done(office, settings, draft, claimed(office, DRAFT, MORNING))["plan"]
    with office.reading(OFFICE) as kept:
        head, document = kept.plans.get(first), kept.plans.document(first)
    assert document.plan is not None
    assert check(document.problem, document.plan) == []
    assert (head.violations, head.replaces, head.has_begun_from) == (0, None, None)
    assert all(RoadLines.of(document).know(document.problem, run) for run in document.plan.runs)
    _publish(office, settings, first)

    absent = document.plan.runs[0].pupils[0]
    with office.writing(OFFICE) as kept:
        kept.day.report(DayEventKind.PUPIL_ABSENT, absent, date.fromisoformat(DAY), direction=Direction.TO_SCHOOL)
    again = done(office, settings, draft, claimed(office, DRAFT, MORNING))["plan"]
    with office.reading(OFFICE) as kept:
        head = kept.plans.get(again)
        problem, plan = kept.plans.load(again)
    assert (head.replaces, head.has_begun_from) == (first, first)
    assert absent not in problem.pupil
    promised = {ride.pupil: run.vehicle for run in document.plan.runs for ride in run.rides()}
    assert {usual.pupil: usual.vehicle for usual in problem.usuals if usual.pupil in promised} == {
        pupil: vehicle for pupil, vehicle in promised.items() if pupil != absent
    }
    assert check(problem, plan) == []

    run = next(name for name, _ in plan.numbered_runs())
    step = lock(office, OFFICE, again, 0, run=run)
    stood = dict(plan.numbered_runs())[run]
    asked = {"from_plan": again, **MORNING}
    third = done(office, settings, draft, claimed(office, DRAFT, asked))["plan"]
    with office.reading(OFFICE) as kept:
        locks, made = kept.plans.get(third).locks, kept.plans.load(third)[1]
    assert stood in made.runs
    assert {dict(made.numbered_runs())[name] for name in map(str, locks.runs)} == {stood}  # type: ignore[index]  # ids are texts

    free = next(each.id for each in problem.vehicles if each.id not in {shift.vehicle for shift in plan.shifts})
    apply(office, OFFICE, again, step, driving(RunRef.of(run), free))
    with office.reading(OFFICE) as kept:
        document = kept.plans.document(again)
    assert document.plan is not None
    done(office, settings, trace, claimed(office, TRACE, {"plan": again}))
    with office.reading(OFFICE) as kept:
        document = kept.plans.document(again)
    assert document.plan is not None
    assert all(RoadLines.of(document).know(document.problem, run) for run in document.plan.runs)

    gone = {"plan": again, "change": "vehicle-gone", "ref": free, "iterations": 200}
    supposed = done(office, settings, what_if, claimed(office, WHAT_IF, gone))["plan"]
    with office.reading(OFFICE) as kept:
        head = kept.plans.get(supposed)
        problem, plan = kept.plans.load(supposed)
    assert head.title == f"What if vehicle {free} were gone"
    assert free not in {shift.vehicle for shift in plan.shifts}
    assert check(problem, plan) == []


def _publish(store: Store, settings: Settings, id_: str) -> None:
    with store.writing(OFFICE) as kept:
        for each in kept.plans.list_unplaced(id_):
            kept.plans.accept_unplaced(id_, each.pupil, "No vehicle has the lift")
    publish(store, settings, OFFICE, id_, 0)


def test_the_records_are_taken_in_without_planning(office: Store, settings: Settings) -> None:
    kept_as_it_is = {**MORNING, "keeps_plan": True}
    first = done(office, settings, draft, claimed(office, DRAFT, MORNING))["plan"]
    _publish(office, settings, first)
    second = done(office, settings, draft, claimed(office, DRAFT, kept_as_it_is))["plan"]
    with office.reading(OFFICE) as kept:
        assert kept.plans.load(second)[1].shifts == kept.plans.load(first)[1].shifts
        assert kept.plans.get(second).title == "With the records as they are now"


def test_nothing_is_kept_of_a_draft_that_nobody_wants_any_more(office: Store, settings: Settings) -> None:
    task = claimed(office, DRAFT, MORNING)
    with office.writing(OFFICE) as kept:
        kept.tasks.cancel(task.id)
    assert draft(office, settings, task, lambda _: False) == {}
    with office.reading(OFFICE) as kept:
        assert kept.plans.list_plans(date(2026, 11, 1), date(2026, 11, 30)) == []


def test_without_roads_it_says_how_to_make_them(office: Store, tmp_path: Path) -> None:
    task = claimed(office, DRAFT, MORNING)
    with pytest.raises(MapFileError, match="waymark roads build"):
        draft(office, Settings(home=tmp_path), task, lambda _: True)
