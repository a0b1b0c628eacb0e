"""A plan made again after a change keeps what it can."""

from dataclasses import replace

import pytest

from routing.checker import check
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.records import AssistantId, VehicleId
from routing.solver import Budget, make_again, solve
from routing.solver.again import promises
from routing.solver.insertion import own_times
from tests.routing.solver.mornings import morning
from tests.routing.solver.test_insertion import without
from tests.towns import assistant, crossroads, pupil, school, street, vehicle

SOME = Budget(iterations=300)
BOTH_WAYS = pytest.mark.parametrize("direction", list(Direction))


def again(problem: Problem, plan: Plan) -> Plan:
    made = make_again(problem, plan, budget=SOME, seed=1)
    assert [str(each) for each in check(problem, made)] == []
    return made


def times(problem: Problem, plan: Plan) -> dict[str, int]:
    return {name: at for shift in plan.shifts for name, at in own_times(problem, shift).items()}


@BOTH_WAYS
def test_where_nothing_changed_nothing_changes(direction: Direction) -> None:
    problem = morning(21, pupils=12, direction=direction)
    plan = solve(problem, budget=Budget(iterations=900), seed=1)
    made = again(problem, plan)
    assert times(problem, made) == times(problem, plan)
    assert {shift.vehicle for shift in made.shifts} == {shift.vehicle for shift in plan.shifts}


@BOTH_WAYS
def test_a_vehicle_that_is_gone_is_replaced_and_the_others_go_on(direction: Direction) -> None:
    vehicles = tuple(vehicle(name, (2, 0)) for name in ("v1", "v2", "v3"))
    pupils = tuple(pupil(f"{name}{k}", name) for name in "ad" for k in range(2))
    at = "08:40-08:41" if direction is Direction.TO_SCHOOL else "15:30-15:31"  # no vehicle comes twice
    problem = street(*pupils, vehicles=vehicles, schools=(school("oak", between=at),), direction=direction)
    plan = solve(problem, budget=SOME, seed=1)
    gone = plan.shifts[0].vehicle
    made = again(replace(problem, vehicles=tuple(each for each in vehicles if each.id != gone)), plan)
    assert made.unplaced == ()
    stays = own_times(problem, plan.shifts[1])
    after = next(own_times(problem, shift) for shift in made.shifts if shift.vehicle == plan.shifts[1].vehicle)
    assert all(abs(after[name] - at) <= 300 for name, at in stays.items())


def test_an_assistant_who_is_gone_is_replaced() -> None:
    helpers = assistant("eve"), assistant("fay")
    problem = street(pupil("ann", "a", assistant="shared"), assistants=helpers)
    plan = solve(problem, budget=SOME)
    gone = plan.runs[0].crew[0].assistant
    made = again(replace(problem, assistants=tuple(each for each in helpers if each.id != gone)), plan)
    assert [member.assistant for member in made.runs[0].crew] == [({"eve", "fay"} - {gone}).pop()]


def test_a_pupil_who_is_absent_leaves_the_others_within_their_tolerance() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"), pupil("cal", "c"))
    plan = solve(problem, budget=SOME)
    now = without(problem, "bob")
    made = again(now, plan)
    before = times(problem, plan)
    assert all(abs(at - before[name]) <= 300 for name, at in times(now, made).items())


def test_a_school_that_begins_earlier_is_reached_in_time() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"))
    plan = solve(problem, budget=SOME)
    earlier = replace(problem, schools=(school("oak", between="08:00-08:10"),))
    assert again(earlier, plan).unplaced == ()


def test_what_a_plan_promises_is_read_from_it() -> None:
    helpers = (assistant("eve"),)
    problem = street(pupil("ann", "a", assistant="one-to-one"), pupil("bob", "b"), assistants=helpers)
    plan = solve(problem, budget=SOME)
    ann, bob = promises(problem, plan)
    assert (ann.vehicle, ann.assistant, bob.assistant) == (VehicleId("bus"), AssistantId("eve"), None)
    assert ann.time_s == times(problem, plan)["ann"]


def test_a_school_that_closes_early_is_promised_no_time_and_keeps_its_vehicles() -> None:
    at = "15:30-15:45"
    schools = (school("oak", between=at), school("elm", between=at))
    pupils = (pupil("ann", "c"), pupil("bob", "d", "elm"))
    problem = crossroads(*pupils, schools=schools, direction=Direction.FROM_SCHOOL)
    plan = solve(problem, budget=SOME, seed=1)
    early = replace(schools[0], from_s=12 * 3600, until_s=12 * 3600 + 900)
    made = {usual.pupil: usual for usual in promises(replace(problem, schools=(early, schools[1])), plan)}
    assert made[pupils[0].id].time_s is None
    assert made[pupils[0].id].vehicle is not None
    assert made[pupils[1].id].time_s is not None
